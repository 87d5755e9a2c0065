"""A figure with ink beside it that was not read may be longer than what was read of it."""

from __future__ import annotations

from array import array

import cv2
import numpy as np
import pytest
from drawn_pages import DPI, blank, pdf, ring_cover, scanned, stamp_cover, typeset

from models.reading import COVERED, PageRun, Sight
from models.source import Limits, Paging
from parser.readers import read
from parser.readers.pdf_frame import Box
from parser.readers.pdf_row import Line
from parser.readers.scan_beside import with_ink_beside
from parser.readers.scan_sheet import Sheet

SCALE = DPI / 72


def sheet(*ink: tuple[int, int, int, int]) -> Sheet:
    """A sheet with a line of print across it, and dark patches."""
    gray = np.full((200, 600), 235, np.uint8)
    gray[90:110, 200:400] = 20
    for x0, top, x1, bottom in ink:
        gray[top:bottom, x0:x1] = 20
    nothing = np.zeros_like(gray)
    return Sheet(gray, nothing, gray, (), np.eye(2, 3), SCALE, 0, 0.0, True)


def line(text: str) -> Line:
    step = 200 / len(text)
    sides = [side for n in range(len(text)) for side in (200 + n * step, 88.0, 200 + (n + 1) * step, 112.0)]
    boxes = array("f", [side / SCALE for side in sides])
    return Line.make(1, text, boxes, sight=Sight(array("f", [0.99] * len(text)), bytes(len(text))))


@pytest.mark.parametrize(
    ("text", "ink", "rules", "doubted"),
    [
        ("8,746.50", (), (), ""),
        ("8,746.50", ((185, 95, 194, 106),), (), "8,746.50"),
        ("8,746.50元1", ((408, 95, 416, 106),), (), "1"),
        ("价款8,746.50元", ((185, 95, 194, 106),), (), ""),
        ("8,746.50", ((130, 95, 150, 106),), (), ""),
        ("8,746.50", ((185, 120, 194, 130),), (), ""),
        ("8,746.50", ((190, 0, 193, 200),), ((191 / SCALE, 0.0, 191 / SCALE, 96.0),), ""),
    ],
)
def test_ink_beside(
    text: str, ink: tuple[tuple[int, int, int, int], ...], rules: tuple[Box, ...], doubted: str
) -> None:
    (told,) = with_ink_beside([line(text)], sheet(*ink), (), rules)
    assert told.sight
    assert "".join(char for char, doubt in zip(told.text, told.sight.doubts, strict=True) if doubt & COVERED) == doubted


def test_a_seal_as_dark_as_print_makes_no_number_shorter() -> None:
    lines = [f"第{n}条 约定为{n}14{n}84.00元，另计{n}8,7{n}6.50元并于签字后生效，双方各执一份。" for n in range(1, 10)]
    page = typeset(lines, pitch=56, left=150, page=blank((1240, 900)))
    stamp_cover(page, ring_cover(250, 250, "苏州太湖电子有限公司"), 520, 420, colour=(20, 20, 20))
    gray = cv2.cvtColor(scanned(page, skew=0.5, gray=True), cv2.COLOR_BGR2GRAY)
    page = cv2.cvtColor(np.where(gray > 150, 255, 0).astype(np.uint8), cv2.COLOR_GRAY2BGR)
    known = {figure for n in range(1, 10) for figure in (f"{n}14{n}84.00", f"{n}8,7{n}6.50")}
    figures = []
    for paragraph in read("a.pdf", pdf([page]), Limits(), Paging()).paragraphs:
        sure = ""
        for piece in paragraph.pieces:
            sight = piece.place.sight if isinstance(piece.place, PageRun) else None
            doubts = sight.doubts if sight else bytes(len(piece.text))
            sure += "".join("?" if doubt else char for char, doubt in zip(piece.text, doubts, strict=True))
        figures += [
            word.strip("，") for word in sure.replace("约定为", " ").replace("另计", " ").replace("元", " ").split()
        ]
    figures = [
        word for word in figures if word[:1].isdigit() and word[-1].isdigit() and "?" not in word and "." in word
    ]
    assert len(figures) > 8
    assert set(figures) <= known
