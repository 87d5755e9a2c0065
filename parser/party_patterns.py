"""How parties are presented, as patterns: labels, names, slots and what they are called by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import regex

from models.rule import Parties
from parser.matching import short

_LONGEST = 44
"""Characters of a name that stands before what tells who that is, at most."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """The wordings of rules/parties.yaml, put together. `before` is what a label stands right behind, but at a line's
    beginning: to try it everywhere would take ten times as long."""

    label: regex.Pattern[str]
    before: re.Pattern[str]
    named: regex.Pattern[str]
    behind: regex.Pattern[str]
    organ: regex.Pattern[str]
    after: regex.Pattern[str]
    heading: regex.Pattern[str]
    payers: regex.Pattern[str]
    letter: regex.Pattern[str]
    called: regex.Pattern[str]
    alias: regex.Pattern[str]
    aliased: regex.Pattern[str]
    tail: regex.Pattern[str]
    own: regex.Pattern[str]
    kind: regex.Pattern[str]
    part: regex.Pattern[str]
    below: regex.Pattern[str]
    ended: regex.Pattern[str]
    goes_on: regex.Pattern[str]
    apart: regex.Pattern[str]
    holed: regex.Pattern[str]
    printed: regex.Pattern[str]
    lead: regex.Pattern[str]
    apposition: regex.Pattern[str]


@lru_cache(maxsize=8)
def patterns_of(words: Parties) -> Patterns:
    """What presents a party: its label, a label of its name alone, what it is called by behind its name, and so on."""
    kind = f"(?:{words.payers}|{words.kinds})(?:[一二三四五]|[1-5](?![0-9]))?"
    quote = '["”』》]?'
    qualified = r" ?[(\[](?P<q>[^()\[\]\n]{1,30})[)\]]"
    single = rf"(?<=[^\s,、] )(?=(?:[乙丙丁]方|{kind})(?: ?\([^()\n]{{1,24}}\)){{0,2}} ?:)"
    start = rf"(?:^|(?<=[\n\t_。;】]| {{2}}|方\)?:|(?<!本)(?:合同|协议)书?)|{single})[ \t]{{0,40}}+(?:[·*#>-]+ {{0,2}}|\(?[一二三四五六0-9]{{1,2}}[、.)] ?)?(?:[A-Za-z][A-Za-z ]{{1,18}} ?/? ?)?"
    letter = rf"\(?(?P<letter>{words.letter})\)?"
    role = rf"(?P<kind>{kind})"
    suffix = (
        rf"(?: ?(?:{words.suffix}))?(?: ?(?P<own>{words.name}))?(?: ?/ ?[A-Z][A-Za-z ]{{1,18}}| ?\(?Party [A-D]\)?| [A-Z][a-z]{{3,14}}(?= ?[:\t]))?"
        r"(?: ?\((?:盖|签|公)[^)\n]{0,8}\)| ?(?:盖章|签章|签字|签名|公章))?"
    )
    separator = r"(?: ?: ?|(?= ?[\t\n─]| {2}|_|【|$))"
    called = r"(?<=^|[\n\t])\p{Han}{1,6}(?:[人方商者主户员店校院园厂馆社东客]|单位|公司|机构|中心)"
    return Patterns(
        label=regex.compile(
            rf"{start}(?:(?:{letter}(?:{qualified}){{0,2}}|{role}(?: ?[(\[](?:(?:[^()\[\]\n,、]{{1,14}}[,、] ?)?{words.alias})?(?P<letter2>{words.letter})?[^()\[\]\n]{{0,16}}[)\]]){{0,2}}"
            rf"|{role}[/、]? ?(?P<letter3>{words.letter})|(?P<letter4>{words.letter})[/、 -]? ?{role}|(?P<kind>{called}(?= ?:[^\n;。_]{{2,60}}?[(,、] ?{words.alias}[\"“「](?!{words.letter})))){suffix}{separator}"
            rf"|(?P<kind>[^\s:;,。()_]{{2,14}}) ?\({words.alias}(?P<letter6>{words.letter}){quote}\) ?:"
            rf"|\((?P<letter5>{words.letter})\) ?(?=[^\s:]{{2,30}}(?: *$|\t| {{2}})))",
            regex.MULTILINE,
        ),
        before=re.compile(
            r"[\n\t_。;】]| (?=[乙丙丁]方|[\u4e00-\u9fff]{2,6} ?[:(])|(?<= ) |方\)?:|合同|协议|(?<=[同议])书"
        ),
        named=regex.compile(
            rf"^[ \t]*(?:[·*>-]+ {{0,2}}|\(?[一二三四五六0-9]{{1,2}}[、.)] ?)?(?:{words.name})(?: ?: ?| ?\t ?| {{2,}}|(?=_))",
            regex.MULTILINE,
        ),
        behind=short(
            rf"(?:(?P<bracket>\() ?(?:{words.alias}|[“\"]|(?={words.letter}\)))|[,、] ?{words.alias})(?P<role>{words.letter}|{kind}){quote}(?(bracket)[^()\n]{{0,12}}\))"
        ),
        organ=short(words.organ),
        after=short(words.after),
        heading=short(words.heading),
        payers=short(words.payers),
        letter=short(words.letter),
        ended=short(words.ended),
        goes_on=short(words.goes_on),
        called=short(
            rf"(?:(?:[(,]| {{2}}) ?{words.alias}|\( ?[\"“](?={words.letter}[\"”]))(?P<role>{words.letter}|{kind})"
        ),
        alias=short(rf"(?<![合统])(?!(?:以下|下|后)?[合统]称){words.alias}(?P<alias>[^\s,;。:()\"”』》“{{}}]{{2,12}})"),
        aliased=short(rf"[ \t]*\( ?{words.alias}(?:{words.letter}|{kind}){quote} ?\)[ \t]*(?=[^\s_])"),
        tail=short(rf" *\((?P<role>{words.letter})\)(?= *$| {{2}}|\t)"),
        own=short(rf"^\(?(?:{words.alias})?(?P<role>{words.letter}|{kind})?{quote}\)?$"),
        kind=short(
            rf"(?:{kind}|[^()（）/、,]{{1,10}}(?:方|人|者|商|单位|公司|企业))(?:[/、或](?:{kind}|[^/、]{{1,10}}))*"
        ),
        part=short(rf"[ \t]*(?P<kind>{kind})(?: ?\([^()\n]{{1,12}}\))? ?(?::|(?=_| ) ?|$)"),
        apart=regex.compile(rf"^[ \t]*\({words.alias}(?P<role>{words.letter}){quote}\)[ \t]*$", regex.MULTILINE),
        holed=short(words.holed),
        printed=short(words.printed),
        lead=short(words.lead),
        apposition=short(
            rf"[ \t]*(?:\([0-9一二三四五A-E]\)|[0-9一二三四五A-E][.、)])?[ \t]*(?P<name>[^\s,;。:\"“]{{2,{_LONGEST}}}?)(?:{words.apposition})"
        ),
        below=short(rf"[ _─]*\n[ \t]*\((?P<letter>{words.letter})\)[ \t]*(?=\n|$)"),
    )
