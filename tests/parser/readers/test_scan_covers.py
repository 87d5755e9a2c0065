"""What lies over a figure may hide a digit: the figure is then in doubt. Print, tints and gaps that are meant are not."""

from __future__ import annotations

import cv2
import pytest
from drawn_pages import RED, Page, blank, pdf, scanned, typeset, write

from models.reading import COVERED, PageRun
from models.source import Limits, Paging
from parser import parse
from parser.readers import read
from parser.readers.scan_covers import covers_on

BARS = {"red": RED, "blue": (190, 60, 30), "black": (20, 20, 20), "gray": (150, 150, 150)}
WHITE = (255, 255, 255)
BEFORE, AMOUNT, BEHIND = "合同总价为人民币", "514484.00", "元，于签字后支付。"
PLACES = (0, 4, 8)
"""The first digit, one in the middle, the last."""
LEFT, SIZE, PITCH = 130, 24, 72


def end_of(text: str) -> int:
    return write(blank((1240, 80)), text, LEFT, 50, size=SIZE)


def bar(page: Page, y: int, at: int, colour: tuple[int, int, int], *, text: str = AMOUNT, spread: int = 1) -> None:
    """A bar over one character of the amount on the line at y."""
    x0, x1 = end_of(BEFORE + text[:at]), end_of(BEFORE + text[: at + 1])
    page[y - SIZE - 2 : y + 6, x0 - spread : x1 + spread] = colour


def lines_of(page: Page) -> list[tuple[str, bytes]]:
    """What was read between 民币 and 元 on each line, and its doubts."""
    found = []
    for paragraph in read("a.pdf", pdf([page]), Limits(), Paging()).paragraphs:
        sights = [piece.place.sight for piece in paragraph.pieces if isinstance(piece.place, PageRun)]
        doubts = b"".join(sight.doubts for sight in sights if sight)
        for part in paragraph.text.split("合同")[1:]:
            start = paragraph.text.index("民币", paragraph.text.index(part)) + 2
            end = paragraph.text.index("元", start)
            found.append((paragraph.text[start:end], doubts[start:end]))
    return found


@pytest.mark.parametrize("skew", [0.0, 0.8])
def test_a_bar_over_one_digit_of_an_amount_leaves_it_in_doubt(skew: float) -> None:
    places = [(colour, at) for colour in BARS.values() for at in PLACES]
    page = typeset([BEFORE + AMOUNT + BEHIND] * len(places), size=SIZE, pitch=PITCH, left=LEFT)
    for number, (colour, at) in enumerate(places):
        bar(page, 160 + number * PITCH, at, colour)
    found = lines_of(scanned(page, skew=skew))
    assert len(found) == len(places)
    assert all(any(doubt & COVERED for doubt in doubts) for _, doubts in found)


def test_white_over_a_digit_leaves_it_in_doubt_where_it_is_seen() -> None:
    page = scanned(typeset([BEFORE + AMOUNT + BEHIND] * len(PLACES), size=SIZE, pitch=PITCH, left=LEFT))
    for number, at in enumerate(PLACES):
        bar(page, 160 + number * PITCH, at, WHITE)
    found = lines_of(page)
    assert len(found) == len(PLACES)
    assert all(any(doubts) for _, doubts in found)


def test_a_digit_that_is_missing_without_a_trace_leaves_a_gap() -> None:
    page = typeset([BEFORE + AMOUNT + BEHIND, "甲方应当在验收合格之后十日内付清。"], size=SIZE, left=LEFT)
    bar(page, 160, 4, WHITE)
    ((_, doubts),) = lines_of(scanned(page))
    assert any(doubts)


def test_no_number_is_found_beside_a_bar() -> None:
    page = typeset(
        ("设备采购合同", "甲方：苏州太湖电子有限公司", "乙方：无锡梁溪机械有限公司", BEFORE + AMOUNT + BEHIND),
        size=SIZE,
        pitch=PITCH,
        left=LEFT,
    )
    bar(page, 160 + 3 * PITCH, 4, RED)
    report = parse(pdf([scanned(page)]), name="scan.pdf")
    told = [field for field in report.fields if field.name == "total_price"]
    assert [field.status for field in told] == ["unreadable"]
    assert isinstance(told[0].value, dict)
    assert "covered" in told[0].value["why"]


@pytest.mark.parametrize("size", [18, 24, 40])
def test_clean_figures_are_not_in_doubt(size: int) -> None:
    amounts = (AMOUNT, "38,726.50", "1250000", "111111.11", "11", "8", "6222 0210 0112 3456", "0571 88886666")
    page = typeset([BEFORE + amount + BEHIND for amount in amounts], size=size, pitch=3 * size, left=60)
    found = lines_of(scanned(page, skew=1.0))
    assert [text.replace(" ", "") for text, _ in found] == [amount.replace(" ", "") for amount in amounts]
    assert not any(any(doubts) for _, doubts in found)


@pytest.mark.parametrize("gray", [False, True])
def test_a_tint_under_figures_hides_nothing(gray: bool) -> None:
    amounts = (AMOUNT, "111111.11", "11", "8")
    page = blank()
    for number, amount in enumerate(amounts):
        y = 160 + number * PITCH
        page[y - SIZE - 2 : y + 8, end_of(BEFORE) - 8 : end_of(BEFORE + amount) + 8] = (120, 240, 250)
        write(page, BEFORE + amount + BEHIND, LEFT, y, size=SIZE)
    found = lines_of(scanned(page, gray=gray))
    assert [text for text, _ in found] == list(amounts)
    assert not any(any(doubts) for _, doubts in found)


@pytest.mark.parametrize(("colour", "seen"), [((20, 20, 20), True), ((190, 190, 190), True), ((255, 255, 255), False)])
def test_a_patch_is_told_from_print(colour: tuple[int, int, int], seen: bool) -> None:
    strip = blank((900, 40))
    write(strip, "国家壹贰叁鑫龘", 20, 30, size=28)
    write(strip, "88000", 340, 30, size=28)
    strip[2:38, 260:276] = colour
    spans = covers_on(cv2.cvtColor(strip, cv2.COLOR_BGR2GRAY), 28.0)
    assert bool(spans) is seen
    assert all(250 < x0 < x1 < 286 for x0, x1 in spans)
