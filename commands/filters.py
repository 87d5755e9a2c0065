"""The options by which contracts of a store are chosen, and what they ask for together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from store.connect import Store
    from store.filters.tree import Filter

Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where", metavar="FILTER", help="Contracts of which this is true, as 'penalty_rate > 30%'; docs/search.md."
    ),
]
Type = Annotated[
    list[str] | None,
    typer.Option("--type", metavar="TYPE", help="Contracts of this type (lease, sale ...), or this one."),
]
Missing = Annotated[
    list[str] | None,
    typer.Option("--missing", metavar="WORDS", help="Contracts that lack this: dispute, term, 争议 ..."),
]
Severity = Annotated[
    list[str] | None,
    typer.Option("--severity", metavar="LEVEL", help="Contracts with a finding: error, warning or info."),
]
Check = Annotated[
    list[str] | None, typer.Option("--check", metavar="ID", help="Contracts in which this check found something.")
]


def asked_by(
    store: Store,
    where: Sequence[str] | None,
    types: Sequence[str] | None,
    missing: Sequence[str] | None,
    severity: Sequence[str] | None,
    check: Sequence[str] | None,
) -> Filter | None:
    """The filter that the options make: all of them hold; types, and severities, given several times mean any of them.
    Raises BadFilter."""
    from store.filters.grammar import parse_filter
    from store.filters.names import settled
    from store.filters.tree import And, Compare, Name, OneOf, Words

    def named(name: str) -> Name:
        return Name(name, None, 1)

    parts = [settled(parse_filter(text), store, more=_titles) for text in where or ()]
    for name, values in (("type", types), ("severity", severity)):
        if values:
            parts.append(OneOf(named(name), tuple(Words(value) for value in values), 1))
    for name, values in (("missing", missing), ("finding", check)):
        parts += [Compare(named(name), "=", Words(value), 1) for value in values or ()]
    return parts[0] if len(parts) == 1 else And(tuple(parts)) if parts else None


def _titles() -> Mapping[str, str]:
    """The fields that the rules know, which take a moment to load."""
    from parser.packs import default_packs

    return {field.name: field.title for field in default_packs().fields}
