"""Readings of page pictures are kept, found again, and never needed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from drawn_pages import blank, pdf, typeset

from models.report import Report
from models.source import PageCache, Paging
from parser import parse

LINES = ("设备租赁合同", "甲方：苏州太湖电子有限公司", "第一条 租金", "租金为每月人民币3500元，甲方按月支付。")
OTHERS = ("第二条 期限", "租赁期限为十二个月，自签订之日起计算。")


def page(lines: tuple[str, ...]) -> object:
    return typeset(lines, left=60, top=90, pitch=60, size=28, page=blank((1000, 420)))


@pytest.fixture(scope="module")
def scan() -> bytes:
    return pdf([page(LINES), page(OTHERS)])


@pytest.fixture(scope="module")
def plain(scan: bytes) -> Report:
    return parse(scan, name="a.pdf")


def read(scan: bytes, folder: Path, most: int = 1_000_000) -> Report:
    return parse(scan, name="a.pdf", paging=Paging(cache=PageCache(folder, most)))


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_second_reading_is_the_same_and_reads_nothing(scan: bytes, plain: Report, tmp_path: Path) -> None:
    assert read(scan, tmp_path) == plain
    assert len(files(tmp_path)) == 2
    written = {path: path.stat().st_ino for path in files(tmp_path)}
    for path in files(tmp_path):
        os.utime(path, (1, 1))
    assert read(scan, tmp_path) == plain
    assert {path: path.stat().st_ino for path in files(tmp_path)} == written
    assert all(path.stat().st_mtime > 1 for path in files(tmp_path))


def test_a_page_is_found_again_in_another_file(scan: bytes, tmp_path: Path) -> None:
    read(scan, tmp_path)
    report = read(pdf([page(OTHERS), page(LINES)]), tmp_path)
    assert len(files(tmp_path)) == 2
    places = {c.label: c.evidence[0].places[0].page for c in report.clauses if c.label}  # type: ignore[union-attr]
    assert places == {"第二条": 1, "第一条": 2}


@pytest.mark.parametrize("harm", [b"", b"nonsense", None])
def test_damaged_files_are_read_anew(scan: bytes, plain: Report, tmp_path: Path, harm: bytes | None) -> None:
    read(scan, tmp_path)
    for path in files(tmp_path):
        data = path.read_bytes()
        path.write_bytes(data[:-9] + b"x" + data[-8:] if harm is None else harm)
    assert read(scan, tmp_path) == plain
    assert read(scan, tmp_path) == plain


def test_the_folder_stays_within_its_size(scan: bytes, plain: Report, tmp_path: Path) -> None:
    assert read(scan, tmp_path, most=16) == plain
    assert files(tmp_path) == []


def test_what_was_used_longest_ago_goes_first(scan: bytes, tmp_path: Path) -> None:
    read(scan, tmp_path)
    size = max(path.stat().st_size for path in files(tmp_path))
    for path in files(tmp_path):
        for number in range(4):
            (path.parent / f"{number}.page").write_bytes(bytes(size))
            os.utime(path.parent / f"{number}.page", (number + 1, number + 1))
        path.unlink()
    read(scan, tmp_path, most=16 * size * 3)
    for folder in {path.parent for path in files(tmp_path)}:
        assert not (folder / "0.page").exists()
        assert (folder / "3.page").exists()


def test_a_folder_that_cannot_be_written_is_no_matter(scan: bytes, plain: Report, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert read(scan, tmp_path / "file") == plain
