"""What each check function takes as `params`, and which {slots} it fills in a rule's message: one table TAKES.

Rule packs are held against it when they are loaded, and the JSON Schema of rule files is made from it. A function that
takes a new parameter, or fills a new slot, says so here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal[
    "regex", "text", "number", "flag", "field", "topic", "one", "words", "fields", "topics", "facts", "regexes", "texts",
    "field_lists", "fact_lists", "each",
]  # fmt: skip
"""regex, text, number, flag, field, topic: one of them; one: one of `options`; words, fields, topics, facts: a list;
regexes, texts: patterns or texts by name; field_lists, fact_lists: lists by name; each: by name, a mapping of the parameters in
`inner`."""


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter: what it holds, whether it must be given, and what it is for."""

    kind: Kind
    about: str
    needed: bool = False
    options: tuple[str, ...] = ()
    inner: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Takes:
    """A function's parameters and slots, and the `facts` that it may give a finding for the rule's grades."""

    params: Mapping[str, Param] = field(default_factory=dict)
    slots: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


def _cue(about: str = "what stands in the sentence that is the finding") -> Param:
    return Param("regex", about, needed=True)


_UNLESS = Param("regex", "what excuses the sentence")
_NOWHERE = Param("regex", "what, anywhere in the contract, excuses it")
_NEEDS = Param("regex", "what the contract must hold for the check to be asked")

_WORDING = {
    "words": Param("words", "only sentences with one of these words are looked at, which is faster"),
    "unless": _UNLESS,
    "unless_clause": Param("regex", "what, in the clause around, excuses the sentence"),
    "unless_anywhere": _NOWHERE,
    "across": Param("flag", "a sentence goes on over a line that breaks off in its middle"),
    "needs": _NEEDS,
    "title": Param("regex", "the contract's title must match for the check to be asked"),
}

_PAST = {
    "unless_before": Param("regex", "what stands before it where it is spoken of as past"),
    "unless_after": Param("regex", "what stands behind it then"),
}

