"""Fonts that a PDF names and does not hold.

pdfium looks for such a font among those of the system, which takes longer than reading the page, and takes the height of
a character from the one it finds: the same file would have other boxes on another machine. Text is therefore read
without the system's fonts; a picture of a page is drawn with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import pypdfium2.raw as c


@contextmanager
def without_system_fonts() -> Iterator[None]:
    """What is opened within, pdfium reads by the fonts that it holds. Call it where nothing else calls pdfium; behind it
    the system's fonts are looked for again."""
    c.FPDF_SetSystemFontInfo(None)
    try:
        yield
    finally:
        c.FPDF_SetSystemFontInfo(_system_fonts()[0])


@lru_cache(maxsize=1)
def _system_fonts() -> tuple[Any, object]:
    """pdfium's own way to the system's fonts, and what must live as long. pdfium lets go of what it is given each time it
    is given something else: this one is told not to end itself then, so that it can be given again."""
    fonts = c.FPDF_GetDefaultSystemFontInfo()
    release = dict(c.FPDF_SYSFONTINFO._fields_)["Release"](_keep)
    fonts.contents.Release = release
    return fonts, release


def _keep(_fonts: Any) -> None:
    """Nothing is let go of."""
