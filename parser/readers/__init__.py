"""Bytes -> Reading: one table of readers, chosen by what the bytes are, never by the file's name alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from itertools import islice
from typing import Any

import regex

from models.errors import EncryptedSource, UnreadableSource, UnsupportedFormat
from models.reading import Reading
from models.report import Notice
from models.source import Limits, Paging
from parser.readers.boilerplate import mark_boilerplate
from parser.readers.decode import decode
from parser.readers.typed_tables import set_tables

Read = Callable[[str, bytes, Limits], Reading]
ReadPages = Callable[[str, bytes, Limits, Paging], Reading]

READERS: dict[str, tuple[str, str]] = {
    "docx": ("parser.readers.docx", "read_docx"),
    "doc": ("parser.readers.doc", "read_doc"),
    "html": ("parser.readers.html", "read_html"),
    "text": ("parser.readers.text", "read_text"),
}
"""Kind of bytes -> module and function; imported when first needed, so that text does not load the PDF engine."""

PAGE_READERS: dict[str, tuple[str, str]] = {
    "pdf": ("parser.readers.pdf", "read_pdf"),
    "image": ("parser.readers.image", "read_image"),
}
"""The same for formats of pages, which may be pictures."""

_IMAGES = (
    b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+", b"BM", b"GIF8",
    b"\x00\x00\x00\x0cjP  \r\n\x87\n",
)  # fmt: skip
_HEIF = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")
_OTHERS = (
    (b"\x7fELF", "a program"), (b"MZ", "a program"), (b"7z\xbc\xaf", "a 7-Zip archive"), (b"Rar!", "a RAR archive"),
    (b"\x1f\x8b", "a gzip archive"), (b"SQLite format 3", "a database"),
)  # fmt: skip
_PAGELESS = Notice(code="no-pages", stage="read", message="The file has no pages to choose from: all of it was read.")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = regex.compile(r"<!doctype html|<html\b|<%@|<(?:body|head|table|div|meta|p|br)\b[^>]{0,200}>", regex.IGNORECASE)
_DOCUMENT = regex.compile(r"\s*<(?:!doctype|html)", regex.IGNORECASE)
_LEAST_PROSE = 20
_LOST = ("page-unreadable", "page-picture-cut-off")
_CONTROL = regex.compile(r"[\x00-\x08\x0e-\x1f]")


def read(name: str, data: bytes, limits: Limits, paging: Paging | None = None) -> Reading:
    """Read the bytes of a file called `name`.

    Raises UnreadableSource, EncryptedSource, UnsupportedFormat, TooLarge or MissingDependency.
    """
    kind = sniff(name, data)
    if kind in PAGE_READERS:
        read_pages: ReadPages = _reader(*PAGE_READERS[kind])
        reading = read_pages(name, data, limits, paging or Paging())
    else:
        read_bytes: Read = _reader(*READERS[kind])
        reading = read_bytes(name, data, limits)
        reading = replace(reading, paragraphs=tuple(set_tables(reading.paragraphs)))
        if paging is not None and paging.pages:
            reading = replace(reading, notices=(*reading.notices, _PAGELESS))
    reading = replace(reading, paragraphs=tuple(mark_boilerplate(reading.paragraphs)))
    letters = (
        char
        for p in reading.paragraphs
        if p.aside is None
        for piece in p.pieces
        for char in piece.text
        if char.isalpha()
    )
    if sum(1 for _ in islice(letters, _LEAST_PROSE)) < _LEAST_PROSE:
        lost = next((notice for notice in reading.notices if notice.code in _LOST), None)
        if lost is not None:
            raise UnreadableSource(
                f"{name} holds no text that can be read: {lost.place}: {lost.message}", remedy="Fetch or scan it again."
            )
        raise UnreadableSource(f"{name} holds no contract text.", remedy="Check that it is the file you meant.")
    return reading


def _reader(module: str, function: str) -> Any:
    return getattr(import_module(module), function)


def sniff(name: str, data: bytes) -> str:
    """The key of READERS or PAGE_READERS for these bytes."""
    if not data.strip(b" \t\r\n\x00"):
        raise UnreadableSource(f"{name} is empty.", remedy="Fetch or export it again.")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zip(name, data)
    if data.startswith(_OLE):
        return _ole(name, data)
    if data.startswith(_IMAGES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return "image"
    if data[4:12] in _HEIF:
        raise UnsupportedFormat(f"{name} is a HEIF or AVIF photo.", remedy="Save it as JPEG or PNG.")
    for magic, what in _OTHERS:
        if data.startswith(magic):
            raise UnsupportedFormat(f"{name} is {what}.", remedy="Give a PDF, DOCX, DOC, HTML or text file.")
    if data.startswith(b"{\\rtf"):
        raise UnsupportedFormat(f"{name} is RTF.", remedy="Save it as DOCX.")
    return _text(name, data)


def _zip(name: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableSource(f"{name} is a damaged ZIP or DOCX file.", remedy="Fetch or save it again.") from error
    if "word/document.xml" in names:
        return "docx"
    what = (
        "an Excel workbook"
        if "xl/workbook.xml" in names
        else "a presentation"
        if any(entry.startswith("ppt/") for entry in names)
        else "a ZIP archive"
    )
    raise UnsupportedFormat(f"{name} is {what}.", remedy="Give a PDF, DOCX, DOC, HTML or text file.")


def _ole(name: str, data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise EncryptedSource(f"{name} is encrypted.", remedy="Save it without a password.")
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    raise UnsupportedFormat(f"{name} is an Office file, but no Word document.", remedy="Save it as DOCX or PDF.")


def _text(name: str, data: bytes) -> str:
    sample = data[:65536]
    text = decode(data) if len(data) <= len(sample) or sample.count(0) * 20 <= len(sample) else None
    if text is None or len(_CONTROL.findall(text[:20000])) * 50 > len(text[:20000]):
        raise UnsupportedFormat(
            f"{name} is of no format that is read.", remedy="Give a PDF, DOCX, DOC, HTML or text file."
        )
    head = text[:20000]
    plain = name.lower().endswith((".md", ".markdown", ".txt")) and not _DOCUMENT.match(head)
    return "html" if not plain and len(_HTML.findall(head)) >= 2 else "text"
