"""What is wrong with a rule that has the right shape: a bad pattern, an unknown name, parameters or slots amiss.

Each problem is (steps within the entry, what, remedy); parser.packs knows the file and the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

import regex
from pydantic import BaseModel

from models.check_rule import CheckRule
from models.deadline import DeadlineRule, EventRule
from models.fact import FactCase, FactRule
from models.field_rule import FieldRule
from models.phrase import Phrase
from models.playbook import PlaybookEntry
from models.rule import Topic
from parser.checks.params import TAKES, Param, Takes, patterns
from parser.literals import needs
from parser.phrases import unknown_in
from parser.rulefile import Step, suggest
from parser.values.wording import CLEAN

Fault = tuple[tuple[Step, ...], str, str]
US, THEM = "{us}", "{them}"


@dataclass(frozen=True, slots=True)
class Names:
    """What rules may speak of, over all packs of the run; `timed` are the fields that are periods or days, `facts` stand in
    the order in which they are told."""

    types: frozenset[str]
    topics: frozenset[str]
    fields: frozenset[str]
    timed: frozenset[str]
    facts: tuple[str, ...]
    sides: frozenset[str]


def faults(rule: BaseModel, names: Names) -> Iterator[Fault]:
    """What is wrong with one entry."""
    yield from bad_patterns(rule)
    match rule:
        case Phrase():
            yield from _phrase(rule)
        case FieldRule():
            yield from _field(rule, names)
        case Topic():
            if not rule.examples:
                yield ("examples",), "no example.", "Give a heading that the topic's pattern must match."
        case FactRule():
            yield from _fact_rule(rule, names)
        case DeadlineRule():
            yield from _deadline(rule, names)
        case EventRule():
            yield from _timed("field", rule.field, names)
        case CheckRule() | PlaybookEntry():
            yield from _scope(rule, names)
            if isinstance(rule, CheckRule):
                yield from _function(rule, names)
            else:
                yield from _entry(rule, names)


def bad_pattern(text: str) -> str:
    """Why a text is no regular expression; "" where it is one."""
    try:
        regex.compile(text.replace(US, "甲方").replace(THEM, "乙方"), regex.MULTILINE)
    except regex.error as error:
        return f"not a regular expression: {error}."
    unknown = unknown_in(text)
    return f"no phrase is called `{unknown[0]}`." if unknown else ""


_REGEX_HELP = "A bracket or another sign that stands for itself takes a \\ before it; a phrase stands above those that name it. See docs/rules.md."


def bad_patterns(value: object, steps: tuple[Step, ...] = ()) -> Iterator[Fault]:
    """Bad patterns anywhere in a model: what its types call a regular expression."""
    if isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            inner = getattr(value, name)
            extra = info.json_schema_extra
            if isinstance(extra, dict) and extra.get("x-regex"):
                why = bad_pattern(inner)
                if why:
                    yield (*steps, name), why, _REGEX_HELP
            else:
                yield from bad_patterns(inner, (*steps, name))
    elif isinstance(value, tuple):
        for number, member in enumerate(value):
            yield from bad_patterns(member, (*steps, number))


def _phrase(rule: Phrase) -> Iterator[Fault]:
    for number, way in enumerate(rule.ways):
        if why := bad_pattern(way):
            yield ("ways", number), why, _REGEX_HELP
    if not rule.ways:
        yield ("ways",), "no way to say it.", "Give the patterns, one for each way."
    if not rule.examples or not rule.others:
        yield (
            (),
            "`examples` and `others` go together.",
            "Give a text in which it stands, and one in which it does not.",
        )


def _field(rule: FieldRule, names: Names) -> Iterator[Fault]:
    if rule.clean not in CLEAN:
        yield ("clean",), f"unknown way to clean `{rule.clean}`.", suggest(rule.clean, tuple(CLEAN))
    yield from _known("expected_in", rule.expected_in, names.types, "contract type")
    yield from _known("types", rule.types, names.types, "contract type")
    if not any(example.norm is not None for example in rule.examples):
        yield ("examples",), "no example in which the field is found.", "Give a text, and the norm it must have there."
    if bool(rule.kinds) != bool(rule.cues):
        yield (), "`kinds` and `cues` go together.", "A value has both; a text field has `patterns`."
    if not rule.cues and not rule.patterns and not rule.part:
        yield (), "neither `cues` nor `patterns`.", "Say by which words the field is found."


def _known(key: str, given: tuple[str, ...], known: frozenset[str], what: str) -> Iterator[Fault]:
    for number, name in enumerate(given):
        if name not in known:
            yield (key, number), f"unknown {what} `{name}`.", suggest(name, tuple(known))


def _deadline(rule: DeadlineRule, names: Names) -> Iterator[Fault]:
    yield from _timed("field", rule.field, names)
    for key in ("base", "instead_of"):
        if name := getattr(rule, key):
            yield from _timed(key, name, names)
    if not any(example.date or example.formula for example in rule.examples):
        yield ("examples",), "no example that has a deadline.", "Give a text, and the `date` or `formula` it must have."
    for number, example in enumerate(rule.examples):
        if example.date and example.formula:
            yield ("examples", number), "both a `date` and a `formula`.", "Give the one that is shown."


def _timed(key: str, name: str, names: Names) -> Iterator[Fault]:
    if name not in names.fields:
        yield (key,), f"unknown field `{name}`.", suggest(name, tuple(names.timed))
    elif name not in names.timed:
        yield (
            (key,),
            f"the field `{name}` is no period and no day.",
            "Take a field with duration or date among its kinds.",
        )


def _scope(rule: CheckRule | PlaybookEntry, names: Names) -> Iterator[Fault]:
    yield from _known("types", rule.types, names.types, "contract type")
    yield from _known("sides", rule.sides, names.sides | {"*"}, "side")
    for number, fact in enumerate(rule.facts):
        yield from _fact(("facts", number), fact, names, ())
    yield from _shown(rule, "fire")


def _shown(rule: CheckRule | PlaybookEntry | FactRule, does: str) -> Iterator[Fault]:
    if not rule.hit:
        yield ("hit",), f"no example that must {does}.", "Give a short contract in which it must."
    if not rule.miss:
        yield ("miss",), f"no example that must not {does}.", "Give a short contract in which it must not."


def _fact_rule(rule: FactRule, names: Names) -> Iterator[Fault]:
    told = names.facts[: names.facts.index(rule.id)]
    if not rule.cases:
        yield ("cases",), "no case.", "Say by which words the fact shows."
    for number, case in enumerate(rule.cases):
        yield from ((("cases", number, *steps), what, remedy) for steps, what, remedy in _case(case, names, told))
    yield from _shown(rule, "hold")


def _case(case: FactCase, names: Names, told: tuple[str, ...]) -> Iterator[Fault]:
    if case == FactCase():
        yield (), "the case says nothing.", "Give it `has`, `types`, `facts`, a `field` or `signed_before`."
    yield from _known("types", case.types, names.types, "contract type")
    for number, fact in enumerate(case.facts):
        late = next((one for one in fact.removeprefix("not ").split("|") if one in names.facts and one not in told), "")
        if late:
            yield ("facts", number), f"the fact `{late}` is told later than this one.", "Move it before this one."
        else:
            yield from _fact(("facts", number), fact, names, ())
    if case.field and case.field not in names.fields:
        yield ("field",), f"unknown field `{case.field}`.", suggest(case.field, tuple(names.fields))
    if bool(case.field) != bool(case.value):
        yield (), "`field` and `value` go together.", "Name the field, and the pattern for its norm."


def _fact(steps: tuple[Step, ...], fact: str, names: Names, own: tuple[str, ...]) -> Iterator[Fault]:
    name = fact.removeprefix("not ")
    for one in name.split("|"):
        if one.startswith("type:"):
            if one.removeprefix("type:") not in names.types:
                yield steps, f"unknown contract type in `{fact}`.", suggest(one[5:], tuple(names.types))
        elif one not in names.facts and one not in own:
            yield steps, f"unknown fact `{one}`.", suggest(one, (*names.facts, *own))


def _function(rule: CheckRule, names: Names) -> Iterator[Fault]:
    takes = TAKES.get(rule.function)
    if takes is None:
        yield ("function",), f"unknown function `{rule.function}`.", suggest(rule.function, tuple(TAKES))
        return
    yield from ((("params", *steps), what, remedy) for steps, what, remedy in _params(takes.params, rule.params, names))
    for where, text in patterns(takes.params, rule.params):
        why = bad_pattern(text)
        if why:
            yield ("params", *where), why, _REGEX_HELP
    own = (*takes.facts, *rule.params.get("facts", ()))
    yield from _slots(("message",), rule.message, takes)
    for number, grade in enumerate(rule.grades):
        yield from _slots(("grades", number, "message"), grade.message, takes)
        for place, fact in enumerate(grade.facts):
            yield from _fact(("grades", number, "facts", place), fact, names, own)


def _slots(steps: tuple[Step, ...], message: str, takes: Takes) -> Iterator[Fault]:
    try:
        used = {name for _, name, _, _ in Formatter().parse(message) if name is not None}
    except ValueError as error:
        yield (
            steps,
            f"the message has a bracket too many or too few: {error}.",
            "Write {{ for a bracket that is printed.",
        )
        return
    for name in sorted(used - set(takes.slots)):
        known = ", ".join(f"{{{slot}}}" for slot in takes.slots) or "none"
        yield steps, f"the message has a slot {{{name}}} that its function does not fill.", f"It fills: {known}."


def _params(takes: Mapping[str, Param], given: Mapping[str, Any], names: Names) -> Iterator[Fault]:
    for name in given:
        if name not in takes:
            yield (name,), f"unknown parameter `{name}`.", suggest(name, tuple(takes))
    for name, param in takes.items():
        if name in given:
            yield from ((((name, *s), w, r)) for s, w, r in _value(param, given[name], names))
        elif param.needed and param.unless not in given:
            yield (), f"the parameter `{name}` is missing.", f"It is {param.about}."
    if "all" in takes and isinstance(asked := given.get("all"), list):
        if not asked:
            yield ("all",), "it asks for nothing.", "Give the patterns that must stand in one sentence."
        elif not any(needs(str(each)).parts for each in asked) and not any(bad_pattern(str(each)) for each in asked):
            yield ("all",), "none of them asks for a word.", "Take one that cannot do without one of a few words."


def _value(param: Param, value: Any, names: Names) -> Iterator[Fault]:
    """What is wrong with a parameter's value, by its kind. Patterns are looked at apart."""
    match param.kind, value:
        case ("number" | "text", bool()):
            yield _shape(param, value)
        case ("regex" | "text", str()) | ("flag", bool()) | ("number", int() | float()):
            return
        case "words", list():
            for at, word in enumerate(value):
                if not isinstance(word, str) or not word:
                    yield (
                        (at,),
                        f"`{word}` is no word.",
                        "Give each word as a text, figures in quotes; leave out what is empty.",
                    )
        case "one", str() if value in param.options:
            return
        case ("field" | "topic") as kind, str():
            yield from (((), what, remedy) for _, what, remedy in _listed(kind, [value], names))
        case ("fields" | "topics") as kind, list():
            yield from _listed(kind.removesuffix("s"), value, names)
        case "facts", list():
            for number, fact in enumerate(value):
                yield from _fact((number,), str(fact), names, ())
        case "patterns", list():
            yield from (((at,), *_shape(param, text)[1:]) for at, text in enumerate(value) if not isinstance(text, str))
        case "regexes" | "texts", dict():
            yield from (((key,), *_shape(param, text)[1:]) for key, text in value.items() if not isinstance(text, str))
        case ("field_lists" | "fact_lists") as kind, dict():
            inner = Param("fields" if kind == "field_lists" else "facts", param.about)
            for key, listed in value.items():
                yield from (((key, *s), w, r) for s, w, r in _value(inner, listed, names))
        case "each", dict() if value:
            for key, given in value.items():
                found = _params(param.inner, given, names) if isinstance(given, dict) else [_shape(param, given)]
                yield from (((key, *s), w, r) for s, w, r in found)
        case _:
            yield _shape(param, value)


