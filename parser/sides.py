"""Whose side one is on: what a contract calls that party, and the others.

买方 and 甲方 are the same party where the contract says so: 甲方(买方), 需方(以下简称甲方). Nothing is concluded from the kind
of contract.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

import regex

from models.report import Notice
from models.rule import Side
from parser.contract import Contract, named
from parser.facts import presentation

LETTERS = ("甲方", "乙方", "丙方", "丁方", "戊方")
_CALLED = r"[^\n()]{0,60}?\( ?(?:即|(?:以下|下)?(?:简)?称(?:为|作)?:?)? ?[“\"「'《]?"


def with_side(contract: Contract, side: str | None) -> tuple[Contract, tuple[Notice, ...]]:
    """The contract with the names of our side and of the other; a notice where it knows no such party."""
    if side is None:
        return contract, ()
    head = presentation(contract)
    groups = _groups(head, contract.packs.sides)
    us = next((group for group in groups if side in group), frozenset((side,)))
    present = _present(contract, head)
    them = frozenset[str]().union(*(group for group in groups if group.isdisjoint(us) and group & present))
    known = replace(contract, side=side, us=us, them=them)
    if us & present or any(name in contract.text.text for name in us):
        return known, ()
    message = (
        f"No party of the contract is called {side}: rules for that side were applied as far as they name no party."
    )
    return known, (Notice(code="side-not-found", stage="check", message=message),)


def _present(contract: Contract, head: str) -> frozenset[str]:
    """The names of parties that the contract uses."""
    roles = {str(f.role) for f in (*named(contract, "party"), *named(contract, "party", "blank")) if f.role}
    letters = {letter for letter in LETTERS if letter in contract.text.text}
    return frozenset(roles | letters | {name for side in contract.packs.sides for name in side.names if name in head})


def _groups(head: str, sides: Sequence[Side]) -> list[frozenset[str]]:
    """Names that mean the same party in this contract."""
    groups = [set(side.names) for side in sides] + [{letter} for letter in LETTERS]
    for match in _equations(tuple(sides)).finditer(head):
        _join(groups, (match["a"], match["b"]))
    return [frozenset(group) for group in groups]


def _join(groups: list[set[str]], names: Iterable[str]) -> None:
    found = [group for group in groups if not group.isdisjoint(names)]
    for group in found[1:]:
        found[0] |= group
        groups.remove(group)


@lru_cache(maxsize=8)
def _equations(sides: tuple[Side, ...]) -> regex.Pattern[str]:
    names = "|".join(sorted((name for side in sides for name in side.names), key=len, reverse=True))
    letters = "|".join(LETTERS)
    return regex.compile(rf"(?P<a>{letters}){_CALLED}(?P<b>{names})|(?P<b>{names}){_CALLED}(?P<a>{letters})")
