"""A playbook's entry -> a check: the same engine reads both, by the functions of parser.checks.playbook."""

from __future__ import annotations

from dataclasses import dataclass

from models.check_rule import CheckRule
from models.playbook import PlaybookEntry
from models.report import FindingKind


@dataclass(frozen=True, slots=True)
class _Verb:
    """What a playbook's verb becomes: the check's function and kind, and what it says where the entry says nothing."""

    function: str
    kind: FindingKind
    message: str


_VERBS = {
    "require": _Verb("playbook_require", "missing", "审查要点「{title}」：合同未作相应约定。"),
    "limit": _Verb("playbook_limit", "risk", "审查要点「{title}」：{{where}}约定「{{found}}」，要求{{limit}}。"),
    "forbid": _Verb("playbook_forbid", "risk", "审查要点「{title}」：{{where}}「{{quote}}」不可接受。"),
    "prefer": _Verb("playbook_prefer", "form", "审查要点「{title}」：{{where}}与惯用表述不一致。"),
}


def as_check(entry: PlaybookEntry) -> CheckRule:
    """The check that an entry stands for. Its wording is the end of the advice; where a pattern speaks of `{us}` or
    `{them}`, it is asked only when a side is given."""
    name = next(verb for verb in _VERBS if getattr(entry, verb) is not None)
    verb, part = _VERBS[name], getattr(entry, name)
    params = {key: value for key, value in part.model_dump().items() if value}
    speaks = any(word in str(params.get(key, "")) for key in ("pattern", "unless") for word in ("{us}", "{them}"))
    title = entry.title.replace("{", "{{").replace("}", "}}")
    return CheckRule(
        id=entry.id,
        title=entry.title,
        kind=entry.kind or verb.kind,
        severity=entry.severity,
        function=verb.function,
        message=entry.message or verb.message.format(title=title),
        advice=entry.advice + (f"建议条款：「{entry.wording}」" if entry.wording else ""),
        basis=entry.basis,
        types=entry.types,
        sides=entry.sides or (("*",) if speaks or params.get("role") else ()),
        facts=entry.facts,
        params=params,
        hit=entry.hit,
        miss=entry.miss,
    )
