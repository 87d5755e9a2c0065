"""An overview at a terminal: bars of characters."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from exports.overview.panels import Panel, headline, panels
from models.overview import Overview

_WIDTH = 40
_STYLES = {
    "error": "red", "warning": "yellow", "info": "cyan", "none": "green", "found": "green", "blank": "yellow",
    "unreadable": "red", "absent": "dim",
}  # fmt: skip


def overview_text(overview: Overview) -> RenderableType:
    """All panels, one below the other."""
    return Group(Text(headline(overview), style="bold"), *(_panel(panel) for panel in panels(overview)))


def _panel(panel: Panel) -> RenderableType:
    table = Table(title=panel.title, title_justify="left", title_style="bold", show_header=False, box=None)
    table.add_column(max_width=40, overflow="fold")
    table.add_column(justify="right")
    table.add_column(min_width=_WIDTH)
    most = max((bar.number for bar in panel.bars), default=1)
    for bar in panel.bars:
        length = max(round(_WIDTH * bar.number / most), min(bar.number, 1))
        style = _STYLES.get(bar.tone, "blue")
        table.add_row(Text(bar.label), Text(f"{bar.number:,}"), Text("█" * length, style=style))
    if not panel.bars:
        table.add_row(Text("没有", style="dim"), "", "")
    # A caption would be broken where the table ends.
    below = (Text(f" {panel.below}", style="dim"),) if panel.below else ()
    return Group(Text(""), table, *below)
