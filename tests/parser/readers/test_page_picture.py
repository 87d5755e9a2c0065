"""Pages as pictures: in the coordinates of places, within bounds, one by one."""

from __future__ import annotations

import io
from functools import partial

import pytest
from PIL import Image

from bulk.guard import alone
from models.errors import ContractError, EncryptedSource, UnreadableSource
from models.picture import PagePicture
from parser.readers.page_picture import page_pictures, page_sizes
from tests.hostile_files import encrypted_pdf, one_page, pdf


def size(picture: PagePicture) -> tuple[int, int]:
    with Image.open(io.BytesIO(picture.data)) as image:
        return image.size


@pytest.mark.parametrize("form", ["WEBP", "JPEG"])
def test_a_page_is_as_wide_as_asked(form: str) -> None:
    (picture,) = page_pictures("a.pdf", pdf(one_page()), width=300, form=form)
    assert (picture.number, picture.width, picture.height) == (1, 600.0, 800.0)
    assert picture.media_type == f"image/{form.lower()}"
    assert size(picture) == (300, 400)
    assert page_sizes("a.pdf", pdf(one_page())) == [(600.0, 800.0)]


def test_a_page_that_claims_to_be_vast_is_drawn_small() -> None:
    data = pdf(one_page(media=b"0 0 14400 14400"))
    (picture,) = page_pictures("a.pdf", data, width=10_000)
    wide, high = size(picture)
    assert wide * high <= 6_100_000
    assert (picture.width, picture.height) == (14400.0, 14400.0)


def test_behind_the_bytes_that_are_allowed_pages_keep_their_size_alone() -> None:
    kids = b"<</Type/Pages/Kids[3 0 R 3 0 R 3 0 R]/Count 3>>"
    pictures = page_pictures("a.pdf", pdf(one_page(pages=kids)), width=300, most_bytes=1)
    assert [bool(picture.data) for picture in pictures] == [True, False, False]
    assert {(picture.width, picture.height) for picture in pictures} == {(600.0, 800.0)}


def test_pages_are_drawn_by_number() -> None:
    kids = b"<</Type/Pages/Kids[3 0 R 3 0 R 3 0 R]/Count 3>>"
    pictures = page_pictures("a.pdf", pdf(one_page(pages=kids)), [3, 1], width=100)
    assert [picture.number for picture in pictures] == [3, 1]


def test_a_file_without_pages_has_no_pictures() -> None:
    assert page_pictures("a.txt", "第一条".encode(), width=300) == []
    assert page_sizes("a.txt", "第一条".encode()) == []


@pytest.mark.parametrize(
    ("data", "error"), [(encrypted_pdf(), EncryptedSource), (b"%PDF-1.4\nnothing", UnreadableSource)]
)
def test_a_file_that_cannot_be_opened_is_told(data: bytes, error: type[ContractError]) -> None:
    with pytest.raises(error):
        page_pictures("a.pdf", data, width=300)
    with pytest.raises(error):
        page_sizes("a.pdf", data)


def test_a_child_gives_what_the_work_gives_and_tells_what_it_told() -> None:
    # The child begins with what this process holds: text recognition, where tests before have loaded it.
    draw = partial(page_pictures, "a.pdf", pdf(one_page()), width=200)
    assert alone("a.pdf", draw, seconds=60, mebibytes=4096) == draw()
    with pytest.raises(EncryptedSource):
        alone("a.pdf", partial(page_pictures, "a.pdf", encrypted_pdf(), width=9), seconds=60, mebibytes=4096)


def test_a_page_made_to_take_for_ever_ends_alone() -> None:
    data = pdf(one_page(b"0 0 1 rg 0 0 600 800 re f\n" * 3_000_000))
    # By the clock or by the memory, whichever is used up first.
    with pytest.raises(ContractError):
        alone("a.pdf", partial(page_pictures, "a.pdf", data, width=2000), seconds=1, mebibytes=768)


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_photo_is_shown_as_its_places_lie(orientation: int) -> None:
    image = Image.new("RGB", (600, 300), "white")
    image.paste((255, 0, 0), (0, 0, 100, 100))
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    (picture,) = page_pictures("photo.jpg", out.getvalue(), width=150)
    upright = (600.0, 300.0) if orientation == 1 else (300.0, 600.0)
    assert (picture.width, picture.height) == upright
    assert page_sizes("photo.jpg", out.getvalue()) == [upright]
    with Image.open(io.BytesIO(picture.data)) as shown:
        assert shown.size == (150, round(150 * upright[1] / upright[0]))
        red = (10, 10) if orientation == 1 else (shown.width - 10, 10)
        assert shown.convert("RGB").getpixel(red)[1] < 90


def test_each_picture_of_a_tiff_is_a_page() -> None:
    out = io.BytesIO()
    pages = [Image.new("L", (400, 500 + 100 * number), "white") for number in range(3)]
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    pictures = page_pictures("fax.tif", out.getvalue(), [1, 3], width=2000)
    assert [(picture.number, picture.width, picture.height) for picture in pictures] == [(1, 400, 500), (3, 400, 700)]
    assert size(pictures[0]) == (400, 500), "never drawn larger than it is"
