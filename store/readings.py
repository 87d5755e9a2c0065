"""A reading as bytes and back, without loss: what other rules are run over without reading, or recognising, again.

Boxes make up most of a reading. Each side of them is stored in a plane of its own, where neighbours are alike and deflate
finds it out.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from isal import isal_zlib
from pydantic_core import PydanticSerializationError, to_json

from models.mark import Mark
from models.reading import Cell, PageRun, Paragraph, PartRun, Piece, Reading, Sight
from models.report import Notice

_MAGIC = b"QR1\n"
_LEVEL = 2
"""Of deflate as isal packs it (0 to 3): a third one saves nothing more."""


def pack_reading(reading: Reading) -> bytes:
    """The reading as bytes. Raises ValueError for boxes or scores that are not of 32 bits."""
    runs = [p.place for paragraph in reading.paragraphs for p in paragraph.pieces if isinstance(p.place, PageRun)]
    sights = [run.sight for run in runs if run.sight is not None]
    boxes = _joined(run.boxes for run in runs)
    head = {
        "reader": reading.reader,
        "media_type": reading.media_type,
        "pages": reading.pages,
        "notices": [notice.model_dump(mode="json") for notice in reading.notices],
        "paragraphs": [_paragraph(paragraph) for paragraph in reading.paragraphs],
        "marks": [asdict(mark) for mark in reading.marks],
        "coloured": sorted(reading.coloured),
    }
    parts = (
        _json(head),
        b"".join(_bytes(boxes[side::4]) for side in range(4)),
        _bytes(_joined(sight.scores for sight in sights)),
        b"".join(sight.doubts for sight in sights),
    )
    body = struct.pack("<4Q", *map(len, parts)) + b"".join(parts)
    return _MAGIC + isal_zlib.compress(body, _LEVEL)


def unpack_reading(data: bytes) -> Reading:
    """The reading that was packed. Raises ValueError where the bytes are none."""
    if not data.startswith(_MAGIC):
        raise ValueError("not a packed reading")
    body = zlib.decompress(data[len(_MAGIC) :])
    lengths = struct.unpack_from("<4Q", body)
    parts, at = [], struct.calcsize("<4Q")
    for length in lengths:
        parts.append(body[at : at + length])
        at += length
    head = json.loads(parts[0])
    places = _Places(parts[1], _floats(parts[2]), parts[3])
    return Reading(
        reader=head["reader"],
        media_type=head["media_type"],
        pages=head["pages"],
        notices=tuple(Notice.model_validate(notice) for notice in head["notices"]),
        paragraphs=tuple(_paragraph_of(row, places) for row in head["paragraphs"]),
        marks=tuple(Mark(**{**mark, "box": tuple(mark["box"])}) for mark in head.get("marks", ())),
        coloured=frozenset(head.get("coloured", ())),
    )


def _json(head: dict[str, Any]) -> bytes:
    try:
        return to_json(head, inf_nan_mode="constants")
    except PydanticSerializationError:
        # Halves of characters, which are no UTF-8: hardly a reading has any.
        return json.dumps(head, separators=(",", ":")).encode()


def _paragraph(paragraph: Paragraph) -> list[Any]:
    cell = paragraph.cell
    return [
        paragraph.label,
        None if cell is None else [cell.table, cell.row, cell.column],
        paragraph.aside,
        int(paragraph.heading),
        paragraph.stressed,
        [(piece.text, int(piece.line), _place(piece.place)) for piece in paragraph.pieces],
    ]


def _place(place: PageRun | PartRun | None) -> tuple[Any, ...] | None:
    """(part, start, end), or (page, sides of boxes, scores or None, doubts); the figures stand in their planes."""
    if place is None:
        return None
    if isinstance(place, PartRun):
        return (place.part, place.start, place.end)
    sight = place.sight
    if sight is None:
        return (place.page, len(place.boxes), None, 0)
    return (place.page, len(place.boxes), len(sight.scores), len(sight.doubts))


def _paragraph_of(row: list[Any], places: _Places) -> Paragraph:
    label, cell, aside, heading, *stressed, pieces = row  # those packed before stress was read have none
    return Paragraph(
        pieces=tuple(Piece(text, places.next(place), bool(line)) for text, line, place in pieces),
        label=label,
        cell=None if cell is None else Cell(*cell),
        aside=aside,
        heading=bool(heading),
        stressed=stressed[0] if stressed else None,
    )


class _Places:
    """Hands out the figures of the planes in the order in which they were put there."""

    __slots__ = ("_at", "_boxes", "_doubts", "_doubts_at", "_scores", "_scores_at")

    def __init__(self, planes: bytes, scores: array[float], doubts: bytes) -> None:
        sides = _floats(planes)
        count = len(sides) // 4
        self._boxes = array("f", bytes(len(planes)))
        for side in range(4):
            self._boxes[side::4] = sides[side * count : (side + 1) * count]
        self._scores, self._doubts = scores, doubts
        self._at = self._scores_at = self._doubts_at = 0

    def next(self, place: list[Any] | None) -> PageRun | PartRun | None:
        if place is None:
            return None
        if len(place) == 3:
            return PartRun(*place)
        page, sides, scores, doubts = place
        boxes = self._boxes[self._at : self._at + sides]
        self._at += sides
        if scores is None:
            return PageRun(page, boxes)
        sight = Sight(
            self._scores[self._scores_at : self._scores_at + scores],
            self._doubts[self._doubts_at : self._doubts_at + doubts],
        )
        self._scores_at += scores
        self._doubts_at += doubts
        return PageRun(page, boxes, sight)


def _joined(arrays: Iterator[array[float]]) -> array[float]:
    whole = array("f")
    for one in arrays:
        if one.typecode != "f":
            raise ValueError(f"figures of type {one.typecode!r}; only 32 bits are kept")
        whole.extend(one)
    return whole


def _bytes(figures: array[float]) -> bytes:
    if sys.byteorder == "big":
        figures = figures[:]
        figures.byteswap()
    return figures.tobytes()


def _floats(data: bytes) -> array[float]:
    figures = array("f")
    figures.frombytes(data)
    if sys.byteorder == "big":
        figures.byteswap()
    return figures
