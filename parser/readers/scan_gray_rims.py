"""Rims of round and oval seals on a page without colour, whole or cut by the page's edge.

An oval is looked for as a circle on the page pressed flat; a part at the edge as a circle that reaches beyond it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import cv2
import numpy as np

from parser.readers.scan_arrays import Affine, Gray, Points

_SPARSE = 2
"""How many pixels of the tone's masks make one where rims are looked for."""
_LEAST_MM, _MOST_MM = 18.0, 66.0
"""Diameters of seals; of an oval, the longer."""
_LEAST_OVAL_MM, _MOST_OVAL_MM = 28.0, 52.0
_LEAST_PART_MM, _MOST_PART_MM = 34.0, 50.0
_RATIOS, _LEANS = (1.32, 1.48), (0, 6, 12, 78, 84, 90, 96, 102, 168, 174)
"""How many times longer than wide ovals are, and degrees in which they lie."""
_NEAR_RATIOS, _NEAR_LEANS, _LIKELY, _MOST_OVALS = (-0.08, 0.0, 0.08), (-3, 0, 3), 0.5, 3
_VOTES, _CANDIDATES, _NUDGE = 20, 6, 3
"""How many points must speak for a circle, how many circles are looked at, and by how many pixels they are put right."""
_COARSE = 2.0
_WAYS, _LEAST_RIM, _RIM_SHARE = 180, 0.35, 0.7
"""Of so many ways from the middle, how many at least meet ink where a rim is; how many of those that meet no print."""
_SURE_SHARE, _LEAST_SEEN, _LEAST_PART = 0.8, 0.3, 0.2
"""The same of an oval or a part; how much of the way round lies on the page, and how much meets ink at least."""
_OUTSIDE, _MOST_OUTSIDE = 1.13, 0.3
"""A rim is a line: where it is looked for so many radii out, few ways meet ink."""
_BAND, _LEAST_BAND = (0.6, 0.68, 0.76, 0.84), 0.3
"""Radii at which the characters along a ring stand, and how many ways at least meet ink there of those that print leaves
to be seen."""
_ROOM, _MOST_INSIDE = (0.88, 0.9, 0.92, 0.94), 0.35
"""Radii at which there is room between the rim and its characters, and how many ways meet ink there at most."""
_ACROSS = (0.94, 1.0, 1.06)
"""Radii at which print that runs across a rim is seen."""
_JOINED = np.ones((5, 5), np.uint8)
_LONG_MM, _LEAST_LONG_MM = 6.0, 25.0
"""A page on which the patches of ink of this length are not so long together has no rim of an oval, or part of one."""


@dataclass(frozen=True, slots=True, eq=False)
class Tone:
    """A page's ink that is neither paper nor print, with and without small patches of it, where print is near, and how
    many pixels of these make a millimetre; masks of 0 and 1."""

    all: Gray
    ink: Gray
    print_near: Gray
    millimetre: float


@dataclass(frozen=True, slots=True, eq=False)
class Rim:
    """The corners of what a seal's rim encloses, in pixels of the tone; `crossed`: the share of the rim that print runs
    across; `cut`: by the page's edge."""

    points: Points
    crossed: float
    cut: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """Masks to look for circles on, 0 to 255: `lines` is print with the gaps in it closed. `back` leads from their pixels
    to those of the tone."""

    all: Gray
    ink: Gray
    printed: Gray
    lines: Gray
    page: Gray
    back: Affine


@dataclass(frozen=True, slots=True)
class _Circle:
    """What is seen of a circle: the share of the way round that meets ink, that print leaves to be seen, that lies on the
    page; of the same beyond it, in the band of characters, and right inside the rim; and the share where print runs across."""

    x: float
    y: float
    radius: float
    inked: float
    clear: float
    seen: float
    outside: float
    band: float
    inside: float
    crossed: float

    @property
    def share(self) -> float:
        return self.inked / max(self.clear, 0.01)


def find_rims(tone: Tone) -> list[Rim]:
    """The rims, the surest first of each kind."""
    if not tone.ink.any():
        return []
    millimetre = tone.millimetre / _SPARSE
    field = _padded(tone, round(_MOST_PART_MM / 2 * millimetre))
    rims = [_rim(field, one) for one in _apart(_circles(field, _LEAST_MM, _MOST_MM, millimetre), _is_whole)]
    if not _has_long_patches(tone):
        return rims
    parts = _apart(_circles(field, _LEAST_PART_MM, _MOST_PART_MM, millimetre, coarse=_COARSE), _is_part)
    rims += [rim for one in parts if _is_free(rim := _rim(field, one), rims)]
    left = without(tone, rims)
    for rim in _ovals(_padded(left, 0), millimetre) if _has_long_patches(left) else ():
        if _is_free(rim, rims):
            rims.append(rim)
    return rims


