"""Amounts that are not the sum they are said to make: parts of a price, instalments, units of a list."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from models.check_rule import CheckRule
from models.report import Finding
from parser.checks.sums.amounts import ROUNDED, fact, is_sum, says, single, without_twins
from parser.contract import Contract, clause_at, compiled, named, price_of, sentence_at, spans_of
from parser.values.numerals import parse_number

_NEAR = 5
"""Characters between 共计 and its amount: 人民币."""
_SAID = 16
"""Characters before an amount in which it is called an instalment."""
_CELLS = (re.compile(r"[^;\n]+"), re.compile(r"[^;,、\n]+"))
"""The parts of a sentence, by its semicolons or, where these part no amounts, by all its marks."""
_CELLS_END = re.compile(r"[。\n]")
_FAR = Decimal("0.4")
"""The part of the price by which instalments that are meant to make it up may miss it."""


def named_parts(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """「总价T元,其中A a元,B b元」: the amounts behind `whole` and `among`, up to the end of the sentence."""
    text = contract.text.text
    for match in compiled(rule.params["among"]).finditer(text):
        start, end = sentence_at(contract, *match.span())
        if compiled(rule.params["parts_unless"]).search(text, start, end):
            continue
        sums = [v for v in contract.values if start <= v.start and v.end <= end and is_sum(v)]
        whole = single([v for v in sums if v.end <= match.start()])
        parts = [v for v in sums if v.start >= match.end()]
        if whole is None or len(parts) < 2 or not compiled(rule.params["whole"]).search(text, start, whole.start):
            continue
        total = sum((fact(v, "amount") for v in without_twins(parts, text)), Decimal(0))
        if abs(total - fact(whole, "amount")) > max(Decimal("0.05"), fact(whole, "amount") * ROUNDED / 10):
            yield says(
                rule, contract, "parts", [(start, end)], total=text[whole.start : whole.end], sum=f"{total:,.2f}元"
            )


def listed_parts(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """「服务费用包括:」 or 「分三期支付:」 and its units, each of which gives one amount, against the price of the contract."""
    whole = price_of(contract)
    given_sums = [v for v in contract.values if is_sum(v)]
    begun = [v.start for v in given_sums]
    for name, below in contract.lists.below.items() if whole is not None and len(begun) > 1 else ():
        within = bisect_left(begun, below[-1].span[1]) - bisect_left(begun, below[0].span[0])
        if name is None or not 2 <= len(below) <= within:
            continue
        clause, units = contract.lists.clause[name], [unit.span for unit in below]
        plan = compiled(rule.params["plan"]).search(f"{clause.heading}\n{clause.text}")
        if not plan and not compiled(rule.params["list"]).search(clause.text):
            continue
        sums = [[v for v in given_sums if start <= v.start and v.end <= end] for start, end in units]
        parts = [single(values) for values in sums]
        given = [fact(part, "amount") for part in parts if part is not None]
        around = (clause.span[0], max([end for _, end in units], default=clause.span[1]))
        excused = compiled(rule.params["net"]).search(contract.text.cut(around))
        if whole is None or len(given) < 2 or len(given) < len(units) or excused:
            continue
        if plan and abs(sum(given, Decimal(0)) - whole) > whole * _FAR:
            continue
        if abs(sum(given, Decimal(0)) - whole) > max(Decimal("0.05"), whole * ROUNDED / 10):
            spans = [around, *spans_of(named(contract, "total_price")[:1])]
            yield says(rule, contract, "list", spans, total=f"{whole:,.2f}元", sum=f"{sum(given, Decimal(0)):,.2f}元")


def run_on_parts(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """「首期支付30万元,二期支付50万元,尾款10万元」 in one paragraph, against the price of the contract: the amounts behind
    `instalment`, where one stands behind `last`, and neither a share, a slot, another amount nor a payment without one (`unsaid`)
    stands among them."""
    text, params = contract.text.text, rule.params
    whole, unsaid = price_of(contract), compiled(params["unsaid"])
    lines = dict.fromkeys(
        (text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end()))
        for match in compiled(params["last"]).finditer(text if whole is not None else "")
    )
    for start, line_end in lines:
        end = line_end if line_end >= 0 else len(text)
        given = [v for v in contract.values if start <= v.start and v.end <= end and v.kind in ("money", "rate")]
        before = {v.start: text[max(v.start - _SAID, start) : v.start] for v in given}
        parts = [v for v in given if compiled(params["instalment"]).search(before[v.start])]
        sums = without_twins([v for v in given if is_sum(v)], text)
        paid, rest = [v for v in sums if v in parts], [v for v in sums if v not in parts]
        ends = paid and compiled(params["last"]).search(before[paid[-1].start])
        if whole is None or len(paid) < 2 or not ends or not all(map(is_sum, parts)):
            continue
        total = sum((fact(v, "amount") for v in paid), Decimal(0))
        excused = compiled(params["net"]).search(text, start, end) or any(fact(v, "amount") != whole for v in rest)
        excused = excused or any(unsaid.search(text, a.end, b.start) for a, b in pairwise(paid))
        if not excused and max(Decimal("0.05"), whole * ROUNDED / 10) < abs(total - whole) <= whole * _FAR:
            spans = [(paid[0].start, paid[-1].end), *spans_of(named(contract, "total_price")[:1])]
            yield says(rule, contract, "list", spans, total=f"{whole:,.2f}元", sum=f"{total:,.2f}元")


def parts_in_line(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """「价款构成:室外机12台,计428,000元;室内机96台,计231,000元」 or 「分三次付清:签约后3万元,到货后4万元,验收后2万元」 against the price of
    the contract: behind `makeup` each part up to the end of the sentence or line gives one amount."""
    text, params, whole = contract.text.text, rule.params, price_of(contract)
    if whole is None:
        return
    for match in compiled(params["makeup"]).finditer(text):
        end = _CELLS_END.search(text, match.end())
        for parts_of in _CELLS:
            cells = [
                c for c in parts_of.finditer(text, match.end(), end.start() if end else len(text)) if c.group().strip()
            ]
            sums = [
                [v for v in contract.values if c.start() <= v.start and v.end <= c.end() and is_sum(v)] for c in cells
            ]
            given = [fact(part, "amount") for values in sums if (part := single(values)) is not None]
            if len(given) < 2 or len(given) < len(cells):
                continue
            around = (match.start(), cells[-1].end())
            total = sum(given, Decimal(0))
            excused = compiled(params["net"]).search(text, *around)
            if not excused and max(Decimal("0.05"), whole * ROUNDED / 10) < abs(total - whole) <= whole * _FAR:
                spans = [around, *spans_of(named(contract, "total_price")[:1])]
                yield says(rule, contract, "list", spans, total=f"{whole:,.2f}元", sum=f"{total:,.2f}元")
            break


def parts_before(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """「人工费3万元、差旅费8000元、资料费2000元,共计45000元」: the amounts of a sentence before the last, which `summed` stands
    before, where neither a price of one, a share nor another sum (`summed_unless`) stands among them."""
    text, params = contract.text.text, rule.params
    for match in compiled(params["summed"]).finditer(text):
        whole = next((v for v in contract.values if match.start() <= v.start <= match.end() + 1 and is_sum(v)), None)
        if whole is None:
            continue
        start = max(text.rfind(mark, 0, match.start()) for mark in "。\n") + 1
        given = [
            v for v in contract.values if start <= v.start and v.end <= match.start() and v.kind in ("money", "rate")
        ]
        parts = without_twins([v for v in given if is_sum(v)], text)
        amounts = [fact(v, "amount") for v in parts]
        if len(parts) < 2 or fact(whole, "amount") in amounts or not all(map(is_sum, given)):
            continue
        if compiled(params["summed_unless"]).search(text, start, whole.end):
            continue
        total = sum(amounts, Decimal(0))
        if max(Decimal("0.05"), total * ROUNDED / 10) < abs(total - fact(whole, "amount")) <= total * _FAR:
            yield says(
                rule,
                contract,
                "parts",
                [(start, whole.end)],
                total=text[whole.start : whole.end],
                sum=f"{total:,.2f}元",
            )


def parts_above(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """「以上共计130万元」 (`above`) behind a list whose units give one amount each, or behind its last unit."""
    text = contract.text.text
    for match in compiled(rule.params["above"]).finditer(text):
        whole = next((v for v in contract.values if 0 <= v.start - match.end() < _NEAR and is_sum(v)), None)
        clause = clause_at(contract, match.start())
        if whole is None or clause is None:
            continue
        units = contract.lists.below.get(clause.id) or (
            contract.lists.below[clause.parent] if clause.kind == "item" else ()
        )
        spans = [(start, min(end, match.start())) for start, end in (u.span for u in units) if start < match.start()]
        parts = [single([v for v in contract.values if a <= v.start and v.end <= b and is_sum(v)]) for a, b in spans]
        given = [fact(part, "amount") for part in parts if part is not None]
        if len(given) < max(len(parts), 2) or compiled(rule.params["parts_unless"]).search(
            text, spans[0][0], whole.end
        ):
            continue
        total = sum(given, Decimal(0))
        if abs(total - fact(whole, "amount")) > max(Decimal("0.05"), total * ROUNDED / 10):
            yield says(
                rule, contract, "parts", [(spans[0][0], whole.end)], total=text[whole.start : whole.end],
                sum=f"{total:,.2f}元",
            )  # fmt: skip


def products(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """「每台每年4,800元,12台合计57,600元」 (`times`): the price times the number, and what they are said to come to."""
    for match in compiled(rule.params["times"]).finditer(contract.text.text):
        said = {name.rstrip("2345"): words for name, words in match.groupdict().items() if words is not None}
        price, number, given = (parse_number(said[name]) for name in ("price", "n", "sum"))
        if price is None or number is None or given is None:
            continue
        if abs(price * number - given) > max(Decimal("0.05"), given * ROUNDED / 10):
            yield says(
                rule, contract, "times", [match.span()], product=f"{price * number:,.2f}元", amount=f"{given:,.2f}元"
            )


def first_rent(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """「首期租金、押金及各项预付款共计T元」: the months of `quarter` (押一付三) times the rent, the deposit, and any of the
    amounts that `extra` finds."""
    text = contract.text.text
    match, plan = compiled(rule.params["first"]).search(text), compiled(rule.params["quarter"]).search(text)
    rents = {norm for f in named(contract, "rent") if (norm := str(f.norm)).endswith(" CNY/M")}
    held = {norm for f in named(contract, "security_deposit") if (norm := str(f.norm)).endswith(" CNY")}
    months = parse_number(plan["n"]) if plan else None
    if match is None or months is None or len(rents) != 1 or len(held) != 1:
        return
    given = next(
        (v for v in contract.values if v.start >= match.end() and v.start - match.end() < 8 and is_sum(v)), None
    )
    if given is None:
        return
    base = months * Decimal(rents.pop().split()[0]) + Decimal(held.pop().split()[0])
    sums = {base}
    for found in compiled(rule.params["extra"]).finditer(text):
        sums |= {amount + (parse_number(found["n"]) or Decimal(0)) for amount in sums}
    if fact(given, "amount") not in sums:
        spans = [sentence_at(contract, match.start(), given.end), *spans_of(named(contract, "rent")[:1])]
        total = text[given.start : given.end]
        yield says(rule, contract, "first", spans, total=total, sum=f"{max(sums):,.2f}元")
