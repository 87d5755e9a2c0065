"""What is shipped: a wheel that holds the rules and the model, a licence, and a README that shows what there is."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from command import ROOT
from rich.console import Console

from exports.terminal import render
from parser import parse

DEMO = ROOT / "fixtures" / "contracts" / "after-sales" / "source.html"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from what the repository holds, away from it: a build leaves its marks."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        if not name.startswith(("tests/", "fixtures/", "bench/", "docs/")) and (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    build = "from setuptools.build_meta import build_wheel; import sys; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, str(out)], cwd=source, capture_output=True, text=True, check=True
    )
    return out / done.stdout.split()[-1]


def test_the_wheel_holds_what_is_read_at_run_time(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    for folder in ("rules", "web", "store"):
        listed = subprocess.run(["git", "ls-files", "-z", folder], cwd=ROOT, capture_output=True, check=True).stdout
        for name in filter(None, listed.decode().split("\0")):
            assert name in held, f"{name} is missing in the wheel: see package-data in pyproject.toml"


def test_the_wheel_holds_every_module_the_licence_and_nothing_of_the_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = archive.namelist()
    assert {"cli.py", "models/report.py", "parser/pipeline.py", "parser/readers/pdf.py", "commands/parse.py"} <= set(
        held
    )
    assert any(name.endswith("licenses/LICENSE") for name in held)
    assert not [name for name in held if name.split("/")[0] in ("tests", "fixtures", "bench", "docs")]


def test_the_installed_wheel_reads_a_contract(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = "import parser, sys; print(parser.__file__); print(len(parser.parse(sys.argv[1]).clauses))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(DEMO)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    where, clauses = done.stdout.split()
    assert Path(where).is_relative_to(tmp_path)
    assert int(clauses) == len(parse(DEMO).clauses)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_shows_what_the_command_prints(name: str) -> None:
    console = Console(width=110, color_system=None)
    with console.capture() as capture:
        console.print(render(parse(DEMO)))
    printed = {line.rstrip() for line in capture.get().splitlines()}
    (block,) = re.findall(r"```text\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
    assert len(block.splitlines()) > 15
    for line in block.splitlines():
        assert line == "…" or line in printed


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_what_the_readme_leads_to_is_there(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text("utf-8")):
        assert target.startswith("http") or (ROOT / target).exists(), target