def _has_long_patches(tone: Tone) -> bool:
    _, _, stats, _ = cv2.connectedComponentsWithStats(_sparse(tone.ink), connectivity=8)
    long = np.maximum(stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]) * (_SPARSE / tone.millimetre)
    return bool(long[long >= _LONG_MM].sum() >= _LEAST_LONG_MM)


def _ovals(field: _Field, millimetre: float) -> Iterator[Rim]:
    """The surest first. What may be one is looked at once more, pressed a little more and less, and in between."""
    likely: list[tuple[float, float, int, Rim]] = []
    for ratio, degrees in product(_RATIOS, _LEANS):
        pressed = _pressed(field, ratio, degrees)
        for one in _circles(pressed, _LEAST_OVAL_MM / ratio, _MOST_OVAL_MM / ratio, millimetre):
            if one.inked >= _LEAST_RIM and one.share >= _LIKELY:
                likely.append((one.share * one.inked, ratio, degrees, _rim(pressed, one)))
    looked_at: list[Rim] = []
    for _, ratio, degrees, rim in sorted(likely, key=lambda found: -found[0]):
        if len(looked_at) < _MOST_OVALS and _is_free(rim, looked_at):
            looked_at.append(rim)
            yield from _fitted(field, ratio, degrees, rim)


def _fitted(field: _Field, ratio: float, degrees: int, rim: Rim) -> Iterator[Rim]:
    found: list[tuple[float, Rim]] = []
    radius = float(np.sqrt(cv2.contourArea(rim.points) / np.pi)) / _SPARSE
    for near, lean in product(_NEAR_RATIOS, _NEAR_LEANS):
        pressed = _pressed(field, ratio + near, degrees + lean)
        middle = _through(cv2.invertAffineTransform(pressed.back), rim.points.mean(0))
        one = _put_right(pressed, np.array([*middle, radius / np.sqrt(ratio + near)]))
        if _is_oval(one):
            found.append((one.share * one.inked, _rim(pressed, one)))
    yield from [rim for _, rim in sorted(found, key=lambda pair: -pair[0])[:1]]


def _through(matrix: Affine, points: Points) -> Points:
    led: Points = points @ matrix[:, :2].T + matrix[:, 2]
    return led


def _is_free(rim: Rim, others: Sequence[Rim]) -> bool:
    x, y = rim.points.mean(0).tolist()
    return all(cv2.pointPolygonTest(other.points, (x, y), False) < 0 for other in others)


def _is_whole(one: _Circle) -> bool:
    return one.inked >= _LEAST_RIM and one.share >= _RIM_SHARE and _is_ringed(one)


def _is_oval(one: _Circle) -> bool:
    return one.inked >= _LEAST_RIM and one.share >= _SURE_SHARE and _is_ringed(one)


def _is_part(one: _Circle) -> bool:
    part = _LEAST_SEEN <= one.seen < 1 - 1 / _WAYS
    return part and one.inked >= _LEAST_PART and one.share >= _SURE_SHARE and _is_ringed(one)


def _is_ringed(one: _Circle) -> bool:
    """Whether the rim is a line, with a ring of characters within it and room between them."""
    return (
        one.outside <= _MOST_OUTSIDE * one.seen
        and one.band >= _LEAST_BAND * one.seen
        and one.inside <= _MOST_INSIDE * one.seen
    )


def _padded(tone: Tone, around: int) -> _Field:
    every, ink, printed = (
        cv2.copyMakeBorder(_sparse(mask), *(around,) * 4, cv2.BORDER_CONSTANT, value=0)
        for mask in (tone.all, tone.ink, tone.print_near)
    )
    page = np.zeros_like(ink)
    page[around : ink.shape[0] - around, around : ink.shape[1] - around] = 255
    back = np.array([[_SPARSE, 0, -around * _SPARSE], [0, _SPARSE, -around * _SPARSE]], np.float64)
    return _Field(every, ink, printed, cv2.dilate(printed, _JOINED), page, back)


def _sparse(mask: Gray) -> Gray:
    small = cv2.resize(mask * 255, None, fx=1 / _SPARSE, fy=1 / _SPARSE, interpolation=cv2.INTER_AREA)
    sparse: Gray = ((small > 100) * 255).astype(np.uint8)
    return sparse


