"""Parties that a sentence at the head names, with no letter and no label: 本协议由A公司、B公司与C公司签订."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from models.rule import Parties
from parser.matching import short

_SENTENCE = regex.compile(r"[^。;\n]{12,300}")
_BRACKET = regex.compile(r" ?\([^()]{2,80}\)")
_LONGEST = 44
"""Characters of a name, at most."""
_ENDING = 12
"""Characters of the word that a firm's name ends with, at most."""
_LEAST = 2
"""Names without which a sentence presents no parties."""


class Named(NamedTuple):
    """A party that a sentence names: its name, where it begins, what the contract calls it, and where that ends."""

    name: str
    at: int
    role: str
    end: int


def named_in_sentence(text: str, end: int, words: Parties) -> list[Named]:
    """The firms that the first sentence in text[:end] names that says between whom the contract is made. What it calls
    one by (下称"太湖电子") is its role, and its name where it calls it by no other word."""
    concluding = short(words.concluding)
    for sentence in _SENTENCE.finditer(text, 0, end):
        if concluding.search(sentence.group()):
            found = list(_names(text, *sentence.span(), words))
            if len({one.name for one in found}) >= _LEAST:
                return found
    return []


def _names(text: str, start: int, end: int, words: Parties) -> Iterator[Named]:
    """The names one behind the other from the sentence's beginning, as long as nothing else stands between them."""
    joint, alias = short(words.joint), short(rf"{words.alias}(?P<called>[^\s,;。:()\"”』》“]{{2,10}})")
    lead = short(words.sentence_lead).match(text[start:end])
    if lead is None:
        return
    at = start + lead.end()
    while (name := _name(text, at, end, words)) is not None:
        stop, role = at + len(name), name
        bracket = _BRACKET.match(text, stop, end)
        if bracket is not None:
            stop = bracket.end()
            called = alias.search(bracket.group())
            role = called["called"] if called else name
        yield Named(name, at, role, stop)
        between = joint.match(text, stop, end)
        if between is None:
            return
        at = between.end()


def _name(text: str, at: int, end: int, words: Parties) -> str | None:
    """The firm's name that begins here: up to the first word that firms' names end with and behind which it is at its end."""
    organ, behind = short(words.organ), short(words.sentence_behind)
    for stop in range(at + 4, min(at + _LONGEST, end) + 1):
        if organ.search(text, max(at, stop - _ENDING), stop) and (stop == end or behind.match(text, stop, end)):
            return text[at:stop]
    return None
