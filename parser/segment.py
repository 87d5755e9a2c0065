"""Text -> clauses: a flat list in reading order whose `parent` makes the tree."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from models.report import Clause, ClauseKind, Evidence, Notice
from models.rule import Outline, Packs
from models.text import NormalText
from parser.headings import heading_patterns
from parser.label_places import find_labels
from parser.labels import BLOCK, Label
from parser.matching import short
from parser.outline import choose
from parser.units import Unit, units_of

_KINDS: dict[str, ClauseKind] = {
    "annex": "annex", "part": "part", "chapter": "chapter", "section": "section", "article": "article",
    "decimal": "clause", "han": "clause", "formal": "clause", "bare": "clause",
}  # fmt: skip
_LISTS = frozenset(("arabic", "round", "half", "letter", "capital", "roman", "circled", "bare", "ordinal", "lettered"))
_FEW_RUNNING = 3
"""Members of a series that runs on over its parents, from which on it is one."""
_LONGEST_SIGNER = 100
"""Characters of a party's line at a place to sign, at most."""
_SIGNER_LINES = 8
"""Lines between the first party's line there and the next, at most."""


@dataclass(frozen=True, slots=True)
class Regions:
    """Patterns for lines that part a text where no number does: titles, the parties, annexes, places to sign."""

    signature: regex.Pattern[str]
    title: regex.Pattern[str]
    title_end: regex.Pattern[str]
    specimen: regex.Pattern[str]
    annexes: regex.Pattern[str]
    parties: regex.Pattern[str]
    parties_behind: regex.Pattern[str]
    """The same where no line begins: behind a slot or a sentence of run-on text."""


@lru_cache(maxsize=8)
def _regions(outline: Outline) -> Regions:
    return Regions(
        signature=short(outline.signature, multiline=True),
        title=short(outline.title),
        title_end=short(outline.title_end),
        specimen=short(outline.specimen),
        annexes=short(outline.annexes),
        parties=short(outline.parties, multiline=True),
        parties_behind=short(f"(?<=[_。;]){outline.parties.removeprefix('^')}"),
    )


def segment(text: NormalText, packs: Packs) -> tuple[tuple[Clause, ...], tuple[Notice, ...]]:
    """The clauses of a text, and notices (no numbered clause at all)."""
    regions, patterns = _regions(packs.outline), heading_patterns(packs.outline)
    labels = find_labels(text, packs.outline)
    signatures = [m.start() for m in regions.signature.finditer(text.text)]
    titles = [
        block.start
        for block in text.blocks
        if block.end - block.start < 40
        and (
            regions.title.search(regions.specimen.sub("", text.text[block.start : block.end]))
            or (regions.annexes.match(text.text, block.start, block.end) and not _goes_on(labels, block.start))
        )
    ]
    chosen = _without_lone(labels, choose(labels, sorted([*signatures, *titles])))
    chosen = _with_lists_of_annexes(labels, chosen)
    if chosen:
        signatures = _with_last(text, labels[chosen[-1][0]], signatures, regions)
    units = units_of(text, labels, chosen, patterns, signatures)
    clauses = _assemble(text, units, regions, signatures)
    notices: tuple[Notice, ...] = ()
    if not units:
        notices = (
            Notice(
                code="no-numbered-clause",
                stage="segment",
                message="No numbered clause was found; the text is kept whole. Check that the file is a contract.",
            ),
        )
    return clauses, notices


def _goes_on(labels: Sequence[Label], offset: int) -> bool:
    """Whether the articles before an offset go on behind it: a list of annexes there is an article's own."""
    at = bisect_left([label.start for label in labels], offset)
    for style in ("article", "chapter", "han"):
        before = next((label for label in reversed(labels[:at]) if label.style == style and label.where == BLOCK), None)
        after = next((label for label in labels[at:] if label.style == style and label.where == BLOCK), None)
        if before and after and after.numbers[0] == before.numbers[0] + 1:
            return True
    return False


