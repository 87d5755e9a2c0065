"""`qiyue parse FILE --html PAGE`."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import ROOT, qiyue
from hostile_files import CONTRACT, encrypted_pdf, one_page, pdf

TEXT = ROOT / "fixtures/contracts/after-sales/source.txt"


def test_the_page_holds_all_it_needs(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    done = qiyue("parse", TEXT, "--html", page)
    assert (done.code, done.out) == (0, "")
    assert str(page) in done.err
    content = page.read_text("utf-8")
    assert "default-src 'none'" in content
    assert "争议解决" in content
    assert "http://" not in content.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in content
    assert not [each for each in tmp_path.iterdir() if each != page]


def test_the_same_contract_gives_the_same_page(tmp_path: Path) -> None:
    source = tmp_path / "contract.pdf"
    source.write_bytes(pdf(one_page()))
    pages = [tmp_path / "one.html", tmp_path / "other.html"]
    for page in pages:
        assert qiyue("parse", source, "--html", page).code == 0
    assert pages[0].read_bytes() == pages[1].read_bytes()
    assert 'id="picture-1"' in pages[0].read_text("utf-8")


def test_standard_input_and_json(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    done = qiyue("parse", "-", "--json", "--html", page, stdin=CONTRACT.encode())
    assert done.code == 0
    assert done.out.startswith("{")
    assert page.exists()


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        ((TEXT, TEXT, "--html", "x.html"), 2, "one contract"),
        (("nowhere.pdf", "--html", "x.html"), 3, "nowhere.pdf"),
        ((TEXT, "--html", "no/such/folder/x.html"), None, "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, args: tuple[object, ...], code: int | None, words: str) -> None:
    done = qiyue("parse", *args, folder=tmp_path)
    assert done.code == code if code else done.code > 0
    assert words in done.err
    assert "Traceback" not in done.err
    assert not list(tmp_path.iterdir())


def test_an_encrypted_file_leaves_no_page(tmp_path: Path) -> None:
    (tmp_path / "locked.pdf").write_bytes(encrypted_pdf())
    done = qiyue("parse", tmp_path / "locked.pdf", "--html", tmp_path / "x.html")
    assert done.code == 4
    assert not (tmp_path / "x.html").exists()
