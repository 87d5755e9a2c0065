"""A page picture made ready to be read: seal ink out of the way, turned upright, straightened, shadows evened out.

What is found on the sheet is led back onto the page as it lies in the file by one affine map (`Sheet.back`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from parser.readers.scan_arrays import Affine, Colour, Gray, Points
from parser.readers.scan_engine import Outline, Session, find_outlines, is_upside_down
from parser.readers.scan_gray_ink import lift_gray_seals
from parser.readers.scan_ink import is_coloured, is_negative, lets_print_through, red_ink, without_ink

_LONG = 5.0
"""A line is long enough to tell its slope from where it is so many times longer than high."""
_ENOUGH_LONG = 3
_STRAIGHT, _ASKEW = 0.05, 4.0
"""Degrees: less is left alone; more is straightened, and the lines are looked for anew."""
_VOTERS, _VOTE_WIDE = 8, 8.0
_SHADOW_CELL, _EVEN = 24, 0.12


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A page as it lies in the file: its pixels, how many of them make a point, and how many of the units that its places
    are told in do, across and down (points themselves in a PDF, pixels in a picture's file). `cut_off`: the file ends
    before the picture does."""

    pixels: Colour
    scale: float
    unit: tuple[float, float] = (1.0, 1.0)
    cut_off: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The picture upright: `gray` to read from, `ink` where a seal's ink was taken out of it (0 to 255), `inked` with the
    ink's ghost left in (the same picture where there is no ink), the outlines of lines. `pierced`: print is seen through
    the ink.

    `back` leads from pixels of the sheet to those of the picture; `scale` is pixels a point; `turns` are the quarter
    turns clockwise, and `skew` the degrees by which it was turned.
    """

    gray: Gray
    ink: Gray
    inked: Gray
    outlines: tuple[Outline, ...]
    back: Affine
    scale: float
    turns: int
    skew: float
    pierced: bool

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.gray.shape[1] / self.scale, self.gray.shape[0] / self.scale


def prepare(session: Session, picture: Picture) -> Sheet:
    gray, inked, ink, pierced = _without_seals(session, picture)
    outlines = find_outlines(session, gray)
    turns, skew = _slope(outlines)
    if _on_its_head(session, gray, outlines, turns, skew):
        turns = (turns + 2) % 4
    if not turns and abs(skew) < _STRAIGHT:
        return Sheet(gray, ink, inked, tuple(outlines), np.eye(2, 3), picture.scale, 0, 0.0, pierced)
    forth, size = _upright(gray.shape[1], gray.shape[0], turns, skew)
    paper = int(np.median(gray[::16, ::16]))
    turned = cv2.warpAffine(gray, forth, size, flags=cv2.INTER_LINEAR, borderValue=paper)
    if inked is gray:
        inked, ink = turned, np.zeros(size[::-1], np.uint8)
    else:
        inked = cv2.warpAffine(inked, forth, size, flags=cv2.INTER_LINEAR, borderValue=paper)
        ink = cv2.warpAffine(ink, forth, size, flags=cv2.INTER_LINEAR)
    gray = turned
    if abs(skew) > _ASKEW:
        outlines = find_outlines(session, gray)
    else:
        outlines = [Outline(_through(forth, outline.points), outline.grow) for outline in outlines]
    return Sheet(
        gray, ink, inked, tuple(outlines), cv2.invertAffineTransform(forth), picture.scale, turns, skew, pierced
    )


def _without_seals(session: Session, picture: Picture) -> tuple[Gray, Gray, Gray, bool]:
    """The page without seals' ink and with it, where it was, and whether print is seen through it."""
    pixels = 255 - picture.pixels if is_negative(picture.pixels) else picture.pixels
    ink = red_ink(pixels, picture.scale)
    if ink.any():
        gray = without_shadow(without_ink(pixels, ink))
        return gray, pixels[:, :, 2], ink, lets_print_through(pixels, ink)
    inked = without_shadow(without_ink(pixels, ink))
    if is_coloured(pixels):
        return inked, inked, ink, True
    gray, ink = lift_gray_seals(session, inked, picture.scale)
    # Without colour, what is dark under the ink may be the ink itself.
    return gray, inked, ink, gray is inked


def _through(matrix: Affine, points: Points) -> Points:
    return (points @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)


