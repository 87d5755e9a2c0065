"""Every contract of fixtures/contracts/ against what a reader sees in it: see fixtures/README.md."""

from __future__ import annotations

import difflib
import json
import shutil
from pathlib import Path

import pytest
import yaml

from fixtures.expect import CASES, as_expected, expected, said, sources_of
from fixtures.make import SOURCES, sources
from models.report import PagePlace
from models.source import Limits
from parser import parse
from parser.readers import read

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
each_source = pytest.mark.parametrize(
    "source", [source for case in CASES for source in sources_of(case)], ids=lambda path: f"{path.parent.name}-{path.suffix[1:]}"
)  # fmt: skip


@each_case
def test_the_report_is_the_expected_one(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    made, wanted = (
        json.dumps(content, ensure_ascii=False, indent=1).splitlines()
        for content in (as_expected(case), expected(case))
    )
    difference = "\n".join(difflib.unified_diff(wanted, made, "expected.json", "as it is now", lineterm="", n=0))
    assert not difference, f"{difference}\nIf this is right, `python -m fixtures.expect` writes it down."


@each_case
def test_every_format_gives_the_same_contract(case: Path) -> None:
    """The test above holds each source to the lines that all have in common; only a page with pinyin notes adds one."""
    wanted = expected(case)
    assert wanted["clauses"]
    assert wanted["fields"]
    for name, source in wanted["sources"].items():
        also = [line for line in source["also"] if not line.startswith("info page-garbled")]
        assert not also, name


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_gives_the_same_contract() -> None:
    (case,) = (case for case in CASES if case.name == "nda")
    report = parse(case / "source.doc")
    assert [notice.code for notice in report.notices] == ["doc-converted"]
    assert said(report) == {part: expected(case)[part] for part in ("clauses", "fields", "findings")}


@each_case
def test_a_case_says_what_it_proves(case: Path) -> None:
    about = yaml.safe_load((case / "about.yaml").read_text("utf-8"))
    assert about["title"] in json.dumps(expected(case), ensure_ascii=False)
    assert len(about["shows"]) >= 2


@each_source
def test_same_bytes_same_report(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert parse(source).model_dump_json() == parse(source).model_dump_json()


@each_source
def test_a_source_is_what_its_manuscript_makes(source: Path) -> None:
    """Byte for byte, but for a PDF, whose streams depend on the zlib that packed them."""
    made = sources(source.parent.name)[source.name]
    if source.suffix == ".pdf":
        kept, anew = (read(source.name, data, Limits()).paragraphs for data in (source.read_bytes(), made))
        assert [p.text for p in kept] == [p.text for p in anew]
    else:
        assert made == source.read_bytes()


def test_every_case_has_a_manuscript() -> None:
    assert {case.name for case in CASES} == set(SOURCES)


@pytest.mark.parametrize("case", ["nda", "purchase", "after-sales"])
def test_places_of_print_lie_on_its_pages(case: str) -> None:
    report = parse(next(folder for folder in CASES if folder.name == case) / "source.pdf")
    places = [place for item in (*report.clauses, *report.fields) for e in item.evidence for place in e.places]
    assert places
    for place in places:
        assert isinstance(place, PagePlace)
        assert 1 <= place.page <= (report.source.pages or 0)
        assert 0 <= place.x0 < place.x1 <= 596
        assert 0 <= place.top < place.bottom <= 842
