"""A Word file as a zip of XML parts: opened under limits, parsed safely, each text node with its place in its part."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from models.errors import TooLarge, UnreadableSource, UnsupportedFormat
from models.reading import PartRun, Piece
from models.source import Limits

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

ENTRIES = 20_000
PART_BYTES = 100_000_000
MARKS = 1_500_000
"""Tags and attributes of one part, some 500 full pages of it: each costs some 150 bytes and 5 microseconds."""

STRICT = ("http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1])
ENCODINGS = ("utf-8", "utf-16", "us-ascii", "gb18030", "gbk", "gb2312")

_CENTRAL = b"PK\x01\x02"
_DECLARED = re.compile(rb"^(?:\xef\xbb\xbf)?<\?xml[^>]{0,200}?encoding=[\"']([\w.\-]{1,30})[\"']")
_PROLOG = re.compile(r"^\ufeff?<\?xml[^>]{0,300}\?>")
_PASSED = r"<!--(?s:.*?)-->|<!\[CDATA\[(?s:.*?)\]\]>|<\?(?s:.*?)\?>"
_TEXT = re.compile(
    _PASSED + r"|<(?:[^\s<>/:\"'!?]+:)?(?:t|delText)(?:\s(?:[^>\"'/]|\"[^\"]*\"|'[^']*')*+)?(/?)>", re.ASCII
)
_CONTENT = re.compile(r"[^<]*+(?:(?:" + _PASSED + r")[^<]*+)*+")
_SPECIAL = re.compile(r"[&<\r\n\t]")
_TOKEN = re.compile(r"&(\#?\w{1,10});|<!\[CDATA\[(?s:.*?)\]\]>|<!--(?s:.*?)-->|<\?(?s:.*?)\?>|[\r\n\t]+|[^&<\r\n\t]+")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}

_FOREIGN = (
    ("xl/workbook.", "an Excel workbook (.xlsx)", "Save the contract in it as .docx or PDF."),
    ("ppt/presentation.", "a PowerPoint presentation (.pptx)", "Save it as PDF."),
    ("content.xml", "an OpenDocument file (.odt, .ods)", "Save it as .docx or PDF."),
    ("META-INF/container.xml", "an e-book (.epub)", "Save it as PDF or HTML."),
    ("OFD.xml", "an OFD document", "Save it as PDF."),
    ("FixedDocSeq.fdseq", "an XPS document", "Save it as PDF."),
    ("Index/Document.iwa", "an Apple Pages document", "Save it as .docx or PDF."),
)


@dataclass(frozen=True, slots=True, eq=False)
class Package:
    """An open Word file. `name` is what messages call it."""

    name: str
    archive: zipfile.ZipFile
    entries: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A parsed part. `source` is its decoded text; `ranges` says where in it the characters of each `t` element are."""

    name: str
    root: etree._Element
    source: str
    ranges: dict[etree._Element, tuple[int, int]]


def open_package(name: str, data: bytes, limits: Limits) -> Package:
    """Raises UnreadableSource for a broken zip, TooLarge for what unpacks to too much, UnsupportedFormat for what is
    a zip and no Word file. Nothing is unpacked here."""
    if data.count(_CENTRAL) > ENTRIES:
        raise TooLarge(
            f"{name} has more than {ENTRIES:,} entries in its zip, which no Word file has.",
            remedy="Save it anew from Word.",
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableSource(
            f"{name} is a damaged zip, so no Word file can be read from it ({error}).",
            remedy="Get the file again, or repair it in Word.",
        ) from error
    infos = archive.infolist()
    unpacked = sum(info.file_size for info in infos)
    if unpacked > limits.unpacked:
        raise TooLarge(
            f"{name} unpacks to {unpacked:,} bytes, more than the {limits.unpacked:,} that are read.",
            remedy="Take the pictures out of it, or raise the limit.",
        )
    entries = frozenset(info.filename for info in infos)
    for start, what, remedy in _FOREIGN:
        if not any(entry.startswith("word/") for entry in entries) and any(e.startswith(start) for e in entries):
            raise UnsupportedFormat(f"{name} is {what}, which is not read.", remedy=remedy)
    return Package(name=name, archive=archive, entries=entries)


def main_part(package: Package) -> str:
    """The name of the document's own part. Raises UnsupportedFormat where the zip has none."""
    if "_rels/.rels" in package.entries:
        for kind, target in relations(package, "").values():
            if kind == "officeDocument" and target in package.entries:
                return target
    if "word/document.xml" in package.entries:
        return "word/document.xml"
    raise UnsupportedFormat(
        f"{package.name} is a zip without a Word document in it.", remedy="Unpack it, and give its files one by one."
    )


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """The parts that a part leads to: id -> (kind, name of the part), in the file's order. External ones are left out."""
    folder, base = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{base}.rels")
    if source not in package.entries:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for relation in parse_part(package, source).root:
        target = relation.get("Target", "")
        if relation.get("TargetMode") == "External" or not target or not isinstance(relation.tag, str):
            continue
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], path)
    return found


