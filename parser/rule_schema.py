"""The JSON Schema of a rule file, for editors: what may stand where, with a word on each key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic.json_schema import models_json_schema

from models.rule import Packs
from parser.checks.params import TAKES, Param
from parser.facts import GIVEN
from parser.pack_files import SECTIONS
from parser.sides import LETTERS
from parser.values.wording import CLEAN

ABOUT: dict[str, str] = {
    "anchored": "Whether the period runs from the event that the contract itself names, where it names one.",
    "assumes": "What is said where `base` is the day of the event only by an assumption.",
    "back": "Whether it is counted back from that day.",
    "base": "The field whose day a period runs from, where the contract names no event.",
    "date": "The date that must come.",
    "deadlines": "Deadlines: the days that follow from a field.",
    "event": "What that day is called where it is not known: 验收合格之日.",
    "events": "Events that periods run from, and the field that has their day.",
    "formula": "The formula that must come where there is no date: 验收合格之日 + 12个月.",
    "instead_of": "The field that comes first: the rule is asked where that one gives no date.",
    "when": "Pattern that the heading of the clause and the sentence, a line each, must have.",
    "words": "Pattern that the whole event must match.",
    "phrases": "Phrases: what contracts say, in the ways in which they say it; `{id}` in a pattern stands for any of them.",
    "ways": "The patterns of a phrase, one for each way; they may name phrases above it.",
    "advice": "What to do about it, in Chinese.",
    "after": "Pattern for what stands right of the value, in its sentence.",
    "article": "The article, 第五百八十五条.",
    "at_least": "The smallest norm that is accepted: P24M, 0.05, 10000.00 CNY.",
    "at_most": "The largest norm that is accepted.",
    "basis": "The law it rests on: law, article and what the article says.",
    "before": "Pattern for what stands left of the value, in its sentence; end it with $ to touch the value.",
    "body": "Pattern for the beginning of the text of a clause that has no heading.",
    "cases": "The ways in which the fact shows; one of them suffices.",
    "claims": "Whether it takes the value from later rules that claim; without, it names the value besides.",
    "clean": "How the text becomes the norm.",
    "cues": "What must stand around a value; one of them suffices.",
    "duty": "Whose duty it is where the sentence does not say: payer or performer.",
    "examples": "Texts that show it, tried by `qiyue rules test`; for a topic, headings that it must match.",
    "expected_in": "Contract types that are asked for the field: it is reported absent where it is not found.",
    "facts": "Facts. Of a rule, those that must all hold: `a|b` for either, `not` before what must not, `type:lease` for a contract type.",
    "field": "The name of a field.",
    "fields": "Fields: values and texts that get a name.",
    "first": "Whether one is kept: of the strongest cue, in their order, the first.",
    "forbid": "A wording that must not be there.",
    "function": "Which function of the program the check uses; `params` is what it is given.",
    "grades": "What a finding becomes where facts hold or its quotes match; the first that fits.",
    "heading": "Pattern for a heading: of the clause or those around it; for a topic, of the clause.",
    "hit": "Short contracts in which it must fire; a fact, hold.",
    "id": "Lower case, words parted by -; an entry of a later pack with the same id takes its place.",
    "kind": "What kind of finding it is.",
    "kinds": "The kinds of value that the field may have.",
    "lead": "Pattern for what the paragraph says before the value's sentence.",
    "law": "The law, without 中华人民共和国.",
    "limit": "What a field's value must keep to.",
    "match": "Pattern that must stand in the quotes.",
    "message": "What the finding says, in Chinese, with the {slots} that the function fills.",
    "miss": "Short contracts in which it must not.",
    "name": "Lower case, words parted by _; several entries may share it, one for each kind of value.",
    "none_of": "Norms that are not accepted.",
    "norm": "The canonical form; `blank` for an empty slot, null where the field must not be found.",
    "object": "Pattern for what tells values of one field apart: 一级故障, 首付款; of an example, what it must find.",
    "one_of": "The only norms that are accepted.",
    "others": "Headings that the topic must not match.",
    "params": "What the function is given.",
    "paraphrase": "What the article says, in short.",
    "part": "What the presentation of a party says that the field takes: its name, kind or alias.",
    "patterns": "The wordings of a text field.",
    "pattern": "A regular expression. {us} and {them} stand for what the contract calls our side and the other.",
    "per": "What becomes of a period: keep, drop, or the one to add (M).",
    "playbook": "Entries of a playbook: what one side wants of a contract.",
    "prefer": "How a clause should be worded.",
    "whole": "Whether an amount is a whole sum: no price of a unit, and for no month, week, day or occasion.",
    "regex": "A regular expression with a group `value`, and `role` where it names a party.",
    "require": "What must be there: a clause on a topic, a wording, a field.",
    "role": "Whose value: ours (us) or the other side's (them); of a field's example, the party it must find.",
    "scope": "Where patterns are looked for: the contract, its title, its head, or what is said of each party.",
    "severity": "error: void or plainly wrong; warning: to be looked at; info: worth knowing.",
    "since": "The day from which the law that it rests on is in force; a contract signed earlier is passed over.",
    "sides": "On whose side one must be, 甲方 or 买方; empty: whichever. See rules/sides.yaml.",
    "slot": "Whether the cue is for slots without a unit (押金____) and nothing else.",
    "text": "The text that is tried, \\n between lines.",
    "title": "What a reviewer reads, in Chinese.",
    "topic": "The id of a topic.",
    "topics": "Topics: what clauses are about.",
    "anywhere": "Pattern for the whole text.",
    "contract_title": "Pattern for the contract's title; where none was read, for the first 60 characters.",
    "opening": "Pattern for the first 1,200 characters.",
    "party_names": "Pattern for the parties' names, joined by a blank.",
    "presentation": "Pattern for what stands before the first numbered clause, and at the signatures.",
    "has": "Words that must stand at their places.",
    "lacks": "Words that must not stand at their places.",
    "times": "How often those of `has` that may stand anywhere must stand at least.",
    "value": "Pattern that the norm of `field` must match as a whole.",
    "signed_before": "The day before which the contract was signed, by its own date.",
    "checks": "Checks: what is missing, in conflict, unlawful or badly formed.",
    "types": "Contract types it applies to; empty: all.",
    "unless": "Pattern that excuses the sentence.",
    "unless_after": "Pattern that must not stand right of the value.",
    "units": "The units that a number or duration may have: 份, M.",
    "unless_heading": "Pattern that must not stand among the headings.",
    "unless_before": "Pattern that must not stand left of the value.",
    "wording": "The clause to propose; it ends the advice.",
}


def rule_schema(packs: Packs) -> dict[str, Any]:
    """The schema (2020-12) of a file of a pack; what rules may name is what the packs know."""
    models = [model for _, model in SECTIONS.values()]
    _, content = models_json_schema([(model, "validation") for model in models], ref_template="#/$defs/{model}")
    defs: dict[str, Any] = content["$defs"]
    for definition in defs.values():
        for key, value in definition.get("properties", {}).items():
            value.pop("title", None)
            value.pop("x-regex", None)
            if key in ABOUT:
                value["description"] = ABOUT[key]
    types = [kind.id for kind in packs.types]
    one = "|".join((*(fact.id for fact in packs.facts), *GIVEN, *(f"type:{kind}" for kind in types)))
    for name in ("CheckRule", "PlaybookEntry", "FactCase"):
        own = defs[name]["properties"]
        own["types"]["items"] = {"enum": types}
        if "sides" in own:
            own["sides"]["items"] = {"enum": [*LETTERS, *(name for side in packs.sides for name in side.names)]}
        own["facts"]["items"] = {"type": "string", "pattern": rf"^(not )?({one})(\|({one}))*$"}
    for key in ("expected_in", "types"):
        defs["FieldRule"]["properties"][key]["items"] = {"enum": types}
    defs["FieldRule"]["properties"]["clean"]["enum"] = list(CLEAN)
    defs["CheckRule"]["properties"]["function"]["enum"] = list(TAKES)
    defs["CheckRule"]["allOf"] = list(_functions(packs))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of a qiyue rule pack",
        "type": "object",
        "additionalProperties": False,
        "patternProperties": {"^x-": {}},
        "properties": {
            key: {"type": "array", "items": {"$ref": f"#/$defs/{model.__name__}"}, "description": ABOUT[key]}
            for key, (_, model) in SECTIONS.items()
        },
        "$defs": defs,
    }


def _functions(packs: Packs) -> Iterator[dict[str, Any]]:
    """For each check function, the schema of its parameters."""
    for name, takes in TAKES.items():
        slots = ", ".join(f"{{{slot}}}" for slot in takes.slots) or "none"
        params = _mapping(takes.params, packs)
        needed = {"required": ["params"]} if params.get("required") or params.get("allOf") else {}
        yield {
            "if": {"properties": {"function": {"const": name}}},
            "then": {"properties": {"params": params, "message": {"description": f"Its slots: {slots}."}}, **needed},
        }


def _mapping(params: Mapping[str, Param], packs: Packs) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {**_param(param, packs), "description": param.about} for name, param in params.items()},
    }
    required = [name for name, param in params.items() if param.needed and not param.unless]
    either = [[{"required": [name]}, {"required": [param.unless]}] for name, param in params.items() if param.unless]
    return {
        **made,
        **({"required": required} if required else {}),
        **({"allOf": [{"anyOf": options} for options in either]} if either else {}),
    }


def _param(param: Param, packs: Packs) -> dict[str, Any]:
    fields = {"enum": sorted({field.name for field in packs.fields})}
    topics = {"enum": [topic.id for topic in packs.topics]}
    text: dict[str, Any] = {"type": "string"}
    shapes: dict[str, dict[str, Any]] = {
        "number": {"type": "number"},
        "flag": {"type": "boolean"},
        "one": {"enum": list(param.options)},
        "words": {"type": "array", "items": {**text, "minLength": 1}},
        "field": fields,
        "fields": {"type": "array", "items": fields},
        "topic": topics,
        "topics": {"type": "array", "items": topics},
        "facts": {"type": "array", "items": text},
        "patterns": {"type": "array", "items": text},
        "regexes": {"type": "object", "additionalProperties": text},
        "texts": {"type": "object", "additionalProperties": text},
        "field_lists": {"type": "object", "additionalProperties": {"type": "array", "items": fields}},
        "fact_lists": {"type": "object", "additionalProperties": {"type": "array", "items": text}},
        "each": {"type": "object", "additionalProperties": _mapping(param.inner, packs)},
    }
    return shapes.get(param.kind, text)
