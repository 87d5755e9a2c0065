"""Numbers that the law bounds: shares, terms, rates, hours."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex

from models.check_rule import CheckRule
from models.report import Finding
from parser.contract import Contract, compiled, finding, named, sentence_at, spans_of


def limit(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A field above a limit: `field`, `most` (months for a term, a share for a rate)."""
    over = []
    for field in named(contract, rule.params["field"]):
        norm = str(field.norm).split("/")[0]
        number = Decimal(regex.sub(r"[^0-9.]", "", norm) or 0)
        if rule.params["unit"] == "M" and norm.endswith("M") and "T" not in norm:
            wrong = number > int(rule.params["most"])
        elif rule.params["unit"] == "share" and " " not in norm:
            wrong = number > Decimal(str(rule.params["most"]))
        else:
            wrong = False
        if wrong:
            over.append(field)
    if over:
        yield finding(rule, contract, spans=spans_of(over), value="、".join(str(f.norm) for f in over))


def probation(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A probation longer than the term allows (PRC Labour Contract Law, article 19)."""
    terms = [int(str(f.norm)[1:-1]) for f in named(contract, "term") if regex.fullmatch(r"P\d+M", str(f.norm))]
    text = contract.text.text
    lengths = [
        (int(str(v.norm)[1:-1]), (v.start, v.end))
        for v in contract.values
        if v.kind == "duration"
        and regex.fullmatch(r"P\d+M", str(v.norm or ""))
        and compiled(rule.params["cue"]).search(text[max(v.start - 40, 0) : v.start])
    ]
    if not lengths:
        return
    term = terms[0] if terms else 36
    most = 0 if term < 3 else 1 if term < 12 else 2 if term < 36 else 6
    over = [(n, span) for n, span in lengths if n > most]
    if over:
        spans = [sentence_at(contract, *span) for _, span in over]
        yield finding(rule, contract, spans=spans, term=term, probation=max(n for n, _ in over), most=most)
