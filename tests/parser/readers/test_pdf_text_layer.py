"""A page is read from its picture where its text layer is missing, or says something else than the page shows."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from models.report import Report
from models.source import Paging
from parser import parse
from parser.readers.pdf_rules import objects_on
from parser.readers.pdf_text_layer import is_mojibake, judge_layer
from tests.parser.readers.drawn_pages import blank, pdf, typeset

SIZE = (500, 210)
SHOWN = ("设备租赁合同", "甲方：苏州太湖电子有限公司", "第一条 租金", "租金为每月人民币3500元，甲方按月支付。")
LAYER = ("设备祖赁台同", "申方：苏州大湖电予有限公司", "第一条 祖金", "祖金为每月人民币8500兀，申方按月支付。")
SAYS = "租金为每月人民币3500元,甲方按月支付。"

Draw = Callable[[canvas.Canvas], None]


def shown() -> ImageReader:
    page = typeset(SHOWN, left=60, top=90, pitch=60, size=28, page=blank((1000, 420)))
    return ImageReader(Image.fromarray(page[:, :, ::-1].copy()))


def write(paper: canvas.Canvas, lines: tuple[str, ...], mode: int, font: str = "STSong-Light") -> None:
    text = paper.beginText(30, SIZE[1] - 45)
    text.setFont(font, 13, leading=30)
    text.setTextRenderMode(mode)
    for line in lines:
        text.textLine(line)
    paper.drawText(text)


def picture(paper: canvas.Canvas) -> None:
    paper.drawImage(shown(), 0, 0, *SIZE)


def unseen(paper: canvas.Canvas) -> None:
    picture(paper)
    write(paper, LAYER, 3)


def behind(paper: canvas.Canvas) -> None:
    write(paper, LAYER, 0)
    picture(paper)


def stamped(paper: canvas.Canvas) -> None:
    picture(paper)
    paper.setFont("Helvetica", 6)
    paper.drawString(400, 5, "Scanned by Anyone")


def printed(paper: canvas.Canvas) -> None:
    write(paper, SHOWN, 0)
    paper.drawImage(ImageReader(Image.new("RGB", (60, 60), "red")), 440, 160, 40, 40)


def nonsense(paper: canvas.Canvas) -> None:
    write(paper, tuple(line.encode("gb18030").decode("latin-1") for line in SHOWN), 0, "Helvetica")


def made(*pages: Draw) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    paper = canvas.Canvas(stream, pagesize=SIZE)
    for draw in pages:
        draw(paper)
        paper.showPage()
    paper.save()
    return stream.getvalue()


def codes(report: Report) -> list[tuple[str, str | None]]:
    return [(notice.code, notice.place) for notice in report.notices if notice.stage == "read"]


@pytest.mark.parametrize(
    ("draw", "layer"),
    [(picture, "missing"), (unseen, "hidden"), (behind, "hidden"), (stamped, "scant"), (printed, "trusted"),
     (nonsense, "garbled")],
)  # fmt: skip
def test_layers(draw: Draw, layer: str) -> None:
    page = pdfium.PdfDocument(made(draw))[0]
    text = "".join(page.get_textpage().get_text_range().split())
    assert judge_layer(page, text, False, objects_on(page.raw).kinds) == layer


def test_pages_are_judged_one_by_one() -> None:
    report = parse(made(printed, unseen, behind), name="a.pdf")
    assert report.source.reader == "mixed"
    assert report.text.count(SAYS) == 3
    assert "8500" not in report.text
    assert codes(report) == [("page-read-anew", "page 2"), ("page-read-anew", "page 3")]


def test_a_scanners_stamp_is_no_text_layer() -> None:
    report = parse(made(stamped), name="a.pdf")
    assert SAYS in report.text
    assert report.source.reader == "scan"


def test_without_recognition_the_layer_is_taken_and_doubted() -> None:
    report = parse(made(unseen), name="a.pdf", paging=Paging(ocr=False))
    assert "8500" in report.text
    assert codes(report) == [("page-text-unsafe", "page 1")]


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("ÉèÉêÊé¹ØÓÚºÏÍ¬µÄ±ä¸ü", True),
        ("嘀" * 200, True),
        ("甲方应当按照本合同的约定向乙方支付租金。" * 20, False),
        ("货架、叉车、托盘、标签机" * 3, False),
        ("The parties agree as follows.", False),
        ("", False),
    ],
)
def test_mojibake(text: str, so: bool) -> None:
    assert is_mojibake(text) is so


def test_a_damaged_picture_loses_its_page_only() -> None:
    page = typeset(SHOWN, left=60, top=90, pitch=60, size=28, page=blank((1000, 420)))
    other = typeset(
        ("第二条 期限", "租赁期限为十二个月。"), left=60, top=90, pitch=60, size=28, page=blank((1000, 420))
    )
    data = bytearray(pdf([page, page, other]))
    start = data.index(b"stream", data.index(b"/DCTDecode", data.index(b"/DCTDecode") + 20)) + 8
    data[start : start + 3000] = bytes(3000)
    report = parse(bytes(data), name="a.pdf")
    assert codes(report) == [("page-unreadable", "page 2")]
    assert [clause.label for clause in report.clauses if clause.label] == ["第一条", "第二条"]


def test_a_picture_cut_off_is_said_so() -> None:
    page = typeset(SHOWN, left=60, top=90, pitch=60, size=28, page=blank((1000, 420)))
    data = bytearray(pdf([page]))
    end = data.index(b"endstream", data.index(b"/DCTDecode"))
    data[end - 3000 : end] = bytes(3000)
    report = parse(bytes(data), name="a.pdf")
    assert ("page-picture-cut-off", "page 1") in codes(report)
