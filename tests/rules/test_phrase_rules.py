"""Every phrase's examples: texts in which one of its ways stands, and texts in which none does."""

from __future__ import annotations

import pytest
import regex

from parser.packs import RULES, default_packs

PHRASES = default_packs().phrases


@pytest.mark.parametrize(("name", "text"), [(phrase.id, text) for phrase in PHRASES for text in phrase.examples])
def test_stands(name: str, text: str) -> None:
    assert any(regex.search(way, text) for phrase in PHRASES if phrase.id == name for way in phrase.ways)


@pytest.mark.parametrize(("name", "text"), [(phrase.id, text) for phrase in PHRASES for text in phrase.others])
def test_does_not_stand(name: str, text: str) -> None:
    assert not any(regex.search(way, text) for phrase in PHRASES if phrase.id == name for way in phrase.ways)


def test_each_way_is_shown() -> None:
    """A way that no example needs is one that nobody has tried."""
    idle = [
        (phrase.id, way)
        for phrase in PHRASES
        for way in phrase.ways
        if not any(regex.search(way, text) for text in phrase.examples)
    ]
    assert idle == []


def test_each_phrase_serves_a_rule() -> None:
    written = "".join(path.read_text("utf-8") for path in RULES.rglob("*.yaml"))
    assert [phrase.id for phrase in PHRASES if f"{{{phrase.id}}}" not in written] == []
