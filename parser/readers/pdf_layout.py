"""Lines on pages -> paragraphs in reading order, furniture told apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from models.reading import DRAWN_BLANK, PageRun, Paragraph, Piece
from parser.readers.pdf_columns import set_columns
from parser.readers.pdf_row import Line, Row

_LABEL = re.compile(
    r"\s*(?:第 ?[〇零一二两三四五六七八九十百0-9]{1,5} ?(?:部分|编|章|节|条|款)|[（(](?:[一二三四五六七八九十0-9]{1,3}|[0-9]{1,2}[-·.][0-9]{1,2})[)）]|[一二三四五六七八九十]{1,3}[、.．]"
    r"|[0-9]{1,2}(?:[.．·][0-9]{1,2}){1,4}(?![0-9%])|[0-9]{1,3}[、.．)）](?![0-9])|[①-⒛㈠-㈩]|[a-zA-Z][.)、）]|附[件表录] ?[一二三四五六七八九十0-9]{0,2}(?![一二三四五六七八九十0-9《、，,。；;）)所中])[:：]?|[•●·▪◆\ue000-\uf8ff])"
)
_PAGE_NUMBER = regex.compile(
    r"\s*(?:第 ?\d+ ?页.{0,12}|[-—– ]*\d{1,4}[-—– ]*|[-—–一~] ?\d{1,4} ?[-—–一~]|\d{1,4} ?/ ?\d{1,4}|Page \d+.{0,12}|共 ?\d+ ?页.{0,10})\s*",
    regex.IGNORECASE,
)
_LINK = regex.compile(r"\s*(?:https?|file)://\S+.*|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}[ ,].{0,80}")
_UNBROKEN = regex.compile(r"[(（]?[\w&&[^\u3400-\u9fff]]{0,24}[)）]?\S?", regex.V1)
_NUMBER = re.compile(r"[0-9]{1,2}(?:[.．][0-9]{1,2}){1,4}")
_OPEN_END = re.compile(r"[0-9A-Za-z][,，.]?$|[¥￥(（]$")
_NUMERAL, _STOPS = re.compile("[一二三四五六七八九十]{1,3} ?[,，:：]"), ("。", ".", "；", ";", "：", ":", "_")
"""What opens a paragraph only behind the end of a sentence: 八，不可抗力."""
_WORDED, _BRACKETED = (
    re.compile("[一二两三四五六七八九十百零壹贰叁肆伍陆柒捌玖拾]$"),
    re.compile(r"[(（][0-9]{1,4}[)）][日天个月年元%份台套次周小工万亿名]"),
)
_ENTRY = re.compile(r"[·•●▪◆ ]{0,3}[^:：，。；,;]{2,18}[:：]")
_FIGURE = re.compile(r"\d+")
_SIGNS = re.compile(
    r"[^，。；：、,;:]{2,14}[(（](?:盖章|签章|签字|签名)[)）](?:[:：]|\s|$)|(?:签署|签订|签约|签字)?日 ?期[:：]"
    r"|[甲乙丙丁] ?方 ?(?:[(（][^()（）]{1,14}[)）] ?)?[:：]|[\u4e00-\u9fff]{2,4}[方人] ?[(（](?:以下)?(?:简称)?[“\"]?[甲乙丙丁] ?方[”\"]?[)）]"
)
"""A line to sign or to date, or that names a party: a paragraph of its own."""
_SLOT = re.compile(r"[:：_]|编号|\d{4}")
_EDGE = 0.09
_HANGING = 4.0
"""How far, in heights of a line, what follows a numbered line may stand to its right and go on with it."""
_MUCH, _FILLED, _LEAST_FILLED = 0.25, 0.8, 3
"""Share of a page's characters that makes a half of it a column; share of the half's width, and number, of the lines that
show prose there."""
_PARTED = 1.5
"""Heights of a line by which two things stand apart on one line of a page's edge."""
_SMALL, _APART, _STEP = 0.9, 1.0, 1.2
"""Heights of the page's usual lines: below the one a running head is set, and by the other it stands apart; and the usual
steps from line to line that it is above the text at least."""
_BLANK = re.compile(r" +(?=\S)")
_WIDE, _MOST_BLANKS = 1.0, 12
"""Heights of a line, wider than which more than one blank stands between two characters; and how many are put there."""
_FULL_PAGE, _REACHING, _PROSE = 12, 0.25, 0.65
"""Rows from which on a page tells where its right margin is, the share of them that must reach it, and the share of the
farthest such margin that it must be: entries of a form may all end alike."""


