"""Evidence is carried: cut the places of a quote out of the original, by means that are not the readers', and the quote
is there. For contracts put together at random, in every format."""

from __future__ import annotations

import html
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.make import ARTICLES, CHAPTERS, SOURCES
from fixtures.manuscript import Line, Manuscript, read
from fixtures.pages import law_site, markdown, run_on, sharing_site
from fixtures.paper import as_pdf
from fixtures.word import as_docx
from models.errors import ContractError
from models.report import Evidence, PagePlace, PartPlace, Report
from parser import parse

WRITTEN = [line for case in SOURCES for line in read(case).lines if line.kind in ("plain", "clause")]
ROWS = [line for line in read("purchase").lines if line.kind == "row" and len(line.cells) == 6]
ALL = settings(derandomize=True, deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
FEW = settings(ALL, max_examples=12)


@st.composite
def manuscripts(draw: st.DrawFn) -> Manuscript:
    """Lines of the fixtures' contracts in any order, some of them in a table, under a title and two parties."""
    body = draw(st.lists(st.sampled_from(WRITTEN), min_size=3, max_size=40))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(body)))
        body[at:at] = draw(st.lists(st.sampled_from(ROWS), min_size=2, max_size=4))
    head = draw(st.sampled_from(["", "冷链设备采购合同　HL-2026-0117"]))
    opening = [
        Line("title", draw(st.sampled_from(["冷链设备采购合同", "临街店铺租赁合同", "保密协议"]))),
        Line("plain", "甲方：宁波海澜冷链物流有限公司"),
        Line("plain", "乙方：苏州恒川制冷设备有限公司"),
    ]
    return Manuscript(head, (*opening, *body))


def quoted(report: Report) -> Iterator[Evidence]:
    for item in (*report.clauses, *report.fields, *report.findings, *report.references):
        yield from item.evidence


def squashed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def require_quotes(report: Report, cut: Callable[[PagePlace | PartPlace], str], *, slack: int = 0) -> None:
    """A box may cut a neighbour at either end: `slack` characters of those are let pass."""
    assert report.clauses
    for field in report.fields:
        assert field.evidence or field.status == "absent", field.name
    for evidence in quoted(report):
        assert evidence.places, evidence.quote
        quote, found = squashed(evidence.quote), squashed("".join(map(cut, evidence.places)))
        at = found.find(quote)
        assert 0 <= at <= slack, (evidence.quote, found)
        assert len(found) - len(quote) - at <= slack, (evidence.quote, found)


def part_of(text: str) -> Callable[[PagePlace | PartPlace], str]:
    def cut(place: PagePlace | PartPlace) -> str:
        assert isinstance(place, PartPlace)
        assert 0 <= place.start < place.end <= len(text)
        return html.unescape(re.sub(r"<[^>]*>", "", text[place.start : place.end]))

    return cut


@pytest.mark.parametrize("name", ["a.txt", "run-on.txt", "a.md", "law.html", "sharing.html"])
def test_texts_and_pages(name: str) -> None:
    make: dict[str, Callable[[Manuscript], str]] = {
        "a.txt": lambda manuscript: "\n".join(line.printed for line in manuscript.lines),
        "run-on.txt": run_on,
        "a.md": markdown,
        "law.html": law_site,
        "sharing.html": sharing_site,
    }

    @ALL
    @given(manuscripts())
    def holds(manuscript: Manuscript) -> None:
        text = make[name](manuscript)
        require_quotes(parse(text.encode(), name=name), part_of(text))

    holds()


@ALL
@given(manuscripts(), st.sampled_from([CHAPTERS, ARTICLES]))
def test_word(manuscript: Manuscript, numbers: tuple[object, ...]) -> None:
    data = as_docx(manuscript, numbers)  # type: ignore[arg-type]
    texts: dict[str, str] = {}

    def cut(place: PagePlace | PartPlace) -> str:
        assert isinstance(place, PartPlace)
        if place.part not in texts:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                texts[place.part] = archive.read(place.part).decode("utf-8")
        return part_of(texts[place.part])(place)

    require_quotes(parse(data, name="a.docx"), cut)


@FEW
@given(manuscripts(), st.sampled_from([1, 2]))
def test_print(manuscript: Manuscript, columns: int) -> None:
    if columns == 2:
        manuscript = Manuscript(manuscript.head, tuple(line for line in manuscript.lines if line.kind != "row"))
    data = as_pdf(manuscript, columns=columns)
    pages = list(pypdfium2.PdfDocument(data))
    texts = [page.get_textpage() for page in pages]

    def cut(place: PagePlace | PartPlace) -> str:
        assert isinstance(place, PagePlace)
        high = pages[place.page - 1].get_height()
        return str(
            texts[place.page - 1].get_text_bounded(
                left=place.x0 - 0.5, right=place.x1 + 0.5, bottom=high - place.bottom - 0.5, top=high - place.top + 0.5
            )
        )

    require_quotes(parse(data, name="a.pdf"), cut, slack=2)


@given(st.text(max_size=80))
@ALL
def test_any_text_at_all(text: str) -> None:
    """Whatever the characters: a report whose evidence holds, or a reason."""
    source = f"采购合同\n甲方：石湾仓储有限公司\n第一条 标的\n货物一批，{text}总价5万元。\n第二条 其他\n无其他约定，以本合同为准。"
    try:
        report = parse(source.encode("utf-8", "surrogatepass"), name="a.txt")
    except ContractError:
        return
    decoded = source.removeprefix("\ufeff")
    for evidence in quoted(report):
        cut = "".join(decoded[place.start : place.end] for place in evidence.places if isinstance(place, PartPlace))
        assert "".join(cut.split()) == "".join(evidence.quote.split())
