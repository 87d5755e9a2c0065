"""`qiyue ingest` as a user runs it, with the parser itself."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from store.opening import open_store
from store.schema import contracts, failures, fields, runs
from tests.command import ROOT, qiyue

CONTRACT = "仓库租赁合同\n甲方(出租方):青岛石湾仓储有限公司\n乙方(承租方):烟台北渚商贸有限公司\n第一条 租金\n月租金为{}元。\n第二条 安装\n到货后7日内安装完毕。\n"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[dict[str, object]], str]:
    """One run over a small archive: its folder, its store, its log, and what it printed for a person."""
    folder = tmp_path_factory.mktemp("archive")
    for number in range(3):
        (folder / f"{number}.txt").write_text(CONTRACT.format(8000 + number), "utf-8")
    (folder / "again.txt").write_text(CONTRACT.format(8000), "utf-8")
    (folder / "empty.pdf").write_bytes(b"")
    store = folder.parent / "store.db"
    run = qiyue("ingest", folder, "--db", store, "--workers", 1, "--log", "jsonl")
    assert run.code == 1
    return folder, store, [json.loads(line) for line in run.out.splitlines()], run.err


def test_the_log_accounts_for_each_file(done: tuple[Path, Path, list[dict[str, object]], str]) -> None:
    folder, _, log, _ = done
    assert log[0] == {"event": "begin", "paths": [str(folder)]}
    told = {str(line["path"]).removeprefix(f"{folder}/"): line["event"] for line in log[1:-1]}
    assert sorted(told.values()) == ["done", "done", "done", "failed", "skipped"]
    assert told["empty.pdf"] == "failed"
    (failed,) = (line for line in log if line["event"] == "failed")
    assert (failed["code"], failed["message"]) == ("unreadable", "empty.pdf is empty.")
    end = log[-1]
    assert (end["done"], end["failed"], end["skipped"], end["state"]) == (3, 1, 1, "finished")
    assert end["reasons"] == {"unreadable": 1}


def test_the_summary_says_what_failed_and_why(done: tuple[Path, Path, list[dict[str, object]], str]) -> None:
    *_, err = done
    assert "5 files" in err
    assert "1 same bytes as another file" in " ".join(err.split())
    assert "empty.pdf is empty. Fetch or export it again." in " ".join(err.split())


def test_what_is_there_is_not_read_again(done: tuple[Path, Path, list[dict[str, object]], str]) -> None:
    folder, store, *_ = done
    again = qiyue("ingest", folder, "--db", store, "--workers", 1)
    assert again.code == 0
    assert "5 files" in again.out
    assert "0 done" in " ".join(again.out.split())
    assert "4 in the store already, 1 failed before" in " ".join(again.out.split())


def test_rules_that_changed_are_walked_from_what_was_kept(
    done: tuple[Path, Path, list[dict[str, object]], str], tmp_path: Path
) -> None:
    """The files are gone: the readings are enough, and nothing else of a contract changes."""
    folder, store, *_ = done
    for path in folder.iterdir():
        path.rename(tmp_path / path.name)
    run = qiyue("rules", "new", "field", "own_term", "--dir", tmp_path / "pack")
    assert run.code == 0, run.err
    reparsed = qiyue("ingest", "--reparse", "--rules", tmp_path / "pack", "--db", store, "--workers", 1)
    assert (reparsed.code, reparsed.err) == (0, "")
    assert "3 done" in " ".join(reparsed.out.split())
    with open_store(str(store)) as opened, opened.reading() as connection:
        hashes = set(connection.execute(select(contracts.c.rules_sha256)).scalars())
        names = set(connection.execute(select(fields.c.name)).scalars())
    assert len(hashes) == 1
    assert "own_term" in names
    again = qiyue("ingest", "--reparse", "--rules", tmp_path / "pack", "--db", store, "--workers", 1)
    assert "0 files" in again.out
    for path in tmp_path.glob("*.txt"):
        path.rename(folder / path.name)


def test_what_failed_is_tried_again_without_a_path(tmp_path: Path) -> None:
    for name in ("gone.pdf", "mended.txt"):
        (tmp_path / name).write_bytes(b"")
    store = tmp_path / "store.db"
    assert qiyue("ingest", tmp_path / "gone.pdf", tmp_path / "mended.txt", "--db", store, "--workers", 1).code == 1
    (tmp_path / "gone.pdf").unlink()
    (tmp_path / "mended.txt").write_text(CONTRACT.format(8000), "utf-8")
    again = qiyue("ingest", "--retry-failed", "--db", store, "--workers", 1, "--log", "jsonl")
    log = {line.get("path", line["event"]): line for line in map(json.loads, again.out.splitlines())}
    assert again.code == 1
    gone = log[str(tmp_path / "gone.pdf")]
    assert (gone["event"], gone["why"], gone["message"]) == (
        "failed", "gone", f"{tmp_path}/gone.pdf does not lie there any more.",
    )  # fmt: skip
    assert log[str(tmp_path / "mended.txt")]["event"] == "done"
    assert (log["end"]["done"], log["end"]["failed"], log["end"]["reasons"]) == (1, 1, {"gone": 1})
    assert "1 gone" in " ".join(again.err.split())
    with open_store(str(store)) as opened, opened.reading() as connection:
        (left,) = connection.execute(select(failures.c.path, failures.c.message))
    assert left == (str(tmp_path / "gone.pdf"), "gone.pdf is empty.")


def test_another_day_and_another_side_are_walked_again(tmp_path: Path) -> None:
    """Each contract keeps the side that it was read for, where no other is given."""
    store = tmp_path / "store.db"
    for number, side in enumerate(("甲方", "乙方")):
        (tmp_path / f"{number}.txt").write_text(CONTRACT.format(8000 + number), "utf-8")
        run = qiyue("ingest", tmp_path / f"{number}.txt", "--db", store, "--workers", 1, "--side", side)
        assert run.code == 0, run.err

    def walked(*options: str) -> tuple[str, set[tuple[str, str]]]:
        run = qiyue("ingest", "--reparse", "--db", store, "--workers", 1, *options)
        assert (run.code, run.err) == (0, "")
        with open_store(str(store)) as opened, opened.reading() as connection:
            rows = connection.execute(select(contracts.c.as_of, contracts.c.side))
            return run.out.split(" files in ")[0].split()[-1], {(row.as_of, row.side) for row in rows}

    assert walked()[0] == "0"
    assert walked("--as-of", "2021-05-01") == ("2", {("2021-05-01", "甲方"), ("2021-05-01", "乙方")})
    assert walked("--as-of", "2021-05-01", "--side", "乙方") == ("1", {("2021-05-01", "乙方")})
    assert walked("--as-of", "2021-05-01")[0] == "0"
    assert walked()[0] == "2"


def test_what_is_kept_of_a_run_has_no_password(tmp_path: Path) -> None:
    store = tmp_path / "store.db"
    run = qiyue("ingest", "ftp://user:secret@127.0.0.1:1/a.txt", "--db", store, "--workers", 1, "--log", "jsonl")
    assert (run.code, "secret" in run.out + run.err) == (1, False)
    with open_store(str(store)) as opened, opened.reading() as connection:
        asked = connection.execute(select(runs.c.arguments)).scalar_one()
    assert asked["paths"] == ["ftp://127.0.0.1:1/a.txt"]


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        ((), 2, "name what is to be read"),
        (("none.pdf",), 2, "There is no file or folder none.pdf"),
        ((".", "--reparse"), 2, "--reparse reads no file"),
        (("--retry-failed", "--reparse"), 2, "--reparse reads no file"),
        (("--retry-failed", "--db", "none.db"), 11, "There is no store"),
        (("--reparse", "--db", "none.db"), 11, "There is no store"),
        ((".", "--db", "none/none.db"), 11, "its folder does not exist"),
        ((".", "--rules", "none"), 9, "none"),
    ],
)
def test_wrong_use(arguments: tuple[str, ...], code: int, word: str, tmp_path: Path) -> None:
    wrong = qiyue("ingest", *arguments, folder=tmp_path)
    assert (wrong.code, word in wrong.err, "Traceback" in wrong.err) == (code, True, False)
    assert (wrong.out, "Go on with" in wrong.err) == ("", False), "nothing was begun"


def test_ray_that_is_not_installed_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CONTRACT, "utf-8")
    wrong = qiyue("ingest", tmp_path / "a.txt", "--ray", "127.0.0.1:1", "--db", tmp_path / "store.db")
    assert wrong.code in (7, 15)
    assert "Install qiyue[ray]" in wrong.err or "There is no Ray cluster at 127.0.0.1:1" in wrong.err


def test_ctrl_c_says_how_to_go_on(tmp_path: Path) -> None:
    """In a terminal, with the bar."""
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number}.txt").write_text(CONTRACT.format(8000 + number), "utf-8")
    here, there = pty.openpty()
    command = [sys.executable, "cli.py", "ingest", str(folder), "--db", str(tmp_path / "store.db"), "--workers", "2"]
    process = subprocess.Popen(command, stdout=there, stderr=there, cwd=ROOT, start_new_session=True)
    os.close(there)
    shown = b""
    while not re.search("完成 [1-9]".encode(), shown):
        shown += os.read(here, 4096)
    os.killpg(process.pid, signal.SIGINT)
    shown += rest(here)
    assert process.wait(20) == 130
    text = shown.decode(errors="replace")
    assert "Traceback" not in text
    assert "what is done is kept. Go on with: qiyue ingest" in " ".join(text.split())
    assert "份/秒" in text
    with open_store(str(tmp_path / "store.db")) as opened, opened.reading() as connection:
        run = connection.execute(select(runs.c.state, runs.c.done)).one()
    assert run.state == "interrupted"
    assert 64 <= run.done < 400


def rest(terminal: int) -> bytes:
    """What comes until the program has left its terminal."""
    shown = b""
    until = time.monotonic() + 180
    while time.monotonic() < until:
        try:
            shown += os.read(terminal, 4096)
        except OSError:
            break
    return shown
