"""A scan with its text laid unseen over it: what a reader of PDF finds there, and where."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c
import pytest
from command import qiyue
from PIL import Image

from exports.searchable_pdf import searchable_pdf
from models.reading import PageRun, Reading
from models.source import Limits
from parser.readers import read
from tests.parser.readers.drawn_pages import blank, pdf, scanned, typeset
from tests.parser.readers.test_pdf_text_layer import LAYER, made, printed, unseen

LINES = ("设备租赁合同", "甲方：苏州太湖电子有限公司", "第一条 租金", "租金为每月人民币3500元，甲方按月支付。")
_NEAR = 12.0
SAYS = "租金为每月人民币3500元，甲方按月支付。"


def scan(turn: int = 0) -> bytes:
    return pdf([scanned(typeset(LINES, left=60, top=90, pitch=60, size=28, page=blank((1000, 420))), turn=turn)])


def reading_of(data: bytes) -> Reading:
    return read("a", data, Limits())


def boxes(page: pdfium.PdfPage) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Each character that is no blank, with its box as shown."""
    text = page.get_textpage()
    high = page.get_height()
    found = []
    for at in range(text.count_chars()):
        char = chr(c.FPDFText_GetUnicode(text.raw, at))
        left, bottom, right, top = text.get_charbox(at, loose=True)
        if not char.isspace():
            found.append((char, (left, high - top, right, high - bottom)))
    return found


def runs(reading: Reading) -> list[tuple[str, tuple[float, ...]]]:
    return [
        (char, tuple(piece.place.boxes[at * 4 : at * 4 + 4]))
        for paragraph in reading.paragraphs
        for piece in paragraph.pieces
        if isinstance(piece.place, PageRun)
        for at, char in enumerate(piece.text)
        if not char.isspace()
    ]


def lines_of(data: bytes, page: int = 0) -> list[str]:
    text = pdfium.PdfDocument(data)[page].get_textpage().get_text_range()
    return [line.replace(" ", "") for line in text.splitlines()]


def test_the_text_lies_where_it_was_read() -> None:
    data = scan()
    reading = reading_of(data)
    made_ = searchable_pdf(data, reading)
    assert SAYS in lines_of(made_)
    wanted, found = runs(reading), boxes(pdfium.PdfDocument(made_)[0])
    assert [char for char, _ in found] == [char for char, _ in wanted]
    for (_, here), (char, there) in zip(found, wanted, strict=True):
        assert abs(here[0] - there[0]) < 1, char
        assert abs(here[1] - there[1]) < 1, char
        assert abs(here[3] - there[3]) < 1, char
        assert here[2] >= there[2] - 1, char
    assert searchable_pdf(data, reading) == made_


def apart(here: Sequence[float], there: Sequence[float]) -> float:
    """How far the middles of two boxes are apart, in points, by the larger of both ways."""
    return max(abs(here[at] + here[at + 2] - there[at] - there[at + 2]) / 2 for at in (0, 1))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_that_lie_otherwise(turn: int) -> None:
    data = scan(turn)
    reading = reading_of(data)
    found = boxes(pdfium.PdfDocument(searchable_pdf(data, reading))[0])
    wanted = runs(reading)
    # pdfium gives lines that stand on their heads from their end.
    assert sorted(char for char, _ in found) == sorted(char for char, _ in wanted)
    for char, there in wanted:
        assert any(char == other and apart(here, there) < _NEAR for other, here in found), char


def test_nothing_is_seen_of_it() -> None:
    data = scan()
    before, after = (
        pdfium.PdfDocument(d)[0].render(scale=1).to_numpy() for d in (data, searchable_pdf(data, reading_of(data)))
    )
    assert np.array_equal(before, after)


def test_another_layer_is_replaced_and_print_is_left() -> None:
    data = made(printed, unseen)
    result = searchable_pdf(data, reading_of(data))
    assert SAYS in lines_of(result, 0)
    second = "".join(lines_of(result, 1))
    assert SAYS in second
    assert "".join(LAYER[-1].split()) not in second


def test_pictures_become_pages() -> None:
    pages = [typeset(LINES, left=60, top=90, pitch=60, size=28, page=blank((1000, 420)))] * 2
    images = [Image.fromarray(page[:, :, ::-1].copy()) for page in pages]
    stream = io.BytesIO()
    images[0].save(stream, "TIFF", save_all=True, append_images=images[1:])
    result = searchable_pdf(stream.getvalue(), reading_of(stream.getvalue()))
    assert len(pdfium.PdfDocument(result)) == 2
    assert SAYS in lines_of(result, 1)


def test_command(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(scan())
    out = tmp_path / "out.pdf"
    done = qiyue("parse", tmp_path / "a.pdf", "--json", "--searchable", out, "--cache-size", 0)
    assert done.code == 0
    assert SAYS in lines_of(out.read_bytes())
    done = qiyue("parse", tmp_path / "a.pdf", tmp_path / "a.pdf", "--searchable", out)
    assert (done.code, done.err) == (2, "qiyue: --searchable writes one file: name one contract.\n")
    done = qiyue("parse", tmp_path / "a.pdf", "--searchable", tmp_path / "no" / "out.pdf")
    assert done.code == 10
    assert "cannot be written" in done.err
