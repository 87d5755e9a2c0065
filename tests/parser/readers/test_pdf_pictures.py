"""Page pictures of every coding that PDF knows, on pages of any size and turn; and what is said where one is damaged."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from drawn_pages import blank, typeset
from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream
from PIL import Image

from models.errors import UnreadableSource
from models.report import PagePlace, Report
from parser import parse
from parser.readers.pdf_damage import _is_whole_jbig2

FIRST = ("设备租赁合同", "甲方：苏州太湖电子有限公司", "第一条 租金", "租金为每月人民币3500元，甲方按月支付。")
SAYS = "租金为每月人民币3500元,甲方按月支付。"
WIDE, HIGH = 1000, 420
SHOWN = Image.fromarray(typeset(FIRST, left=60, top=90, pitch=60, size=28, page=blank((WIDE, HIGH)))[:, :, ::-1].copy())
GRAY = np.asarray(SHOWN.convert("L"))
PLACE = (29.9, 89.9, 101.2, 102.5)
"""Of 第一条, on a page of 480 by 201.6 points."""


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def fax(image: Image.Image) -> bytes:
    data = saved(image.convert("1"), "TIFF", compression="group4", tiffinfo={278: image.height})
    with Image.open(io.BytesIO(data)) as file:
        (start,), (length,) = file.tag_v2[273], file.tag_v2[279]
    return data[start : start + length]


def jbig2(image: Image.Image) -> bytes:
    """One generic region, coded as a fax is (MMR)."""
    size = struct.pack(">II", *image.size)
    parts = (
        (48, size + bytes(11)),
        (38, size + bytes(8) + b"\0\1" + fax(Image.eval(image.convert("L"), lambda v: 255 - v))),
    )
    return b"".join(struct.pack(">IBBBI", n, kind, 0, 1, len(body)) + body for n, (kind, body) in enumerate(parts))


def on_page(
    *pictures: tuple[bytes, dict[str, Any]],
    size: tuple[int, int] = (WIDE, HIGH),
    points: tuple[float, float] = (480, 201.6),
    at: tuple[float, float] = (0, 0),
    **settings: Any,
) -> bytes:
    """A PDF of one page with these pictures, one below the other, each as large as the others."""
    document = Pdf.new()
    wide, high = points[0], points[1] / len(pictures)
    named, drawn = Dictionary(), b""
    for number, (data, coding) in enumerate(pictures):
        stream = Stream(document, data)
        for key, value in ({"Width": size[0], "Height": size[1] // len(pictures)} | coding).items():
            stream[f"/{key}"] = value
        stream.Type, stream.Subtype = Name.XObject, Name.Image
        named[f"/I{number}"] = document.make_indirect(stream)
        drawn += b"q %f 0 0 %f %f %f cm /I%d Do Q\n" % (
            wide,
            high,
            at[0],
            at[1] + points[1] - high * (number + 1),
            number,
        )
    page = Dictionary(
        Type=Name.Page, MediaBox=Array([0, 0, points[0] + 2 * at[0], points[1] + 2 * at[1]]),
        Contents=document.make_indirect(Stream(document, drawn)), Resources=Dictionary(XObject=named),
    )  # fmt: skip
    for key, value in settings.items():
        page[f"/{key}"] = value
    document.pages.append(Page(document.make_indirect(page)))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def gray(bits: int, coding: str = "", **more: Any) -> dict[str, Any]:
    filters = {"Filter": Name(f"/{coding}")} if coding else {}
    return {"ColorSpace": Name.DeviceGray, "BitsPerComponent": bits, **filters, **more}


def jpeg(image: Image.Image = SHOWN) -> tuple[bytes, dict[str, Any]]:
    return saved(image, "JPEG", quality=85), {
        "Filter": Name.DCTDecode,
        "ColorSpace": Name.DeviceRGB,
        "BitsPerComponent": 8,
    }


def faxed() -> tuple[bytes, dict[str, Any]]:
    parameters = Dictionary(K=-1, Columns=WIDE, Rows=HIGH, BlackIs1=True)
    return fax(SHOWN), gray(1, "CCITTFaxDecode", DecodeParms=parameters)


CMYK = {"Filter": Name.DCTDecode, "ColorSpace": Name.DeviceCMYK, "BitsPerComponent": 8, "Decode": Array([1, 0] * 4)}
CODINGS: dict[str, tuple[bytes, dict[str, Any]]] = {
    "jpeg": jpeg(),
    "jpeg in four colours": (saved(SHOWN.convert("CMYK"), "JPEG", quality=85), CMYK),
    "fax": faxed(),
    "jbig2": (jbig2(SHOWN), gray(1, "JBIG2Decode")),
    "jpeg 2000": (saved(SHOWN, "JPEG2000"), {"Filter": Name.JPXDecode}),
    "bytes": (GRAY.tobytes(), gray(8)),
    "packed": (zlib.compress(GRAY.tobytes()), gray(8, "FlateDecode")),
    "16 bits": ((GRAY.astype(">u2") * 257).tobytes(), gray(16)),
    "stencil": (np.packbits(GRAY > 128, axis=1).tobytes(), {"ImageMask": True, "BitsPerComponent": 1}),
}


def place(report: Report) -> tuple[float, float, float, float]:
    clause = next(clause for clause in report.clauses if clause.label == "第一条")
    found = clause.evidence[0].places[0]
    assert isinstance(found, PagePlace)
    return found.x0, found.top, found.x1, found.bottom


@pytest.mark.parametrize("coding", CODINGS)
def test_every_coding_is_read_and_nothing_is_lacking(coding: str) -> None:
    report = parse(on_page(CODINGS[coding]), name="a.pdf")
    assert SAYS in report.text
    assert not report.notices
    assert place(report) == pytest.approx(PLACE, abs=1.5)


@pytest.mark.parametrize(
    ("settings", "turn"),
    [
        ({"UserUnit": 2.5}, 0),
        ({"at": (100, 100), "CropBox": Array([100, 100, 580, 301.6])}, 0),
        ({"at": (100, 100), "CropBox": Array([100, 100, 301.6, 580]), "Rotate": 90}, 90),
        ({"at": (100, 100), "CropBox": Array([100, 100, 301.6, 580]), "Rotate": -90}, 270),
        ({"Rotate": 180}, 180),
        ({"at": (-300, -400), "MediaBox": Array([-300, -400, 180, -198.4])}, 0),
    ],
)
def test_places_are_those_of_the_page_as_it_is_shown(settings: dict[str, Any], turn: int) -> None:
    turned = SHOWN.rotate(turn, expand=True)
    points = (201.6, 480) if turn in (90, 270) else (480, 201.6)
    report = parse(on_page(jpeg(turned), size=turned.size, points=points, **settings), name="a.pdf")
    assert SAYS in report.text
    assert place(report) == pytest.approx(PLACE, abs=1.5)


def test_a_page_that_takes_pixels_for_points() -> None:
    report = parse(on_page(jpeg(), points=(4800, 2016)), name="a.pdf")
    assert SAYS in report.text
    assert place(report) == pytest.approx([side * 10 for side in PLACE], abs=20)


DAMAGED: dict[str, tuple[bytes, dict[str, Any]]] = {
    "jpeg": (jpeg()[0][:12000], jpeg()[1]),
    "fax": (faxed()[0][: len(faxed()[0]) // 2], faxed()[1]),
    "bytes": (GRAY.tobytes()[: WIDE * HIGH // 2], gray(8)),
    "packed": (zlib.compress(GRAY.tobytes())[:4000], gray(8, "FlateDecode")),
    "jbig2": (jbig2(SHOWN)[:500], gray(1, "JBIG2Decode")),
    "jpeg 2000": (saved(SHOWN, "JPEG2000")[:20000], {"Filter": Name.JPXDecode}),
    "unknown": (jpeg()[0], gray(8, "Unknown")),
}


@pytest.mark.parametrize("coding", DAMAGED)
def test_a_picture_that_ends_too_early_is_never_silent(coding: str, caplog: pytest.LogCaptureFixture) -> None:
    whole, damaged = (Pdf.open(io.BytesIO(on_page(one))) for one in (jpeg(), DAMAGED[coding]))
    whole.pages.extend(damaged.pages)
    out = io.BytesIO()
    whole.save(out)
    report = parse(out.getvalue(), name="a.pdf")
    assert SAYS in report.text
    told = {notice.code for notice in report.notices if notice.place == "page 2"}
    assert told & {"page-picture-cut-off", "page-unreadable"}
    assert not caplog.records


def test_a_file_of_nothing_but_damage_says_where_it_is() -> None:
    with pytest.raises(UnreadableSource, match=r"page 1: .*damaged"):
        parse(on_page(DAMAGED["jpeg 2000"]), name="a.pdf")


def test_a_damaged_strip_of_many_is_told() -> None:
    strips = [jpeg(SHOWN.crop((0, top, WIDE, top + 105))) for top in range(0, HIGH, 105)]
    assert not parse(on_page(*strips), name="a.pdf").notices
    strips[1] = (strips[1][0][:200] + b"\xff\xd9", strips[1][1])
    report = parse(on_page(*strips), name="a.pdf")
    assert "page-picture-cut-off" in {notice.code for notice in report.notices}


def test_a_page_without_height() -> None:
    with pytest.raises(UnreadableSource, match="too small for text"):
        parse(on_page(jpeg(), points=(480, 0.01)), name="a.pdf")


def test_each_segment_of_a_jbig2_counts() -> None:
    whole = jbig2(SHOWN)
    assert _is_whole_jbig2(whole)
    assert _is_whole_jbig2(whole + b"\n")
    assert not any(_is_whole_jbig2(whole[:end]) for end in (5, 15, len(whole) // 2, len(whole) - 1))
