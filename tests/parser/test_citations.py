"""Laws as contracts cite them, read: names, years, numbers, articles; and what is no citation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.citations import cite, law_key
from parser.distance import distance, nearest
from parser.packs import default_packs

READ = [
    ("依据《中华人民共和国合同法》第五十二条订立", ("合同法", None, None, (52,))),
    ("根据民法典第五百八十五条、第586条的规定", ("民法典", None, None, (585, 586))),
    ("按照《公司法》(2018修正)第16条办理", ("公司法", 2018, None, (16,))),
    ("依照2017年《民事诉讼法》的规定", ("民事诉讼法", 2017, None, ())),
    ("适用《最高人民法院关于审理建设工程施工合同纠纷案件适用法律问题的解释(二)》(法释〔2018〕20号)",
     ("审理建设工程施工合同纠纷案件适用法律问题的解释(二)", 2018, "法释〔2018〕20号", ())),
    ("遵守中华人民共和国劳动合同法的规定", ("劳动合同法", None, None, ())),
    ("《劳动法》(1994年7月5日通过)", ("劳动法", None, None, ())),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ)
def test_cited(text: str, expected: tuple[str, int | None, str | None, tuple[int, ...]]) -> None:
    found = [(c.key, c.year, c.number, c.articles) for c in cite(text, default_packs())]
    assert found[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "双方之间的合同法律关系不变。",
        "依据公司法人章程办理。",
        "乙方在公司法务、合同法、劳动法等领域具有丰富经验。",
        "遵守香港公司法的规定。",
    ],
)
def test_no_citation(text: str) -> None:
    assert not cite(text, default_packs())


def test_the_longest_name_is_the_one_that_is_cited() -> None:
    assert [c.key for c in cite("违反劳动合同法的规定", default_packs())] == ["劳动合同法"]


@given(st.text(alphabet="合同法民典第五百条《》()(二)依据年2018,。 ", max_size=80))
def test_spans_hold_their_names(text: str) -> None:
    for citation in cite(text, default_packs()):
        assert citation.name in text[slice(*citation.span)]


def test_key_leaves_out_what_citations_add() -> None:
    assert law_key("《中华人民共和国公司法(2023修订)》") == "公司法"
    assert law_key("最高人民法院关于适用〈中华人民共和国合同法〉若干问题的解释（二）") == law_key(
        "适用《合同法》若干问题的解释(二)"
    )


@given(st.text("甲乙丙丁", max_size=8), st.text("甲乙丙丁", max_size=8))
def test_distance_is_one(first: str, second: str) -> None:
    d = distance(first, second, 8)
    assert d == distance(second, first, 8)
    assert (d == 0) == (first == second)
    assert d is not None
    assert abs(len(first) - len(second)) <= d <= max(len(first), len(second))


def test_nearest_gives_up_beyond_its_bound() -> None:
    assert nearest("电子商业法", ["电子商务法", "商标法"], most=1) == "电子商务法"
    assert nearest("知识产权法", ["电子商务法", "商标法"], most=1) is None