def _shape(param: Param, value: Any) -> Fault:
    wanted = {
        "number": "a number", "flag": "true or false", "one": f"one of {', '.join(param.options)}", "words": "a list of words", "patterns": "a list of patterns",
        "fields": "a list of fields", "topics": "a list of topics", "facts": "a list of facts",
        "regexes": "patterns by name", "texts": "texts by name",
        "field_lists": "lists of fields by name", "fact_lists": "lists of facts by name", "each": "mappings by name",
    }  # fmt: skip
    return (), f"`{value}` is not {wanted.get(param.kind, 'a text')}.", f"It is {param.about}."


def _listed(kind: str, given: list[Any], names: Names) -> Iterator[Fault]:
    known = names.fields if kind == "field" else names.topics
    for number, name in enumerate(given):
        if name not in known:
            yield (number,), f"unknown {kind} `{name}`.", suggest(str(name), tuple(known))


def _entry(entry: PlaybookEntry, names: Names) -> Iterator[Fault]:
    verbs = [verb for verb in ("require", "limit", "forbid", "prefer") if getattr(entry, verb) is not None]
    if len(verbs) != 1:
        said = " and ".join(f"`{verb}`" for verb in verbs) or "none"
        yield (
            (),
            f"an entry has one of `require`, `limit`, `forbid`, `prefer`; this has {said}.",
            "Split it, or add one.",
        )
        return
    verb = verbs[0]
    part = getattr(entry, verb)
    for key, known, what in (("topic", names.topics, "topic"), ("field", names.fields, "field")):
        name = getattr(part, key, "")
        if name and name not in known:
            yield (verb, key), f"unknown {what} `{name}`.", suggest(name, tuple(known))
    yield from _slots(("message",), entry.message, TAKES[f"playbook_{verb}"])
    if verb == "require" and not (part.topic or part.pattern or part.field):
        yield (verb,), "`require` says nothing.", "Give it a topic, a pattern or a field."
    if verb == "limit" and not (part.at_most or part.at_least or part.one_of or part.none_of):
        yield (verb,), "`limit` says no limit.", "Give it at_most, at_least, one_of or none_of."
