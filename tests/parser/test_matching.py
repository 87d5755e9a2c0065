"""A pattern run where its words stand finds what it finds over the whole text."""

from __future__ import annotations

from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from parser.literals import ENDLESS, needs
from parser.matching import Pattern, Searched, Vocabulary, words_of
from parser.packs import default_packs

LETTERS = "甲乙方款金约。\n 1"


def spans(found: Any) -> list[tuple[tuple[int, int], tuple[str | None, ...]]]:
    return [(match.span(), match.groups()) for match in found]


atoms = st.sampled_from(
    r"甲方 乙方 约金 款 金 [甲乙]方 [^。\n] [^。] . \s \d \n ^ $ \b \A \Z (?:) "
    r"(?=方) (?!金) (?<=甲) (?<!乙) (?=.{0,3}款) (?<=约.?)".split()
)


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: f"(?:{'|'.join(each)})"),
        st.tuples(inner, st.sampled_from(["?", "{0,3}", "{1,2}", "{2}", "{0,2}?", "*", "+", "++"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        inner.map(lambda one: f"({one})"),
        inner.map(lambda one: f"(?>{one})"),
    )


patterns = st.recursive(atoms, grown, max_leaves=8)
texts = st.lists(
    st.sampled_from([*LETTERS, "甲方", "乙方", "约金", "甲方约金款", "。\n"]), min_size=1, max_size=40
).map("".join)


@settings(max_examples=1500, deadline=None)
@given(patterns, texts, texts)
def test_any_pattern_finds_the_same(pattern: str, first: str, second: str) -> None:
    # Long enough that words are asked for: a shorter text is searched whole.
    text = first + "约。\n" * 110 + second
    expected = spans(regex.compile(pattern, regex.MULTILINE).finditer(text))
    assert spans(Pattern(pattern).finditer(Searched(text))) == expected
    found = Pattern(pattern).search(Searched(text))
    assert ([] if found is None else [found.span()]) == [span for span, _ in expected[:1]]


@settings(max_examples=500, deadline=None)
@given(patterns, texts, texts, st.integers(0, 30), st.integers(0, 30))
def test_a_region_finds_the_same(pattern: str, first: str, second: str, start: int, left: int) -> None:
    text = first + "约。\n" * 130 + second
    end = len(text) - left
    expected = spans(regex.compile(pattern, regex.MULTILINE).finditer(text, start, end))
    assert spans(Pattern(pattern).finditer(Searched(text), start, end)) == expected


def rule_patterns() -> list[str]:
    """Every pattern of the packs that is run over a whole contract."""
    packs = default_packs()
    found = {pattern.regex for rule in packs.fields for pattern in rule.patterns}
    for rule in packs.checks:
        for key in ("cue", "pattern", "needs", "near", "unless_anywhere", "asked", "title", "lacks"):
            if isinstance(value := rule.params.get(key), str):
                found.add(value)
    return sorted(found)


def test_every_rule_finds_the_same() -> None:
    """Over all contracts in which some check fires."""
    text = "\n".join(hit for rule in default_packs().checks for hit in rule.hit)
    searched = Searched(text)
    patterns = rule_patterns()
    assert len(patterns) > 100
    matched = 0
    for pattern in patterns:
        expected = spans(regex.compile(pattern, regex.MULTILINE).finditer(text))
        assert spans(Pattern(pattern).finditer(searched)) == expected, pattern
        matched += len(expected)
    assert matched > len(patterns)


def test_most_rules_say_what_they_need() -> None:
    """A rule that asks for no word is run over all of every contract."""
    patterns = rule_patterns()
    idle = [pattern for pattern in patterns if not needs(pattern).parts]
    assert len(idle) < 0.1 * len(patterns)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("违约金", [("违约金",)]),
        ("违约金|违约责任", [("违约金", "违约责任")]),
        ("(?:订金|押金)[^。]{0,9}(?:不退|不予退还)", [("押金", "订金"), ("不退", "不予退还")]),
        ("提供(?!的)货物", [("提供货物",)]),
        ("(?:定金)?不退", [("不退",)]),
        ("保密期?限", [("保密限", "保密期限")]),
        ("[甲乙]方", [("乙方", "甲方")]),
        ("质保(?:期|金)?", [("质保",)]),
        ("(?:仲裁|[0-9]+)", []),
        ("[0-9]+%", [("%",)]),
        ("[0-9]+%[^。]{0,9}(?:罚|违约)", [("%",)]),
        ("(?i)abc", []),
        (r"[\p{Han}·]{2}违约", [("违约",)]),
        (r"\p{Latin}违约", []),
        ("(?:违约金){e<=1}", []),
        ("[×X]{2,}", [("XX", "X×", "×X", "××")]),
        ("(?:甲|乙){2}方", [("乙乙方", "乙甲方", "甲乙方", "甲甲方")]),
        ("×{2,}[^。]?(?:毫米|厘米)", [("厘米", "毫米"), ("××",)]),
        ("_{40,}", [("_",)]),
        ("日 {0,2}期", [("日期", "日 期", "日  期")]),
        ("(?:上|下){1,2}旬", [("上旬", "下旬")]),
        ("日 {0,99}期", [("日",)]),
        ("税号(?P<code>[0-9]{15})|信用代码(?P<code>[0-9A-Z]{18})", [("信用代码", *(f"税号{n}" for n in range(10)))]),
        ("第 ?(?:_{1,80}|【[^】]*】)种", [("第_", "第【", "第 _", "第 【")]),
        ("第(?:[^。]种|_+)项", [("第",)]),
        ("第(?:_*|【)项", [("第",)]),
        ("(?P<a>税号)(?P=a)", [("税号",)]),
        ("", []),
    ],
)
def test_words_that_a_pattern_asks_for(pattern: str, words: list[tuple[str, ...]]) -> None:
    assert [part.words for part in needs(pattern).parts] == words


