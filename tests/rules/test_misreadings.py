"""Every rule of misreadings.yaml puts right what it shows, and leaves alone what it must."""

from __future__ import annotations

from array import array

import pytest

from models.reading import PageRun, Paragraph, Piece, Reading, Sight
from parser.misreadings import Misreading, misreadings
from parser.normalise import normalise


def scanned(text: str, score: float) -> Reading:
    run = PageRun(
        1, array("f", [0.0, 0.0, 9.0, 9.0] * len(text)), Sight(array("f", [score] * len(text)), bytes(len(text)))
    )
    return Reading("scan", "application/pdf", (Paragraph((Piece(text, run, line=True),)),), 1)


def plain(text: str) -> str:
    return normalise(Reading("text", "text/plain", (Paragraph((Piece(text, None),)),))).text


@pytest.mark.parametrize("rule", misreadings(), ids=lambda rule: rule.id)
def test_rule(rule: Misreading) -> None:
    for wrong, right in rule.hit:
        assert [m.group() for m in rule.pattern.finditer(wrong)], wrong
        mended = normalise(scanned(wrong, rule.below - 0.01))
        assert mended.text == plain(right)
        assert mended.mended
        assert normalise(scanned(wrong, rule.below + 0.01)).mended == 0
    for text in rule.miss:
        assert not rule.pattern.search(text), text


def test_printed_characters_are_never_touched() -> None:
    for rule in misreadings():
        for wrong, _ in rule.hit:
            assert normalise(Reading("text", "text/plain", (Paragraph((Piece(wrong, None),)),))).mended == 0


def test_what_was_put_right_leads_back_to_what_was_read() -> None:
    text = normalise(scanned("租金3500无整", 0.6))
    at = text.text.index("元")
    assert text.evidence((at, at + 1)).quote == "无"
    assert text.sight((at, at + 1))[0] == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("read", "is_"),
    [
        ('1.1"系统”指甲方的系统,“服务"指维护。', '1.1"系统"指甲方的系统,"服务"指维护。'),
        ("”系统“指甲方的系统,“服务”指维护。", '"系统"指甲方的系统,"服务"指维护。'),
        ("“系统”指甲方的系统,“服务”指维护。", "“系统”指甲方的系统,“服务”指维护。"),
    ],
)
def test_quotation_marks_are_of_one_kind(read: str, is_: str) -> None:
    assert normalise(scanned(read, 0.99)).text == is_
    assert plain(read) == read
