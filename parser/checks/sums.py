"""Sums that do not come out: shares of a price, its parts, the rows of a table, an amount said to be a share."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

import regex

from models.check_rule import CheckRule
from models.report import Field, Finding
from models.text import Block
from models.value import Value
from parser.contract import Contract, clause_at, clause_span, compiled, named, price_of, sentence_at, spans_of
from parser.findings import finding, shown
from parser.values.numerals import parse_number

Place = tuple[int, int]

_ROUNDED = Decimal("0.0005")
"""The part of the whole by which a printed amount may be rounded."""
_APART = Decimal("0.2")
_NEAR = 5
"""Characters between 共计 and its amount: 人民币."""
_SAID = 16
"""Characters before an amount in which it is called an instalment."""
_FAR = Decimal("0.4")
"""The part of the price by which instalments that are meant to make it up may miss it."""
_NUMBER = regex.compile(r"¥? ?((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?) ?(?P<unit>万?)元?")


def percent_amounts(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """「30%,即人民币15万元」 where that share of the price is another amount.

    `between` is what may stand between the share and the amount; `base` are words of another base than the price, and
    `rounded` of an amount that is not meant exactly.
    """
    price = price_of(contract)
    if price is None:
        return
    text, params = contract.text.text, rule.params
    for share, amount in zip(contract.values, contract.values[1:], strict=False):
        between = text[share.end : amount.start]
        if not _is_share(share) or not _is_sum(amount) or not compiled(params["between"]).fullmatch(between):
            continue
        place = sentence_at(contract, share.start, amount.end)
        before = text[place[0] : share.start]
        if compiled(params["base"]).search(before) or compiled(params["rounded"]).search(text, share.end, place[1]):
            continue
        due = (_of(share, "rate") * price).quantize(Decimal("0.01"))
        if abs(due - _of(amount, "amount")) > max(Decimal(1), price * _ROUNDED):
            yield finding(
                rule, contract, spans=[(share.start, amount.end), *spans_of(named(contract, "total_price")[:1])],
                subject=text[share.start : share.end], share=text[share.start : share.end], due=f"{due:,.2f}元",
                given=text[amount.start : amount.end],
            )  # fmt: skip


def _is_share(value: Value) -> bool:
    return value.kind == "rate" and not value.blank and "/" not in (value.norm or "/") and value.qualifier is None


def _is_sum(value: Value) -> bool:
    facts = value.value or {}
    return value.kind == "money" and not value.blank and facts.get("per") is None and facts.get("currency") == "CNY"


def _of(value: Value, key: str) -> Decimal:
    return Decimal(str((value.value or {})[key]))


def items(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Instalments that are not the whole, parts that are not their sum, and tables whose rows do not add up.

    `says` holds the messages `shares` and `portions` {total}, `parts`, `column`, `goods`, `list` and `first` {total} {sum},
    and `line` {row} {product} {amount}.
    """
    yield from _shares(rule, contract)
    yield from _parts(rule, contract)
    yield from _list(rule, contract)
    yield from _run_on(rule, contract)
    yield from _above(rule, contract)
    yield from _portions(rule, contract)
    yield from _first_rent(rule, contract)
    yield from _tables(rule, contract)


def _says(rule: CheckRule, contract: Contract, key: str, spans: list[Place], **words: str) -> Finding:
    return finding(rule, contract, spans=spans, subject=key, what=rule.params["says"][key].format(**words))


