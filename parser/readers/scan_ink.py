"""Red ink on a page picture: where it is, and the page without it.

Black print stays dark in the red channel while red ink becomes as bright as the paper, so what lies under a seal can be
read there. Only ink in stamps is taken out: a line of red print must not vanish.
"""

from __future__ import annotations

import cv2
import numpy as np

from parser.readers.scan_arrays import Colour, Gray

_RED, _FULL = 18, 60
"""By how much red must exceed the other colours to be ink at all, and to be nothing but ink."""
_SPECK = 0.0004
"""Share of the page below which there is no stamp on it."""
_SPARSE, _TINT = 7, 6
_LOOK = 50
"""Dots per inch at which stamps are looked for."""
_STAMP_MM = 9.0
_BARE = 0.1
_NEGATIVE_LOOK, _DARK_GROUND, _LIGHT, _SOME_PRINT, _SOME_PAPER = 800, 100, 80, 0.003, 0.01
"""Pixels of the long side at which a page is looked at; the lightest ground that is dark, and how much lighter print on it
is; shares of the page that light print takes at least, and light paper at most."""
_FULL_INK, _PRINT, _ENOUGH_PRINT = 128, 0.55, 60
"""Ink that covers; share of the paper's brightness under which a pixel is print; so many of them are no chance."""
_GHOST = 0.12
"""Share of the paper's brightness up to which what remains of the ink is ghost, not print."""


def is_coloured(pixels: Colour) -> bool:
    """Whether the picture has any colour: paper of a colour scan has a tint, or noise, where a gray one has none."""
    look = pixels[::_SPARSE, ::_SPARSE].astype(np.int16)
    return bool((look.max(2) - look.min(2) >= _TINT).mean() > _SPECK)


def is_negative(pixels: Colour) -> bool:
    """Whether the page is light print on a dark ground: a negative, a screen at night. Paper on a dark table is not."""
    step = max(max(pixels.shape[:2]) // _NEGATIVE_LOOK, 1)
    look = pixels[::step, ::step, 1]
    ground = float(np.median(look))
    if ground > _DARK_GROUND:
        return False
    light = (look > ground + _LIGHT).astype(np.uint8)
    sheet = cv2.erode(light, np.ones((7, 7), np.uint8))
    return bool(light.mean() > _SOME_PRINT and sheet.mean() < _SOME_PAPER)


def red_ink(pixels: Colour, scale: float) -> Gray:
    """How much of each pixel is a stamp's ink: (height, width), 0 to 255. `scale` is pixels a point."""
    high, wide = pixels.shape[:2]
    none: Gray = np.zeros((high, wide), np.uint8)
    factor = min(1.0, _LOOK / (scale * 72))
    look = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    redness = _redness(look)
    mask = (redness > _RED).astype(np.uint8)
    if mask.mean() < _SPECK:
        return none
    mask = _stamps(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), scale * factor)
    if not mask.any():
        return none
    area = cv2.resize(cv2.dilate(mask, np.ones((3, 3), np.uint8)), (wide, high), interpolation=cv2.INTER_NEAREST)
    ys, xs = np.flatnonzero(area.any(1)), np.flatnonzero(area.any(0))
    box = np.s_[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    redness = cv2.GaussianBlur(_redness(pixels[box]), (0, 0), 1.0)
    none[box] = np.clip(redness * (255 / _FULL), 0, 255).astype(np.uint8) * area[box]
    return none


def _redness(pixels: Colour) -> Gray:
    blue, green, red = cv2.split(pixels)
    return cv2.subtract(red, cv2.max(blue, green))


def _stamps(mask: Gray, scale: float) -> Gray:
    """The parts of the mask that are as large as a stamp both ways; red print is not as high."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    least = _STAMP_MM / 25.4 * 72 * scale
    keep = np.zeros(count, np.uint8)
    for at in range(1, count):
        wide, high = stats[at, cv2.CC_STAT_WIDTH], stats[at, cv2.CC_STAT_HEIGHT]
        keep[at] = high >= least and wide >= least / 3
    stamps: Gray = keep[labels]
    return stamps


def without_ink(pixels: Colour, ink: Gray) -> Gray:
    """The page in gray (height, width), with the red channel in place of the brightness where there is ink, and the
    ghost that the ink leaves there made as bright as the paper."""
    gray = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    ys, xs = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    if not len(ys):
        return gray
    box = np.s_[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    share = ink[box].astype(np.float32) / 255
    red = pixels[box][:, :, 2].astype(np.float32)
    bare, full = red[share < _BARE], red[share > 1 - _BARE]
    if bare.size and full.size:
        paper, ghost = float(np.percentile(bare, 60)), float(np.median(full))
        red += share * max(paper - ghost, 0.0)
        # What is left of the ghost is lighter than print: the scale from print to paper is drawn out over it.
        depth = np.maximum(paper - red - _GHOST * paper, 0.0) / (1 - _GHOST)
        red = np.minimum(red * (1 - share) + np.maximum(paper - depth, 0.0) * share, paper)
    near = cv2.GaussianBlur(np.minimum(share * 4, 1.0), (0, 0), 1.5)
    gray[box] = np.clip(gray[box] * (1 - near) + red * near, 0, 255).astype(np.uint8)
    return gray


def lets_print_through(pixels: Colour, ink: Gray) -> bool:
    """Whether print is seen inside the ink: then what looks blank there is blank. Opaque ink may hide anything."""
    ys, xs = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    if not len(ys):
        return True
    box = np.s_[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    solid = cv2.morphologyEx((ink[box] > _FULL_INK).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    red = pixels[box][:, :, 2]
    dark = red < np.median(red) * _PRINT
    return int((dark & (solid > 0)).sum()) >= _ENOUGH_PRINT
