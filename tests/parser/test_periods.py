"""A length and the days that it runs from and to, at the borders."""

from __future__ import annotations

import pytest

from parser import parse


def finds(sentence: str) -> bool:
    text = f"租赁合同\n第一条 租期\n{sentence}\n第二条 其他\n无其他约定。\n"
    return "term-vs-dates" in {finding.check for finding in parse(text.encode(), name="contract.txt").findings}


@pytest.mark.parametrize(
    "sentence",
    [
        "租期一年,自2024年1月1日起至2024年12月31日止。",
        "租期一年,自2024年1月1日起至2025年1月1日止。",
        "租期一个月,自2024年1月31日起至2024年2月29日止。",
        "租期一个月,自2024年1月31日起至2024年2月28日止。",
        "租期三个月,自2024年11月30日起至2025年2月28日止。",
        "租期一年,自2023年3月1日起至2024年2月28日止。",
        "租期一年,自2023年3月1日起至2024年2月29日止。",
        "租期一年,自2024年2月29日起至2025年2月28日止。",
        "租期一年半,自2024年1月31日起至2025年7月30日止。",
        "自2024年1月1日起至2024年1月30日止,共30天。",
        "自2024年1月1日起至2024年1月31日止,共30天。",
        "租期365天,自2024年1月1日起至2024年12月31日止。",
        "租期约一年,自2024年1月1日起至2024年11月30日止。",
        "工作30个工作日,自2024年1月1日至2024年2月28日。",
    ],
)
def test_a_length_that_fits_its_days(sentence: str) -> None:
    assert not finds(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "租期一年,自2024年1月1日起至2024年12月30日止。",
        "租期一年,自2024年1月1日起至2025年1月2日止。",
        "租期一年,自2024年1月1日起至2025年12月31日止。",
        "租期自2024年1月1日起至2024年6月30日止,共计5个月。",
        "租期壹年(2024年4月1日至2026年3月31日)。",
        "自2024年1月1日起至2024年1月30日止,共60天。",
        "免租期二个月,自2024年1月1日起至2024年1月31日止。",
    ],
)
def test_a_length_that_does_not(sentence: str) -> None:
    assert finds(sentence)
