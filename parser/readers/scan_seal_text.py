"""What is written in a seal, read off its ink (0 to 255).

A round or oval seal is unrolled: its ring of characters becomes one line, which begins behind the widest gap between
them; then the seal is turned so that this gap lies below, and the line at its foot is read.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from parser.readers.scan_arrays import Gray
from parser.readers.scan_engine import Session, read_strip

_BAND, _GAP_BAND = (0.6, 0.93), (0.76, 0.9)
"""Where the characters of the ring stand; and what of it the line at the foot does not reach into."""
_FOOT_TOP, _FOOT_BOTTOM, _FOOT_SIDE = 0.36, 0.74, 0.72
_FRAME = 0.08
"""Share of a square seal that its frame takes at each side."""
INK, RADIUS = 70, 160
"""How much ink (0 to 255) is ink, and pixels of a seal's radius to read from."""
_LEAST_NAME, _SURE_NAME, _SURE_FOOT = 4, 0.7, 0.6
_PURPOSES = ("合同专用章", "业务专用章", "财务专用章", "发票专用章", "人事专用章", "投标专用章", "行政专用章", "公章")
"""What stands at the foot of seals. Its last character often runs into the ring."""


def unrolled(ink: Gray, *, turned: float = 0.0) -> Gray:
    """(angles, radii): clockwise from the right, from the middle outwards to 1.1 radii; an oval made round."""
    side = round(2.2 * RADIUS)
    square = _square(ink, turned)
    around = round(2 * np.pi * RADIUS * (_BAND[0] + _BAND[1]) / 2)
    return cv2.warpPolar(
        square, (side // 2, around), (side / 2, side / 2), side / 2, cv2.INTER_LINEAR | cv2.WARP_POLAR_LINEAR
    )


def _square(ink: Gray, turned: float) -> Gray:
    """The seal with a radius of `RADIUS` in the middle of a square, turned by so many degrees counterclockwise."""
    high, wide = ink.shape
    side = 2.2 * RADIUS
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), turned, 1.0)
    fit = np.array([[2 * RADIUS / wide, 0, 0.1 * RADIUS], [0, 2 * RADIUS / high, 0.1 * RADIUS], [0, 0, 1]])
    return cv2.warpAffine(ink, turn @ fit, (round(side), round(side)), flags=cv2.INTER_AREA)


def read_round(session: Session, ink: Gray) -> tuple[str, float]:
    """The name along the ring, with what stands at the foot behind a blank; and the score of its least sure character."""
    rolled = unrolled(ink)
    around = rolled.shape[0]
    band = rolled[:, int(_GAP_BAND[0] * RADIUS) : int(_GAP_BAND[1] * RADIUS)]
    start, length = _widest_gap((band > INK).any(1))
    ring = np.roll(rolled, -(start + length), axis=0)[: around - length]
    strip = np.rot90(ring[:, int(_BAND[0] * RADIUS) : int(_BAND[1] * RADIUS)])
    glyphs = [glyph for glyph in read_strip(session, _print(strip)) if not glyph.char.isspace()]
    if len(glyphs) < _LEAST_NAME or sum(glyph.score for glyph in glyphs) / len(glyphs) < _SURE_NAME:
        return "", 0.0
    name, score = "".join(glyph.char for glyph in glyphs), min(glyph.score for glyph in glyphs)
    below = (start + length / 2) / around * 360 - 90
    middle = round(1.1 * RADIUS)
    square = _square(ink, below)
    foot = square[
        middle + round(_FOOT_TOP * RADIUS) : middle + round(_FOOT_BOTTOM * RADIUS),
        middle - round(_FOOT_SIDE * RADIUS) : middle + round(_FOOT_SIDE * RADIUS),
    ]
    read = "".join(glyph.char for glyph in read_strip(session, _print(foot)) if glyph.score >= _SURE_FOOT)
    purpose = next((known for known in _PURPOSES if len(read) + 1 >= len(known) and known.startswith(read)), "")
    return f"{name} {purpose}".strip(), score


def read_square(session: Session, ink: Gray) -> tuple[str, float]:
    """The four characters of a person's seal: the right column from top to bottom, then the left one."""
    high, wide = ink.shape
    inner = ink[round(high * _FRAME) : round(high * (1 - _FRAME)), round(wide * _FRAME) : round(wide * (1 - _FRAME))]
    tiles = [tile for row in np.array_split(inner, 2, axis=0) for tile in np.array_split(row, 2, axis=1)]
    size = (min(tile.shape[1] for tile in tiles), min(tile.shape[0] for tile in tiles))
    strip = np.concatenate([cv2.resize(tiles[at], size) for at in (1, 3, 0, 2)], axis=1)
    glyphs = read_strip(session, _print(strip))
    score = min((glyph.score for glyph in glyphs), default=0.0)
    return ("".join(glyph.char for glyph in glyphs), score) if score >= _SURE_NAME else ("", 0.0)


def _widest_gap(inked: Any) -> tuple[int, int]:
    """Start and length of the longest run without ink, around the end and on from the beginning."""
    count = len(inked)
    best, run = (0, 0), 0
    for at, is_inked in enumerate(np.concatenate([inked, inked])):
        run = 0 if is_inked else min(run + 1, count)
        if run > best[1]:
            best = ((at - run + 1) % count, run)
    return best


def _print(ink: Gray) -> Gray:
    """Ink as dark print on white paper."""
    return np.ascontiguousarray(255 - ink)
