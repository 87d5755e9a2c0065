"""Amounts of money: ¥514,484.00, 51.4484万元, 人民币伍拾壹万元整, 3500元/月, ____元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import regex

from models.value import Value
from parser.values.numerals import DIGITS, FACTOR, HAN_NUMBER, amount_of, parse_number, says_digits
from parser.values.pattern import GAP
from parser.values.torn import behind, change, front

_CURRENCIES = {
    "美元": "USD", "美金": "USD", "USD": "USD", "US$": "USD", "$": "USD", "港元": "HKD", "港币": "HKD", "HKD": "HKD",
    "HK$": "HKD", "欧元": "EUR", "EUR": "EUR", "€": "EUR", "英镑": "GBP", "GBP": "GBP", "日元": "JPY", "日圆": "JPY",
    "JPY": "JPY", "澳元": "AUD", "新加坡元": "SGD", "新台币": "TWD",
}  # fmt: skip
_WORDS = "美元|美金|港元|港币|欧元|英镑|日元|日圆|澳元|新加坡元"
_CODES = "RMB|CNY|USD|US\\$|HK\\$|HKD|EUR|GBP|JPY|€|\\$|¥"
_PER = {
    "月": "M", "年": "Y", "日": "D", "天": "D", "周": "W", "季": "Q", "季度": "Q", "次": "T", "小时": "H", "时": "H",
    "人天": "T", "人日": "T", "半年": "H", "起": "T", "例": "T", "处": "T",
}  # fmt: skip
_OCCASIONS = ("次", "起", "例")
_TIME = "月|年|日|天|周|季度|季|次|小时|时"
_OF = r"平方米|平米|㎡|m²|m2|建筑平方米|亩|吨公里|吨·公里|吨|公斤|千克|公里|件|托|台|套|人天|人日|人月|人|户|间|个|车|箱|辆|株|米|立方米|单|次|起(?![重升步])|例(?!如)"
_RATE_OF = rf"(?: ?(?:[/每·.] ?个?(?P<of>{_OF}))(?: ?[/每·.] ?(?P<ofper>{_TIME}))?| ?[/每] ?个?(?P<per>半年|{_TIME})(?:[·/.](?P<of2>{_OF}))?)?"
_HANS = rf"(?>{HAN_NUMBER}{{1,32}}(?: [万亿]{HAN_NUMBER}{{0,8}})?)(?=[ 元圆美港欧英日澳新整正])"
_DIGIT = f"[{''.join(DIGITS)}]"
_PATTERN = re.compile(
    rf"(?=[0-9¥RCUHEGJ€$人美港欧元零〇○一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟弌弍弎参_\[【〔( Xx×*{{])"
    rf"(?:(?=[0-9¥RCUHEGJ€$人美港欧 ])(?P<symbol>(?:人民币 ?)?(?:{_CODES})|人民币(?: ?\(?小写\)?)?:?|{_WORDS}|(?<=大写:)|(?<=小写:))? ?"
    rf"(?P<n>(?:[0-9]{{1,3}}(?:[, ][0-9]{{3}}){{1,5}}|[0-9]{{1,15}})(?![0-9])(?:\.[0-9]{{1,8}})?(?![0-9])(?:[OolI][0-9OolI]*(?![A-Za-z]))?"
    rf"(?P<more>(?:[百千佰仟]?[百千佰仟万亿][零〇]?[0-9]{{1,8}}(?:\.[0-9]{{1,2}})?(?!\.?[0-9])){{1,4}})?) ?"
    rf"(?P<factor>{FACTOR})? ?(?P<whole>整 ?)?(?P<unit>元|圆|{_WORDS}|USD|RMB|CNY|HKD|EUR)?(?:(?P<tenths>(?<=[元圆])[0-9])角)?(?:(?<=[元圆角])[零〇]?(?P<cents>[0-9])分(?!之))?(?:人民币)?(?:整|正)?{_RATE_OF}"
    rf"|(?P<han>{_HANS}) ?(?:(?P<hanunit>元|圆|{_WORDS})(?P<jiao>[零〇]?{_DIGIT})?(?(jiao)(?P<jf>角|分))(?:(?P<fen>[零〇]?{_DIGIT})分)?(?:整|正)?|(?P<hanwhole>整|正))"
    rf"(?: ?[/每] ?个?(?P<hper>半年|{_TIME}))?"
    rf"|(?P<gap>{GAP}) ?(?:[百千]?[万亿]?元|圆(?!满)|{_WORDS})(?!器|素|旦|件)(?: ?[/每] ?个?(?P<gper>{_TIME}))?|(?:¥|RMB|人民币) ?:? ?(?P<gap2>{GAP})"
    rf"|(?<=[:为计币按]) ?(?P<lost>元(?=[/,。;()整每]|人民币)|(?<![位币][:为])(?<![位币][:为] )[百千]?万(?:元|{_WORDS})(?=[,。;整])))"
)
_LEFT_PER = re.compile(
    r"(?:每一?个?|按)(?P<a>月|年|日|天|次|周|季度)(?!前|内|第)[^,。;:]{0,10}$"
    r"|(?P<b>月|年|日|季)(?:度)?(?:租金|租|基本工资|工资|薪|服务费|管理费|物业费|费用|使用费|承包费|标准)[^。;]{0,30}$"
    r"|每(?:逾期|延迟|迟延|延误|拖延|超过|超|拖欠|延期|推迟|迟到|缺勤)[^,。;]{0,6}?(?<![0-9十百零一两二三四五六七八九几半])(?:一|1)?个?(?P<c>日|天|周|月|次)[^。;]{0,24}$"
    r"|(?:逾期|过期|超期|延迟|迟延|延误|拖延|拖欠|推迟|晚|迟|拖)(?:交|付|还)?(?:一|1)(?P<e>日|天|周)[^。;]{0,24}$|(?:(?<!第)一|每[人车户]?)(?P<d>次)(?!性)[^,。;]{0,12}$|每(?:(?:查实|查出|发现|出现|发生)一?)?(?P<f>起|例|处)(?!外|理)[^,。;]{0,12}$"
)
_CURRENCY_BEFORE = re.compile(rf"({_WORDS}) ?(?:\(?大写\)?)?:? ?$")
_MONTHS_MAKE, _YEAR_MAKES = regex.compile(r"个月 ?= ?$"), regex.compile(r"(?:12|十二)个月 ?= ?$")
_SAME = re.compile(r"^[ (]*(?:(?:大|小)写|即|:|人民币|¥| |,)*$")
_TIMES_MONTHS = re.compile(r"^ ?[×xX*] ?[0-9]{1,2}个?月")
_UNIT_PRICE = re.compile(r"单价|[电水气]价|汇率|净值|每")
_EXCHANGED = re.compile(rf"1(?:\.0+)? ?(?:{_WORDS}|USD|EUR)(?= ?(?:=|兑|折合?))")
_LONGEST_EXCHANGE = 8
"""Characters between the two sides of a rate of exchange, at most."""
_MONEY_BEFORE = re.compile(r"(?:款|费|金|价|额|元|币|计|付|偿|资|借|值|本|为|:)[^,。;0-9]{0,4}$")


def money(text: str) -> Iterator[Value]:
    """Every amount, and every slot left blank for one. `value` says its form (digits or formal), its period, and what
    it is the price of where that is a unit (`of`: 平方米). An amount in brackets behind another has its period. One that is
    not written as one number (1,0000元, 12万345元), or whose full stop may part thousands (3.500元), is unclear. A rate of exchange (1美元兑7.1元) has none."""
    before: Value | None = None
    exchanged = -_LONGEST_EXCHANGE - 1
    for match in _PATTERN.finditer(text):
        if match.start() - exchanged <= _LONGEST_EXCHANGE:
            exchanged = -_LONGEST_EXCHANGE - 1
            continue
        if match["unit"] in _CURRENCIES and _EXCHANGED.match(text, match.start("n")):
            exchanged = match.end()
            continue
        if match["gap"] or match["gap2"] or match["lost"]:
            start = match.start("lost") if match["lost"] else match.start()
            every = _PER.get(match["gper"] or "")
            yield Value("money", start, match.end(), None, {"per": every} if every else None, "CNY", blank=True)
            continue
        if not match["han"] and not _is_money(text, match):
            continue
        span = _whole(text, match)
        torn = span != match.span() or _is_grouped_by_stop(text, match)
        value = _unclear(text, match, *span) if torn else _amount(text, match, before)
        if value is not None:
            before = None if value.norm is None else value
            yield value


def _is_money(text: str, match: re.Match[str]) -> bool:
    if match["unit"]:
        return True
    if match["more"] and text[match.end() : match.end() + 1] not in ",。;)\n":
        return False
    symbol = (match["symbol"] or "").strip()
    if symbol:
        return bool(match["factor"] or match["of"] or match["per"] or symbol not in ("人民币:",))
    follows = text[match.end() : match.end() + 1]
    return (match["factor"] or "")[-1:] in ("万", "亿") and (bool(match["whole"]) or follows in ",。;)\n") and bool(
        _MONEY_BEFORE.search(text[max(match.start() - 12, 0) : match.start()])
    )  # fmt: skip


def _is_grouped_by_stop(text: str, match: re.Match[str]) -> bool:
    """Whether three digits behind a full stop may be thousands: 3.500元, but not 0.485元, 单价12.345元, 3.125元/度."""
    digits = match["n"] or ""
    if digits[-4:-3] != "." or digits[0] == "0" or len(digits) > 7 or match["factor"] or match["of"] or match["per"]:
        return False
    return text[match.end() : match.end() + 1] != "/" and not _UNIT_PRICE.search(
        text, max(match.start() - 12, 0), match.start()
    )


def _whole(text: str, match: re.Match[str]) -> tuple[int, int]:
    """The span of an amount with all of its number, and with what is left of its 角 and 分."""
    digits = match.start("han" if match["han"] else "n")
    first = front(text, digits, amount=True)
    end = match.end()
    if match["han"] or match["unit"]:
        last = text[end - 1 : end]
        end = change(text, end) if last in "元圆" else end
    elif not (match["of"] or match["per"]):
        end = behind(text, end)
    return match.start() if first == digits else first, end


def _unclear(text: str, match: re.Match[str], start: int, end: int) -> Value:
    """An amount that stands there, and cannot be told; or a form's slots for one: 万 仟 佰 拾 元."""
    if match["han"] and not says_digits(text[start:end]) and text[start] not in "几数":
        return Value("money", start, end, None, None, "CNY", blank=True)
    word = match["hanunit"] or match["unit"] or (match["symbol"] or "").replace("人民币", "").strip(" (小写):")
    return Value("money", start, end, None, None, _CURRENCIES.get(word, "CNY"), unclear="ambiguous")


