"""What the functions take that compare places of one contract which should agree."""

from __future__ import annotations

from parser.checks.params.param import NOWHERE, UNLESS, Param, Takes, cue

AGREEMENT: dict[str, Takes] = {
    "broken": Takes(
        {
            "subject": Param("regex", "a subject right behind a reference, as group `subject`", needed=True),
            "near": Param("regexes", "topics, and the words with which a clause speaks of each", needed=True),
        },
        ("refs", "about", "heading", "other"),
        ("ref:other_subject",),
    ),
    "annexes": Takes(
        {
            "cue": cue("an annex that is named without a number", whole=True),
            "unless": Param("regex", "what excuses the sentence", needed=True),
            "lead": Param("regex", "what stands before the first name of a list", needed=True),
            "behind": Param("regex", "the name of what is said to follow, group `name`", needed=True),
            "titles": Param("words", "titles of a clause whose parts are annexes", needed=True),
            "listing": Param("regex", "what a clause ends with whose parts are annexes", needed=True, whole=True),
        },
        ("list",),
    ),
    "same_topic": Takes(
        {
            "topics": Param("regexes", "the topic, and the headings that are on it", needed=True),
            "joined": Param("regex", "a heading that joins several matters", needed=True),
            "special": Param("regex", "the heading of a part that fills in general conditions", needed=True),
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
            "total": Param(
                "regex", "what stands before an amount that is the price of the whole contract", needed=True
            ),
            "total_apart": Param("regex", "what makes it another price", needed=True),
            "again": Param(
                "regexes",
                "fields of one value, and how the text says them again, group `value`",
                needed=True,
                whole=True,
            ),
            "alike": Param(
                "each",
                "fields of one value for one party and unit",
                needed=True,
                inner={
                    "unless": Param("regex", "what excuses a sentence", needed=True),
                    "of": Param("regex", "words for the matter of a value that mean the same; without: of none"),
                    "unit": Param("text", "the only unit that is compared (D, M ...)"),
                },
            ),
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
            "matters": Param(
                "each",
                "fields of one value for one party and matter",
                needed=True,
                inner={
                    "of": Param("regexes", "the matters, and the words for each", needed=True),
                    "unless": Param("regex", "what excuses a sentence", needed=True),
                },
            ),
            "conditions": Param("fields", "fields of one value under one condition", needed=True),
            "condition": Param("regex", "a condition, group `case`", needed=True),
            "condition_plain": Param("regex", "what one may write one way or another in it", needed=True),
            "told": Param(
                "each",
                "numbers that are no field, told twice",
                needed=True,
                inner={
                    "title": Param("text", "what they are called", needed=True),
                    "wording": Param("regex", "how they are told, groups `of…` and `value…`", needed=True, whole=True),
                    "plain": Param("regex", "what one may write one way or another in `of`", needed=True),
                    "unless": Param("regex", "what excuses the part of a sentence that tells them", needed=True),
                },
            ),
            "quantities": Param(
                "each",
                "quantities told of the same thing, by kind of value",
                needed=True,
                inner={
                    "title": Param("text", "what it is called", needed=True),
                    "kind": Param(
                        "one", "of its value", needed=True, options=("money", "duration", "rate", "date", "number")
                    ),
                    "words": Param("words", "values with one of these near them are looked at", whole=True),
                    "ways": Param(
                        "each",
                        "how it is told, with groups `of…`",
                        inner={
                            "before": Param("regex", "what stands right before the value"),
                            "far": Param("regex", "or what stands before it, and all up to it"),
                            "after": Param("regex", "what stands right behind it"),
                        },
                    ),
                    "counted": Param("regex", "or a number, group `value`, and its measure, group `of`", whole=True),
                    "same": Param("regexes", "words of its groups that mean the same"),
                    "part": Param("flag", "whether all that its part of the sentence says is what it is of"),
                    "unless": Param("regex", "what excuses the sentence, instead of `quantities_unless`"),
                    "beside": Param("regex", "what excuses the part, instead of `quantities_beside`"),
                },
            ),
            "quantities_apart": Param("regex", "what, in their sentences, tells two quantities apart", needed=True),
            "quantities_unless": Param("regex", "what excuses the sentence of a quantity", needed=True),
            "quantities_beside": Param("regex", "what excuses the part of it", needed=True),
            "joints": Param("regex", "what parts a quantity's name from what is before it", needed=True),
            "plain_words": Param("regex", "words that do not say what a quantity is of", needed=True),
        },
        ("field", "sides"),
    ),
    "arbitration_and_court": Takes(
        {
            "unless": Param("regex", "what excuses a sentence", needed=True),
            "either": Param("regex", "what names both in one breath", needed=True, whole=True),
            "choice": Param("regex", "what says that one of both is to be chosen", needed=True),
        }
    ),
    "courts": Takes(
        {
            "unless": Param("regex", "what excuses a sentence", needed=True),
            "parted": Param("regex", "what parts two sentences of one clause", needed=True),
        },
        ("sides",),
    ),
    "court_place": Takes(
        {
            "place": Param("regex", "the town in a court's name, as group `place`", needed=True),
            "anywhere": Param("regex", "what, anywhere in the contract, excuses it", needed=True, whole=True),
        },
        ("place",),
    ),
    "court_open": Takes(
        {
            "words": Param("words", "sentences with one of these are looked at", needed=True, whole=True),
            "cue": cue("a court of which words say that it is left open"),
            "bare": Param("regex", "a court, or a lawsuit, of which nothing says where", needed=True),
            "unless": Param("regex", "what excuses the sentence", needed=True),
            "unless_bare": Param("regex", "what excuses one that `bare` matches besides", needed=True),
        },
        ("quote",),
    ),
    "property_court": Takes(
        {
            "words": Param("words", "sentences with one of these are looked at", needed=True, whole=True),
            "cue": cue("a court by a party's place, group `who`, or by the place of signing"),
            "court": Param("regex", "a court by its name, its place as group `place`", needed=True),
            "site": Param("regex", "where the land or the works are, as group `site`", needed=True, whole=True),
            "unless": Param("regex", "what excuses the sentence", needed=True),
            "province": Param("regex", "the province that an address may begin with", needed=True),
            "town": Param("regex", "what comes behind it, as groups `city` and `district`", needed=True),
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
    "dates": Takes(
        {
            "pairs": Param(
                "each",
                "dates that follow each other",
                needed=True,
                inner={
                    "first": Param("field", "the earlier one", needed=True),
                    "second": Param("field", "the later one", needed=True),
                    "says": Param("text", "the message, with {first} and {second}", needed=True),
                },
            ),
            "between": Param("regex", "what parts the two days of a period, as a whole", needed=True),
            "period": Param("text", "the message for such a period that ends before it begins", needed=True),
            "unless": Param("regex", "what excuses their sentences", needed=True),
        },
        ("what",),
    ),
    "term_and_dates": Takes(
        {
            "fields": Param("field_lists", "a length, its first day and its last day, each by its field", needed=True),
            "onward": Param("regex", "what parts a length from its first day behind it", needed=True),
            "through": Param("regex", "what parts a first day from its last", needed=True),
            "total": Param("regex", "what parts a last day from a length behind it", needed=True),
        },
        ("length", "start", "end", "due"),
    ),
    "items": Takes(
        {
            "unless": Param("regex", "what excuses shares", needed=True),
            "held": Param("regex", "what says that another payment holds the deposit", needed=True),
            "whole": Param("regex", "what stands before the amount of a whole", needed=True),
            "among": Param("regex", "what leads from a whole to its parts", needed=True, whole=True),
            "parts_unless": Param("regex", "what excuses a sentence with parts", needed=True),
            "quantity": Param("regex", "the head of a column of quantities", needed=True),
            "price": Param("regex", "the head of a column of unit prices", needed=True),
            "amount": Param("regex", "the head of a column of amounts", needed=True),
            "made_up": Param("regex", "what says that an amount is made up as in the table below", needed=True),
            "sum_row": Param("regex", "what the row of the sum says", needed=True),
            "pieces": Param("regex", "a cell with a quantity or a price, group `n`", needed=True),
            "list": Param("regex", "what a clause ends with whose units are the parts of the price", needed=True),
            "plan": Param(
                "regex", "what the title or the end of a clause says whose units are instalments", needed=True
            ),
            "net": Param("regex", "words of a price that is more or less than the goods", needed=True),
            "instalment": Param("regex", "what stands before an amount that is an instalment", needed=True),
            "last": Param("regex", "what stands before the last of them", needed=True, whole=True),
            "unsaid": Param("regex", "a payment whose amount is not said", needed=True),
            "paid": Param("regex", "what stands before a share that is paid", needed=True),
            "unpaid": Param("regex", "what says of a sentence that it is no payment of the price", needed=True),
            "first": Param(
                "regex", "what stands before the sum of the first rent and the deposit", needed=True, whole=True
            ),
            "quarter": Param("regex", "how many months are paid at once, group `n`", needed=True, whole=True),
            "extra": Param("regex", "an amount that may come on top, group `n`", needed=True),
            "makeup": Param("regex", "what stands before the parts of the price in a line", needed=True, whole=True),
            "summed": Param("regex", "what stands right before the sum of a sentence", needed=True, whole=True),
            "summed_unless": Param("regex", "what excuses such a sentence", needed=True),
            "above": Param("regex", "what stands before the sum of a list above it", needed=True, whole=True),
            "portions": Param("regex", "a line with the portions of several parties", needed=True, whole=True),
            "portion": Param("regex", "one of them, groups `who` and `n`", needed=True),
            "portions_unless": Param("regex", "what excuses such a line", needed=True),
            "times": Param(
                "regex",
                "a price, a number and what they come to, groups `price…`, `n…` and `sum…`",
                needed=True,
                whole=True,
            ),
            "says": Param(
                "texts",
                "the messages `shares`, `portions`, `parts`, `times`, `line`, `column`, `goods`, `list` and `first`",
                needed=True,
            ),
        },
        ("what",),
    ),
    "percent_amounts": Takes(
        {
            "between": Param("regex", "what may stand between the share and the amount", needed=True),
            "behind": Param("regex", "what parts an amount and the share that follows it", needed=True),
            "total": Param("regex", "the price, named right before the share", needed=True),
            "base": Param("regex", "words of another base than the price", needed=True),
            "rounded": Param("regex", "words of an amount that is not meant exactly", needed=True),
        },
        ("share", "due", "given"),
    ),
    "opposed": Takes(
        {
            "sides": Param(
                "regexes", "the terms that do not go together, by what each is called", needed=True, whole=True
            ),
            "unless": UNLESS,
            "unless_anywhere": NOWHERE,
        },
        ("sides",),
    ),
    "party_names": Takes(
        {
            "full": Param("regex", "what a full name ends with", needed=True),
            "forms": Param("words", "kinds of firms that are written for each other at a name's end", needed=True),
            "holder": Param(
                "regex", "the label and the holder of an account, as group `name`", needed=True, whole=True
            ),
            "unless": Param("regex", "what excuses the sentence of a name", needed=True),
            "says": Param("texts", "the messages `names`, with {role}, {a}, {b}, and `holder`, with {a}", needed=True),
        },
        ("what",),
    ),
    "party_parts": Takes(
        {
            "pays": Param("regex", "a duty of the one who pays, behind its name", needed=True),
            "performs": Param("regex", "a duty of the one who performs, behind its name", needed=True),
            "stranger": Param(
                "regex", "a duty of someone by its part in the deal, group `who`", needed=True, whole=True
            ),
            "unless": Param("regex", "what excuses the sentence", needed=True),
            "least": Param("number", "how many such sentences make a finding", needed=True),
        },
        ("who", "part"),
        ("part:strange",),
    ),
    "undeclared": Takes(
        {
            "words": Param("words", "sentences with one of these are looked at", needed=True, whole=True),
            "cue": cue("the one who has a duty, as group `who`"),
            "unless": Param("regex", "what excuses the sentence", needed=True),
        },
        ("who",),
    ),
    "defined_twice": Takes({"cue": cue("a definition, as groups `term` and `meaning`", whole=True)}, ("term",)),
    "defined_unused": Takes({"cue": cue("a definition, as groups `term` and `meaning`", whole=True)}, ("terms",)),
    "dangling": Takes(
        {
            "agreed": Param("regex", "words that say of what follows that it is agreed", needed=True, whole=True),
            "terms": Param(
                "each",
                "what is said to be agreed, by its name",
                needed=True,
                inner={
                    "cue": Param("regex", "the words that say it is agreed", whole=True),
                    "noun": Param("regex", "or what stands behind `agreed`", whole=True),
                    "fields": Param("fields", "fields that would hold it"),
                    "satisfied": Param("regex", "or wording that would", whole=True),
                    "told": Param("regex", "or what tells it, where another sentence names the group `of` of the cue"),
                },
            ),
        },
        ("where", "what"),
    ),
    "penalty_base": Takes(
        {
            "cue": cue("a share of a sum", whole=True),
            "never": Param("regex", "a share that has no base though a price is given", needed=True, whole=True),
            "priced": Param("regex", "a price that is not called the total", needed=True, whole=True),
            "unless_anywhere": Param("regex", "what excuses it", needed=True, whole=True),
            "bare": Param("regex", "a share of nothing that is named", needed=True, whole=True),
            "bases": Param(
                "each",
                "sums that are told by a name of their own, if at all",
                needed=True,
                inner={
                    "cue": cue("a share of one", whole=True),
                    "told": Param("regex", "what tells it, in another sentence", needed=True, whole=True),
                },
            ),
            "based": Param("regex", "what, in its sentence, it may be a share of", needed=True),
            "delay": Param("regex", "a breach that goes on", needed=True),
            "period": Param("regex", "what, in its sentence, tells for which time a share is due", needed=True),
            "by_day": Param(
                "number", "the share up to which a penalty for delay can only be one by the day", needed=True
            ),
        },
        (),
        ("base:none", "base:period", "base:untold"),
    ),
}
