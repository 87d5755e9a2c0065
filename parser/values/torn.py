"""Numbers that are not written as one: 3,5000天, 1.234.5元, l5天, 三万5千元, 12 345天. A part of their digits is no value.

A scanner finds the digits beside a unit or a sign; what stands on their other side may belong to the same number. Then
all of it is a value that is there and cannot be given safely.
"""

from __future__ import annotations

import re

from parser.values.numerals import DIGITS, FACTOR, HAN_NUMBER, MYRIADS, TENS, UNITS

_REACH = 24
_JOINTS = frozenset((*"0123456789,.'`’‘·。OolI \n几数", *DIGITS, *UNITS, *TENS, *MYRIADS))
_PLAIN = r"[0-9][0-9OolI,.'`’‘·]*"
_BEFORE_DIGITS = re.compile(
    rf"(?:(?<![A-Za-z])[OolI]{{0,3}}{_PLAIN}|(?<![A-Za-z0-9])[OolI]{{1,3}}"  # 1,|2345 2O|5 l|5
    r"|(?<![0-9A-Za-z.,])[0-9][0-9,.]{0,8}。[,.]?"  # 1。|5, where no longer number (of a telephone, a contract) ends a sentence
    r"|(?<=[\u3400-\u9fff:¥$])(?<!第)[0-9][0-9,.]{0,12} [,.]?|(?<![^\n\t])[0-9][0-9,]{0,12} [,.]?"  # 为12 |345
    r"|(?<=[\u3400-\u9fff¥$])(?<!第)[0-9][0-9,.]{0,12}\n[,.]?"  # 12 at the end of a line that goes on with |345
    rf"|[0-9][0-9,.]*{FACTOR}[ \n]"  # 12万 |345
    rf"|(?:{_PLAIN})?{HAN_NUMBER}*[十百千万亿廿卅拾佰仟零〇]|{HAN_NUMBER}{{2,}}"  # 三万|5, 百二十三|4
    rf"|(?<![\u3400-\u9fff]){HAN_NUMBER}|(?<=[为共计约满达付需]){HAN_NUMBER})\Z"  # 为三|4, not 统一|30
)
_BEFORE_HAN = re.compile(
    rf"(?:{_PLAIN}(?<=[0-9OolI]) ?(?:[百千佰仟]?[百千佰仟万亿][零〇]?)?|(?:{_PLAIN})?{HAN_NUMBER}+"  # 3|五, 1万|五千
    rf"|{HAN_NUMBER}*[十百千万亿拾佰仟零壹贰叁肆伍陆柒捌玖][ \n]"  # 壹佰 |贰拾
    rf"|{HAN_NUMBER}*(?<![A-Za-z])[OolI]{{1,3}}"  # 壹拾O|壹
    r"|几|(?<![\u3400-\u9fff])数|(?<=[为共计约达付])数)\Z"  # 几|十
)
_FOUR, _BEFORE_FOUR = re.compile("[0-9]{4,5}(?![0-9])"), re.compile(r"[0-9][0-9,.]*[万亿][,.'’。]\Z")
"""What goes on behind a 万: 12万,|3456."""
_APART = re.compile(r"(?:[¥$€A-HJ-NP-Za-kmnp-z_-]|人民币|分之) ?[0-9][0-9,.]*[,。]\Z|[0-9]{8,}[,。]\Z")
"""What has a sign of its own, or is a code: ¥5000,|10日内."""
_LABEL = re.compile(r"(?:^|(?<=[\n。;])) {0,4}[0-9]{1,2}(?:[.-][0-9]{1,2}){1,3} ?\Z")
"""What a clause is called by, in run-on text right before its first word: 8.2三年内."""
_OWN_UNIT = r" ?[个日天年月周季小时分秒份平亩台套件次名人倍期项条张部户间吨公米%‰]"
_BEHIND = re.compile(
    r"(?:[0-9OolI]+(?![A-Za-z])|\.[0-9][0-9OolI,.]*"
    rf"|[,'`’‘·](?![0-9,.]+{_OWN_UNIT})[0-9][0-9OolI,.]*"  # ¥1|,2345, not ¥5000|,10日内
    r"| [0-9][0-9,.]*(?=[元圆万亿整,。;)]|\Z)|\n[0-9][0-9,.]*(?=[百千万亿]{0,2}元)|(?<=[万亿])。[0-9]{4}(?=元)"
    r"|[十百千万亿零〇拾佰仟])(?:[百千万亿]{0,2}[元圆])?"
)
_CHANGE = re.compile(r"[零〇][一二三四五六七八九壹贰叁肆伍陆柒捌玖0-9]|[壹贰叁肆伍陆柒捌玖0-9](?=[角分,。;)\n]|\Z)")
"""角 or 分 behind an amount's 元 that are not said as such: 壹佰元零伍."""


def front(text: str, start: int, *, amount: bool = False) -> int:
    """Where the number begins whose last part stands at `start`; `start` itself where that is all of it. An `amount` of
    money may have its sign before it."""
    if not start or text[start - 1] not in _JOINTS:
        return start
    floor = max(start - _REACH, 0)
    if text[start].isascii():
        if not amount and _APART.search(text, floor, start):
            return start
        found = _BEFORE_DIGITS.search(text, floor, start)
        if found is None and _FOUR.match(text, start):
            found = _BEFORE_FOUR.search(text, floor, start)
    else:
        found = _BEFORE_HAN.search(text, floor, start)
        if found and (_LABEL.search(text, floor, start) or not _joined(text, start)):
            return start
    return found.start() if found else start


def _joined(text: str, start: int) -> bool:
    """Behind a blank after digits, or a word for some, only a unit goes on: 5 |千天, 几|十天; 版本3 |三年 are two."""
    before = text[start - 2 : start - 1] if text[start - 1] == " " else text[start - 1]
    return (
        not (before.isdigit() or before in "几数")
        or text[start] in UNITS
        or text[start] in MYRIADS
        or text[start - 1].isdigit()
    )


def behind(text: str, end: int) -> int:
    """Where the number ends whose first part ends at `end`, without a unit behind it; `end` itself where that is all."""
    found = _BEHIND.match(text, end)
    return found.end() if found else end


def change(text: str, end: int) -> int:
    """As `behind`, for an amount that ends with its 元."""
    found = _CHANGE.match(text, end)
    return found.end() if found else end