TAKES: dict[str, Takes] = {
    "wording": Takes({"cue": _cue(), **_WORDING}, ("where", "quote")),
    "wordings": Takes(
        {
            "wordings": Param(
                "each",
                "several wordings of one kind by name, a finding each",
                needed=True,
                inner={
                    "cue": Param("regex", "what stands in the sentence that is the finding"),
                    "lacks": Param("regex", "or what stands nowhere"),
                    "says": Param("text", "what stands for {what} in the message"),
                    "facts": Param("facts", "facts that must hold for this wording"),
                    **_WORDING,
                },
            )
        },
        ("where", "quote", "what"),
    ),
    "unstressed": Takes({"cue": _cue(), **_WORDING}, ("where", "quote")),
    "missing": Takes(
        {
            "pattern": Param("regex", "the wording that must stand somewhere"),
            "fields": Param("fields", "or a value for one of these fields"),
            "title": Param("regex", "the contract's title must match for the check to be asked"),
            "asked": Param("regex", "the contract's text must match for the check to be asked"),
            "unless": _NOWHERE,
            "needs": Param("regex", "the sentence that makes the clause necessary, which is quoted"),
            "near": Param("regex", "the nearest candidate, to quote"),
            "near_topics": Param("topics", "or the first clause on one of these topics"),
            "facts": Param("regexes", "facts for the grades, and the text that makes each hold"),
            "tail": Param("flag", "it normally stands at the end: not asked of a text that breaks off"),
        },
    ),
    "missing_groups": Takes(
        {
            "groups": Param(
                "regexes", "what each item is called, and the wording that must stand somewhere", needed=True
            ),
            "group_fields": Param("field_lists", "fields that count as the item of that name"),
            "when": Param("fact_lists", "facts that must hold for the item of that name to be asked for"),
            "facts": Param("regexes", "facts for the grades, and the text that makes each hold"),
            "least": Param("number", "how many must be lacking (1)"),
            "most": Param("number", "more than this many lacking is another kind of contract"),
            "title": Param("regex", "the contract's title must match for the check to be asked"),
            "asked": Param("regex", "the contract's text must match for the check to be asked"),
            "unless": _NOWHERE,
            "needs": Param("regex", "the sentence that makes it necessary, which is quoted"),
            "near": Param("regex", "the nearest candidate, to quote"),
            "near_topics": Param("topics", "or the first clause on one of these topics"),
        },
        ("list", "count"),
    ),
    "blanks": Takes({"cue": _cue("an empty slot"), "unless": _UNLESS}, ("count", "where", "quote")),
    "options": Takes(
        {
            "number": Param("regex", "a number of a choice left blank", needed=True),
            "boxes": Param("regex", "boxes to tick", needed=True),
            "ticked": Param("regex", "a ticked box", needed=True),
            "single": Param("regex", "words of a choice of one only", needed=True),
            "lists": Param("regex", "words of a list from which several may be ticked, or none", needed=True),
            "choice": Param("regex", "a choice of one with a line for each box, none of them ticked", needed=True),
        },
        ("where",),
    ),
    "codes": Takes(
        {
            "code": Param("one", "which code", needed=True, options=("uscc", "id", "phone", "card", "account")),
            "cue": _cue("the label and the code, as group `code`"),
            "masked": Param("regex", "a code that is masked", needed=True),
            "says": Param("texts", "what is said of each fault, by its name", needed=True),
            "private": Param("flag", "the code is a person's: it is not shown in full"),
        },
        ("count", "what"),
    ),
    "code_kinds": Takes(
        {
            "cue": _cue("the label and the code, as group `code`"),
            "reach": Param("number", "characters between a party's name and its code at most", needed=True),
            "kinds": Param(
                "each",
                "kinds of party",
                needed=True,
                inner={
                    "name": Param("regex", "names of this kind", needed=True),
                    "code": Param("regex", "how their codes begin", needed=True),
                },
            ),
        },
        ("name", "start"),
    ),
    "ages": Takes(
        {
            "cue": _cue("the label and the identity card number, as group `code`"),
            "years": Param("number", "under age below this", needed=True),
            "child": Param("number", "the fact `age:child` holds below this", needed=True),
        },
        ("age",),
        ("age:child",),
    ),
    "copies": Takes(
        {
            "cue": _cue("the number of copies, as group `n`"),
            "share": Param("regex", "one portion: groups `who`, `each` and `n`", needed=True),
            "rest": Param("regex", "what says that nothing can be summed", needed=True),
        },
        ("total", "given"),
    ),
    "invalid_dates": Takes({}, ("quote",)),
    "truncated": Takes({}, ("label",)),
    "unsigned": Takes({"says": Param("texts", "the messages `none` and `sides`, with {who}", needed=True)}, ("what",)),
    "unsealed": Takes({}, ("who",)),
    "seal_names": Takes(
        {"firm": Param("words", "what the name of a firm's seal ends with", needed=True)}, ("who", "name", "seal")
    ),
    "slot": Takes(
        {
            "field": Param("field", "the field that should have a value", needed=True),
            "absent": Param("text", "the fact that asks for one that is nowhere", needed=True),
            "says": Param("texts", "the messages `blank` and `absent`", needed=True),
        },
        ("what",),
    ),
    "nature": Takes(
        {
            "kinds": Param(
                "each",
                "what a contract may be in truth",
                needed=True,
                inner={
                    "title": Param("regex", "what it is called", needed=True),
                    "unless": Param("regex", "what excuses the title", needed=True),
                    "least": Param("number", "how many of the signs make it one", needed=True),
                    "signs": Param("words", "what its terms say, as patterns", needed=True),
                },
            )
        },
        ("title", "nature", "signs"),
    ),
    "garbled": Takes(
        {
            "noise": Param("regex", "a note between the characters", needed=True),
            "share": Param("number", "how many there are for each Han character", needed=True),
            "broken": Param("regex", "characters that no text has", needed=True),
            "says": Param("texts", "the messages `noise` and `broken`", needed=True),
        },
        ("what",),
    ),
    "sign_place": Takes({"cue": _cue("a court chosen by the place of signing")}),
    "gaps": Takes({}, ("first", "second")),
    "doubles": Takes({}, ("first",)),
    "mixed": Takes({}, ("first", "second")),
    "broken": Takes(
        {"subject": Param("regex", "a subject right behind a reference, as group `subject`", needed=True)},
        ("refs", "about", "heading", "other"),
        ("ref:other_subject",),
    ),
    "annexes": Takes(
        {
            "cue": _cue("an annex that is named without a number"),
            "unless": Param("regex", "what excuses the sentence", needed=True),
        },
        ("list",),
    ),
    "same_topic": Takes(
        {
            "topics": Param("regexes", "the topic, and the headings that are on it", needed=True),
            "joined": Param("regex", "a heading that joins several matters", needed=True),
            "sides": Param("regex", "the party that a heading speaks of", needed=True),
            "definitions": Param("regex", "the heading of a chapter that defines words", needed=True),
        },
        ("topic", "where"),
    ),
    "values": Takes(
        {
            "fields": Param("fields", "fields that may have one value only", needed=True),
            "apart": Param("regex", "what tells two values apart in their clauses", needed=True),
            "outside": Param("regex", "what, in its sentence, says that a value is not the usual one", needed=True),
            "plain": Param("words", "objects that say no more than the contract does", needed=True),
            "events": Param(
                "each",
                "fields whose periods each run from an event, compared where it is the same one",
                needed=True,
                inner={
                    "of": Param("regexes", "the events, and the words for each", needed=True),
                    "apart": Param("regex", "what, in its sentence, makes a period another matter", needed=True),
                    "whole": Param("words", "objects that are the whole price", needed=True),
                    "part": Param("regex", "a part of the price, which tells two apart", needed=True),
                },
            ),
        },
        ("field", "sides"),
    ),
    "arbitration_and_court": Takes(
        {
            "unless": Param("regex", "what excuses a sentence", needed=True),
            "choice": Param("regex", "what says that one of both is to be chosen", needed=True),
        }
    ),
    "courts": Takes({}, ("sides",)),
    "court_place": Takes(
        {
            "place": Param("regex", "the town in a court's name, as group `place`", needed=True),
            "anywhere": Param("regex", "what, anywhere in the contract, excuses it", needed=True),
        },
        ("place",),
    ),
    "property_court": Takes(
        {
            "words": Param("words", "sentences with one of these are looked at", needed=True),
            "cue": _cue("a court by a party's place, group `who`, or by the place of signing"),
            "court": Param("regex", "a court by its name, its place as group `place`", needed=True),
            "site": Param("regex", "where the land or the works are, as group `site`", needed=True),
            "unless": Param("regex", "what excuses the sentence", needed=True),
        },
        ("quote",),
    ),
    "formal_and_digits": Takes(
        {
            "reach": Param("number", "characters between the two amounts at most", needed=True),
            "between": Param("regex", "what may stand between them", needed=True),
        },
        ("a", "b"),
    ),
    "dates": Takes({}, ("start", "end")),
    "term_and_dates": Takes({}, ("length", "start", "end", "due")),
    "items": Takes(
        {
            "unless": Param("regex", "what excuses shares", needed=True),
            "whole": Param("regex", "what stands before the amount of a whole", needed=True),
            "among": Param("regex", "what leads from a whole to its parts", needed=True),
            "parts_unless": Param("regex", "what excuses a sentence with parts", needed=True),
            "quantity": Param("regex", "the head of a column of quantities", needed=True),
            "price": Param("regex", "the head of a column of unit prices", needed=True),
            "amount": Param("regex", "the head of a column of amounts", needed=True),
            "sum_row": Param("regex", "what the row of the sum says", needed=True),
            "pieces": Param("regex", "a cell with a quantity or a price, group `n`", needed=True),
            "list": Param("regex", "what a clause ends with whose units are the parts of the price", needed=True),
            "net": Param("regex", "words of a price that is more or less than the goods", needed=True),
            "first": Param("regex", "what stands before the sum of the first rent and the deposit", needed=True),
            "quarter": Param("regex", "how many months are paid at once, group `n`", needed=True),
            "extra": Param("regex", "an amount that may come on top, group `n`", needed=True),
            "says": Param(
                "texts", "the messages `shares`, `parts`, `line`, `column`, `goods`, `list` and `first`", needed=True
            ),
        },
        ("what",),
    ),
    "percent_amounts": Takes(
        {
            "between": Param("regex", "what may stand between the share and the amount", needed=True),
            "base": Param("regex", "words of another base than the price", needed=True),
            "rounded": Param("regex", "words of an amount that is not meant exactly", needed=True),
        },
        ("share", "due", "given"),
    ),
    "opposed": Takes(
        {
            "sides": Param("regexes", "the terms that do not go together, by what each is called", needed=True),
            "unless": _UNLESS,
            "unless_anywhere": _NOWHERE,
        },
        ("sides",),
    ),
    "party_names": Takes(
        {
            "full": Param("regex", "what a full name ends with", needed=True),
            "holder": Param("regex", "the label and the holder of an account, as group `name`", needed=True),
            "unless": Param("regex", "what excuses the sentence of a name", needed=True),
            "says": Param("texts", "the messages `names`, with {role}, {a}, {b}, and `holder`, with {a}", needed=True),
        },
        ("what",),
    ),
    "party_parts": Takes(
        {
            "pays": Param("regex", "a duty of the one who pays, behind its name", needed=True),
            "performs": Param("regex", "a duty of the one who performs, behind its name", needed=True),
            "unless": Param("regex", "what excuses the sentence", needed=True),
            "least": Param("number", "how many such sentences make a finding", needed=True),
        },
        ("who", "part"),
    ),
    "undeclared": Takes(
        {
            "words": Param("words", "sentences with one of these are looked at", needed=True),
            "cue": _cue("the one who has a duty, as group `who`"),
            "unless": Param("regex", "what excuses the sentence", needed=True),
        },
        ("who",),
    ),
    "defined_twice": Takes({"cue": _cue("a definition, as groups `term` and `meaning`")}, ("term",)),
    "defined_unused": Takes({"cue": _cue("a definition, as groups `term` and `meaning`")}, ("terms",)),
    "dangling": Takes(
        {
            "terms": Param(
                "each",
                "what is said to be agreed, by its name",
                needed=True,
                inner={
                    "cue": _cue("the words that say it is agreed"),
                    "fields": Param("fields", "fields that would hold it"),
                    "satisfied": Param("regex", "or wording that would"),
                },
            )
        },
        ("where", "what"),
    ),
    "penalty_base": Takes(
        {
            "cue": _cue("a share of a sum"),
            "never": Param("regex", "a share that has no base though a price is given", needed=True),
            "priced": Param("regex", "a price that is not called the total", needed=True),
            "unless_anywhere": Param("regex", "what excuses it", needed=True),
        }
    ),
    "limit": Takes(
        {
            "field": Param("field", "the field that is bounded", needed=True),
            "most": Param("number", "months for a term, a share for a rate", needed=True),
            "unit": Param("one", "what is bounded", needed=True, options=("M", "share")),
            "unless": _UNLESS,
        },
        ("value",),
    ),
    "share_of_price": Takes(
        {
            "field": Param("field", "the field that is bounded", needed=True),
            "most": Param("number", "the share of the price that it may be", needed=True),
            "unless": Param("regex", "words of another thing than the field"),
            "base": Param("regex", "words of another base than the price"),
        },
        ("value",),
    ),
    "lease_length": Takes(
        {
            "most": Param("number", "months", needed=True),
            "unless": Param("regex", "what, at the beginning of the contract, makes it another", needed=True),
        },
        ("value",),
    ),
    "probation": Takes(
        {
            "cue": _cue("what stands before the length"),
            "not": Param("regex", "what must not stand between the cue and the length", needed=True),
            "part_time": Param("regex", "what makes it part-time employment, which has no probation", needed=True),
            "says": Param("texts", "the messages `length`, `extended` and `pay`", needed=True),
            "extended": Param("regex", "a probation that may be prolonged", needed=True),
            "extended_not": Param("regex", "what excuses that sentence", needed=True),
            "pay": Param("regex", "what stands before the share of the pay", needed=True),
        },
        ("what",),
    ),
    "bounds": Takes(
        {
            "bounds": Param(
                "each",
                "what is bounded, by its name",
                needed=True,
                inner={
                    "kind": Param("one", "what is counted", needed=True, options=("rate", "months", "days")),
                    "least": Param("number", "the smallest that is lawful"),
                    "most": Param("number", "the largest that is lawful"),
                    "before": Param("regex", "what the sentence says before the value"),
                    "after": Param("regex", "what it says behind it"),
                    "unless": _UNLESS,
                    "facts": Param("facts", "facts that must hold"),
                    "says": Param("text", "what stands for {what} in the message, with {value}", needed=True),
                },
            )
        },
        ("what",),
    ),
    "loan_rate": Takes(
        {
            "times": Param("number", "how many times the prime rate is lawful", needed=True),
            "unless": Param("regex", "what excuses a sentence", needed=True),
        },
        ("rate", "cap", "month"),
        ("day:known",),
    ),
    "penalty_size": Takes(
        {
            "one_off": Param("number", "the share of the price that is too high", needed=True),
            "yearly": Param("number", "the share a year, of a penalty by the day, that is too high", needed=True),
            "steep": Param("number", "the share from which the fact `size:steep` holds", needed=True),
            "base": Param("regex", "words for the whole price", needed=True),
            "unless": Param("regex", "what excuses the sentence", needed=True),
            "capped": Param("regex", "what excuses the clause", needed=True),
            "says": Param("texts", "the messages `daily` and `one_off`, with {share}", needed=True),
        },
        ("what",),
        ("size:steep",),
    ),
    "penalty_sides": Takes(
        {"ratio": Param("number", "how many times as high the one is", needed=True)}, ("a", "b", "r1", "r2")
    ),
    "repealed": Takes(_PAST, ("law", "since", "new"), ("law:then_in_force", "law:undated")),
    "amended": Takes({}, ("law", "year", "new")),
    "pending": Takes(
        {"new": Param("regex", "what stands before the law where its revision is meant", needed=True)},
        ("law", "since", "new"),
    ),
    "drift": Takes(
        {
            "laws": Param(
                "each",
                "laws whose articles were renumbered, by their names",
                needed=True,
                inner={
                    "since": Param("text", "the first day of the new numbers", needed=True),
                    "now": Param("texts", "the new number of each old one", needed=True),
                    "topics": Param("regexes", "what the article of that old number is about"),
                },
            )
        },
        ("law", "old", "new"),
        ("law:other_topic",),
    ),
    "same_name": Takes(
        {
            "names": Param(
                "each",
                "names that two documents bear",
                needed=True,
                inner={
                    "name": Param("regex", "the name as it is cited", needed=True),
                    "which": Param("text", "what the two are", needed=True),
                },
            ),
            "number": Param("regex", "what tells which of them is meant", needed=True),
        },
        ("which",),
    ),
    "unknown_law": Takes(
        {
            "statute": Param("regex", "the whole of a name that claims to be a statute", needed=True),
            "known": Param("words", "statutes, beside those of laws.csv", needed=True),
            "wrong": Param("texts", "wrong names, and what is meant", needed=True),
        },
        ("law", "meant"),
    ),
    "out_of_range": Takes({}, ("law", "article", "most")),
    "renamed": Takes(_PAST, ("old", "new")),
    "playbook_require": Takes(
        {
            "topic": Param("topic", "what a clause must be about"),
            "pattern": Param("regex", "the wording that must stand somewhere, or in that clause"),
            "field": Param("field", "or the field that must have a value"),
        },
        ("where",),
    ),
    "playbook_limit": Takes(
        {
            "field": Param("field", "the field that is bounded", needed=True),
            "at_most": Param("text", "the largest norm"),
            "at_least": Param("text", "the smallest norm"),
            "one_of": Param("words", "the norms that it may have"),
            "none_of": Param("words", "the norms that it must not have"),
            "role": Param("one", "whose values", options=("us", "them")),
        },
        ("where", "found", "limit"),
    ),
    "playbook_forbid": Takes(
        {
            "pattern": Param("regex", "what must not stand in a sentence", needed=True),
            "unless": _UNLESS,
            "topic": Param("topic", "only in clauses on this"),
        },
        ("where", "quote"),
    ),
    "playbook_prefer": Takes(
        {
            "topic": Param("topic", "what the clause is about", needed=True),
            "pattern": Param("regex", "how it should be worded", needed=True),
        },
        ("where",),
    ),
}


def patterns(takes: Mapping[str, Param], params: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The patterns among the parameters given, each with the keys that lead to it."""
    for name, param in takes.items():
        value = params.get(name)
        if param.kind == "regex" and isinstance(value, str):
            yield (name,), value
        elif param.kind == "regexes" and isinstance(value, dict):
            yield from (((name, str(key)), text) for key, text in value.items() if isinstance(text, str))
        elif param.kind == "each" and isinstance(value, dict):
            for key, inner in value.items():
                yield from (((name, str(key), *where), text) for where, text in patterns(param.inner, inner))