def _shares(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
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
            yield _says(rule, contract, "shares", spans, total=shown(str(total)))


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


def _parts(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """「总价T元,其中A a元,B b元」: the amounts behind `whole` and `among`, up to the end of the sentence."""
    text = contract.text.text
    for match in compiled(rule.params["among"]).finditer(text):
        start, end = sentence_at(contract, *match.span())
        if compiled(rule.params["parts_unless"]).search(text, start, end):
            continue
        sums = [v for v in contract.values if start <= v.start and v.end <= end and _is_sum(v)]
        whole = _single([v for v in sums if v.end <= match.start()])
        parts = [v for v in sums if v.start >= match.end()]
        if whole is None or len(parts) < 2 or not compiled(rule.params["whole"]).search(text, start, whole.start):
            continue
        total = sum((_of(v, "amount") for v in _without_twins(parts, text)), Decimal(0))
        if abs(total - _of(whole, "amount")) > max(Decimal("0.05"), _of(whole, "amount") * _ROUNDED / 10):
            yield _says(
                rule, contract, "parts", [(start, end)], total=text[whole.start : whole.end], sum=f"{total:,.2f}元"
            )


def _list(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """「服务费用包括:」 or 「分三期支付:」 and its units, each of which gives one amount, against the price of the contract."""
    whole = price_of(contract)
    given_sums = [v for v in contract.values if _is_sum(v)]
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
        parts = [_single(values) for values in sums]
        given = [_of(part, "amount") for part in parts if part is not None]
        around = (clause.span[0], max([end for _, end in units], default=clause.span[1]))
        excused = compiled(rule.params["net"]).search(contract.text.cut(around))
        if whole is None or len(given) < 2 or len(given) < len(units) or excused:
            continue
        if plan and abs(sum(given, Decimal(0)) - whole) > whole * _FAR:
            continue
        if abs(sum(given, Decimal(0)) - whole) > max(Decimal("0.05"), whole * _ROUNDED / 10):
            spans = [around, *spans_of(named(contract, "total_price")[:1])]
            yield _says(rule, contract, "list", spans, total=f"{whole:,.2f}元", sum=f"{sum(given, Decimal(0)):,.2f}元")


def _run_on(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
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
        sums = _without_twins([v for v in given if _is_sum(v)], text)
        paid, rest = [v for v in sums if v in parts], [v for v in sums if v not in parts]
        ends = paid and compiled(params["last"]).search(before[paid[-1].start])
        if whole is None or len(paid) < 2 or not ends or not all(map(_is_sum, parts)):
            continue
        total = sum((_of(v, "amount") for v in paid), Decimal(0))
        excused = compiled(params["net"]).search(text, start, end) or any(_of(v, "amount") != whole for v in rest)
        excused = excused or any(unsaid.search(text, a.end, b.start) for a, b in pairwise(paid))
        if not excused and max(Decimal("0.05"), whole * _ROUNDED / 10) < abs(total - whole) <= whole * _FAR:
            spans = [(paid[0].start, paid[-1].end), *spans_of(named(contract, "total_price")[:1])]
            yield _says(rule, contract, "list", spans, total=f"{whole:,.2f}元", sum=f"{total:,.2f}元")


def _above(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """「以上共计130万元」 (`above`) behind a list whose units give one amount each, or behind its last unit."""
    text = contract.text.text
    for match in compiled(rule.params["above"]).finditer(text):
        whole = next((v for v in contract.values if 0 <= v.start - match.end() < _NEAR and _is_sum(v)), None)
        clause = clause_at(contract, match.start())
        if whole is None or clause is None:
            continue
        units = contract.lists.below.get(clause.id) or (
            contract.lists.below[clause.parent] if clause.kind == "item" else ()
        )
        spans = [(start, min(end, match.start())) for start, end in (u.span for u in units) if start < match.start()]
        parts = [_single([v for v in contract.values if a <= v.start and v.end <= b and _is_sum(v)]) for a, b in spans]
        given = [_of(part, "amount") for part in parts if part is not None]
        if len(given) < max(len(parts), 2) or compiled(rule.params["parts_unless"]).search(
            text, spans[0][0], whole.end
        ):
            continue
        total = sum(given, Decimal(0))
        if abs(total - _of(whole, "amount")) > max(Decimal("0.05"), total * _ROUNDED / 10):
            yield _says(
                rule, contract, "parts", [(spans[0][0], whole.end)], total=text[whole.start : whole.end],
                sum=f"{total:,.2f}元",
            )  # fmt: skip


def _portions(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """「盈余按甲50%、乙25%、丙20%分配」: the portions of several parties (`portion`, in a line with `portions` and without
    `portions_unless`), which are not the whole."""
    text = contract.text.text
    for match in compiled(rule.params["portions"]).finditer(text):
        found = list(compiled(rule.params["portion"]).finditer(text, *match.span()))
        total = sum((parse_number(one["n"]) or Decimal(0) for one in found), Decimal(0)) / 100
        whole = len({one["who"] for one in found}) == len(found) > 1 and Decimal("0.6") < total < Decimal("1.4")
        if whole and total != 1 and not compiled(rule.params["portions_unless"]).search(text, *match.span()):
            yield _says(rule, contract, "portions", [match.span()], total=shown(str(total)))


def _first_rent(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
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
        (v for v in contract.values if v.start >= match.end() and v.start - match.end() < 8 and _is_sum(v)), None
    )
    if given is None:
        return
    base = months * Decimal(rents.pop().split()[0]) + Decimal(held.pop().split()[0])
    sums = {base}
    for found in compiled(rule.params["extra"]).finditer(text):
        sums |= {amount + (parse_number(found["n"]) or Decimal(0)) for amount in sums}
    if _of(given, "amount") not in sums:
        spans = [sentence_at(contract, match.start(), given.end), *spans_of(named(contract, "rent")[:1])]
        total = text[given.start : given.end]
        yield _says(rule, contract, "first", spans, total=total, sum=f"{max(sums):,.2f}元")


def _single(values: list[Value]) -> Value | None:
    """The one amount that all of these say (in formal numerals and in digits), else None."""
    return values[-1] if values and len({_of(v, "amount") for v in values}) == 1 else None


def _without_twins(parts: list[Value], text: str) -> list[Value]:
    """Without the second writing of an amount that stands in brackets behind the first: 贰拾万元(¥200,000元)."""
    kept: list[Value] = []
    for part in parts:
        twin = kept and _of(kept[-1], "amount") == _of(part, "amount") and "(" in text[kept[-1].end : part.start]
        if not twin:
            kept.append(part)
    return kept


def _tables(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    tables: dict[int, dict[int, dict[int, Block]]] = defaultdict(lambda: defaultdict(dict))
    for block in contract.text.blocks:
        if block.cell is not None:
            tables[block.cell.table][block.cell.row].setdefault(block.cell.column, block)
    for rows in tables.values():
        head = rows[min(rows)]
        numbers, titles = list(head), [contract.text.cut((cell.start, cell.end)) for cell in head.values()]
        columns = {
            name: next((numbers[at] for at in compiled(rule.params[name]).which(titles)), None)
            for name in ("quantity", "price", "amount")
        }
        body = [rows[row] for row in sorted(rows)[1:]]
        if columns["amount"] is not None:
            yield from _table(rule, contract, body, columns)
        elif columns["price"] is not None and columns["quantity"] is not None:
            yield from _goods(rule, contract, body, columns["price"], columns["quantity"])


def _goods(
    rule: CheckRule, contract: Contract, rows: list[dict[int, Block]], price: int, quantity: int
) -> Iterator[Finding]:
    """Price times quantity of every row, where no column gives the amounts, against the price of the contract.

    What is far from it (`_APART`) is but a part of it; `net` are words of a price that is more or less than the goods.
    """
    whole, total = price_of(contract), Decimal(0)
    for row in rows:
        cells = [row.get(price), row.get(quantity)]
        words = [contract.text.cut((cell.start, cell.end)).strip() if cell is not None else "" for cell in cells]
        found = [compiled(rule.params["pieces"]).match(word) for word in words]
        numbers = [parse_number(match["n"]) if match else None for match in found]
        if numbers[0] is None or numbers[1] is None:
            return
        total += numbers[0] * numbers[1]
    if whole is None or len(rows) < 2 or not _ROUNDED * whole < abs(total - whole) < _APART * whole:
        return
    said = spans_of(named(contract, "total_price")[:1])
    if any(compiled(rule.params["net"]).search(contract.text.cut(sentence_at(contract, *span))) for span in said):
        return
    blocks = [block for row in rows for block in row.values()]
    table = (min(block.start for block in blocks), max(block.end for block in blocks))
    yield _says(rule, contract, "goods", [table, *said], total=f"{whole:,.2f}元", sum=f"{total:,.2f}元")


def _table(
    rule: CheckRule, contract: Contract, rows: list[dict[int, Block]], columns: dict[str, int | None]
) -> Iterator[Finding]:
    """Each row's price times its quantity against its amount, and the sum of the amounts against the row that gives it."""
    total, seen = Decimal(0), 0
    for row in rows:
        numbers = {name: _number(contract, row.get(column)) for name, column in columns.items() if column is not None}
        amount = numbers.get("amount")
        cells = sorted(row.values(), key=lambda block: block.start)
        spans = [(cells[0].start, cells[-1].end)]
        if compiled(rule.params["sum_row"]).search(contract.text.cut(spans[0])):
            given = amount if amount is not None else _last(contract, cells)
            if given is not None and seen > 1 and abs(given - total) > max(Decimal("0.05"), given * _ROUNDED / 10):
                yield _says(rule, contract, "column", spans, total=f"{given:,.2f}", sum=f"{total:,.2f}")
            return
        if amount is None:
            if any(contract.text.cut((block.start, block.end)).strip() for block in cells[1:]):
                seen = -len(rows)
            continue
        total, seen = total + amount, seen + 1
        price, quantity = numbers.get("price"), numbers.get("quantity")
        if price is not None and quantity is not None:
            product = price * quantity
            if abs(product - amount) > max(Decimal("0.02"), amount * _ROUNDED / 10) and not _scaled(product, amount):
                yield _says(rule, contract, "line", spans, product=f"{product:,.2f}", amount=f"{amount:,.2f}")


def _scaled(product: Decimal, amount: Decimal) -> bool:
    """Whether the two differ in their unit only: a price in 元 and an amount in 万元."""
    return any(abs(product - amount * factor) <= product * _ROUNDED for factor in (1000, 10_000))


def _last(contract: Contract, cells: list[Block]) -> Decimal | None:
    return next((n for block in reversed(cells) if (n := _number(contract, block)) is not None), None)


def _number(contract: Contract, block: Block | None) -> Decimal | None:
    match = _NUMBER.fullmatch(contract.text.cut((block.start, block.end)).strip()) if block is not None else None
    number = parse_number(match[1]) if match else None
    return number * (10_000 if match and match["unit"] else 1) if number is not None else None
