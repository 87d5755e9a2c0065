"""Phrases: named in patterns, written out when packs are loaded, and added to by a pack of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.check_rule import CheckRule
from models.errors import BadRules
from models.phrase import Phrase
from parser import load_packs, parse
from parser.packs import default_packs
from parser.phrases import phrase_table, with_phrases

HEAD = 'name: acme\nversion: "1"\n'
CHECK = """checks:
  - id: acme-cash
    title: 现金付款
    kind: risk
    severity: warning
    function: wording
    params: {all: ['{acme_cash}', '付款|支付'], within: 6}
    message: 「{quote}」：不得以现金付款。
    advice: 改为转账。
    hit: ["采购合同\\n第一条 付款\\n以现钞付款。\\n第二条 其他\\n无其他约定。"]
    miss: ["采购合同\\n第一条 付款\\n以转账付款。\\n第二条 其他\\n无其他约定。"]
"""
PHRASE = """phrases:
  - id: acme_cash
    title: 现金
    ways: [现金, 现钞]
    examples: [以现钞付款]
    others: [以转账付款]
"""


def phrase(name: str, *ways: str) -> Phrase:
    return Phrase(id=name, title=name, ways=ways, examples=("",), others=("",))


def pack(folder: Path, content: str) -> Path:
    folder.mkdir()
    (folder / "pack.yaml").write_text(HEAD, "utf-8")
    (folder / "rules.yaml").write_text(content, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("layers", "table"),
    [
        ([[phrase("abc", "甲", "乙")]], {"abc": "(?:甲|乙)"}),
        ([[phrase("abc", "甲"), phrase("xyz", "{abc}丙")]], {"abc": "(?:甲)", "xyz": "(?:(?:甲)丙)"}),
        # A later pack's takes the place of the earlier one, also in phrases of the earlier pack that name it.
        (
            [[phrase("abc", "甲"), phrase("xyz", "{abc}丙")], [phrase("abc", "乙")]],
            {"abc": "(?:乙)", "xyz": "(?:(?:乙)丙)"},
        ),
        ([[phrase("abc", "甲")], [phrase("abc", "{abc}", "乙")]], {"abc": "(?:(?:甲)|乙)"}),
        # Numbers of times, fuzzy counts and the sides of a playbook are no phrases.
        ([[phrase("abc", "甲{2,3}", "(?:乙){e<=1}", "{us}")]], {"abc": "(?:甲{2,3}|(?:乙){e<=1}|{us})"}),
    ],
)
def test_what_a_phrase_stands_for(layers: list[list[Phrase]], table: dict[str, str]) -> None:
    assert phrase_table(layers) == table


def test_a_rule_that_names_none_is_left_as_it_is() -> None:
    topic = default_packs().topics[0]
    assert with_phrases(topic, {"abc": "甲"}) is topic


def test_patterns_of_a_check_are_written_out(tmp_path: Path) -> None:
    packs = load_packs(pack(tmp_path / "acme", PHRASE + CHECK))
    rule = next(rule for rule in packs.checks if rule.id == "acme-cash")
    assert rule.params["all"] == ["(?:现金|现钞)", "付款|支付"]


def fires(folder: Path, sentence: str) -> bool:
    text = f"采购合同\n第一条 付款\n{sentence}\n第二条 其他\n无其他约定。"
    return "acme-cash" in {f.check for f in parse(text.encode(), name="a.txt", packs=load_packs(folder)).findings}


@pytest.mark.parametrize(
    ("sentence", "fired"),
    [
        ("以现金付款。", True),
        ("付款以现钞为之。", True),
        ("付款可采用的各种方式中包括现金。", False),
        ("不收现金。货款以转账支付。", False),
    ],
)
def test_all_in_any_order_near_each_other(tmp_path: Path, sentence: str, fired: bool) -> None:
    assert fires(pack(tmp_path / "acme", PHRASE + CHECK), sentence) is fired


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (CHECK, "no phrase is called `acme_cash`"),
        (PHRASE.replace("现钞]", "'{acme_note}']"), "no phrase is called `acme_note`"),
        (
            PHRASE.replace("现钞]", "'{acme_later}']") + PHRASE[9:].replace("acme_cash", "acme_later"),
            "called `acme_later`",
        ),
        (PHRASE.replace("[现金, 现钞]", "[]"), "no way to say it"),
        (PHRASE.replace("现金, 现钞", "(现金"), "not a regular expression"),
        (PHRASE.replace("[以转账付款]", "[]"), "`examples` and `others` go together"),
        (PHRASE.replace("acme_cash", "Cash"), "id"),
        (PHRASE + CHECK.replace("'{acme_cash}', '付款|支付'", "'[^。]{2,4}'"), "none of them asks for a word"),
        (PHRASE + CHECK.replace("'{acme_cash}', '付款|支付'", ""), "it asks for nothing"),
        (CHECK.replace("all: ['{acme_cash}', '付款|支付'], ", ""), "the parameter `cue` is missing"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(BadRules, match=said) as raised:
        load_packs(pack(tmp_path / "acme", content))
    assert "rules.yaml, line" in str(raised.value)


def test_a_pack_adds_a_way_to_a_phrase_that_ships(tmp_path: Path) -> None:
    shipped = default_packs().phrases[0]
    more = f"phrases:\n  - id: {shipped.id}\n    title: 其他\n    ways: ['{{{shipped.id}}}', 闻所未闻]\n"
    packs = load_packs(pack(tmp_path / "acme", more + "    examples: [闻所未闻]\n    others: [其他]\n"))
    uses = [
        (old, new)
        for old, new in zip(default_packs().checks, packs.checks, strict=True)
        if isinstance(old, CheckRule) and old.params != new.params
    ]
    assert uses
    assert all("闻所未闻" in str(new.params) for _, new in uses)
