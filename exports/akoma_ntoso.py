"""A contract as Akoma Ntoso 3.0 (OASIS LegalDocML): its clauses as a tree, for programs that know law as XML.

Clauses keep the report's ids as `eId`; references between them are links. Fields and findings stand in the metadata, in a
namespace of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from models.report import Clause, Evidence, Field, Reference, Report

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN = "urn:qiyue:report:1"
"""The namespace of fields and findings."""

_ELEMENTS = {
    "part": "part", "chapter": "chapter", "section": "section", "article": "article", "clause": "clause", "item": "point",
}  # fmt: skip
"""Kinds of clauses that Akoma Ntoso has a name for; the others are containers that say what they are."""
_FRONT = ("title", "parties", "preamble")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold."""


def akoma_ntoso(report: Report) -> bytes:
    """The document, in UTF-8. The same report gives the same bytes."""
    root = etree.Element(_name("akomaNtoso"), nsmap={None: NAMESPACE, "qiyue": OWN})  # type: ignore[dict-item]
    document = _child(root, "doc", name="contract")
    _meta(document, report)
    tree = _Tree(report)
    title = [clause for clause in tree.top if clause.kind == "title"]
    if title:
        preface = _child(document, "preface")
        for clause in title:
            for line in _lines(clause):
                _child(_child(preface, "p", eId=clause.id), "docTitle").text = line
    opening = [clause for clause in tree.top if clause.kind in ("parties", "preamble")]
    if opening:
        preamble = _child(document, "preamble")
        for clause in opening:
            tree.container(preamble, clause)
    body = _child(document, "mainBody")
    for clause in tree.top:
        if clause.kind not in _FRONT:
            tree.hierarchy(body, clause)
    if not len(body):
        _child(body, "p")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=False) + b"\n"


class _Tree:
    """The clauses of a report by their parent, with the references that stand in each."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.children: dict[str | None, list[Clause]] = {}
        self.references: dict[str | None, list[Reference]] = {}
        for clause in report.clauses:
            self.children.setdefault(clause.parent, []).append(clause)
        for reference in report.references:
            if reference.target is not None:
                self.references.setdefault(reference.clause, []).append(reference)

    @property
    def top(self) -> list[Clause]:
        return self.children.get(None, [])

    def container(self, parent: etree._Element, clause: Clause) -> None:
        """A part without a number, and what stands under it."""
        held = _child(parent, "container", name=clause.kind, eId=clause.id)
        for line in _title(clause):
            _child(held, "p").text = line
        self._paragraphs(held, clause)
        for below in self.children.get(clause.id, []):
            self.container(held, below)
        if not len(held):
            _child(held, "p")

    def hierarchy(self, parent: etree._Element, clause: Clause) -> None:
        name = _ELEMENTS.get(clause.kind)
        held = _child(parent, name or "hcontainer", eId=clause.id, **({} if name else {"name": clause.kind}))
        if clause.label:
            _child(held, "num").text = _clean(clause.label)
        if clause.heading:
            _child(held, "heading").text = _clean(clause.heading)
        below = self.children.get(clause.id, [])
        if not below:
            content = _child(held, "content")
            self._paragraphs(content, clause)
            if not len(content):
                _child(content, "p")
            return
        if clause.text.strip():
            self._paragraphs(_child(held, "intro"), clause)
        for one in below:
            self.hierarchy(held, one)

    def _paragraphs(self, parent: etree._Element, clause: Clause) -> None:
        """A paragraph for each line of the clause's own text; references in it are links."""
        links = self._links(clause)
        start = 0
        for line in clause.text.split("\n"):
            end = start + len(line)
            if line.strip():
                within = [(a - start, b - start, to) for a, b, to in links if start <= a and b <= end]
                _fill(_child(parent, "p"), line, within)
            start = end + 1

    def _links(self, clause: Clause) -> list[tuple[int, int, str]]:
        """(start, end, target) within the clause's text, where its place in the report's text is beyond doubt: its own
        words end with it."""
        spans = [one.span for one in clause.evidence if one.span is not None]
        own = self.report.text[spans[0][0] : spans[0][1]] if len(spans) == 1 else ""
        if not clause.text or not own.endswith(clause.text):
            return []
        first = spans[0][1] - len(clause.text)
        found = []
        for reference in self.references.get(clause.id, []):
            span = _span(reference.evidence)
            if span and first <= span[0] and span[1] <= spans[0][1]:
                found.append((span[0] - first, span[1] - first, str(reference.target)))
        return sorted(found)


