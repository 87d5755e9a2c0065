"""Every example of duties.yaml: whose duty a sentence speaks of, and from when its period runs."""

from __future__ import annotations

import pytest

from models.duties import AnchorExample, DutyExample
from parser.packs import default_packs
from parser.parties import Party
from parser.roles import Roles, anchor_of

PACKS = default_packs()
BUYER = Party("甲方", "买方", "", 0, (0, 0), (), "head")
SELLER = Party("乙方", "卖方", "", 0, (0, 0), (), "head")


@pytest.mark.parametrize("example", PACKS.duties.examples, ids=lambda example: example.text)
def test_duty(example: DutyExample) -> None:
    before, after = example.text.split("|")
    assert Roles((BUYER, SELLER), PACKS).of(before, after, example.duty) == example.whose


@pytest.mark.parametrize("example", PACKS.anchors.examples, ids=lambda example: example.text)
def test_anchor(example: AnchorExample) -> None:
    before, after = example.text.split("|")
    assert anchor_of(before, after, PACKS.anchors) == example.anchor
