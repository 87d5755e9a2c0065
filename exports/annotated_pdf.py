"""A contract's own PDF with its findings marked where they stand: for any PDF reader."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Page, Pdf, String

from exports.rows.spoken import KINDS, SEVERITIES
from models.errors import EncryptedSource, UnreadableSource
from models.report import Finding, PagePlace, Report

_COLOURS = {"error": (1.0, 0.55, 0.55), "warning": (1.0, 0.85, 0.3), "info": (0.6, 0.82, 1.0)}
_PRINTED = 4
"""The flag of an annotation that is printed with its page."""
_NOTE, _EDGE = 20.0, 6.0
"""Points of the sign of a note, and how near the edge of the page it may come."""

_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Shown:
    """The part of a page that is shown (left, bottom, right, top), and its clockwise quarter turns."""

    box: _Box
    turns: int

    def own(self, place: PagePlace) -> _Box:
        """A place of the page as shown -> (left, bottom, right, top) in the page's own coordinates."""
        left, bottom, right, top = self.box
        if self.turns == 0:
            return left + place.x0, top - place.bottom, left + place.x1, top - place.top
        if self.turns == 1:
            return left + place.top, bottom + place.x0, left + place.bottom, bottom + place.x1
        if self.turns == 2:
            return right - place.x1, bottom + place.top, right - place.x0, bottom + place.bottom
        return right - place.bottom, top - place.x1, right - place.top, top - place.x0


def annotate(data: bytes, report: Report) -> bytes:
    """The PDF `data`, which `report` is about, with a highlight for each finding on each of its pages. A finding that
    something is missing is a note beside what comes nearest, and one without a place a note on the first page. All else
    stays; marks that were there before do too.

    The same bytes and report give the same PDF. Raises EncryptedSource, UnreadableSource.
    """
    name = report.source.name
    try:
        with Pdf.open(io.BytesIO(data)) as pdf:
            notes: Counter[tuple[int, int]] = Counter()
            for finding in report.findings:
                _mark(pdf, finding, report, notes)
            target = io.BytesIO()
            pdf.save(target, deterministic_id=True)
            return target.getvalue()
    except pikepdf.PasswordError as error:
        raise EncryptedSource(f"{name} is encrypted.", remedy="Save it without a password.") from error
    except (pikepdf.PdfError, ValueError) as error:
        raise UnreadableSource(f"{name} cannot be marked: its pages are damaged.", remedy="Save it anew.") from error


def _mark(pdf: Pdf, finding: Finding, report: Report, notes: Counter[tuple[int, int]]) -> None:
    """`notes` counts those that lie at a height of a page, so that none lies on another."""
    pages: dict[int, list[PagePlace]] = {}
    for one in finding.evidence:
        for place in one.places:
            if isinstance(place, PagePlace) and 1 <= place.page <= len(pdf.pages):
                pages.setdefault(place.page, []).append(place)
    common = _common(finding, report)
    if pages and finding.kind != "missing":
        for number, places in pages.items():
            page = pdf.pages[number - 1]
            shown = _shown(page)
            _add(pdf, page, _highlight([shown.own(place) for place in places], common))
    elif len(pdf.pages):
        number, places = next(iter(pages.items()), (1, []))
        top = places[0].top if places else _EDGE
        level = (number, round(top / _NOTE))
        beside = places[0].x0 - _NOTE - 3 if places else _EDGE
        x0 = max(beside - notes[level] * (_NOTE + 3), _EDGE) if places else beside + notes[level] * (_NOTE + 3)
        notes[level] += 1
        page = pdf.pages[number - 1]
        _add(pdf, page, _note(PagePlace(page=number, x0=x0, top=top, x1=x0 + _NOTE, bottom=top + _NOTE), page, common))


def _shown(page: Page) -> _Shown:
    media, crop = (tuple(float(number) for number in box) for box in (page.mediabox, page.cropbox))
    (l1, l2), (r1, r2) = (sorted((box[0], box[2])) for box in (media, crop))
    (b1, b2), (t1, t2) = (sorted((box[1], box[3])) for box in (media, crop))
    box = (max(l1, r1), max(b1, t1), min(l2, r2), min(b2, t2))
    return _Shown(box if box[0] < box[2] and box[1] < box[3] else (l1, b1, l2, b2), page.rotation // 90 % 4)


def _add(pdf: Pdf, page: Page, mark: Dictionary) -> None:
    mark["/P"] = page.obj
    if "/Annots" not in page.obj:
        page.obj["/Annots"] = Array()
    page.obj["/Annots"].append(pdf.make_indirect(mark))


def _highlight(boxes: Sequence[_Box], common: dict[str, Any]) -> Dictionary:
    quads = [number for box in boxes for number in _quad(box)]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    around = (min(lefts), min(bottoms), max(rights), max(tops))
    return Dictionary(Subtype=Name.Highlight, Rect=Array(around), QuadPoints=Array(quads), CA=0.6, **common)


def _quad(box: _Box) -> Iterator[float]:
    """Upper left, upper right, lower left, lower right, which is what readers expect."""
    left, bottom, right, top = box
    yield from (left, top, right, top, left, bottom, right, bottom)


def _note(place: PagePlace, page: Page, common: dict[str, Any]) -> Dictionary:
    return Dictionary(Subtype=Name.Text, Name=Name.Note, Rect=Array(_shown(page).own(place)), **common)


def _common(finding: Finding, report: Report) -> dict[str, Any]:
    basis = "；".join(f"{one.law}{one.article} {one.paraphrase}" for one in finding.basis)
    lines = [
        f"【{SEVERITIES[finding.severity]} · {KINDS[finding.kind]}】{finding.title}", finding.message,
        f"建议：{finding.advice}" if finding.advice else "", f"依据：{basis}" if basis else "",
    ]  # fmt: skip
    day = datetime.fromisoformat(report.rules.as_of)
    return {
        "Type": Name.Annot,
        "Contents": String("\n".join(line for line in lines if line)),
        "T": String("契约"),
        "Subj": String(finding.check),
        "C": Array(_COLOURS[finding.severity]),
        "F": _PRINTED,
        "M": String(f"D:{day:%Y%m%d}000000Z"),
    }
