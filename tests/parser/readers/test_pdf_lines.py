"""Lines of a PDF page, read by runs, against the same characters asked for one by one."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pypdfium2.raw as c
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from parser.readers.pdf_frame import Frame, frame_of
from parser.readers.pdf_lines import Rects, read_lines


def page_of(turns: int, crop: tuple[float, float, float, float] | None) -> pdfium.PdfPage:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    paper = canvas.Canvas(stream, pagesize=A4)
    y = 700.0
    for size, words in ((10.5, "第一条 合同价款"), (9.0, "1.1 甲方应当支付"), (16.0, "总价ABC"), (10.5, "__年__月")):
        paper.setFont("STSong-Light", size)
        paper.drawString(90, y, words)
        paper.setFont("Helvetica", size * 1.3)
        paper.drawString(90 + len(words) * size, y, "100,000.00 (RMB)")
        paper.setFont("STSong-Light", size)
        paper.drawString(320, y + 30, "上移的字")
        y -= 60
    paper.showPage()
    paper.save()
    page = pdfium.PdfDocument(stream.getvalue())[0]
    c.FPDFPage_SetRotation(page.raw, turns)
    if crop is not None:
        page.set_cropbox(*crop)
    return page


def one_by_one(page: pdfium.PdfPage, frame: Frame) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Every printed character with its box as shown, a little lower than loose."""
    text = page.get_textpage()
    found = []
    for index in range(text.count_chars()):
        char = chr(c.FPDFText_GetUnicode(text.raw, index))
        if char in "\r\n":
            continue
        x0, top, x1, bottom = frame.shown(text.get_charbox(index, loose=True))
        off = (bottom - top) * 0.12
        found.append((char, (x0, top + off, x1, bottom if char == "_" else bottom - off)))
    return found


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("crop", [None, (20.0, 30.0, 560.0, 810.0)])
def test_same_characters_and_the_boxes_of_their_line(
    turns: int, crop: tuple[float, float, float, float] | None
) -> None:
    page = page_of(turns, crop)
    frame = frame_of(page)
    lines, garbled = read_lines(page, 1, frame, Rects())
    read = [(char, line.boxes[at * 4 : at * 4 + 4].tolist()) for line in lines for at, char in enumerate(line.text)]
    expected = [(char, box) for char, box in one_by_one(page, frame) if not char.isspace()]
    printed = [(char, box) for char, box in read if not char.isspace()]
    assert [char for char, _ in printed] == [char for char, _ in expected]
    assert len(printed) > 100
    assert not garbled
    for (_, box), (_, known) in zip(printed, expected, strict=True):
        across = (0, 2) if turns % 2 == 0 else (1, 3)
        assert [box[at] for at in across] == pytest.approx([known[at] for at in across], abs=1e-3)
        # As high as the line, in which a character may be a third larger than its neighbours.
        high = known[3] - known[1]
        assert known[1] - 0.4 * high <= box[1] <= known[1] + 0.1 * high
        assert known[3] - 0.1 * high <= box[3] <= known[3] + 0.4 * high


def test_the_characters_of_a_line_share_its_top_and_bottom() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    paper = canvas.Canvas(stream, pagesize=A4)
    paper.setFont("STSong-Light", 12)
    paper.drawString(90, 700, "合同总价")
    paper.setFont("Helvetica", 14)
    paper.drawString(138, 700, "100,000.00")
    paper.save()
    page = pdfium.PdfDocument(stream.getvalue())[0]
    (line,), _ = read_lines(page, 1, frame_of(page), Rects())
    assert line.text == "合同总价100,000.00"
    assert set(line.boxes[1::4]) == {line.top}
    assert set(line.boxes[3::4]) == {line.bottom}


def test_pages_of_any_length_are_read_one_after_the_other() -> None:
    page, empty = page_of(0, None), pdfium.PdfDocument.new().new_page(200, 200)
    rects = Rects()
    first = read_lines(page, 1, frame_of(page), rects)
    assert read_lines(empty, 2, frame_of(empty), rects) == ([], False)
    assert read_lines(page, 1, frame_of(page), rects) == first


def test_lines_are_cut_where_the_height_jumps() -> None:
    page = page_of(0, None)
    lines, _ = read_lines(page, 1, frame_of(page), Rects())
    middles = [[(a + b) / 2 for a, b in zip(n.boxes[1::4], n.boxes[3::4], strict=True)] for n in lines]
    assert all(max(line) - min(line) < 12 for line in middles)
    assert sum("上移的字" in line.text for line in lines) == 4
    assert not any("上移" in line.text and "100" in line.text for line in lines)


def test_a_line_lies_in_its_characters() -> None:
    page = page_of(0, None)
    for line in read_lines(page, 1, frame_of(page), Rects())[0]:
        assert (line.x0, line.top) == (min(line.boxes[0::4]), min(line.boxes[1::4]))
        assert (line.x1, line.bottom) == (max(line.boxes[2::4]), max(line.boxes[3::4]))
        assert line.text == line.text.strip()
