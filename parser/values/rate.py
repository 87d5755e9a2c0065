"""Shares and rates: 5%, 百分之五, 日万分之五, 每逾期一日…0.05%, ____%."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex

from models.value import Value
from parser.values.numerals import HAN_NUMBER, parse_number
from parser.values.pattern import GAP, NUMBER

_PARTS = {"百": 100, "千": 1000, "万": 10_000, "十万": 100_000}
_SIGNS = {"%": 100, "‰": 1000, "‱": 10_000, "个百分点": 100}
_PATTERN = regex.compile(
    rf"(?P<part>十万|百|千|万)分之(?:(?P<pn>{HAN_NUMBER}{{1,16}}(?:点{HAN_NUMBER}{{1,16}})?|[0-9]+(?:\.[0-9]+)?)|(?P<pgap>{GAP}))(?P<pper>\s?[/每]\s?[日天月年周])?"
    rf"|(?P<n>{NUMBER})\s?(?P<sign>%|‰|‱|个百分点)(?P<per>\s?[/每]\s?[日天月年周])?|(?P<gap>{GAP})\s?[%‰]"
)
_PER = {"日": "D", "天": "D", "月": "M", "年": "Y", "周": "W"}
_LEFT = regex.compile(
    r"每(?:逾期|延迟|迟延|拖延|延误|拖欠|延期|超过|逾|迟)?[^,。;]{0,8}?(?:一|1)?个?(?P<a>[日天周月年])(?!内|前)"
    r"|(?:按|以|为)(?P<b>[日天月年])(?:为单位|计|利率|息|支付|[百千万十])|(?P<c>[日月年])(?:利率|利息|息|化)|(?P<d>[日天])(?=[百千万十]*$)|(?P<e>年)(?=[百千万十]*$)"
    r"|逾期(?:一|1)(?P<f>[日天])"
)


def rates(text: str) -> Iterator[Value]:
    """Every share, with the time it runs by where the sentence says so; and every slot left blank for one."""
    for match in _PATTERN.finditer(text):
        if match["gap"] or match["pgap"]:
            yield Value("rate", match.start(), match.end(), None, None, None, blank=True)
            continue
        number = _number(match["pn"] or match["n"])
        if number is None:
            continue
        share = number / (_PARTS[match["part"]] if match["part"] else _SIGNS[match["sign"]])
        per = _per(text, match)
        digits = format(share.normalize(), "f")
        norm = digits + (f"/{per}" if per else "")
        yield Value("rate", match.start(), match.end(), norm, {"rate": digits, "per": per})


def _number(text: str) -> Decimal | None:
    if "点" in text:
        whole, _, part = text.partition("点")
        first, rest = parse_number(whole), [parse_number(char) for char in part]
        if first is None or None in rest:
            return None
        return first + Decimal("0." + "".join(str(digit) for digit in rest))
    return parse_number(text)


def _per(text: str, match: regex.Match[str]) -> str | None:
    own = match["pper"] or match["per"]
    if own:
        return _PER[own.strip()[-1]]
    start = match.start()
    sentence = max(text.rfind(stop, max(start - 60, 0), start) for stop in "。;\n") + 1
    left = text[max(sentence, start - 44) : start]
    found = None
    for hit in _LEFT.finditer(left):
        found = next(_PER[group] for group in hit.groups() if group)
    return found