def parse_part(package: Package, part: str) -> Part:
    """Raises UnreadableSource for XML that is broken or brings a DTD, TooLarge for more than can be held."""
    source = _decode(package, part, _unpack(package, part))
    if "<!DOCTYPE" in source or "<!ENTITY" in source:
        raise UnreadableSource(
            f"{part} in {package.name} declares a document type, which no Word file does and which is not safe to read.",
            remedy="Save it anew from Word.",
        )
    if source.count("<") + source.count('="') + source.count("='") > MARKS:
        raise TooLarge(
            f"{part} in {package.name} has more than {MARKS:,} tags and attributes.", remedy="Split the document."
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(_PROLOG.sub("", source, 1).lstrip("\ufeff").replace(*STRICT).encode(), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError) as error:
        raise UnreadableSource(
            f"{part} in {package.name} is broken XML ({error}).",
            remedy="Open the file in Word, repair it, save it anew.",
        ) from error
    ranges = dict(zip(root.iter("{*}t", "{*}delText"), _ranges(source), strict=True))
    return Part(name=part, root=root, source=source, ranges=ranges)


def _unpack(package: Package, part: str) -> bytes:
    info = package.archive.getinfo(part)
    if info.file_size > PART_BYTES:
        raise TooLarge(
            f"{part} in {package.name} has {info.file_size:,} bytes, more than the {PART_BYTES:,} that are read.",
            remedy="Split the document.",
        )
    try:
        return package.archive.read(info)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise UnreadableSource(
            f"{part} in {package.name} cannot be unpacked ({error}).",
            remedy="Get the file again, or repair it in Word.",
        ) from error


def _decode(package: Package, part: str, data: bytes) -> str:
    declared = _DECLARED.match(data[:300])
    encoding = declared[1].decode("ascii").lower() if declared else "utf-8-sig"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    try:
        if declared and encoding not in ENCODINGS:
            raise LookupError(f"encoding {encoding}")
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableSource(
            f"{part} in {package.name} cannot be decoded ({error}).", remedy="Open the file in Word and save it anew."
        ) from error


def _ranges(source: str) -> Iterator[tuple[int, int]]:
    """Where the content of each `t` and `delText` element stands, in document order."""
    for tag in _TEXT.finditer(source):
        if tag[1] is None:
            continue
        start = tag.end()
        content = _CONTENT.match(source, start)
        yield start, start if tag[1] or content is None else content.end()


def text_pieces(part: Part, element: etree._Element) -> Iterator[Piece]:
    """The characters of a `t` element. A line break or tab in the XML is a blank, an entity a unit of its own."""
    start, end = part.ranges[element]
    text = part.source[start:end]
    if not _SPECIAL.search(text):
        if text:
            yield Piece(text, PartRun(part.name, start, end))
        return
    for token in _TOKEN.finditer(text):
        piece, first, last = token[0], start + token.start(), start + token.end()
        if token[1]:
            piece = _entity(token[1])
        elif piece.startswith("<![CDATA["):
            piece, first, last = piece[9:-3], first + 9, last - 3
        elif piece.startswith("<"):
            continue
        if piece:
            yield Piece(piece.translate(_BLANKS), PartRun(part.name, first, last))


def _entity(name: str) -> str:
    if name.startswith("#x"):
        return chr(int(name[2:], 16))
    return chr(int(name[1:])) if name.startswith("#") else _ENTITIES[name]


_BLANKS = str.maketrans("\r\n\t", "   ")