def _pressed(field: _Field, ratio: float, degrees: float) -> _Field:
    """The field pressed flat along a direction, so that an oval of this ratio which lies in it is a circle."""
    high, wide = field.ink.shape
    angle = np.radians(degrees)
    along = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    press = along.T @ np.diag([1 / ratio, 1.0]) @ along
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]]) @ press.T
    low, size = corners.min(0), np.ceil(np.ptp(corners, axis=0)).astype(int)
    forth = np.hstack([press, -low[:, None]])
    every, ink, printed, page = (
        cv2.warpAffine(mask, forth, tuple(size.tolist()), flags=cv2.INTER_LINEAR)
        for mask in (field.all, field.ink, field.printed, field.page)
    )
    whole = np.vstack([field.back, [0, 0, 1]]) @ np.vstack([cv2.invertAffineTransform(forth), [0, 0, 1]])
    return _Field(every, ((ink > 100) * 255).astype(np.uint8), printed, cv2.dilate(printed, _JOINED), page, whole[:2])


def _circles(
    field: _Field, least_mm: float, most_mm: float, millimetre: float, *, coarse: float = 1.0
) -> Iterator[_Circle]:
    least, most = round(least_mm / 2 * millimetre), round(most_mm / 2 * millimetre)
    circles = cv2.HoughCircles(
        field.ink, cv2.HOUGH_GRADIENT, coarse, minDist=least, param1=100, param2=_VOTES, minRadius=least, maxRadius=most
    )
    for circle in [] if circles is None else circles[0][:_CANDIDATES]:
        yield _put_right(field, circle)


def _put_right(field: _Field, circle: Points) -> _Circle:
    """Of the circles about this one, that with most ink on it."""
    nudges = np.arange(-_NUDGE, _NUDGE + 1)
    near = np.stack(np.meshgrid(nudges, nudges, nudges), -1).reshape(-1, 3) + np.asarray(circle, np.float64)
    best = int((_on(field.ink, near, 1.0) > 0).mean(1).argmax())
    one = near[best : best + 1]
    x, y, radius = one[0].tolist()
    inked = _on(field.ink, one, 1.0) > 0
    if inked.mean() < _LEAST_PART:
        return _Circle(x, y, radius, float(inked.mean()), 1.0, 1.0, 0.0, 0.0, 0.0, 0.0)
    page = _on(field.page, one, 1.0) > 0
    printed = (_on(field.printed, one, 1.0) > 0) & ~inked
    outside = _on(field.ink, one, _OUTSIDE) > 0
    free = [_on(field.lines, one, at) == 0 for at in _BAND]
    ringed = [(_on(field.all, one, at) > 0) & clear for at, clear in zip(_BAND, free, strict=True)]
    band = np.any(ringed, axis=0).sum() / max(np.any(free, axis=0).sum(), 1)
    across = np.all([_on(field.lines, one, at) > 0 for at in _ACROSS], axis=0)
    inside = min((_on(field.ink, one, at) > 0).mean() for at in _ROOM)
    shares = inked.mean(), (page & ~printed).mean(), page.mean(), outside.mean(), band
    return _Circle(x, y, radius, *(float(share) for share in (*shares, inside, across.mean())))


def _on(mask: Gray, circles: Points, at: float) -> Gray:
    """The mask along each circle, `at` of its radii out: (circles, ways). Nothing is beyond its edges."""
    angles = np.linspace(0, 2 * np.pi, _WAYS, endpoint=False)
    ways = np.stack([np.cos(angles), np.sin(angles)]) * at
    xs, ys = (np.round(circles[:, side, None] + circles[:, 2, None] * ways[side]).astype(int) for side in (0, 1))
    high, wide = mask.shape
    inside = (xs >= 0) & (xs < wide) & (ys >= 0) & (ys < high)
    along: Gray = mask[ys.clip(0, high - 1), xs.clip(0, wide - 1)] * inside
    return along


def _apart(circles: Iterable[_Circle], is_one: Callable[[_Circle], bool]) -> list[_Circle]:
    """The surest of those that lie over each other."""
    found: list[_Circle] = []
    for one in sorted((one for one in circles if is_one(one)), key=lambda one: -one.share):
        if all(np.hypot(one.x - other.x, one.y - other.y) > other.radius for other in found):
            found.append(one)
    return found


def _rim(field: _Field, one: _Circle) -> Rim:
    angles = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    points = np.stack([one.x + one.radius * np.cos(angles), one.y + one.radius * np.sin(angles)], 1)
    return Rim(_through(field.back, points).astype(np.float32), one.crossed, one.seen < 1)


def without(tone: Tone, rims: Sequence[Rim]) -> Tone:
    """The tone without the ink of these."""
    ink = tone.ink.copy()
    for rim in rims:
        middle = rim.points.mean(0)
        cv2.fillPoly(ink, [np.round(middle + (rim.points - middle) * 1.1).astype(np.int32)], 0)
    return Tone(tone.all, ink, tone.print_near, tone.millimetre)
