"""How large a page is whose file says it in pixels, or says what no page is."""

from __future__ import annotations

_LONG_SIDE, _SHORT_SIDE = 842.0, 595.0
"""Points of A4."""
_STRIP = 2.5
"""A picture so many times longer than wide is no page but a strip of several, as wide as a page."""
LARGEST = 1300.0
"""Points of the long side of a page: one that is longer was measured in pixels."""


def pixels_a_point(wide: float, high: float) -> float:
    """As if the picture were A4; a long strip is as wide as A4, and at least one pixel is a point."""
    short, long = sorted((wide, high))
    scale = long / _LONG_SIDE
    return scale if long <= _STRIP * short else min(scale, max(short / _SHORT_SIDE, 1.0))
