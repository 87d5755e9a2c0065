"""PNG, JPEG, TIFF and other pictures -> Reading: each picture in the file is a page, a photo as well as a scan.

Boxes are in pixels of the picture as it is shown, from its top left corner; a photo is shown upright as its camera says.
"""

from __future__ import annotations

import threading
from functools import partial

from models.errors import MissingDependency, TooLarge, UnreadableSource
from models.reading import Reading
from models.report import Notice
from models.source import Limits, Paging
from parser.readers.page_ranges import wanted_pages
from parser.readers.pdf_layout import arrange, mark_furniture
from parser.readers.scan_parts import RECOGNITION_REMEDY, missing_recognition

_CUT_OFF = Notice(
    code="file-cut-off",
    stage="read",
    message="The list of the file's pages is damaged: further pages may be missing. Fetch or scan it again.",
)


def read_image(name: str, data: bytes, limits: Limits, paging: Paging) -> Reading:
    """The pictures of a file, recognised: several in a TIFF.

    Raises MissingDependency, UnreadableSource where recognition is off or the file is damaged, and TooLarge.
    """
    lacking = missing_recognition()
    if lacking is not None:
        raise MissingDependency(f"{name} is a picture, and {lacking} is not installed.", remedy=RECOGNITION_REMEDY)
    if not paging.ocr:
        raise UnreadableSource(
            f"{name} is a picture, and text recognition is off.", remedy="Read it with text recognition."
        )
    from parser.readers.image_picture import decode, media_type, open_picture, pages_of
    from parser.readers.scan import marks_on_pages, onto_pages
    from parser.readers.scan_pages import scan_pages

    file = open_picture(name, data)
    count, whole = pages_of(file)
    if count > limits.pages:
        raise TooLarge(f"{name} has {count:,} pages, more than {limits.pages:,}.", remedy="Split the file.")
    wanted, left = wanted_pages(name, count, paging)
    if paging.before_ocr is not None:
        paging.before_ocr()
    lock = threading.Lock()
    scans = scan_pages({number: partial(decode, file, number, lock) for number in wanted}, paging)
    if not scans.pages:
        why = scans.notices[0].message.removeprefix("The page was not read: ")
        raise UnreadableSource(f"{name} is a picture that cannot be read: {why}", remedy="Fetch or scan it again.")
    pages = scans.pages
    paragraphs = arrange(mark_furniture([list(p.lines) for p in pages.values()], [p.size for p in pages.values()]))
    told = (*left, *(() if whole else (_CUT_OFF,)), *scans.notices)
    body = tuple(onto_pages(paragraphs, pages))
    coloured = frozenset(number for number, page in pages.items() if page.coloured)
    return Reading("image", media_type(file), body, count, told, marks_on_pages(pages), coloured)
