"""What the functions take that hold a value against a limit of the law."""

from __future__ import annotations

from parser.checks.params.param import UNLESS, Param, Takes, cue

LIMITS: dict[str, Takes] = {
    "limit": Takes(
        {
            "field": Param("field", "the field that is bounded", needed=True),
            "most": Param("number", "months for a term, a share for a rate", needed=True),
            "unit": Param("one", "what is bounded", needed=True, options=("M", "share")),
            "unless": UNLESS,
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
            "renewed": Param(
                "regex", "years for which it is prolonged by itself (the group `years`)", needed=True, whole=True
            ),
            "renewed_not": Param("regex", "what excuses that sentence", needed=True),
            "let": Param("regex", "what stands before a length for which something is let", needed=True),
            "let_for": Param("regex", "or what stands right behind one", needed=True),
        },
        ("value",),
    ),
    "probation": Takes(
        {
            "cue": cue("what stands before the length"),
            "not": Param("regex", "what must not stand between the cue and the length", needed=True),
            "part_time": Param("regex", "what makes it part-time employment, which has no probation", needed=True),
            "task": Param(
                "regex", "what makes the term that of a task, which has no probation", needed=True, whole=True
            ),
            "bounds": Param(
                "each",
                "the longest probation that is lawful, from the shortest term up; the last is for all longer ones",
                needed=True,
                inner={
                    "below": Param("number", "months that the term has less than"),
                    "most": Param("number", "months of probation at most", needed=True),
                },
            ),
            "least_pay": Param("number", "the share of the pay that is lawful at least", needed=True),
            "says": Param(
                "texts",
                "the messages `length`, `extended` and `pay`, and what stands for {term}: `part_time`, `task`, `open`",
                needed=True,
            ),
            "extended": Param("regex", "a probation that may be prolonged", needed=True, whole=True),
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
                    "unless": UNLESS,
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
            "yearly": Param(
                "regex",
                "a rate by the year in so many words (the groups `share`, `tenths` or `times`): 年利三成",
                needed=True,
                whole=True,
            ),
            "yearly_not": Param("regex", "what, in its sentence, bounds it", needed=True),
            "monthly": Param(
                "regex", "a rate by the month in hundredths (the groups `n` and `half`): 月息二分", needed=True
            ),
            "per_sum": Param(
                "regex",
                "interest in yuan for a sum of 100, 1,000 or 10,000 (the groups `sum`, `per`, `n`): 每万元每月二百元",
                needed=True,
                whole=True,
            ),
            "by_time": Param(
                "regex",
                "interest in yuan for a time on the whole loan (the groups `per` or `every`, and `n`): 每月利息二千元",
                needed=True,
                whole=True,
            ),
        },
        ("rate", "cap", "month"),
        ("day:known",),
    ),
    "penalty_size": Takes(
        {
            "one_off": Param("number", "the share of the price that is too high", needed=True),
            "yearly": Param("number", "the share a year, of a penalty by the day, that is too high", needed=True),
            "steep": Param("number", "the share from which the fact `size:steep` holds", needed=True),
            "multiple": Param("number", "how many times any sum are too high, whatever it is a share of", needed=True),
            "times": Param(
                "regex",
                "a penalty of so many times a sum (the groups `n` or `m`): 货款的三倍",
                needed=True,
                whole=True,
            ),
            "multiple_not": Param("regex", "what excuses a multiple: that of a month's rent", needed=True),
            "amount": Param("regex", "what the sentence of a penalty in yuan must say", needed=True),
            "base": Param("regex", "words for the whole price", needed=True),
            "unless": Param("regex", "what excuses the sentence", needed=True),
            "capped": Param("regex", "what excuses the clause", needed=True),
            "says": Param("texts", "the messages `daily`, `one_off` and `multiple`, with {share}", needed=True),
        },
        ("what",),
        ("size:steep",),
    ),
    "penalty_sides": Takes(
        {
            "ratio": Param("number", "how many times as high the one is", needed=True),
            "debtor": Param("regex", "the party in breach (the group `who`), with what it fails to do", needed=True),
            "words": Param("words", "words of a sanction", needed=True, whole=True),
            "either": Param("regex", "what makes a sanction that of either party, or of an unknown one", needed=True),
        },
        ("a", "b", "r1", "r2"),
        ("side:one",),
    ),
}
