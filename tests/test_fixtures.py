"""Every contract of fixtures/contracts/ against what a reader sees in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parser import parse

CASES = sorted((Path(__file__).parent.parent / "fixtures" / "contracts").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_fixture(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    report = parse(next(case.glob("source.*")))
    assert [clause.label for clause in report.clauses if clause.label] == expected["labels"]
    fields = {(f.name, f.role, f.status, f.norm) for f in report.fields}
    assert {tuple(field) for field in expected["fields"]} <= fields
    assert set(expected["findings"]) <= {finding.check for finding in report.findings}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_same_bytes_same_report(case: Path) -> None:
    source = next(case.glob("source.*"))
    assert parse(source).model_dump_json() == parse(source).model_dump_json()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_place_gives_its_quote(case: Path) -> None:
    source = next(case.glob("source.*"))
    text = source.read_text("utf-8")
    report = parse(source)
    seen = 0
    for item in (*report.clauses, *report.fields, *report.findings):
        for evidence in item.evidence:
            cut = "".join(text[place.start : place.end] for place in evidence.places if place.part)
            assert "".join(cut.split()) == "".join(evidence.quote.split())
            seen += 1
    assert seen > 20
