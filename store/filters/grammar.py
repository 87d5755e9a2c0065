"""A filter's text as a tree. Every error says the column, and what could stand there.

filter    := both ("or" both)*
both      := one ("and" one)*
one       := "not" one | "(" filter ")" | condition
condition := name ["[" words "]"] (operator value | "in" "(" value ("," value)* ")" | "contains" words
             | "is" ["not"] status)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from models.errors import BadFilter
from models.report import FieldStatus
from store.filters.tree import And, Compare, Contains, Filter, Name, Not, OneOf, Operator, Or, Status, Value, Words
from store.filters.values import DATE, ISO, QUANTITY, day_of, duration_of, quantity_of

LONGEST, DEEPEST, MOST = 4_000, 50, 200
"""Characters, levels of brackets, and conditions that a filter may have."""

_KEYWORDS = {
    "and": "and", "且": "and", "or": "or", "或": "or", "not": "not", "非": "not", "is": "is", "是": "is", "in": "in",
    "contains": "contains", "包含": "contains",
}  # fmt: skip
_STATUS: dict[str, FieldStatus] = {
    "found": "found", "已填": "found", "blank": "blank", "空白": "blank", "unreadable": "unreadable", "不清": "unreadable",
    "absent": "absent", "未见": "absent",
}  # fmt: skip
_OPERATORS: dict[str, Operator] = {
    "=": "=", "==": "=", "!=": "!=", "<>": "!=", "≠": "!=", "<": "<", "<=": "<=", "≤": "<=", ">": ">", ">=": ">=", "≥": ">=",
}  # fmt: skip
_BLANK = re.compile(r"\s+")
_SIGN = re.compile(r"<=|>=|!=|<>|==|[=<>≤≥≠()\[\],]")
_QUOTED = re.compile(r"'((?:[^']|'')*)'|\"((?:[^\"]|\"\")*)\"")
_WORD = re.compile(r"[\w.*·\-]+")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0x201C: 0x22,
    0x201D: 0x22,
    0x2018: 0x27,
    0x2019: 0x27,
}
"""Full-width signs as one types them in Chinese; a column stays what it was."""

Kind = Literal["sign", "word", "quoted", "value", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """`start:end` of the text; a value also by what it says, where it is not plain words."""

    kind: Kind
    text: str
    start: int
    value: Value | None = None


def parse_filter(text: str) -> Filter:
    """The filter that a text asks for. Raises BadFilter, which says the column and the remedy."""
    if len(text) > LONGEST:
        raise BadFilter(f"The filter has more than {LONGEST:,} characters.", remedy="Ask in several filters.")
    tokens = _tokens(text)
    reader = _Reader(text, tokens)
    asked = reader.either(0)
    if reader.ahead.kind != "end":
        raise reader.error("this was not expected", "Join conditions by `and` or `or`.")
    return asked


def _tokens(text: str) -> list[Token]:
    plain, at, found = text.translate(_WIDE), 0, []
    while at < len(plain):
        if blank := _BLANK.match(plain, at):
            at = blank.end()
            continue
        token, at = _token(text, plain, at)
        found.append(token)
    return [*found, Token("end", "", len(text))]


def _token(text: str, plain: str, at: int) -> tuple[Token, int]:
    if match := _SIGN.match(plain, at):
        return Token("sign", match.group(), at), match.end()
    if match := _QUOTED.match(plain, at):
        # What is quoted is meant as it stands, full width and all.
        inner, quote = text[at + 1 : match.end() - 1], plain[at]
        return Token("quoted", inner.replace(quote * 2, quote), at), match.end()
    if match := DATE.match(plain, at):
        if (day := day_of(match)) is None:
            raise _error(text, at, f"{match.group()} is no day of the calendar", "Write a date as 2026-03-02.")
        return Token("value", match.group(), at, day), match.end()
    if match := ISO.match(plain, at):
        return Token("value", match.group(), at, duration_of(match)), match.end()
    if match := QUANTITY.match(plain, at):
        if (value := quantity_of(match)) is None:
            raise _error(
                text, at, f"{match.group()} is a length of time with a period", "Leave the part from / on out."
            )
        return Token("value", match.group(), at, value), match.end()
    if match := _WORD.match(plain, at):
        return Token("word", match.group(), at), match.end()
    if plain[at] in "'\"":
        raise _error(text, at, "this quote is not closed", f"Close it with {plain[at]}; double it inside the words.")
    raise _error(text, at, f"`{text[at]}` means nothing here", "Put words that have such signs in quotes.")


class _Reader:
    """Goes through the tokens once; `ahead` is the next."""

    __slots__ = ("_at", "_conditions", "_text", "_tokens")

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self._text, self._tokens, self._at, self._conditions = text, tokens, 0, 0

    @property
    def ahead(self) -> Token:
        return self._tokens[self._at]

    def error(self, what: str, remedy: str) -> BadFilter:
        return _error(self._text, self.ahead.start, what, remedy)

    def either(self, depth: int) -> Filter:
        parts = [self._both(depth)]
        while self._keyword("or"):
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _both(self, depth: int) -> Filter:
        parts = [self._one(depth)]
        while self._keyword("and"):
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one(self, depth: int) -> Filter:
        if depth > DEEPEST:
            raise self.error(f"brackets stand more than {DEEPEST} deep", "Write the filter with fewer.")
        if self._keyword("not"):
            return Not(self._one(depth + 1))
        if self._sign("("):
            inside = self.either(depth + 1)
            self._expect(")")
            return inside
        return self._condition()

    def _condition(self) -> Filter:
        self._conditions += 1
        if self._conditions > MOST:
            raise self.error(f"a filter has at most {MOST} conditions", "Ask in several filters.")
        name = self._name()
        token = self.ahead
        if token.kind == "sign" and token.text in _OPERATORS:
            self._at += 1
            column = self.ahead.start + 1
            return Compare(name, _OPERATORS[token.text], self._value(), column)
        if self._keyword("contains"):
            column = self.ahead.start + 1
            return Contains(name, self._words("the words to look for"), column)
        if self._keyword("in"):
            return self._one_of(name)
        if self._keyword("is"):
            negated = self._keyword("not")
            status = Status(name, self._status())
            return Not(status) if negated else status
        raise self.error(
            f"after `{name.text}` a comparison is missing",
            "Write =, !=, <, <=, > or >= and a value; `contains` and words; `in (...)`; or `is blank`.",
        )

    def _name(self) -> Name:
        token = self.ahead
        if token.kind != "word" or token.text.lower() in _KEYWORDS:
            raise self.error("the name of a field is missing", "Begin a condition with a field: `penalty_rate > 30%`.")
        self._at += 1
        about = None
        if self._sign("["):
            about = self._words("a role or an object, as in `party[甲方]`")
            self._expect("]")
        return Name(token.text, about, token.start + 1)

    def _one_of(self, name: Name) -> OneOf:
        column = self.ahead.start + 1
        self._expect("(")
        values = [self._value()]
        while self._sign(","):
            values.append(self._value())
        self._expect(")")
        return OneOf(name, tuple(values), column)

    def _value(self) -> Value:
        token = self.ahead
        if token.value is None:
            return Words(self._words("a value: 0.3, 30%, 100万元, 12个月, 2026-03-02, or words"))
        self._at += 1
        return token.value

    def _words(self, what: str) -> str:
        token = self.ahead
        if token.kind not in ("quoted", "word", "value"):
            raise self.error(f"{what} is missing", "Put words in quotes where they have blanks or signs.")
        self._at += 1
        return token.text

    def _status(self) -> FieldStatus:
        status = _STATUS.get(self.ahead.text.lower()) if self.ahead.kind == "word" else None
        if status is None:
            raise self.error("after `is` a status is missing", "Write found, blank, unreadable or absent.")
        self._at += 1
        return status

    def _keyword(self, word: str) -> bool:
        hit = self.ahead.kind == "word" and _KEYWORDS.get(self.ahead.text.lower()) == word
        self._at += hit
        return hit

    def _sign(self, sign: str) -> bool:
        hit = self.ahead.kind == "sign" and self.ahead.text == sign
        self._at += hit
        return hit

    def _expect(self, sign: str) -> None:
        if not self._sign(sign):
            raise self.error(f"`{sign}` is missing", f"Put it before column {self.ahead.start + 1}.")


def _error(text: str, at: int, what: str, remedy: str) -> BadFilter:
    seen = f"`{text[at : at + 12]}`" if at < len(text) else "the end"
    return BadFilter(f"Filter, column {at + 1}, at {seen}: {what}.", remedy=remedy)
