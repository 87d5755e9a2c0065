"""An overview as one HTML page that needs nothing else: no script, no file and no address from outside."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from exports.overview.panels import Panel, headline, panels
from models.overview import Overview

_STYLE = """
:root { color-scheme: light dark; --ink: #1f2933; --paper: #f5f7fa; --card: #fff; --bar: #3d6fa5; --soft: #616e7c }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e7eb; --paper: #15191e; --card: #1f252c; --bar: #6c9bd2; --soft: #9aa5b1 }
}
body { margin: 0; padding: 2rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif }
h1 { font-size: 1.5rem; margin: 0 } .head { color: var(--soft); margin: .2rem 0 1.5rem }
main { columns: 26rem; column-gap: 1rem }
section { break-inside: avoid; margin-bottom: 1rem; background: var(--card); border-radius: .6rem; padding: 1rem 1.2rem; box-shadow: 0 1px 3px #0002 }
h2 { font-size: 1rem; margin: 0 0 .6rem } table { width: 100%; border-collapse: collapse }
td, th { padding: .12rem .3rem; font-weight: normal; text-align: left; vertical-align: middle }
th { width: 45%; overflow-wrap: anywhere } td.n { width: 4rem; text-align: right; font-variant-numeric: tabular-nums }
.bar { height: .75rem; border-radius: .2rem; background: var(--bar); min-width: 2px }
.error, .unreadable { background: #c0392b } .warning, .blank { background: #d9a406 } .info { background: #3d8fb5 }
.none, .found { background: #3c8c4f } .absent { background: #9aa5b1 }
p { color: var(--soft); margin: .5rem 0 0; font-size: .85rem }
@media print { body { padding: 0 } section { box-shadow: none; border: 1px solid #ccc } }
@media (max-width: 32rem) { body { padding: 1rem } main { columns: 1 } }
"""


def overview_page(overview: Overview) -> str:
    """The whole page. All that comes from a contract is escaped."""
    return "".join(
        (
            '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
            f"<title>合同概览</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>合同概览</h1>\n",
            f'<div class="head">{escape(headline(overview))}</div>\n<main>\n',
            *(part for panel in panels(overview) for part in _section(panel)),
            "</main>\n</body>\n</html>\n",
        )
    )


def _section(panel: Panel) -> Iterator[str]:
    yield f"<section>\n<h2>{escape(panel.title)}</h2>\n"
    if panel.bars:
        most = max(bar.number for bar in panel.bars)
        yield "<table>\n"
        for bar in panel.bars:
            width = 100 * bar.number / most
            yield f'<tr><th scope="row">{escape(bar.label)}</th><td class="n">{bar.number:,}</td>'
            drawn = f'<div class="bar {escape(bar.tone)}" style="width:{width:.1f}%"></div>' if bar.number else ""
            yield f"<td>{drawn}</td></tr>\n"
        yield "</table>\n"
    else:
        yield "<p>没有</p>\n"
    if panel.below:
        yield f"<p>{escape(panel.below)}</p>\n"
    yield "</section>\n"