def _amount(text: str, match: re.Match[str], before: Value | None) -> Value | None:
    left = text[max(match.start() - 60, 0) : match.start()]
    if match["han"]:
        if match["hanwhole"] and len(match["han"]) < 2:
            return None
        number = parse_number(match["han"])
        if number is None:
            if says_digits(match["han"]):
                return _unclear(text, match, *match.span())
            slots = match["hanunit"] and len(match["han"]) > 2
            return Value("money", *match.span(), None, None, "CNY", blank=True) if slots else None
        tenths = DIGITS[match["jiao"][-1]] if match["jiao"] else 0
        number += Decimal(tenths) / (10 if match["jf"] == "角" else 100)
        if match["fen"]:
            number += Decimal(DIGITS[match["fen"][-1]]) / 100
        form, per, of = "formal", match["hper"], None
        word = match["hanunit"] or ""
    else:
        number = parse_number(match["n"] + (match["factor"] or ""))
        if number is None:
            return _unclear(text, match, *match.span())
        number += Decimal(int(match["tenths"] or 0) * 10 + int(match["cents"] or 0)) / 100
        form, per, of = "digits", match["per"] or match["ofper"], match["of"] or match["of2"]
        word = match["unit"] or ""
    symbol = (match["symbol"] or "").replace("人民币", "").strip(" (小写):")
    currency = _CURRENCIES.get(word) or _CURRENCIES.get(symbol) or _named_before(left)
    every = _PER.get(per or (of if of in _OCCASIONS else ""))
    if every is None and of not in _OCCASIONS:
        every = _period(text, match, left, before)
    amount = amount_of(number)
    facts = {"amount": amount, "currency": currency, "per": every, "form": form} | ({"of": of} if of else {})
    word = match.group()
    start, end = match.end() - len(word.lstrip()), match.start() + len(word.rstrip())
    norm = f"{amount} {currency}" + (f"/{every}" if every else "")
    return Value("money", start, end, norm, facts, currency)


def _named_before(left: str) -> str:
    word = _CURRENCY_BEFORE.search(left)
    return _CURRENCIES[word[1]] if word else "CNY"


def _period(text: str, match: re.Match[str], left: str, before: Value | None) -> str | None:
    if _TIMES_MONTHS.search(text[match.end() : match.end() + 8]):
        return "M"
    if (
        before is not None
        and before.value
        and match.start() - before.end < 16
        and _SAME.match(text[before.end : match.start()])
    ):
        per = before.value["per"]
        return per if isinstance(per, str) else None
    if _MONTHS_MAKE.search(left):
        return "Y" if _YEAR_MAKES.search(left) else None
    return _nearest_period(left[-46:])


def _nearest_period(left: str) -> str | None:
    found, at = None, 0
    while (hit := _LEFT_PER.search(left, at)) is not None:
        found, at = next(group for group in hit.groups() if group), hit.start() + 1
    return _PER.get(found) if found else None
