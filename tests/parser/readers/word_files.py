"""Word files for tests, made of raw XML: DOCX as a zip of parts, DOC as an OLE2 file with a piece table."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

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


def doc(
    stories: Mapping[str, str],
    *,
    flags: int = 0,
    version: int = 0x00C1,
    formats: Sequence[bytes] = (),
    styles: Sequence[bytes] = (),
    lists: Sequence[Sequence[bytes]] = (),
) -> bytes:
    """A Word 97 file. `stories` are texts by kind, with Word's own marks (\\r ends a paragraph).

    `formats` are the properties of each paragraph of the body (`sprm`), `styles` those of the paragraph styles 0, 1 ...,
    `lists` the levels (`doc_level`) of the lists 1, 2 ...; a paragraph's first two bytes name its style.
    """
    order = ("body", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")
    texts = [stories.get(kind, "") for kind in order]
    text = "".join(texts)
    encoded = text.encode("utf-16-le")
    stream = bytearray(4096)
    struct.pack_into("<HH", stream, 0, 0xA5EC, version)
    struct.pack_into("<H", stream, 0x0A, flags | 0x0200)
    struct.pack_into("<8I", stream, 0x4C, *(len(story) for story in texts))
    pieces = struct.pack("<2I", 0, len(text)) + struct.pack("<HIH", 0, len(stream), 0)
    table = bytearray(b"\x01\x02\x00\xff\xff" + b"\x02" + struct.pack("<I", len(pieces)) + pieces)
    struct.pack_into("<2I", stream, 0x1A2, 0, len(table))
    stream[512:1024] = _format_page(texts[0], len(stream), formats)
    if formats:
        _place(stream, table, 13, struct.pack("<3I", len(stream), len(stream) + len(encoded), 1))
    if styles:
        _place(stream, table, 1, _style_sheet(styles))
    if lists:
        heads = b"".join(struct.pack("<i22xBB", 100 + at, len(levels) == 1, 0) for at, levels in enumerate(lists))
        _place(stream, table, 73, struct.pack("<H", len(lists)) + heads)
        table += b"".join(level for levels in lists for level in levels)
        names = b"".join(struct.pack("<i12x", 100 + at) for at in range(len(lists)))
        _place(stream, table, 74, struct.pack("<I", len(lists)) + names + bytes(4 * len(lists)))
    return ole({"WordDocument": bytes(stream) + encoded, "1Table": bytes(table)})


def sprm(code: int, operand: bytes) -> bytes:
    return struct.pack("<H", code) + operand


def doc_level(text: str, number_format: int = 0, *, start: int = 1, legal: bool = False, follow: int = 0) -> bytes:
    """An LVL; `text` holds the characters \\x00 ... \\x08 where the numbers of the levels stand."""
    head = struct.pack("<iBB9xB12x", start, number_format, 4 if legal else 0, follow)
    return head + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def _place(stream: bytearray, table: bytearray, which: int, content: bytes) -> None:
    struct.pack_into("<2I", stream, 0x9A + 8 * which, len(table), len(content))
    table += content


def _format_page(body: str, start: int, formats: Sequence[bytes]) -> bytes:
    """A PapxFkp with a run for each of the paragraphs."""
    page = bytearray(512)
    ends = [at + 1 for at, char in enumerate(body) if char in "\r\x07"][: len(formats)]
    struct.pack_into(f"<{len(ends) + 1}I", page, 0, start, *(start + 2 * end for end in ends))
    at = 510
    for number, content in enumerate(formats):
        content = content if len(content) % 2 else content + b"\0"
        at = (at - len(content) - 1) // 2 * 2
        page[at] = (len(content) + 1) // 2
        page[at + 1 : at + 1 + len(content)] = content
        page[4 * (len(ends) + 1) + 13 * number] = at // 2
    page[511] = len(ends)
    return bytes(page)


def _style_sheet(styles: Sequence[bytes]) -> bytes:
    sheet = bytearray(struct.pack("<HHH", 18, len(styles), 10) + bytes(14))
    for content in styles:
        name = "样式".encode("utf-16-le")
        upx = struct.pack("<HH", 2 + len(content), 0) + content
        entry = struct.pack("<HHHHH", 0, 0xFFF1, 0, 0, 0) + struct.pack("<H", 2) + name + b"\0\0" + upx
        sheet += struct.pack("<H", len(entry)) + entry
    return bytes(sheet)


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
