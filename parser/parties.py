"""Who the contract is between: each place that presents a party, at the head or at the signatures.

A party is called by its letter (甲方) or, where the contract gives it none, by its part (出租方). What else is said of
it (code, address, account) stands in its block, which runs to the next party.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

import regex

from models.report import Clause
from models.rule import Packs, Parties
from models.text import NormalText
from parser.matching import short
from parser.party_blocks import blocks_of
from parser.party_names import cleaned, is_name, line_behind, name_behind, name_in_column, names_in
from parser.party_patterns import Patterns, patterns_of
from parser.party_sentences import named_in_sentence
from parser.party_tables import rows_of

_HINT = regex.compile(r"\([^()]{0,10}(?:名称|姓名|全称)$")
"""What a form says is to be put in its place: 委托人(委托人名称,以下简称甲方)."""
_PREAMBLE = 2500
"""Characters at the beginning of a text in which names stand before what they are called by, at most."""
_LONGEST = 44
"""Characters of a name that stands before what it is called by, at most."""

_REACH = 700
"""Characters that a party's block runs on at most."""
_OPENING = 600
"""Characters at the beginning of a text in which parties are presented, whatever is numbered there."""
_LETTERS = ("甲方", "乙方")
Region = Literal["head", "signature", "body"]


@dataclass(frozen=True, slots=True)
class Party:
    """`name` is its name, "" for an empty slot, None at a place to sign where none is printed; it begins `at` that offset.
    `span` is the label with the name, `blocks` are where something is said of it. `kind` is its part (出租方), `alias` what
    the contract calls it by (with its span)."""

    role: str
    kind: str | None
    name: str | None
    at: int
    span: tuple[int, int]
    blocks: tuple[tuple[int, int], ...]
    region: Region
    alias: tuple[str, tuple[int, int]] | None = None


def find_parties(text: NormalText, clauses: Sequence[Clause], packs: Packs) -> tuple[Party, ...]:
    """Every place that presents a party, in reading order; parties of the same letter are one party.

    A label in the body (`甲方:` above its duties) presents none, unless nothing before it does.
    """
    patterns = patterns_of(packs.parties)
    regions = _Regions(clauses, patterns)
    opening = max(regions.head, min(_OPENING, len(text.text)))
    labelled = list(_labelled(text.text, patterns, regions, (0, opening)))
    known = {party.at for party in labelled if party.name}
    head = [
        *labelled,
        *(
            party
            for party in _named_first(text.text, patterns, regions)
            if (party.at not in known or patterns.letter.fullmatch(party.role)) and not _in_label(party, labelled)
        ),
    ]
    head = _with_tables(text.text, head, regions.head, packs.parties)
    signed = [
        party
        for clause in clauses
        if clause.kind == "signature" and clause.span[0] >= regions.head
        for party in _labelled(text.text, patterns, regions, clause.span)
    ]
    presented = [party for party in head if party.region == "head"] or [p for p in head if p.region == "body"]
    if not presented and not any(party.name for party in signed):
        body = _labelled(text.text, patterns, regions, (opening, len(text.text)))
        presented = [party for party in body if party.name and patterns.organ.search(party.name)]
    if not presented and not any(party.name for party in signed):
        sentence = named_in_sentence(text.text, min(regions.head, _PREAMBLE), packs.parties)
        presented = [Party(one.role, None, one.name, one.at, (one.at, one.end), (), "head") for one in sentence]
    presented = sorted([*presented, *signed], key=lambda party: party.at)
    presented = _without_bystanders(_without_cover(_joined(presented)), packs.parties)
    heads = {party.role for party in presented if party.region == "head"}
    presented = [p for p in presented if p.region == "head" or p.role != p.kind or p.role in heads or not heads]
    return tuple(_with_blocks(text.text, presented, regions, patterns, packs.parties))


def head_end(clauses: Sequence[Clause], packs: Packs) -> int:
    """Where the first clause begins that does not present the parties."""
    return _Regions(clauses, patterns_of(packs.parties)).head


def _joined(parties: Sequence[Party]) -> list[Party]:
    """Without those that are called by their part alone where a party with a letter has that part."""
    letters = {party.kind: party.role for party in parties if party.kind and party.kind != party.role}
    joined = [replace(p, role=letters[p.role]) if p.role in letters and p.name else p for p in parties]
    return [party for party in joined if party.role not in letters]


def _without_bystanders(parties: Sequence[Party], words: Parties) -> list[Party]:
    """Without those that are named beside the parties and called by their part alone, where the parties have letters."""
    if not {party.role for party in parties}.issuperset(_LETTERS):
        return list(parties)
    bystanders = short(words.bystanders)
    return [party for party in parties if party.role != party.kind or not bystanders.fullmatch(party.role)]


def _without_cover(parties: Sequence[Party]) -> list[Party]:
    """Without those of a cover, called by their part and with the names of parties behind it that have letters, or none."""
    lettered = [party for party in parties if party.region == "head" and party.role in _LETTERS]
    if len({party.role for party in lettered}) < len(_LETTERS):
        return list(parties)
    first, names = lettered[0].at, {"", *(party.name for party in lettered)}
    cover = [party for party in parties if party.at < first and party.role == party.kind]
    known = all(party.name in names for party in cover) and len({p.role for p in cover}) <= len(_LETTERS)
    return [party for party in parties if not known or party not in cover]


