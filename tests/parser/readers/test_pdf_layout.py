"""What stands at the edges of a page: a running head is set aside, a clause is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from parser import parse


def contract(path: Path, head: str) -> Path:
    """Two pages; the second begins with a small line at its edge, apart from what follows."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    paper = canvas.Canvas(str(path), pagesize=A4)
    for lead, size, first in (("设备采购合同", 16, 1), (head, 8, 15)):
        paper.setFont("STSong-Light", size)
        paper.drawString(90, 800, lead)
        paper.setFont("STSong-Light", 10.5)
        for number in range(first, first + 14):
            paper.drawString(90, 770 - (number - first) * 24, f"1.{number} 卖方应当按照约定交付第{number}批货物。")
        paper.showPage()
    paper.save()
    return path


@pytest.mark.parametrize(
    ("head", "aside"), [("宁波白鹭水泵", True), ("第二条 保密", False), ("（二）保密", False), ("2.1 保密", False)]
)
def test_a_small_line_at_the_top_edge(tmp_path: Path, head: str, *, aside: bool) -> None:
    report = parse(contract(tmp_path / "contract.pdf", head))
    assert ("furniture" in {part.kind for part in report.coverage}) is aside


@pytest.mark.parametrize(("size", "title"), [(10.5, "设备采购合同"), (18, "设备采购合同")])
def test_a_title_at_the_top_edge_is_no_running_head(tmp_path: Path, size: float, title: str) -> None:
    """Neither where it is set as the lines below it are, nor where the head of the other pages repeats it."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    paper = canvas.Canvas(str(tmp_path / "contract.pdf"), pagesize=A4)
    for page in range(3):
        paper.setFont("STSong-Light", 9 if page else size)
        paper.drawString(90, 800, title if page == 0 or size > 12 else f"（{page}）")
        paper.setFont("STSong-Light", 10.5)
        for number in range(1, 16):
            paper.drawString(90, 800 - number * 18, f"{page + 1}.{number} 卖方（乙方）应当交付第{number}批货物____件。")
        paper.showPage()
    paper.save()
    fields = {field.name: field.norm for field in parse(tmp_path / "contract.pdf").fields}
    assert fields["contract_title"] == title
