"""Word files for tests, made of raw XML: DOCX as a zip of parts, DOC as an OLE2 file with a piece table."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def docx(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A Word file with the given content of `w:body`. `parts` are further ones: the content of their root by name
    (`styles`, `numbering`, `header1`, `footnotes`, `comments`)."""
    return packed({"word/document.xml": part("document", f"<w:body>{body}</w:body>"), **_related(parts or {})})


def part(root: str, content: str) -> str:
    return f"{HEAD}<w:{root} {NAMESPACES}>{content}</w:{root}>"


def packed(entries: Mapping[str, str | bytes]) -> bytes:
    """A zip of the entries, with the relationship that leads to word/document.xml."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def _related(parts: Mapping[str, str]) -> dict[str, str]:
    roots = {"header": "hdr", "footer": "ftr"}
    entries: dict[str, str] = {}
    links: list[str] = []
    for name, content in parts.items():
        kind = name.rstrip("0123456789")
        entries[f"word/{name}.xml"] = part(roots.get(kind, kind), content)
        links.append(f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{name}.xml"/>')
    entries["word/_rels/document.xml.rels"] = f'{HEAD}<Relationships xmlns="{PACKAGE}">{"".join(links)}</Relationships>'
    return entries


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(num_id: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>'


def level(
    at: int, text: str, number_format: str = "decimal", *, start: int = 1, suffix: str = "tab", more: str = ""
) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>{more}'
        f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def series(key: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def num(num_id: int, key: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{num_id}"><w:abstractNumId w:val="{key}"/>{overrides}</w:num>'


def doc(stories: Mapping[str, str], *, flags: int = 0, version: int = 0x00C1) -> bytes:
    """A Word 97 file. `stories` are texts by kind, with Word's own marks (\\r ends a paragraph)."""
    order = ("body", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")
    texts = [stories.get(kind, "") for kind in order]
    text = "".join(texts)
    encoded = text.encode("utf-16-le")
    stream = bytearray(4096)
    struct.pack_into("<HH", stream, 0, 0xA5EC, version)
    struct.pack_into("<H", stream, 0x0A, flags | 0x0200)
    struct.pack_into("<8I", stream, 0x4C, *(len(story) for story in texts))
    pieces = struct.pack("<2I", 0, len(text)) + struct.pack("<HIH", 0, len(stream), 0)
    clx = b"\x01\x02\x00\xff\xff" + b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<2I", stream, 0x1A2, 0, len(clx))
    return ole({"WordDocument": bytes(stream) + encoded, "1Table": clx})


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE2 file; streams are filled up to 4 KB, so that none goes into the mini stream."""
    sectors: list[bytes] = []
    table: list[int] = []

    def store(data: bytes) -> int:
        first = len(sectors)
        data = data.ljust(-(-len(data) // 512) * 512, b"\0")
        sectors.extend(data[at : at + 512] for at in range(0, len(data), 512))
        table.extend([*range(first + 1, len(sectors)), 0xFFFFFFFE])
        return first

    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for at, (name, data) in enumerate(streams.items(), start=1):
        data = data.ljust(4096, b"\0")
        right = at + 1 if at < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, store(data), len(data), right=right))
    directory = store(b"".join(entries))
    count = -(-(len(sectors) + 2) // 128)
    first = len(sectors)
    table.extend([0xFFFFFFFD] * count)
    allocation = b"".join(struct.pack("<I", link) for link in table).ljust(count * 512, b"\xff")
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<5H", header, 0x18, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", header, 0x2C, count)
    struct.pack_into("<I", header, 0x30, directory)
    struct.pack_into("<I", header, 0x38, 4096)
    struct.pack_into("<4I", header, 0x3C, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    for at in range(109):
        struct.pack_into("<I", header, 0x4C + 4 * at, first + at if at < count else 0xFFFFFFFF)
    return bytes(header) + b"".join(sectors) + allocation


def _entry(name: str, kind: int, start: int, size: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ", encoded, len(encoded), kind, 1, 0xFFFFFFFF, right, child, b"", 0, 0, 0, start, size
    )
