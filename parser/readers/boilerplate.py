"""Words of sharing sites around and behind a contract, by the phrases of rules/boilerplate.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import regex

from models.reading import Paragraph
from parser.matching import short
from parser.rulefile import content_of

_FILE = Path(__file__).resolve().parents[2] / "rules" / "boilerplate.yaml"
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class _Phrases:
    """`opening`: what a line begins with, `inside`: what it holds anywhere; `tail`: what the site's own part opens with."""

    opening: regex.Pattern[str]
    inside: regex.Pattern[str]
    tail: regex.Pattern[str]


@lru_cache(maxsize=1)
def _phrases() -> _Phrases:
    content = content_of(_FILE)
    phrases = content["phrases"]
    return _Phrases(
        opening=short("|".join(phrase for phrase in phrases if phrase.startswith("^"))),
        inside=short("|".join(phrase for phrase in phrases if not phrase.startswith("^"))),
        tail=short("|".join(content["tails"])),
    )


def mark_boilerplate(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Set aside the lines that a sharing site added; from a tail's first line on, all that follows."""
    phrases = _phrases()
    texts = ["" if paragraph.aside is not None else paragraph.text.strip() for paragraph in paragraphs]
    cut = _tail(texts, phrases.tail)
    return [
        replace(paragraph, aside="boilerplate")
        if text and (at >= cut or (len(text) <= _LONGEST and _is_site(text, phrases)))
        else paragraph
        for at, (paragraph, text) in enumerate(zip(paragraphs, texts, strict=True))
    ]


def _is_site(text: str, phrases: _Phrases) -> bool:
    return phrases.opening.match(text) is not None or phrases.inside.search(text) is not None


def _tail(texts: Sequence[str], tail: regex.Pattern[str]) -> int:
    """Where the site's words behind the contract begin. A box of the kind may also stand before the contract: a tail
    is shorter than what it follows."""
    before, total = 0, sum(map(len, texts))
    for at, text in enumerate(texts):
        if 0 < len(text) <= _LONGEST and before > total - before and tail.search(text):
            return at
        before += len(text)
    return len(texts)
