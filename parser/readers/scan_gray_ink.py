"""Seals on a page without colour: their ink is of one tone between paper and print, and tells itself by its rim or frame.

What looks like one is taken for one only where print runs across its rim, it says a firm's name or that it is a seal, or
the page's edge cuts it: a sign in the paper's head, a box or a cell does nothing of these. What is lighter than print
within is then taken for ink. Print keeps its edges; what was thin there may be gone, so that characters with ink on them
count only where the page with the ink left in says the same (scan_doubts).
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from parser.readers.scan_arrays import Gray
from parser.readers.scan_engine import Session
from parser.readers.scan_gray_frames import find_frames
from parser.readers.scan_gray_rims import Rim, Tone, find_rims, without
from parser.readers.scan_seal_text import read_round, read_square

_LOOK = 150
"""Dots per inch at which ink is looked for."""
_LIGHTEST, _DARKEST, _DARK = 0.2, 0.85, 0.8
"""Of the way from paper to print: tones that ink may have, and one from which on it is print, with ink's tones around."""
_LEAST_DEPTH = 0.35
"""A seal's ink is so deep somewhere: a watermark is lighter."""
_ARC_MM = 3.5
"""A patch of such a tone that is smaller is no part of a rim, but of characters that lost their print."""
_PRINT, _TRACE = 0.75, 0.1
"""Of the way from print to the ink's darkest: what is darker is print; from paper to print: what is ink's lightest."""
_LEAST_CONTRAST = 60
_OUTER = 1.08
"""Radii up to which ink is lifted: a rim is as wide as it is."""
_CROSSED = 0.015
"""Share of a rim that print runs across where a seal was stamped over print."""
_FIRMS, _SEALS = (
    ("公司", "工厂", "商店", "经营部", "事务所", "研究院", "大学", "学校", "医院", "合作社", "委员会", "管理局", "中心", "专用章"),
    frozenset("印章"),
)  # fmt: skip
"""What a seal's ring has of a firm's or an office's name; what a person's seal calls itself."""


def lift_gray_seals(session: Session, gray: Gray, scale: float) -> tuple[Gray, Gray]:
    """The page without the ink of its seals, and where that was (0 or 255); (height, width) both. `scale` is pixels a
    point."""
    paper, print_ = (float(tone) for tone in np.percentile(gray[::4, ::4], (70, 0.1)))
    ink = np.zeros_like(gray)
    if paper - print_ < _LEAST_CONTRAST:
        return gray, ink
    factor = min(1.0, _LOOK / (scale * 72))
    small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    depth = (paper - cv2.GaussianBlur(small, (0, 0), 0.7).astype(np.float32)) / (paper - print_)
    lifted = gray
    for rim, deepest in _seals(session, depth, _tone(depth, 72 / 25.4 * scale * factor)):
        lifted = gray.copy() if lifted is gray else lifted
        _lift(lifted, ink, _grown(rim, 1 / factor), paper, print_, deepest)
    return lifted, ink


def _tone(depth: Gray, millimetre: float) -> Tone:
    near = cv2.dilate((depth > _DARK).astype(np.uint8), np.ones((5, 5), np.uint8))
    mask = ((depth > _LIGHTEST) & (depth < _DARKEST) & (near == 0)).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    long = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= _ARC_MM * millimetre
    return Tone(mask, mask & long.astype(np.uint8)[labels], near, millimetre)


def _seals(session: Session, depth: Gray, tone: Tone) -> Iterator[tuple[Rim, float]]:
    """The rims and frames of seals, each with how deep its ink is where it is darkest."""
    rims = find_rims(tone)
    frames = list(find_frames(without(tone, rims))) if tone.ink.any() else []
    for rim in (*rims, *frames):
        disc = np.zeros_like(tone.ink)
        cv2.fillPoly(disc, [_grown(rim, 1.0)], 1)
        own = (disc & tone.ink) > 0
        deepest = float(np.percentile(depth[own], 90)) if own.any() else 0.0
        if deepest >= _LEAST_DEPTH and (
            rim.cut or rim.crossed >= _CROSSED or _says_so(session, _inked(depth, tone, disc, deepest), rim in frames)
        ):
            yield rim, deepest


def _grown(rim: Rim, factor: float) -> Gray:
    middle = rim.points.mean(0)
    grown: Gray = np.round((middle + (rim.points - middle) * _OUTER) * factor).astype(np.int32)
    return grown


def _inked(depth: Gray, tone: Tone, disc: Gray, deepest: float) -> Gray:
    """The ink of one seal, 0 to 255, in the box around it."""
    x, y, wide, high = cv2.boundingRect(disc)
    box = np.s_[y : y + high, x : x + wide]
    share = np.clip(depth[box] / deepest, 0.0, 1.0) * (disc[box] & (1 - tone.print_near[box]))
    ink: Gray = (share * 255).astype(np.uint8)
    return ink


def _says_so(session: Session, ink: Gray, framed: bool) -> bool:
    """Whether what is written in it is what stands in a seal."""
    if framed:
        turned = (np.ascontiguousarray(np.rot90(ink, quarter)) for quarter in range(4))
        return any(_SEALS & set(read_square(session, one)[0]) for one in turned)
    name, _, purpose = read_round(session, ink)[0].partition(" ")
    # Where a ring begins is not always seen.
    return bool(purpose) or any(word in name * 2 for word in _FIRMS)


def _lift(lifted: Gray, ink: Gray, corners: Gray, paper: float, print_: float, deepest: float) -> None:
    """Make what is ink within the corners as bright as the paper, and note where it was."""
    (x0, y0), (x1, y1) = np.maximum(corners.min(0), 0), np.maximum(corners.max(0), 0) + 1
    box = np.s_[y0:y1, x0:x1]
    part = lifted[box]
    inside = np.zeros_like(part)
    cv2.fillPoly(inside, [corners - (x0, y0)], 1)
    darkest = paper - deepest * (paper - print_)
    near = cv2.dilate((part < print_ + _PRINT * (darkest - print_)).astype(np.uint8), np.ones((3, 3), np.uint8))
    own = (inside > 0) & (part < paper - _TRACE * (paper - print_)) & (near == 0)
    part[own] = round(paper)
    ink[box][own] = 255
