"""A number is given whole or not at all: however it is torn, no part of its digits is a value."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.normalise import plain
from parser.values import scan
from tests.parser.values.han_numbers import han_number

UNCLEAR = {
    "money": [
        "1,2345元", "总价12 3456元", "1.234.5元", "３，５０００元", "1。5元", "一百二十三4元", "2O元", "l5元", "1'000元", "1’000元",
        "¥1'000", "¥2O0", "¥1,2345", "¥12,34元", "¥3.5.1", "3000,5000元", "50,5000元/台", "金额12\n345元", "¥12\n345元", "1.234,56元", "三四万元",
        "十三四元", "壹佰元零伍", "3元5。", "三万5千元", "1万五千元", "3,500,00元", "35,00元", "12万345元", "1万零3百5元", "3千5元",
        "3.500元", "押金12.000元整", "¥3.500", "3.5.1元", "3万2亿元", "12345678901234567元", "几百元", "数十万元", "1.123456789元",
    ],
    "number": [
        "1,2345平方米", "面积为12 345平方米", "1.234.5平方米", "1。5平方米", "2O平方米", "l5平方米", "1'000平方米", "三四份", "一百二十三4份",
        "一式2O份", "肆(5)份", "面积12\n345平方米", "8一一10平方米", "12,50人",
    ],
    "duration": [
        "3,5000天", "12 345天", "1.234.5天", "1。5小时", "一百二十三4天", "2O天", "l5天", "I5天", "5 000天", "1'000天", "租期5 0天", "三四天",
        "三五年", "十三四天", "二三十天", "三4天", "五(6)年", "30(二十)日", "两三个月", "几十天", "3十天", "三万5千天", "交付期12\n0天内",
        "1.5.2年", "10,20,30天", "11个月零10天", "1天12小时", "5-1O日",
    ],
    "rate": [
        "0.5.3%", "1,2345%", "2O%", "l5%", "按5 0%", "百分之0.5.3", "百分之l5", "百分之三四", "千分之1,5", "百分之三十3", "0,5%", "0。5%",
        "1'0%", "百分之5 0", "LPR+3O基点", "LPR的1.5.2倍", "3-5O%",
    ],
    "date": [
        "20 24年5月1日", "2024年1 3月1日", "24年5月1日", "2O24年5月1日", "2024年l2月1日", "2024年5月3O日", "12024年5月1日", "20245年5月1日",
        "二〇二四年五月三四日", "2024年5月1 2日",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in UNCLEAR.items() for text in texts])
def test_torn(kind: str, text: str) -> None:
    values = [value for value in scan(plain(text)) if value.kind != "gap"]
    assert [(value.kind, value.norm, value.unclear) for value in values] == [(kind, None, "ambiguous")]


SAFE = {
    "¥5000,10日内付清": ["5000.00 CNY", "P10D"], "支付¥500。5日内": ["500.00 CNY", "P5D"], "百分之5,10日内": ["0.05", "P10D"],
    "20%,5000元": ["0.2", "5000.00 CNY"], "5、10天": ["P10D"], "A4纸5份": ["5"], "数量2,单价300元": ["300.00 CNY"],
    "统一30天": ["P30D"], "5000元3日内": ["5000.00 CNY", "P3D"], "5-10日": ["P10D"], "十五-二十日": ["P20D"], "第三条 5日内": ["P5D"],
    "12 345元": ["12345.00 CNY"], "5 000元": ["5000.00 CNY"], "百分之0.5": ["0.005"], "万分之五点五": ["0.00055"], "3‰": ["0.003"],
    "千分之": [], "３0日内": ["P30D"], "总份数十份": ["10"], "5-1-1一次": ["1"], "单价(万元)": [], "2024-5-1-2": [], "日期:202405011": [],
}  # fmt: skip


@pytest.mark.parametrize("text", SAFE)
def test_what_stands_beside_a_number_and_is_none_of_it(text: str) -> None:
    assert [value.norm for value in scan(plain(text))] == SAFE[text]


UNITS = {"元": ("money", "amount"), "天": ("duration", "n"), "平方米": ("number", "n"), "%": ("rate", "rate")}
SIGNS = (*",.'’，．。 \n", "O", "o", "l", "I", "８", "0", ",0", "O0")


def _myriads(number: int) -> str:
    whole, rest = divmod(number, 10_000)
    return f"{whole}万{rest}" if whole and rest >= 1000 else str(number)


def _digits(text: str) -> str:
    """The digits of a number, without the zeros that only give its size."""
    return "".join(char for char in text if char.isdigit()).strip("0")


@given(
    st.integers(1, 10**7 - 1), st.sampled_from((str, "{:,}".format, _myriads)), st.sampled_from(SIGNS), st.integers(0, 12),
    st.sampled_from(sorted(UNITS)),
)  # fmt: skip
def test_digits_with_one_character_torn_in(
    number: int, style: Callable[[int], str], sign: str, at: int, unit: str
) -> None:
    """All of the digits that then stand there, in their order, or no value."""
    written = style(number)
    at %= len(written) + 1
    torn = plain(written[:at] + sign + written[at:])
    kind, key = UNITS[unit]
    for value in scan(f"合计为{torn}{unit}"):
        if value.kind == kind and value.norm is not None:
            assert _digits((value.value or {})[key]) == _digits(torn), (torn, value)
            assert not set(torn) & set("OolI"), (torn, value)


@given(st.integers(11, 10**9), st.sampled_from("OolI 2\n"), st.integers(1, 20), st.sampled_from(sorted(UNITS)))
def test_numerals_with_one_character_torn_in(number: int, sign: str, at: int, unit: str) -> None:
    written = han_number(number).translate(FORMAL)
    at = at % (len(written) - 1) + 1
    torn = written[:at] + sign + written[at:]
    plainly = [value.norm for value in scan(f"合计为{written}{unit}")]
    for value in scan(f"合计为{torn}{unit}"):
        assert value.norm is None or [value.norm] == plainly, (torn, value)


FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
