"""Calendar dates: 2026年3月2日, 2026-03-02, 二〇二六年三月二日, ____年__月__日."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from models.value import Value
from parser.values.numerals import parse_number
from parser.values.torn import front

_Y = r"(?:1[89]|20)[0-9]{2}|[一二][〇零○九0Oo][〇零○0Oo一二三四五六七八九]{2}|贰零[零〇壹贰叁肆伍陆柒捌玖]{2}"
_HAN = "[一二三四五六七八九十元壹贰叁肆伍陆柒捌玖拾廿卅]"
_PART = rf"[0-9]{{1,2}}|{_HAN}{{1,3}}"
_SLOT = r"(?:[_ ×xX*]{0,60}|[-—…/]{1,6}|【[^】\n]{0,6}】|\[[^\]\n]{0,6}\]|〔 {0,6}〕|\( {0,6}\)|\{\{[^{}\n]{1,40}\}\}|\$\{[^{}\n]{1,40}\})"
_DATED = "|".join(f"(?<={word}{colon})" for word in ("日期", "时间", "日") for colon in (":", " :", ": ", " : ", " "))
_PATTERN = re.compile(
    r"(?=[0-9_ ×xX*\[(〔【{$年一二贰—…/-])(?:"
    rf"(?<![0-9])(?P<y>{_Y}) {{0,3}}年[ \n]{{0,3}}(?P<m>{_PART}) {{0,3}}月(?:[ \n]{{0,3}}(?P<d>{_PART}) {{0,3}}[日号]|(?![ \n]{{0,3}}[0-9OolI][0-9OolI ]{{0,3}}[日号]))(?![_ ]{{0,20}}[日号](?![期常]))"
    r"|(?<![0-9.])(?P<y2>(?:19|20)[0-9]{2}) ?(?P<sep>[-/.]) ?(?P<m2>[0-9]{1,2}) ?(?P=sep) ?(?P<d2>[0-9]{1,2})(?![0-9.]|[/-][0-9]{1,2}(?![0-9]))"
    rf"|(?:{_DATED})(?P<y3>20[0-9]{{2}})(?P<m3>[01][0-9])(?P<d3>[0-3][0-9])(?![0-9])"
    rf"|(?=[0-9]{{0,4}}[_ ×xX*\[(〔【{{$年一二〇零○三四五六七八九—…/-])(?P<blank>(?<![每次当翌同本今明])(?:(?:20|19|(?:一九|二[〇零○])[〇零○一二三四五六七八九]{{0,2}})?(?:[0-9]{{0,2}}{_SLOT})) ?年 ?(?:{_SLOT}[0-9]{{0,2}}[_ ]{{0,60}}) ?月 ?(?:{_SLOT}[0-9]{{0,2}}[_ ]{{0,60}}) ?[日号])"
    r"|(?<![0-9OolI])(?P<torn>(?:1[89]|2 ?[0O]) ?[0-9OolI][0-9OolI ]{0,3}年[0-9OolI ]{0,3}[0-9OolI] ?月(?:[0-9OolI ]{0,4}[0-9OolI] ?[日号])?)"
    r")"
)
_FILLED = re.compile(r"[0-9]{1,4} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?[日号]")
"""A date of which no part is left blank, with a year that is none: 24年5月1日 is of no certain century."""


def dates(text: str) -> Iterator[Value]:
    """Every date, and every slot left blank for one, also in part (2026年__月__日). A day that no calendar has is
    impossible, with `invalid` in its value; digits that do not make one date (20 24年5月1日) are ambiguous."""
    for match in _PATTERN.finditer(text):
        if match["blank"]:
            start = match.start() + len(match["blank"]) - len(match["blank"].lstrip())
            if _FILLED.fullmatch(text, start, match.end()):
                yield Value("date", front(text, start), match.end(), None, None, unclear="ambiguous")
            else:
                yield Value("date", start, match.end(), None, None, blank=True)
            continue
        if match["torn"]:
            yield Value("date", match.start(), match.end(), None, None, unclear="ambiguous")
            continue
        year = int(parse_number(_year(match["y"] or match["y2"] or match["y3"])) or 0)
        month = _part(match["m"] or match["m2"] or match["m3"])
        day = _part(match["d"] or match["d2"] or match["d3"])
        if month is None or (day is None and (match["d"] or match["d2"] or match["d3"])):
            yield Value("date", match.start(), match.end(), None, None, unclear="ambiguous")
            continue
        if not 1 <= month <= 12 or (day is not None and not 1 <= day <= monthrange(year, month)[1]):
            if match["y"] or match["sep"] == "-":
                yield Value("date", match.start(), match.end(), None, {"invalid": True}, unclear="impossible")
            continue
        norm = f"{year:04}-{month:02}" + (f"-{day:02}" if day is not None else "")
        yield Value("date", match.start(), match.end(), norm, {"date": norm, "precision": "D" if day else "M"})


def _year(text: str) -> str:
    """A year in numerals as such where a zero or a letter stands for its 〇: 二0二五, 二O二五."""
    return text if text[0].isascii() else re.sub("[0Oo]", "〇", text)


def _part(text: str | None) -> int | None:
    number = parse_number(text.replace("元", "一")) if text else None
    return int(number) if number is not None else None
