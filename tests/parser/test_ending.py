"""The lines to sign on, and texts that break off."""

from __future__ import annotations

import pytest

from models.source import Limits
from parser.ending import breaks_off, signing_lines
from parser.normalise import normalise
from parser.packs import default_packs
from parser.readers import read
from parser.segment import segment

BODY = "租赁合同\n甲方:周小禾\n乙方:郑立\n第一条 房屋\n甲方出租房屋一套,供乙方居住。\n第二条 租金\n月租金一千元,每月五日前支付。\n"


@pytest.mark.parametrize(
    ("tail", "signed", "broken"),
    [
        ("甲方:            乙方:\n", 1, False),
        ("出租方:____(盖章)。\n代表人:____(签章)。\n", 2, False),
        ("签约日期:    年   月   日\n", 1, False),
        ("收养人:\n送养人:\n", 2, False),
        ("本合同经双方签字盖章后生效。\n", 0, False),
        ("甲方逾期交房的,应承担违约责任。\n", 0, False),
        ("第三条 其他\n本合同自双方签字之日起生", 0, True),
        ("第三条 其他\n本合同自双方签字之日起生\n甲方(盖章):\n", 1, False),
        ("第三条 其他\n本合同一式两份.", 0, False),
        ("第三条 双方责任\n甲方:\n1、按时交房;\n2、维修房屋", 0, True),
        ("第三条 其他\n本合同一式两份。\n甲方:    乙方:\n租赁合同二\n一、房屋\n1、房屋一套。\n2", 1, True),
        ("第三条 合同份数\n", 0, True),
        ("第三条 违约责任\n第四条 解决争议的方法\n", 0, False),
    ],
)
def test_ending(tail: str, signed: int, broken: bool) -> None:
    text = normalise(read("contract.txt", (BODY + tail).encode(), Limits()))
    clauses, _ = segment(text, default_packs())
    lines = signing_lines(text.text, clauses, default_packs().outline)
    assert len(lines) == signed
    assert breaks_off(clauses, lines) == broken
