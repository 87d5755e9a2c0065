"""Lines that are titles because of what stands around them."""

from __future__ import annotations

import pytest

from parser import parse

PLAIN = (
    "一、租的什么\n1、文昌路12号一间。\n2、面积六十平方米。\n"
    "二、租金和押金\n1、每月三千元。\n2、押金六千元。\n"
    "三、违约责任\n1、逾期付款的,每日付租金的百分之一。\n2、其他按法律办。\n"
)


def headings(text: str) -> list[str]:
    clauses = parse(f"门面租赁合同\n{text}甲方(签字):\n乙方(签字):\n".encode(), name="a.txt").clauses
    return [clause.heading for clause in clauses if clause.label and clause.parent is None]


@pytest.mark.parametrize("title", ["出了事情算谁的", "房东要做的", "店不开了", "别的", "工程必须使监理满意(含整改)"])
def test_a_line_among_titles_is_one_whatever_it_says(title: str) -> None:
    assert headings(f"{PLAIN}四、{title}\n1、各自负责。\n2、协商不成去法院。\n")[3] == title
    assert headings(f"{PLAIN}四、{title}\n各自负责,协商不成去法院,不到半路停下,也不另外找人。\n")[3] == title


@pytest.mark.parametrize(
    "line",
    [
        "押金不退的情形如下",
        "乙方付清租金,甲方交钥匙",
        "乙方须在3日内搬走",
        "乙方搬走。",
    ],
)
def test_a_line_that_tells_or_leads_on_is_none(line: str) -> None:
    assert headings(f"{PLAIN}四、{line}\n1、各自负责。\n2、协商不成去法院。\n")[3] == ""


def test_nothing_below_or_few_titles_around_make_none() -> None:
    assert headings(f"{PLAIN}四、乙方应当搬走\n")[3] == ""
    sentences = "一、乙方租房一间。\n二、乙方每月付租金。\n三、乙方付押金。\n"
    assert headings(f"{sentences}四、乙方应当搬走\n1、打扫干净。\n2、交还钥匙。\n")[3] == ""
