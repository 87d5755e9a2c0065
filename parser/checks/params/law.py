"""What the functions take that look at the laws a contract cites."""

from __future__ import annotations

from parser.checks.params.param import Param, Takes

_PAST = {
    "unless_before": Param("regex", "what stands before it where it is spoken of as past"),
    "unless_after": Param("regex", "what stands behind it then"),
}

LAW: dict[str, Takes] = {
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
}
