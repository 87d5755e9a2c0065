"""What a Word 97-2003 file says of its paragraphs: lists, levels and table cells ([MS-DOC] 2.4.6, 2.9.131, 2.9.147).

Only properties that change what is printed before or around a text are read; the rest is passed over.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from legacy_doc.exceptions import LegacyDocError

from parser.readers.docx_numbering import Level, List

_POINTERS = 0x9A
_STYLES, _PARAGRAPHS, _LISTS, _OVERRIDES = 1, 13, 73, 74
"""Places of the pairs (offset, length) in FibRgFcLcb97."""

_LEVEL, _LIST, _IN_TABLE, _ROW_END, _NESTING = 0x260A, 0x460B, 0x2416, 0x2417, 0x6649
_TABLE_SHAPE, _TABS = 0xD608, 0xC615
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_NO_STYLE = 0xFFF
_LEAST_LIST, _MOST_LIST = 1, 0x07FE
_MOST = 20_000

FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "decimal",
    10: "ideographDigital", 11: "japaneseCounting", 14: "decimalFullWidth", 15: "decimal", 16: "japaneseLegal",
    17: "japaneseDigitalTenThousand", 18: "decimalEnclosedCircle", 19: "decimalFullWidth2", 22: "decimalZero",
    23: "bullet", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle", 30: "ideographTraditional", 31: "ideographZodiac", 32: "ideographZodiacTraditional",
    33: "taiwaneseCounting", 34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand", 36: "taiwaneseDigital",
    37: "chineseCounting", 38: "chineseLegalSimplified", 39: "chineseCountingThousand", 255: "none",
}  # fmt: skip
"""MSONFC ([MS-OSHARED] 2.2.1.3) -> the name of the same format in OOXML."""


@dataclass(frozen=True, slots=True)
class Format:
    """A paragraph's own: the list it counts in (0: none) and its level, whether it stands in a table or ends a row."""

    list_id: int = 0
    level: int = 0
    in_table: bool = False
    row_end: bool = False
    nesting: int = 0


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats of a file by the offset, in its WordDocument stream, of each paragraph's last character."""

    ends: tuple[int, ...]
    formats: tuple[Format, ...]
    lists: Mapping[str, List]

    def at(self, offset: int) -> Format:
        index = bisect_right(self.ends, offset)
        return self.formats[index] if index < len(self.formats) else Format()


def load_formats(stream: bytes, table: bytes) -> Formats:
    """Raises LegacyDocError where the tables are broken."""
    try:
        styles = _styles(_part(stream, table, _STYLES))
        ends, formats = _paragraphs(stream, _part(stream, table, _PARAGRAPHS), styles)
        lists = dict(_lists(stream, table))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise LegacyDocError("broken paragraph formats") from error
    return Formats(ends, formats, lists)


def _part(stream: bytes, table: bytes, which: int) -> bytes:
    start, length = struct.unpack_from("<II", stream, _POINTERS + 8 * which)
    return table[start : start + length]