class _Regions:
    """Where the head ends, and which clauses are signatures."""

    def __init__(self, clauses: Sequence[Clause], patterns: Patterns) -> None:
        ordered = sorted(clauses, key=lambda clause: clause.span[0])
        self.starts = [clause.span[0] for clause in ordered]
        self.clauses = ordered
        presenting: set[str] = set()
        self.head = ordered[-1].span[1] if ordered else 0
        for clause in ordered:
            if clause.parent in presenting or not clause.label or clause.kind == "signature":
                continue
            said = f"{clause.heading}{clause.text}"[:60]
            if patterns.heading.search(clause.heading) or patterns.label.match(said) or _tells(said, patterns):
                presenting.add(clause.id)
                continue
            self.head = clause.span[0]
            break

    def of(self, offset: int) -> Region:
        if offset < self.head:
            return "head"
        index = bisect_right(self.starts, offset) - 1
        return "signature" if index >= 0 and self.clauses[index].kind == "signature" else "body"

    def end(self, offset: int) -> int:
        """Where the region of an offset ends: the head's end, or the end of the signatures' clause."""
        if offset < self.head:
            return self.head
        index = bisect_right(self.starts, offset) - 1
        return max(self.clauses[index].span[1], offset)


def _labelled(text: str, patterns: Patterns, regions: _Regions, span: tuple[int, int]) -> Iterator[Party]:
    pending: str | None = None
    labels = list(_labels(text, patterns, span))
    for number, match in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else len(text)
        letter = next((match[f"letter{n}"] for n in ("", 2, 3, 4, 5, 6) if match[f"letter{n}"]), None)
        kind = match["kind"] or _kind(match["q"], patterns)
        start, stop = line_behind(text, match.end(), end)
        if called := patterns.aliased.match(text, start, stop):
            start = called.end()  # 托运方:(以下简称甲方)青石公司
        raw = text[start:stop]
        if letter is None and kind and raw.strip() == "" and _letter_follows(labels, number, text):
            # 委托人:, and the letter with the name on the line below.
            pending = kind
            continue
        region = regions.of(match.start())
        limit = min(end, regions.end(start))
        if _stands_beside(text, labels[number - 1].end() if number else 0, match.start(), stop):
            limit = stop  # names on the lines below are in columns, which are told apart with all that is said there
        name, at = name_behind(text, (start, stop), limit, patterns, signed=region == "signature")
        role = "".join((letter or _called(text, match.end(), stop, end, patterns) or kind or "").split())
        if not role or (name is None and not (pending or _is_slot(match, raw, text))):
            pending = None
            continue
        begin = match.start() + len(match.group()) - len(match.group().lstrip())
        span = (begin, max(at + len(name or ""), match.end()))
        given = name if region == "signature" or patterns.printed.match(raw) else name or ""
        alias = None
        if given is not None or region != "signature":
            alias = _alias(match, role, patterns) or _alias_behind(text, span[1], stop, role, patterns)
        first, *others = names_in(text, given, at, patterns) if given else [(given, at)]
        yield Party(role, kind or pending, first[0], at, span, (), region, alias)
        for other, there in others:
            yield Party(role, kind or pending, other, there, (there, there + len(other or "")), (), region)
        pending = None


def _labels(text: str, patterns: Patterns, span: tuple[int, int]) -> Iterator[regex.Match[str]]:
    """As `finditer` of a label."""
    at, end = span
    for start in chain((at,), (match.end() for match in patterns.before.finditer(text, *span))):
        if start >= at and (found := patterns.label.match(text, start, end)) is not None:
            yield found
            at = found.end()


def _stands_beside(text: str, before: int, start: int, stop: int) -> bool:
    """Whether a label stands in a row right behind another one (which ends at `before`), over a row of columns."""
    if not before or text[before:start].strip() or "\n" in text[before:start]:
        return False
    below = text.find("\n", stop + 1)
    return text.startswith("\n", stop) and "\t" in text[stop + 1 : below if below >= 0 else len(text)]


def _kind(qualifier: str | None, patterns: Patterns) -> str | None:
    word = (qualifier or "").strip('"“” ')
    return word if patterns.kind.fullmatch(word) and not patterns.letter.search(word) else None


def _alias(match: regex.Match[str], role: str, patterns: Patterns) -> tuple[str, tuple[int, int]] | None:
    """What a label's bracket says the party is called by: 甲方(以下简称"青石")."""
    found = patterns.alias.search(match["q"] or "")
    if found is None or found["alias"] == role:
        return None
    start = match.start("q")
    return found["alias"], (start + found.start(), start + found.end())


def _alias_behind(
    text: str, start: int, stop: int, role: str, patterns: Patterns
) -> tuple[str, tuple[int, int]] | None:
    found = patterns.alias.search(text, start, min(stop, start + 60))
    return (found["alias"], found.span()) if found and found["alias"] != role else None


