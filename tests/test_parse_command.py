"""`qiyue parse` as a user meets it: one file, several, standard input, folders, a terminal, a pipe."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from command import ROOT, qiyue
from jsonschema import Draft202012Validator

CONTRACTS = ROOT / "fixtures" / "contracts"
LEASE, PURCHASE = CONTRACTS / "lease" / "source.html", CONTRACTS / "purchase" / "source.pdf"


def report_of(out: str) -> dict[str, object]:
    return dict(json.loads(out))


def test_a_person_sees_clauses_fields_and_findings() -> None:
    done = qiyue("parse", LEASE)
    assert (done.code, done.err) == (0, "")
    for words in ("临街店铺租赁合同", "第一条", "月租金", "landlord-self-help", "建议："):
        assert words in done.out


def test_json_is_a_report_by_its_schema() -> None:
    schema = json.loads(qiyue("schema").out)
    Draft202012Validator.check_schema(schema)
    done = qiyue("parse", PURCHASE, "--json")
    Draft202012Validator(schema).validate(report_of(done.out))
    assert report_of(done.out)["schema"] == "qiyue/report/1"


def test_standard_input_is_read_by_its_bytes() -> None:
    by_path, by_pipe = qiyue("parse", PURCHASE, "--json"), qiyue("parse", "-", "--json", stdin=PURCHASE.read_bytes())
    assert by_pipe.code == 0
    made, wanted = report_of(by_pipe.out), report_of(by_path.out)
    assert made.pop("source")["name"] == "stdin"  # type: ignore[index]
    wanted.pop("source")
    assert made == wanted


def test_several_files_are_a_line_each_in_their_order() -> None:
    files = [PURCHASE, LEASE, CONTRACTS / "labour" / "source.md"]
    done = qiyue("parse", *files, "--json", "--workers", 2)
    assert [json.loads(line)["source"]["name"] for line in done.out.splitlines()] == [file.name for file in files]


def test_workers_and_files_around_do_not_change_a_report(tmp_path: Path) -> None:
    alone = qiyue("parse", LEASE, "--json").out
    among = qiyue("parse", PURCHASE, LEASE, "--json", "--workers", 2, folder=tmp_path).out
    assert among.splitlines()[1] == alone.strip()


def test_out_writes_a_report_a_file_and_tells_namesakes_apart(tmp_path: Path) -> None:
    out = tmp_path / "new" / "reports"
    namesakes = [CONTRACTS / "lease" / "source.txt", CONTRACTS / "after-sales" / "source.txt"]
    for _ in range(2):
        done = qiyue("parse", *namesakes, "--out", out)
        assert (done.code, done.out) == (0, "")
    written = sorted(path.name for path in out.iterdir())
    assert len(written) == 2
    assert written[1] == "source.txt.json"
    digest = json.loads((out / written[0]).read_text("utf-8"))["source"]["sha256"]
    assert written[0] == f"source.txt.{digest[:8]}.json"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("")
    done = qiyue("parse", LEASE, "--out", taken)
    assert done.code != 0
    assert str(taken) in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["parse"], 2),
        (["parse", LEASE, "--workers", 0], 2),
        (["parse", LEASE, "--as-of", "soon"], 2),
        (["parse", "none.pdf"], 3),
        (["parse", LEASE, "--rules", "none"], 9),
        (["parse", LEASE, "--time-limit", "x"], 2),
        (["no-such-command"], 2),
    ],
    ids=lambda value: " ".join(map(str, value))[-24:] if isinstance(value, list) else str(value),
)
def test_wrong_use_ends_in_its_code_without_a_traceback(words: list[object], code: int) -> None:
    done = qiyue(*words)
    assert done.code == code
    assert done.err
    assert "Traceback" not in done.err


def test_a_file_that_takes_too_long_is_told(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("第一条 租金\n月租金为8000元。\n" * 60_000, "utf-8")
    done = qiyue("parse", path, "--time-limit", 1)
    assert done.code == 8
    assert "long.txt: not read within 1 s." in done.err


def test_the_day_of_the_law_is_the_readers() -> None:
    """In 2020 the Contract Law still held."""
    text = "设备采购合同\n甲方：石湾。\n乙方：北渚。\n第一条 依据\n依据《中华人民共和国合同法》订立。\n第二条 价款\n总价十万元。"
    checks = [
        {finding["check"] for finding in json.loads(qiyue("parse", "-", "--json", *day, stdin=text.encode()).out)["findings"]}
        for day in ([], ["--as-of", "2020-06-01"])
    ]  # fmt: skip
    assert "law-repealed" in checks[0]
    assert "law-repealed" not in checks[1]


def test_a_terminal_shows_progress_and_a_pipe_does_not(tmp_path: Path) -> None:
    words = [sys.executable, str(ROOT / "cli.py"), "parse", str(LEASE), str(PURCHASE), "--json"]
    master, slave = pty.openpty()
    # The reports go to a file: a pipe that nobody reads while the terminal is read would hold the command up.
    with (tmp_path / "out").open("wb") as out:
        process = subprocess.Popen(words, stdout=out, stderr=slave, env={**os.environ, "TERM": "xterm"})
    os.close(slave)
    shown = bytearray()
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(master)
    assert process.wait() == 0
    assert "读取合同" in shown.decode()
    assert "2/2" in shown.decode()
    assert len((tmp_path / "out").read_bytes().splitlines()) == 2
    assert qiyue("parse", LEASE, PURCHASE, "--json").err == ""


def test_a_reader_that_goes_away_is_no_fault() -> None:
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), "rules", "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    err = process.stderr.read().decode()
    process.wait()
    process.stderr.close()
    assert "Traceback" not in err
    assert "fault" not in err
