"""Mentions of other parts of the same contract -> the clauses that are meant: 第八条, 第3.2款, 附件二, 前款, 本条第(二)项.

A citation of a law's article, and of another document's clause, is none: what stands before it says so
(`reference_elsewhere` of rules/outline.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import regex

from models.report import Clause, Reference, ReferenceKind
from models.rule import Outline
from models.text import NormalText
from parser.labels import han_to_int
from parser.matching import short
from parser.numbering import Node, Numbering, annex_parts, before, descend, find, names_only, sibling

_H = "[〇零一二两三四五六七八九十百廿]{1,5}"
_D = r"[0-9]{1,3}(?:\.[0-9]{1,2}){0,3}"
_N = rf"(?:\({_H}\)|\([0-9]{{1,3}}\)|{_H}|{_D})"
_LIST = rf"{_N}(?:[、,和及至到]{_N}){{0,8}}"
_SUB = rf"(?P<sub>(?:\ ?第?\ ?{_LIST}\ ?(?:款|项(?!目)|目)){{0,3}})"
_REFERENCE = regex.compile(
    rf"""
    第\ ?(?P<n>{_LIST})\ ?(?P<unit>部分|编|章(?!程)|节(?![能日目])|条(?!例|件)|款(?!项)|项(?!目))(?:之(?P<of>{_H}))?{_SUB}
  | (?<![0-9.])(?P<decimal>[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{1,3}})\ ?(?:条(?!例|件)|款(?!项)|项(?!目)){_SUB}
  | (?<=本(?:合同|协议)(?:的|之|中)?\ ?)(?P<decimal>[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{1,3}})(?![0-9%‰万元])
  | (?<![之以目当此提])(?:前(?P<back>[一两二三四]?)(?P<unit>条|款|项)|上(?P<back>一)?(?P<unit>条|款))(?![例件款项目]){_SUB}
  | 本(?P<own>条|款|项|章|节|部分|附件)(?![例件款项目程能日]){_SUB}
  | 附\ ?(?P<sort>[件表录图])\ ?
    (?::\ ?(?P<annex>{_H}(?:[、,和及至到]{_H}){{0,8}}|[0-9]{{1,2}}(?![0-9.])(?:[、,和及至到][0-9]{{1,2}}(?![0-9.])){{0,8}})(?![、.)\p{{Han}}])
      |(?P<annex>{_H}(?:[、,和及至到]{_H}){{0,8}}|[0-9]{{1,2}}(?![0-9.])(?:[、,和及至到][0-9]{{1,2}}(?![0-9.])){{0,8}}|[A-Za-z](?![A-Za-z])))?
    (?:\ ?[:]?\ ?《(?P<name>[^《》\n]{{1,40}})》)?
    """,
    regex.VERBOSE,
)
_START = re.compile(
    r"[第附前上本0-9](?:(?<=第)|(?<=附)[件表录图 ]|(?<=[前上])[一两二三四条款项]|(?<=本)[条款项章节部附]"
    r"|(?<=[0-9])(?<![0-9.][0-9])[0-9]?\.[0-9])"
)
"""What a mention begins with: looking for these first is faster than trying every alternative at every character. (`re`
leaps to the next character of a set that a pattern begins with, and to none behind a look.)"""
_STEP = re.compile(rf"第?\ ?(?P<n>{_LIST})\ ?(?P<unit>款|项|目)")
_SPLIT = re.compile(r"[、,和及至到]")
_CHAIN = re.compile(r"的?(?:规定|约定)?(?:[、,和及与或至到~-]|以及|或者)?\s*$")
_TAIL = re.compile(r" ?(?:的|之|中|所|项下|规定|约定|要求|内容|情形|条件|标准|列|、|和|及|与|或|至|到|,|第)")
_LEAD = re.compile(r"(?:按照?|依照?|依据|根据|参照|适用|违反|符合|除|见|上述|前述|以上|本合同|本协议|和|及|或|、) ?$")
_LISTING = re.compile(r" ?(?:清单|目录|列表|一览|[:]|_)")
_PART = re.compile(r"(?P<name>通用|专用)(?:合同)?条款(?:的|中|之)? ?$")
_HOME = re.compile(r"本(?:合同|协议|契约|章程|办法|公约|细则)(?:的|之|中)? ?$")
_LOOK = 32
"""Characters before a mention that may say where it leads."""
_ANNEX = 5
"""Characters, besides label and heading, that make an annex more than a line that names it."""
_STYLES = {"部分": "part", "编": "part", "章": "chapter", "节": "section", "条": "article"}

Target = tuple[ReferenceKind, Clause | None]
Annexes = dict[str, tuple[list[Node], list[Node]]]
"""By the second character of 附件, 附表 ...: those that are printed, and those of them, or of their parts, that have a text."""


def resolve(text: NormalText, known: Numbering, outline: Outline) -> tuple[Reference, ...]:
    """Every mention in reading order; a list (第三、五条) is one mention for each number."""
    annexes = _printed(known, outline)
    blocks = {block.start for block in text.blocks}
    elsewhere = _elsewhere(outline)
    made: list[Reference] = []
    outside = -1
    done = 0
    for opening in _START.finditer(text.text):
        match = _REFERENCE.match(text.text, opening.start()) if opening.start() >= done else None
        if match is None:
            continue
        start, end = match.span()
        done = end
        here = known.at(start)
        if here is not None and start == here.span[0] and here.label and not (here.kind == "annex" and _bare(here)):
            continue
        if match["n"] and not _TAIL.match(text.text, end) and (start in blocks or _listed(text.text, start, end)):
            continue
        lead = text.text[max(start - _LOOK, 0) : start]
        chained = 0 <= outside <= start and _CHAIN.fullmatch(text.text, outside, start) is not None
        if not match["own"] and not match["back"] and not _HOME.search(lead) and (chained or elsewhere.search(lead)):
            outside = end
            continue
        for kind, target in _targets(text, match, lead, here, known, annexes):
            made.append(
                Reference(
                    clause=here.id if here is not None else None,
                    kind=kind,
                    target=target.id if target is not None else None,
                    evidence=(text.evidence((start, end)),),
                )
            )
    return tuple(made)


def _listed(text: str, start: int, end: int) -> bool:
    """A line of a table of contents in running text: a page number, the label, a blank, its heading."""
    return text[start - 1 : start].isdigit() and text[end : end + 1] in (" ", "\t")


@lru_cache(maxsize=8)
def _elsewhere(outline: Outline) -> regex.Pattern[str]:
    return short(outline.reference_elsewhere)


def _targets(
    text: NormalText, match: regex.Match[str], lead: str, here: Clause | None, known: Numbering, annexes: Annexes
) -> Iterator[Target]:
    if match["sort"]:
        yield from _annexes(text, match, lead, here, known, annexes)
    elif match["own"]:
        yield from _own(text, match, here, known)
    elif match["unit"] and not match["n"]:
        yield from _back(text, match, here, known)
    elif match["unit"] in ("款", "项") and "." not in (match["n"] or ""):
        if _LEAD.search(lead) or _TAIL.match(text.text, match.end()):
            yield from _alone(match, here, known)
    else:
        yield from _numbered(match, lead, here, known)


def _numbered(match: regex.Match[str], lead: str, here: Clause | None, known: Numbering) -> Iterator[Target]:
    """第八条, 第三章, 第3.2款, 通用条款第37条, with the 款 and 项 behind it."""
    within = ""
    part = _PART.search(lead)
    if part:
        holder = next((n for n in known.nodes.values() if not n.chain and part["name"] in n.clause.heading), None)
        if holder is None:
            return
        within = holder.clause.id
    for word in _SPLIT.split(match["n"] or match["decimal"]):
        numbers = _numbers(word)
        if not numbers:
            continue
        style = "decimal" if len(numbers) > 1 else _STYLES[match["unit"]]
        if match["of"]:
            numbers = (*numbers, han_to_int(match["of"]) or 0)
        node = find(known, here, style, numbers, within=within)
        kind: ReferenceKind = "clause" if style == "decimal" else "article" if style == "article" else "chapter"
        yield from ((kind, target) for target in _below(known, node, match["sub"]))


def _numbers(word: str) -> tuple[int, ...]:
    plain = word.strip("() ")
    if plain[:1].isascii():
        return tuple(int(part) for part in plain.split("."))
    value = han_to_int(plain)
    return () if value is None else (value,)


def _below(known: Numbering, node: Node | None, sub: str | None) -> list[Clause | None]:
    """The parts of a unit that 第二款第(一)、(三)项 means."""
    if node is None:
        return [None]
    nodes: list[Node | None] = [node]
    steps = list(_STEP.finditer(sub or ""))
    for place, step in enumerate(steps):
        last = place == len(steps) - 1
        nodes = [
            _step(known, above, word, step["unit"], last=last) if above is not None else None
            for above in nodes
            for word in _SPLIT.split(step["n"])
        ]
    return [found.clause if found is not None else None for found in nodes]


def _step(known: Numbering, above: Node, word: str, unit: str, *, last: bool) -> Node | None:
    numbers = _numbers(word)
    if len(numbers) > 1:
        return find(known, above.clause, "decimal", numbers)
    return descend(known, above, numbers[0], unit, last=last) if numbers else None


def _alone(match: regex.Match[str], here: Clause | None, known: Numbering) -> Iterator[Target]:
    """第(二)项 without an article: of the clause it stands in, or of one around it; else it is no reference."""
    for word in _SPLIT.split(match["n"]):
        numbers = _numbers(word)
        node = sibling(known, here, numbers[0]) if numbers else None
        if node is not None:
            yield from (("item", target) for target in _below(known, node, match["sub"]))


def _back(text: NormalText, match: regex.Match[str], here: Clause | None, known: Numbering) -> Iterator[Target]:
    """前款, 前两条: the parts right before. A paragraph that has no number belongs to the clause itself."""
    around = known.around(here)
    count = han_to_int(match["back"] or "一") or 1
    if match["unit"] == "条":
        around = [node for node in around if node.style == "article"] or around[-1:]
    elif here is not None and _paragraphs(text, here, match.start()):
        yield "relative", here
        return
    if not around:
        return
    found: list[Node | None] = [*before(known, around[0], count)]
    if not found and match["unit"] != "条" and around[0].chain:
        found = [known.nodes[around[0].chain[-1]]]
    for node in found or [None]:
        yield from (("relative", target) for target in _below(known, node, match["sub"]))


def _paragraphs(text: NormalText, clause: Clause, offset: int) -> bool:
    """Whether a paragraph of the clause's own text ends before the offset."""
    lines = text.text[clause.span[0] + len(clause.label) : offset].split("\n")
    first = lines[0].strip(" :、.").removeprefix(clause.heading).strip(" :、.")
    return len(lines) > (1 if first else 2)


