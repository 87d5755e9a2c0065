"""Laws as a contract cites them: by their name in 《》 or bare, with year, document number and articles.

What a mention means is for the checks to say; here it is only read. A name in 《》 that is no law's is a citation too,
since only a list of laws can tell. How a law is named without 《》 is told by rules/citing.yaml; how its articles, its year
and the numbers of documents are written is one form for all, and stands here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from models.rule import Law, Packs
from parser.matching import short
from parser.values.numerals import parse_number

_N = r"(?:[零〇一二两三四五六七八九十百千]{1,9}|[0-9]{1,4})"
_ARTICLES = (
    rf"(?:的|之)?(?: ?第 ?(?P<a>{_N}) ?条(?:之{_N})?(?:第?\(?{_N}\)?[款项])*"
    rf"(?: ?[、,和及与至到] ?第? ?(?P<a>{_N}) ?条(?:第?\(?{_N}\)?[款项])*){{0,9}})?"
)
_NOTE = r"(?: ?[(\[](?P<note>[^()\[\]\n]{2,40})[)\]])?"
_QUOTED = regex.compile(
    rf"《(?P<name>[^《》\n]{{2,50}}(?:《[^《》\n]{{2,40}}》[^《》\n]{{0,40}})?)》{_NOTE}{_ARTICLES}"
)
_AFTER = regex.compile(_NOTE + _ARTICLES)
_NUMBER = re.compile(r"法释 ?[〔\[(] ?(\d{4}) ?[〕\])] ?(?:第 ?)?(\d+) ?号|GF ?[-—] ?(\d{4}) ?[-—] ?(\d{4})")
_YEAR = re.compile(r"((?:19|20)\d{2})\s?年?\s?(?:修|版|本|$)")
_YEAR_BEFORE = re.compile(r"((?:19|20)\d{2})\s?年?(?:最新)?(?:修[正订改]|版|本)?(?:后|的)*$")
_LEAD = 30
"""Characters before the name of a law that are looked at for what cites it."""


@dataclass(frozen=True, slots=True)
class Citation:
    """`key` is the name as `law_key` gives it, `span` runs from the name to the last article. `year` is that of the
    version where the text names one, `number` a document number in brackets behind the name (法释〔2018〕20号)."""

    key: str
    name: str
    span: tuple[int, int]
    quoted: bool
    year: int | None
    number: str | None
    articles: tuple[int, ...]


@lru_cache(maxsize=4096)
def law_key(name: str) -> str:
    """A law's name without what citations add or leave out: 中华人民共和国, the issuer, brackets around it, its year."""
    name = "".join(name.split()).translate(str.maketrans("（）〔〕", "()[]", "《》〈〉"))
    name = name.replace("中华人民共和国", "").removeprefix("最高人民法院关于").removeprefix("最高人民法院")
    return re.sub(r"\((?:19|20)\d{2}[^()]*\)$", "", name)


def cite(text: str, packs: Packs) -> tuple[Citation, ...]:
    """Every citation in reading order."""
    quoted = [_quoted(text, match) for match in _QUOTED.finditer(text)]
    starts = [citation.span[0] for citation in quoted]
    bare = []
    for citation in _bare(text, packs):
        at = bisect_right(starts, citation.span[0]) - 1
        if at < 0 or citation.span[0] >= quoted[at].span[1]:
            bare.append(citation)
    return tuple(sorted([*quoted, *bare], key=lambda citation: citation.span))


def _quoted(text: str, match: regex.Match[str]) -> Citation:
    name, note = match["name"], match["note"] or ""
    inner = re.search(r"\(((?:19|20)\d{2}[^()]*)\)$", name)
    number = _document(note) or _document(name)
    year = _year(note) or _year(inner[1] if inner else "") or _year_before(text, match.start())
    return Citation(law_key(name), name, match.span(), True, year or _of(number), number, _articles(match))


def _bare(text: str, packs: Packs) -> Iterator[Citation]:
    names, lengths = _names(packs)
    words = packs.citing
    longer, abroad, citing, cited = map(short, (words.longer, words.abroad, words.before, words.behind))
    for tail in short(words.law).finditer(text):
        for end in {tail.end(), tail.end() - 3 if tail.group().endswith(")") else tail.end()}:
            length = next((n for n in lengths if n <= end and text[end - n : end] in names), None)
            start = end - (length or 0)
            if length is None or longer.match(text, end) or abroad.search(text[max(start - 8, 0) : start]):
                continue
            if text[max(start - 7, 0) : start] == "中华人民共和国":
                start -= 7
            after = _AFTER.match(text, end)
            assert after is not None  # all of it is optional
            if not (citing.search(text[max(start - _LEAD, 0) : start]) or cited.match(text, end) or after["a"]):
                continue
            note = after["note"] or ""
            number, year = _document(note), _year(note) or _year_before(text, start)
            span = (start, after.end() if after else end)
            articles = _articles(after) if after else ()
            yield Citation(
                law_key(text[start:end]), text[start:end], span, False, year or _of(number), number, articles
            )
    for match in _NUMBER.finditer(text):
        number = _document(match.group())
        yield Citation(str(number), match.group(), match.span(), False, _of(number), number, ())


@lru_cache(maxsize=8)
def _names(packs: Packs) -> tuple[frozenset[str], tuple[int, ...]]:
    """The names by which laws are cited bare, and their lengths, longest first."""
    names = {alias for law in packs.laws if law.status != "renamed" for alias in law.aliases}
    names = {alias.translate(str.maketrans("（）", "()")) for alias in names}
    return frozenset(names), tuple(sorted({len(name) for name in names}, reverse=True))


@lru_cache(maxsize=8)
def laws_by_key(packs: Packs) -> dict[str, Law]:
    """Laws by the keys of their names and aliases; document numbers are keys too."""
    found: dict[str, Law] = {}
    for law in packs.laws:
        for name in (law.name, *law.aliases):
            found.setdefault(_document(name) if name.startswith(("法释", "GF")) else law_key(name), law)  # type: ignore[arg-type]
    return found


def _articles(match: regex.Match[str]) -> tuple[int, ...]:
    numbers = (parse_number(word) for word in match.captures("a"))
    return tuple(int(number) for number in numbers if number is not None)


def _document(text: str) -> str | None:
    found = _NUMBER.search(text)
    if found is None:
        return None
    return f"法释〔{found[1]}〕{found[2]}号" if found[1] else f"GF-{found[3]}-{found[4]}"


def _of(number: str | None) -> int | None:
    found = re.search(r"〔(\d{4})〕", number or "")
    return int(found[1]) if found else None


def _year(note: str) -> int | None:
    found = _YEAR.search(note)
    return int(found[1]) if found else None


def _year_before(text: str, start: int) -> int | None:
    found = _YEAR_BEFORE.search(text[max(start - 12, 0) : start])
    return int(found[1]) if found else None
