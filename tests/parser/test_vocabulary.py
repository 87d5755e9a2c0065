"""What the rules look for in a whole contract is told in one pass."""

from __future__ import annotations

from parser.checks.params import TAKES, looked_for
from parser.literals import needs
from parser.matching import Searched
from parser.packs import default_packs
from parser.vocabulary import vocabulary_of


def test_words_of_fields_checks_and_laws_are_looked_for() -> None:
    packs = default_packs()
    vocabulary = vocabulary_of(packs)
    asked = set(vocabulary.asked)
    for field in packs.fields:
        for pattern in field.patterns:
            assert {frozenset(part.words) for part in needs(pattern.regex).parts} <= asked, field.name
    for rule in packs.checks:
        for asks in looked_for(TAKES[rule.function].params, rule.params):
            assert {frozenset(part.words) for part in asks.parts} <= asked, rule.id
            told = {frozenset(part.words) for way in asks.ways for part in way}
            assert told <= asked | vocabulary.further.keys(), rule.id
    assert vocabulary.further
    assert any("工商行政管理局" in words for words in asked)


def test_parameters_that_run_over_the_whole_text() -> None:
    """Lists of words, patterns by themselves, by name and in a list, and those of several wordings."""
    for function, params, words in (
        ("wording", {"words": ["租金"], "cue": "押金", "needs": "定金"}, {("租金",), ("定金",)}),
        ("wording", {"cue": "押金", "needs": "定金"}, {("押金",), ("定金",)}),
        ("opposed", {"sides": {"one": "保函", "other": "质押"}, "unless": "留置"}, {("保函",), ("质押",)}),
        ("nature", {"kinds": {"lease": {"title": "合作", "unless": "租", "signs": ["押金", "转租"]}}}, {("押金",), ("转租",)}),
        ("repealed", {"unless_before": "原"}, set()),
    ):  # fmt: skip
        found = looked_for(TAKES[function].params, params)
        assert {part.words for asks in found for part in asks.parts} == words


def test_what_stands_is_told_for_all_at_once() -> None:
    text = Searched("因不可抗力不能履行的,由工商行政管理局处理。")
    text.look_for(vocabulary_of(default_packs()))
    assert dict(text.standing(("工商行政管理局", "税务局"))) == {"工商行政管理局": [12]}
