"""The best consistent reading of all possible labels at once: which are labels, and which stands under which.

A beam search over the labels in reading order. A reading's state is the stack of open units; each label may be passed
over, go on an open series (8.1 -> 8.2), or open a new one under an open unit. Series that run on, numbers that match
their parent's (8.2 under 第八章) and labels that open a paragraph score; gaps, doubles, odd nesting and labels in
mid-sentence cost. So a missing or doubled number loses a little, and nothing around it is derailed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from parser.labels import BLOCK, LINE, RANKS, RUN, SENTENCE, Label

BEAM = 6
SLACK = 7.0

_WHERE = {BLOCK: 3.0, LINE: 1.0, SENTENCE: 0.5, RUN: -2.0}
_STYLE = {"bare": -3.0, "letter": 0.0, "capital": -0.5, "roman": -0.5, "han": 0.0, "annex": 1.0}
_TOP = frozenset(("annex", "part", "chapter", "section", "article"))
_HIGH = _TOP | {"han", "formal"}
_RUN_ON = {"section": 4.5, "article": 4.5, "paragraph": 4.5, "arabic": 3.5, "chapter": 3.5, "decimal": 2.0}
_PASSED_OVER = {"article": 2.5, "chapter": 2.5, "section": 2.5, "part": 2.5, "annex": 0.5}
_CERTAIN = 4.0
_LED = 0.7
"""What a colon at the end of the unit right before it brings a list that begins under that unit."""


_SKIPPED = 2
"""The step of a number behind one that is left out."""


class Frame(NamedTuple):
    """An open unit: its style, number and mark, and which label opened it. `skipped`: the number before its own is not
    there yet; it may follow in the wrong order (1. 2. 4. 3. 5.)."""

    style: str
    numbers: tuple[int, ...]
    mark: str
    label: int
    skipped: bool = False


class Node(NamedTuple):
    """An accepted label, its parent, and the one accepted before it."""

    label: int
    parent: int | None
    before: Node | None


Key = tuple[tuple[str, tuple[int, ...]], ...]


class State(NamedTuple):
    """A reading so far. `last` holds the last number of each style and the style above it. `key` is the stack's styles and numbers: of two readings alike in it, the better one stays."""

    score: float
    stack: tuple[Frame, ...]
    key: Key
    last: tuple[tuple[str, int, str], ...]
    node: Node | None


def choose(labels: Sequence[Label], breaks: Sequence[int]) -> list[tuple[int, int | None]]:
    """The accepted labels as (index, index of the parent), in reading order.

    `breaks` are offsets at which the numbering may well start anew: a signature block, a title, an annex.
    """
    states = [State(0.0, (), (), (), None)]
    passed = 0
    for number, label in enumerate(labels):
        fresh = False
        while passed < len(breaks) and breaks[passed] <= label.start:
            fresh, passed = True, passed + 1
        base = _WHERE[label.where] + _STYLE.get(label.style, 0.0) + (_CERTAIN if label.certain else 0.0)
        options: list[tuple[float, State, int | None]] = []
        over = _PASSED_OVER.get(label.style, 0.0) if label.where == BLOCK else 0.0
        for state in states:
            options.append((state.score - over, state, None))
            for depth in range(len(state.stack) + 1):
                gain = _gain(state, label, depth, fresh=fresh)
                if gain is not None:
                    options.append((state.score + base + gain, state, depth))
        options.sort(key=_score, reverse=True)
        floor = options[0][0] - SLACK
        grown: dict[Key, State] = {}
        for score, state, taken in options:
            if score < floor or len(grown) == BEAM:
                break
            key = state.key if taken is None else (*state.key[:taken], (label.style, label.numbers))
            if key not in grown:
                grown[key] = (
                    _accept(state, label, number, taken, score, key)
                    if taken is not None
                    else state
                    if score == state.score
                    else state._replace(score=score)
                )
        states = list(grown.values())
    chosen: list[tuple[int, int | None]] = []
    node = states[0].node
    while node is not None:
        chosen.append((node.label, node.parent))
        node = node.before
    chosen.reverse()
    return chosen


def _score(option: tuple[float, State, int | None]) -> float:
    return option[0]


def _accept(state: State, label: Label, number: int, depth: int, score: float, key: Key) -> State:
    """The reading that takes the label in at this depth of the stack."""
    stack = state.stack
    parent = stack[depth - 1].label if depth else None
    there = state.stack[depth] if depth < len(state.stack) and _alike(state.stack[depth], label) else None
    step = label.numbers[-1] - there.numbers[-1] if there is not None else 0
    late = there is not None and there.skipped and step == -1
    frame = Frame(
        label.style,
        there.numbers if there is not None and late else label.numbers,
        label.mark,
        number,
        step == _SKIPPED and label.where == BLOCK and len(label.numbers) == 1,
    )
    last = tuple(pair for pair in state.last if pair[0] != label.style)
    above = stack[depth - 1].style if depth else ""
    return State(
        score,
        (*stack[:depth], frame),
        key,
        (*last, (label.style, label.numbers[-1], above)),
        Node(number, parent, state.node),
    )


