"""What the functions take that serve a playbook's entries."""

from __future__ import annotations

from parser.checks.params.param import UNLESS, Param, Takes

PLAYBOOK: dict[str, Takes] = {
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
            "unless": UNLESS,
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
