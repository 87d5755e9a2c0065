"""The same contract in another dress says the same: bullets, indents, wide characters, traditional ones, typed lines, web pages, Word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path
from unicodedata import east_asian_width

import opencc
import pytest

from fixtures.expect import CASES, sources_of
from models.source import Limits
from parser import parse
from parser.readers import read
from tests.parser.readers.word_files import docx

Lines = Sequence[str]
COLUMN = 60
_TOKEN = re.compile(r"[A-Za-z0-9.,@:/%-]+|.")
_LABELLED = re.compile(r" *(?:附件 ?[一二三四五1-9]|[^:：。，]{2,12}[:：])")
_NO_START = frozenset("，。；：、！？）》”,.;:!?)%")
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if chr(code) not in "_*[]#"}


def lines_of(case: Path) -> list[str]:
    """The paragraphs of a fixture's contract, but those of its tables."""
    source = next(path for path in sources_of(case) if path.suffix != ".doc")
    reading = read(source.name, source.read_bytes(), Limits(), None)
    texts = [p.text for p in reading.paragraphs if p.aside is None and p.cell is None]
    return [line.rstrip() for text in texts for line in text.replace("\u3000", " ").split("\n") if line.strip()]


def plain(lines: Lines) -> tuple[bytes, str]:
    return "\n".join(lines).encode(), "contract.txt"


def bulleted(lines: Lines) -> tuple[bytes, str]:
    return plain([f"● {line.strip()}" if _LABELLED.match(line) else line for line in lines])


def indented(lines: Lines) -> tuple[bytes, str]:
    return plain([f" {line.strip()}" for line in lines])


def set_in(lines: Lines) -> tuple[bytes, str]:
    return plain([f"\u3000\u3000{line.strip()}" for line in lines])


def wide(lines: Lines) -> tuple[bytes, str]:
    return plain([line.translate(_WIDE) for line in lines])


def traditional(lines: Lines) -> tuple[bytes, str]:
    return plain([opencc.OpenCC("s2t").convert(line) for line in lines])


def typed(lines: Lines) -> tuple[bytes, str]:
    """Broken at a column, as typists do: no word is cut, and no stop begins a line."""
    return plain([part for line in lines for part in _broken(line)])


def _broken(line: str) -> Iterator[str]:
    made, width = "", 0
    for token in _TOKEN.findall(line):
        columns = sum(2 if east_asian_width(char) in "WF" else 1 for char in token)
        if width + columns > COLUMN and token not in _NO_START:
            yield made
            made, width = "", 0
        made, width = made + token, width + columns
    yield made


def page(lines: Lines) -> tuple[bytes, str]:
    return "".join(f"<p>{escape(line)}</p>" for line in lines).encode(), "contract.html"


def word(lines: Lines) -> tuple[bytes, str]:
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
    return docx(body), "contract.docx"


def said(dressed: tuple[bytes, str]) -> tuple[Counter[tuple[str | None, ...]], list[str], list[str]]:
    """Fields that are not absent, checks that found something, and the labels of clauses."""
    data, name = dressed
    report = parse(data, name=name)
    fields = Counter((f.name, f.role, f.status, f.norm) for f in report.fields if f.status != "absent")
    labels = ["".join(clause.label.split()) for clause in report.clauses if clause.label]
    return fields, sorted(finding.check for finding in report.findings), labels


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("dress", [bulleted, indented, set_in, wide, traditional, typed, page, word])
def test_dress(case: Path, dress: Callable[[Lines], tuple[bytes, str]]) -> None:
    lines = lines_of(case)
    assert said(dress(lines)) == said(plain(lines))
