"""Phrases by name: `{no_liability}` in a pattern of a rule stands for all the ways in which contracts say that.

They are written out when packs are loaded, so that whatever reads a rule sees a regular expression like any other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from pydantic import BaseModel

from models.check_rule import CheckRule
from models.phrase import Phrase
from parser.checks.params import TAKES, patterns

_NAMED = re.compile(r"\{([a-z][a-z_]{2,40})\}")
"""A phrase's name. What `regex` itself writes in such brackets is a number, or shorter ({e<=1})."""
Rule = TypeVar("Rule", bound=BaseModel)


def phrase_table(layers: Sequence[Sequence[Phrase]]) -> dict[str, str]:
    """The pattern that each phrase of some packs stands for, by its id. One of a later pack takes the place of an earlier
    one; where it names itself, that stands for the earlier one, and so adds to it. Phrases that stand behind see the later
    one."""
    by_id: dict[str, list[Phrase]] = {}
    for phrase in (phrase for layer in layers for phrase in layer):
        by_id.setdefault(phrase.id, []).append(phrase)
    table: dict[str, str] = {}
    for name, phrases in by_id.items():
        for phrase in phrases:
            table[name] = _pattern_of([_written_out(way, table) for way in phrase.ways])
    return table


def unknown_in(pattern: str) -> list[str]:
    """The names in a pattern that stand for no phrase, once phrases are written out; what the sides of a playbook are called
    by is not among them."""
    return [name for name in _NAMED.findall(pattern) if name not in ("us", "them")]


def with_phrases(rule: Rule, table: Mapping[str, str]) -> Rule:
    """A rule with the phrases written out that its patterns name."""
    changed = {key: new for key, value in rule if (new := _in_field(rule, key, value, table)) is not value}
    if isinstance(rule, Phrase):
        above = dict(islice(table.items(), list(table).index(rule.id) + 1))
        changed["ways"] = tuple([_written_out(way, above) for way in rule.ways])
    if isinstance(rule, CheckRule) and (takes := TAKES.get(rule.function)) is not None:
        params: Any = rule.params
        for steps, pattern in patterns(takes.params, rule.params):
            if (written := _written_out(pattern, table)) != pattern:
                params = _put(params, steps, written)
        if params is not rule.params:
            changed["params"] = params
    return rule.model_copy(update=changed) if changed else rule


def named_again(content: Any, phrases: Sequence[Phrase]) -> Any:
    """The entries of a rule, as plain data, as a person reads them: phrases that were written out by their names. The reverse
    of what packs are loaded with, for `phrases` as the packs hold them."""
    if isinstance(content, dict):
        return {key: named_again(value, phrases) for key, value in content.items()}
    if isinstance(content, list):
        return [named_again(value, phrases) for value in content]
    if isinstance(content, str):
        for phrase in reversed(phrases):
            content = content.replace(_pattern_of(phrase.ways), f"{{{phrase.id}}}")
    return content


def _pattern_of(ways: Sequence[str]) -> str:
    return f"(?:{'|'.join(ways)})"


def _in_field(rule: BaseModel, key: str, value: Any, table: Mapping[str, str]) -> Any:
    extra = type(rule).model_fields[key].json_schema_extra
    return _written_out(value, table) if isinstance(extra, dict) and extra.get("x-regex") else _in_parts(value, table)


def _in_parts(value: Any, table: Mapping[str, str]) -> Any:
    if isinstance(value, BaseModel):
        return with_phrases(value, table)
    if isinstance(value, tuple):
        parts = tuple([_in_parts(part, table) for part in value])
        return parts if any(new is not old for new, old in zip(parts, value, strict=True)) else value
    return value


def _written_out(pattern: str, table: Mapping[str, str]) -> str:
    return _NAMED.sub(lambda name: table.get(name[1], name[0]), pattern) if "{" in pattern else pattern


def _put(value: Any, steps: Sequence[str | int], text: str) -> Any:
    """A copy of nested mappings and lists with a text at the place that the steps lead to."""
    if not steps:
        return text
    if isinstance(value, list):
        return [_put(part, steps[1:], text) if number == steps[0] else part for number, part in enumerate(value)]
    return {key: _put(part, steps[1:], text) if str(key) == steps[0] else part for key, part in value.items()}
