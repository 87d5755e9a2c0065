"""A file that names its font and does not hold it reads alike on every machine."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as c
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from models.errors import UnreadableSource
from models.source import Limits, Paging
from parser.readers.pdf import read_pdf
from parser.readers.pdf_fonts import without_system_fonts

WORDS = "第一条 甲方应当于每月10日前向乙方支付价款。"


@pytest.fixture(autouse=True)
def _system_fonts() -> Iterator[None]:
    yield
    with without_system_fonts():
        pass


def named() -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    paper = canvas.Canvas(stream)
    paper.setFont("STSong-Light", 12)
    paper.drawString(72, 700, WORDS)
    paper.save()
    return stream.getvalue()


def ink(data: bytes) -> int:
    """Dark pixels of the first page as it is drawn."""
    document = pdfium.PdfDocument(data)
    dark = int((document[0].render(scale=1).to_numpy() < 128).sum())
    document.close()
    return dark


def test_boxes_do_not_depend_on_the_fonts_of_the_system():
    here = read_pdf("a.pdf", named(), Limits(), Paging())
    c.FPDF_SetSystemFontInfo(None)
    elsewhere = read_pdf("a.pdf", named(), Limits(), Paging())
    assert here == elsewhere
    assert here.paragraphs[0].text == WORDS


def test_characters_of_one_size_are_equally_high():
    run = read_pdf("a.pdf", named(), Limits(), Paging()).paragraphs[0].pieces[0].place
    assert len(set(run.boxes[1:24:4])) == len(set(run.boxes[3:24:4])) == 1


def test_a_page_is_drawn_with_them_behind_it():
    before = ink(named())
    with without_system_fonts():
        within = ink(named())
    if within == before:
        pytest.skip("the system has no font that this page names")
    assert within < before
    for _ in range(3):
        read_pdf("a.pdf", named(), Limits(), Paging())
        assert ink(named()) == before


def test_they_are_there_again_where_reading_fails():
    before = ink(named())
    with pytest.raises(UnreadableSource):
        read_pdf("a.pdf", b"%PDF-1.7 nothing", Limits(), Paging())
    assert ink(named()) == before
