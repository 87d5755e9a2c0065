"""Names for the arrays that text recognition works on. OpenCV's own types are too wide to say more."""

from __future__ import annotations

from typing import Any

import numpy.typing as npt

Gray = npt.NDArray[Any]
"""(height, width), 0 to 255; 0 is black."""
Colour = npt.NDArray[Any]
"""(height, width, 3), 0 to 255: blue, green, red."""
Floats = npt.NDArray[Any]
"""Odds or the networks' input, 32 bits."""
Points = npt.NDArray[Any]
"""(n, 2): x and y in pixels."""
Affine = npt.NDArray[Any]
"""(2, 3): x and y from x, y and 1."""
