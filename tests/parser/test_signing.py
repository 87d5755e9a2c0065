"""Seals and signatures: what they are, what they say, by whom they stand, and what follows from it."""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np
import pytest

from models.report import Field, PagePlace, Report
from parser import parse
from parser.signing import same_name
from tests.parser.readers.drawn_pages import RED, Page, blank, pdf, scanned, stamp, typeset, write

A, B, OTHER = "苏州太湖电子有限公司", "无锡梁溪机械有限公司", "杭州云启电子商务有限公司"
HEAD = (
    "设备租赁合同",
    f"甲方：{A}",
    f"乙方：{B}",
    "第一条 租金",
    "租金为每月人民币3500元。",
    "第二条 其他",
    "本合同一式两份。",
)
SIZE = (1240, 1300)


def sheet() -> Page:
    page = typeset(HEAD, top=120, page=blank(SIZE))
    for line, (left, right) in enumerate(
        (("甲方（盖章）：", "乙方（盖章）："), ("法定代表人（签字）：", "法定代表人（签字）："))
    ):
        write(page, left, 130, 620 + line * 90)
        write(page, right, 700, 620 + line * 90)
    return page


def scribble(page: Page, x: int, y: int) -> None:
    """A hand's line, some way up and down."""
    points = [(x + 3 * t + int(9 * math.sin(t * 1.7)), y + int(20 * math.sin(t * 0.9))) for t in range(46)]
    cv2.polylines(page, [np.array(points, np.int32)], False, (90, 40, 30), 3, cv2.LINE_AA)


def square_seal(page: Page, x: int, y: int, name: str) -> None:
    cv2.rectangle(page, (x, y), (x + 96, y + 96), RED, 5)
    for char, left, base in zip(name, (52, 52, 12, 12), (44, 84, 44, 84), strict=True):
        write(page, char, x + left, y + base, size=34, colour=RED)


def oval_seal(page: Page, x: int, y: int, name: str) -> None:
    round_one = blank((360, 360))
    stamp(round_one, 0, 0, name=name, size=360)
    oval = cv2.resize(round_one, (300, 220), interpolation=cv2.INTER_AREA)
    page[y : y + 220, x : x + 300] = np.minimum(page[y : y + 220, x : x + 300], oval)


@lru_cache(maxsize=8)
def read(kind: str) -> Report:
    page = sheet()
    if kind in ("both", "other"):
        stamp(page, 200, 500, name=A)
        stamp(page, 780, 500, name=B if kind == "both" else OTHER)
        scribble(page, 400, 700)
        square_seal(page, 1060, 690, "王小明印")
        edge = blank((250, 250))
        stamp(edge, 0, 0, name=A)
        page[900:1150, -110:] = np.minimum(page[900:1150, -110:], edge[:, :110])
    if kind in ("one", "gray-sealed"):
        stamp(page, 200, 500, name=A)
    if kind == "oval":
        oval_seal(page, 180, 510, A)
    return parse(pdf([scanned(page, skew=0.9, gray=kind.startswith("gray"))]), name="a.pdf")


def marks(report: Report) -> dict[tuple[str, str | None, str | None], Field]:
    return {
        (field.name, field.role, field.object): field for field in report.fields if field.name in ("seal", "signature")
    }


def fired(report: Report) -> set[str]:
    return {finding.check for finding in report.findings} & {"party-not-signed", "seal-name-mismatch"}


def test_every_mark_with_its_form_and_its_party() -> None:
    found = marks(read("both"))
    assert {key: field.norm for key, field in found.items()} == {
        ("seal", "甲方", "圆形章"): A,
        ("seal", "乙方", "圆形章"): B,
        ("seal", "乙方", "方形章"): "王小明印",
        ("seal", None, "骑缝章"): "骑缝章",
        ("signature", "甲方", "手写"): "手写",
    }
    place = found["seal", "乙方", "圆形章"].evidence[0].places[0]
    assert isinstance(place, PagePlace)
    assert abs(place.x0 - 780 / 150 * 72) < 9
    assert abs(place.bottom - 750 / 150 * 72) < 9
    assert fired(read("both")) == set()


def test_an_oval_seal_is_told_from_a_round_one() -> None:
    (seal,) = (field for field in read("oval").fields if field.name == "seal")
    assert (seal.norm, seal.role, seal.object) == (A, "甲方", "椭圆章")


def test_a_round_seal_is_seen_without_colour_and_that_there_is_no_other_is_not_concluded() -> None:
    report = read("gray-sealed")
    (seal,) = (field for field in report.fields if field.name == "seal")
    assert (seal.norm, seal.role, seal.object) == (A, "甲方", "圆形章")
    assert fired(report) == set()


def test_a_seal_of_somebody_else_is_told() -> None:
    report = read("other")
    assert fired(report) == {"seal-name-mismatch"}
    finding = next(finding for finding in report.findings if finding.check == "seal-name-mismatch")
    assert finding.message == f"乙方处的印章为「{OTHER}」，与合同主体「{B}」不一致。"
    assert finding.evidence[0].quote == OTHER
    assert finding.evidence[0].places


def test_a_party_without_a_mark_is_told() -> None:
    report = read("one")
    assert fired(report) == {"party-not-signed"}
    finding = next(finding for finding in report.findings if finding.check == "party-not-signed")
    assert finding.message == "乙方的签署处未见印章或签名。"


def test_on_a_gray_scan_nothing_is_missed() -> None:
    assert fired(read("gray")) == set()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (A, A, True),
        (A, "苏州大湖电子有限公司", True),
        (A, B, False),
        ("王立", "王丽", False),
        ("甲（中国）公司", "甲(中国)公司", True),
    ],
)
def test_names_may_differ_by_a_misread_character(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
