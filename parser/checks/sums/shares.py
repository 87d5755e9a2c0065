"""Shares of a price that are not the whole, or another amount than is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from models.check_rule import CheckRule
from models.report import Field, Finding
from models.value import Value
from parser.checks.sums.amounts import ROUNDED, Place, fact, is_sum, says
from parser.contract import Contract, clause_span, compiled, named, price_of, sentence_at, spans_of
from parser.findings import finding, shown
from parser.values.numerals import parse_number


def percent_amounts(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """「30%,即人民币15万元」 where that share of the price is another amount.

    `between` is what may stand between the share and the amount, `behind` what parts an amount and its share; `base` are
    words of another base than the price, unless the price is named right before (`total`), and `rounded` of an amount
    that is not meant exactly.
    """
    price = price_of(contract)
    if price is None:
        return
    text, params = contract.text.text, rule.params
    for first, second in pairwise(contract.values):
        share, amount = (second, first) if is_sum(first) else (first, second)
        between = text[first.end : second.start]
        joint = compiled(params["behind" if share is second else "between"])
        if not _is_share(share) or not is_sum(amount) or not joint.fullmatch(between):
            continue
        start, end = sentence_at(contract, first.start, second.end)
        before = text[start : share.start]
        other = compiled(params["base"]).search(before) and not compiled(params["total"]).search(before)
        if other or compiled(params["rounded"]).search(text, first.start if share is second else share.end, end):
            continue
        due = (fact(share, "rate") * price).quantize(Decimal("0.01"))
        if abs(due - fact(amount, "amount")) > max(Decimal(1), price * ROUNDED):
            yield finding(
                rule, contract, spans=[(first.start, second.end), *spans_of(named(contract, "total_price")[:1])],
                subject=text[share.start : share.end], share=text[share.start : share.end], due=f"{due:,.2f}元",
                given=text[amount.start : amount.end],
            )  # fmt: skip


def _is_share(value: Value) -> bool:
    return value.kind == "rate" and not value.blank and "/" not in (value.norm or "/") and value.qualifier is None


def price_shares(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """The shares of one clause or list. A deposit is one of them; where it is said to be held by another (`held`), or stands
    elsewhere, and where the article around gives more shares, what makes the whole with those is none."""
    by_parent: dict[str | None, list[Field]] = defaultdict(list)
    shares = named(contract, "payment_share")
    taken = spans_of(shares)
    more = [*named(contract, "retention_rate"), *(f for f in named(contract, "deposit") if "CNY" not in str(f.norm))]
    for field in [*shares, *(f for f in more if not any(_meet(span, taken) for span in spans_of([f])))]:
        clause = contract.lists.clause.get(field.clause or "")
        by_parent[clause.parent if clause is not None and clause.kind == "item" else field.clause].append(field)
    held = compiled(rule.params["held"])
    around = {id: [(f, span) for f in fields for span in _apart(rule, contract, f)] for id, fields in by_parent.items()}
    for id, places in around.items():
        deposits = {f.norm for f, _ in places if f.name == "deposit"}
        if any(f.norm in deposits and f.name != "deposit" for f, _ in places):
            continue  # it may be one of the instalments, told again
        above = _under(contract, id)
        article = [
            share for other, given in around.items() if above and _under(contract, other) == above for share in given
        ]
        total, paid = _sum(places), [_sum(given, "deposit") for given in around.values()]
        makes = {total, total - _sum(places, "deposit"), _sum(article), *(total + deposit for deposit in paid)}
        spans = [span for _, span in places]
        words = " ".join(contract.text.cut(span) for span in spans)
        near = len(places) >= 3 and 1 not in makes and Decimal("0.6") < total < Decimal("1.4")
        doubtful = any(paid) and held.search(contract.text.text)
        if near and not doubtful and not compiled(rule.params["unless"]).search(words):
            yield says(rule, contract, "shares", spans, total=shown(str(total)))


def _sum(places: list[tuple[Field, Place]], name: str = "") -> Decimal:
    """What the shares come to, all of them or those of one name."""
    return sum((Decimal(str(f.norm)) for f, _ in places if name in ("", f.name)), Decimal(0))


def _under(contract: Contract, id: str | None) -> str | None:
    clause = contract.lists.clause.get(id or "")
    return clause.parent if clause is not None else None


def _apart(rule: CheckRule, contract: Contract, field: Field) -> list[Place]:
    """Where a share is said: again where its clause has another part of the price that is as large (`paid`, and not
    `unpaid` in its sentence)."""
    places = spans_of([field])
    if not places:
        return []
    start, end = clause_span(contract, places[0][0])
    again = [
        (value.start, value.end)
        for value in contract.values
        if value.norm == field.norm and value.kind == "rate" and places[0][1] <= value.start and value.end <= end
        if compiled(rule.params["paid"]).search(contract.text.text, start, value.start)
        if not compiled(rule.params["unpaid"]).search(contract.text.cut(sentence_at(contract, value.start, value.end)))
    ]
    return places + again


def _meet(span: Place, others: list[Place]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def portions(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """「盈余按甲50%、乙25%、丙20%分配」: the portions of several parties (`portion`, in a line with `portions` and without
    `portions_unless`), which are not the whole."""
    text = contract.text.text
    for match in compiled(rule.params["portions"]).finditer(text):
        found = list(compiled(rule.params["portion"]).finditer(text, *match.span()))
        total = sum((parse_number(one["n"]) or Decimal(0) for one in found), Decimal(0)) / 100
        whole = len({one["who"] for one in found}) == len(found) > 1 and Decimal("0.6") < total < Decimal("1.4")
        if whole and total != 1 and not compiled(rule.params["portions_unless"]).search(text, *match.span()):
            yield says(rule, contract, "portions", [match.span()], total=shown(str(total)))
