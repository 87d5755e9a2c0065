"""Who the contract is between: each place that presents a party, at the head or at the signatures.

A party is called by its letter (甲方) or, where the contract gives it none, by its part (出租方). What else is said of
it (code, address, account) stands in its block, which runs to the next party.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import regex

from models.report import Clause
from models.rule import Packs, Parties
from models.text import NormalText
from parser.matching import short
from parser.party_blocks import blocks_of
from parser.party_tables import rows_of
from parser.values.wording import CLEAN

_BELOW = re.compile(r"\n[ \t]*([^\n\t:]{2,40})(?=\n|$)")
_PERSON = regex.compile(r"\p{Han}{2,4}|\p{Han}{1,8}·\p{Han}{1,8}")
_HOLED = regex.compile(r"[\p{Han})][_ ]*__|__ *(?:公司|单位|厂|省|市|县|区|镇|乡|村|队|组|银行|分行|商店|国)")
"""A name of which a part is printed and the rest left blank: ____公司, 中国银行____分行."""
_CELL_END = re.compile(r"[\n\t]")
_RULE = re.compile(r" *[_─][_─ -]*| {3,}")
_BRACKETED = re.compile(r"^\([^()]{1,20}\)? *$")
_PRINTED = regex.compile(
    r" {0,2}(?![甲乙丙]|[双各]方|[根依]据|[依按]照|鉴于|为|经|本|兹|就|现|第)[\p{Han}A-Za-z0-9]{6}(?![^\n]*(?:__|\S {3}))"
)
"""Words behind a label, of which no name can be told and which begin no sentence: what they stand in is no
slot."""
_LEAD = regex.compile(r"^.*(?:[,、]|订立|签订|由|(?<!参|赠)与|(?<!共|总|人民共)和(?!平|谐)|及|因|兹有|双方) ?|^[ \t(]+")
_PREAMBLE = 2500
_LONGEST = 44
"""Characters of a name that stands before what it is called by, at most."""

Region = Literal["head", "signature", "body"]
_REACH = 700
"""Characters that a party's block runs on at most."""
_OPENING = 600
"""Characters at the beginning of a text in which parties are presented, whatever is numbered there."""
_LINES = 8
"""Lines below a party's label among which its name may stand behind a label of its own."""


@dataclass(frozen=True, slots=True)
class Party:
    """`name` is its name, "" for an empty slot, None at a place to sign where none is printed; `span` is the label with the name, `blocks`
    where something is said of it. `kind` is its part (出租方), `alias` what the contract calls it by (with its span)."""

    role: str
    kind: str | None
    name: str | None
    at: int
    span: tuple[int, int]
    blocks: tuple[tuple[int, int], ...]
    region: Region
    alias: tuple[str, tuple[int, int]] | None = None


@dataclass(frozen=True, slots=True)
class Patterns:
    label: regex.Pattern[str]
    named: regex.Pattern[str]
    behind: regex.Pattern[str]
    organ: regex.Pattern[str]
    after: regex.Pattern[str]
    heading: regex.Pattern[str]
    payers: regex.Pattern[str]
    letter: regex.Pattern[str]
    called: regex.Pattern[str]
    alias: regex.Pattern[str]
    own: regex.Pattern[str]
    kind: regex.Pattern[str]
    part: regex.Pattern[str]
    below: regex.Pattern[str]
    ended: regex.Pattern[str]
    goes_on: regex.Pattern[str]
    apart: regex.Pattern[str]


