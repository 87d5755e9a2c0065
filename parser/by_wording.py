"""Text fields by their wording: what a rule's patterns match."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

import regex

from parser.field_rules import Compiled, Hit, object_of
from parser.matching import Pattern
from parser.options import NONE, Options
from parser.values.wording import CLEAN


def matches(
    text: str,
    number: int,
    one: Compiled,
    span: tuple[int, int],
    role: str | None = None,
    *,
    starts: Sequence[int] = (),
    options: Options = NONE,
) -> Iterator[Hit]:
    """What the rule's patterns match in `span`. `starts` are where clauses begin: see `_parted`; `options` are those
    that are not chosen, of which nothing is the contract's."""
    part = span[1] - span[0] < len(text)
    for rank, wording in enumerate(one.patterns):
        if part and not wording.pattern.can_stand_in(text, span):
            continue
        for found in wording.pattern.finditer(text, *span):
            match = _parted(wording.pattern, found, starts)
            if wording.unless and wording.unless.search(match.group()):
                continue
            groups = match.groupdict()
            raw = groups.get("value")
            cleaned = _worded(wording.norm, groups) if wording.norm else CLEAN[one.rule.clean](raw or "")
            if cleaned is None or (cleaned == "" and raw is None):
                continue
            at = match.start("value") if raw is not None else match.start()
            end = match.end("value") if raw is not None else match.end()
            if any(options.bar(place, place + 1, blank=not cleaned) for place in (at, max(at, end - 1))):
                continue
            said = groups.get("role")
            yield Hit(
                one.rule, (number, rank), match.span(), at, cleaned or None, "".join(said.split()) if said else role,
                cleaned == "", object=object_of(one, match.group(), ""),
            )  # fmt: skip
            if one.rule.first and cleaned:
                return


def _parted(pattern: Pattern, match: regex.Match[str], starts: Sequence[int]) -> regex.Match[str]:
    """A match without what it took of the clause before: in run-on text no mark parts 第九章合同期限9.1本合同自…."""
    at = bisect_left(starts, match.end()) - 1
    if at < 0 or starts[at] <= match.start() or match.string[starts[at] - 1] == "\n":
        return match
    within = pattern.search(match.string, starts[at], match.end())
    return within if within is not None and within.end() == match.end() else match


def _worded(norm: str, groups: Mapping[str, str | None]) -> str:
    return (
        norm.format_map({key: "".join((word or "").split()) for key, word in groups.items()}) if "{" in norm else norm
    )