def _paragraphs(
    stream: bytes, places: bytes, styles: Mapping[int, Format]
) -> tuple[tuple[int, ...], tuple[Format, ...]]:
    """Every run of the pages that PlcBtePapx leads to."""
    count = max((len(places) - 4) // 8, 0)
    ends: list[int] = []
    formats: list[Format] = []
    for at in range(count):
        page = struct.unpack_from("<I", places, 4 * (count + 1) + 4 * at)[0] & 0x3FFFFF
        block = stream[page * 512 : page * 512 + 512]
        if len(block) < 512:
            raise LegacyDocError("a page of formats lies outside the file")
        runs = block[511]
        for run in range(runs):
            end = struct.unpack_from("<I", block, 4 * (run + 1))[0]
            where = 2 * block[4 * (runs + 1) + 13 * run]
            ends.append(end)
            formats.append(_own(block, where, styles) if where else Format())
    return tuple(ends), tuple(formats)


def _own(block: bytes, where: int, styles: Mapping[int, Format]) -> Format:
    """A PapxInFkp: style and properties."""
    size = block[where]
    start, length = (where + 1, 2 * size - 1) if size else (where + 2, 2 * block[where + 1])
    content = block[start : start + length]
    if len(content) < 2:
        return Format()
    style = struct.unpack_from("<H", content)[0]
    return _changed(styles.get(style, Format()), content[2:])


def _changed(form: Format, properties: bytes) -> Format:
    """A format with its properties (a grpprl of sprms) applied."""
    at = 0
    while at + 2 <= len(properties):
        code = struct.unpack_from("<H", properties, at)[0]
        at += 2
        size = _SIZES.get(code >> 13)
        if size is None:
            if at >= len(properties):
                break
            size = properties[at] + 1
            if code == _TABLE_SHAPE and at + 2 <= len(properties):
                size = struct.unpack_from("<H", properties, at)[0] + 1
            elif code == _TABS and properties[at] == 0xFF:
                break
        operand = properties[at : at + size]
        at += size
        if code == _LEVEL and operand:
            form = replace(form, level=operand[0])
        elif code == _LIST and len(operand) == 2:
            number = struct.unpack("<H", operand)[0]
            form = replace(form, list_id=number if _LEAST_LIST <= number <= _MOST_LIST else 0)
        elif code == _IN_TABLE and operand:
            form = replace(form, in_table=bool(operand[0]))
        elif code == _ROW_END and operand:
            form = replace(form, row_end=bool(operand[0]))
        elif code == _NESTING and len(operand) == 4:
            form = replace(form, nesting=struct.unpack("<i", operand)[0])
    return form


def _styles(sheet: bytes) -> dict[int, Format]:
    """The paragraph styles of a style sheet (STSH), each on top of the one it rests on."""
    if len(sheet) < 6:
        return {}
    head = struct.unpack_from("<H", sheet)[0]
    count, base_size = struct.unpack_from("<HH", sheet, 2)
    rests: dict[int, int] = {}
    own: dict[int, bytes] = {}
    at = 2 + head
    for number in range(count):
        if at + 2 > len(sheet):
            break
        length = struct.unpack_from("<H", sheet, at)[0]
        entry = sheet[at + 2 : at + 2 + length]
        at += 2 + length
        if len(entry) >= base_size + 2 and entry[2] & 0xF == 1:
            rests[number] = struct.unpack_from("<H", entry, 2)[0] >> 4
            own[number] = _style_properties(entry, base_size)
    made: dict[int, Format] = {}
    for number in own:
        chain = [number]
        while (above := rests.get(chain[-1], _NO_STYLE)) in own and above not in chain:
            chain.append(above)
        form = Format()
        for step in reversed(chain):
            form = _changed(form, own[step])
        made[number] = form
    return made


def _style_properties(entry: bytes, base_size: int) -> bytes:
    """The paragraph properties of an STD: behind its name, in its first UPX, behind the style's number."""
    letters = struct.unpack_from("<H", entry, base_size)[0]
    at = base_size + 2 + 2 * letters + 2
    if at + 2 > len(entry):
        return b""
    size = struct.unpack_from("<H", entry, at)[0]
    return entry[at + 4 : at + 2 + size]


def _lists(stream: bytes, table: bytes) -> Iterator[tuple[str, List]]:
    """The lists that paragraphs name (PlfLfo), with the levels of their series (PlfLst)."""
    series = _series(stream, table)
    overrides = _part(stream, table, _OVERRIDES)
    if len(overrides) < 4:
        return
    count = min(struct.unpack_from("<I", overrides)[0], _MOST)
    at = 4 + 16 * count
    for number in range(count):
        name = struct.unpack_from("<i", overrides, 4 + 16 * number)[0]
        changes = overrides[4 + 16 * number + 12]
        levels, starts = dict(series.get(name, {})), dict[int, int]()
        at += 4
        for _ in range(changes):
            start, flags = struct.unpack_from("<iI", overrides, at)
            at += 8
            level = flags & 0xF
            if flags & 0x20:
                levels[level], at = _level(overrides, at)
            elif flags & 0x10:
                starts[level] = start
        yield str(number + 1), List(series=str(name), levels=levels, starts=starts)


def _series(stream: bytes, table: bytes) -> dict[int, dict[int, Level]]:
    start, length = struct.unpack_from("<II", stream, _POINTERS + 8 * _LISTS)
    if length < 2:
        return {}
    count = struct.unpack_from("<H", table, start)[0]
    at = start + 2 + 28 * count
    made: dict[int, dict[int, Level]] = {}
    for number in range(count):
        name = struct.unpack_from("<i", table, start + 2 + 28 * number)[0]
        simple = table[start + 2 + 28 * number + 26] & 1
        levels: dict[int, Level] = {}
        for level in range(1 if simple else 9):
            levels[level], at = _level(table, at)
        made[name] = levels
    return made


def _level(table: bytes, at: int) -> tuple[Level, int]:
    """An LVL, and where the next one begins."""
    start, form, flags = struct.unpack_from("<iBB", table, at)
    follow = table[at + 15]
    characters, paragraph, limit = table[at + 24], table[at + 25], table[at + 26]
    at += 28 + characters + paragraph
    length = struct.unpack_from("<H", table, at)[0]
    raw = table[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    text = "".join(f"%{ord(char) + 1}" if char < "\t" else char for char in raw)
    name = FORMATS.get(form, "decimal")
    level = Level(
        start=start,
        number_format=name,
        text="" if name == "bullet" else text,
        restart=limit if flags & 0x08 else None,
        legal=bool(flags & 0x04),
        suffix="" if follow == 2 else " ",
    )
    return level, at + 2 + 2 * length
