"""Whether a PDF page must be read from its picture: its text layer is missing, or not to be trusted."""

from __future__ import annotations

from typing import Any

import pypdfium2.raw as c

_PICTURE_SHARE = 0.03
"""Share of a page's area that a picture covers before it can hold text."""
_MANY_PATHS = 60
"""A page of so many paths and no character may be text turned into outlines."""
_DEEPEST = 3


def is_picture(page: Any) -> bool:
    """Whether a page without text shows pictures or many drawn shapes: what can be text."""
    wide, high = page.get_size()
    covered, paths = 0.0, 0
    for thing in page.get_objects(max_depth=_DEEPEST):
        if thing.type == c.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = thing.get_bounds()
            covered += max(right - left, 0.0) * max(top - bottom, 0.0)
        elif thing.type in (c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_SHADING):
            paths += 1
    return bool(covered >= _PICTURE_SHARE * wide * high or paths >= _MANY_PATHS)
