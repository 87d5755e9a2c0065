"""What the contract itself says about a value that was not seen well: an amount in its other form, a sum, a share, a
term between two days, a check digit, the same words where they are clear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

import regex

from models.report import Field
from models.text import Block, NormalText
from models.value import Value
from parser.values.idcode import id_number_check, uscc_check

Span = tuple[int, int]

_BESIDE = 40
"""Characters between an amount and its other form, or the share that it is."""
_TELLING = 8
"""A norm this long is not twice the same by chance."""
_NUMBER = regex.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,4})?|[0-9]{1,12}(?:\.[0-9]{1,4})?")
_CENT = Decimal("0.005")
_MOST_CELLS = 40


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A contract, its values, and its fields with the span of each one's value."""

    text: NormalText
    values: Sequence[Value]
    fields: Sequence[tuple[Field, Span | None]]

    def clear(self, span: Span | None) -> bool:
        return span is not None and not self.text.sight(span)[1]


def settled(seen: Seen, field: Field, span: Span) -> bool:
    """Whether something else in the contract says that this value was read right."""
    return (
        _stated_elsewhere(seen, field, span)
        or _in_other_form(seen, field, span)
        or _adds_up(seen, span)
        or _is_share(seen, field, span)
        or _shares_make_whole(seen, field)
        or _fits_between_days(seen, field)
        or _has_check_digit(field)
    )


def _stated_elsewhere(seen: Seen, field: Field, span: Span) -> bool:
    norm = field.norm or ""
    if len(norm) < _TELLING:
        return False
    if any(
        value.norm == norm and _apart(value, span) and seen.clear((value.start, value.end)) for value in seen.values
    ):
        return True
    return any(seen.clear(place) for place in _places(seen.text.text, norm) if not span[0] <= place[0] < span[1])


def _apart(value: Value, span: Span) -> bool:
    return value.end <= span[0] or value.start >= span[1]


def _places(text: str, words: str) -> Iterator[Span]:
    at = text.find(words)
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + 1)


def _beside(value: Value, span: Span) -> bool:
    return 0 <= max(value.start - span[1], span[0] - value.end) <= _BESIDE


def _amount(value: Value) -> Decimal | None:
    return Decimal(str(value.value["amount"])) if value.kind == "money" and value.value and value.norm else None


def _money(field: Field) -> Decimal | None:
    amount, _, currency = (field.norm or "").partition("/")[0].partition(" ")
    return Decimal(amount) if len(currency) == 3 else None


def _in_other_form(seen: Seen, field: Field, span: Span) -> bool:
    """大写 beside 小写. The other may be in doubt itself: where different characters say the same, both are right."""
    amount = _money(field)
    form = field.value.get("form") if isinstance(field.value, dict) else None
    return amount is not None and any(
        _amount(value) == amount
        and (value.value or {}).get("form") != form
        and _apart(value, span)
        and _beside(value, span)
        for value in seen.values
    )


def lacks_an_end(seen: Seen, field: Field, span: Span) -> bool:
    """Whether an amount in figures that nothing stands behind (or before) is the beginning (or the end) of what the words
    beside it say: it may have lost its other digits."""
    amount, text = _money(field), seen.text.text
    if amount is None or not isinstance(field.value, dict) or field.value.get("form") != "digits":
        return False
    bare_behind, bare_before = text[span[1] - 1].isdigit() and _is_bare(text, span[1]), _is_bare(text, span[0] - 1)
    read = _digits(amount)
    others = [
        _digits(other)
        for value in seen.values
        if (value.value or {}).get("form") == "formal" and _apart(value, span) and _beside(value, span)
        if (other := _amount(value)) is not None
    ]
    return any(
        len(read) < len(other) and ((bare_behind and other.startswith(read)) or (bare_before and other.endswith(read)))
        for other in others
    )


def _is_bare(text: str, at: int) -> bool:
    return not 0 <= at < len(text) or text[at].isspace()


