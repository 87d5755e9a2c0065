"""Rule packs: the rules that ship, and the user's laid over them, as one models.rule.Packs.

An entry of a later pack takes the place of an earlier one with its id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from models.check_rule import CheckRule
from models.deadline import Counting, DeadlineRule, EventRule
from models.duties import Anchors, Duties
from models.errors import BadRules
from models.fact import FactRule
from models.field_rule import FieldRule
from models.phrase import Phrase
from models.playbook import PlaybookEntry
from models.rule import Citing, ContractType, Origin, Outline, Packs, Parties, RuleKind, Side, Topic, Wordings
from parser.entries import as_check
from parser.facts import GIVEN
from parser.pack_files import (
    CITING,
    COUNTING,
    DUTIES,
    OUTLINE,
    PARTIES,
    SIDES,
    TYPES,
    WORDINGS,
    Entry,
    Pack,
    digest_of,
    problem_at,
    read_pack,
    space,
)
from parser.phrases import phrase_table, with_phrases
from parser.rulefile import Problem, RuleFile, explain_invalid
from parser.sides import LETTERS
from parser.validate import Names, bad_patterns, faults

_PATTERNS: tuple[tuple[str, str, type[BaseModel]], ...] = (
    (OUTLINE, "outline", Outline),
    (PARTIES, "parties", Parties),
    (DUTIES, "duties", Duties),
    (DUTIES, "anchors", Anchors),
    (CITING, "citing", Citing),
    (WORDINGS, "wordings", Wordings),
)
"""Files of patterns by name, with the key and the shape of what they hold."""
_TIMED = frozenset(("duration", "date"))
RULES = Path(__file__).resolve().parent.parent / "rules"
Model = TypeVar("Model", bound=BaseModel)


@lru_cache(maxsize=1)
def default_packs() -> Packs:
    """The rules that ship with the program; read once a process."""
    return load_packs()


@lru_cache(maxsize=8)
def packs_of(folders: tuple[Path, ...]) -> Packs:
    """`load_packs`, once a process for the same folders."""
    return load_packs(*folders) if folders else default_packs()


def load_packs(*folders: Path) -> Packs:
    """The rules that ship, with those of the folders laid over them in order: of two with one id the later one holds.

    Raises BadRules, which names the file, the line, what is wrong and what to do about it. The rules that ship are taken
    on trust beyond their shape: a test holds them to `problems_in`.
    """
    packs, problems = _read(folders)
    _stop(problems)
    entries = _laid_over([pack.entries for pack in packs])
    own = packs[0]
    _stop(list(_amiss(packs[1:], _names(own, entries))))
    assert own.as_of is not None
    return Packs(
        version=own.used.version,
        sha256=own.used.sha256 if len(packs) == 1 else digest_of((p.used.name, p.used.sha256.encode()) for p in packs),
        as_of=max(pack.as_of for pack in packs if pack.as_of),
        used=tuple(pack.used for pack in packs),
        outline=_models(own.files[OUTLINE], "outline", Outline)[0],
        parties=_models(own.files[PARTIES], "parties", Parties)[0],
        duties=_models(own.files[DUTIES], "duties", Duties)[0],
        anchors=_models(own.files[DUTIES], "anchors", Anchors)[0],
        citing=_models(own.files[CITING], "citing", Citing)[0],
        phrases=tuple(e.rule for e in entries if isinstance(e.rule, Phrase)),
        topics=tuple(e.rule for e in entries if isinstance(e.rule, Topic)),
        fields=tuple(e.rule for e in entries if isinstance(e.rule, FieldRule)),
        checks=tuple(
            e.rule if isinstance(e.rule, CheckRule) else as_check(e.rule)
            for e in entries
            if isinstance(e.rule, CheckRule | PlaybookEntry)
        ),
        facts=tuple(e.rule for e in entries if isinstance(e.rule, FactRule)),
        deadlines=tuple(e.rule for e in entries if isinstance(e.rule, DeadlineRule)),
        events=tuple(e.rule for e in entries if isinstance(e.rule, EventRule)),
        counting=_models(own.files[COUNTING], "counting", Counting)[0],
        laws=tuple({law.name: law for pack in packs for law in pack.laws}.values()),
        prime_rates=next(pack.rates for pack in reversed(packs) if pack.rates),
        types=_models(own.files[TYPES], "types", ContractType),
        sides=_models(own.files[SIDES], "sides", Side),
        origins=_origins(packs),
    )


def problems_in(*folders: Path) -> tuple[Problem, ...]:
    """All that is wrong in the rules that ship and in those of the folders; nothing where they can be used."""
    packs, problems = _read(folders)
    entries = _laid_over([pack.entries for pack in packs])
    return (*problems, *_amiss(packs, _names(packs[0], entries)), *_amiss_in_wordings(packs[0]))


def _read(folders: Sequence[Path]) -> tuple[list[Pack], list[Problem]]:
    problems: list[Problem] = []
    packs = [read_pack(RULES, problems, shipped=True), *(read_pack(f, problems, shipped=False) for f in folders)]
    table = phrase_table([[e.rule for e in pack.entries if isinstance(e.rule, Phrase)] for pack in packs])
    return [
        replace(pack, entries=tuple([_spelled_out(entry, table) for entry in pack.entries])) for pack in packs
    ], problems


def _spelled_out(entry: Entry, table: Mapping[str, str]) -> Entry:
    rule = with_phrases(entry.rule, table)
    return entry if rule is entry.rule else replace(entry, rule=rule)


def _amiss(packs: Sequence[Pack], names: Names) -> Iterator[Problem]:
    """What is wrong in packs whose entries have the right shape."""
    for pack in packs:
        for entry in pack.entries:
            yield from _faults(entry, names)


def _amiss_in_wordings(own: Pack) -> Iterator[Problem]:
    """Bad patterns in the files of wordings, which only the pack that ships has."""
    for name, key, model in _PATTERNS:
        for where, what, remedy in bad_patterns(_models(own.files[name], key, model)[0]):
            yield problem_at(own.files[name], (key,), where, f"`{'.'.join(map(str, where))}`: {what}", remedy)


def _stop(problems: Sequence[Problem]) -> None:
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        first = problems[0]
        where = f"{first.file}, line {first.line}" if first.line else f"{first.file}"
        raise BadRules(f"{where}: {first.what}", remedy=f"{first.remedy}{more}")


def _faults(entry: Entry, names: Names) -> Iterator[Problem]:
    for where, what, remedy in faults(entry.rule, names):
        key = f"`{'.'.join(str(s) for s in where if not isinstance(s, int))}`: " if where else ""
        yield problem_at(entry.file, entry.steps, where, f"{entry.kind} {entry.id}: {key}{what}", remedy)


def _laid_over(layers: Sequence[Sequence[Entry]]) -> list[Entry]:
    """The entries of all packs: an entry stands where the one that it overrides stood. Of what is new, fields come
    first, since the first field that claims a value has it; all else comes last."""
    held = list(layers[0])
    for layer in layers[1:]:
        over: dict[tuple[str, str], list[Entry]] = {}
        for entry in layer:
            over.setdefault((space(entry), entry.id), []).append(entry)
        merged: list[Entry] = []
        placed: set[tuple[str, str]] = set()
        for entry in held:
            key = (space(entry), entry.id)
            if key not in over:
                merged.append(entry)
            elif key not in placed:
                placed.add(key)
                merged.extend(over[key])
        new = [entry for key, listed in over.items() if key not in placed for entry in listed]
        held = [*(e for e in new if e.kind == "field"), *merged, *(e for e in new if e.kind != "field")]
    return held


def _names(own: Pack, entries: Sequence[Entry]) -> Names:
    sides = _models(own.files[SIDES], "sides", Side)
    return Names(
        types=frozenset(kind.id for kind in _models(own.files[TYPES], "types", ContractType)),
        topics=frozenset(e.id for e in entries if e.kind == "topic"),
        fields=frozenset(e.id for e in entries if e.kind == "field"),
        timed=frozenset(e.id for e in entries if isinstance(e.rule, FieldRule) and _TIMED.intersection(e.rule.kinds)),
        facts=(*GIVEN, *(e.id for e in entries if e.kind == "fact")),
        sides=frozenset((*LETTERS, *(name for side in sides for name in side.names))),
    )


def _models(file: RuleFile, key: str, model: type[Model]) -> tuple[Model, ...]:
    """The entries of a file of the pack that ships."""
    content: Any = file.data[key]
    try:
        return tuple(model.model_validate(entry) for entry in (content if isinstance(content, list) else [content]))
    except ValidationError as error:
        where, what, remedy = next(explain_invalid(error, tuple(model.model_fields)))
        raise BadRules(f"{file.path}, line {file.line((key, *where))}: {what}", remedy=remedy) from error


def _origins(packs: Sequence[Pack]) -> dict[tuple[RuleKind, str], Origin]:
    """Where each rule that holds was written; of a field with several entries, the first."""
    made: dict[tuple[RuleKind, str], Origin] = {}
    for pack in packs:
        own: dict[tuple[RuleKind, str], Origin] = {}
        for entry in pack.entries:
            file = entry.file.path.relative_to(pack.folder).as_posix()
            line = entry.file.line(entry.steps)
            own.setdefault((entry.kind, entry.id), Origin(pack.used.name, str(pack.folder), file, line))
        for number, law in enumerate(pack.laws, start=2):
            own["law", law.name] = Origin(pack.used.name, str(pack.folder), "laws.csv", number)
        for kind, name in own:
            if kind in ("check", "playbook"):
                made.pop(("playbook" if kind == "check" else "check", name), None)
        made |= own
    return made
