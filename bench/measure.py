"""What figures are made with: CPU time, pages made in another process, and peers that read the same pages."""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

PAGES = Path(__file__).with_name("pages.py")


def cpu(work: Callable[[], object], *, times: int = 5) -> float:
    """The least CPU seconds of several runs."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


def made(pages: int, font: Path | None) -> bytes:
    """A contract of so many pages (bench/pages.py). It is made in a process of its own: what that takes of memory and
    caches is not to be measured."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "made.pdf"
        embedded = ["--font", str(font)] if font else []
        subprocess.run([sys.executable, str(PAGES), str(out), "--pages", str(pages), *embedded], check=True)
        return out.read_bytes()


def read_boxes(data: bytes) -> None:
    """pypdfium2's own reading of the same characters and boxes."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        for index in range(text.count_chars()):
            text.get_charbox(index, loose=True)
    document.close()


def read_plumber(data: bytes) -> None:
    """pdfplumber's text of the same pages."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    with pdfplumber.open(BytesIO(data)) as document:
        for page in document.pages:
            page.extract_text()
            page.close()
