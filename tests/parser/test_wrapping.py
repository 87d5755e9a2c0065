"""Lines that were broken at a column are joined where a sentence goes on, and nowhere else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.text import Edit
from parser import parse
from parser.wrapping import wrapped

COLUMN = 34
SENTENCE = "承揽方应当在约定的期限内完成全部工作并且将成果送至定作方指定的地点定作方应当及时检验成果并且支付报酬"
TYPED = "家具定作合同\n" + "".join(
    f"第{n}条 {SENTENCE}"[:COLUMN] + "\n" + f"第{n}条 {SENTENCE}"[COLUMN:] + "。\n" for n in "一二三四五六"
)


def joined(text: str) -> str:
    for edit in sorted(wrapped(text), key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


def test_sentences_go_on_over_the_break() -> None:
    assert joined(TYPED).split("\n")[1] == f"第一条 {SENTENCE}。"
    assert joined(TYPED.replace("\n", "\n  ")).split("\n")[2] == f"  第二条 {SENTENCE}。"


def test_a_clause_that_begins_behind_a_full_line_stays() -> None:
    text = TYPED.replace(SENTENCE[COLUMN - 4 :], "第九款见下文")
    assert "\n第九款" in text
    assert joined(text) == text


def test_short_paragraphs_are_not_lines_of_a_column() -> None:
    text = "".join(f"第{n}条 {SENTENCE[: COLUMN - 4]}。\n" for n in "一二三四五六")
    assert joined(text) == text
    assert joined(TYPED + SENTENCE * 3) == TYPED + SENTENCE * 3


def test_a_value_over_the_break_is_read_and_quoted_as_it_stands() -> None:
    line = "定作方逾期付款的每逾期一日应当按照未付报酬的万分之"
    text = TYPED + f"第七条 {line.rjust(COLUMN - 4, '但')}\n五支付违约金。\n"
    field = next(f for f in parse(text.encode(), name="contract.txt").fields if f.name == "penalty_rate")
    assert field.norm == "0.0005/D"
    assert "万分之\n五" in field.evidence[0].quote


@given(st.text(alphabet="承揽方应当,。\n 第一条1┌│\t", max_size=400))
def test_only_line_feeds_and_blanks_are_taken_out(text: str) -> None:
    edits: list[Edit] = list(wrapped(text))
    assert all(edit.new == "" and text[edit.start : edit.end].strip(" ") == "\n" for edit in edits)
    assert all(a.end <= b.start for a, b in zip(edits, edits[1:], strict=False))
