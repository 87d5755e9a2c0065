"""Interest on private loans, against four times the loan prime rate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from models.check_rule import CheckRule
from models.report import Field, Finding
from models.rule import PrimeRate
from parser.contract import Contract, compiled, named, price_of, sentence_at, spans_of
from parser.findings import finding, shown
from parser.values.numerals import parse_number

_YEARLY = {"Y": 1, "Q": 4, "M": 12, "D": 365}
_SUMS = {"百": 100, "千": 1_000, "万": 10_000}
_PERIODS = {"天": "D", "日": "D", "月": "M", "季": "Q", "年": "Y"}
_MOST = 10
"""A rate a year that no loan has: the yuan are not interest on the whole of it."""


def loan_rate(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Interest, or interest and penalty for delay together, above `times` the prime rate of the day of the loan.

    Rules on private lending, articles 25, 28 and 29. The rate is that of rules/lpr.csv on the signing date; without one,
    or after the day the table was checked, the finding is one to verify (the fact `day:known` is for the others).
    """
    day = contract.signed or contract.day
    prime = prime_on(contract.packs.prime_rates, day)
    if prime is None:
        return
    cap = prime.one_year * Decimal(str(rule.params["times"]))
    spans: list[tuple[int, int]] = []
    rates: list[Decimal] = []
    for rate, span in (*_charges(rule, contract), *_by_the_year(rule, contract, prime)):
        if rate > cap:
            spans.append(span)
            rates.append(rate)
    if spans:
        known = contract.signed is not None and contract.signed <= prime.checked
        yield finding(
            rule, contract, spans=list(dict.fromkeys(spans)), facts=["day:known"] if known else [],
            rate=shown(str(max(rates))), cap=shown(str(cap)), month=f"{prime.since:%Y年%m月}",
        )  # fmt: skip


def prime_on(rates: tuple[PrimeRate, ...], day: date) -> PrimeRate | None:
    """The rate in force on a day: the last one announced by then."""
    return max((rate for rate in rates if rate.since <= day), key=lambda rate: rate.since, default=None)


def _charges(rule: CheckRule, contract: Contract) -> Iterator[tuple[Decimal, tuple[int, int]]]:
    """What is charged, by the year, and where: interest, penalties for delay, and 月息二分, which is 2% a month (`monthly`
    has the groups `n` and `half`), or 每万元每月二百元 (`per_sum`, the groups `sum`, `per` and `n`), or 每月利息二千元 (`by_time`, the groups `per` or `every`,
    and `n`) on the loan as a whole."""
    text = contract.text.text
    for field in [*named(contract, "interest_rate"), *named(contract, "penalty_rate")]:
        rate = _yearly(field)
        for span in spans_of([field]):
            sentence = text[slice(*sentence_at(contract, *span))]
            if rate is not None and not compiled(rule.params["unless"]).search(sentence):
                yield rate, span
    for match in compiled(rule.params["monthly"]).finditer(text):
        number = parse_number(match["n"])
        if number is not None:
            yield (number + (Decimal("0.5") if match["half"] else 0)) / 100 * 12, sentence_at(contract, *match.span())
    for match in compiled(rule.params["per_sum"]).finditer(text):
        number = parse_number(match["n"])
        if number is not None:
            yearly = number / _SUMS[match["sum"]] * _YEARLY[_PERIODS[match["per"]]]
            yield yearly, sentence_at(contract, *match.span())
    loan = price_of(contract)
    for match in compiled(rule.params["by_time"]).finditer(text) if loan else ():
        number = parse_number(match["n"])
        if number is not None and loan:
            yearly = number / loan * _YEARLY[_PERIODS[match["per"] or match["every"]]]
            if yearly < _MOST:
                yield yearly, sentence_at(contract, *match.span())


def _by_the_year(rule: CheckRule, contract: Contract, prime: PrimeRate) -> Iterator[tuple[Decimal, tuple[int, int]]]:
    """What `yearly` finds, where its sentence does not bound it (`yearly_not`): a share of the loan (group `share`), tenths
    of it (年利三成, `tenths`), or so many times the prime rate (`times`)."""
    text = contract.text.text
    for match in compiled(rule.params["yearly"]).finditer(text):
        span = sentence_at(contract, *match.span())
        number = parse_number(match["share"] or match["tenths"] or match["times"])
        if number is not None and not compiled(rule.params["yearly_not"]).search(text, *span):
            parts = Decimal(100) if match["share"] else Decimal(10)
            yield (number * prime.one_year if match["times"] else number / parts), span


def _yearly(field: Field) -> Decimal | None:
    """A rate by the year; None for one without a period, which may be of the whole debt."""
    plain, _, per = str(field.norm).partition("/")
    if per not in _YEARLY or not re.fullmatch(r"[0-9.]+", plain):
        return None
    return Decimal(plain) * _YEARLY[per]
