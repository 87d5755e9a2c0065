"""Text recognition: finds the lines of a picture and reads them, character by character.

The PP-OCRv6 models ship in rapidocr's wheel and are run by OpenVINO here (docs/decisions/0009): its own pipeline keeps
neither the blanks' places nor the second choice of a character, and nothing in it can then reach for the network.
One inference thread a page, 32-bit floats: the same picture gives the same reading however many pages run at once.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import openvino as ov

from models.errors import MissingDependency
from parser.readers.scan_arrays import Floats, Gray, Points

_MODELS = ("PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx", "ch_ppocr_mobile_v2.0_cls_mobile.onnx")
_FIND_SIDE, _STRIDE = 1600, 32
_STRIP, _CUT_FROM, _EVEN_ROWS = 2.5, 0.6, 13
"""A picture so many times longer than wide is cut into parts to find its lines: behind so much of a part, at the middle
of so many rows of pixels that are the most even."""
_INK, _SURE_LINE, _GROW, _SMALLEST = 0.3, 0.5, 1.6, 3.0
"""The detector's threshold for ink and for a line, and how far a line's outline is grown (as its authors run it)."""
_HIGH, _TURN_WIDE = 48, 192
_LEAST_WIDE, _MOST_WIDE = 96, 4096
_FAINT, _APART = 0.05, 3
"""Odds from which a column that is most likely blank may hold a character, so many columns from the next one."""

_PAIRS = (
    "：:",
    "；;",
    "，,",
    "（(",
    "）)",
    "！!",
    "？?",
    "／/",
    "＋+",
    "－-",
    "．.",
    "％%",
    "·•",
    '“"',
    '”"',
    "—-",
    "～~",
    "□☐",
    "　 ",
)
TWINS = {pair[at]: pair[1 - at] for pair in _PAIRS for at in (0, 1)}
"""Characters that differ in width or by the font alone; normalising makes one of the two."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character as read: where it stands along its strip (0 to 1), how sure that is, and the second choice. `faint`:
    the model rather takes it for a blank."""

    char: str
    start: float
    end: float
    score: float
    other: str
    other_score: float
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """A line of text as the detector sees it: the points around its ink, and by how much to grow them (pixels)."""

    points: Points
    grow: float


@dataclass(frozen=True, slots=True, eq=False)
class Engine:
    """The compiled models, shared by threads; `alphabet[0]` is the recogniser's blank."""

    finder: Any
    reader: Any
    turner: Any
    alphabet: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """One thread's use of the engine."""

    finder: Any
    reader: Any
    turner: Any
    alphabet: tuple[str, ...]


def model_folder() -> Path:
    """Where rapidocr's wheel keeps its models. Nothing of it is imported, so that nothing can be downloaded."""
    spec = find_spec("rapidocr")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    folder = Path(folders[0]) / "models" if folders else Path()
    if not folders or not all((folder / name).is_file() for name in _MODELS):
        raise MissingDependency(
            "Text recognition is not installed: the models of rapidocr 3.10 are missing.",
            remedy="Install it: pip install qiyue[ocr]",
        )
    return folder


@lru_cache(maxsize=2)
def load_engine(streams: int) -> Engine:
    """The models, compiled for so many pages at a time."""
    folder = model_folder()
    core = ov.Core()
    settings = {
        "INFERENCE_NUM_THREADS": streams,
        "NUM_STREAMS": streams,
        "INFERENCE_PRECISION_HINT": "f32",
        "ENABLE_CPU_PINNING": False,
        # Kernels are kept for each shape of picture that comes; few shapes come, and memory must not grow with pages.
        "CPU_RUNTIME_CACHE_CAPACITY": 512,
    }
    models = [core.read_model(folder / name) for name in _MODELS]
    letters = models[1].get_rt_info()["framework"]["character"].value.splitlines()
    finder, reader, turner = (core.compile_model(model, "CPU", settings) for model in models)
    return Engine(finder, reader, turner, ("", *letters, " "))


def open_session(engine: Engine) -> Session:
    return Session(
        engine.finder.create_infer_request(),
        engine.reader.create_infer_request(),
        engine.turner.create_infer_request(),
        engine.alphabet,
    )


def find_outlines(session: Session, picture: Gray) -> list[Outline]:
    """The lines of a gray picture (height, width), in no order, whichever way they run. A long strip is looked at part
    by part."""
    high, wide = picture.shape
    if max(high, wide) <= _STRIP * min(high, wide) or max(high, wide) <= _FIND_SIDE:
        return list(_outlines(session, picture, (0, 0)))
    along = picture if high > wide else picture.T
    found: list[Outline] = []
    for start, end in _strip_parts(along):
        part = np.ascontiguousarray(along[start:end] if high > wide else along[start:end].T)
        found += _outlines(session, part, (0, start) if high > wide else (start, 0))
    return found


def _strip_parts(strip: Gray) -> Iterator[tuple[int, int]]:
    """Parts of a strip that runs downwards, about as long as a page, cut where it is most even."""
    high, wide = strip.shape
    long = max(round(wide * 2**0.5), _FIND_SIDE)
    rough = cv2.dilate(np.ptp(strip, axis=1)[:, None], np.ones((_EVEN_ROWS, 1), np.uint8))[:, 0]
    start = 0
    while high - start > long:
        first = start + round(long * _CUT_FROM)
        end = first + int(rough[first : start + long].argmin())
        yield start, end
        start = end
    yield start, high


