"""Penalties: too high for the loss, and unlike on the two sides."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from models.check_rule import CheckRule
from models.report import Field, Finding
from parser.contract import (
    Contract,
    clause_span,
    compiled,
    named,
    price_of,
    sentence_at,
    sentences_with,
    spans_of,
)
from parser.findings import finding, shown
from parser.values.numerals import parse_number

_DAYS = 365


def penalty_size(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A penalty of `one_off` of the price or more, or one by the day that comes to `yearly` or more in a year.

    One of `multiple` times a sum or more is too high whatever the sum (`times` has the groups `n` or `m`), but for those that
    `multiple_not` excuses. One in yuan is held against the price, where its sentence says `amount`; by the day it is too
    high from `steep` a year on, since it need not be for the whole. `base` are words for the whole price; `unless` excuses
    the sentence, `capped` the clause. The fact `size:steep` holds for a finding of `steep` a year or more. `says` are its
    messages. The law knows no fixed cap: article 585 of the Civil Code measures by the loss.
    """
    params = rule.params
    high: dict[str, list[tuple[Decimal, tuple[int, int]]]] = defaultdict(list)
    seen: set[tuple[int, int]] = set()
    for name, share, span in [*_shares(rule, contract), *_amounts(rule, contract), *_multiples(rule, contract)]:
        around = sentence_at(contract, *span)
        if around not in seen and not _excused(rule, contract, around):
            seen.add(around)
            high[name].append((share, span))
    for name, found in high.items():
        worst = max(share for share, _ in found)
        what = params["says"][name].format(share=shown(str(worst)))
        facts = ["size:steep"] if worst >= Decimal(str(params["steep"])) else []
        yield finding(rule, contract, spans=[span for _, span in found], subject=name, facts=facts, what=what)


def _excused(rule: CheckRule, contract: Contract, sentence: tuple[int, int]) -> bool:
    text = contract.text.text
    return bool(
        compiled(rule.params["unless"]).search(text[slice(*sentence)])
        or compiled(rule.params["capped"]).search(text, *clause_span(contract, sentence[0]))
    )


def _shares(rule: CheckRule, contract: Contract) -> Iterator[tuple[str, Decimal, tuple[int, int]]]:
    """Penalties by a rate that is too high: the message's name, the share (a year, of one by the day), the place."""
    params = rule.params
    for field in named(contract, "penalty_rate"):
        rate, per, span = _rate(field)
        if rate is None or span is None:
            continue
        sentence = contract.text.cut(sentence_at(contract, *span))
        if per == "D" and rate < 1 and rate * _DAYS >= Decimal(str(params["yearly"])):
            yield "daily", rate * _DAYS, span
        elif not per and rate >= Decimal(str(params["one_off"])) and compiled(params["base"]).search(sentence):
            yield "one_off", rate, span
        elif not per and rate >= Decimal(str(params["multiple"])) and not _lawful(rule, sentence):
            yield "multiple", rate, span


def _amounts(rule: CheckRule, contract: Contract) -> Iterator[tuple[str, Decimal, tuple[int, int]]]:
    """The same of penalties in yuan, where the contract has a price."""
    params, price = rule.params, price_of(contract)
    for field in named(contract, "penalty_amount") if price else ():
        amount, _, per = str(field.norm).partition(" CNY")
        spans = spans_of([field])
        if not price or not spans or not re.fullmatch(r"[0-9.]+", amount):
            continue
        if not compiled(params["amount"]).search(contract.text.cut(sentence_at(contract, *spans[0]))):
            continue
        share = Decimal(amount) / price
        if per == "/D" and Decimal(str(params["steep"])) <= share * _DAYS:
            yield "daily", round(share * _DAYS, 2), spans[0]
        elif not per and share >= Decimal(str(params["one_off"])):
            yield "one_off", round(share, 4), spans[0]


def _multiples(rule: CheckRule, contract: Contract) -> Iterator[tuple[str, Decimal, tuple[int, int]]]:
    """The same of penalties of so many times a sum, or of the whole price in so many words."""
    for match in compiled(rule.params["times"]).finditer(contract.text.text):
        said = match["n"] or match["m"]
        number = Decimal(1) if said is None else parse_number(said.replace("双", "两"))
        if number == 1 and compiled(rule.params["base"]).search(match.group()):
            yield "one_off", number, match.span()
        sentence = contract.text.cut(sentence_at(contract, *match.span()))
        if number is not None and number >= Decimal(str(rule.params["multiple"])) and not _lawful(rule, sentence):
            yield "multiple", number, match.span()


def _lawful(rule: CheckRule, sentence: str) -> bool:
    return compiled(rule.params["multiple_not"]).search(sentence) is not None


def _rate(field: Field) -> tuple[Decimal | None, str, tuple[int, int] | None]:
    plain, _, per = str(field.norm).partition("/")
    spans = spans_of([field])
    return (Decimal(plain) if re.fullmatch(r"[0-9.]+", plain) else None), per, spans[0] if spans else None


def penalty_sides(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Penalties for delay whose daily rates differ by `ratio` or more between the two sides; `debtor` has the group `who`.

    Where every sanction is one party's (`words` of it, and none of `either` in their sentences), the fact `side:one` holds.
    """
    sides: dict[str, list[tuple[Decimal, Field]]] = defaultdict(list)
    for field in named(contract, "penalty_rate"):
        rate, per, span = _rate(field)
        debtor = _debtor(rule, contract, span) if span is not None else None
        if rate and rate < 1 and per == "D" and debtor:
            sides[debtor].append((rate, field))
    if len(sides) == 1:
        yield from _one_sided(rule, contract, [pair for pairs in sides.values() for pair in pairs])
    if len(sides) != 2:
        return
    (first, second) = (max(rates, key=lambda pair: pair[0]) for rates in sides.values())
    if max(first[0], second[0]) >= min(first[0], second[0]) * Decimal(str(rule.params["ratio"])):
        (a, b) = sides
        yield finding(
            rule, contract, spans=spans_of([first[1], second[1]]), a=a, b=b, r1=shown(str(first[1].norm)),
            r2=shown(str(second[1].norm)),
        )  # fmt: skip


def _one_sided(rule: CheckRule, contract: Contract, rates: list[tuple[Decimal, Field]]) -> Iterator[Finding]:
    """The sanctions of a contract between two, all of them of one."""
    roles = {str(f.role) for f in named(contract, "party") if f.role}
    fields = [*named(contract, "penalty_rate"), *named(contract, "penalty_amount")]
    known = {sentence_at(contract, *span): field.role for field in fields for span in spans_of([field])}
    owners: set[str] = set()
    for start, end in sentences_with(contract, rule.params["words"]):
        owner = known.get((start, end)) or _debtor(rule, contract, (start, end))
        if owner is None or compiled(rule.params["either"]).search(contract.text.text, start, end):
            return
        owners.add(owner)
    if len(owners) == 1 and len(roles) == 2 and owners < roles:
        (owner,) = owners
        other = (roles - owners).pop()
        yield finding(
            rule, contract, spans=spans_of([field for _, field in rates]), facts=["side:one"], a=owner, b=other,
            r1=shown(str(rates[0][1].norm)), r2="",
        )  # fmt: skip


def _debtor(rule: CheckRule, contract: Contract, span: tuple[int, int]) -> str | None:
    """Who is in breach where a penalty stands: the last party before it that fails to do something."""
    start, end = sentence_at(contract, *span)
    found = None
    for match in compiled(rule.params["debtor"]).finditer(contract.text.text, start, end):
        if match.start() <= span[1]:
            found = match["who"]
    return found
