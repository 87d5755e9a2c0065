"""What the functions take that look at form: blanks, options, codes, signatures, numbers of clauses."""

from __future__ import annotations

from parser.checks.params.param import UNLESS, Param, Takes, cue

FORM: dict[str, Takes] = {
    "blanks": Takes(
        {
            "cue": cue("an empty slot", whole=True),
            "unless": UNLESS,
            "unit": Param("regex", "what is quoted behind a slot", needed=True),
        },
        ("count", "where", "quote"),
    ),
    "options": Takes(
        {
            "number": Param("regex", "a number of a choice left blank", needed=True, whole=True),
            "boxes": Param("regex", "boxes to tick", needed=True, whole=True),
            "ticked": Param("regex", "a ticked box", needed=True),
            "single": Param("regex", "words of a choice of one only", needed=True),
            "lists": Param("regex", "words of a list from which several may be ticked, or none", needed=True),
            "choice": Param(
                "regex", "a choice of one with a line for each box, none of them ticked", needed=True, whole=True
            ),
        },
        ("where",),
    ),
    "codes": Takes(
        {
            "code": Param("one", "which code", needed=True, options=("uscc", "id", "phone", "card", "account")),
            "cue": cue("the label and the code, as group `code`", whole=True),
            "masked": Param("regex", "a code that is masked", needed=True),
            "says": Param("texts", "what is said of each fault, by its name", needed=True),
            "private": Param("flag", "the code is a person's: it is not shown in full"),
        },
        ("count", "what"),
    ),
    "code_kinds": Takes(
        {
            "cue": cue("the label and the code, as group `code`", whole=True),
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
            "cue": cue("the label and the identity card number, as group `code`", whole=True),
            "years": Param("number", "under age below this", needed=True),
            "child": Param("number", "the fact `age:child` holds below this", needed=True),
        },
        ("age",),
        ("age:child",),
    ),
    "copies": Takes(
        {
            "cue": cue("the number of copies, as group `n`", whole=True),
            "share": Param("regex", "one portion: groups `who`, `each` and `n`", needed=True),
            "goes_on": Param("regex", "a sentence behind it that goes on with portions", needed=True),
            "rest": Param("regex", "what says that nothing can be summed", needed=True),
            "halves": Param(
                "regex", "originals and duplicates of one number: groups `n`, `a` and `b`", needed=True, whole=True
            ),
            "own": Param("regex", "what the contract calls itself, before the number", needed=True),
            "together": Param("regex", "words for all parties", needed=True),
            "one_party": Param("regex", "words for a single party", needed=True),
            "holder": Param("regex", "the end of the name of someone else who holds a copy", needed=True),
            "says": Param(
                "texts", "the messages `parts`, with {total} and {given}, and `totals`, with {totals}", needed=True
            ),
        },
        ("what",),
    ),
    "invalid_dates": Takes({}, ("quote",)),
    "truncated": Takes({}, ("label",)),
    "unsigned": Takes(
        {
            "at_head": Param("regex", "a place to sign at the head", needed=True, whole=True),
            "says": Param("texts", "the messages `none` and `sides`, with {who}", needed=True),
        },
        ("what",),
    ),
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
                    "signs": Param("patterns", "what its terms say", needed=True, whole=True),
                },
            )
        },
        ("title", "nature", "signs"),
    ),
    "garbled": Takes(
        {
            "noise": Param("regex", "a note between the characters", needed=True),
            "share": Param("number", "how many there are for each Han character", needed=True),
            "broken": Param("regex", "characters that no text has", needed=True, whole=True),
            "says": Param("texts", "the messages `noise` and `broken`", needed=True),
        },
        ("what",),
    ),
    "sign_place": Takes({"cue": cue("a court chosen by the place of signing", whole=True)}),
    "gaps": Takes(
        {"special": Param("regex", "the heading of a part that has the numbers of another", needed=True)},
        ("first", "second"),
    ),
    "doubles": Takes(
        {"choice": Param("regex", "in the titles of articles of which one is to be taken", needed=True)}, ("first",)
    ),
    "mixed": Takes({}, ("first", "second")),
}
