"""Every field's own examples, through the whole walk."""

from __future__ import annotations

import pytest

from parser import parse
from parser.packs import default_packs

PADDING = "\n第九条 其他\n双方应当本着诚实信用的原则全面履行各自的义务,未尽事项另行商定。"
EXAMPLES = [(rule.name, example.text, example.norm) for rule in default_packs().fields for example in rule.examples]


@pytest.mark.parametrize(("name", "text", "norm"), EXAMPLES)
def test_example(name: str, text: str, norm: str | None) -> None:
    fields = [
        f
        for f in parse((text + PADDING).encode(), name="contract.txt").fields
        if f.name == name and f.status != "absent"
    ]
    if norm is None:
        assert not fields
    elif norm == "blank":
        assert [f.status for f in fields][:1] == ["blank"]
    else:
        assert norm in {f.norm for f in fields}


def test_every_field_has_two_examples() -> None:
    assert all(len(rule.examples) >= 2 for rule in default_packs().fields)
