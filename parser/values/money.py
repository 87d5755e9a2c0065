"""Amounts of money: ¥514,484.00, 51.4484万元, 人民币伍拾壹万元整, 3500元/月, ____元."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex

from models.value import Value
from parser.values.numerals import DIGITS, HAN_NUMBER, parse_number
from parser.values.pattern import GAP

_CURRENCIES = {"美元": "USD", "USD": "USD", "US$": "USD", "$": "USD", "港元": "HKD", "港币": "HKD", "HKD": "HKD", "欧元": "EUR", "EUR": "EUR", "英镑": "GBP", "日元": "JPY"}  # fmt: skip
_PER = {
    "月": "M",
    "年": "Y",
    "日": "D",
    "天": "D",
    "周": "W",
    "季": "Q",
    "季度": "Q",
    "次": "T",
    "小时": "H",
    "人天": "T",
}
_PATTERN = regex.compile(
    rf"(?=[0-9¥RCUHE$人美港零〇○一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟_\[【( X×*])"
    rf"(?:(?P<symbol>¥|RMB|CNY|USD|US\$|\$|HKD|EUR|人民币(?:\(?小写\)?)?:?|美元|港币)?\s?(?P<n>[0-9]{{1,15}}(?:[, ][0-9]{{3}}){{0,5}}(?:\.[0-9]{{1,8}})?)\s?"
    rf"(?P<factor>百万|千万|万|亿|千|百)?\s?(?P<unit>元|圆|美元|港元|港币|欧元|英镑|日元|USD|RMB|CNY|HKD|EUR)?(?:人民币)?(?P<whole>整|正)?"
    rf"(?P<per>\s?[/每]\s?个?(?:月|年|日|天|周|季度?|次|人天|小时))?"
    rf"|(?P<han>{HAN_NUMBER}{{1,16}})\s?(?:元|圆)(?P<jiao>[零〇]?[{''.join(DIGITS)}])?(?(jiao)(?P<jf>角|分))(?:(?P<fen>[零〇]?[{''.join(DIGITS)}])分)?(?:整|正)?(?P<hper>\s?[/每]\s?个?(?:月|年|日|天|次))?"
    rf"|(?P<gap>{GAP})\s?(?:[万亿]?元|圆)(?P<gper>\s?[/每]\s?个?(?:月|年|日|天|次))?|¥\s?:?\s?(?P<gap2>{GAP}))"
)
_LEFT_PER = regex.compile(
    r"(?:每个?|按)(?P<a>月|年|日|天|次|周|季度)[^,。;:]{0,10}$|(?P<b>月|年)(?:租金|租|工资|薪|服务费|管理费|物业费|费用)[^,。;]{0,16}$|每(?:逾期|延迟|迟延|延误|拖延)[^,。;]{0,6}(?:一|1)(?P<c>日|天|周|月|次)[^。;]{0,24}$"
)


def money(text: str) -> Iterator[Value]:
    """Every amount, and every slot left blank for one. `value` says its form: digits or formal."""
    for match in _PATTERN.finditer(text):
        if match["gap"] or match["gap2"]:
            yield Value("money", match.start(), match.end(), None, None, "CNY", blank=True)
            continue
        if match["n"] and not (
            match["unit"] or (match["symbol"] and (match["factor"] or match["symbol"] not in ("人民币", "人民币:")))
        ):
            continue
        value = _amount(text, match)
        if value is not None:
            yield value


def _amount(text: str, match: regex.Match[str]) -> Value | None:
    if match["han"]:
        number = parse_number(match["han"])
        if number is None:
            return None
        tenths = DIGITS[match["jiao"][-1]] if match["jiao"] else 0
        number += Decimal(tenths) / (10 if match["jf"] == "角" else 100)
        if match["fen"]:
            number += Decimal(DIGITS[match["fen"][-1]]) / 100
        currency, form, per = "CNY", "formal", match["hper"]
    else:
        number = parse_number(match["n"] + (match["factor"] or ""))
        if number is None:
            return None
        word = match["unit"] or match["symbol"] or ""
        currency = _CURRENCIES.get(word) or _CURRENCIES.get(match["symbol"] or "", "CNY")
        form, per = "digits", match["per"]
    if per:
        every = _PER.get(per.strip(" /每").removeprefix("个"))
    else:
        left = _LEFT_PER.search(text[max(match.start() - 44, 0) : match.start()])
        every = _PER.get(left["a"] or left["b"] or left["c"]) if left else None
    amount = f"{number:.2f}"
    norm = f"{amount} {currency}" + (f"/{every}" if every else "")
    return Value(
        "money",
        match.start(),
        match.end(),
        norm,
        {"amount": amount, "currency": currency, "per": every, "form": form},
        currency,
    )
