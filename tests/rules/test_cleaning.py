"""Every example of wordings.yaml: the norm that a text becomes, an empty slot, or no value at all."""

from __future__ import annotations

import pytest

from parser.packs import RULES
from parser.rulefile import content_of
from parser.values.wording import CLEAN

EXAMPLES = content_of(RULES / "wordings.yaml")["examples"]


@pytest.mark.parametrize(("way", "raw", "norm"), [(way, *pair) for way, pairs in EXAMPLES.items() for pair in pairs])
def test_clean(way: str, raw: str, norm: str | None) -> None:
    assert CLEAN[way](raw) == norm


def test_every_way_that_rests_on_words_has_examples() -> None:
    assert {*EXAMPLES, "text", "number", "code", "share"} == set(CLEAN)
    assert all({norm is None for _, norm in pairs} == {True, False} for pairs in EXAMPLES.values())