def _outlines(session: Session, picture: Gray, corner: tuple[int, int]) -> Iterator[Outline]:
    """The lines of a part of a picture that has its top left corner there."""
    high, wide = picture.shape
    scale = min(1.0, _FIND_SIDE / max(high, wide))
    size = [max(_STRIDE, round(side * scale / _STRIDE) * _STRIDE) for side in (wide, high)]
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    heat = _infer(session.finder, _network(small)[None])[0, 0]
    mask = cv2.dilate((heat > _INK).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    factor = np.array([wide / size[0], high / size[1]], np.float32)
    for contour in contours:
        (_, (across, along), _) = rectangle = cv2.minAreaRect(contour)
        if min(across, along) < _SMALLEST or _mean_within(heat, cv2.boxPoints(rectangle)) < _SURE_LINE:
            continue
        grow = across * along * _GROW / (2 * (across + along))
        hull = cv2.convexHull(contour)[:, 0, :].astype(np.float32)
        yield Outline(hull * factor + np.array(corner, np.float32), grow * float(factor.mean()))


def _mean_within(heat: Floats, corners: Points) -> float:
    high, wide = heat.shape
    x0, y0 = np.clip(np.floor(corners.min(0)), 0, (wide - 1, high - 1)).astype(int)
    x1, y1 = np.clip(np.ceil(corners.max(0)), 0, (wide - 1, high - 1)).astype(int)
    mask = np.zeros((y1 - y0 + 1, x1 - x0 + 1), np.uint8)
    cv2.fillPoly(mask, [(corners - (x0, y0)).astype(np.int32)], 1)
    return float(cv2.mean(heat[y0 : y1 + 1, x0 : x1 + 1], mask)[0])


def read_strip(session: Session, strip: Gray, *, faint: bool = False) -> list[Glyph]:
    """The characters of one line, cut out upright (height, width), from left to right. `faint`: also those that the
    model rather takes for a blank, with their low scores; there may be no print where they are."""
    high, wide = strip.shape
    inner = max(1, min(math.ceil(wide * _HIGH / high), _MOST_WIDE))
    outer = max(_LEAST_WIDE, math.ceil(inner / _STRIDE) * _STRIDE)
    feed = np.zeros((1, 3, _HIGH, outer), np.float32)
    feed[0, :, :, :inner] = _network(cv2.resize(strip, (inner, _HIGH)))
    return _spell(_infer(session.reader, feed)[0], session.alphabet, outer / inner, faint)


def _spell(odds: Floats, alphabet: Sequence[str], stretch: float, faint: bool) -> list[Glyph]:
    """The likeliest character of each column; a run of one character is one, and blanks part runs (CTC)."""
    columns = odds.shape[0]
    best = odds.argmax(1)
    edges = np.flatnonzero(np.diff(best)) + 1
    starts = [0, *edges.tolist()]
    ends = [*edges.tolist(), columns]
    glyphs: list[Glyph] = []
    for start, end in zip(starts, ends, strict=True):
        if best[start] == 0 and faint:
            glyphs += [
                replace(_glyph(odds, at, at + 1, alphabet, stretch), faint=True)
                for at in _faint(odds, start, end, stretch)
            ]
        elif best[start]:
            glyphs.append(_glyph(odds, start, end, alphabet, stretch))
    return glyphs


def _faint(odds: Floats, start: int, end: int, stretch: float) -> Iterator[int]:
    """Columns of a run of blanks, away from what was read on both sides, where there may be a character all the same:
    a seldom one, or one that is hard to read. It is given for what it is: its score says how faint it was."""
    columns = odds.shape[0]
    first = start + _APART if start else 0
    last = end - _APART if end < columns else math.floor(columns / stretch)
    if first >= last:
        return
    at = first + int(odds[first:last, 0].argmin())
    if odds[at, 0] <= 1 - _FAINT:
        yield from _faint(odds, start, at, stretch)
        yield at
        yield from _faint(odds, at + 1, end, stretch)


def _glyph(odds: Floats, start: int, end: int, alphabet: Sequence[str], stretch: float) -> Glyph:
    """The character of these columns, with the second choice."""
    columns = odds.shape[0]
    code = 1 + int(odds[start:end, 1:].max(0).argmax())
    peak = start + int(odds[start:end, code].argmax())
    rest = odds[peak].copy()
    score = float(rest[code])
    rest[[0, code]] = 0.0
    other = int(rest.argmax())
    char, second = alphabet[code], alphabet[other]
    if TWINS.get(char) == second:
        # The same character in another width: no doubt about which it is.
        score += float(rest[other])
        rest[other] = 0.0
        other = int(rest.argmax())
        second = alphabet[other]
    at = (start * stretch / columns, end * stretch / columns)
    return Glyph(char, *at, round(min(score, 1.0), 4), second, round(float(rest[other]), 4))


def is_upside_down(session: Session, strips: Sequence[Gray]) -> float:
    """How far these lines stand on their heads: the mean odds over them, 0 to 1."""
    odds = array("d")
    for strip in strips:
        high, wide = strip.shape
        inner = max(1, min(math.ceil(wide * _HIGH / high), _TURN_WIDE))
        feed = np.zeros((1, 3, _HIGH, _TURN_WIDE), np.float32)
        feed[0, :, :, :inner] = _network(cv2.resize(strip, (inner, _HIGH)))
        odds.append(float(_infer(session.turner, feed)[0, 1]))
    return sum(odds) / len(odds) if odds else 0.0


def _network(gray: Gray) -> Floats:
    """(height, width) of 0..255 -> (3, height, width) of -1..1, as all three models take it."""
    plane = gray.astype(np.float32) * np.float32(2 / 255) - np.float32(1)
    return np.broadcast_to(plane, (3, *plane.shape))


def _infer(request: Any, feed: Floats) -> Floats:
    request.infer([np.ascontiguousarray(feed)])
    result: Floats = request.get_output_tensor().data
    return result
