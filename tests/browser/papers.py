"""Contracts for a browser to look at: text set as a PDF whose characters stand where the test knows."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from tests.parser.readers.drawn_pages import pdf as scans_to_pdf
from tests.parser.readers.drawn_pages import scanned, typeset

FONT = "STSong-Light"
LEFT, TOP, SIZE, PITCH = 72.0, 72.0, 11.0, 19.0
"""Points: the margins, the height of a line's characters and of the lines."""
LINE_CHARS = 40

DISPUTED = (
    "设备维护服务合同",
    "甲方：青岛石湾仓储有限公司",
    "乙方：烟台北渚商贸有限公司",
    "第一条 服务内容",
    "1.1 乙方应在接到通知后2小时内到场处理故障。",
    "1.2 服务费为每月3500元，甲方应在每月10日前支付。",
    "第二条 争议解决",
    "2.1 因本合同发生的争议，由甲方所在地人民法院管辖。",
    "第三条 违约责任",
    "3.1 乙方逾期到场的，每逾期一日支付合同总价0.5%的违约金。",
    "第四条 纠纷处理",
    "4.1 因本合同发生的纠纷，提交青岛仲裁委员会仲裁。",
)


def pdf_of(pages: Sequence[Sequence[str]]) -> bytes:
    """Each page of these lines, from the top left margin on."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    paper = canvas.Canvas(out, pagesize=A4, invariant=True)
    for lines in pages:
        paper.setFont(FONT, SIZE)
        for number, line in enumerate(lines):
            paper.drawString(LEFT, A4[1] - TOP - number * PITCH, line)
        paper.showPage()
    paper.save()
    return out.getvalue()


def scan_of(lines: Sequence[str], *, copies: int = 1) -> bytes:
    """The same as a scanner gives it: a picture without text, so many times."""
    page = scanned(typeset(lines), skew=0.5)
    return scans_to_pdf([page] * copies)


def long_pages(count: int) -> list[list[str]]:
    """A contract of so many pages, an article of three clauses on each."""
    pages = [["设备长期维护合同", "甲方：青岛石湾仓储有限公司", "乙方：烟台北渚商贸有限公司"]]
    for number in range(1, count):
        pages.append([
            f"第{number}条 第{number}期的维护",
            *(f"{number}.{item} 乙方应在第{number}期的第{item}日前完成维护，并向甲方交付维护记录。" for item in (1, 2, 3)),
        ])  # fmt: skip
    return pages