@lru_cache(maxsize=8)
def _patterns(words: Parties) -> Patterns:
    kind = f"(?:{words.payers}|{words.kinds})(?:[一二三四五]|[1-5](?![0-9]))?"
    quote = '["”』》]?'
    qualified = r" ?[(\[](?P<q>[^()\[\]\n]{1,30})[)\]]"
    start = r"(?:^|(?<=[\n\t_。;】]| {2}|方\)?:|(?<!本)(?:合同|协议)书?))[ \t]{0,40}+(?:[·*#>-]+ {0,2}|\(?[一二三四五六0-9]{1,2}[、.)] ?)?(?:[A-Za-z][A-Za-z ]{1,18} ?/? ?)?"
    letter = rf"\(?(?P<letter>{words.letter})\)?"
    role = rf"(?P<kind>{kind})"
    suffix = (
        rf"(?: ?(?:{words.suffix}))?(?: ?(?P<own>{words.name}))?(?: ?/ ?[A-Z][A-Za-z ]{{1,18}}| ?\(?Party [A-D]\)?)?"
        r"(?: ?\((?:盖|签|公)[^)\n]{0,8}\)| ?(?:盖章|签章|签字|签名|公章))?"
    )
    separator = r"(?: ?: ?|(?= ?[\t\n─]| {2}|_|【|$))"
    return Patterns(
        label=regex.compile(
            rf"{start}(?:(?:{letter}(?:{qualified}){{0,2}}|{role}(?: ?[(\[](?:{words.alias})?(?P<letter2>{words.letter})?[^()\[\]\n]{{0,16}}[)\]]){{0,2}}"
            rf"|{role}[/、]? ?(?P<letter3>{words.letter})|(?P<letter4>{words.letter})[/、 -]? ?{role}){suffix}{separator}"
            rf"|(?P<kind>[^\s:;,。()_]{{2,14}}) ?\({words.alias}(?P<letter6>{words.letter}){quote}\) ?:"
            rf"|\((?P<letter5>{words.letter})\) ?(?=[^\s:]{{2,30}}(?: *$|\t| {{2}})))",
            regex.MULTILINE,
        ),
        named=regex.compile(
            rf"^[ \t]*(?:[·*>-]+ {{0,2}}|\(?[一二三四五六0-9]{{1,2}}[、.)] ?)?(?:{words.name})(?: ?: ?| ?\t ?| {{2,}}|(?=_))",
            regex.MULTILINE,
        ),
        behind=short(
            rf"(?:(?P<bracket>\() ?(?:{words.alias}|[“\"])|[,、] ?{words.alias})(?P<role>{words.letter}|{kind}){quote}(?(bracket)[^()\n]{{0,12}}\))"
        ),
        organ=short(words.organ),
        after=short(words.after),
        heading=short(words.heading),
        payers=short(words.payers),
        letter=short(words.letter),
        ended=short(words.ended),
        goes_on=short(words.goes_on),
        called=short(rf"(?:[(,]| {{2}}) ?{words.alias}(?P<role>{words.letter}|{kind})"),
        alias=short(rf"{words.alias}(?P<alias>[^\s,;。:()\"”』》“{{}}]{{2,12}})"),
        own=short(rf"^\(?(?:{words.alias})?(?P<role>{words.letter}|{kind})?{quote}\)?$"),
        kind=short(
            rf"(?:{kind}|[^()（）/、,]{{1,10}}(?:方|人|者|商|单位|公司|企业))(?:[/、或](?:{kind}|[^/、]{{1,10}}))*"
        ),
        part=short(rf"[ \t]*(?P<kind>{kind})(?: ?\([^()\n]{{1,12}}\))? ?(?::|(?=_| ) ?|$)"),
        apart=regex.compile(rf"^[ \t]*\({words.alias}(?P<role>{words.letter}){quote}\)[ \t]*$", regex.MULTILINE),
        below=short(rf"[ _─]*\n[ \t]*\((?P<letter>{words.letter})\)[ \t]*(?=\n|$)"),
    )


def find_parties(text: NormalText, clauses: Sequence[Clause], packs: Packs) -> tuple[Party, ...]:
    """Every place that presents a party, in reading order; parties of the same letter are one party.

    A label in the body (`甲方:` above its duties) presents none, unless nothing before it does.
    """
    patterns = _patterns(packs.parties)
    regions = _Regions(clauses, patterns)
    opening = max(regions.head, min(_OPENING, len(text.text)))
    head = [*_labelled(text.text, patterns, regions, (0, opening)), *_named_first(text.text, patterns, regions)]
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
    presented = sorted([*presented, *signed], key=lambda party: party.at)
    presented = _joined(presented)
    heads = {party.role for party in presented if party.region == "head"}
    presented = [p for p in presented if p.region == "head" or p.role != p.kind or p.role in heads or not heads]
    return tuple(_with_blocks(text.text, presented, regions, patterns, packs.parties))


