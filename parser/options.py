"""Boxes to tick: which options are not chosen, or not yet, and which marks only say how to tick. Those that are chosen by
their number are told by numbered_options.

A box stands before its option (□月付 ☑季付) or behind it (月付□ 季付☑), in one line or in a line for each option. What an
option says that is not chosen is not agreed: no value of it is the contract's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

import regex

from models.report import Finding
from models.rule import Outline
from parser.matching import short
from parser.numbered_options import Span, numbered_options

State = Literal["open", "ticked", "crossed", "boxed"]
_STATES: tuple[State, ...] = ("open", "ticked", "crossed", "boxed")

_TICKS = "☑√✓✔■"
_MARKS = re.compile(rf"[{_TICKS}☒✗✘×xX](?:(?<![×xX])|(?<![0-9A-Za-z].)(?![0-9A-Za-z]))")
"""What a legend names; in 7×24 and XX公司 it is no mark. (A pattern that begins with a set of characters is searched at ten
times the speed of one that begins with a choice.)"""
_MARKED = re.compile(rf"[{_TICKS}☒□☐◻\[](?:(?<!\[)| ?[xX] ?\])")
_BOX = re.compile(
    r"(?P<ticked>_{1,12} ?[√✓✔] ?_{1,12}|[□☐◻][√✓✔]|[√✓✔][□☐◻]|(?<!第)[(【\[] ?[☑√✓✔■] ?[)】\]]|\[ ?[xX] ?\]|(?<!第[(【\[])[☑√✓✔■])"
    r"|(?P<crossed>[□☐◻]×|[(【\[] ?[×✗✘☒] ?[)】\]]|[✗✘]|(?<![0-9A-Za-z×*%])×(?![0-9A-Za-z×]))"
    r"|(?P<boxed>☒)|(?P<open>[□☐◻]|(?<!第)(?:\( {0,6}\)|【 {0,6}】|\[ {0,6}\])|(?<![0-9A-Za-z¥])_{2,12})"
)
_LABEL = re.compile(r"[ \t]*(?:\(?[一二三四五六七八九十0-9A-Za-z]{1,3}[)、.] ?|[①-⑳·*-] ?)?[ \t]*")
_WORD = re.compile(r"[\w(《“\"¥]")
_STOP = re.compile(r"[,。;]")
_BLANK = " \t,。;、."


class Box(NamedTuple):
    """A box to tick: its span, whether it is ticked, and how it is printed."""

    start: int
    end: int
    state: State
    mark: str


class Options(NamedTuple):
    """The spans of options that are not chosen, in order: another of the choice is (`refused`), or none is yet
    (`undecided`), whose slots are still to be filled in."""

    refused: tuple[Span, ...] = ()
    undecided: tuple[Span, ...] = ()

    def bar(self, start: int, end: int, *, blank: bool) -> bool:
        """Whether what stands there is no value of the contract."""
        return _within(self.refused, start, end) or (not blank and _within(self.undecided, start, end))


NONE = Options()


class Line(NamedTuple):
    """A line with boxes: `first` is where it begins behind its number, `leading` whether boxes stand before options."""

    start: int
    first: int
    end: int
    boxes: tuple[Box, ...]
    leading: bool


def without_legends(text: str, outline: Outline) -> str:
    """The text with the marks blanked that say how to tick (在□内打√): of the same length."""
    spans = _legends(text, outline)
    if not spans:
        return text
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], "·" * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def find_options(text: str, outline: Outline) -> Options:
    """The options whose box is open, or crossed out, and those that are not chosen by their number. Lines that each begin
    with an open box are options only where another of them is ticked, or the line above asks to choose."""
    others = numbered_options(text, outline)
    if not _MARKED.search(text):
        return Options(tuple(others))
    plain = without_legends(text, outline)
    crossing = short(outline.crossing).search(text) is not None
    asking = {True: short(outline.choice), False: short(outline.choice_open)}
    lines = [line for span in _lines(plain) if (line := _line(plain, *span)) is not None]
    refused: list[Span] = others
    undecided: list[Span] = []
    for choice in _choices(plain, lines):
        chosen, spans = _not_chosen(plain, choice, asking, crossing=crossing)
        (refused if chosen else undecided).extend(spans)
    return Options(tuple(sorted(refused)), tuple(undecided))


def _within(spans: Sequence[Span], start: int, end: int) -> bool:
    at = bisect_right(spans, start, key=lambda span: span[0]) - 1
    return at >= 0 and end <= spans[at][1]


def agreed(findings: Sequence[Finding], options: Options) -> tuple[Finding, ...]:
    """The findings without those about nothing but options that are refused."""
    return tuple(
        finding
        for finding in findings
        if not options.refused
        or not finding.evidence
        or any(e.span is None or not _within(options.refused, *e.span) for e in finding.evidence)
    )


@lru_cache(maxsize=8)
def _legend(outline: Outline) -> regex.Pattern[str]:
    return short(outline.legend)


def _legends(text: str, outline: Outline) -> list[Span]:
    if not _MARKS.search(text):
        return []
    return [match.span() for match in _legend(outline).finditer(text)]


def _lines(text: str) -> Iterator[Span]:
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = end if end >= 0 else len(text)
        yield start, end
        start = end + 1


def _line(text: str, start: int, end: int) -> Line | None:
    """A line as one of boxes; None where it has none, or where it is not told whose each is."""
    found = [Box(*m.span(), _state(m), m.group()) for m in _BOX.finditer(text, start, end)]
    brackets = {box.mark[0] for box in found if box.state != "open" and box.mark[0] in "([【_"}
    boxes = tuple(box for box in found if box.mark[0] not in "([【_" or box.mark[0] in brackets)
    label = _LABEL.match(text, start, end)
    assert label is not None
    first = label.end()
    if not boxes:
        return None
    leading = _leading(text, first, end, boxes)
    return None if leading is None else Line(start, first, end, boxes, leading)


def _state(match: re.Match[str]) -> State:
    return next(state for state in _STATES if match[state] is not None)


def _leading(text: str, first: int, end: int, boxes: Sequence[Box]) -> bool | None:
    """Whether the boxes stand before their options, by what touches them, and by the ends of the line."""
    before, after = text[first : boxes[0].start].strip(_BLANK), text[boxes[-1].end : end].strip(_BLANK)
    opens = not before or before.endswith((":", "为"))
    touched = all(_WORD.match(text, box.end, end) for box in boxes)
    touching = all(box.start > first and _WORD.match(text, box.start - 1) for box in boxes)
    if touched != touching:
        return touched
    if opens and after:
        return True
    if not after and before:
        return False
    return touched if len(boxes) > 1 else None


def _choices(text: str, lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that each hold one option, one below the other, are one choice; so is a line of several."""
    choice: list[Line] = []
    for line in lines:
        if choice and not (
            line.start == choice[-1].end + 1 and _is_option(text, line) and _is_option(text, choice[-1])
        ):
            yield choice
            choice = []
        choice.append(line)
    if choice:
        yield choice