def _with_last(text: NormalText, last: Label, signatures: list[int], regions: Regions) -> list[int]:
    """Where nothing else says so, the parties' names behind the last clause are the place to sign; and 甲方 stands above
    乙方 there, also where only the latter is said to sign."""
    behind = next((start for start in signatures if start > last.start), None)
    if behind is not None and not text.text.startswith("乙", behind):
        return signatures
    for block in text.blocks[last.block + 1 :]:
        if behind is not None and block.start >= behind:
            break
        line = text.text[block.start : block.end]
        if len(line) < _LONGEST_SIGNER and "。" not in line and regions.parties.match(line):
            if behind is not None and (line[0] != "甲" or text.text.count("\n", block.start, behind) > _SIGNER_LINES):
                continue
            return sorted([*signatures, block.start])
    return signatures


def _with_lists_of_annexes(
    labels: Sequence[Label], chosen: Sequence[tuple[int, int | None]]
) -> list[tuple[int, int | None]]:
    """Lines 附件一:… behind which the articles go on are a list: they stand in the article before them, and hold none
    of those behind them."""
    kept: list[tuple[int, int | None]] = []
    article: int | None = None
    run: list[int] = []
    listed: set[int] = set()
    for index, parent in chosen:
        label = labels[index]
        above = None if parent in listed else parent
        if run and article is not None and parent in (None, run[-1]) and _follows_on(labels[article], label):
            listed.update(run)
            kept = [(at, article if at in run else up) for at, up in kept]
            above = None
        if above is None:
            article, run = (article, [*run, index]) if label.style == "annex" else (index, [])
        elif run and above == run[-1]:
            article, run = None, []  # what has numbers of its own is an annex itself
        kept.append((index, above))
    return kept


def _follows_on(before: Label, label: Label) -> bool:
    return (before.style, before.numbers[0] + 1) == (label.style, label.numbers[0]) and label.where == BLOCK


def _without_lone(labels: Sequence[Label], chosen: list[tuple[int, int | None]]) -> list[tuple[int, int | None]]:
    """A list has two members or more: a single 1、 that nothing follows, and that nothing stands under, is none.

    One line 附件一:… before the signatures, with nothing behind it, is a mention. Where the numbers run on from one parent
    to the next, one that stands alone under its own is a member of that series.
    """
    parents = Counter(parent for _, parent in chosen)
    series = Counter((parent, labels[index].style) for index, parent in chosen)
    running = _running(labels, chosen)
    kept = []
    for index, parent in chosen:
        label = labels[index]
        lone = series[parent, label.style] == 1 and not parents[index] and index not in running
        if (
            lone
            and not label.certain
            and (label.style in _LISTS or (label.style == "han-round" and label.where != BLOCK))
        ):
            continue
        kept.append((index, parent))
    return kept


def _running(labels: Sequence[Label], chosen: Sequence[tuple[int, int | None]]) -> set[int]:
    """Labels 1. 2. 3. that go on from one unit of a series to the next: three or more in a row."""
    rows: list[list[int]] = [[]]
    for index, _ in chosen:
        label = labels[index]
        if label.style == "arabic" and label.where == BLOCK:
            if rows[-1] and label.numbers[-1] != labels[rows[-1][-1]].numbers[-1] + 1:
                rows.append([])
            rows[-1].append(index)
    return {index for row in rows if len(row) >= _FEW_RUNNING for index in row}


def _assemble(
    text: NormalText, units: Sequence[Unit], regions: Regions, signatures: Sequence[int]
) -> tuple[Clause, ...]:
    """Units and what stands between them (title, parties, preamble, tables, signatures) as one list."""
    made: list[Clause] = []
    first = units[0].start if units else len(text.text)
    head_end = min([first, *(s for s in signatures if not units)])
    made.extend(_head(text, head_end, regions))
    if not units and head_end < len(text.text):
        made.append(_plain(text, f"s{len(made) + 1}", "signature", (head_end, len(text.text))))
    spans, tails = _whole_spans(units), _tails(units)
    levels: list[int] = []
    signed = 0
    for number, unit in enumerate(units):
        levels.append(1 if unit.parent is None else levels[unit.parent] + 1)
        made.append(_clause(text, unit, number, spans[number], levels[number], tails.get(number, ())))
        after = units[number + 1].start if number + 1 < len(units) else len(text.text)
        end = max(unit.end, unit.tail[1])
        if end < after and text.text[end:after].strip():
            signed += 1
            made.append(_plain(text, f"s{signed}", "signature", (end, after)))
    return tuple(made)


