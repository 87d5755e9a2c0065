"""The sieve may name too many patterns for a text, never too few."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from parser.sieve import Sieve, words_in

PATTERNS = ("租金|押金", "(?:违约|逾期)[^。]{0,4}金", "[的金]", "^租", "金$", "𠮷租金", ".", "租\n押")
TEXTS = st.text(st.sampled_from("租押违约逾期金的。𠮷\n\ud800"), max_size=9)


@given(st.lists(TEXTS, max_size=5))
def test_whatever_matches_is_tried(texts: list[str]) -> None:
    tried = Sieve([words_in([pattern]) for pattern in PATTERNS]).tried(texts)
    for text, numbers in zip(texts, tried, strict=True):
        assert numbers == sorted(set(numbers))
        assert {number for number, pattern in enumerate(PATTERNS) if re.search(pattern, text)} <= set(numbers)


def test_only_what_asks_for_words_of_the_text_is_tried() -> None:
    sieve = Sieve([("租金", "押金"), ("违约金",), (), ("款",)])
    assert sieve.tried(["本月租金", "押", "付款", "押金"]) == [[0, 2], [2], [2, 3], [0, 2]]


def test_the_words_are_those_that_stand_in_the_fewest_places() -> None:
    assert words_in([".", "", "(?:租|押)金"]) == ("押金", "租金")
    assert words_in(["(?:租|押)金", "违约"]) == ("违约",)
    assert words_in(["金$", "^(?:租|押)金"]) == ("押金", "租金")
    assert words_in(["", ".*"]) == ()