_Margins = tuple[float, float, float]
"""Left and right margin of the text, and the usual distance from line to line."""

_LARGER = 1.25
"""Times the height from which on a line is of another size, though each scan of one differs a little."""

_Shape = tuple[bool, str]
"""What returns from page to page: whether at the upper edge, and the words without their figures."""


def mark_furniture(pages: Sequence[list[Line]], sizes: Sequence[tuple[float, float]]) -> list[list[Line]]:
    """Headers, footers and page numbers: lines at a page's edge that are numbers or links, or return at the same edge of
    other pages in the same size. (A title on the first page is larger than the head of the others that repeats it.)"""
    edges = [list(_at_edge(lines, height)) for lines, (_, height) in zip(pages, sizes, strict=True)]
    seen: dict[_Shape, list[float]] = defaultdict(list)
    for rows, (_, height) in zip(edges, sizes, strict=True):
        for shape, size in {_shape(row, height): row.height for row in rows}.items():
            seen[shape].append(size)
    made: list[list[Line]] = []
    for lines, rows, (_, height) in zip(pages, edges, sizes, strict=True):
        aside = {id(line) for line in _running_head(lines)}
        for row in rows:
            if _is_furniture(row, seen[_shape(row, height)]):
                aside.update(map(id, row.runs))
        made.append([line._replace(aside="furniture") if id(line) in aside else line for line in lines])
    return made


def _at_edge(lines: Sequence[Line], height: float) -> Iterator[Row]:
    """What stands at the page's upper or lower edge, by the line, parted where a wide gap stands: a figure in a sentence
    is often a run of its own, and no page number."""
    edge = [
        line
        for line in lines
        if line.cell is None and (line.bottom < height * _EDGE or line.top > height * (1 - _EDGE))
    ]
    for row in _rows(edge):
        first = 0
        for at in range(1, len(row.runs)):
            if row.runs[at].x0 - row.runs[at - 1].x1 > _PARTED * row.height:
                yield Row.make(row.runs[first:at])
                first = at
        yield Row.make(row.runs[first:])