def _digits(amount: Decimal) -> str:
    return f"{amount:.2f}".removesuffix(".00").replace(".", "")


def _adds_up(seen: Seen, span: Span) -> bool:
    """Whether a number in a table is the sum of those above it, or the product of two beside it."""
    here = next((block for block in seen.text.blocks if block.start <= span[0] < block.end), None)
    number = _number_in(seen, span)
    if here is None or here.cell is None or number is None:
        return False
    cell = here.cell
    table = [block for block in seen.text.blocks if block.cell is not None and block.cell.table == cell.table]
    above = [b for b in table if b.cell and b.cell.column == cell.column and b.cell.row < cell.row]
    beside = [b for b in table if b.cell and b.cell.row == cell.row and b.cell.column != cell.column]
    terms, factors = list(_clear_numbers(seen, above)), list(_clear_numbers(seen, beside))
    if len(terms) >= 2 and abs(sum(terms) - number) < _CENT:
        return True
    return any(abs(a * b - number) < _CENT and 1 not in (a, b) for a, b in combinations(factors, 2))


def _number_in(seen: Seen, span: Span) -> Decimal | None:
    numbers = _NUMBER.findall(seen.text.cut(span))
    return Decimal(numbers[0].replace(",", "")) if len(numbers) == 1 else None


def _clear_numbers(seen: Seen, blocks: Sequence[Block]) -> Iterator[Decimal]:
    for block in blocks[:_MOST_CELLS]:
        number = _number_in(seen, (block.start, block.end))
        if number is not None and seen.clear((block.start, block.end)):
            yield number


def _is_share(seen: Seen, field: Field, span: Span) -> bool:
    """Whether an amount is the share of the total that stands beside it, or a share gives the amount beside it."""
    clear = [value for value in seen.values if _apart(value, span) and seen.clear((value.start, value.end))]
    totals = {amount for value in clear if (amount := _amount(value)) is not None}
    near = [value for value in clear if _beside(value, span)]
    amount, share = _money(field), _share(field.norm)
    if amount is not None:
        shares = {one for value in near if value.kind == "rate" and (one := _share(value.norm)) is not None}
        return any(abs(total * one - amount) < _CENT for total in totals for one in shares)
    if share is not None:
        parts = {one for value in near if (one := _amount(value)) is not None}
        return any(abs(total * share - part) < _CENT for total in totals for part in parts if total != part)
    return False


def _share(norm: str | None) -> Decimal | None:
    digits = norm or ""
    return Decimal(digits) if digits.startswith("0.") and digits[2:].isdigit() else None


def _shares_make_whole(seen: Seen, field: Field) -> bool:
    """Whether all shares of this name add up to the whole."""
    if _share(field.norm) is None:
        return False
    shares = {
        span: share for one, span in seen.fields if one.name == field.name and span and (share := _share(one.norm))
    }
    return len(shares) >= 2 and sum(shares.values()) == 1


def _fits_between_days(seen: Seen, field: Field) -> bool:
    """Whether first day, last day and term agree, with the other two in no doubt."""
    known: dict[str, str] = {}
    for name in ("term", "term_start", "term_end"):
        norms = {one.norm for one, span in seen.fields if one.name == name and (name == field.name or seen.clear(span))}
        if name == field.name:
            known[name] = field.norm or ""
        elif len(norms) == 1 and (norm := norms.pop()):
            known[name] = norm
    if field.name not in known or len(known) < 3 or not known["term"].endswith("M"):
        return False
    first, last = date.fromisoformat(known["term_start"]), date.fromisoformat(known["term_end"])
    months = int(known["term"][1:-1])
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    due = date(year, month + 1, 1) + timedelta(days=first.day - 1)
    return abs((last - due).days) <= 1


def _has_check_digit(field: Field) -> bool:
    code = (field.norm or "").upper()
    return len(code) == 18 and code[-1] in (uscc_check(code), id_number_check(code))
