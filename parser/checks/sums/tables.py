"""Tables of goods whose rows do not add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

import regex

from models.check_rule import CheckRule
from models.report import Finding
from models.text import Block
from models.value import Value
from parser.checks.sums.amounts import ROUNDED, fact, is_sum, says, single
from parser.contract import Contract, compiled, named, price_of, sentence_at, spans_of
from parser.values.numerals import parse_number

_APART = Decimal("0.2")
"""The part of the price by which goods may miss it and still be all of them."""
_LINE = 80
"""Characters of a line that is the head of a table."""
_COLUMN = regex.compile(r"[^ \n]+(?: [^ \n]+)*")
_NUMBER = regex.compile(r"¥? ?((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?) ?(?P<unit>万?)元?")


def tables(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Every table with a column of amounts, or of prices and quantities."""
    tables: dict[int, dict[int, dict[int, Block]]] = defaultdict(lambda: defaultdict(dict))
    for block in contract.text.blocks:
        if block.cell is not None:
            tables[block.cell.table][block.cell.row].setdefault(block.cell.column, block)
    for rows in [*tables.values(), *_aligned(rule, contract)]:
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


def _aligned(rule: CheckRule, contract: Contract) -> Iterator[dict[int, dict[int, Block]]]:
    """Tables that are typed in lines: a head whose last column is of amounts, the columns parted by blanks, and the lines
    behind it that have as many columns, and as last a row of the sum."""
    text, blocks = contract.text.text, contract.text.blocks
    for at, block in enumerate(blocks):
        if block.cell is not None or "  " not in (line := text[block.start : block.end]) or len(line) > _LINE:
            continue
        head = _columns(text, block)
        if len(head) < 2 or not compiled(rule.params["amount"]).search(text[head[len(head) - 1].start : block.end]):
            continue
        rows = {0: head}
        for below in blocks[at + 1 :]:
            row = _columns(text, below)
            ends = compiled(rule.params["sum_row"]).search(text, below.start, below.end) is not None
            if below.cell is not None or len(row) < 2 or (len(row) != len(head) and not ends):
                break
            rows[len(rows)] = row
            if ends:
                break
        if len(rows) > 2:
            yield rows


def _columns(text: str, block: Block) -> dict[int, Block]:
    """What a line has between its blanks, by its place."""
    found = _COLUMN.finditer(text, block.start, block.end)
    return {place: Block(*match.span()) for place, match in enumerate(found)}


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
    if whole is None or len(rows) < 2 or not ROUNDED * whole < abs(total - whole) < _APART * whole:
        return
    said = spans_of(named(contract, "total_price")[:1])
    if any(compiled(rule.params["net"]).search(contract.text.cut(sentence_at(contract, *span))) for span in said):
        return
    blocks = [block for row in rows for block in row.values()]
    table = (min(block.start for block in blocks), max(block.end for block in blocks))
    yield says(rule, contract, "goods", [table, *said], total=f"{whole:,.2f}元", sum=f"{total:,.2f}元")


def _table(
    rule: CheckRule, contract: Contract, rows: list[dict[int, Block]], columns: dict[str, int | None]
) -> Iterator[Finding]:
    """Each row's price times its quantity against its amount, and the sum of the amounts against the row that gives it, or
    where none does against the whole that the paragraph above says to be made up so."""
    total, seen = Decimal(0), 0
    for row in rows:
        numbers = {name: _number(contract, row.get(column)) for name, column in columns.items() if column is not None}
        amount = numbers.get("amount")
        cells = sorted(row.values(), key=lambda block: block.start)
        spans = [(cells[0].start, cells[-1].end)]
        if compiled(rule.params["sum_row"]).search(contract.text.cut(spans[0])):
            given = amount if amount is not None else _last(contract, cells)
            if given is not None and seen > 1 and abs(given - total) > max(Decimal("0.05"), given * ROUNDED / 10):
                yield says(rule, contract, "column", spans, total=f"{given:,.2f}", sum=f"{total:,.2f}")
            return
        if amount is None:
            if any(contract.text.cut((block.start, block.end)).strip() for block in cells[1:]):
                seen = -len(rows)
            continue
        total, seen = total + amount, seen + 1
        price, quantity = numbers.get("price"), numbers.get("quantity")
        if price is not None and quantity is not None:
            product = price * quantity
            if abs(product - amount) > max(Decimal("0.02"), amount * ROUNDED / 10) and not _scaled(product, amount):
                yield says(rule, contract, "line", spans, product=f"{product:,.2f}", amount=f"{amount:,.2f}")
    first = min((cell.start for row in rows for cell in row.values()), default=0)
    whole = _made_up(rule, contract, first) if seen > 1 else None
    if whole is not None and not _scaled(total, fact(whole, "amount")):
        given = fact(whole, "amount")
        if abs(given - total) > max(Decimal("0.05"), given * ROUNDED / 10):
            said = sentence_at(contract, whole.start, whole.end)
            yield says(rule, contract, "column", [said], total=f"{given:,.2f}", sum=f"{total:,.2f}")


def _made_up(rule: CheckRule, contract: Contract, start: int) -> Value | None:
    """The one amount of the paragraph above a table that says that the amount is made up as in the table (`made_up`)."""
    blocks = [block for block in contract.text.blocks if block.end <= start and block.cell is None]
    for block in blocks[:-3:-1]:
        if compiled(rule.params["made_up"]).search(contract.text.text, block.start, block.end):
            if compiled(rule.params["net"]).search(contract.text.text, block.start, block.end):
                return None
            return single([v for v in contract.values if block.start <= v.start and v.end <= block.end and is_sum(v)])
    return None


def _scaled(product: Decimal, amount: Decimal) -> bool:
    """Whether the two differ in their unit only: a price in 元 and an amount in 万元."""
    return any(abs(product - amount * factor) <= product * ROUNDED for factor in (1000, 10_000))


def _last(contract: Contract, cells: list[Block]) -> Decimal | None:
    return next((n for block in reversed(cells) if (n := _number(contract, block)) is not None), None)


def _number(contract: Contract, block: Block | None) -> Decimal | None:
    match = _NUMBER.fullmatch(contract.text.cut((block.start, block.end)).strip()) if block is not None else None
    number = parse_number(match[1]) if match else None
    return number * (10_000 if match and match["unit"] else 1) if number is not None else None
