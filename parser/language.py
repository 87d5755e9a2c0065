"""Whether a text is Chinese, or has Chinese beside its other language: the rules read no other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.report import Field, Finding, Notice

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u0400-\u04ff]{2,}|[\uac00-\ud7a3]+")
_ELSEWHERE = "のを는다"
"""What hardly a sentence of Japanese or Korean does without."""
_FEW_WORDS = 30
"""Words of another language that a short note, or a form of figures, may have without being of that language."""
_SHARE = 0.5
"""Han characters for each word of another language: a text in two languages has more than one for each."""


def language_notices(text: str) -> tuple[Notice, ...]:
    """What a reader is told of a contract that is not in Chinese."""
    # A Han character takes three bytes: most texts are told by their length, and by what is no Chinese.
    if len(text.encode()) > 2 * len(text) and not any(mark in text for mark in _ELSEWHERE):
        return ()
    han, kana = len(_HAN.findall(text)), len(_KANA.findall(text))
    words = len(_WORD.findall(text))
    if kana * 4 <= han and (words < _FEW_WORDS or han > words * _SHARE):
        return ()
    message = (
        "The text is not Chinese, and nothing else is read: its terms were not looked for, and nothing is called missing. "
        "Give the Chinese version of the contract."
    )
    return (Notice(code="other-language", stage="segment", message=message),)


def told_of(fields: Sequence[Field]) -> tuple[Field, ...]:
    """The fields of a text in another language: none of them is called absent."""
    return tuple(field for field in fields if field.status != "absent")


def read_of(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings about a text in another language: about what was read, not about what was not found."""
    return tuple(finding for finding in findings if not any(e.searched for e in finding.evidence))
