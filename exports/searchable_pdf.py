"""A scan as a PDF that can be searched and copied from: its own pages, with the text that was read laid unseen over them.

Each character has its box as the report's places have it, and characters follow each other in reading order.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.errors import MissingDependency
from models.reading import PageRun, Piece, Reading

_MARK, _FONT = "QiyueText", 255
_CMAP = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /QiyueText def /CMapType 2 def\n"
    b"1 begincodespacerange <00> <ff> endcodespacerange\n%sendcmap CMapName currentdict /CMap defineresource pop end end"
)
"""Names the characters of a font's codes."""
_UNSEEN = (3, 7)
_SHOWS = frozenset(("Tj", "TJ", "'", '"'))
_DEEPEST = 3
_LONG_SIDE = 842.0
"""Points of a picture's long side, once it is a page."""
_QUALITY = 90

Vector = tuple[float, float]
_WAYS: dict[Vector, tuple[Vector, tuple[int, int]]] = {
    (1, 0): ((0, -1), (0, 3)), (0, 1): ((1, 0), (0, 1)), (-1, 0): ((0, 1), (2, 1)), (0, -1): ((-1, 0), (2, 3)),
}  # fmt: skip
"""For each way that text runs on the page as shown (y downwards): which way is up for it, and at which sides of a
character's box (x, y) it begins."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A PDF page's shown part in its own coordinates, its quarter turns, and how many points one unit of its places is."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int
    unit: float

    def point(self, x: float, y: float) -> Vector:
        x, y = x * self.unit, y * self.unit
        if self.turns == 0:
            return self.left + x, self.top - y
        if self.turns == 1:
            return self.left + y, self.bottom + x
        if self.turns == 2:
            return self.right - x, self.bottom + y
        return self.right - y, self.top - x

    def way(self, x: float, y: float) -> Vector:
        """A vector on the page as shown, in the page's own coordinates."""
        return ((x, -y), (y, x), (-x, y), (-y, -x))[self.turns]


def searchable_pdf(data: bytes, reading: Reading) -> bytes:
    """The document with what was recognised on its pages as text; other pages stay as they are. `data` is the PDF or the
    picture that `reading` came from. Raises MissingDependency."""
    try:
        import pikepdf
    except ModuleNotFoundError as error:
        raise MissingDependency("pikepdf is not installed.", remedy="pip install qiyue[ocr]") from error

    runs: dict[int, list[tuple[str, PageRun]]] = {}
    for text, run in _recognised(reading):
        runs.setdefault(run.page, []).append((text, run))
    is_picture = reading.reader == "image"
    source, units = _as_pdf(data) if is_picture else (data, ())
    characters = sorted({char for page in runs.values() for text, _ in page for char in text})
    codes = {char: number for number, char in enumerate(characters)}
    with pikepdf.open(io.BytesIO(source)) as document:
        fonts = _fonts(document, codes)
        for number, page_runs in sorted(runs.items()):
            page = document.pages[number - 1]
            _drop_unseen(document, page.obj)
            frame = _frame(page, units[number - 1] if units else 1.0)
            _add_text(document, page, fonts, b"".join(_drawn(page_runs, codes, frame)))
        out = io.BytesIO()
        # The same document gives the same bytes.
        document.save(out, deterministic_id=True, compress_streams=True)
        return out.getvalue()


def _recognised(reading: Reading) -> Iterator[tuple[str, PageRun]]:
    pieces: Iterator[Piece] = (piece for paragraph in reading.paragraphs for piece in paragraph.pieces)
    for piece in pieces:
        if isinstance(piece.place, PageRun) and piece.place.sight is not None:
            yield piece.text, piece.place