def _is_option(text: str, line: Line) -> bool:
    if line.leading:
        return line.boxes[0].start == line.first
    return not text[line.boxes[-1].end : line.end].strip(_BLANK)


def _not_chosen(
    text: str, choice: Sequence[Line], asking: Mapping[bool, regex.Pattern[str]], *, crossing: bool
) -> tuple[bool, list[Span]]:
    """Whether an option of the choice is chosen, and the spans of those that are not. `asking` are the patterns of a line
    that asks to choose, by whether one is."""
    boxes = [box for line in choice for box in line.boxes]
    ticked = [box for box in boxes if box.state == "ticked"]
    # A ☒ is a tick of its own where nothing says that it crosses out.
    chosen = bool(ticked) or (not crossing and any(box.state == "boxed" for box in boxes))
    crossed = crossing or bool(ticked)
    plain = len(choice) > 1 and all(box.mark in "□☐◻✓✔■" for box in boxes)
    if (len(boxes) == 1 and not chosen) or (plain and not _asked(text, choice[0].start, asking[chosen])):
        return chosen, []
    unchosen = {"open", "crossed", "boxed"} if crossed else {"open", "crossed"}
    spans = [span for line in choice for span in _options(text, line)]
    return chosen, [span for box, span in zip(boxes, spans, strict=True) if box.state in unchosen]


def _asked(text: str, start: int, asking: regex.Pattern[str]) -> bool:
    """Whether the line above asks to choose; where it does not, □, ✓ and ■ before lines may be the bullets of a list."""
    end = max(start - 1, 0)
    return asking.search(text, text.rfind("\n", 0, end) + 1, end) is not None


def _options(text: str, line: Line) -> Iterator[Span]:
    """The span of each box with its option."""
    if line.leading:
        ends = [box.start for box in line.boxes[1:]]
        stop = _STOP.search(text, line.boxes[-1].end, line.end) if len(line.boxes) > 1 else None
        last = stop.start() if stop else line.end
        starts = [line.start if _is_option(text, line) else line.boxes[0].start, *ends]
        yield from zip(starts, [*ends, last], strict=True)
        return
    yield _behind(text, line.first, line.boxes[0]), line.boxes[0].end
    yield from ((before.end, box.end) for before, box in pairwise(line.boxes))


def _behind(text: str, first: int, box: Box) -> int:
    """Where the option begins that the first box of a line stands behind."""
    return max(first, *(text.rfind(stop, first, box.start) + 1 for stop in ":,。;"))
