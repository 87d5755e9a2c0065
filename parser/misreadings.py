"""Characters that text recognition confuses, told apart by the language around them (rules/misreadings.yaml).

Only characters read off a picture are touched, and each change is an edit: the way back to the original stays.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import regex

from models.reading import PageRun
from models.report import Notice
from models.text import Edit, RawText
from parser.rulefile import content_of

_FILE = Path(__file__).resolve().parents[1] / "rules" / "misreadings.yaml"
_BELOW = 0.97
"""A character read with a higher score is what it was read as."""
_QUOTES, _MIXED = regex.compile('[“”"]'), 0.15
_PRINTED = 2.0
"""The score of a character that the file itself states."""


@dataclass(frozen=True, slots=True)
class Misreading:
    """One confusion: what is read, what it is, and what must stand beside it; see rules/misreadings.yaml."""

    id: str
    pattern: regex.Pattern[str]
    right: str
    below: float
    hit: tuple[tuple[str, str], ...]
    miss: tuple[str, ...]


@lru_cache(maxsize=1)
def misreadings() -> tuple[Misreading, ...]:
    """The confusions of rules/misreadings.yaml, in the order in which they are tried; read once a process."""
    return tuple(_misreading(**entry) for entry in content_of(_FILE)["misreadings"])


def _misreading(
    *,
    id: str,
    wrong: str,
    right: str,
    hit: list[list[str]],
    miss: list[str],
    before: str = "",
    after: str = "",
    below: float = _BELOW,
) -> Misreading:
    pattern = f"{f'(?<={before})' if before else ''}(?:{wrong}){f'(?={after})' if after else ''}"
    pairs = tuple((wrong_text, right_text) for wrong_text, right_text in hit)
    return Misreading(id, regex.compile(pattern, regex.MULTILINE), right, below, pairs, tuple(miss))


def scores_of(raw: RawText) -> array[float] | None:
    """For each character of the raw text the score it was read with; None where none was read off a picture."""
    if not any(isinstance(piece.place, PageRun) and piece.place.sight for piece in raw.pieces):
        return None
    scores = array("f", [_PRINTED]) * len(raw.text)
    for start, piece in zip(raw.starts, raw.pieces, strict=True):
        if isinstance(piece.place, PageRun) and piece.place.sight is not None:
            scores[start : start + len(piece.text)] = piece.place.sight.scores
    return scores


def mend(text: str, scores: array[float]) -> Iterator[Edit]:
    """The edits that undo what was misread, in order; where two rules want one character, the first one has it."""
    edits = {edit.start: edit for edit in _straightened(text, scores)}
    for rule in misreadings():
        for match in rule.pattern.finditer(text):
            at = match.start()
            if scores[at] < rule.below and at not in edits:
                edits[at] = Edit(at, match.end(), rule.right)
    yield from (edits[at] for at in sorted(edits))


def _straightened(text: str, scores: array[float]) -> Iterator[Edit]:
    """Straight quotation marks look like curly ones to recognition, now like these, now like those. Where some were read
    straight, or do not open and close by turns, all are straight."""
    read = [m.start() for m in _QUOTES.finditer(text) if scores[m.start()] < _PRINTED]
    curly = [at for at in read if text[at] != '"']
    turned = sum(text[at] != "“”"[number % 2] for number, at in enumerate(curly))
    if len(read) - len(curly) + min(turned, len(curly) - turned) > _MIXED * len(read):
        yield from (Edit(at, at + 1, '"') for at in curly)


def mended_notices(count: int) -> tuple[Notice, ...]:
    """What a reader is told of so many characters put right."""
    if not count:
        return ()
    message = f"{count} characters that text recognition confuses were read by the words around them."
    return (Notice(code="misreadings-mended", stage="normalise", message=message),)
