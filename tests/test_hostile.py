"""Each hostile file ends in a clear message and its exit code, quickly, in little memory; never in a traceback, and
never in a report that claims to be whole."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from command import Done, qiyue
from hostile_files import CONTRACT, FILES, deep_html, one_page, pdf, revised_and_cut_off

CPU, MEMORY = 10.0, 1 << 30


def require_bounds(done: Done) -> None:
    assert "Traceback" not in done.err + done.out
    assert done.cpu < CPU
    assert done.peak < MEMORY


@pytest.mark.parametrize("name", FILES)
def test_file(name: str, tmp_path: Path) -> None:
    make, codes = FILES[name]
    path = tmp_path / name
    path.write_bytes(make())
    done = qiyue("parse", path, "--json")
    require_bounds(done)
    assert done.code in codes
    if done.code:
        assert done.out == ""
        assert done.err.startswith(f"qiyue: {name}") or f"in {name}" in done.err
        assert done.err.count("\n") == 1
        assert len(done.err) > len(name) + 30
    else:
        assert json.loads(done.out)["notices"]


def test_a_cut_off_version_is_told(tmp_path: Path) -> None:
    path = tmp_path / "revised.pdf"
    path.write_bytes(revised_and_cut_off())
    done = qiyue("parse", path, "--json")
    require_bounds(done)
    assert done.code == 0
    assert "article 1" in json.loads(done.out)["text"]
    assert "file-cut-off" in [notice["code"] for notice in json.loads(done.out)["notices"]]


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.97])
def test_no_cut_leaves_a_whole_report(share: float, tmp_path: Path) -> None:
    whole = pdf(one_page(), more=one_page()[-1:])
    path = tmp_path / "cut.pdf"
    path.write_bytes(whole[: int(len(whole) * share)])
    done = qiyue("parse", path, "--json")
    assert done.code == 3 or json.loads(done.out)["notices"]


def test_deep_html_is_read(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_bytes(deep_html())
    done = qiyue("parse", path, "--json")
    require_bounds(done)
    assert "月租金为8000元" in json.loads(done.out)["text"]


def test_a_huge_page_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    path.write_bytes(pdf(one_page(media=b"0 0 9000000 9000000")))
    done = qiyue("parse", path, "--json")
    require_bounds(done)
    assert "Contract of lease" in json.loads(done.out)["text"]


@pytest.mark.parametrize(
    "unit",
    [
        "第一条",
        "1.1",
        "一、",
        "（一）",
        "(",
        "1,",
        "_",
        " ",
        "壹佰",
        "甲方：\n",
        "《民法典》第",
        "务(wù)",
        "|a|b|\n",
        "□",
        "2026年",
        "名称    规格    备注\n",
        "名称    数量    3\n",
        "甲\t",
    ],
)
def test_no_text_runs_away(unit: str, tmp_path: Path) -> None:
    path = tmp_path / "contract.txt"
    path.write_text(CONTRACT + unit * (60_000 // len(unit)), "utf-8")
    done = qiyue("parse", path, "--json")
    require_bounds(done)
    assert done.code == 0


def test_a_folder_a_missing_file_and_a_device(tmp_path: Path) -> None:
    for path, code, word in (
        (tmp_path, 3, "folder"),
        (tmp_path / "none.pdf", 3, "No such file"),
        (Path("/dev/zero"), 6, "bytes"),
    ):
        done = qiyue("parse", path)
        require_bounds(done)
        assert (done.code, word in done.err) == (code, True)


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text(CONTRACT, "utf-8")
    path.chmod(0)
    here = Path(__file__)
    done = subprocess.run(
        [sys.executable, str(here.with_name("as_nobody.py")), str(path)],
        env=os.environ | {"PYTHONPATH": str(here.parent.parent)}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("locked.txt: Permission denied. Check the path and its rights.", "")


def test_one_bad_file_of_many_is_named_and_the_others_are_done(tmp_path: Path) -> None:
    names = ["good.txt", "empty.pdf", "bomb-media.docx", "many-operators.pdf", "good-too.txt"]
    for name in names:
        (tmp_path / name).write_bytes(CONTRACT.encode() if "good" in name else FILES[name][0]())
    done = qiyue("parse", *(tmp_path / name for name in names), tmp_path / "none.txt", "--out", tmp_path / "out")
    assert done.code == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["good-too.txt.json", "good.txt.json"]
    assert all(
        any(line.startswith(f"qiyue: {name}") for line in done.err.splitlines()) for name in [*names[1:4], "none.txt"]
    )
    assert "4 of 6 files" in done.err


@pytest.mark.parametrize("seed", range(6))
def test_damaged_bytes_never_fault(seed: int, tmp_path: Path) -> None:
    """Single bytes of good files of each format turned round: read, or refused with a reason, and no fault of ours."""
    from tests.parser.readers.word_files import docx, p, r

    chance = random.Random(seed)
    goods = {
        "a.pdf": pdf(one_page()),
        "a.docx": docx(p(r(CONTRACT))),
        "a.html": deep_html(3),
        "a.txt": CONTRACT.encode(),
    }
    paths = []
    for name, good in goods.items():
        data = bytearray(good)
        for _ in range(chance.randint(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        paths.append(tmp_path / name)
        paths[-1].write_bytes(data)
    done = qiyue("parse", *paths, "--json")
    assert done.code in (0, 1)
    assert "fault" not in done.err
    assert (
        len(done.out.splitlines())
        + sum(line.count("qiyue: a.") + line.count(" in a.") for line in done.err.splitlines())
        >= 4
    )
