"""Who has sealed or signed: the marks on scanned pages, and by which party's place to sign each stands.

A transcription says it in words: 甲方(盖章):[印章:苏州太湖电子有限公司], 乙方(签字):[签名:王立].
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.mark import Mark
from models.reading import Reading
from models.report import Clause, Evidence, Field, PagePlace
from models.rule import Outline
from models.text import NormalText
from parser.distance import distance
from parser.ending import signing_lines
from parser.matching import short
from parser.parties import Party

Span = tuple[int, int]

_LETTER = re.compile(
    r"(?<![\u3400-\u9fff])(?P<role>[甲乙丙丁戊])[ \t]{0,6}方(?=[ \t]*[:(/、]|[ \t]*(?:盖|签|代表)|[ \t]*$|[ \t]{2})",
    re.MULTILINE,
)
_ABOVE, _BESIDE, _NEAR = 24.0, 40.0, 160.0
"""How far (in points) the middle of a mark may lie above and to the left of the words of the party that it stands by, and
at most below them where nothing follows."""
_SURE, _LIKELY = 0.8, 0.7
_LONG = 6
"""A name this long may differ by one character and be the same: a seal is not read as well as print."""
_SHAPES = {"round": "圆形章", "oval": "椭圆章", "square": "方形章", "straddle": "骑缝章", "written": "手写"}


@dataclass(frozen=True, slots=True)
class Signed:
    """A mark, its place in the original, and the party that it stands by (None where it stands by none). `confirmed`: what
    the seal says is a party's name."""

    mark: Mark
    evidence: Evidence
    role: str | None
    confirmed: bool = False

    @property
    def name(self) -> str | None:
        """The name in a seal, where it was read well, or says what the contract says."""
        return _name(self.mark) if self.mark.score >= _SURE or self.confirmed else None


@dataclass(frozen=True, slots=True)
class Signing:
    """A party's places to sign. `name` is the party's, where one is given; `seen`: a seal or a signature there would have
    been seen."""

    role: str
    name: str | None
    spans: tuple[Span, ...]
    seen: bool
    marks: tuple[Signed, ...]


def find_signings(
    text: NormalText, clauses: Sequence[Clause], parties: Sequence[Party], reading: Reading, outline: Outline
) -> tuple[tuple[Signing, ...], tuple[Signed, ...]]:
    """Each party that has a place to sign, in their order there; and all marks, in the order of the pages. Nothing is
    looked for in a contract that is neither a scan nor a transcription."""
    if not reading.coloured and not reading.marks and not short(outline.transcribed_mark).search(text.text):
        return (), ()
    labels = list(_labels(text, clauses, parties, outline))
    names = {party.role: party.name for party in reversed(parties) if party.name}
    marks = [*_drawn(text, labels, names, reading), *_transcribed(text, labels, outline)]
    transcribed = any(mark.evidence.span for mark in marks)
    signings = []
    for role in dict.fromkeys(role for role, _ in labels):
        spans = tuple(span for known, span in labels if known == role)
        seen = transcribed or any(place.page in reading.coloured for span in spans for place in _places(text, span))
        own = tuple(mark for mark in marks if mark.role == role)
        signings.append(Signing(role, names.get(role), spans, seen, own))
    return tuple(signings), tuple(marks)


def _labels(
    text: NormalText, clauses: Sequence[Clause], parties: Sequence[Party], outline: Outline
) -> Iterator[tuple[str, Span]]:
    """Where the parties' names stand at the end, to be signed behind: the role, and its span."""
    lines = signing_lines(text.text, clauses, outline)
    if not lines:
        return
    start = lines[0][0]
    ours = {party.role for party in parties}
    found = {(match.start(), match.end()): f"{match['role']}方" for match in _LETTER.finditer(text.text, start)}
    for party in parties:
        if party.region == "signature" and party.span[0] >= start and not party.role.endswith("方"):
            found[party.span] = party.role
    yield from ((role, span) for span, role in sorted(found.items()) if not ours or role in ours)


