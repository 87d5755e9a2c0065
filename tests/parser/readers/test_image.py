"""Pictures are contracts too: scans and photos as PNG, JPEG, TIFF of several pages."""

from __future__ import annotations

import io
import sys

import numpy as np
import pytest
from drawn_pages import blank, typeset
from PIL import Image, ImageCms, ImageOps

from models.errors import MissingDependency, TooLarge, UnreadableSource, UnsupportedFormat
from models.report import PagePlace, Report
from models.source import Paging
from parser import parse
from parser.readers.scan_ink import is_negative

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


@pytest.mark.parametrize("mode", ["1", "P", "CMYK", "LAB", "YCbCr", "I;16", "F", "RGBA", "P on nothing"])
def test_modes(mode: str) -> None:
    image = picture(*FIRST)
    gray = np.asarray(image.convert("L"))
    kind, options = ("TIFF", {}) if mode in ("CMYK", "LAB", "YCbCr", "I;16", "F") else ("PNG", {})
    if mode == "I;16":
        deep = gray.astype(np.uint16) * 16
        deep[0, 0] = 65535
        image = Image.fromarray(deep)
    elif mode == "F":
        deep = gray.astype(np.float32) / 255
        deep[:2, 0] = np.nan, np.inf
        image = Image.fromarray(deep)
    elif mode == "RGBA":
        image = image.convert("RGBA")
        image.putalpha(Image.fromarray(255 - gray))
    elif mode == "P on nothing":
        image = Image.fromarray((gray < 128).astype(np.uint8), "P")
        image.putpalette([0, 0, 0, 0, 0, 0])
        options = {"transparency": 0}
    elif mode == "LAB":
        space = [ImageCms.createProfile(name) for name in ("sRGB", "LAB")]
        image = ImageCms.profileToProfile(image, *space, outputMode="LAB")
    else:
        image = image.convert(mode)
    assert SAYS in parse(saved(image, kind, **options), name="a").text


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {}),
        ("TIFF", {"compression": "group3"}),
        ("TIFF", {"compression": "group4"}),
        ("TIFF", {"compression": "jpeg"}),
        ("TIFF", {"big_tiff": True}),
        ("GIF", {}),
        ("WEBP", {}),
        ("BMP", {}),
        ("JPEG2000", {}),
    ],
)
def test_formats(kind: str, options: dict[str, object]) -> None:
    mode = {"group3": "1", "group4": "1"}.get(str(options.get("compression")), "CMYK" if kind == "JPEG" else "RGB")
    assert SAYS in parse(saved(picture(*FIRST).convert(mode), kind, **options), name="a").text


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_of_a_film_the_first_picture_is_the_page(kind: str) -> None:
    data = saved(picture(*FIRST), kind, save_all=True, append_images=[picture(*SECOND)], duration=100)
    report = parse(data, name="a")
    assert report.source.pages == 1
    assert [clause.label for clause in report.clauses if clause.label] == ["第一条"]


def test_light_print_on_a_dark_ground() -> None:
    assert SAYS in parse(saved(ImageOps.invert(picture(*FIRST)), "PNG"), name="a.png").text


def test_paper_on_a_dark_table_is_no_negative() -> None:
    table = np.full((900, 1400, 3), 30, np.uint8)
    table[100:520, 200:1200] = np.asarray(picture(*FIRST))
    assert not is_negative(table)
    assert is_negative(255 - np.asarray(picture(*FIRST)))
    assert not is_negative(np.asarray(picture(*FIRST)))


@pytest.mark.parametrize("turned", [False, True])
def test_a_fax_whose_pixels_are_not_square(turned: bool) -> None:
    squeezed = picture(*FIRST).resize((1500, 315))
    exif = Image.Exif()
    if turned:
        squeezed = squeezed.rotate(90, expand=True)
        exif[0x0112] = 6
    dots = (98, 196) if turned else (196, 98)
    report = parse(saved(squeezed, "JPEG", dpi=dots, exif=exif, quality=90), name="a.jpg")
    assert SAYS in report.text
    place = places(report, "第一条")
    assert abs(place.x0 - 60 * 1.5) < 16
    assert abs(place.bottom - (90 + 2 * 60) * 0.75) < 14


@pytest.mark.parametrize("size", [(1600, 9000), (9000, 1600)])
def test_a_long_strip_is_read_to_its_end(size: tuple[int, int]) -> None:
    strip = Image.new("L", size, "white")
    strip.paste(picture(*FIRST).convert("L"), (0, 0))
    last = (size[0] - SMALL[0], size[1] - SMALL[1])
    strip.paste(picture(*SECOND).convert("L"), last)
    report = parse(saved(strip, "PNG"), name="a.png")
    assert [clause.label for clause in report.clauses if clause.label] == ["第一条", "第二条"]
    assert abs(places(report, "第二条").x0 - last[0] - 60) < 12
    assert abs(places(report, "第二条").top - last[1] - 66) < 14


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (7, 40000)])
def test_a_picture_too_small_for_text_is_said_so(size: tuple[int, int]) -> None:
    with pytest.raises(UnreadableSource, match="too small for text"):
        parse(saved(Image.new("L", size), "PNG"), name="a.png")


def test_a_picture_of_too_many_pixels_is_said_so() -> None:
    with pytest.raises(UnreadableSource, match="cut it into pages"):
        parse(saved(Image.new("L", (800, 60000)), "PNG"), name="a.png")
    with pytest.raises(TooLarge, match="pixels"):
        parse(saved(Image.new("1", (20000, 20000)), "PNG"), name="a.png")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_strokes_of_large_characters_make_no_table(orientation: int) -> None:
    ways = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    turned = picture(*FIRST)
    if orientation > 1:
        turned = turned.transpose(Image.Transpose(ways[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    report = parse(saved(turned, "JPEG", quality=85, exif=exif), name="a.jpg")
    assert SAYS in report.text
    assert abs(places(report, "第一条").x0 - 60) < 12


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
