"""Pages as pictures: the right page, within bounds, drawn once; a file that does harm does none here."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.web.conftest import folder_of
from tests.web.contracts import lease, pdf_pages
from tests.web.serving import Site


@pytest.fixture(scope="module")
def contract(site: Site) -> str:
    return site.read("三页.pdf", pdf_pages(3, "pictures"))


def test_sizes_and_pictures(site: Site, contract: str) -> None:
    pages = site.client.get(f"/v1/contracts/{contract}/pages").json()["pages"]
    assert [page["number"] for page in pages] == [1, 2, 3]
    assert (round(pages[0]["width"]), round(pages[0]["height"])) == (595, 842)
    answer = site.client.get(pages[1]["picture"], params={"width": 900})
    assert answer.headers["content-type"] == "image/jpeg"
    assert "immutable" in answer.headers["cache-control"]
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.width in range(995, 1006)
    known = site.client.get(
        pages[1]["picture"], params={"width": 900}, headers={"If-None-Match": answer.headers["etag"]}
    )
    assert known.status_code == 304
    assert known.content == b""


def test_a_picture_is_kept(site: Site, contract: str) -> None:
    site.client.get(f"/v1/contracts/{contract}/pages/3/picture?width=500")
    kept = folder_of(site) / "pictures" / contract[:2] / contract / "3-500.jpg"
    assert Image.open(io.BytesIO(kept.read_bytes())).width in range(495, 506)


def test_a_crop_shows_what_its_box_holds(site: Site, contract: str) -> None:
    report = site.client.get(f"/v1/contracts/{contract}/report").json()
    rent = next(field for field in report["fields"] if field["name"] == "rent")
    place = rent["evidence"][0]["places"][0]
    box = {name: place[name] for name in ("x0", "top", "x1", "bottom")}
    answer = site.client.get(f"/v1/contracts/{contract}/pages/{place['page']}/crop", params=box)
    picture = Image.open(io.BytesIO(answer.content)).convert("L")
    scale = 2000 / 595
    assert abs(picture.width - (place["x1"] - place["x0"] + 24) * scale) < 4
    # There is ink in the middle, and none in the margin.
    wide, high = picture.size
    assert picture.crop((wide // 4, high // 3, wide * 3 // 4, high * 2 // 3)).getextrema()[0] < 100
    turned = site.client.get(f"/v1/contracts/{contract}/pages/1/crop?x0=9&top=0&x1=1&bottom=5")
    assert turned.status_code == 404
    outside = site.client.get(f"/v1/contracts/{contract}/pages/1/crop?x0=9000&top=9000&x1=9100&bottom=9100")
    assert outside.status_code == 404


def test_pages_that_are_not_there(site: Site, contract: str) -> None:
    assert site.client.get(f"/v1/contracts/{contract}/pages/4/picture").status_code == 404
    assert site.client.get(f"/v1/contracts/{contract}/pages/0/picture").status_code == 422
    text = site.read("text.txt", lease("no pages"))
    assert site.client.get(f"/v1/contracts/{text}/pages").json() == {"reader": "text", "pages": []}
    assert site.client.get(f"/v1/contracts/{text}/pages/1/picture").status_code == 404


def test_an_original_that_does_harm_ends_its_child_alone(site: Site) -> None:
    contract = site.read("harm.pdf", pdf_pages(1, "harm"))
    original = folder_of(site) / "originals" / contract[:2] / contract
    whole = original.read_bytes()
    original.write_bytes(b"%PDF-1.4\n" + bytes(2000))
    answer = site.client.get(f"/v1/contracts/{contract}/pages/1/picture")
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:qiyue:problem:unreadable")
    original.write_bytes(whole)
    assert site.client.get(f"/v1/contracts/{contract}/pages/1/picture").status_code == 200


def test_the_original_is_saved_never_shown(site: Site) -> None:
    page = "<html><body><script>alert(1)</script><p>{}</p></body></html>".format(
        "</p><p>".join(lease("html").decode().split())
    )
    contract = site.read("页面.html", page.encode())
    answer = site.client.get(f"/v1/contracts/{contract}/original")
    assert answer.content == page.encode()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-security-policy"] == "sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_self_contained_page_holds_the_pages(site: Site, contract: str) -> None:
    answer = site.client.get(f"/v1/contracts/{contract}/report.html")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert [f'id="picture-{number}"' in answer.text for number in (1, 2, 3, 4)] == [True] * 3 + [False]
    assert "青岛石湾pictures仓储有限公司" in answer.text


def test_an_original_that_is_gone(site: Site) -> None:
    contract = site.read("gone.pdf", pdf_pages(1, "gone"))
    Path(folder_of(site) / "originals" / contract[:2] / contract).unlink()
    assert site.client.get(f"/v1/contracts/{contract}/original").status_code == 404
    assert site.client.get(f"/v1/contracts/{contract}/pages/1/picture").status_code == 404
    assert site.client.get(f"/v1/contracts/{contract}/report").status_code == 200
