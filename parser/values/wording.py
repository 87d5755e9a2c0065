"""Canonical forms of text fields: titles, numbers, names, courts, laws. "" is an empty slot, None no value at all.

Which words belong to a name, a court, a law is knowledge: rules/wordings.yaml. How a slot is printed, and what groups the
digits of a code, is one form for all texts, and stands here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import regex

from models.rule import Wordings
from parser.matching import short
from parser.rulefile import content_of

_FILE = Path(__file__).resolve().parents[2] / "rules" / "wordings.yaml"

_EMPTY = re.compile(r"^(?:[\s_\-/:;,.×X*─—…]*|[\[【〔<][^\]】〕>]{0,20}[\]】〕>]|\(\s*\)|\{\{[^{}]*\}\}|\$\{[^{}]*\})$")
_BLANKS = re.compile(r"\s+")
_CHINESE_BLANKS = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")
_SLOTTED = re.compile(r"[\[【_〔]|\{\{|\$\{|[×*]{2}|XX")
_FORM = re.compile("[第字编号年]+")
_LEFT = re.compile(r"第号|[(〔\[【](?:19|20)?[)〕\]】]")
_PAIRS = (("(", ")"), ("〔", "〕"), ("[", "]"), ("【", "】"))
_GROUPING = re.compile(r"[\s\-—()]+")
_HIDDEN = re.compile(r"[*×]|X{3,}")
_CODE = re.compile(r"\+?[0-9A-Z]{5,34}")
_NAMED = regex.compile(r"[\p{Han}·]{2,15}|[A-Za-z][A-Za-z .]{2,40}")


@lru_cache(maxsize=1)
def _words() -> Mapping[str, regex.Pattern[str]]:
    """The patterns of rules/wordings.yaml by their names, read once a process; `gloss` is a name in Latin letters behind a
    Chinese one."""
    told = Wordings.model_validate(content_of(_FILE)["wordings"])
    gloss = short(rf"(?<=[司团厂行院学]) ?[(/]? ?{told.abroad} ?\)?")
    return {**{name: short(pattern) for name, pattern in told}, "gloss": gloss}


def text(raw: str) -> str | None:
    """The text without its blanks, but those between Latin words."""
    return "" if _EMPTY.match(raw) else _BLANKS.sub(" ", _CHINESE_BLANKS.sub("", raw))


def title(raw: str) -> str | None:
    """A contract's title, without what a site adds to it."""
    word = _BLANKS.sub("", raw).strip("#*")
    bare = word.strip("《》")
    word = _words()["collected"].sub("", word if "》" in bare else bare)
    return word if 2 <= len(word) <= 50 else None


def number(raw: str) -> str | None:
    """A contract's number or another that holds letters or digits; "" for one that is left blank or masked."""
    word = _BLANKS.sub("", raw).strip(":;,.")
    if (
        "__" in word
        or _LEFT.search(word)
        or any(word.count(opening) > word.count(closing) for opening, closing in _PAIRS)
    ):
        # A form's own characters around what is left blank: 科技合字(19  )第    号.
        return ""
    if word.count(")") > word.count("("):
        word = word.removesuffix(")")  # of the bracket that the whole stands in: (合同编号:HT-1)
    if _EMPTY.match(raw) or not re.search(r"[0-9A-Za-z]", word):
        return "" if _EMPTY.match(raw) or _words()["masked"].search(raw) or _FORM.fullmatch(word) else None
    return word


def name(raw: str) -> str | None:
    """A party's name, without what stands behind it; "" for an empty, masked or generic one (某公司, 单位). Of a name in two
    languages it is the Chinese one."""
    raw = _words()["gloss"].sub("", raw.strip())
    abroad = _words()["abroad"].match(raw)
    if abroad:
        own = raw[abroad.end() :].strip(" ()/,")
        return (name(own) if re.match(r"[\u3400-\u9fff]{4}", own) else None) or " ".join(abroad.group().split())
    cut = _words()["name_end"].sub("", raw).strip(" :;,_")
    if _EMPTY.match(cut) or _words()["filler"].search(cut):
        return ""
    cut = _words()["leading"].sub("", _BLANKS.sub("", cut))
    if _words()["masked"].search(cut) or _words()["generic"].fullmatch(cut):
        return ""
    return None if len(cut) < 2 or len(cut) > 40 or _words()["no_name"].search(cut) else cut


