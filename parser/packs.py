"""Loads and validates rule packs: rules/*.yaml, laws.csv and lpr.csv into models.rule.Packs."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from models.check_rule import CheckRule
from models.errors import BadRules
from models.field_rule import FieldRule
from models.rule import Law, Outline, Packs, PrimeRate, Topic

Entry = TypeVar("Entry", bound=BaseModel)
RULES = Path(__file__).resolve().parent.parent / "rules"


@lru_cache(maxsize=1)
def default_packs() -> Packs:
    """The rules that ship with the program; read once a process."""
    return load_packs(RULES)


def load_packs(folder: Path) -> Packs:
    """Read a folder of rules: pack.yaml, topics.yaml, fields/*.yaml, checks/*.yaml, laws.csv, lpr.csv.

    Raises BadRules, which names the file, the entry and what is wrong with it.
    """
    files = sorted([*folder.glob("*.yaml"), *folder.glob("fields/*.yaml"), *folder.glob("checks/*.yaml")])
    laws, rates = folder / "laws.csv", folder / "lpr.csv"
    data = {path: _read(path) for path in [*files, laws, rates]}
    digest = hashlib.sha256()
    for path, text in data.items():
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + text.encode() + b"\0")
    head = _mapping(folder / "pack.yaml", data[folder / "pack.yaml"])
    return Packs(
        version=str(head["version"]),
        sha256=digest.hexdigest(),
        as_of=head["as_of"] if isinstance(head["as_of"], date) else date.fromisoformat(str(head["as_of"])),
        outline=_outline(folder / "outline.yaml", data[folder / "outline.yaml"]),
        topics=_entries(Topic, "topics", [folder / "topics.yaml"], data),
        fields=_entries(FieldRule, "fields", [p for p in files if p.parent.name == "fields"], data),
        checks=_entries(CheckRule, "checks", [p for p in files if p.parent.name == "checks"], data),
        laws=tuple(_laws(laws, data[laws])),
        prime_rates=tuple(_rates(rates, data[rates])),
    )


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadRules(f"Rule file {path.name} cannot be read: {error}.", remedy="Save it as UTF-8.") from error


def _mapping(path: Path, text: str) -> Mapping[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        content = yaml.load(text, Loader=loader)  # noqa: S506  (a safe loader, the C one where it is built)
    except yaml.YAMLError as error:
        raise BadRules(f"Rule file {path.name} is not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(content, dict):
        raise BadRules(f"Rule file {path.name} must hold a mapping.", remedy="See docs/rules.md.")
    return content


def _entries(model: type[Entry], key: str, paths: Iterable[Path], data: Mapping[Path, str]) -> tuple[Entry, ...]:
    made: list[Entry] = []
    for path in paths:
        for number, entry in enumerate(_mapping(path, data[path]).get(key) or (), start=1):
            try:
                made.append(model.model_validate(entry))
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(str(step) for step in first["loc"])
                called = entry.get("id") or entry.get("name") if isinstance(entry, dict) else None
                raise BadRules(
                    f"{path.name}, entry {number} ({called or 'unnamed'}), {where}: {first['msg']}.",
                    remedy="See docs/rules.md for what an entry holds.",
                ) from error
    return tuple(made)


def _outline(path: Path, text: str) -> Outline:
    try:
        return Outline.model_validate(_mapping(path, text).get("outline"))
    except ValidationError as error:
        first = error.errors()[0]
        raise BadRules(f"{path.name}, {'.'.join(map(str, first['loc']))}: {first['msg']}.") from error


def _laws(path: Path, text: str) -> Iterable[Law]:
    for number, row in enumerate(csv.DictReader(StringIO(text)), start=2):
        try:
            yield Law(
                name=row["name"],
                aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
                status=row["status"],
                since=date.fromisoformat(row["since"]) if row["since"] else None,
                replaced_by=row["replaced_by"],
                source=row["source"],
            )
        except (KeyError, ValueError) as error:
            raise BadRules(f"{path.name}, line {number}: {error}.", remedy="See docs/rules.md.") from error


def _rates(path: Path, text: str) -> Iterable[PrimeRate]:
    for number, row in enumerate(csv.DictReader(StringIO(text)), start=2):
        try:
            yield PrimeRate.model_validate(row)
        except ValidationError as error:
            first = error.errors()[0]
            raise BadRules(f"{path.name}, line {number}, {first['loc'][0]}: {first['msg']}.") from error
