"""From a PDF page's own coordinates to those of the page as it is shown: points from its top left corner."""

from __future__ import annotations

import ctypes
from array import array
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as c

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """The shown part of a page (crop box within media box) in its own coordinates, and its clockwise quarter turns."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if self.turns % 2 else (wide, high)

    def shown(self, box: Box) -> Box:
        """(left, bottom, right, top) of the page -> (x0, top, x1, bottom) as shown."""
        left, bottom, right, top = box
        if self.turns == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.turns == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turns == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left

    def turn(self, boxes: array[float]) -> tuple[float, float]:
        """In place: pdfium's (left, top, right, bottom) of each of many boxes -> (x0, top, x1, bottom) as shown.

        On a page that is not turned, tops and bottoms stay as they are, for the caller to compute where they change:
        of the (origin, sign) returned, such a y is shown at `origin + sign * y`.
        """
        lefts, tops, rights, bottoms = boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4]
        if self.turns == 0:
            if self.left:
                boxes[0::4], boxes[2::4] = _less(lefts, self.left), _less(rights, self.left)
            return self.top, -1.0
        if self.turns == 1:
            sides = (
                _less(bottoms, self.bottom), _less(lefts, self.left), _less(tops, self.bottom), _less(rights, self.left)
            )  # fmt: skip
        elif self.turns == 2:
            sides = (
                _from(self.right, rights), _less(bottoms, self.bottom), _from(self.right, lefts),
                _less(tops, self.bottom),
            )  # fmt: skip
        else:
            sides = (
                _from(self.top, tops), _from(self.right, rights), _from(self.top, bottoms), _from(self.right, lefts)
            )  # fmt: skip
        for at, side in enumerate(sides):
            boxes[at::4] = side
        return 0.0, 1.0


def _less(values: array[float], origin: float) -> array[float]:
    return array("f", [value - origin for value in values]) if origin else values


def _from(origin: float, values: array[float]) -> array[float]:
    return array("f", [origin - value for value in values])


def frame_of(page: Any) -> Frame:
    rect = c.FS_RECTF()
    c.FPDF_GetPageBoundingBox(page.raw, ctypes.byref(rect))
    return Frame(rect.left, rect.bottom, rect.right, rect.top, c.FPDFPage_GetRotation(page.raw) % 4)