def _running_head(lines: Sequence[Line]) -> Sequence[Line]:
    """The line at the top edge, smaller than the page's other lines and further from them than they are from each other:
    the head of a single page, which returns on no other. A slot or a number of the contract (编号: ...) is none, nor is
    what begins as a clause does."""
    if len(lines) < _FULL_PAGE:
        return ()
    top = min(lines, key=lambda line: line.top)
    head = [line for line in lines if line.top < top.bottom]
    usual = sorted(line.height for line in lines)[len(lines) // 2]
    below = sorted(line.top for line in lines if line not in head)
    gap = (below[0] if below else 0.0) - top.bottom
    steps = sorted(b - a for a, b in pairwise(below) if b - a > usual)
    apart = max(_APART * usual, _STEP * steps[len(steps) // 2] - usual if steps else 0.0)
    small = all(line.height < _SMALL * usual and not _SLOT.search(line.text) for line in head)
    small = small and not any(_LABEL.match(line.text) for line in head)
    return head if small and gap > apart else ()


def _is_furniture(row: Row, sizes: Sequence[float]) -> bool:
    """`sizes` are the heights of the lines of its shape, one a page: its own is among them."""
    if _PAGE_NUMBER.fullmatch(row.text) or _LINK.fullmatch(row.text):
        return True
    returns = sum(row.height < _LARGER * size and size < _LARGER * row.height for size in sizes)
    return returns >= 2 and not _LABEL.match(row.text)


def _shape(row: Row, height: float) -> _Shape:
    return row.top < height / 2, _FIGURE.sub("0", "".join(row.text.split()))


def arrange(pages: Sequence[list[Line]]) -> list[Paragraph]:
    """Paragraphs in reading order, joined over lines and pages; furniture stands where its page begins or ends."""
    made: list[Paragraph] = []
    open_rows: list[Row] = []
    reach = 0.0
    table = 1 + max((line.cell.table for lines in pages for line in lines if line.cell), default=-1)
    bodies = [
        [(rows, _margins(rows)) for rows in map(_rows, _columns([line for line in lines if line.aside is None]))]
        for lines in pages
    ]
    usual = _right_margins(bodies)
    for lines, columns, told in zip(pages, bodies, usual, strict=True):
        asides = [Paragraph(_pieces([Row.make((line,))]), aside=line.aside) for line in lines if line.aside]
        for column, (left, own, pitch) in columns:
            right = max(own, told)
            rows, table = set_columns(column, table)
            for row in rows:
                if open_rows and not _goes_on(open_rows, row, left, reach, pitch):
                    made.append(_paragraph(open_rows, pitch))
                    open_rows = []
                open_rows.append(row)
                reach = right
        made.extend(asides)
    if open_rows:
        made.append(_paragraph(open_rows, 0.0))
    return made


def _right_margins(pages: Sequence[Sequence[tuple[list[Row], _Margins]]]) -> list[float]:
    """For each page (its columns, with their rows and margins) where its lines end at least: 0 where it tells so itself, or
    has columns.

    A few short lines (a page of signatures), and the entries of a form, do not reach the margin: of the pages before, or
    else behind, the nearest whose lines do tells where it is.
    """
    own = [_told(*columns[0]) if len(columns) == 1 else 0.0 for columns in pages]
    least = _PROSE * max(own, default=0.0)
    own = [right if right >= least else 0.0 for right in own]
    usual: list[float] = []
    for at, columns in enumerate(pages):
        nearest = (right for right in (*own[:at][::-1], *own[at:]) if right)
        usual.append(0.0 if own[at] or len(columns) > 1 else next(nearest, 0.0))
    return usual


def _told(rows: Sequence[Row], margins: _Margins) -> float:
    """The right margin, where enough lines of a page reach it; else 0."""
    if len(rows) < _FULL_PAGE:
        return 0.0
    _, right, _ = margins
    reaching = sum(row.x1 > right - max(row.height, 6.0) for row in rows)
    return right if reaching >= _REACHING * len(rows) else 0.0


def _columns(lines: list[Line]) -> Iterator[list[Line]]:
    """The page's lines, or those of its left and right column where a gutter parts them: what stands above both first,
    and what stands across them below last."""
    long = [line for line in lines if line.cell is None and len(line.text) >= 8]
    if len(long) >= 12:
        first = min(line.x0 for line in long)
        middle = (first + max(line.x1 for line in long)) / 2
        left = [line for line in lines if line.x1 <= middle + 3]
        right = [line for line in lines if line.x0 >= middle - 3]
        across = [line for line in lines if line.x0 < middle - 3 and line.x1 > middle + 3]
        if _parted(left, right, middle - first) and len(across) <= 0.1 * len(lines):
            top = max(min(line.top for line in column) for column in (left, right))
            above = [line for line in lines if line.bottom <= top + (30 if line in across else 0)]
            yield above
            yield [line for line in left if line not in above]
            yield [line for line in right if line not in above]
            yield [line for line in across if line not in above]
            return
    yield lines


def _parted(left: Sequence[Line], right: Sequence[Line], width: float) -> bool:
    """Whether two halves of a page are columns: each holds much of its text, or some prose that fills its lines, as the
    last page's right column does."""
    held = [sum(len(line.text) for line in half) for half in (left, right)]
    if min(held) > _MUCH * sum(held):
        return True
    filled = [sum(line.x1 - line.x0 > _FILLED * width for line in half) for half in (left, right)]
    return filled[0] > len(left) / 2 and filled[1] >= _LEAST_FILLED


def _rows(lines: list[Line]) -> list[Row]:
    """Runs on the same line of the page side by side, rows from top to bottom; a table's cells one after another."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.top + line.bottom, line.x0)):
        for row in rows[:-7:-1]:
            if row[-1].bottom > line.top and _beside(row[-1], line):
                row.append(line)
                break
        else:
            rows.append([line])
    made = [Row.make(tuple(sorted(row, key=lambda line: line.x0))) for row in rows]
    return sorted(made, key=_order(made))


def _beside(last: Line, line: Line) -> bool:
    overlap = min(last.bottom, line.bottom) - max(last.top, line.top)
    return last.cell == line.cell and overlap > 0.5 * min(last.height, line.height)


def _order(rows: Sequence[Row]):  # type: ignore[no-untyped-def]
    tops: dict[int, float] = {}
    for row in rows:
        cell = row.runs[0].cell
        if cell is not None:
            tops[cell.table] = min(tops.get(cell.table, row.top), row.top)

    def key(row: Row) -> tuple[float, int, int, float]:
        cell = row.runs[0].cell
        if cell is None:
            return (row.top, 0, 0, row.top)
        return (tops[cell.table], cell.row, cell.column, row.top)

    return key


def _margins(rows: Sequence[Row]) -> _Margins:
    """Left and right margin of the text, and the usual distance from line to line."""
    body = [row for row in rows if row.runs[0].cell is None] or list(rows)
    if not body:
        return 0.0, 0.0, 0.0
    left = min(Counter(round(row.x0) for row in body).most_common(2), key=lambda pair: pair[0])[0]
    ends = sorted(row.x1 for row in body)
    right = ends[int(len(ends) * 0.9)] if len(ends) > 3 else ends[-1]
    steps = sorted(b.top - a.top for a, b in zip(body, body[1:], strict=False) if b.top > a.top)
    pitch = steps[len(steps) // 2] if steps else body[0].height * 1.5
    return left, right, pitch


def _goes_on(open_rows: list[Row], row: Row, left: float, right: float, pitch: float) -> bool:
    """Whether a line goes on with the paragraph above it. `left` is the margin of its own column, `right` that of the
    column in which the paragraph ends so far."""
    before = open_rows[-1]
    cell = row.runs[0].cell
    if before.runs[0].cell != cell:
        return False
    em = max(row.height, 6.0)
    if _LABEL.match(row.text) and not _cut_figure(before, row, right - 1.5 * em):
        return False
    if _NUMERAL.match(row.text) and before.text.endswith(_STOPS):
        return False
    if cell is None and len(open_rows) == 1 and _is_label(before):
        return before.runs[0].page == row.runs[0].page and row.top - before.top < 1.7 * max(pitch, em)
    if cell is not None:
        return True
    if before.x1 < right - 2.2 * em - _unbreakable(row) or _SIGNS.match(row.text):
        return False
    same_page = before.runs[0].page == row.runs[0].page
    if same_page and row.top - before.top > 1.7 * max(pitch, em):
        return False
    first = open_rows[0]
    if _ENTRY.match(first.text) and _ENTRY.match(row.text) and not _LABEL.match(first.text):
        # Entries of a form, one a line: 付款方式：… / 押金：…, even where the one above fills its line.
        return False
    hanging = len(open_rows) == 1 and row.x0 < before.x0 + _HANGING * em and _LABEL.match(before.text)
    if row.x0 > left + 1.2 * em and row.x0 > before.x0 + 0.6 * em and not hanging:
        return False
    if (
        len(open_rows) == 1
        and abs(row.x0 - before.x0) < 0.6 * em
        and row.x0 > left + 1.5 * em
        and first.text[-1:] in "。;；:：_"
    ):
        return False
    return abs(_print_height(before) - _print_height(row)) < 0.35 * em


def _print_height(row: Row) -> float:
    """The height of what is printed first; the line of a slot lies below it."""
    run = row.runs[0]
    at = len(run.text) - len(run.text.lstrip("_")) if run.text[0] == "_" else 0
    if at == len(run.text):
        return row.height
    return run.boxes[at * 4 + 3] - run.boxes[at * 4 + 1]


def _is_label(row: Row) -> bool:
    """A number alone on its line, as where the text behind it could not be broken: 8.1 / 如一方违反本协议约定…"""
    return _NUMBER.fullmatch(row.text) is not None


def _cut_figure(before: Row, row: Row, right: float) -> bool:
    """What looks like a label is the rest of a figure or a version that a full line cut: 2,000,0 / 00.00, TLS / 1.2, or a
    figure that a word is followed by: 十五 / (15)日."""
    if before.x1 < right:
        return False
    figure = row.text[:1].isdigit() and _OPEN_END.search(before.text) is not None
    return figure or (_WORDED.search(before.text) is not None and _BRACKETED.match(row.text) is not None)


def _unbreakable(row: Row) -> float:
    """Width of what a line begins with and cannot break: Latin letters and figures, a note in brackets."""
    run = row.runs[0]
    word = _UNBROKEN.match(run.text)
    return run.boxes[word.end() * 4 - 2] - run.x0 if word and word.end() else 0.0


def _paragraph(rows: Sequence[Row], pitch: float) -> Paragraph:
    heading = len(rows) == 1 and pitch > 0 and rows[0].height > pitch * 0.9 and len(rows[0].text) < 40
    return Paragraph(_pieces(rows), cell=rows[0].runs[0].cell, heading=heading)


def _pieces(rows: Sequence[Row]) -> tuple[Piece, ...]:
    made: list[Piece] = []
    for at, row in enumerate(rows):
        if at:
            last, first = made[-1].text[-1:], row.text[:1]
            words = last.isascii() and last.isalpha() and first.isascii() and first.isalpha()
            if words or (at == 1 and _is_label(rows[0])):
                made.append(Piece(" ", None))
        for number, run in enumerate(row.runs):
            if number:
                gap = run.x0 - row.runs[number - 1].x1
                if gap > 0.35 * max(run.height, 6.0):
                    made.append(_blanks(gap, run))
            made.extend(_printed(run, line=number == 0))
    return tuple(made)


def _blanks(gap: float, run: Line) -> Piece:
    """As many blanks as a gap is wide, which the page shows and the file does not spell out."""
    return Piece(" " * max(1, min(round(gap / max(run.height, 6.0) * 2), _MOST_BLANKS)), None)


def _printed(run: Line, *, line: bool) -> Iterator[Piece]:
    """A run, parted at its wide blanks: of several one after another, pdfium gives one."""
    start = 0
    if " " in run.text:
        for blank in _BLANK.finditer(run.text):
            if not blank.start() or run.text[blank.start() - 1].isspace():
                continue
            gap = run.boxes[blank.end() * 4] - run.boxes[blank.start() * 4 - 2]
            if gap > _WIDE * run.height:
                yield _piece(run, start, blank.start(), line=line and not start)
                yield _blanks(gap, run)
                start = blank.end()
    if start:
        yield _piece(run, start, len(run.text), line=False)
    else:
        whole = run.x0, run.top, run.x1, run.bottom
        text = DRAWN_BLANK * len(run.text) if run.drawn else run.text
        yield Piece(text, PageRun(run.page, run.boxes, run.sight, whole), line=line)


def _piece(run: Line, start: int, end: int, *, line: bool) -> Piece:
    sight = run.sight and run.sight.part(start, end)
    return Piece(run.text[start:end], PageRun(run.page, run.boxes[start * 4 : end * 4], sight), line=line)