def _gain(state: State, label: Label, depth: int, *, fresh: bool) -> float | None:
    """What it brings to put the label at this depth of the stack; None where it cannot stand there."""
    stack = state.stack
    if label.style == "annex" and depth:
        return None
    open_here = stack[depth] if depth < len(stack) else None
    parent = stack[depth - 1] if depth else None
    if open_here is not None and _alike(open_here, label):
        return _go_on(open_here, label, fresh=fresh) + _mark(open_here, label)
    gain = _start(state, label, parent) - (3.0 if fresh and parent is not None and parent.style != "annex" else 0.0)
    if open_here is not None:
        gain -= _another(open_here, label, fresh=fresh)
    if depth and any(f.style == label.style and len(f.numbers) == len(label.numbers) for f in stack[:depth]):
        gain -= 9.0 if label.style in _HIGH else 4.0
    return gain


def _another(open_here: Frame, label: Label, *, fresh: bool) -> float:
    """What it costs to open another series under the same parent: usual where a higher style follows, odd where a lower
    one does."""
    higher = RANKS[label.style] < RANKS[open_here.style]
    if fresh or (higher and label.style in _HIGH):
        return 0.5
    if open_here.style in _TOP and not higher:
        return 4.5
    return 1.5 if higher else 2.5


def _alike(frame: Frame, label: Label) -> bool:
    """Whether the label may go on the frame's series: 8.1 -> 8.2, 第十九条 -> 第十九条之二 -> 第二十条, 9. -> 10."""
    if frame.style == label.style:
        return len(frame.numbers) == len(label.numbers) or label.style == "article"
    return {frame.style, label.style} == {"arabic", "bare"} and label.numbers[-1] == frame.numbers[-1] + 1


def _go_on(frame: Frame, label: Label, *, fresh: bool) -> float:
    if label.style == "decimal" and frame.numbers[:-1] != label.numbers[:-1]:
        step = label.numbers[-2] - frame.numbers[-2]
        return -1.0 if label.numbers[-1] == 1 and step == 1 else -5.0
    if label.style == "article" and len(label.numbers) > 1 and label.numbers[0] == frame.numbers[0]:
        return 4.0
    step = label.numbers[-1] - frame.numbers[-1] if label.style != "article" else label.numbers[0] - frame.numbers[0]
    if label.style == "annex" and not label.numbers[0]:
        return 1.0
    if step == 1:
        return 5.0
    if step == 0:
        return -2.0 if label.where == BLOCK else -4.0
    if step == _SKIPPED:
        return 0.5 if label.where == BLOCK else -1.5
    if step > _SKIPPED:
        return -2.0 - 0.3 * step
    if step == -1 and frame.skipped and label.where == BLOCK:
        return 4.0
    if label.numbers[-1] == 1:
        return 0.5 if fresh else -2.5
    return -4.0


def _mark(frame: Frame, label: Label) -> float:
    return 0.0 if frame.mark == label.mark else -1.0


def _start(state: State, label: Label, parent: Frame | None) -> float:
    gain = 0.0
    first = label.numbers[-1] == 1
    if label.style == "decimal":
        gain += _under(parent, label)
        gain += 1.5 if first else -0.5 if label.numbers[-1] == 2 else -3.0
    elif label.style == "annex":
        gain += 1.0
    elif first:
        gain += 1.5 + (_LED if label.led and _is_last(state, parent, label) else 0.0)
    elif (above := _run_on_from(state, label)) is not None:
        gain += _RUN_ON[label.style] - (0.0 if above == (parent.style if parent else "") else 1.5)
    elif label.style in _TOP:
        gain -= 1.0 + 0.1 * label.numbers[-1]
    else:
        gain -= 3.0 + 0.3 * min(label.numbers[-1], 20)
    if parent is not None and RANKS[label.style] < RANKS[parent.style]:
        gain -= _inside(parent, label)
    if label.style in ("arabic", "letter", "half", "capital", "roman") and label.where in (RUN, SENTENCE):
        gain -= 1.0
    return gain


def _is_last(state: State, parent: Frame | None, label: Label) -> bool:
    return parent is not None and parent is state.stack[-1] and parent.style != label.style


def _inside(parent: Frame, label: Label) -> float:
    """What it costs to stand under a lower style: little under 一、 or 1.1, and for letters (1) ... A), more for numbers under (1), which
    such lists follow."""
    if parent.style == "han":
        return 1.0
    if label.style in _TOP:
        return 6.0
    if label.style == "capital":
        return 0.3
    if label.style == "han":
        return 3.0
    return 2.0 if RANKS[parent.style] >= RANKS["round"] else 0.3


def _run_on_from(state: State, label: Label) -> str | None:
    """Where the label goes on the last number of its style under a new parent (第二章 ... 9. after 第一章 ... 8.): the
    style of the parent that the last one had, "" for none. None where it goes on nothing."""
    if label.style in _RUN_ON and (label.where == BLOCK or label.style in _TOP):
        for style, number, above in state.last:
            if style == label.style and number == label.numbers[-1] - 1:
                return above
    return None


def _under(parent: Frame | None, label: Label) -> float:
    """A decimal's own numbers say under what it stands: 8.2.1 under 8.2, 8.2 under 第八章."""
    if parent is None:
        return -1.5 if len(label.numbers) == 2 else -4.0
    if parent.style == "decimal":
        return 3.5 if parent.numbers == label.numbers[:-1] else -5.0
    if len(label.numbers) == 2 and parent.numbers[-1] == label.numbers[0] and parent.style != "annex":
        return 3.5
    if parent.style == "annex":
        return -1.0
    # 5.2.1 right under 第五条: the level between the two is left out.
    return 0.5 if parent.style in _HIGH and parent.numbers[-1] == label.numbers[0] else -3.5