def _fill(paragraph: etree._Element, line: str, links: Sequence[tuple[int, int, str]]) -> None:
    at, last = 0, None
    for start, end, target in links:
        if start < at:
            continue  # a list (第三、五条) names two clauses by one word
        _text(paragraph, last, line[at:start])
        last = _child(paragraph, "ref", href=f"#{target}")
        last.text = _clean(line[start:end])
        at = end
    _text(paragraph, last, line[at:])


def _text(paragraph: etree._Element, last: etree._Element | None, words: str) -> None:
    if last is None:
        paragraph.text = (paragraph.text or "") + _clean(words)
    else:
        last.tail = (last.tail or "") + _clean(words)


def _meta(document: etree._Element, report: Report) -> None:
    meta = _child(document, "meta")
    signed = {
        f.norm for f in report.fields if f.name == "sign_date" and f.status == "found" and len(f.norm or "") == 10
    }
    day, called = (str(*signed), "signed") if len(signed) == 1 else (report.rules.as_of, "as-of")
    work = f"/akn/cn/doc/contract/{day}/{report.source.sha256[:16]}"
    identification = _child(meta, "identification", source="#qiyue")
    for level, uri in (
        ("FRBRWork", work), ("FRBRExpression", f"{work}/zho@"), ("FRBRManifestation", f"{work}/zho@/report.xml")
    ):  # fmt: skip
        held = _child(identification, level)
        _child(held, "FRBRthis", value=f"{uri}/!main" if level != "FRBRManifestation" else uri)
        _child(held, "FRBRuri", value=uri)
        _child(held, "FRBRdate", date=day, name=called)
        _child(held, "FRBRauthor", href="#qiyue")
        if level == "FRBRWork":
            _child(held, "FRBRcountry", value="cn")
        elif level == "FRBRExpression":
            _child(held, "FRBRlanguage", language="zho")
    references = _child(meta, "references", source="#qiyue")
    _child(references, "TLCOrganization", eId="qiyue", href="/ontology/organization/qiyue", showAs="Qiyue")
    for number, party in enumerate(_parties(report.fields), 1):
        _child(
            references, "TLCPerson", eId=f"party_{number}", href=f"/ontology/person/{report.source.sha256[:16]}/{number}",
            showAs=party,
        )  # fmt: skip
    _own(_child(meta, "proprietary", source="#qiyue"), report)


def _parties(fields: Sequence[Field]) -> Iterator[str]:
    yield from dict.fromkeys(f.norm for f in fields if f.name == "party" and f.status == "found" and f.norm)


def _own(held: etree._Element, report: Report) -> None:
    """Fields and findings, each with the clause it stands in and its quotes."""
    for field in report.fields:
        one = _mine(held, "field", {
            "name": field.name, "title": field.title, "role": field.role, "object": field.object, "status": field.status,
            "norm": field.norm, "clock": field.clock, "clause": f"#{field.clause}" if field.clause else None,
        })  # fmt: skip
        _quotes(one, field.evidence)
    for finding in report.findings:
        one = _mine(held, "finding", {
            "check": finding.check, "kind": finding.kind, "severity": finding.severity, "title": finding.title,
            "clauses": " ".join(f"#{clause}" for clause in finding.clauses) or None,
        })  # fmt: skip
        _mine(one, "message", {}).text = _clean(finding.message)
        if finding.advice:
            _mine(one, "advice", {}).text = _clean(finding.advice)
        for basis in finding.basis:
            _mine(one, "basis", {"law": basis.law, "article": basis.article}).text = _clean(basis.paraphrase)
        _quotes(one, finding.evidence)


def _quotes(held: etree._Element, evidence: Sequence[Evidence]) -> None:
    for one in evidence:
        if one.quote.strip():
            span = {} if one.span is None else {"start": str(one.span[0]), "end": str(one.span[1])}
            _mine(held, "quote", span).text = _clean(one.quote)


def _mine(parent: etree._Element, name: str, values: Mapping[str, str | None]) -> etree._Element:
    plain = {key: _clean(value) for key, value in values.items() if value is not None}
    return etree.SubElement(parent, f"{{{OWN}}}{name}", plain)


def _child(parent: etree._Element, element: str, /, **values: str) -> etree._Element:
    return etree.SubElement(parent, _name(element), {key: _clean(value) for key, value in values.items()})


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _title(clause: Clause) -> Iterator[str]:
    words = _clean(f"{clause.label} {clause.heading}".strip())
    if words:
        yield words


def _lines(clause: Clause) -> Iterator[str]:
    yield from _title(clause)
    yield from (_clean(line) for line in clause.text.split("\n") if line.strip())


def _span(evidence: Sequence[Evidence]) -> tuple[int, int] | None:
    return next((one.span for one in evidence if one.span is not None), None)


def _clean(words: str) -> str:
    return _FORBIDDEN.sub("\ufffd", words)
