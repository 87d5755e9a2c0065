"""A reading as bytes and back."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports import read

from models.reading import Cell, PageRun, Paragraph, PartRun, Piece, Reading, Sight
from models.report import Notice
from parser.pipeline import reparse
from store.readings import pack_reading, unpack_reading

FLOATS = st.floats(width=32, allow_nan=False)
TEXTS = st.text(st.characters(), max_size=8)


@st.composite
def page_runs(draw: st.DrawFn) -> PageRun:
    count = draw(st.integers(0, 5))
    boxes = array("f", draw(st.lists(FLOATS, min_size=count * 4, max_size=count * 4)))
    scores = array("f", draw(st.lists(FLOATS, min_size=count, max_size=count)))
    sight = draw(st.sampled_from([None, Sight(scores, draw(st.binary(min_size=count, max_size=count)))]))
    return PageRun(draw(st.integers(1, 5000)), boxes, sight)


PLACES = st.none() | page_runs() | st.builds(PartRun, TEXTS, st.integers(0, 99), st.integers(0, 99))
PARAGRAPHS = st.builds(
    Paragraph,
    st.lists(st.builds(Piece, TEXTS, PLACES, st.booleans()), max_size=4).map(tuple),
    st.integers(0, 5),
    st.none() | st.builds(Cell, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
    st.sampled_from([None, "furniture", "noise"]),
    st.booleans(),
    st.sampled_from([None, True, False]),
)
NOTICES = st.lists(st.builds(Notice, code=st.just("c"), stage=st.just("read"), message=st.text(max_size=5)), max_size=2)
READINGS = st.builds(
    Reading,
    st.sampled_from(["pdf", "scan", "docx"]),
    st.just("application/pdf"),
    st.lists(PARAGRAPHS, max_size=4).map(tuple),
    st.none() | st.integers(1, 9),
    NOTICES.map(tuple),
)


@given(READINGS)
def test_nothing_is_lost(reading: Reading) -> None:
    assert unpack_reading(pack_reading(reading)) == reading


def test_of_a_contract() -> None:
    made, reading = read()
    kept = unpack_reading(pack_reading(reading))
    assert kept == reading
    assert reparse(made.source, kept) == made
    other = reparse(made.source, kept, side="乙方")
    assert other.rules.side == "乙方"


def test_figures_of_other_sizes_are_refused() -> None:
    run = PageRun(1, array("d", [0.1, 0.2, 0.3, 0.4]))
    with pytest.raises(ValueError, match="32 bits"):
        pack_reading(Reading("pdf", "application/pdf", (Paragraph((Piece("字", run),)),)))


@pytest.mark.parametrize("data", [b"", b"QR2\n", b"PK\x03\x04"])
def test_other_bytes_are_no_reading(data: bytes) -> None:
    with pytest.raises(ValueError, match="no"):
        unpack_reading(data)
