"""Findings marked in the PDF they were found in."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from exports.annotated_pdf import annotate
from models.errors import EncryptedSource, UnreadableSource
from models.report import Finding, Report
from parser import parse
from tests.command import qiyue

LINES = (
    "设备采购合同", "甲方(买方):南京白鹭机械有限公司", "乙方(卖方):苏州太湖电子有限公司", "第一条 价款", "合同总价为人民币120万元。",
    "第二条 违约责任", "乙方逾期交货的,每逾期一日按合同总价的百分之五支付违约金。", "第三条 争议解决", "协商不成的,由甲方所在地法院仲裁。",
)  # fmt: skip


def drawn(*, turn: int = 0, crop: tuple[float, ...] = ()) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    target = io.BytesIO()
    page = canvas.Canvas(target, pagesize=(595, 842), invariant=True)
    page.setFont("STSong-Light", 12)
    for number, line in enumerate(LINES):
        page.drawString(90, 740 - number * 30, line)
    page.save()
    with pikepdf.Pdf.open(target) as pdf:
        pdf.pages[0].rotate(turn, relative=False)
        if crop:
            pdf.pages[0].obj["/CropBox"] = pikepdf.Array(crop)
        turned = io.BytesIO()
        pdf.save(turned, static_id=True)
    return turned.getvalue()


def marks(data: bytes) -> list[pikepdf.Dictionary]:
    with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
        return [pikepdf.Dictionary(mark) for page in pdf.pages for mark in page.obj.get("/Annots", [])]


def quoted(finding: Finding) -> str:
    return "".join("".join(one.quote.split()) for one in finding.evidence)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [(), (60.0, 90.0, 560.0, 800.0)])
def test_a_highlight_covers_what_its_finding_quotes(turn: int, crop: tuple[float, ...]) -> None:
    data = drawn(turn=turn, crop=crop)
    report = parse(data, name="contract.pdf")
    shown = [finding for finding in report.findings if finding.kind != "missing" and quoted(finding)]
    assert shown
    page = pypdfium2.PdfDocument(annotate(data, report))[0]
    text = page.get_textpage()
    with pikepdf.Pdf.open(io.BytesIO(annotate(data, report))) as pdf:
        highlights = [mark for mark in pdf.pages[0].obj["/Annots"] if mark["/Subtype"] == "/Highlight"]
        assert len(highlights) == len(shown)
        for finding, mark in zip(shown, highlights, strict=True):
            assert str(mark["/Subj"]) == finding.check
            assert finding.message in str(mark["/Contents"])
            numbers = [float(number) for number in mark["/QuadPoints"]]
            under = ""
            for at in range(0, len(numbers), 8):
                left, top, right, _, _, bottom, _, _ = numbers[at : at + 8]
                under += text.get_text_bounded(left + 0.5, bottom + 0.5, right - 0.5, top - 0.5)
            assert "".join(under.split()) == quoted(finding)


def test_what_is_missing_is_a_note_and_none_lies_on_another() -> None:
    data = drawn()
    report = parse(data, name="contract.pdf")
    missing = [finding for finding in report.findings if finding.kind == "missing" or not quoted(finding)]
    found = marks(annotate(data, report))
    notes = [mark for mark in found if mark["/Subtype"] == "/Text"]
    assert len(notes) == len(missing) > 1
    assert len({tuple(map(float, mark["/Rect"])) for mark in notes}) == len(notes)
    assert {str(mark["/Subj"]) for mark in found} == {finding.check for finding in report.findings}


def test_the_page_and_its_own_marks_stay() -> None:
    data = drawn()
    with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
        pdf.pages[0].obj["/Annots"] = pikepdf.Array(
            [pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents="mine"))]
        )  # fmt: skip
        target = io.BytesIO()
        pdf.save(target, static_id=True)
    report = parse(target.getvalue(), name="contract.pdf")
    made = annotate(target.getvalue(), report)
    assert made == annotate(target.getvalue(), report)
    assert str(marks(made)[0]["/Contents"]) == "mine"
    assert len(marks(made)) == 1 + len(report.findings)
    assert parse(made, name="contract.pdf").text == report.text


def test_every_finding_is_in_it_though_a_page_is_gone() -> None:
    report = parse(drawn(), name="contract.pdf")
    moved = tuple(replace(finding, evidence=()) for finding in report.findings)
    assert len(marks(annotate(drawn(), report.model_copy(update={"findings": moved})))) == len(report.findings)


def test_what_cannot_be_marked_is_said() -> None:
    report: Report = parse(drawn(), name="contract.pdf")
    with pytest.raises(UnreadableSource, match=r"contract\.pdf cannot be marked"):
        annotate(b"%PDF-1.7 nothing", report)
    with pikepdf.Pdf.open(io.BytesIO(drawn())) as pdf:
        locked = io.BytesIO()
        pdf.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(EncryptedSource):
        annotate(locked.getvalue(), report)


def test_the_command_marks_a_pdf_and_nothing_else(tmp_path: Path) -> None:
    contract, text, out = tmp_path / "contract.pdf", tmp_path / "contract.txt", tmp_path / "marked.pdf"
    contract.write_bytes(drawn())
    text.write_text("\n".join(LINES), "utf-8")
    done = qiyue("parse", contract, "--annotated", out)
    assert (done.code, done.out) == (0, "")
    assert out.read_bytes() == annotate(drawn(), parse(drawn(), name="contract.pdf"))
    for asked, code, said in (
        ((text, "--annotated", tmp_path / "no.pdf"), 5, "only a PDF can be marked"),
        ((text, contract, "--annotated", tmp_path / "no.pdf"), 2, "--annotated writes a file of one contract"),
        ((contract, "--annotated", "/none/no.pdf"), 10, "/none/no.pdf cannot be written"),
    ):
        wrong = qiyue("parse", *asked)
        assert (wrong.code, said in wrong.err) == (code, True)
    assert not (tmp_path / "no.pdf").exists()


def test_a_pdf_that_only_restricts_use_is_marked() -> None:
    with pikepdf.Pdf.open(io.BytesIO(drawn())) as pdf:
        held = io.BytesIO()
        pdf.save(held, encryption=pikepdf.Encryption(owner="o", user=""))
    report = parse(held.getvalue(), name="contract.pdf")
    made = annotate(held.getvalue(), report)
    assert made == annotate(held.getvalue(), report)
    assert len(marks(made)) == len(report.findings)
