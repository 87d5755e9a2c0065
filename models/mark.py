"""What is put on a contract's pages by hand: seals and signatures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MarkKind = Literal["seal", "signature"]
Shape = Literal["round", "oval", "square", "straddle", "written"]
"""A seal's form, `straddle` for a part of a seal at the page's edge (骑缝章); `written` for handwriting."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A seal or a signature: its box (x0, top, x1, bottom) on the page as pieces have theirs; a seal's text as read, with
    the least score of its characters (0 to 1; 0 where none were read)."""

    kind: MarkKind
    shape: Shape
    page: int
    box: tuple[float, float, float, float]
    text: str = ""
    score: float = 0.0