def _letter_follows(labels: list[regex.Match[str]], number: int, text: str) -> bool:
    following = labels[number + 1] if number + 1 < len(labels) else None
    return (
        following is not None
        and following["kind"] is None
        and not text[labels[number].end() : following.start()].strip()
    )


def _called(text: str, start: int, stop: int, end: int, patterns: Patterns) -> str | None:
    """What the contract calls a party behind its slot or name: 出租方:____ (以下简称甲方), or (甲方) at the line's end or on
    the next, or (以下简称“甲方”) on a line of its own at the end of what is said of it."""
    below = patterns.below.match(text, start)
    if below:
        return str(below["letter"])
    line = text[start:stop]
    line_end = text.find("\n", stop)
    alias = (
        patterns.called.search(line)
        or patterns.tail.search(line)
        or patterns.tail.match(text, stop, max(line_end, stop))
    )
    if alias:
        return str(alias["role"])
    inner = patterns.own.match(line.strip())
    if inner and inner["role"]:
        return str(inner["role"])
    apart = patterns.apart.search(text, start, min(end, start + _REACH))
    return str(apart["role"]) if apart else None


def _is_slot(match: regex.Match[str], raw: str, text: str) -> bool:
    """Whether a label that no name follows is a slot: 甲方:____, 甲方(出租方) on a line of its own."""
    return ":" in match.group() or (
        raw.strip(" _") == "" and ("(" in match.group() or text[match.end() : match.end() + 1] in ("\t", "_", " "))
    )


def _named_first(text: str, patterns: Patterns, regions: _Regions) -> Iterator[Party]:
    """Names, masked ones and slots that what they are called by follows: 青石软件有限公司(以下简称"甲方"), ____,以下简称供方."""
    done = 0
    for match in patterns.behind.finditer(text, 0, min(regions.head, _PREAMBLE)):
        end = match.start() - (text[match.start() - 1 : match.start()] == " ")
        start = max(done, end - _LONGEST, *(text.rfind(stop, 0, end) + 1 for stop in "\n。;:"))
        if start >= end:
            continue
        done = match.end()
        told = patterns.apposition.match(text, text.rfind("\n", 0, end) + 1, end)
        if told is not None and _is_whole_name(told["name"], patterns):
            # (1)青石软件有限公司,一家依中国法律成立的公司,注册地址为……("客户")
            at, role = told.start("name"), "".join(match["role"].split())
            yield Party(role, None, told["name"], at, (at, match.end()), (), "head")
            continue
        name = patterns.lead.sub("", text[start:end])
        called = patterns.part.match(name)
        name = name[called.end() :] if called else name
        if not name:
            continue
        hinted = _HINT.search(name) is not None
        given = "" if hinted else cleaned(name, patterns)
        if given is None or (given and not is_name(given, patterns)):
            continue
        if match.group() == f"({match['role']})" and not (given and patterns.organ.search(given)):
            continue  # 负责人(甲方): only a firm is sure to be named by what stands before a letter alone
        if not given and not hinted and "_" not in name and "××" not in name.partition("(")[0]:
            continue
        at = end - len(name)
        role, kind = "".join(match["role"].split()), called["kind"] if called else None
        yield Party(role, kind, given, at, (at, match.end()), (), "head")


def _tells(said: str, patterns: Patterns) -> bool:
    """Whether a unit begins with the name of one who is told of behind it: (1)青石软件有限公司,一家依中国法律成立的公司."""
    told = patterns.apposition.match(said)
    return told is not None and _is_whole_name(told["name"], patterns)


def _is_whole_name(name: str, patterns: Patterns) -> bool:
    """Whether words are plainly a name, of which nothing is left blank."""
    return is_name(name, patterns) and patterns.holed.search(name) is None


def _in_label(party: Party, labelled: Sequence[Party]) -> bool:
    """Whether what stands before a bracket is the part in a label that a name follows: 广告主(下称甲方):青石酒业."""
    return any(other.name and other.span[0] <= party.at < other.at for other in labelled)


def _with_tables(text: str, parties: Sequence[Party], end: int, words: Parties) -> list[Party]:
    """The parties; where none of them has a name at the head but in the rows of a table, as those present them."""
    rows = list(rows_of(text, end, words))
    apart = [p for p in parties if not any(start <= p.span[0] < stop for *_, (start, stop) in rows)]
    if any(party.name and party.region == "head" for party in apart):
        return list(parties)
    return [*apart, *(Party(role, kind, name, at, span, (), "head") for role, kind, name, at, span in rows)]


def _with_blocks(
    text: str, parties: Sequence[Party], regions: _Regions, patterns: Patterns, words: Parties
) -> Iterator[Party]:
    ends = [regions.end(party.span[0]) for party in parties]
    blocks = blocks_of(text, [party.span for party in parties], [party.role for party in parties], ends, words)
    for party, own in zip(parties, blocks, strict=True):
        found = name_in_column(text, own[1], patterns) if not party.name and len(own) > 1 else None
        if found:
            name, at = found
            yield replace(party, name=name, at=at, span=(at, at + len(name)), blocks=own)
        else:
            yield replace(party, blocks=own)
