"""The words of the interface, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {"zh": {"title": "契约"}, "en": {"title": "Qiyue"}}


def words(language: str) -> Mapping[str, str]:
    return WORDS[language]
