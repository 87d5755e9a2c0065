"""Pictures are contracts too: scans and photos as PNG, JPEG, TIFF of several pages."""

from __future__ import annotations

import io
import sys

import pytest
from drawn_pages import blank, typeset
from PIL import Image

from models.errors import MissingDependency, UnreadableSource, UnsupportedFormat
from models.report import PagePlace, Report
from models.source import Paging
from parser import parse

SMALL = (1000, 420)
FIRST = ("设备租赁合同", "甲方：苏州太湖电子有限公司", "第一条 租金", "租金为每月人民币3500元，甲方按月支付。")
SECOND = ("第二条 期限", "租赁期限自2026年7月1日起至2027年6月30日止。")
SAYS = "租金为每月人民币3500元,甲方按月支付。"


def picture(*lines: str) -> Image.Image:
    page = typeset(lines, left=60, top=90, pitch=60, size=28, page=blank(SMALL))
    return Image.fromarray(page[:, :, ::-1].copy())


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def tiff(*pages: Image.Image) -> bytes:
    return saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")


def places(report: Report, label: str) -> PagePlace:
    clause = next(clause for clause in report.clauses if clause.label == label)
    place = clause.evidence[0].places[0]
    assert isinstance(place, PagePlace)
    return place


def test_png_places_are_pixels() -> None:
    report = parse(saved(picture(*FIRST), "PNG"), name="a.png")
    assert (report.source.reader, report.source.media_type, report.source.pages) == ("image", "image/png", 1)
    assert SAYS in report.text
    place = places(report, "第一条")
    assert abs(place.x0 - 60) < 12
    assert abs(place.bottom - (90 + 2 * 60)) < 14


def test_a_photo_is_shown_as_its_camera_says() -> None:
    turned = picture(*FIRST).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    report = parse(saved(turned, "JPEG", quality=80, exif=exif, dpi=(72, 72)), name="a.jpg")
    assert SAYS in report.text
    assert abs(places(report, "第一条").x0 - 60) < 12


def test_large_pictures_are_read_smaller_and_placed_in_their_own_pixels() -> None:
    large = picture(*FIRST).resize((5000, 2100))
    report = parse(saved(large, "PNG"), name="a.png")
    assert SAYS in report.text
    assert abs(places(report, "第一条").x0 - 300) < 60


@pytest.mark.parametrize("mode", ["1", "P", "CMYK", "I;16", "RGBA"])
def test_modes(mode: str) -> None:
    image = picture(*FIRST)
    if mode == "I;16":
        deep = Image.frombytes("I;16", image.size, b"".join(bytes((0, byte)) for byte in image.convert("L").tobytes()))
        data = saved(deep, "TIFF")
    elif mode == "RGBA":
        clear = image.convert("RGBA")
        clear.putalpha(Image.eval(image.convert("L"), lambda light: 255 - light))
        data = saved(clear, "PNG")
    else:
        data = saved(image.convert(mode), "TIFF" if mode == "CMYK" else "PNG")
    assert SAYS in parse(data, name="a").text


def test_a_tiff_of_several_pages() -> None:
    report = parse(tiff(picture(*FIRST), picture(*SECOND)), name="a.tif")
    assert report.source.pages == 2
    assert [clause.label for clause in report.clauses if clause.label] == ["第一条", "第二条"]
    assert places(report, "第二条").page == 2


def test_only_the_pages_asked_for() -> None:
    report = parse(tiff(picture(*FIRST), picture(*SECOND)), name="a.tif", paging=Paging(pages=((1, 1),)))
    assert [clause.label for clause in report.clauses if clause.label] == ["第一条"]
    assert [notice.code for notice in report.notices] == ["pages-left-out"]
    with pytest.raises(UnreadableSource, match="none of those asked for"):
        parse(tiff(picture(*FIRST), picture(*SECOND)), name="a.tif", paging=Paging(pages=((3, 9),)))


def test_a_damaged_picture_loses_its_page_only() -> None:
    data = bytearray(tiff(picture(*SECOND), picture(*SECOND), picture(*FIRST)))
    with Image.open(io.BytesIO(data)) as file:
        file.seek(1)
        start = file.tag_v2[273][0]
    data[start : start + 400] = bytes(400)
    report = parse(bytes(data), name="a.tif")
    assert [(notice.code, notice.place) for notice in report.notices] == [("page-unreadable", "page 2")]
    assert SAYS in report.text
    assert report.text.count("租赁期限自2026年7月1日") == 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_file_cut_off_is_said_so(kind: str) -> None:
    data = saved(picture(*FIRST), kind)
    with pytest.raises(UnreadableSource, match="damaged"):
        parse(data[: len(data) // 2], name="a")


def test_no_recognition_no_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(picture(*FIRST), "PNG")
    with pytest.raises(UnreadableSource, match="recognition is off"):
        parse(data, name="a.png", paging=Paging(ocr=False))
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(MissingDependency, match=r"rapidocr is not installed.*pip install qiyue\[ocr\]"):
        parse(data, name="a.png")


def test_a_blank_picture_holds_no_contract() -> None:
    with pytest.raises(UnreadableSource):
        parse(saved(Image.new("RGB", SMALL, "white"), "PNG"), name="a.png")


def test_photos_of_other_kinds_are_named() -> None:
    with pytest.raises(UnsupportedFormat, match="JPEG or PNG"):
        parse(b"\x00\x00\x00\x18ftypheic" + bytes(40), name="a.heic")