@pytest.mark.parametrize(
    ("pattern", "ways"),
    [
        ("押金[^。]{0,9}不退|违约", [[("不退",), ("押金",)], [("违约",)]]),
        ("(?:(?:押金)[^。]{0,9}不退|(?:违约|(?:定金)[^。]{0,9}双倍))", [[("不退",), ("押金",)], [("违约",)], [("双倍",), ("定金",)]]),
        ("(?:押金|违约)[^。]{0,9}不退", []),
        ("押金[^。]{0,9}不退|[^。]{9}", []),
        ("押金|违约", []),
    ],
)  # fmt: skip
def test_words_that_each_alternative_asks_for(pattern: str, ways: list[list[tuple[str, ...]]]) -> None:
    """Those of groups within groups are told apart; where one asks for nothing, so does the whole."""
    assert [sorted(part.words for part in way) for way in needs(pattern).ways] == ways


def test_an_alternative_of_several_parts_asks_for_two() -> None:
    pattern = "每(?:天|日)[^。]{0,9}(?:押金[^。]{0,9}不退|定金[^。]{0,9}双倍)"
    assert {part.words for part in needs(pattern).parts} <= {("每天", "每日"), ("定金", "押金"), ("不退", "双倍")}
    assert len(needs(f"(?:{pattern})").parts) == 2


@given(
    st.lists(st.sampled_from(["押金", "不退", "违约", "赔偿", "双倍", "逾期未付", "。", "\n", "甲方的"]), max_size=400)
)
def test_alternatives_are_found_wherever_one_may_stand(words: list[str]) -> None:
    """Also where so many words stand that it is told first which of the alternatives can."""
    pattern = "押金[^。\n]{0,40}双倍|(?:逾期|过期)未付[^。\n]{0,30}赔偿|赔偿[^。\n]{0,50}不退|违约[^。\n]{0,60}滞纳"
    text = Searched("".join(words) * 4)
    text.look_for(Vocabulary([], map(frozenset, [("押金",), ("双倍",), ("违约",), ("滞纳",), ("赔偿",)])))
    assert spans(Pattern(pattern).finditer(text)) == spans(regex.compile(pattern).finditer(text))


def test_titles_that_a_pattern_matches() -> None:
    assert Pattern("^违约|责任$").which(["违约责任", "责任承担", "保密责任", ""]) == [0, 2]


def test_width_of_a_match() -> None:
    assert needs("违约[^。]{0,8}赔偿(?=金额)").width == 12
    assert needs("违约[^。]*赔偿").width == ENDLESS
    assert (needs(r"\A合同").start, needs("合同").start) == (True, False)


@pytest.mark.parametrize(
    ("pattern", "lines"),
    [("约定[^。\\n]*违约", 0), (r"(?:^|[\n。])[ \t]*违约", 1), (r"\s?甲\s?违约", 2), (r"甲\s*违约", ENDLESS)],
)
def test_line_ends_before_a_word(pattern: str, lines: int) -> None:
    assert max(part.lines for part in needs(pattern).parts) == lines
    assert needs(pattern).lines == lines


def test_a_match_that_only_its_line_bounds() -> None:
    line = "甲方按约支付货款,逾期的,应当支付违约金。\n"
    text = line * 8 + "甲方" + "按约" * 300 + "支付违约金。\n" + line * 8
    assert len(spans(Pattern("甲方[^\n]*违约金").finditer(Searched(text)))) == 17
    assert spans(Pattern("甲方[^\n]*违约金").finditer(Searched(text))) == spans(
        regex.finditer("甲方[^\n]*违约金", text)
    )


@given(
    st.lists(st.sampled_from("甲方乙�𠮷。 "), max_size=30).map("".join),
    st.sampled_from(["甲", "甲方", "方甲方", "�", "甲�"]),
)
def test_places_of_a_word(text: str, word: str) -> None:
    stands = [at for at in range(len(text)) if text.startswith(word, at)]
    assert dict(Searched(text).standing((word,))) == ({word: stands} if stands else {})
    assert list(Searched(text).places(words_of((word,)))) == stands


def test_characters_beyond_sixteen_bits_shift_nothing() -> None:
    text = Searched("𠮷𠮷𠮷甲方" * 80)
    assert spans(Pattern("甲方").finditer(text)) == spans(regex.finditer("甲方", text))
    assert spans(Pattern("𠮷甲").finditer(text)) == spans(regex.finditer("𠮷甲", text))


@given(
    st.lists(st.sampled_from("甲乙方款"), max_size=30).map("".join),
    st.lists(st.lists(st.sampled_from(["甲", "甲方", "乙", "方甲方", "方款"]), min_size=1, max_size=3), max_size=4),
)
def test_words_looked_for_together_stand_where_each_stands_alone(text: str, asked: list[list[str]]) -> None:
    together = Searched(text)
    together.look_for(Vocabulary(map(frozenset, asked)))
    for words in asked:
        stands = sorted({(at, word) for word in words for at in range(len(text)) if text.startswith(word, at)})
        assert list(together.places(frozenset(words))) == [at for at, _ in stands]
        assert together.has(frozenset(words)) is bool(stands)
        assert dict(together.standing(tuple(words))) == dict(Searched(text).standing(tuple(words)))


def test_a_pattern_whose_words_are_missing_is_not_compiled() -> None:
    pattern = Pattern("竞业限制[^。]{0,20}补偿")
    assert pattern.search(Searched("甲方支付货款。" * 60)) is None
    assert "whole" not in vars(pattern)
