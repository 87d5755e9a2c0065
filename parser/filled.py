"""What was filled into a form, without the brackets, underscores and blanks that its slot was printed with.

Which brackets hold something filled in, and which the word for it, is knowledge: rules/filled.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import regex

from models.text import Edit
from parser.rulefile import content_of

HAN = r"\u3400-\u4dbf\u4e00-\u9fff〇"
NUMERALS = "〇零一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
_FILE = Path(__file__).resolve().parents[1] / "rules" / "filled.yaml"
_FIGURE = rf"(?:[0-9][0-9,.]{{0,15}}|[{NUMERALS}]{{1,20}})"
_CLOSING = {"【": "】", "〔": "〕", "[": r"\]", "(": r"\)"}
_OPENING = "【〔[("


@dataclass(frozen=True, slots=True)
class Filled:
    """One kind of what may stand in brackets: `pattern` has a group for the opening one and a group for the closing one,
    with the blanks inside; see rules/filled.yaml."""

    id: str
    pattern: str
    hit: tuple[tuple[str, str], ...]
    miss: tuple[str, ...]


@lru_cache(maxsize=1)
def filled() -> tuple[Filled, ...]:
    """The kinds of rules/filled.yaml, in the order in which they are tried; read once a process."""
    return tuple(_filled(**entry) for entry in content_of(_FILE)["filled"])


def _filled(
    *,
    id: str,
    brackets: str,
    inside: str,
    hit: list[list[str]],
    miss: list[str],
    before: str = "",
    after: str = "",
) -> Filled:
    opening, closing = "".join(map(regex.escape, brackets)), "".join(_CLOSING[one] for one in brackets)
    pattern = f"{f'(?<={before})' if before else ''}([{opening}] {{0,6}})(?:{inside})( {{0,6}}[{closing}])"
    pattern += f"(?={after})" if after else ""
    pattern = pattern.replace("{figure}", _FIGURE).replace("{numerals}", NUMERALS)
    return Filled(id, pattern, tuple((written, read) for written, read in hit), tuple(miss))


@lru_cache(maxsize=1)
def _brackets() -> regex.Pattern[str]:
    return regex.compile(rf"(?=[{regex.escape(_OPENING)}])(?:{'|'.join(kind.pattern for kind in filled())})")


def open_filled_brackets(text: str) -> Iterator[Edit]:
    """Brackets around a figure, a name, a number or a place that was filled in: 【30】日 -> 30日, 【HT-2026-8】, 【杭州市】."""
    if not any(one in text for one in _OPENING):
        return
    for m in _brackets().finditer(text):
        assert m.lastindex is not None
        yield Edit(*m.span(m.lastindex - 1), "")
        yield Edit(*m.span(m.lastindex), "")


_FILLED_SLOT = regex.compile(
    rf"(?<!_)(_++) ?(?=([0-9][0-9,.]{{0,15}}|[{NUMERALS}]{{1,20}})([万亿元角分整]{{0,3}})(_+))"
)


def open_filled_slots(text: str) -> Iterator[Edit]:
    """Underscores around a figure that was filled in: __2026__年 -> 2026年, ____十____年 -> 十年."""
    if "_" not in text:
        return
    at = 0
    for m in _FILLED_SLOT.finditer(text):
        if m.start() >= at:
            yield Edit(m.start(), m.end(), "")
            yield Edit(m.start(4), m.end(4), "")
            at = m.end(4)


_UNIT_AHEAD = (
    rf"(?=[万亿]?元|%|‰|年 ?[0-9_{NUMERALS}]|月 ?[0-9_{NUMERALS}]|日(?![{HAN}]{{0,1}}[常期程])|个(?:工作日|月|自然日)"
    r"|天[内后前,。;止]|(?<!(?:一九|二[〇零]|19|20) {2,12})年(?=[,。;、)内期止自从以]|\n|$)|份(?!额)|小时)"
)
_ROOM = regex.compile(f"  {_UNIT_AHEAD}|分之 ")
_PADDED = regex.compile(
    rf"(?<=[^\n\t 0-9.,{NUMERALS}] {{0,12}})(?:[0-9][0-9,.]{{0,15}}|[{NUMERALS}]{{1,20}})( {{2,12}}){_UNIT_AHEAD}"
    rf"|(?<=分之)( {{1,6}})(?=[0-9{NUMERALS}])"
)


def close_padding(text: str) -> Iterator[Edit]:
    """The room behind a figure that was filled in before its unit: 贰佰伍拾     万元 -> 贰佰伍拾万元."""
    if "  " not in text or not _ROOM.search(text):
        return
    for m in _PADDED.finditer(text):
        yield Edit(*m.span(1 if m[1] else 2), "")