def _tails(units: Sequence[Unit]) -> dict[int, tuple[tuple[int, int], ...]]:
    """For each unit, the paragraphs that follow a list standing inside one of its own."""
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    for number, unit in enumerate(units):
        if unit.tail[0] < unit.tail[1]:
            at = unit.parent
            while at is not None and units[at].tail[0] < units[at].tail[1] and units[at].parent is not None:
                at = units[at].parent
            # A list that stands under nothing keeps what follows it.
            at = number if at is None else at
            found[at] = (*found.get(at, ()), unit.tail)
    return found


def _whole_spans(units: Sequence[Unit]) -> list[tuple[int, int]]:
    """The span of each unit with all that stands under it."""
    ends = [unit.end for unit in units]
    for number in range(len(units) - 1, -1, -1):
        parent = units[number].parent
        if parent is not None:
            ends[parent] = max(ends[parent], ends[number], units[number].tail[1])
    return [(unit.start, end) for unit, end in zip(units, ends, strict=True)]


def _clause(
    text: NormalText,
    unit: Unit,
    number: int,
    span: tuple[int, int],
    level: int,
    tails: tuple[tuple[int, int], ...],
) -> Clause:
    label = unit.label
    own = [text.text[start:end].strip() for start, end in ((unit.body, unit.end), *tails)]
    return Clause(
        id=f"c{number + 1}",
        parent=None if unit.parent is None else f"c{unit.parent + 1}",
        kind=_KINDS.get(label.style, "item"),
        level=level,
        label=text.text[label.start : label.end].strip(),
        heading=text.text[slice(*unit.heading)].strip(" \t:、.,-—·"),
        text="\n".join(filter(None, own)).lstrip("· "),
        topics=(),
        span=text.trim(span),
        evidence=tuple([e for part in ((unit.start, unit.end), *tails) for e in _evidence(text, part)]),
    )


def _plain(text: NormalText, name: str, kind: ClauseKind, span: tuple[int, int]) -> Clause:
    inner = text.trim(span)
    return Clause(
        id=name,
        parent=None,
        kind=kind,
        level=1,
        label="",
        heading="",
        text=text.text[inner.start : inner.end],
        topics=(),
        span=inner,
        evidence=_evidence(text, inner),
    )


def _evidence(text: NormalText, span: tuple[int, int]) -> tuple[Evidence, ...]:
    evidence = text.evidence(span)
    return (evidence,) if evidence.places else ()


def _head(text: NormalText, end: int, regions: Regions) -> Iterator[Clause]:
    """What stands before the first numbered unit: title, parties, preamble, tables, in runs of one kind."""
    runs: list[tuple[ClauseKind, int, int]] = []
    titled = False
    in_parties = False
    for block in text.blocks[: bisect_left([b.start for b in text.blocks], end)]:
        start, stop = block.start, min(block.end, end)
        line = text.text[start:stop]
        kind: ClauseKind = "preamble"
        if not titled and block.cell is None:
            cut = regions.title_end.search(line)
            name = line[: cut.start()] if cut else line
            if len(name) <= 60 and regions.title.search(name.strip()):
                titled = True
                runs.append(("title", start, start + len(name)))
                start += len(name)
                if behind := regions.parties_behind.search(text.text, start, stop):
                    runs.append(("preamble", start, behind.start()))
                    start = behind.start()
                line = text.text[start:stop]
        if block.cell is not None:
            kind = "table"
        elif regions.parties.search(line):
            kind, in_parties = "parties", True
        elif in_parties and len(line) < 60 and not line.endswith("。"):
            kind = "parties"
        else:
            in_parties = False
        if line.strip():
            if runs and runs[-1][0] == kind:
                runs[-1] = (kind, runs[-1][1], stop)
            else:
                runs.append((kind, start, stop))
    for number, (kind, start, stop) in enumerate(runs, start=1):
        yield _plain(text, f"h{number}", kind, (start, stop))
