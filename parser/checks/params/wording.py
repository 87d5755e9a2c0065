"""What the functions take that look for a wording, or for what is said nowhere."""

from __future__ import annotations

from parser.checks.params.param import NOWHERE, UNLESS, Param, Takes

_NEEDS = Param("regex", "what the contract must hold for the check to be asked", whole=True)

_WORDING = {
    "all": Param(
        "patterns",
        "or what must all stand in one sentence, in any order",
        whole=True,
    ),
    "within": Param("number", "how many characters the others of `all` may stand from the first, on either side (40)"),
    "words": Param(
        "words", "only sentences with one of these words are searched for the cue, which is faster", whole=True
    ),
    "unless": UNLESS,
    "unless_clause": Param("regex", "what, in the clause around, excuses the sentence"),
    "unless_anywhere": NOWHERE,
    "across": Param("flag", "a sentence goes on over a line that breaks off in its middle"),
    "needs": _NEEDS,
    "title": Param("regex", "the contract's title must match for the check to be asked"),
}

_CUE = Param(
    "regex", "what stands in the sentence that is the finding", needed=True, unless="all", whole=True, narrowed="words"
)

WORDING: dict[str, Takes] = {
    "wording": Takes(
        {
            "cue": _CUE,
            **_WORDING,
            "leads": Param("regex", "what leads a list whose units may be the finding; asks for `words` and `unless`"),
            "items": Param("regex", "what such a unit says"),
            "spoken_of": Param("regex", "what a clause speaks of first; asks for `refers` and `unless`", whole=True),
            "refers": Param("regex", "what one of the next sentences of the clause says of it"),
        },
        ("where", "quote"),
    ),
    "wordings": Takes(
        {
            "wordings": Param(
                "each",
                "several wordings of one kind by name, a finding each",
                needed=True,
                inner={
                    "cue": Param(
                        "regex", "what stands in the sentence that is the finding", whole=True, narrowed="words"
                    ),
                    "lacks": Param("regex", "or what stands nowhere", whole=True),
                    "says": Param("text", "what stands for {what} in the message"),
                    "facts": Param("facts", "facts that must hold for this wording"),
                    **_WORDING,
                },
            )
        },
        ("where", "quote", "what"),
    ),
    "unstressed": Takes({"cue": _CUE, **_WORDING}, ("where", "quote")),
    "missing": Takes(
        {
            "pattern": Param("regex", "the wording that must stand somewhere", whole=True),
            "fields": Param("fields", "or a value for one of these fields"),
            "type_fields": Param("field_lists", "or for one of these, in a contract of that type"),
            "title": Param("regex", "the contract's title must match for the check to be asked"),
            "asked": Param("regex", "the contract's text must match for the check to be asked", whole=True),
            "unless": NOWHERE,
            "needs": Param("regex", "the sentence that makes the clause necessary, which is quoted", whole=True),
            "near": Param("regex", "the nearest candidate, to quote", whole=True),
            "near_topics": Param("topics", "or the first clause on one of these topics"),
            "facts": Param("regexes", "facts for the grades, and the text that makes each hold"),
            "tail": Param("flag", "it normally stands at the end: not asked of a text that breaks off"),
        },
    ),
    "missing_groups": Takes(
        {
            "groups": Param(
                "regexes",
                "what each item is called, and the wording that must stand somewhere",
                needed=True,
                whole=True,
            ),
            "group_fields": Param("field_lists", "fields that count as the item of that name"),
            "when": Param("fact_lists", "facts that must hold for the item of that name to be asked for"),
            "facts": Param("regexes", "facts for the grades, and the text that makes each hold"),
            "least": Param("number", "how many must be lacking (1)"),
            "most": Param("number", "more than this many lacking is another kind of contract"),
            "title": Param("regex", "the contract's title must match for the check to be asked"),
            "asked": Param("regex", "the contract's text must match for the check to be asked", whole=True),
            "unless": NOWHERE,
            "needs": Param("regex", "the sentence that makes it necessary, which is quoted", whole=True),
            "near": Param("regex", "the nearest candidate, to quote", whole=True),
            "near_topics": Param("topics", "or the first clause on one of these topics"),
        },
        ("list", "count"),
    ),
}
