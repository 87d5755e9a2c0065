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
    made: list[Paragraph] = []
    cut = False
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        if paragraph.aside is None and len(text) <= _LONGEST:
            cut = cut or tail.search(text) is not None
            if cut or phrase.search(text):
                paragraph = replace(paragraph, aside="boilerplate")
        made.append(paragraph)
    return made