def place(raw: str) -> str | None:
    """A place, without the units a form prints for it: 北京 省(市) 房山 市、县(区) is 北京市房山."""
    word = _BLANKS.sub("", raw).strip(":;,。.")
    word = _words()["printed_unit"].sub("", re.sub(r"省\(市\)(?=.)", "市", word) if not word.startswith("省") else word)
    if _EMPTY.match(raw) or _EMPTY.match(word) or _SLOTTED.search(word):
        return ""
    return word if 2 <= len(word) <= 30 and not _words()["no_place"].search(word) else None


def court(raw: str) -> str | None:
    """PLACE人民法院, without the words that only say that it has jurisdiction."""
    word = _BLANKS.sub("", raw)
    if _SLOTTED.search(word) or _words()["gaped"].match(raw):
        return ""
    word = _words()["jurisdiction"].sub("", _words()["forum_lead"].sub("", word))
    if not _words()["special_court"].search(word):
        word = word.removesuffix("法院").removesuffix("人民").rstrip("的") + "人民法院"
    return word if 3 < len(word) <= 30 and not _words()["any_court"].fullmatch(word) else None


def tribunal(raw: str) -> str | None:
    """The institution's name; none for what says only that there is one (有管辖权的仲裁机构)."""
    word = _BLANKS.sub("", raw)
    if _SLOTTED.search(word) or _words()["gaped"].match(raw):
        return ""
    word = _words()["tribunal_lead"].sub("", _words()["forum_lead"].sub("", word)).lstrip("的")
    return word if 4 < len(word) <= 30 and not _words()["any_tribunal"].fullmatch(word) else None


def law(raw: str) -> str | None:
    """A law's name, without its country, its issuer and its version."""
    word = _BLANKS.sub("", raw)
    word = re.sub(r"\([^()]*\)$", "", word)
    word = word.removeprefix("中华人民共和国").removeprefix("最高人民法院关于")
    return (
        word
        if len(word) <= 40 and _words()["law_kind"].search(word) and not _words()["law_skip"].search(word)
        else None
    )


def code(raw: str) -> str | None:
    """Letters and digits without what groups them: account numbers, credit codes, telephone numbers; "" where masked."""
    word = _GROUPING.sub("", raw).upper()
    if _EMPTY.match(raw) or _HIDDEN.search(word):
        return ""
    return word if _CODE.fullmatch(word) else None


def person(raw: str) -> str | None:
    """A natural person's name; "" for an empty or masked slot."""
    word = _BLANKS.sub("", raw).strip(":;,.")
    if _EMPTY.match(raw) or _EMPTY.match(word) or _words()["masked"].search(word) or _words()["filler"].search(word):
        return ""
    return word if _NAMED.fullmatch(word) and not _words()["no_person"].search(word) else None


def address(raw: str) -> str | None:
    """A postal address; "" for an empty slot."""
    word = _BLANKS.sub("", raw).strip(":;,。.")
    if _EMPTY.match(raw) or _EMPTY.match(word) or _SLOTTED.search(word):
        return ""
    return word if 4 <= len(word) <= 80 and not _words()["no_address"].search(word) else None


def share(raw: str) -> str | None:
    """A share in words: 一半 and 对半 are 0.5, 三成 is 0.3, 二成五 0.25."""
    word = _BLANKS.sub("", raw)
    if word in ("一半", "半数", "对半", "各半", "平分", "五五"):
        return "0.5"
    tenths, mark, rest = word.partition("成")
    digit = "一二三四五六七八九".find(tenths) + 1
    more = 5 if rest == "半" else "一二三四五六七八九".find(rest) + 1 if rest else 0
    if not mark or len(tenths) != 1 or not digit or (rest and not more):
        return None
    return f"0.{digit}{more}".rstrip("0")


CLEAN: dict[str, Callable[[str], str | None]] = {
    "text": text, "title": title, "number": number, "name": name, "place": place, "court": court,
    "tribunal": tribunal, "law": law, "code": code, "person": person, "address": address,
    "share": share,
}  # fmt: skip
