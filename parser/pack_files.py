"""A rule pack as it lies in a folder -> its entries, and all that is wrong with them as files.

pack.yaml names the pack and its version; every other *.yaml in the folder, or right below it, holds entries under
the keys of SECTIONS; laws.csv holds laws, lpr.csv the loan prime rate. A key `x-...` is for what a file's entries share.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

from pydantic import BaseModel, ValidationError

from models.check_rule import CheckRule
from models.deadline import DeadlineRule, EventRule
from models.fact import FactRule
from models.field_rule import FieldRule
from models.phrase import Phrase
from models.playbook import PlaybookEntry
from models.report import PackUsed
from models.rule import Law, PrimeRate, RuleKind, Topic
from parser.rulefile import Problem, RuleFile, Step, explain_invalid, read_yaml, suggest

SECTIONS: dict[str, tuple[RuleKind, type[BaseModel]]] = {
    "phrases": ("phrase", Phrase),
    "topics": ("topic", Topic),
    "fields": ("field", FieldRule),
    "checks": ("check", CheckRule),
    "playbook": ("playbook", PlaybookEntry),
    "facts": ("fact", FactRule),
    "deadlines": ("deadline", DeadlineRule),
    "events": ("event", EventRule),
}
OUTLINE, PARTIES, DUTIES, CITING = "outline.yaml", "parties.yaml", "duties.yaml", "citing.yaml"
SIDES, TYPES, COUNTING, WORDINGS = "sides.yaml", "types.yaml", "counting.yaml", "wordings.yaml"
_SHIPPED = (
    OUTLINE,
    PARTIES,
    DUTIES,
    CITING,
    SIDES,
    TYPES,
    COUNTING,
    WORDINGS,
    "boilerplate.yaml",
    "filled.yaml",
    "misreadings.yaml",
)
"""Files that only the pack that ships has, and that hold no entries."""
TOPIC_MODEL = "topic_model"
_HEAD = ("name", "version", "as_of")
_LAW = "name,aliases,status,since,replaced_by,source, and current,articles where you have them"


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One rule as a pack has it: what it is, and the file and steps that lead to it."""

    kind: RuleKind
    rule: BaseModel
    file: RuleFile
    steps: tuple[Step, ...]

    @property
    def id(self) -> str:
        return name_of(self.rule)


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """A folder of rules, read: `files` by name within it."""

    folder: Path
    used: PackUsed
    as_of: date | None
    files: Mapping[str, RuleFile]
    entries: tuple[Entry, ...]
    laws: tuple[Law, ...]
    rates: tuple[PrimeRate, ...]


def name_of(rule: BaseModel) -> str:
    """What a rule is called by: a field by its name, anything else by its id."""
    return str(getattr(rule, "id", None) or getattr(rule, "name", ""))


def digest_of(parts: Iterable[tuple[str, bytes]]) -> str:
    """The SHA-256, in hex, of named contents in their order."""
    digest = hashlib.sha256()
    for name, content in parts:
        digest.update(b"%s\0%d\0" % (name.encode(), len(content)))
        digest.update(content)
    return digest.hexdigest()


def read_pack(folder: Path, problems: list[Problem], *, shipped: bool) -> Pack:
    """One folder; what is wrong with it is added to `problems`."""
    texts = dict(_texts(folder, problems))
    files: dict[str, RuleFile] = {}
    for name, text in texts.items():
        if name.endswith(".yaml"):
            files[name], wrong = read_yaml(folder / name, text)
            problems.extend(wrong)
    used, as_of = _head(folder, files.get("pack.yaml"), _digest(folder, texts, shipped=shipped), problems)
    entries: list[Entry] = []
    for name, file in files.items():
        if name != "pack.yaml" and not (shipped and name in _SHIPPED) and file.root is not None:
            entries.extend(_entries(file, problems))
    problems.extend(_twice(entries))
    laws = tuple(_laws(folder / "laws.csv", texts.get("laws.csv", ""), problems))
    rates = tuple(_rates(folder / "lpr.csv", texts.get("lpr.csv", ""), problems))
    return Pack(folder, used, as_of, files, tuple(entries), laws, rates)


def _digest(folder: Path, texts: Mapping[str, str], *, shipped: bool) -> str:
    """Of all that a report follows from: the rule files and, in the pack that ships, the weights of the topic model."""
    parts = {name: text.encode() for name, text in texts.items()}
    if shipped:
        weights = (path for path in (folder / TOPIC_MODEL).rglob("*") if path.is_file())
        parts |= {path.relative_to(folder).as_posix(): path.read_bytes() for path in weights}
    return digest_of(sorted(parts.items()))


def _texts(folder: Path, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """Every rule file by its name within the folder: *.yaml in it and right below it, laws.csv and lpr.csv."""
    if not folder.is_dir():
        problems.append(
            Problem(folder, 0, "no such folder.", "--rules takes the folder of a pack; `qiyue rules new` makes one.")
        )
        return
    found = (p for pattern in ("*.y*ml", "*/*.y*ml", "laws.csv", "lpr.csv") for p in folder.glob(pattern))
    for path in sorted(found):
        name = path.relative_to(folder).as_posix()
        if name.startswith((".", "starters/")):
            continue
        if path.suffix == ".yml":
            problems.append(Problem(path, 0, "a rule file ends in .yaml.", f"Rename it to {path.stem}.yaml."))
            continue
        try:
            yield name, path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(path, 0, f"cannot be read: {error}.", "Save it as UTF-8."))