def _frame(page: Any, unit: float) -> _Page:
    media, crop = [float(side) for side in page.mediabox], [float(side) for side in page.cropbox]
    x0, x1 = sorted((media[0], media[2]))
    y0, y1 = sorted((media[1], media[3]))
    left, right = max(x0, min(crop[0], crop[2])), min(x1, max(crop[0], crop[2]))
    bottom, top = max(y0, min(crop[1], crop[3])), min(y1, max(crop[1], crop[3]))
    return _Page(left, bottom, right, top, int(page.obj.get("/Rotate", 0)) // 90 % 4, unit)


def _drawn(runs: Sequence[tuple[str, PageRun]], codes: Mapping[str, int], page: _Page) -> Iterator[bytes]:
    """The page's text as operators: each character in a box of its own."""
    ways = [_way(run) for _, run in runs]
    usual = Counter(way for way in ways if way).most_common(1)
    yield b"q BT 3 Tr\n"
    chosen = -1
    for (text, run), way in zip(runs, ways, strict=True):
        along = way or (usual[0][0] if usual else (1, 0))
        for char, box in zip(text, _joined(run.boxes, along), strict=True):
            font, code = divmod(codes[char], _FONT)
            if font != chosen:
                chosen = font
                yield b"/%s%d 1 Tf\n" % (_MARK.encode(), font)
            yield _placed(box, along, page) + b" Tm <%02x> Tj\n" % (code + 1)
    yield b"ET Q\n"


def _way(run: PageRun) -> Vector | None:
    """The way a run goes: from its first character to its last; None for a single one."""
    boxes = run.boxes
    if len(boxes) <= 4:
        return None
    x, y = boxes[-4] + boxes[-2] - boxes[0] - boxes[2], boxes[-3] + boxes[-1] - boxes[1] - boxes[3]
    return (1 if x > 0 else -1, 0) if abs(x) >= abs(y) else (0, 1 if y > 0 else -1)


def _joined(boxes: Sequence[float], along: Vector) -> Iterator[list[float]]:
    """The boxes, each drawn out to where the next begins: a gap would be taken for a blank."""
    quads = [list(boxes[at : at + 4]) for at in range(0, len(boxes), 4)]
    start = {(1, 0): 0, (-1, 0): 2, (0, 1): 1, (0, -1): 3}[(int(along[0]), int(along[1]))]
    end = (start + 2) % 4
    for box, after in zip(quads, quads[1:], strict=False):
        if (after[start] - box[start]) * (along[0] + along[1]) > 0:
            box[end] = after[start]
        yield box
    yield from quads[-1:]


def _placed(box: Sequence[float], along: Vector, page: _Page) -> bytes:
    """The text matrix that makes a square of one unit this box."""
    up, (x, y) = _WAYS[along]
    wide, high = abs(box[2] - box[0]) * page.unit, abs(box[3] - box[1]) * page.unit
    long, tall = (wide, high) if along[0] else (high, wide)
    a, b = page.way(along[0] * long, along[1] * long)
    c, d = page.way(up[0] * tall, up[1] * tall)
    e, f = page.point(box[x], box[y])
    return b"%.3f %.3f %.3f %.3f %.3f %.3f" % (a, b, c, d, e, f)


def _fonts(document: Any, codes: Mapping[str, int]) -> list[Any]:
    """Fonts that draw nothing, of 255 characters each, every one a square of one unit; they say which characters they are."""
    from pikepdf import Array, Dictionary, Name, Stream

    blank = Stream(document, b"1 0 0 0 1 1 d1")
    chars = list(codes)
    fonts = []
    for first in range(0, len(chars), _FONT):
        part = chars[first : first + _FONT]
        lines = b"".join(
            b"<%02x> <%s>\n" % (at, char.encode("utf-16-be").hex().encode()) for at, char in enumerate(part, 1)
        )
        blocks = lines.splitlines(keepends=True)
        cmap = _CMAP % b"".join(
            b"%d beginbfchar\n%sendbfchar\n" % (len(block), b"".join(block))
            for block in (blocks[at : at + 100] for at in range(0, len(blocks), 100))
        )
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 1, 1], FontMatrix=[1, 0, 0, 1, 0, 0],
            CharProcs=Dictionary(c=blank), FirstChar=1, LastChar=len(part), Widths=[1] * len(part),
            Encoding=Dictionary(Type=Name.Encoding, Differences=Array([1, *[Name.c] * len(part)])),
            Resources=Dictionary(), ToUnicode=Stream(document, cmap),
        )  # fmt: skip
        fonts.append(document.make_indirect(font))
    return fonts


def _add_text(document: Any, page: Any, fonts: Sequence[Any], operators: bytes) -> None:
    from pikepdf import Name, Stream

    for number, font in enumerate(fonts):
        page.add_resource(font, Name.Font, Name(f"/{_MARK}{number}"))
    # What the page's own operators leave turned or scaled must not move the text.
    page.contents_add(Stream(document, b"q\n"), prepend=True)
    page.contents_add(Stream(document, b"\nQ\n" + operators))


def _drop_unseen(document: Any, holder: Any, depth: int = 0) -> None:
    """Take text that is not shown out of a page or a form: another program's recognition, which ours replaces."""
    from pikepdf import Name, Object, PdfError, Stream, parse_content_stream, unparse_content_stream

    try:
        operators = parse_content_stream(holder)
    except PdfError:
        return
    kept: list[Any] = []
    modes = [0]
    for instruction in operators:
        word, operands = str(instruction.operator), instruction.operands
        if word == "q":
            modes.append(modes[-1])
        elif word == "Q" and len(modes) > 1:
            modes.pop()
        elif word == "Tr":
            modes[-1] = int(operands[0])
        if word not in _SHOWS or modes[-1] not in _UNSEEN:
            kept.append(instruction)
    if len(kept) < len(operators):
        content = unparse_content_stream(kept)
        if holder.get("/Type") == Name.Page:
            holder.Contents = Stream(document, content)
        else:
            holder.write(content)
    forms: Object = holder.get("/Resources", {}).get("/XObject", {})
    for form in forms.values() if depth < _DEEPEST else ():
        if form.get("/Subtype") == Name.Form:
            _drop_unseen(document, form, depth + 1)


def _as_pdf(data: bytes) -> tuple[bytes, tuple[float, ...]]:
    """The pictures of a file as the pages of a PDF, and the points that a pixel of each takes."""
    from PIL import Image, ImageOps, ImageSequence

    pages, units = [], []
    with Image.open(io.BytesIO(data)) as file:
        for frame in ImageSequence.Iterator(file) if file.format == "TIFF" else (file,):
            shown = ImageOps.exif_transpose(frame)
            pages.append(shown.copy() if shown.mode in ("1", "L", "RGB") else shown.convert("RGB"))
            units.append(_LONG_SIDE / max(shown.size))
    out = io.BytesIO()
    for at, (page, unit) in enumerate(zip(pages, units, strict=True)):
        page.save(out, "PDF", resolution=72 / unit, quality=_QUALITY, append=at > 0)
        out.seek(0)
    return out.getvalue(), tuple(units)
