"""The ruling lines of a PDF page, from pdfium's list of the objects that it paints."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import compress, islice, repeat
from typing import Any, NamedTuple

import pypdfium2.raw as c

from parser.readers.pdf_frame import Box, Frame

_THIN = 3.0
_MOST_OBJECTS, _MOST_SEGMENTS = 5000, 400
_DEEPEST = 4
_RECTANGLE = 5
"""Segments of a rectangle's path, the closing one included."""

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _bare(function: Any, result: Any, *types: Any) -> Any:
    """A pdfium function over plain addresses: a page holds thousands of objects, and wrapping each costs more than
    asking for it."""
    return ctypes.PYFUNCTYPE(result, *types)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_OBJECT = _bare(c.FPDFPage_GetObject, ctypes.c_void_p)
_INNER = _bare(c.FPDFFormObj_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
_KIND = _bare(c.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)
_COUNT_INNER = _bare(c.FPDFFormObj_CountObjects, ctypes.c_int, ctypes.c_void_p)
_SEGMENTS = _bare(c.FPDFPath_CountSegments, ctypes.c_int, ctypes.c_void_p)
_SEGMENT = _bare(c.FPDFPath_GetPathSegment, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_POINT = _bare(c.FPDFPathSegment_GetPoint, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
_SEGMENT_KIND = _bare(c.FPDFPathSegment_GetType, ctypes.c_int, ctypes.c_void_p)
_CLOSED = _bare(c.FPDFPathSegment_GetClose, ctypes.c_int, ctypes.c_void_p)
_BOUNDS = _bare(c.FPDFPageObj_GetBounds, ctypes.c_int, *[ctypes.c_void_p] * 5)
_MATRIX = _bare(c.FPDFPageObj_GetMatrix, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_DRAWN = bytes(kind in (c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_FORM) for kind in range(256))


class Objects(NamedTuple):
    """What a page paints, in order: the address of each object, and its kind (FPDF_PAGEOBJ_PATH ...); those within forms
    left out."""

    things: list[int]
    kinds: bytes


def objects_on(raw: Any) -> Objects:
    things = list(map(_OBJECT, repeat(raw), range(c.FPDFPage_CountObjects(raw))))
    return Objects(things, bytes(map(_KIND, things)))


def rules(objects: Objects, frame: Frame) -> tuple[list[Box], list[Box]]:
    """Level and upright rules, in the page's shown coordinates: drawn lines, thin areas, the sides of rectangles."""
    level: list[Box] = []
    upright: list[Box] = []
    for x0, top, x1, bottom in _painted(objects, _IDENTITY, frame, 0):
        wide, high = x1 - x0, bottom - top
        if high < _THIN:
            if wide >= 1:
                middle = (top + bottom) / 2
                level.append((x0, middle, x1, middle))
        elif wide < _THIN:
            middle = (x0 + x1) / 2
            upright.append((middle, top, middle, bottom))
        else:
            level += [(x0, top, x1, top), (x0, bottom, x1, bottom)]
            upright += [(x0, top, x0, bottom), (x1, top, x1, bottom)]
    return level, upright


def _painted(objects: Objects, outer: Matrix, frame: Frame, depth: int) -> Iterator[Box]:
    """The boxes of straight lines and rectangles that these objects are."""
    for thing in islice(compress(objects.things, objects.kinds.translate(_DRAWN)), _MOST_OBJECTS):
        if _KIND(thing) == c.FPDF_PAGEOBJ_FORM:
            if depth < _DEEPEST:
                inner = [_INNER(thing, at) for at in range(min(_COUNT_INNER(thing), _MOST_OBJECTS))]
                yield from _painted(
                    Objects(inner, bytes(map(_KIND, inner))), _times(_matrix(thing), outer), frame, depth + 1
                )
            continue
        segments = _SEGMENTS(thing)
        if segments > _RECTANGLE:
            yield from _straight(thing, min(segments, _MOST_SEGMENTS), _times(_matrix(thing), outer), frame)
        elif (bounds := _bounds(thing)) is not None:
            box = frame.shown(_through(bounds, outer))
            # Of two points, only a level or an upright line is a rule.
            if segments > 2 or box[2] - box[0] < _THIN or box[3] - box[1] < _THIN:
                yield box


def _bounds(thing: int) -> Box | None:
    """Left, bottom, right, top."""
    sides = (ctypes.c_float * 4)()
    at = ctypes.addressof(sides)
    if not _BOUNDS(thing, at, at + 4, at + 8, at + 12):
        return None
    left, bottom, right, top = sides
    return left, bottom, right, top


def _straight(path: int, segments: int, matrix: Matrix, frame: Frame) -> Iterator[Box]:
    """The level and upright segments of a path of many."""
    place = (ctypes.c_float * 2)()
    at = ctypes.addressof(place)
    begin = before = (0.0, 0.0)
    for number in range(segments):
        segment = _SEGMENT(path, number)
        _POINT(segment, at, at + 4)
        point = _apply(matrix, *place)
        kind = _SEGMENT_KIND(segment)
        if kind == c.FPDF_SEGMENT_MOVETO:
            begin = point
        elif kind == c.FPDF_SEGMENT_LINETO:
            yield from _rule(before, point, frame)
            if _CLOSED(segment):
                yield from _rule(point, begin, frame)
        before = point


def _rule(a: tuple[float, float], b: tuple[float, float], frame: Frame) -> Iterator[Box]:
    box = frame.shown((min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])))
    if (box[2] - box[0] < 1) != (box[3] - box[1] < 1):
        yield box


def _matrix(thing: int) -> Matrix:
    found = c.FS_MATRIX()
    if not _MATRIX(thing, ctypes.addressof(found)):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies `inner` first (ISO 32000-1, 8.3.4)."""
    a, b, cc, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, cc * g + d * i, cc * h + d * j, e * g + f * i + k, e * h + f * j + m


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, cc, d, e, f = matrix
    return a * x + cc * y + e, b * x + d * y + f


def _through(box: Box, matrix: Matrix) -> Box:
    if matrix is _IDENTITY:
        return box
    corners = [_apply(matrix, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
