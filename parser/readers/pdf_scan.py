"""Pages of a PDF that are read from their pictures, one at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterable

import pypdfium2 as pdfium

from models.report import Notice
from parser.readers.pdf_picture import render
from parser.readers.scan import ScannedPage, scan_page, start_session


def scan_pages(
    document: pdfium.PdfDocument, numbers: Iterable[int], lock: threading.Lock
) -> tuple[dict[int, ScannedPage], list[Notice]]:
    """The pages that could be read, by number, and a notice for each that could not. pdfium is called under `lock`."""
    session = start_session()
    scanned: dict[int, ScannedPage] = {}
    notices: list[Notice] = []
    for number in numbers:
        with lock:
            page = document[number - 1]
            picture = render(page)
            page.close()
        scanned[number] = scan_page(session, picture, number)
        if not scanned[number].lines:
            notices.append(
                Notice(
                    code="page-without-text", stage="read", message="No text was found on the page.",
                    place=f"page {number}",
                )
            )  # fmt: skip
    return scanned, notices
