"""What a check sees of a contract."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from operator import attrgetter

from models.report import Clause, Evidence, Field, Reference
from models.rule import Packs
from models.text import NormalText, Span
from models.value import Value
from parser.citations import Citation, cite
from parser.ending import breaks_off, signing_lines
from parser.matching import Pattern, searched, words_of
from parser.numbering import Numbering
from parser.options import NONE, Options
from parser.parties import Party
from parser.signing import Signing
from parser.trace import Trace, Watched, watch

_STOP = re.compile(r"[。;!?\n\t]")
REACH = 160
"""Characters of a sentence on either side of a place, at most."""


class Lists:
    """A contract's clauses and fields by what checks ask for them by, each list made when one first asks; the clauses also
    as their labels number them."""

    def __init__(self, clauses: Sequence[Clause], fields: Sequence[Field], numbering: Numbering) -> None:
        self._clauses, self._fields = clauses, fields
        self.numbering = numbering

    @cached_property
    def clause(self) -> Mapping[str, Clause]:
        """By its id."""
        return {clause.id: clause for clause in self._clauses}

    @cached_property
    def below(self) -> Mapping[str | None, Sequence[Clause]]:
        """The clauses right below one, by its id; below None those of the first level."""
        made: dict[str | None, list[Clause]] = defaultdict(list)
        for clause in self._clauses:
            made[clause.parent].append(clause)
        return dict(made)

    @cached_property
    def fields(self) -> Mapping[tuple[str, str], list[Field]]:
        """By name and status."""
        made: dict[tuple[str, str], list[Field]] = defaultdict(list)
        for field in self._fields:
            made[field.name, field.status].append(field)
        return dict(made)

    @cached_property
    def evidence(self) -> Mapping[tuple[int, int], Evidence]:
        """Of fields, which findings often quote, by its span."""
        return {e.span: e for field in self._fields for e in field.evidence if e.span and not e.searched}


@dataclass(frozen=True, slots=True, eq=False)
class Contract:
    """`types` are contract_type norms; `day` is the day of the law: the signing date, or `as_of` where there is none.

    `truncated`: the text breaks off before its end; what normally stands there is not called missing. `signing` are
    the lines to sign on, `starts` where its clauses begin, `sentences` where its sentences do, each within one clause, and
    last a place behind the text; `lists` its clauses and fields by what they are looked up by. `facts` are those of
    parser.facts that hold. `side` is the party one reads for, `us` and `them` what the contract may call it and the others
    (parser.sides). `trace` is told what a check asks for, where one is to be explained. `signatories` are the parties'
    places to sign with the seals and signatures there, where these would be seen. `options` are those that are not
    chosen.
    """

    text: NormalText
    clauses: tuple[Clause, ...]
    references: tuple[Reference, ...]
    citations: tuple[Citation, ...]
    values: tuple[Value, ...]
    parties: tuple[Party, ...]
    fields: tuple[Field, ...]
    packs: Packs
    types: tuple[str, ...]
    signed: date | None
    as_of: date
    day: date
    truncated: bool
    signing: tuple[Span, ...]
    starts: tuple[int, ...]
    sentences: tuple[int, ...]
    lists: Lists
    facts: frozenset[str] = frozenset()
    side: str | None = None
    us: frozenset[str] = frozenset()
    them: frozenset[str] = frozenset()
    trace: Trace | None = None
    signatories: tuple[Signing, ...] = ()
    options: Options = NONE


def make_contract(
    text: NormalText,
    numbering: Numbering,
    clauses: Sequence[Clause],
    references: Sequence[Reference],
    values: Sequence[Value],
    parties: Sequence[Party],
    fields: Sequence[Field],
    packs: Packs,
    day: date,
) -> Contract:
    """The contract as checks see it; `day` is the day of the law where the contract has no date. Its facts and sides are
    added by parser.facts and parser.sides."""
    signed = next((_day(f.norm) for f in fields if f.name == "sign_date" and f.norm), None)
    signing = signing_lines(text.text, clauses, packs.outline)
    starts = tuple([clause.span[0] for clause in clauses])
    return Contract(
        text=text,
        clauses=tuple(clauses),
        references=tuple(references),
        citations=cite(text.text, packs),
        values=tuple(values),
        parties=tuple(parties),
        fields=tuple(fields),
        packs=packs,
        types=tuple(f.norm for f in fields if f.name == "contract_type" and f.norm),
        signed=signed,
        as_of=day,
        day=signed or day,
        truncated=breaks_off(clauses, signing),
        signing=signing,
        starts=starts,
        sentences=_sentences(text.text, starts),
        lists=Lists(clauses, fields, numbering),
    )


def _sentences(text: str, starts: Iterable[int]) -> tuple[int, ...]:
    """Where sentences begin: behind the mark that ends one, and with each clause; 0 first, and a place behind the text last."""
    return tuple(sorted({0, *starts, *[stop.end() for stop in _STOP.finditer(text)], len(text) + 1}))


def _day(norm: str | None) -> date | None:
    return date.fromisoformat(norm) if norm and len(norm) == 10 else None


def clause_at(contract: Contract, offset: int) -> Clause | None:
    """The clause in whose own text an offset lies."""
    at = bisect_right(contract.starts, offset) - 1
    return contract.clauses[at] if at >= 0 else None


def sentence_at(contract: Contract, start: int, end: int) -> tuple[int, int]:
    """The sentence around a span, within its clause; of a longer span from the first sentence to the end of the last."""
    sentences = contract.sentences
    at = bisect_right(sentences, start)
    behind = sentences[bisect_left(sentences, end, at)]
    return max(sentences[at - 1], start - REACH), min(behind, end + REACH, len(contract.text.text))


def has_any(contract: Contract, words: Iterable[str]) -> bool:
    """Whether any of the words stands somewhere."""
    return searched(contract.text.text).has(words_of(tuple(words)))


def standing(contract: Contract, words: Iterable[str]) -> Iterator[tuple[str, Sequence[int]]]:
    """Each of the words that stands somewhere, and where it begins, in order."""
    return searched(contract.text.text).standing(words)


def places_of(contract: Contract, words: Iterable[str]) -> Sequence[int]:
    """Where any of the words begins, in order."""
    return searched(contract.text.text).places(words_of(tuple(words)))


def in_one_table(contract: Contract, offsets: Iterable[int]) -> bool:
    """Whether all offsets lie in cells of one table."""
    blocks = contract.text.blocks
    found = [blocks[max(bisect_right(blocks, at, key=attrgetter("start")) - 1, 0)] for at in offsets] if blocks else []
    tables = {block.cell.table if block.cell is not None else None for block in found}
    return len(tables) == 1 and None not in tables


def sentences_with(contract: Contract, words: Iterable[str]) -> list[tuple[int, int]]:
    """The sentences that hold one of the words, in reading order."""
    found: set[tuple[int, int]] = set()
    for word, places in standing(contract, words):
        behind = 0
        for at in places:
            if at >= behind:
                span = sentence_at(contract, at, at + len(word))
                found.add(span)
                behind = span[1]
    return sorted(found)


def clause_span(contract: Contract, offset: int) -> tuple[int, int]:
    """The own text of the clause in which an offset lies, and of the units right below it."""
    at = max(bisect_right(contract.starts, offset) - 1, 0)
    if not contract.clauses:
        return 0, len(contract.text.text)
    last = at + 1
    while last < len(contract.clauses) and contract.clauses[last].parent == contract.clauses[at].id:
        last += 1
    end = contract.starts[last] if last < len(contract.starts) else len(contract.text.text)
    return contract.starts[at], end


def named(contract: Contract, name: str, status: str = "found") -> list[Field]:
    """The fields of that name and status."""
    if contract.trace is not None:
        contract.trace.fields.append(name)
    return list(contract.lists.fields.get((name, status), ()))


def price_of(contract: Contract) -> Decimal | None:
    """The contract's price, where it has just one."""
    norms = {str(f.norm) for f in named(contract, "total_price") if str(f.norm).endswith(" CNY")}
    return Decimal(norms.pop()[:-4]) if len(norms) == 1 else None


def spans_of(fields: Iterable[Field]) -> list[tuple[int, int]]:
    """Where fields stand; those that stand nowhere are left out."""
    return [f.evidence[0].span for f in fields if f.evidence and f.evidence[0].span]


@lru_cache(maxsize=2048)
def compiled(pattern: str) -> Pattern:
    """A rule's pattern: `^` and `$` are the ends of a line, and of a sentence that is searched alone."""
    made = Pattern(str.__str__(pattern))
    return watch(made, pattern) if isinstance(pattern, Watched) else made


def holds(contract: Contract, facts: Iterable[str]) -> bool:
    """Whether all of a rule's facts hold; `a|b` is either of them, and `not` before it turns it round."""
    return hold(contract.facts, facts)


def hold(known: Set[str], facts: Iterable[str]) -> bool:
    """The same of facts by their ids."""
    for fact in facts:
        names, none = _alternatives(fact)
        if known.isdisjoint(names) is not none:
            return False
    return True


@lru_cache(maxsize=4096)
def _alternatives(fact: str) -> tuple[frozenset[str], bool]:
    """The facts of which one holds, or where the second is true none."""
    return frozenset(fact.removeprefix("not ").split("|")), fact.startswith("not ")
