"""What guarded children draw for the review page: sizes of pages, pages, parts of them, and whole reports.

Only the children draw: pdfium and what opens pictures are loaded there, and not in the web process.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

_PAGE_WIDTH = 1240
"""Pixels, in a whole report with a picture of every page."""

_CROP_WIDTH, _MARGIN = 2000, 12.0

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom: points from the page's top left corner."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The task of calling one of this module's functions. `name` is what is drawn, `size` the bytes it is drawn from."""

    name: str
    size: int
    draw: Callable[..., bytes]
    args: tuple[object, ...] = ()


def drawn(task: Drawing, _: object, _allow_ocr: Callable[[], None]) -> bytes:
    """Runs in the child (bulk.child.Work)."""
    return task.draw(*task.args)


def imports() -> bytes:
    """Have this process ready before the first page is asked for."""
    import PIL.Image
    import PIL.JpegImagePlugin  # noqa: F401

    import parser.readers.page_picture  # noqa: F401

    return b""


def sizes(original: Path) -> bytes:
    """Width and height of each page in points, as JSON."""
    from parser.readers.page_picture import page_sizes

    return json.dumps(page_sizes(original.name, original.read_bytes())).encode()


def page(original: Path, number: int, width: int) -> bytes:
    """A page as JPEG, `width` pixels wide; nothing where there is no such page."""
    from parser.readers.page_picture import page_pictures

    for picture in page_pictures(original.name, original.read_bytes(), [number], width=width, form="JPEG"):
        return picture.data
    return b""


def report_page(original: Path, made: str, titles: Mapping[str, str]) -> bytes:
    """The report, given as JSON, beside its original as one page of HTML."""
    from exports.html import report_html
    from models.report import Report
    from parser.readers.page_picture import page_pictures

    report = Report.model_validate_json(made)
    pictures = page_pictures(original.name, original.read_bytes(), width=_PAGE_WIDTH) if report.source.pages else []
    return report_html(report, pictures, titles).encode()


def crop(original: Path, number: int, box: Box) -> bytes:
    """The part of a page inside a box, with a margin, as JPEG; nothing where there is no such page."""
    from PIL import Image

    from parser.readers.page_picture import page_pictures

    for picture in page_pictures(original.name, original.read_bytes(), [number], width=_CROP_WIDTH, form="JPEG"):
        if not picture.data:
            return b""
        whole = Image.open(io.BytesIO(picture.data))
        scale = whole.width / picture.width
        x0, top, x1, bottom = box
        edges = (x0 - _MARGIN, top - _MARGIN, x1 + _MARGIN, bottom + _MARGIN)
        left, upper, right, lower = (round(edge * scale) for edge in edges)
        inside = (max(left, 0), max(upper, 0), min(right, whole.width), min(lower, whole.height))
        out = io.BytesIO()
        whole.crop(inside).save(out, "JPEG", quality=80)
        return out.getvalue()
    return b""