def _head(folder: Path, file: RuleFile | None, sha256: str, problems: list[Problem]) -> tuple[PackUsed, date | None]:
    """pack.yaml: what the pack is called, its version, and the day whose law it states."""
    nobody = PackUsed(name=folder.name, version="", sha256=sha256), None
    path = folder / "pack.yaml"
    if file is None:
        if folder.is_dir():
            problems.append(Problem(path, 0, "not there.", "Write `name:` and `version:` into it."))
        return nobody
    if not isinstance(file.data, dict):
        problems.append(Problem(path, 1, "holds no mapping.", "Write `name:` and `version:` into it."))
        return nobody
    for key in file.data:
        if key not in _HEAD:
            problems.append(Problem(path, file.line((key,)), f"unknown key `{key}`.", suggest(str(key), _HEAD)))
    for key in ("name", "version"):
        if not str(file.data.get(key) or "").strip():
            problems.append(Problem(path, file.line((key,)), f"no `{key}`.", f"Write `{key}:` into it."))
    as_of = file.data.get("as_of")
    if as_of is not None and not isinstance(as_of, date):
        problems.append(Problem(path, file.line(("as_of",)), f"`{as_of}` is no day.", "Write it as 2026-01-31."))
        as_of = None
    return PackUsed(name=str(file.data.get("name")), version=str(file.data.get("version")), sha256=sha256), as_of


def _entries(file: RuleFile, problems: list[Problem]) -> Iterator[Entry]:
    """The entries of a file that have the right shape; what is wrong with the others is added to `problems`."""
    if not isinstance(file.data, dict):
        problems.append(Problem(file.path, 1, "holds no mapping.", f"It holds entries under {_named(SECTIONS)}."))
        return
    for key, listed in file.data.items():
        if str(key).startswith("x-"):
            # What the entries of the file share, by a YAML anchor.
            continue
        if key not in SECTIONS:
            problems.append(
                Problem(file.path, file.line((key,)), f"unknown key `{key}`.", f"A rule file has {_named(SECTIONS)}.")
            )
            continue
        if not isinstance(listed, list):
            problems.append(
                Problem(file.path, file.line((key,)), f"`{key}` holds no list.", "Each entry opens with a dash.")
            )
            continue
        kind, model = SECTIONS[key]
        for number, raw in enumerate(listed):
            steps = (key, number)
            try:
                yield Entry(kind, model.model_validate(raw), file, steps)
            except ValidationError as error:
                called = (raw.get("id") or raw.get("name")) if isinstance(raw, dict) else None
                for where, what, remedy in explain_invalid(error, tuple(model.model_fields)):
                    problems.append(problem_at(file, steps, where, f"{kind} {called or number + 1}: {what}", remedy))


def _named(keys: Iterable[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys)


def problem_at(file: RuleFile, steps: tuple[Step, ...], where: tuple[Step, ...], what: str, remedy: str) -> Problem:
    """What is wrong with an entry, at the line of the key that `where` leads to from it."""
    return Problem(file.path, file.line((*steps, *where)), what, remedy)


def _twice(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Ids that two entries of one pack have. A field may have an entry for each kind of value, and one for each way to
    clean a text; a deadline one for each field."""
    seen: dict[object, Entry] = {}
    for entry in entries:
        shape: object = (entry.rule.kinds, entry.rule.clean) if isinstance(entry.rule, FieldRule) else ()
        if isinstance(entry.rule, DeadlineRule):
            shape = entry.rule.field
        kind = "check" if entry.kind == "playbook" else entry.kind
        first = seen.setdefault((kind, entry.id, shape), entry)
        if first is not entry:
            there = f"{first.file.path.name}, line {first.file.line(first.steps)}"
            what = f"{entry.kind} {entry.id}: the id is taken already ({there})."
            yield problem_at(entry.file, entry.steps, (), what, "Give one of the two another id.")


def space(entry: Entry) -> str:
    """Checks and playbook entries share their ids."""
    return "check" if entry.kind == "playbook" else entry.kind


def _laws(path: Path, text: str, problems: list[Problem]) -> Iterator[Law]:
    for number, row in enumerate(csv.DictReader(StringIO(text)), start=2):
        try:
            aliases = tuple(alias for alias in row["aliases"].split("|") if alias)
            empty = {key: row.get(key) or None for key in ("since", "current", "articles")}
            yield Law.model_validate({**row, **empty, "aliases": aliases})
        except (KeyError, AttributeError):
            problems.append(Problem(path, number, "no law: a column is missing.", f"The columns are {_LAW}."))
        except ValidationError as error:
            _, what, _ = next(explain_invalid(error, tuple(Law.model_fields)))
            problems.append(Problem(path, number, f"no law: {what}", f"The columns are {_LAW}."))


def _rates(path: Path, text: str, problems: list[Problem]) -> Iterator[PrimeRate]:
    for number, row in enumerate(csv.DictReader(StringIO(text)), start=2):
        try:
            yield PrimeRate.model_validate(row)
        except ValidationError as error:
            _, what, _ = next(explain_invalid(error, tuple(PrimeRate.model_fields)))
            problems.append(Problem(path, number, what, "The columns are since,one_year,checked,source."))