def head_end(clauses: Sequence[Clause], packs: Packs) -> int:
    """Where the first clause begins that does not present the parties."""
    return _Regions(clauses, _patterns(packs.parties)).head


def _joined(parties: Sequence[Party]) -> list[Party]:
    """Without those that are called by their part alone where a party with a letter has that part."""
    letters = {party.kind: party.role for party in parties if party.kind and party.kind != party.role}
    joined = [replace(p, role=letters[p.role]) if p.role in letters and p.name else p for p in parties]
    return [party for party in joined if party.role not in letters]


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
            if patterns.heading.search(clause.heading) or patterns.label.match(f"{clause.heading}{clause.text}"[:60]):
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
    labels = list(patterns.label.finditer(text, *span))
    for number, match in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else len(text)
        letter = next((match[f"letter{n}"] for n in ("", 2, 3, 4, 5, 6) if match[f"letter{n}"]), None)
        kind = match["kind"] or _kind(match["q"], patterns)
        start, stop = _line(text, match.end(), end)
        raw = text[start:stop]
        if letter is None and kind and raw.strip() == "" and _letter_follows(labels, number, text):
            # 委托人:, and the letter with the name on the line below.
            pending = kind
            continue
        region = regions.of(match.start())
        name, at = _name(text, raw, start, end, patterns, regions, region)
        role = "".join((letter or _called(text, match.end(), stop, end, patterns) or kind or "").split())
        if not role or (name is None and not (pending or _is_slot(match, raw, text))):
            pending = None
            continue
        begin = match.start() + len(match.group()) - len(match.group().lstrip())
        span = (begin, max(at + len(name or ""), match.end()))
        given = name if region == "signature" or _PRINTED.match(raw) else name or ""
        alias = None
        if given is not None or region != "signature":
            alias = _alias(match, role, patterns) or _alias_behind(text, span[1], stop, role, patterns)
        yield Party(role, kind or pending, given, at, span, (), region, alias)
        pending = None


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
    """What the contract calls a party behind its slot or name: 出租方:____ (以下简称甲方), or (甲方) on the next line, or
    (以下简称“甲方”) on a line of its own at the end of what is said of it."""
    below = patterns.below.match(text, start)
    if below:
        return str(below["letter"])
    line = text[start:stop]
    alias = patterns.called.search(line)
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


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    stop = min(end, len(text))
    for mark in "\n\t":
        at = text.find(mark, start, stop)
        stop = at if at >= 0 else stop
    if start < len(text) and text[start] == "\t":
        # The name stands in the next cell.
        after = _CELL_END.search(text, start + 1, end)
        return start + 1, after.start() if after else end
    return start, stop


def _name(
    text: str, raw: str, start: int, end: int, patterns: Patterns, regions: _Regions, region: Region
) -> tuple[str | None, int]:
    """The name on the label's line, or else behind a label of its own on one of the lines below (公司名称:), or else
    alone on the next line. In a signature only what is plainly a name counts."""
    if not patterns.named.match(raw + "\t"):
        name = _cleaned(raw, patterns)
        if name and region == "signature" and not _is_name(name, patterns):
            return None, start
        if name:
            return name, start + _offset(raw, name)
        if name == "" and raw.lstrip().startswith("【"):
            return "", start
        if name is None and raw.strip():
            return ("" if region != "signature" and _is_open(raw, patterns) else None), start
    limit = min(end, regions.end(start))
    if region != "signature":
        for number, line in enumerate(re.finditer(r"[^\n]+", text[start:limit])):
            if number > _LINES:
                break
            begin = start + line.start()
            for cell in re.finditer(r"[^\t]+", line.group()):
                label = patterns.named.match(line.group()[cell.start() :] + "\t")
                if label is None:
                    continue
                at = min(begin + cell.start() + label.end(), limit)
                stop = min(_line(text, at, limit)[1], limit)
                name = _cleaned(text[at:stop], patterns)
                return (name, at + _offset(text[at:stop], name)) if name else ("", at)
    below = _BELOW.match(text, start + len(raw.rstrip("\n")))
    if below and below.end() <= limit:
        name = _cleaned(below[1], patterns)
        if name and patterns.organ.search(name):
            return name, below.start(1) + _offset(below[1], name)
    empty = not raw.strip(" _─-") or (region != "signature" and _is_open(raw, patterns))
    return ("" if empty else None), start