def _slope(outlines: Sequence[Outline]) -> tuple[int, float]:
    """Quarter turns clockwise (0, or 1 where the lines stand upright), then degrees clockwise, that make lines level."""
    level: list[tuple[float, float]] = []
    upright: list[tuple[float, float]] = []
    for outline in outlines:
        long, degrees = _direction(outline)
        if long:
            (level if abs(degrees) <= 45 else upright).append((degrees, long))
    if len(level) < _ENOUGH_LONG > len(upright):
        return 0, 0.0
    if sum(long for _, long in level) >= sum(long for _, long in upright):
        return 0, -_middle(level)
    return 1, -_middle([(degrees - 90 if degrees > 0 else degrees + 90, long) for degrees, long in upright])


def _direction(outline: Outline) -> tuple[float, float]:
    """Length in pixels and slope in degrees (-90 to 90, downwards to the right) of a long line; 0, 0 for another."""
    corners = cv2.boxPoints(cv2.minAreaRect(outline.points))
    sides = corners[1] - corners[0], corners[2] - corners[1]
    side, other = sorted(sides, key=lambda side: float(np.hypot(*side)), reverse=True)
    long, short = float(np.hypot(*side)), float(np.hypot(*other))
    if long < _LONG * max(short, 1.0):
        return 0.0, 0.0
    degrees = float(np.degrees(np.arctan2(side[1], side[0])))
    return long, (degrees + 90) % 180 - 90


def _middle(slopes: Sequence[tuple[float, float]]) -> float:
    """The median slope, each counted by its line's length."""
    ordered = sorted(slopes)
    half = sum(long for _, long in ordered) / 2
    for degrees, long in ordered:
        half -= long
        if half <= 0:
            return degrees
    return 0.0


def _on_its_head(session: Session, gray: Gray, outlines: Sequence[Outline], turns: int, skew: float) -> bool:
    """A vote of the longest lines, each shown to the model both ways round."""
    forth, _ = _upright(gray.shape[1], gray.shape[0], turns, skew)
    voters = sorted(outlines, key=lambda outline: -_direction(outline)[0])[:_VOTERS]
    strips = [strip for outline in voters if (strip := _voter(gray, outline, forth)) is not None]
    turned = [np.ascontiguousarray(np.rot90(strip, 2)) for strip in strips]
    return is_upside_down(session, strips) > is_upside_down(session, turned)


def _voter(gray: Gray, outline: Outline, forth: Affine) -> Gray | None:
    """The beginning of a line, upright but for a half turn."""
    points = _through(forth, outline.points)
    x0, y0 = points.min(0) - outline.grow
    x1, y1 = points.max(0) + outline.grow
    high = int(y1 - y0)
    wide = int(min(x1 - x0, high * _VOTE_WIDE))
    if high < 8 or wide < high:
        return None
    shifted = forth.copy()
    shifted[:, 2] -= (x0, y0)
    return cv2.warpAffine(gray, shifted, (wide, high), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _upright(wide: int, high: int, turns: int, skew: float) -> tuple[Affine, tuple[int, int]]:
    """The map that turns a picture clockwise by quarter turns and `skew` degrees, and the size that holds all of it."""
    angle = np.radians(turns * 90 + skew)
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float64)
    turned = corners @ np.array([[cos, sin], [-sin, cos]])
    low, top = turned.min(0), turned.max(0)
    matrix = np.array([[cos, -sin, -low[0]], [sin, cos, -low[1]]])
    size = np.round(top - low).astype(int)
    return matrix, (int(size[0]), int(size[1]))


def without_shadow(gray: Gray) -> Gray:
    """The paper's brightness evened out where it varies (a photo, a book's fold); a plain scan stays as it is."""
    high, wide = gray.shape
    small = cv2.resize(gray, (max(wide // _SHADOW_CELL, 1), max(high // _SHADOW_CELL, 1)), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((3, 3), np.uint8)), 5)
    low, top = np.percentile(paper, (5, 95))
    if top - low <= _EVEN * 255:
        return gray
    ground = cv2.resize(cv2.GaussianBlur(paper, (0, 0), 1.5), (wide, high), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(gray, np.maximum(ground, 24), scale=float(min(top, 245)))
