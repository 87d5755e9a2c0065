"""How a text ends: with lines to sign on, or in the middle of something."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex

from models.report import Clause
from models.rule import Outline
from models.text import Span

_SENTENCE = regex.compile(r"(?<!_|[章字]\))[。;]\s*$")
"""A line that is a sentence: it ends with a full stop, which is not that of a slot or of (盖章)."""
_ENDS = frozenset('。.．;!?…:)）”"》】_┘┛│┃')
_LABEL_ALONE = regex.compile(
    r"\n\s*(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}|第[一二三四五六七八九十]{1,3}条?)[、.]?\s*$"
)
"""A number that nothing follows, at the end of a text."""
_LONGEST = 400
"""Characters of a line to sign on, at most."""


@lru_cache(maxsize=8)
def _patterns(outline: Outline) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """A line to sign on, and a party above its duties, which are a list."""
    signer = outline.signer
    return (
        regex.compile(rf"^[^\p{{Han}}]{{0,12}}{signer}\s*(?:\([^)]{{0,20}}\))?\s*(?:[:_ ]|$)|{outline.signing_line}"),
        regex.compile(rf"\s*{signer}\s*:\s*\n\s*(?:1|[(（]?一)[、.)）]"),
    )


def signing_lines(text: str, clauses: Sequence[Clause], outline: Outline) -> tuple[Span, ...]:
    """The lines to sign on, in the second half of a text and behind its first numbered clause."""
    signing, duties = _patterns(outline)
    first = next((clause.span[0] for clause in clauses if clause.label), 0)
    at = text.rfind("\n", 0, max(first, len(text) // 2)) + 1
    lines = []
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        if len(line) <= _LONGEST and not _SENTENCE.search(line) and signing.search(line) and not duties.match(text, at):
            lines.append(Span(at, end))
        at = end + 1
    return tuple(lines)


def breaks_off(clauses: Sequence[Clause], signing: Sequence[Span]) -> bool:
    """The last clause ends in the middle of a sentence, and neither a place to sign nor an annex follows or precedes."""
    if not clauses or not clauses[-1].label or any(clause.kind in ("signature", "annex") for clause in clauses):
        return False
    last = clauses[-1].text.rstrip()
    if _LABEL_ALONE.search(last):
        return True
    if not last and len(clauses) > 1 and clauses[-2].label and not clauses[-2].text.strip():
        # A form of headings alone.
        return False
    if last and (last[-1] in _ENDS or "\t" in last):
        return False
    return not signing
