"""What the rules hold stands in the docs, by name."""

from __future__ import annotations

from pathlib import Path

from parser.packs import default_packs

DOCS = Path(__file__).parents[2] / "docs"


def test_every_field_is_described() -> None:
    page = (DOCS / "fields.md").read_text("utf-8")
    assert [rule.name for rule in default_packs().fields if f"| `{rule.name}` | {rule.title}" not in page] == []


def test_every_check_is_described() -> None:
    page = (DOCS / "checks.md").read_text("utf-8")
    assert [rule.id for rule in default_packs().checks if f"| `{rule.id}` | {rule.title} |" not in page] == []


def test_nothing_is_described_that_is_not_there() -> None:
    names = {rule.name for rule in default_packs().fields} | {rule.id for rule in default_packs().checks}
    for page in ("fields.md", "checks.md"):
        rows = [line for line in (DOCS / page).read_text("utf-8").splitlines() if line.startswith("| `")]
        assert [row for row in rows if row.split("`")[1] not in names] == []
