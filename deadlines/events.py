"""What a period runs from, in the contract's words: 自验收合格之日起 is the event 验收合格."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import regex

_TAIL = regex.compile(
    r"(?:之日起算?|之时起|当日起|次日起|起算|起|之日后|之日|当日|之时|以后|之后|后|时)(?:的)?(?:第)?$"
)
_BEFORE = regex.compile(r"(?:之日)?(?:以|之)?前$")
_NO_EVENT = regex.compile(r"(?:提前|在|于|要|会|须|需|应)+$|^(?:.{0,6})提前$")
_LEAD = regex.compile(
    r"^.*(?:期限?(?:为|自|从)|[年月日天]或者?|期间[及和]|(?:义务|责任)(?:在|于|自)|[,，:：]|(?<=.)自|^自|^从)(?=.{2})"
)
_WHO = regex.compile(
    r"^(?:[甲乙丙丁]方|双方|任何一方|协议方|守约方)?(?:承诺|保证|同意|如|应当?|须|需|在(?!职)|于|将)+(?=.{2})"
)
_BLANK = regex.compile(r"(?:[_\s【】\[\]()（）]|^)年[_\s【】\[\]()（）]*月[_\s【】\[\]()（）]*[日号]?")
_DATE = regex.compile(r"((?:19|20)[0-9]{2})年 ?([0-9]{1,2})月 ?([0-9]{1,2})[日号]")


@dataclass(frozen=True, slots=True)
class Event:
    """`day` where the words themselves are a date; `blank` where they are an empty slot for one. `before`: the period
    ends with the event."""

    words: str
    day: date | None = None
    blank: bool = False
    before: bool = False


def event_of(anchor: str | None) -> Event | None:
    """The event of a field's anchor; None where the words name none (提前30日)."""
    words = (anchor or "").strip()
    if not words or _NO_EVENT.search(words):
        return None
    if dated := _DATE.search(words):
        try:
            return Event(dated[0], day=date(int(dated[1]), int(dated[2]), int(dated[3])))
        except ValueError:
            return Event(words)
    if _BLANK.search(words):
        return Event("起始日", blank=True)
    before = _BEFORE.search(words) is not None
    plain = _BEFORE.sub("", words) if before else _TAIL.sub("", words)
    plain = _WHO.sub("", _LEAD.sub("", plain)).strip()
    return Event(plain or words, before=before)
