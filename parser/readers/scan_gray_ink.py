"""Round seals on a page without colour: their ink is of one tone between paper and print, and tells itself by its rim.

What is lighter than print within such a rim is taken for ink. Print keeps its edges; what was thin there may be gone, so
that characters with ink on them count only where the page with the ink left in says the same (scan_doubts).
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from parser.readers.scan_arrays import Gray

_LOOK, _SPARSE = 150, 2
"""Dots per inch at which ink is looked for, and how many of its pixels make one where rims are."""
_LIGHTEST, _DARKEST, _DARK = 0.2, 0.85, 0.8
"""Of the way from paper to print: tones that ink may have, and one from which on it is print, with ink's tones around."""
_ARC_MM = 3.5
"""A patch of such a tone that is smaller is no part of a rim, but of characters that lost their print."""
_LEAST_MM, _MOST_MM = 18.0, 66.0
"""Diameters of seals."""
_VOTES, _CANDIDATES, _NUDGE = 20, 6, 3
"""How many points must speak for a circle, how many circles are looked at, and by how many pixels they are put right."""
_WAYS, _LEAST_RIM, _RIM_SHARE = 180, 0.35, 0.7
"""Of so many ways from the middle, how many at least meet ink where a rim is; how many of those that meet no print."""
_PRINT, _TRACE = 0.75, 0.1
"""Of the way from print to the ink's darkest: what is darker is print; from paper to print: what is ink's lightest."""
_LEAST_CONTRAST = 60
_OUTER = 1.08
"""Radii up to which ink is lifted: a rim is as wide as it is."""

Circle = tuple[float, float, float]


def lift_gray_seals(gray: Gray, scale: float) -> tuple[Gray, Gray]:
    """The page without the ink of its round seals, and where that was (0 or 255); (height, width) both. `scale` is
    pixels a point."""
    paper, print_ = (float(tone) for tone in np.percentile(gray[::4, ::4], (70, 0.1)))
    ink = np.zeros_like(gray)
    if paper - print_ < _LEAST_CONTRAST:
        return gray, ink
    factor = min(1.0, _LOOK / (scale * 72))
    small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    depth = (paper - cv2.GaussianBlur(small, (0, 0), 0.7).astype(np.float32)) / (paper - print_)
    print_near = cv2.dilate((depth > _DARK).astype(np.uint8), np.ones((5, 5), np.uint8))
    tinted = _tinted(depth, print_near, _ARC_MM / 25.4 * 72 * scale * factor)
    lifted = gray
    for x, y, radius in _rims(tinted, print_near, 72 / 25.4 * scale * factor / _SPARSE):
        lifted = gray.copy() if lifted is gray else lifted
        unit = _SPARSE / factor
        _lift(
            lifted,
            ink,
            (x * unit, y * unit, radius * unit * _OUTER),
            paper,
            print_,
            _deepest(depth, tinted, x, y, radius),
        )
    return lifted, ink


def _tinted(depth: Gray, print_near: Gray, least: float) -> Gray:
    """1 where the tone is ink's and no print is near, but for small patches."""
    mask = ((depth > _LIGHTEST) & (depth < _DARKEST) & (print_near == 0)).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    long = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= least
    kept: Gray = mask & long.astype(np.uint8)[labels]
    return kept


def _rims(tinted: Gray, print_near: Gray, millimetre: float) -> list[Circle]:
    """Middle and radius of each rim, in every `_SPARSE`th pixel of the mask; a millimetre is so many of them."""
    mask = _sparse(tinted)
    if not mask.any():
        return []
    least, most = (round(side / 2 * millimetre) for side in (_LEAST_MM, _MOST_MM))
    circles = cv2.HoughCircles(
        mask, cv2.HOUGH_GRADIENT, 1, minDist=least, param1=100, param2=_VOTES, minRadius=least, maxRadius=most
    )
    printed = _sparse(print_near)
    seen = [] if circles is None else [_put_right(mask, printed, circle) for circle in circles[0][:_CANDIDATES]]
    found: list[Circle] = []
    for share, circle in sorted(seen, reverse=True):
        apart = all(np.hypot(circle[0] - other[0], circle[1] - other[1]) > other[2] for other in found)
        if share >= _RIM_SHARE and apart:
            found.append(circle)
    return found


def _sparse(mask: Gray) -> Gray:
    small = cv2.resize(mask * 255, None, fx=1 / _SPARSE, fy=1 / _SPARSE, interpolation=cv2.INTER_AREA)
    sparse: Gray = ((small > 100) * 255).astype(np.uint8)
    return sparse


def _put_right(mask: Gray, printed: Gray, circle: Sequence[float]) -> tuple[float, Circle]:
    """Of the circles about this one, that with most ink on it; with the share of it that has, where print leaves it
    to be seen."""
    nudges = np.arange(-_NUDGE, _NUDGE + 1)
    middles = np.stack(np.meshgrid(nudges, nudges, nudges), -1).reshape(-1, 3) + np.asarray(circle, np.float64)
    angles = np.linspace(0, 2 * np.pi, _WAYS, endpoint=False)
    ways = np.stack([np.cos(angles), np.sin(angles)])
    xs, ys = (np.round(middles[:, side, None] + middles[:, 2, None] * ways[side]).astype(int) for side in (0, 1))
    high, wide = mask.shape
    inside = (xs >= 0) & (xs < wide) & (ys >= 0) & (ys < high)
    at = ys.clip(0, high - 1), xs.clip(0, wide - 1)
    inked = ((mask[at] > 0) & inside).mean(1)
    clear = 1 - ((printed[at] > 0) & (mask[at] == 0) & inside).mean(1)
    best = int(inked.argmax())
    share = inked[best] / clear[best] if inked[best] >= _LEAST_RIM else 0.0
    x, y, radius = middles[best]
    return float(share), (float(x), float(y), float(radius))


def _deepest(depth: Gray, tinted: Gray, x: float, y: float, radius: float) -> float:
    """How deep the ink of a seal is where it is darkest, of the way from paper to print."""
    disc = np.zeros_like(tinted)
    cv2.circle(disc, (round(x * _SPARSE), round(y * _SPARSE)), round(radius * _SPARSE * _OUTER), 1, -1)
    return float(np.percentile(depth[(disc & tinted) > 0], 90))


def _lift(lifted: Gray, ink: Gray, circle: Circle, paper: float, print_: float, deepest: float) -> None:
    """Make what is ink within the circle as bright as the paper, and note where it was."""
    x, y, radius = circle
    box = np.s_[max(round(y - radius), 0) : round(y + radius), max(round(x - radius), 0) : round(x + radius)]
    part = lifted[box]
    inside = np.zeros_like(part)
    cv2.circle(inside, (round(x) - box[1].start, round(y) - box[0].start), round(radius), 1, -1)
    darkest = paper - deepest * (paper - print_)
    near = cv2.dilate((part < print_ + _PRINT * (darkest - print_)).astype(np.uint8), np.ones((3, 3), np.uint8))
    own = (inside > 0) & (part < paper - _TRACE * (paper - print_)) & (near == 0)
    part[own] = round(paper)
    ink[box][own] = 255
