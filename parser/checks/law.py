"""Laws that are cited though they are repealed, revised, renumbered, or do not exist: the law of the contract's day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from models.check_rule import CheckRule
from models.report import Finding
from models.rule import Law, Packs
from parser.citations import Citation, law_key, laws_by_key
from parser.contract import Contract, compiled, sentence_at, standing
from parser.distance import nearest
from parser.findings import finding

_REACH = 30


def repealed(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A cited law that rules/laws.csv calls repealed; where `unless_before` or `unless_after` match, it is cited as such.

    Facts: `law:then_in_force` where it was repealed after the contract was signed, `law:undated` where the day is not known.
    """
    known = laws_by_key(contract.packs)
    by_law: dict[str, list[Citation]] = defaultdict(list)
    for citation in contract.citations:
        law = known.get(citation.key)
        if law is not None and law.status == "repealed" and not _as_past(rule, contract, citation.span):
            by_law[law.name].append(citation)
    for citations in by_law.values():
        law = known[citations[0].key]
        if not _due(contract, law) and contract.signed is None:
            continue
        yield finding(
            rule, contract, spans=[c.span for c in citations], subject=law.name, facts=_facts(contract, law),
            law=law.name, since=law.since.isoformat() if law.since else "", new=law.replaced_by,
        )  # fmt: skip


def _as_past(rule: CheckRule, contract: Contract, span: tuple[int, int]) -> bool:
    """Whether the words around a mention say that it is of the past."""
    text, (start, end) = contract.text.text, span
    before, after = rule.params.get("unless_before"), rule.params.get("unless_after")
    return bool(
        (before and compiled(before).search(text[max(start - _REACH, 0) : start]))
        or (after and compiled(after).search(text[end : end + _REACH]))
    )


def _due(contract: Contract, law: Law) -> bool:
    """Whether a law's change has taken effect on the contract's day; one without a date has."""
    return law.since is None or contract.day >= law.since


def _facts(contract: Contract, law: Law) -> list[str]:
    if law.since is None:
        return ["law:undated"]
    return [] if _due(contract, law) else ["law:then_in_force"]


def amended(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A law cited with the year of a version that was superseded before the contract was signed."""
    known = laws_by_key(contract.packs)
    for citation in _first_of_each(contract.citations):
        law = known.get(citation.key)
        if law is None or law.status != "amended" or not law.current or not _due(contract, law):
            continue
        if citation.year is not None and citation.year < law.current:
            yield finding(
                rule, contract, spans=[citation.span], subject=law.name, law=law.name, year=citation.year,
                new=law.replaced_by,
            )  # fmt: skip


def pending(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A revision cited by its year, or as the new law, before the day on which it takes effect."""
    known = laws_by_key(contract.packs)
    text = contract.text.text
    for citation in _first_of_each(contract.citations):
        law = known.get(citation.key)
        if law is None or law.status != "pending" or law.since is None or contract.day >= law.since:
            continue
        start = citation.span[0]
        new = compiled(rule.params["new"]).search(text[max(start - _REACH, 0) : start])
        if new or (citation.year is not None and law.current and citation.year >= law.current):
            yield finding(
                rule, contract, spans=[citation.span], subject=law.name, law=law.name, since=law.since.isoformat(),
                new=law.replaced_by,
            )  # fmt: skip


def drift(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """An article cited by the number it bore before: `laws` gives, for each law and the day of the change, the new
    number of each old one, and the topic of that article.

    Facts: `law:other_topic` where the sentence does not speak of the article's topic: the number may be right.
    """
    moved = {law_key(name): law for name, law in rule.params["laws"].items()}
    for citation in contract.citations:
        law = moved.get(citation.key)
        if law is None or contract.day < (since := date.fromisoformat(law["since"])):
            continue
        if citation.year is not None and citation.year >= since.year:
            continue
        for old in citation.articles:
            if str(old) in law["now"]:
                topic = law.get("topics", {}).get(str(old))
                facts = () if not topic or compiled(topic).search(_around(contract, citation)) else ("law:other_topic",)
                new = law["now"][str(old)]
                yield finding(rule, contract, spans=[citation.span], facts=facts, law=citation.name, old=old, new=new)


def _around(contract: Contract, citation: Citation) -> str:
    """What the sentence says near a citation."""
    start, end = sentence_at(contract, *citation.span)
    return contract.text.text[max(start, citation.span[0] - _REACH) : min(end, citation.span[1] + _REACH)]


def same_name(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A name that an old and a new document share, without a number that tells which of them is meant."""
    for row in rule.params["names"].values():
        spans = [
            c.span
            for c in contract.citations
            if c.quoted and c.number is None and c.year is None and compiled(row["name"]).search(c.key)
        ]
        text = contract.text.text
        number = compiled(rule.params["number"])
        spans = [s for s in spans if not number.search(text, max(s[0] - _REACH, 0), s[1] + _REACH)]
        if spans:
            yield finding(rule, contract, spans=spans, which=row["which"])


def unknown_law(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A statute in 《》 that is none of `known` nor in laws.csv, and one of `wrong` or close to the name of one that is."""
    laws, statute = laws_by_key(contract.packs), compiled(rule.params["statute"])
    quoted = _first_of_each(c for c in contract.citations if c.quoted)
    wrong = {law_key(name): right for name, right in rule.params["wrong"].items()}
    strange = [c for c in quoted if c.key not in laws and (c.key in wrong or statute.fullmatch(c.key))]
    if not strange:
        return
    known = {law_key(name) for name in rule.params["known"]} | set(laws)
    for citation in strange:
        key = citation.key
        if key in known:
            continue
        meant = wrong.get(key) or nearest(key, sorted(known), most=min(len(key) // 4, 3))
        if meant:
            titles = "、".join(f"《{name}》{part}" for name, part in map(_named, meant.split("、")))
            yield finding(rule, contract, spans=[citation.span], subject=citation.name, law=citation.name, meant=titles)


def _named(title: str) -> tuple[str, str]:
    """民法典（第三编 合同） as the law's name and its part."""
    name, bracket, part = title.partition("（")
    return name, bracket + part


def out_of_range(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """An article beyond the last of the law as it is now."""
    known = laws_by_key(contract.packs)
    for citation in contract.citations:
        law = known.get(citation.key)
        most = law.articles if law is not None else None
        over = [n for n in citation.articles if most is not None and n > most]
        if over:
            yield finding(rule, contract, spans=[citation.span], law=citation.name, article=over[0], most=most)


def former_names(packs: Packs) -> tuple[str, ...]:
    """What `renamed` looks for."""
    return tuple([alias for law in packs.laws if law.status == "renamed" for alias in law.aliases])


def renamed(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Offices and terms of laws.csv that bear another name now; `unless_before` and `unless_after` as for `repealed`."""
    text = contract.text.text
    known = dict(standing(contract, former_names(contract.packs)))
    for law in contract.packs.laws if known else ():
        spans: list[tuple[int, int]] = []
        if law.status != "renamed" or not _due(contract, law):
            continue
        for alias in law.aliases:
            for at in known.get(alias, ()):
                span = (at, at + len(alias))
                if not _as_past(rule, contract, span):
                    spans.append(span)
        if spans:
            first = min(spans)
            yield finding(
                rule, contract, spans=sorted(spans)[:12], subject=law.name, old=text[slice(*first)], new=law.replaced_by
            )


def _first_of_each(citations: Iterable[Citation]) -> Iterator[Citation]:
    seen: set[tuple[str, int | None]] = set()
    for citation in citations:
        if (citation.key, citation.year) not in seen:
            seen.add((citation.key, citation.year))
            yield citation
