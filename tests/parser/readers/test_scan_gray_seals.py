"""Seals without colour: of every form where they tell themselves, and nothing else is taken for one."""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher

import cv2
import numpy as np
import pytest
from drawn_pages import DPI, Page, blank, pdf, ring_cover, scanned, square_cover, stamp_cover, typeset, write

from models.reading import PageRun, Reading
from models.source import Limits, Paging
from parser.readers import read
from parser.readers.scan import start_sessions
from parser.readers.scan_engine import Session
from parser.readers.scan_gray_ink import lift_gray_seals

NAME = "苏州太湖电子有限公司"
LINES = [f"第{n}条 约定为{n}14{n}84.00元，另计{n}8,7{n}6.50元并于签字后生效，双方各执一份。" for n in range(1, 10)]
SIZE = (1240, 900)
GRAY = (140, 140, 140)
MM = DPI / 25.4

Draw = Callable[[Page], None]


def contract() -> Page:
    return typeset(LINES, pitch=56, left=150, page=blank(SIZE))


def round_(page: Page) -> None:
    stamp_cover(page, ring_cover(250, 250, NAME), 500, 400)


def oval(page: Page) -> None:
    stamp_cover(page, ring_cover(236, 177, NAME, foot="发票专用章"), 600, 380, turn=9)


def long_oval(page: Page) -> None:
    stamp_cover(page, ring_cover(266, 177, NAME, foot="财务专用章"), 420, 510, turn=-6, colour=(110, 110, 110))


def square(page: Page) -> None:
    stamp_cover(page, square_cover(118, "王立之印"), 640, 454, turn=5)


def at_the_right_edge(page: Page) -> None:
    stamp_cover(page, ring_cover(250, 250, NAME), 1260, 400)


def at_the_left_edge(page: Page) -> None:
    stamp_cover(page, ring_cover(250, 250, NAME), 30, 480, turn=40)


SEALS: dict[str, tuple[Draw, str]] = {
    "round": (round_, "round"),
    "oval": (oval, "oval"),
    "a longer oval": (long_oval, "oval"),
    "square": (square, "square"),
    "half of one": (at_the_right_edge, "straddle"),
    "more than half of one": (at_the_left_edge, "straddle"),
}


def read_page(page: Page) -> Reading:
    return read("a.pdf", pdf([scanned(page, skew=0.6, gray=True)]), Limits(), Paging())


@pytest.mark.parametrize("kind", SEALS)
def test_a_seal_is_found_and_no_digit_under_it_is_guessed(kind: str) -> None:
    draw, shape = SEALS[kind]
    page = contract()
    draw(page)
    reading = read_page(page)
    assert [mark.shape for mark in reading.marks if mark.kind == "seal"] == [shape]
    assert all(mark.score < 0.8 for mark in reading.marks)
    seen, doubts = "", b""
    for paragraph in reading.paragraphs:
        for piece in paragraph.pieces:
            sight = piece.place.sight if isinstance(piece.place, PageRun) else None
            for at, char in enumerate(piece.text):
                if not char.isspace():
                    seen, doubts = seen + char, doubts + (sight.doubts[at : at + 1] if sight else b"\1")
    wanted = "".join("".join(LINES).split())
    matcher = SequenceMatcher(None, wanted, seen, autojunk=False)
    assert matcher.ratio() > 0.97
    for change, start, end, first, last in matcher.get_opcodes():
        if change != "equal" and any(char.isdigit() for char in wanted[start:end] + seen[first:last]):
            assert any(doubts[max(first - 1, 0) : last + 1]), (wanted[start:end], seen[first:last])


def test_a_square_seal_beside_print_says_that_it_is_one(session: Session) -> None:
    page = contract()
    stamp_cover(page, square_cover(118, "王立之印"), 700, 790)
    assert inked(session, page) > 0


def test_an_oval_seal_beside_print_says_whose_it_is(session: Session) -> None:
    page = contract()
    stamp_cover(page, ring_cover(236, 177, NAME, foot="发票专用章"), 700, 780)
    assert inked(session, page) > 0


@pytest.fixture(scope="module")
def session() -> Session:
    (one,) = start_sessions(1)
    return one


def inked(session: Session, page: Page) -> int:
    gray = cv2.cvtColor(scanned(page, skew=0.7, gray=True), cv2.COLOR_BGR2GRAY)
    return int((lift_gray_seals(session, gray, DPI / 72)[1] > 0).sum())


def nothing(page: Page) -> None:
    pass


def cells(page: Page) -> None:
    for step in range(0, 600, 118):
        cv2.line(page, (150, 130 + step), (1100, 130 + step), GRAY, 4)
    for step in range(0, 950, 118):
        cv2.line(page, (150 + step, 130), (150 + step, 720), GRAY, 4)


def framed_clause(page: Page) -> None:
    cv2.rectangle(page, (130, 236), (1130, 296), GRAY, 4)


def framed_heading(page: Page) -> None:
    cv2.rectangle(page, (350, 20), (850, 110), GRAY, 5)
    write(page, "设备租赁合同", 420, 85, size=56, colour=GRAY)


def square_sign(page: Page) -> None:
    cv2.rectangle(page, (1050, 700), (1170, 820), GRAY, 5)
    write(page, "太湖", 1065, 752, size=42, colour=GRAY)
    write(page, "集团", 1065, 806, size=42, colour=GRAY)


def round_sign(page: Page) -> None:
    stamp_cover(page, ring_cover(170, 170, "TAIHU GROUP"), 1100, 760, colour=GRAY)


def oval_sign(page: Page) -> None:
    stamp_cover(page, ring_cover(190, 140, "太湖电子", foot="1998"), 1100, 760, colour=GRAY)


def circle_drawn_round_a_figure(page: Page) -> None:
    cv2.circle(page, (500, 400), 125, GRAY, 3)


def ring_of_a_cup(page: Page) -> None:
    cv2.circle(page, (0, 450), 130, GRAY, 24)


def shadow_at_the_edge(page: Page) -> None:
    page[:, :70] = np.minimum(page[:, :70], 120)
    cv2.ellipse(page, (0, 450), (110, 330), 0, 0, 360, GRAY, -1)


def holes(page: Page) -> None:
    for y in range(60, 860, 83):
        cv2.circle(page, (35, y), 14, GRAY, -1)


def watermark(page: Page) -> None:
    stamp_cover(page, ring_cover(380, 380, NAME), 600, 430, colour=(205, 205, 205))
    write(page, "样本", 250, 700, size=300, colour=(215, 215, 215))


def shaded_row(page: Page) -> None:
    page[230:300, 130:1100] = np.minimum(page[230:300, 130:1100], 190)


OTHERS: tuple[Draw, ...] = (
    nothing, cells, framed_clause, framed_heading, square_sign, round_sign, oval_sign, circle_drawn_round_a_figure,
    ring_of_a_cup, shadow_at_the_edge, holes, watermark, shaded_row,
)  # fmt: skip


@pytest.mark.parametrize("draw", OTHERS, ids=lambda draw: draw.__name__)
@pytest.mark.parametrize("dpi", [150, 300])
def test_nothing_else_is_taken_for_a_seal(draw: Draw, dpi: int, session: Session) -> None:
    page = contract()
    draw(page)
    if dpi != DPI:
        page = cv2.resize(page, None, fx=dpi / DPI, fy=dpi / DPI, interpolation=cv2.INTER_CUBIC)
    gray = cv2.cvtColor(scanned(page, skew=0.7, gray=True), cv2.COLOR_BGR2GRAY)
    lifted, ink = lift_gray_seals(session, gray, dpi / 72)
    assert not ink.any()
    assert lifted is gray
