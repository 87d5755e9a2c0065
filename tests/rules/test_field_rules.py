"""Every field's own examples, through the whole walk."""

from __future__ import annotations

import pytest

from models.field_rule import Example
from parser import parse
from parser.packs import default_packs

PADDING = "\n第九条 其他\n双方应当本着诚实信用的原则全面履行各自的义务,未尽事项另行商定。"
EXAMPLES = [(rule.name, example) for rule in default_packs().fields for example in rule.examples]


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[f"{name}-{e.text[-24:]}" for name, e in EXAMPLES])
def test_example(name: str, example: Example) -> None:
    report = parse((example.text + PADDING).encode(), name="contract.txt")
    fields = [f for f in report.fields if f.name == name and f.status != "absent"]
    if example.norm is None:
        assert not fields
    elif example.norm == "blank":
        assert [f.status for f in fields][:1] == ["blank"]
    else:
        fitting = [f for f in fields if f.norm == example.norm]
        assert fitting, [f.norm for f in fields]
        assert not example.role or example.role in {f.role for f in fitting}
        assert not example.object or example.object in {f.object for f in fitting}


def test_every_field_has_two_examples() -> None:
    assert all(len(rule.examples) >= 2 for rule in default_packs().fields)
