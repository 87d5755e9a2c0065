"""A report as one HTML file that needs nothing else: the viewer, the report, and pictures of the pages.

What a contract says is data in it, in blocks that no browser runs; the page forbids itself, by its Content-Security-
Policy, all scripts and styles but its own two, and every connection.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import regex

from models.check_rule import CheckRule
from models.picture import PagePicture
from models.report import Report
from models.rule import ContractType, Packs, Topic

VIEWER = Path(__file__).parent / "viewer"
"""The viewer's modules and its style sheet, which the review page uses as they are."""

_IMPORT = regex.compile(r'^import \{ ([\w, ]+) \} from "\./(\w+)\.js";$', regex.MULTILINE)
_EXPORT = regex.compile(r"^export (?:function|const) (\w+)", regex.MULTILINE)
_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
"""Characters that could end a block of data, or a line of a script, and are in JSON as well off as escapes."""


def report_html(report: Report, pictures: Sequence[PagePicture], titles: Mapping[str, str]) -> str:
    """The page. `pictures` are those of the report's pages, none for a file without pages: its text is the original
    then. `titles` names rules and types of contracts by id (see `titles_of`)."""
    style = (VIEWER / "viewer.css").read_text("utf-8")
    module = _joined("report")
    blocks = [
        _data("report-data", report.model_dump(mode="json", by_alias=True)),
        _data("titles-data", dict(titles)),
        _data("pages-data", [_page(picture) for picture in pictures]),
        *(_block(f"picture-{p.number}", "text/plain", base64.b64encode(p.data).decode()) for p in pictures if p.data),
    ]
    return (VIEWER / "report.html").read_text("utf-8").format(
        policy=_policy(style, module),
        title=html.escape(f"{report.source.name} · Qiyue"),
        style=style,
        blocks="\n".join(blocks),
        module=module,
    )  # fmt: skip


def titles_of(packs: Packs) -> dict[str, str]:
    """What the ids of a report are called in Chinese: checks, types of contracts, topics."""
    named: tuple[CheckRule | ContractType | Topic, ...] = (*packs.topics, *packs.checks, *packs.types)
    return {rule.id: rule.title for rule in named}


def _page(picture: PagePicture) -> dict[str, Any]:
    return {
        "number": picture.number, "width": picture.width, "height": picture.height, "media_type": picture.media_type,
    }  # fmt: skip


def _data(name: str, content: object) -> str:
    return _block(name, "application/json", json.dumps(content, ensure_ascii=False).translate(_UNSAFE))


def _block(name: str, media_type: str, content: str) -> str:
    return f'<script type="{media_type}" id="{name}">{content}</script>'


def _policy(style: str, module: str) -> str:
    return (
        f"default-src 'none'; img-src data:; style-src {_digest(style)}; script-src {_digest(module)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _joined(entry: str) -> str:
    """A module and all that it imports as one script: each in a scope of its own that gives what it exports."""
    return "\n" + "\n".join(_scoped(name) for name in _in_order(entry)) + "\n"


def _in_order(entry: str) -> Iterator[str]:
    """The modules that `entry` imports, and it last."""
    seen: dict[str, None] = {}

    def visit(name: str) -> None:
        for match in _IMPORT.finditer((VIEWER / f"{name}.js").read_text("utf-8")):
            visit(match[2])
        seen.setdefault(name)

    visit(entry)
    yield from seen


def _scoped(name: str) -> str:
    source = (VIEWER / f"{name}.js").read_text("utf-8")
    body = _IMPORT.sub(r"const { \1 } = module_\2;", source)
    names = ", ".join(_EXPORT.findall(body))
    plain = body.replace("\nexport ", "\n")
    return f"const module_{name} = (() => {{\n{plain}return {{ {names} }};\n}})();"
