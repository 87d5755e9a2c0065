"""Every check's own examples, through the whole walk."""

from __future__ import annotations

import pytest

from parser import parse
from parser.checks import CHECKS
from parser.packs import default_packs

RULES = default_packs().checks


def checks_in(contract: str) -> set[str]:
    return {finding.check for finding in parse(contract.encode(), name="contract.txt").findings}


@pytest.mark.parametrize(("check", "contract"), [(rule.id, text) for rule in RULES for text in rule.hit])
def test_hit(check: str, contract: str) -> None:
    assert check in checks_in(contract)


@pytest.mark.parametrize(("check", "contract"), [(rule.id, text) for rule in RULES for text in rule.miss])
def test_miss(check: str, contract: str) -> None:
    assert check not in checks_in(contract)


def test_every_function_serves_a_rule() -> None:
    # The functions of a playbook serve the entries of users' packs: tests/parser/test_playbook.py.
    assert {rule.function for rule in RULES} == {name for name in CHECKS if not name.startswith("playbook_")}
    assert len({rule.id for rule in RULES}) == len(RULES)
