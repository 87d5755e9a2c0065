"""Reading DOC and RTF: by LibreOffice where there is one, else the bare text."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import doc, doc_level, ole, sprm

from models.errors import ContractError, EncryptedSource, MissingDependency, UnreadableSource, UnsupportedFormat
from models.reading import Cell, PartRun
from models.source import Limits
from parser.readers.doc import read_doc

ENCRYPTED = 0x0100
TEXT = doc(
    {
        "body": "租赁合同\r甲方：\x13 HYPERLINK a \x14张三\x15\x02\x0b乙方：\x1e\t李四\r名称\x07单价\x07\x07",
        "footnotes": "注：含税\r",
        "headers": "页眉\r",
        "comments": "请改\r",
    }
)
RTF = rb"{\rtf1\ansi\ansicpg936\deff0 \u31199?\u36161?\u21512?\u21516?\par 1. \u31199?\u37329?\par}"


@pytest.fixture
def without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")


@pytest.fixture
def failing_office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A soffice that writes nothing."""
    command = tmp_path / "soffice"
    command.write_text("#!/bin/sh\nexit 0\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("without_office")
def test_bare_text() -> None:
    reading = read_doc("contract.doc", TEXT, Limits())
    assert [(paragraph.aside, paragraph.text) for paragraph in reading.paragraphs] == [
        (None, "租赁合同"),
        (None, "甲方：张三"),
        (None, "乙方：- 李四"),
        (None, "名称"),
        (None, "单价"),
        (None, "注：含税"),
        ("furniture", "页眉"),
        ("comment", "请改"),
    ]
    assert reading.reader == "doc"
    assert [notice.code for notice in reading.notices] == ["doc-read-directly"]
    assert reading.paragraphs[1].pieces[0].place == PartRun("contract.doc", 5, 8)


PLAIN = b"\0\0"
CHAPTER, ARTICLE = sprm(0x460B, b"\x01\0") + sprm(0x260A, b"\0"), sprm(0x460B, b"\x01\0") + sprm(0x260A, b"\x01")
CELL, ROW_END = sprm(0x2416, b"\x01"), sprm(0x2416, b"\x01") + sprm(0x2417, b"\x01")


@pytest.mark.usefixtures("without_office")
def test_automatic_numbers() -> None:
    levels = [doc_level("第\x00章", 37), doc_level("\x00.\x01", legal=True), *[doc_level("", 255)] * 7]
    data = doc(
        {"body": "买卖合同\r总则\r目的\r依据\r价款\r总价\x0b十万元\r说明\r"},
        formats=[
            PLAIN, PLAIN + CHAPTER, PLAIN + ARTICLE, b"\x01\0", PLAIN + CHAPTER, b"\x01\0",
            b"\x01\0" + sprm(0x460B, b"\0\0"),
        ],
        styles=[b"", ARTICLE],
        lists=[levels],
    )  # fmt: skip
    paragraphs = read_doc("contract.doc", data, Limits()).paragraphs
    assert [(p.text, p.label) for p in paragraphs] == [
        ("买卖合同", 0),
        ("第一章 总则", 3),
        ("1.1 目的", 3),
        ("1.2 依据", 3),
        ("第二章 价款", 3),
        ("2.1 总价", 3),
        ("十万元", 0),
        ("说明", 0),
    ]
    assert paragraphs[1].pieces[0].place is None
    assert paragraphs[1].pieces[-1].place == PartRun("contract.doc", 5, 7)


@pytest.mark.usefixtures("without_office")
def test_cells() -> None:
    data = doc(
        {"body": "货物清单\r名称\x07单价\x07\x07水泵\x07九百元\x07\x07货物如上表。\r"},
        formats=[
            PLAIN,
            PLAIN + CELL,
            PLAIN + CELL,
            PLAIN + ROW_END,
            PLAIN + CELL,
            PLAIN + CELL,
            PLAIN + ROW_END,
            PLAIN,
        ],
    )
    paragraphs = read_doc("contract.doc", data, Limits()).paragraphs
    assert [(p.text, p.cell) for p in paragraphs] == [
        ("货物清单", None),
        ("名称", Cell(0, 0, 0)),
        ("单价", Cell(0, 0, 1)),
        ("水泵", Cell(0, 1, 0)),
        ("九百元", Cell(0, 1, 1)),
        ("货物如上表。", None),
    ]


@pytest.mark.usefixtures("without_office")
@given(st.data())
def test_broken_formats_are_an_error_or_are_read(data: st.DataObject) -> None:
    """Any byte of the tables may be wrong: the file is refused or read, and never more than that."""
    whole = bytearray(
        doc(
            {"body": "总则\r目的\r"}, formats=[PLAIN + CHAPTER, PLAIN + ARTICLE], styles=[ARTICLE],
            lists=[[doc_level("第\x00条"), *[doc_level("\x01.")] * 8]],
        )
    )  # fmt: skip
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(512, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ContractError):
        read_doc("contract.doc", bytes(whole), Limits())


@pytest.mark.usefixtures("failing_office")
def test_bare_text_where_the_conversion_fails() -> None:
    reading = read_doc("contract.doc", TEXT, Limits())
    assert [notice.code for notice in reading.notices] == ["doc-read-directly"]
    assert "could not convert" in reading.notices[0].message
    with pytest.raises(UnreadableSource):
        read_doc("contract.rtf", RTF, Limits())


@pytest.mark.usefixtures("without_office")
def test_rtf_needs_an_office() -> None:
    with pytest.raises(MissingDependency) as caught:
        read_doc("contract.rtf", RTF, Limits())
    assert "LibreOffice" in caught.value.remedy


REFUSED: dict[str, tuple[bytes, type[ContractError]]] = {
    "cut": (TEXT[:3000], UnreadableSource),
    "no OLE2": (bytes(4096), UnreadableSource),
    "without text": (doc({"body": "\r\r"}), UnreadableSource),
    "before Word 97": (doc({"body": "甲方\r"}, version=0x00A0), UnreadableSource),
    "encrypted": (doc({"body": "甲方\r"}, flags=ENCRYPTED), EncryptedSource),
    "an encrypted DOCX": (ole({"EncryptionInfo": b"", "EncryptedPackage": b""}), EncryptedSource),
    "a workbook": (ole({"Workbook": b""}), UnsupportedFormat),
    "slides": (ole({"PowerPoint Document": b""}), UnsupportedFormat),
    "something else": (ole({"Any": b""}), UnsupportedFormat),
}


@pytest.mark.usefixtures("without_office")
@pytest.mark.parametrize(("data", "kind"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused(data: bytes, kind: type[ContractError]) -> None:
    with pytest.raises(kind) as caught:
        read_doc("contract.doc", data, Limits())
    assert "contract.doc" in caught.value.what
    assert caught.value.remedy


@pytest.mark.usefixtures("without_office")
def test_each_place_gives_its_text() -> None:
    text = "甲方\x13 A \x14乙\x15\r丙\x07丁\r"

    @given(st.text(st.sampled_from("甲乙ab \r\x07\x0b\x13\x14\x15\t\x1e"), max_size=30))
    def holds(more: str) -> None:
        body = text + more
        for paragraph in read_doc("contract.doc", doc({"body": body}), Limits()).paragraphs:
            for piece in paragraph.pieces:
                assert isinstance(piece.place, PartRun)
                shown = body[piece.place.start : piece.place.end]
                assert shown.replace("\t", " ").replace("\x1e", "-") == piece.text

    holds()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_conversion() -> None:
    reading = read_doc("contract.rtf", RTF, Limits())
    assert [paragraph.text for paragraph in reading.paragraphs] == ["租赁合同", "1. 租金"]
    assert reading.reader == "doc"
    assert reading.media_type == "application/rtf"
    assert [notice.code for notice in reading.notices] == ["doc-converted"]
    place = reading.paragraphs[0].pieces[0].place
    assert isinstance(place, PartRun)
    assert place.part == "word/document.xml"
