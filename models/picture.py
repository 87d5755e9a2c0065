"""A page of a contract as a picture, for a person to look at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PagePicture:
    """`number` counts from 1; `width` and `height` are those of the page as it is shown, in the unit of every box on it:
    points of a PDF, pixels of a picture. `data` is empty where the page cannot be drawn."""

    number: int
    width: float
    height: float
    media_type: str
    data: bytes