def _own(text: NormalText, match: regex.Match[str], here: Clause | None, known: Numbering) -> Iterator[Target]:
    """本条, 本章, 本附件, with what stands behind it."""
    around = known.around(here)
    own = match["own"]
    if own not in ("条", "附件") and not match["sub"] and not _TAIL.match(text.text, match.end()):
        return
    if own == "附件":
        around = [node for node in around if node.style == "annex"]
    elif own == "条":
        around = [n for n in around if n.style == "article"] or [n for n in around if n.clause.kind != "item"]
    elif own in _STYLES:
        around = [node for node in around if node.style == _STYLES[own]]
    if around:
        yield from (("relative", target) for target in _below(known, around[0], match["sub"]))


def _printed(known: Numbering, outline: Outline) -> Annexes:
    made: Annexes = {}
    for sort in "件表录图":
        printed = [node for node in known.nodes.values() if node.style == "annex" and sort in node.clause.label[:3]]
        parts = [part for node in printed for part in annex_parts(known, node)]
        held = [n for n in printed if not _bare(n.clause) and not annex_parts(known, n)]
        made[sort] = (printed, [*held, *(part for part in parts if not names_only(known, part, outline))])
    return made


def _annexes(
    text: NormalText, match: regex.Match[str], lead: str, here: Clause | None, known: Numbering, annexes: Annexes
) -> Iterator[Target]:
    """附件二, 附件《设备清单》; 附件 alone, behind 见 or 本合同, where the contract has but one."""
    name, (printed, held) = match["name"], annexes[match["sort"]]
    if not match["annex"]:
        named = [n for n in held if name and (name in n.clause.heading or n.clause.heading.strip("《》") in name)]
        only = held if len(printed) == 1 and held and not any(n in held for n in known.around(here)) else []
        if name:
            yield "annex", next((node.clause for node in named or only), None)
        elif only and _LEAD.search(lead) and not _LISTING.match(text.text, match.end()):
            yield "annex", only[0].clause
        return
    for word in _SPLIT.split(match["annex"]):
        numbers = (ord(word.upper()) - 64,) if word.isascii() and word.isalpha() else _numbers(word)
        if not numbers:
            continue
        numbered = [n for n in printed if n.numbers[0] == numbers[0]]
        alike = [n for n in numbered if _lettered(n.clause.label) == _lettered(word)]
        of_it = [n for n in held if n in (alike or numbered) or (n not in printed and n.numbers[0] == numbers[0])]
        found = of_it or [n for n in held if not n.numbers[0] and len(held) == 1]
        yield "annex", found[0].clause if found else None


def _lettered(label: str) -> bool:
    """附件A, which is another than 附件1 and 附件一 where both are printed."""
    return label[-1:].isascii() and label[-1:].isalpha()


def _bare(clause: Clause) -> bool:
    """An annex's label with a title and nothing under it: a line of a list, not the annex."""
    said = len(clause.text)
    below = clause.span[1] - clause.span[0] - len(clause.label) - len(clause.heading) - said
    return below <= _ANNEX and (said <= _ANNEX or sum(map(str.isalnum, clause.text)) <= _ANNEX)
