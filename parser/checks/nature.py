"""What a text is like as a whole: of what kind its terms are, whatever it is called, and whether it can be read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

import regex

from models.check_rule import CheckRule
from models.report import Finding
from parser.contract import Contract, compiled, named, sentence_at, spans_of
from parser.facts import title
from parser.findings import finding

_HAN = regex.compile(r"\p{Han}")


def nature(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A contract that is called one thing, and holds `least` of the `signs` of another of `kinds`."""
    text, name = contract.text.text, title(contract)
    for kind, looks in rule.params["kinds"].items():
        if not compiled(looks["title"]).search(name) or compiled(looks["unless"]).search(name):
            continue
        found = [match for sign in looks["signs"] if (match := compiled(sign).search(text)) is not None]
        if len(found) >= int(looks["least"]):
            spans = [
                *spans_of(named(contract, "contract_title")[:1]),
                *(sentence_at(contract, *m.span()) for m in found),
            ]
            signs = "、".join(match.group() for match in found[:5])
            yield finding(
                rule, contract, spans=list(dict.fromkeys(spans))[:8], subject=kind, title=name.split("\n")[0][:30],
                nature=kind, signs=signs,
            )  # fmt: skip
            return


def garbled(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Notes between the characters (`noise`, more than `share` of the Han characters), or characters that are `broken`.

    The notes are looked for in the text as it was read: normalising leaves them out.
    """
    params, raw = rule.params, contract.text.raw.text
    notes = list(compiled(params["noise"]).finditer(raw))
    if notes and len(notes) > float(params["share"]) * sum(1 for _ in _HAN.finditer(raw)):
        at = min(bisect_left(contract.text.starts, notes[0].start()), len(contract.text.text) - 1)
        yield finding(
            rule, contract, spans=[sentence_at(contract, at, at + 1)], subject="noise", what=params["says"]["noise"]
        )
    broken = compiled(params["broken"]).search(contract.text.text)
    if broken is not None:
        yield finding(
            rule, contract, spans=[sentence_at(contract, *broken.span())], subject="broken",
            what=params["says"]["broken"],
        )  # fmt: skip
