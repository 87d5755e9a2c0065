"""Words of sharing sites around and behind a contract, by the phrases of rules/boilerplate.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import regex
import yaml

from models.reading import Paragraph

_FILE = Path(__file__).resolve().parents[2] / "rules" / "boilerplate.yaml"
_LONGEST = 300


@lru_cache(maxsize=1)
def _phrases() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    content = yaml.safe_load(_FILE.read_text("utf-8"))
    return regex.compile("|".join(content["phrases"])), regex.compile("|".join(content["tails"]))


def mark_boilerplate(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Set aside the lines that a sharing site added; from a tail's first line on, all that follows."""
    phrase, tail = _phrases()
    texts = ["" if paragraph.aside is not None else paragraph.text.strip() for paragraph in paragraphs]
    cut = _tail(texts, tail)
    return [
        replace(paragraph, aside="boilerplate")
        if text and (at >= cut or (len(text) <= _LONGEST and phrase.search(text)))
        else paragraph
        for at, (paragraph, text) in enumerate(zip(paragraphs, texts, strict=True))
    ]


def _tail(texts: Sequence[str], tail: regex.Pattern[str]) -> int:
    """Where the site's words behind the contract begin. A box of the kind may also stand before the contract: a tail
    is shorter than what it follows."""
    before, total = 0, sum(map(len, texts))
    for at, text in enumerate(texts):
        if 0 < len(text) <= _LONGEST and before > total - before and tail.search(text):
            return at
        before += len(text)
    return len(texts)
