"""What lies over a line and may hide print: a bar, a blot, a strip of paper. Where it stands, not what is beneath it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from parser.readers.scan_arrays import Gray

_WIDE, _HIGH = 0.3, 0.6
"""Size (in em) from which an even patch is no stroke of print."""
_LEAST_PIXELS = 4
_NARROW = 0.25
"""The same of one that is lighter than print, whose edges are lost in the paper."""
_DARK = 0.45
"""Share of the way from paper to print at which a pixel is ink."""
_EVEN = 0.25
"""Share of that way by which brightness varies at most within an even patch."""
_FINE = 20.0
"""Pixels an em under which strokes run together when noise is evened out."""
_OTHER, _LEAST_OTHER = 0.05, 8.0
"""Share of that way, and steps of brightness, by which a patch that is no ink differs from the paper."""
_AROUND = 4.0
"""So many em of a line tell how bright its paper is there."""
_CORE, _TINT_PRINT = 0.2, 0.04
"""Columns are looked at without so much of them at top and bottom; where more of them is print, what differs from the
paper is a tint under the print, as of a highlighter, and hides nothing."""


def covers_on(strip: Gray, em: float) -> list[tuple[float, float]]:
    """Spans along the strip (pixels) of patches that print could be hidden under. `em` is a full-width character's
    width in pixels."""
    smooth = (cv2.blur(strip, (3, 3)) if em >= _FINE else strip).astype(np.float32)
    paper = _paper(smooth, em)
    contrast = max(float(np.median(paper)) - float(np.percentile(smooth, 2)), 30.0)
    dark = smooth < paper - _DARK * contrast
    patch = (max(round(em * _WIDE), _LEAST_PIXELS), max(round(em * _HIGH), _LEAST_PIXELS))
    kernel = np.ones(patch[::-1], np.uint8)
    even = cv2.dilate(smooth, kernel) - cv2.erode(smooth, kernel) < _EVEN * contrast
    solid = even & (cv2.blur(smooth, patch) < paper - _DARK * contrast)
    found = list(_runs(cv2.dilate(solid.astype(np.uint8), kernel).any(0)))
    core = np.s_[round(strip.shape[0] * _CORE) : round(strip.shape[0] * (1 - _CORE))]
    ground = np.percentile(smooth[core], 85, axis=0)
    for start, end in _runs(np.abs(ground - paper) > max(_OTHER * contrast, _LEAST_OTHER)):
        if end - start >= em * _NARROW and dark[core, start:end].mean() < _TINT_PRINT:
            found.append((start, end))
    return [(float(start), float(end)) for start, end in found]


def _paper(smooth: Gray, em: float) -> Gray:
    """The paper's brightness in each column: what is usual around it."""
    columns = np.percentile(smooth, 80, axis=0)
    half = round(em * _AROUND / 2)
    padded = np.pad(columns, half, mode="reflect" if len(columns) > half else "edge")
    paper: Gray = np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1), axis=1)
    return paper.astype(np.float32)


def _runs(columns: Any) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], columns, [False]]).astype(np.int8)))
    return zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