def _places(text: NormalText, span: Span) -> list[PagePlace]:
    return [place for place in text.evidence(span).places if isinstance(place, PagePlace)]


def _drawn(
    text: NormalText, labels: Sequence[tuple[str, Span]], names: Mapping[str, str | None], reading: Reading
) -> Iterator[Signed]:
    placed = [(role, place) for role, span in labels for place in _places(text, span)[:1]]
    for mark in reading.marks:
        x0, top, x1, bottom = (round(side, 2) for side in mark.box)
        place = PagePlace(page=mark.page, x0=x0, top=top, x1=x1, bottom=bottom)
        evidence = Evidence(quote=mark.text, span=None, places=(place,))
        said = _name(mark)
        named = next((role for role, name in names.items() if said and name and same_name(said, name)), None)
        beside = _beside(mark, placed) if mark.shape != "straddle" else None
        yield Signed(mark, evidence, named or beside, confirmed=named is not None)


def _name(mark: Mark) -> str | None:
    """What a seal says, without what stands at its foot."""
    return mark.text.partition(" ")[0] or None


def _beside(mark: Mark, labels: Sequence[tuple[str, PagePlace]]) -> str | None:
    """The party in whose part of the page the middle of a mark lies: from its label down to the next, and to the right to
    the next beside it."""
    x, y = (mark.box[0] + mark.box[2]) / 2, (mark.box[1] + mark.box[3]) / 2
    here = [(role, place) for role, place in labels if place.page == mark.page]
    own = [
        (role, place)
        for role, place in here
        if place.top - _ABOVE <= y <= place.bottom + _NEAR and (place.x0 - _BESIDE <= x or _is_leftmost(place, here))
    ]
    # The lowest line above it, and on that the last label to its left.
    best = max(own, key=lambda pair: (round(pair[1].top / _ABOVE), pair[1].x0), default=None)
    return best[0] if best else None


def _is_leftmost(place: PagePlace, here: Iterable[tuple[str, PagePlace]]) -> bool:
    return all(place.x0 <= other.x0 for _, other in here if other.top < place.bottom and place.top < other.bottom)


def _transcribed(text: NormalText, labels: Sequence[tuple[str, Span]], outline: Outline) -> Iterator[Signed]:
    for match in short(outline.transcribed_mark).finditer(text.text):
        role = next((role for role, span in reversed(labels) if span[0] < match.start()), None)
        seal = match["seal"] is not None
        mark = Mark(
            "seal" if seal else "signature", "round" if seal else "written", 0, (0, 0, 0, 0), match["text"].strip(), 1.0
        )
        yield Signed(mark, text.evidence(match.span()), role)


def same_name(one: str, other: str) -> bool:
    """Whether two names are one, but for a character that was misread."""
    one, other = ("".join(char for char in name if char not in "()（） ") for name in (one, other))
    return one == other or (min(len(one), len(other)) >= _LONG and distance(one, other, 1) is not None)


def mark_fields(marks: Sequence[Signed]) -> Iterator[Field]:
    """Seals and signatures as fields. What a seal says is a proposal where it was not read well."""
    for signed in marks:
        mark = signed.mark
        norm = _SHAPES[mark.shape] if mark.shape in ("straddle", "written") else signed.name
        proposal = {"proposal": mark.text or None, "why": ["unsure"]}
        yield Field(
            name=mark.kind, title="印章" if mark.kind == "seal" else "签名", role=signed.role, object=_SHAPES[mark.shape],
            status="found" if norm else "unreadable", norm=norm, value=mark.text or norm if norm else proposal, unit=None,
            qualifier=None, clock=None, anchor=None, clause=None, rule=None,
            confidence=round(mark.score, 2) if mark.text else _LIKELY,
            evidence=(signed.evidence,),
        )  # fmt: skip
