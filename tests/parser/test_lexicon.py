"""Every place of every word is told, whatever stands around it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parser.lexicon import Lexicon

CHARACTERS = st.sampled_from("租押金的。𠮷\n")


@given(st.lists(st.text(CHARACTERS, min_size=1, max_size=4), max_size=6), st.text(CHARACTERS, max_size=30))
def test_hits_are_all_places_of_all_words(words: list[str], text: str) -> None:
    lexicon = Lexicon(words)
    assert sorted(lexicon.words) == sorted(set(words))
    told = {(lexicon.words[number], start, end) for number, start, end in lexicon.hits(text)}
    assert told == {
        (word, at, at + len(word)) for word in words for at in range(len(text)) if text.startswith(word, at)
    }


def test_places_of_a_word_are_in_order() -> None:
    lexicon = Lexicon(["租金", "金", "租金租"])
    found = {lexicon.words[number]: starts for number, starts in lexicon.standing("租金租金,押金").items()}
    assert found == {"租金": [0, 2], "金": [1, 3, 6], "租金租": [0]}


def test_half_a_character_shifts_nothing() -> None:
    half = "\ud800"
    assert Lexicon(["租金", f"租{half}"]).hits(f"{half}租金租{half}") == [(0, 1, 3), (1, 3, 5)]
