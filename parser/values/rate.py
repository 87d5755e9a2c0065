"""Shares and rates: 5%, 百分之五, 三成, 三分之一, 日万分之五, 每逾期一日…0.05%, 月息2分, LPR的4倍, ____%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import regex

from models.value import Value
from parser.values.numerals import HAN_NUMBER, parse_number
from parser.values.pattern import GAP, NUMBER, UNTRIED
from parser.values.torn import behind, front

_TENTH = r"(?<![统之第唯其每任百千万十0-9])[一二两三四五六七八九壹贰叁肆伍陆柒捌玖] ?成(?:半|[一二三四五六七八九](?![成0-9]))?(?![新立员本交功品果年分色都活套人效型熟因长绩份批双对组语书文语]|为(?!定|违|预|质|首)|不(?!退|予))"
"""三成, 二成五: tenths. Not 九成新, 一成不变."""
_FRACTION = r"(?<![零〇一二两三四五六七八九十0-9])(?:[二两三四五六七八九十]|[2-9])分之[一二两三四五六七八九1-9](?![0-9十百千万])|(?<!各付|各出|承担|负担|分担)一半(?!以[上下])"
_PARTS = {"百": 100, "千": 1000, "万": 10_000, "十万": 100_000}
_SIGNS = {"%": 100, "‰": 1000, "‱": 10_000, "个百分点": 100, "个点": 100, "pct": 100}
_NUMERAL = rf"(?:{HAN_NUMBER}{{1,16}}(?:点{HAN_NUMBER}{{1,16}})?|[OolI]?[0-9]+(?:\.[0-9]+)?(?:[OolI][0-9OolI]*)?)"
_TIME = r"(?: ?[/每] ?(?:[日天月年周]|个月))?"
_FOLK = "|".join(
    f"(?<=[月年]{word}{by}{gap})"
    for word in ("息", "利率", "利")
    for by in ("", " ", "为", "按", " 为", " 按")
    for gap in ("", " ")
)
_FOLK_PERIOD = re.compile(r"(?P<per>[月年])(?:息|利率|利) ?(?:为|按)? ?$")
_PATTERN = re.compile(
    rf"(?=[0-9.零〇○一二两三四五六七八九十百千万廿卅壹贰叁肆伍陆柒捌玖拾佰仟_\[【〔( Xx×*{{$L贷%‰]){UNTRIED}(?:"
    rf"(?P<part>十万|百|千|万)分之(?:(?P<pn>{_NUMERAL})(?:[-~至到—–](?:(?P<mpart>十万|百|千|万)分之)?(?P<pm>{_NUMERAL})(?!分之))?|(?P<pgap>{GAP}| ?(?=的)))(?P<pper>{_TIME})"
    rf"|(?P<n>{NUMBER}(?=[ 点%‰‱个p~至到—–-])(?:点{HAN_NUMBER}{{1,4}})?) ?(?:(?:%|‰)? ?[-~至到—–] ?(?P<m>{NUMBER}) ?)?(?P<sign>%|‰|‱|个百分点|个点(?!位)|pct)(?P<per>{_TIME})"
    rf"|(?P<gap>{GAP}) ?[%‰]|(?<=[为按的]) ?(?P<lost>[%‰])"
    rf"|(?P<lpr>LPR|贷款市场报价利率)[^,。;0-9%]{{0,12}}?(?:(?:的|[x×*]) ?(?P<times>{_NUMERAL}) ?倍?|(?P<way>上浮|下浮|加计|加收|减) ?(?P<by>{_NUMERAL}) ?%|(?P<plus>[+加-]) ?(?P<bp>{_NUMERAL}) ?(?:个?基点|[Bb][Pp]s?))"
    rf"|(?P<tenth>{_TENTH})|(?P<fraction>{_FRACTION})"
    rf"|(?<=[息率利为按 ])(?:{_FOLK})(?P<fen>{NUMBER}) ?分(?:(?P<li>{NUMBER}) ?厘)?"
    r")"
)
_PER = {"日": "D", "天": "D", "月": "M", "年": "Y", "周": "W"}
_LEFT = re.compile(
    r"每(?:逾期|满)?[七7](?P<week>[日天])|每(?:逾期|延迟|迟延|拖延|延误|拖欠|延期|超过|逾|迟|推迟|超)?[^,。;]{0,8}?(?<![二三四五六七八九十两0-9])(?:一|1)?个?(?<![扣减除按付的当本该上次])(?P<a>[日天周月年])(?!内|前|以内|后)"
    r"|(?:按|以|为)(?P<b>[日天月年])(?:为单位|计|利率|息|支付|加收|收取|[百千万十0-9])|(?P<c>[日月年])(?:利率|利息|息|化|费率)[^,;]{0,16}$|(?P<d>[日天])(?=[百千万十]*$)|(?P<e>年)(?=[百千万十]*$)|(?<=[:为按])(?P<i>月)$|(?<![0-9一二三四五六七八九十租工])(?P<h1>[日天])(?=罚)"
    r"|(?:逾期|过期|超期|迟延|延迟|延误|拖延|拖欠|推迟|晚|迟|拖|超|过)(?:交|付|还)?(?:一|1)(?P<f>[日天])(?!以|或|内|之内|[^,。;]{0,3}(?:以[上后]|[后内]))|(?:按|逐)(?P<g>[日天])(?!均?(?:租|工资|薪|产值|房费))|利率 ?\((?P<h>[日月年])化?(?:利率)?\)"
)
_RESET = re.compile(r"(?:超过|达到?|满)[^,。;]{0,8}[日天月周]|累计|总计|最高|最多|上限|一次性|解除|终止")
"""What ends the reach of a period: 每逾期一日…0.05%, 逾期超过30日的, 按总价的20%."""
_WORD = r"[^,。;:、()\n的为按以达占过]"
_OF = rf"{_WORD}{{0,14}}(?:的{_WORD}{{0,8}})?"
_SUM = (
    r"(?:总价款?|价款|总额|总金额|金额|款项|租金|费用?|货款|工程款|造价|本金|工资|报酬|总值|价值|投资|收入|损失|余额|贷款"
    r"|借款|欠款|租费|价格|月薪|余款|款)(?:总额)?"
)
_BEHIND_SUM = r"的? ?(?:[百千万十]*|(?:不超过|不低于|不得超过|的)?) ?$"
_BASE = re.compile(rf"(?P<base>{_OF}{_SUM}){_BEHIND_SUM}")
_SUM_LAST, _OF_LAST = regex.compile(_SUM + _BEHIND_SUM), regex.compile(_OF + r"\Z")
_LONGEST_OF = 23
_VERB = re.compile(r"^.{0,10}?(?:支付|给付|缴纳|交纳|收取|偿付|扣除|扣减|预付|付至|相当于|[甲乙丙]方(?!应|未|逾))+")


def rates(text: str) -> Iterator[Value]:
    """Every share, with the time it runs by and the sum it is a share of (`base`) where the sentence says so; every
    slot left blank for one; and LPR with its factor or addend, as `LPR*4`, `LPR+0.003`. One that is not written as one
    number (0.5.3%) is unclear."""
    for match in _PATTERN.finditer(text):
        if match["gap"] or match["pgap"] or match["lost"]:
            start = match.start("lost") if match["lost"] else match.start()
            yield Value("rate", start, match.end(), None, None, None, blank=True)
            continue
        start, end = _whole(text, match)
        if (start, end) != match.span():
            yield Value("rate", start, end, None, unclear="ambiguous")
            continue
        value = _lpr(match) if match["lpr"] else _fen(text, match) if match["fen"] else _share(text, match)
        if value is not None:
            yield value


def _whole(text: str, match: re.Match[str]) -> tuple[int, int]:
    """The span of a share with all of its number."""
    start = front(text, match.start()) if match["sign"] else match.start()
    last = match["pm"] or match["pn"] or match["times"]
    return start, behind(text, match.end()) if last and match.group().endswith(last) else match.end()


def _share(text: str, match: re.Match[str]) -> Value | None:
    share = _spoken(match["tenth"] or match["fraction"]) if match["tenth"] or match["fraction"] else _parted(match)
    if share is None:
        return Value("rate", *match.span(), None, unclear="ambiguous")
    per = _per(text, match)
    digits = format(share.normalize(), "f")
    facts = {"rate": digits, "per": per, "base": _base(text, max(match.start() - 40, 0), match.start())}
    qualifier = "range" if match["pm"] or match["m"] else None
    return Value("rate", match.start(), match.end(), digits + (f"/{per}" if per else ""), facts, None, qualifier)


def _parted(match: re.Match[str]) -> Decimal | None:
    """A share by its number and sign; of a range its upper end."""
    numbers = [_number(said) for name in ("pn", "pm", "n", "m") if (said := match[name])]
    number = None if None in numbers else numbers[-1]
    part = (match["mpart"] if match["pm"] else None) or match["part"]
    return None if number is None else number / (_PARTS[part] if part else _SIGNS[match["sign"]])


def _spoken(said: str) -> Decimal | None:
    """三成五 is 0.35, 三分之一 is 0.3333, 一半 is 0.5."""
    if said == "一半":
        return Decimal("0.5")
    if "成" in said:
        tenths, _, more = said.replace(" ", "").partition("成")
        first, rest = parse_number(tenths), Decimal(5) if more == "半" else parse_number(more) if more else Decimal(0)
        return None if first is None or rest is None else first / 10 + rest / 100
    below, _, above = said.partition("分之")
    whole, part = parse_number(below), parse_number(above)
    return None if not whole or part is None else round(part / whole, 4)


def _base(text: str, floor: int, end: int) -> str | None:
    """The sum that a share ending the text is one of. The word for it is found first, and only then what stands before
    it: `_BASE` searched from every character tries every word behind each of some twenty beginnings."""
    starts = [
        before.start()
        for word in _SUM_LAST.finditer(text, floor, end, overlapped=True)
        if (before := _OF_LAST.search(text, max(word.start() - _LONGEST_OF, floor), word.start()))
    ]
    found = _BASE.match(text, min(starts), end) if starts else None
    return _VERB.sub("", found["base"].strip()) if found else None


def _lpr(match: re.Match[str]) -> Value | None:
    raw = match["times"] or match["by"] or match["bp"]
    number = _number(raw)
    if number is None:
        return Value("rate", *match.span(), None, unclear="ambiguous")
    if match["times"]:
        op, factor = "*", number
    elif match["by"]:
        op, factor = "*", 1 + (number if match["way"] not in ("下浮", "减") else -number) / 100
    else:
        op, factor = ("-" if match["plus"] == "-" else "+"), number / 10_000
    digits = format(factor.normalize(), "f")
    return Value("rate", match.start(), match.end(), f"LPR{op}{digits}", {"base": "LPR", "op": op, "rate": digits})


def _fen(text: str, match: re.Match[str]) -> Value | None:
    """月息2分 is 2 % a month; 年息1分 is 10 % a year (folk usage)."""
    number = _number(match["fen"])
    period = _FOLK_PERIOD.search(text, max(match.start() - 8, 0), match.start())
    if number is None or period is None:
        return None
    extra = _number(match["li"]) if match["li"] else None
    share = (number + (extra or Decimal(0)) / 10) / (100 if period["per"] == "月" else 10)
    per = _PER[period["per"]]
    digits = format(share.normalize(), "f")
    return Value("rate", match.start(), match.end(), f"{digits}/{per}", {"rate": digits, "per": per})


def _number(text: str) -> Decimal | None:
    if "点" in text:
        whole, _, part = text.partition("点")
        first, rest = parse_number(whole), [parse_number(char) for char in part]
        if first is None or None in rest:
            return None
        return first + Decimal("0." + "".join(str(digit) for digit in rest))
    return parse_number(text)


def _per(text: str, match: re.Match[str]) -> str | None:
    own = match["pper"] or match["per"]
    if own:
        return _PER[own.strip()[-1]]
    start = match.start()
    sentence = max(text.rfind(stop, max(start - 60, 0), start) for stop in "。;\n") + 1
    left = text[max(sentence, start - 44) : start]
    found = None
    for hit in _LEFT.finditer(left):
        if _RESET.search(left, hit.end()) is None:
            found = "W" if hit["week"] else next(_PER[group] for group in hit.groups() if group)
    return found
