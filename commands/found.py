"""What a search found, for a person at a terminal: each with its quote, clause, page and file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from exports.terminal import SEVERITY, STATUS

if TYPE_CHECKING:
    from store.filters.evidence import Said
    from store.read import ContractRow
    from store.search import Hit

_AROUND, _QUOTE = 30, 60
"""Characters shown on each side of a phrase, and of a quote."""


def clauses_found(hits: Sequence[Hit]) -> RenderableType:
    """Clauses under their contracts, the phrase marked."""
    parts: list[RenderableType] = []
    for _, group in groupby(hits, key=lambda hit: hit.sha256):
        some = list(group)
        parts.append(_file(some[0].title, some[0].name, some[0].paths))
        parts += [Padding(_clause(hit), (0, 0, 0, 2)) for hit in some]
    return Group(*parts)


def contracts_found(rows: Sequence[ContractRow], said: Mapping[int, Sequence[Said]]) -> RenderableType:
    """Contracts with their findings counted, and what the filter names of each."""
    parts: list[RenderableType] = []
    for row in rows:
        head = _file(row.title, row.name, row.paths)
        for severity, number in (("error", row.errors), ("warning", row.warnings), ("info", row.infos)):
            word, style = SEVERITY[severity]
            if number:
                head.append(f"  {word} {number}", style=style)
        parts.append(head)
        if row.id in said:
            parts.append(Padding(_said(said[row.id]), (0, 0, 0, 2)))
    return Group(*parts)


def _file(title: str | None, name: str, paths: Sequence[str]) -> Text:
    head = Text.assemble((_line(title or name), "bold"), "  ", (_line(paths[0] if paths else name), "dim"))
    if len(paths) > 1:
        head.append(f" 等 {len(paths)} 处", style="dim")
    return head


def _clause(hit: Hit) -> Text:
    start, end = hit.at
    before, after = hit.words[max(start - _AROUND, 0) : start], hit.words[end : end + _AROUND]
    line = Text()
    if hit.page is not None:
        line.append(f"第{hit.page}页 ", style="cyan")
    if hit.label and start - _AROUND > 0:
        line.append(f"{_line(hit.label)} ", style="cyan")
    line.append(("…" if start - _AROUND > 0 else "") + _line(before))
    line.append(_line(hit.words[start:end]), style="bold reverse")
    line.append(_line(after) + ("…" if end + _AROUND < len(hit.words) else ""))
    return line


def _said(entries: Iterable[Said]) -> RenderableType:
    """What stands in a contract, one below the other; each with its quote on a line of its own."""
    parts: list[RenderableType] = []
    for entry in entries:
        word, style = {**STATUS, **SEVERITY}[entry.status]
        title = f"{entry.title}({entry.about})" if entry.about else entry.title
        line = Text.assemble((word, style), " ", (_line(title), "bold"))
        if entry.value:
            line.append(f"  {_line(entry.value)}")
        if entry.page is not None:
            line.append(f"  第{entry.page}页", style="cyan")
        if entry.label:
            line.append(f"  {_line(entry.label)}", style="cyan")
        parts.append(line)
        if entry.quote:
            quote = _line(entry.quote)
            parts.append(
                Padding(Text(f"「{quote[:_QUOTE]}{'…' if len(quote) > _QUOTE else ''}」", style="dim"), (0, 0, 0, 2))
            )
    return Group(*parts)


def _line(text: str) -> str:
    """Text of a contract on one line, and without what a terminal would take as an order."""
    return "".join(char if char.isprintable() else " " for char in text)
