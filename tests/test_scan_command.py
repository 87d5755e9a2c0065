"""Scans on the command line: which pages, the cache, the progress bar, and what is said without recognition."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from command import ROOT, qiyue

from tests.parser.readers.drawn_pages import blank, pdf, typeset

FIRST = ("设备租赁合同", "甲方：苏州太湖电子有限公司", "第一条 租金", "租金为每月人民币3500元，甲方按月支付。")
SECOND = ("第二条 期限", "租赁期限为十二个月，自签订之日起计算。")


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages = [typeset(lines, left=60, top=90, pitch=60, size=28, page=blank((1000, 420))) for lines in (FIRST, SECOND)]
    path = tmp_path_factory.mktemp("scans") / "scan.pdf"
    path.write_bytes(pdf(pages))
    return path


def test_pages_and_cache(scan: Path, tmp_path: Path) -> None:
    settings = ("--json", "--cache-dir", tmp_path)
    first = qiyue("parse", scan, *settings)
    assert first.code == 0
    kept = {path: path.stat().st_ino for path in tmp_path.rglob("*") if path.is_file()}
    assert qiyue("parse", scan, *settings, "--workers", 2).out == first.out
    part = json.loads(qiyue("parse", scan, *settings, "--pages", "2-").out)
    assert "第二条" in part["text"]
    assert "第一条" not in part["text"]
    assert [notice["code"] for notice in part["notices"]] == ["pages-left-out"]
    assert {path: path.stat().st_ino for path in tmp_path.rglob("*") if path.is_file()} == kept
    assert len(kept) == 2


@pytest.mark.parametrize("pages", ["0", "5-2", "a", "", "1,,3", "-"])
def test_what_names_no_pages_is_wrong_use(scan: Path, pages: str) -> None:
    done = qiyue("parse", scan, f"--pages={pages}")
    assert done.code == 2
    assert "--pages 1-20" in done.err


def test_pages_that_are_not_there(scan: Path) -> None:
    done = qiyue("parse", scan, "--pages", "7")
    assert done.code == 3
    assert done.err == "qiyue: scan.pdf has 2 pages, and none of those asked for. Ask for others.\n"


def test_without_recognition(scan: Path) -> None:
    done = qiyue("parse", scan, "--no-ocr")
    assert done.code == 3
    assert "text recognition is off" in done.err


def test_a_person_sees_pages_go_by(scan: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "cli.py", "parse", str(scan), "--json", "--cache-size", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    seen = b""
    try:
        while chunk := os.read(ours, 4096):
            seen += chunk
    except OSError:
        # The other end is closed.
        pass
    out, _ = process.communicate()
    os.close(ours)
    assert process.returncode == 0
    assert "第二条" in json.loads(out)["text"]
    assert "2 页" in seen.decode()
