"""What stands around a value: its clause, the headings above it, its sentence, its row and column in a table."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from models.report import Clause
from models.text import Block, NormalText
from models.value import Value

_STOPS = re.compile(r"[。;!?\n\t]")
_LEFT, _RIGHT, _LEAD = 110, 80, 120
_SHORT = 40
"""Characters of a line that can lead in the next one, at most."""
_CELL = 30
"""Characters of a cell that can be the label of the next one, at most."""
_HEAD = "首部"
_UNHEADED = {"title": _HEAD, "parties": _HEAD, "preamble": _HEAD, "signature": "签署页"}
_LEAD_IN = re.compile(r"[^。;\n]{2,80}[:：]\s*$")


class Around:
    """What stands around the value at `at`. `left` and `right` bound its sentence; `before` and `after` are its sides,
    `before` with the labels of its row and column where it stands in a table, `after` with the 内 that ends a length of
    time; `headings` are those above it, as in `Places.headings`. The rest is looked up when a cue first asks for it, which
    few do."""

    def __init__(self, places: Places, *, at: int, left: int, right: int, before: str, after: str) -> None:
        self.places, self.at = places, at
        self.left, self.right = left, right
        self.before, self.after = before, after
        self.headings = places.headings(places.clause(at))

    @property
    def sentence(self) -> str:
        """The value's sentence, itself included."""
        return self.places.text[self.left : self.right]

    @cached_property
    def lead(self) -> str:
        """What the paragraph says before the sentence; where it opens one, the short line above that leads it in."""
        return self.places.lead(self.left)


class Places:
    """Where the clauses, the paragraphs and the cells of one contract are."""

    def __init__(self, text: NormalText, clauses: Sequence[Clause]) -> None:
        self.text = text.text
        self.clauses = sorted(clauses, key=lambda clause: clause.span[0])
        self.starts = [clause.span[0] for clause in self.clauses]
        self.by_id = {clause.id: clause for clause in clauses}
        self.blocks = text.blocks
        self.block_starts = [block.start for block in text.blocks]
        self.cells: dict[tuple[int, int, int], Block] = {}
        for block in text.blocks:
            if block.cell is not None:
                self.cells.setdefault((block.cell.table, block.cell.row, block.cell.column), block)
        self._chains: dict[str, str] = {}

    def clause(self, offset: int) -> Clause | None:
        """The clause in whose own text an offset lies."""
        index = bisect_right(self.starts, offset) - 1
        return self.clauses[index] if index >= 0 else None

    def block(self, offset: int) -> Block | None:
        """The paragraph in which an offset lies."""
        index = bisect_right(self.block_starts, offset) - 1
        return self.blocks[index] if index >= 0 else None

    def headings(self, clause: Clause | None) -> str:
        """The headings from the top down to a clause, with the lines above it that lead in a list, parted by `/`.

        首部 stands for the head, 签署页 for a place to sign.
        """
        if clause is None:
            return _HEAD
        if not clause.label and clause.kind in _UNHEADED:
            return _UNHEADED[clause.kind]
        if clause.id not in self._chains:
            parent = self.by_id.get(clause.parent or "")
            chain = clause.heading
            if parent is not None:
                lead = _LEAD_IN.search(parent.text[-90:])
                chain = f"{self.headings(parent)}/{lead.group().strip() if lead else ''}/{clause.heading}"
            self._chains[clause.id] = chain
        return self._chains[clause.id]

    def labels(self, offset: int) -> str:
        """The head of an offset's column and the first cell of its row, or the cell before it: `单价|服务器|`."""
        block = self.block(offset)
        if block is None or block.cell is None:
            return ""
        table, row, column = block.cell.table, block.cell.row, block.cell.column
        keys = [(table, 0, column), (table, row, 0), (table, row, column - 1)] if row else [(table, row, column - 1)]
        found = [self.cells[key] for key in keys if key in self.cells and key != (table, row, column)]
        words = dict.fromkeys(self.text[cell.start : cell.end][:30] for cell in found)
        return "".join(f"{word}|" for word in words)

    def lead(self, left: int) -> str:
        """What a paragraph says before the sentence that begins at `left`; see `Around.lead`."""
        floor = max(left - _LEAD, 0)
        start = max(self.text.rfind("\n", floor, left), self.text.rfind("\t", floor, left), floor - 1) + 1
        return self.text[start:left] or self._line_above(left)

    def _line_above(self, start: int) -> str:
        """The line above a paragraph where it is a short one that leads in what follows: 第四期(质保金):."""
        end = start - 1
        line = self.text[max(self.text.rfind("\n", 0, max(end, 0)) + 1, end - _SHORT) : max(end, 0)].rstrip()
        return line if line.endswith(":") else ""

    def _label(self, left: int) -> str:
        """What stands in the cell before the one that begins at `left`, where a tab is all that parts them: `报酬合计|`, and
        `期限:` where it ends with a colon itself."""
        if not left or self.text[left - 1] != "\t":
            return ""
        floor = max(left - _CELL, 0)
        word = _STOPS.split(self.text[floor : left - 1].rstrip())[-1]
        return word if not word or word.endswith(":") else f"{word}|"

    @cached_property
    def _stops(self) -> list[int]:
        """Where a sentence, a line or a cell ends: the offset of its mark."""
        return [stop.start() for stop in _STOPS.finditer(self.text)]

    def around(self, value: Value) -> Around:
        """What stands around a value: its sentence, and at most so much of it on either side as cues ask for."""
        text, stops = self.text, self._stops
        after = bisect_left(stops, value.start)
        left = max(value.start - _LEFT, stops[after - 1] + 1 if after else 0, 0)
        after = bisect_left(stops, value.end, after)
        right = min(value.end + _RIGHT, stops[after] if after < len(stops) else len(text))
        before = text[left : value.start].rstrip(" ")
        return Around(
            self,
            at=value.start,
            left=left,
            right=right,
            before=(self.labels(value.start) if self.cells else self._label(left)) + before,
            after=("内" if text[value.end - 1] == "内" else "") + text[value.end : right].lstrip(" "),
        )