def _is_open(raw: str, patterns: Patterns) -> bool:
    """Whether a line begins with a slot, and goes on with what is said of the party: 甲方____ 身份证号:____."""
    rule = _RULE.match(raw)
    return rule is not None and patterns.after.match(raw, rule.end()) is not None


def _is_name(name: str, patterns: Patterns) -> bool:
    return patterns.organ.search(name) is not None or _PERSON.fullmatch(name) is not None


def _cleaned(raw: str, patterns: Patterns) -> str | None:
    if _HOLED.search(raw):
        return ""
    part = re.split(
        r",(?! ?(?:Ltd|Inc|LLC|Limited))|[;。]| {3,}(?=\S)", raw[: _named_to(raw, patterns)].strip(" _─"), maxsplit=1
    )[0]
    alone = _BRACKETED.match(part)
    return "" if alone else CLEAN["name"](part)


def _named_to(raw: str, patterns: Patterns) -> int:
    """Where the first word stands that begins what is said of a party (地址, 通信...) and is no part of its name."""
    for cut in patterns.after.finditer(raw):
        at = cut.start()
        if not at or patterns.ended.search(raw, 0, at) or patterns.goes_on.match(raw, cut.end()) is None:
            return at
    return len(raw)


def _offset(raw: str, name: str | None) -> int:
    """Where in a raw line its cleaned name begins: at its first character that is none of the blanks before it, or behind
    its name in another language."""
    if name and raw.find(name) > 0:
        return raw.find(name)
    return len(raw) - len(raw.lstrip(" _:")) if name else 0


def _named_first(text: str, patterns: Patterns, regions: _Regions) -> Iterator[Party]:
    """Names and slots that what they are called by follows: 青石软件有限公司(以下简称"甲方"), ____,以下简称供方."""
    done = 0
    for match in patterns.behind.finditer(text, 0, min(regions.head, _PREAMBLE)):
        end = match.start() - (text[match.start() - 1 : match.start()] == " ")
        start = max(done, end - _LONGEST, *(text.rfind(stop, 0, end) + 1 for stop in "\n。;:"))
        if start >= end:
            continue
        done = match.end()
        name = _LEAD.sub("", text[start:end])
        called = patterns.part.match(name)
        name = name[called.end() :] if called else name
        if not name:
            continue
        cleaned = _cleaned(name, patterns)
        if cleaned is None or (cleaned and not _is_name(cleaned, patterns)) or (not cleaned and "_" not in name):
            continue
        at = end - len(name)
        role, kind = "".join(match["role"].split()), called["kind"] if called else None
        yield Party(role, kind, cleaned, at, (at, match.end()), (), "head")


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
        found = _name_below(text, own[1], patterns) if not party.name and len(own) > 1 else None
        if found:
            name, at = found
            yield replace(party, name=name, at=at, span=(at, at + len(name)), blocks=own)
        else:
            yield replace(party, blocks=own)


def _name_below(text: str, cell: tuple[int, int], patterns: Patterns) -> tuple[str, int] | None:
    """The name in a column right below its label: behind a label of its own (单位名称:), or what is plainly a name."""
    raw = text[slice(*cell)].rstrip("\n\t")
    label = patterns.named.match(raw + "\t")
    name = _cleaned(raw[label.end() :] if label else raw, patterns)
    if not name or name not in raw or not (_is_name(name, patterns) if label else patterns.organ.search(name)):
        return None
    return name, text.index(name, *cell)
