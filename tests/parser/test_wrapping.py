"""Lines that were broken at a column are joined where a sentence goes on, and nowhere else."""

from __future__ import annotations

import pytest
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


def test_lines_of_print_are_full_where_narrow_digits_make_them_shorter() -> None:
    cut = [COLUMN, COLUMN - 1, COLUMN - 3, COLUMN - 4, COLUMN - 2, COLUMN]
    lines = [f"第{n}条 {SENTENCE}" for n in "一二三四五六"]
    text = "家具定作合同\n" + "".join(f"{line[:at]}\n{line[at:]}。\n" for line, at in zip(lines, cut, strict=True))
    assert joined(text) == "家具定作合同\n" + "".join(f"{line}。\n" for line in lines)


@pytest.mark.parametrize(
    ("before", "behind", "goes_on"),
    [
        ("即人民币伍拾肆万元整(¥540", ",000.00)作为启动款。", True),
        ("即人民币贰拾柒万元整(¥2", "70,000.00)。", True),
        ("违约方应支付违约金(¥3,000,000.0", "0),并赔偿损失。", True),
        ("双方于二人见证之下在2026年4月1", "0日签订本协议。", True),
        ("另一方应当在收到书面要求以后", "30日内答复。", True),
        ("逾期一日按照未付款的金额的", "0.05%支付违约金。", True),
        ("定作方选定国际知名的家具公司麦肯", "(中国)有限公司承揽。", True),
        ("承揽方应当按照附件的图样交付", "(一)书柜两组;", False),
        ("承揽方的账号是4420 1501 1000 5300", "3.5 定作方逾期的,承担责任。", False),
        ("承揽方的账号是4420 1501 1000 5300", "3、定作方逾期的,承担责任。", False),
        ("承揽方的账号是4420 1501 1000 5300", "3)定作方逾期的,承担责任。", False),
        ("承揽方应当按照附件的图样交付", "甲方(签章):", False),
        ("承揽方应当按照附件的图样交付", "1 书柜两组", False),
        ("承揽方应当按照附件的图样交付", "Cabinets, two sets", False),
        ("承揽方应当按照附件的图样以及", "CAD文件交付。", True),
        ("双方在平等自愿的基础上,依据", "《中华人民共和国民法典》订立。", True),
        ("双方应当遵守《中华人民共和国消防法》", "等有关法律。", True),
        ("定作方逾期的,应当支付总价的", "20 %的违约金。", True),
        ("定作方应当向承揽方支付的保管费", "____元,合同生效后结清。", True),
        ("双方约定的加工的期限共计______", "年,期满可以续订。", True),
        ("定作方逾期的应当支付违约金为__", "___%,并赔偿损失。", True),
        ("承揽方的名称以及住所的全称____", "定作方的名称____", False),
        ("承揽方的联系人和电话号码如下", "________", False),
    ],
)
def test_what_a_full_line_goes_on_with(before: str, behind: str, goes_on: bool) -> None:
    line = before.rjust(COLUMN + sum(char.isascii() for char in before) // 2, "并")
    assert joined(f"{TYPED}{line}\n{behind}\n").endswith(f"{line}{'' if goes_on else chr(10)}{behind}\n")


def test_what_is_left_over_of_a_line_that_was_broken_twice_goes_on_too() -> None:
    assert joined(f"{TYPED}{SENTENCE[:COLUMN]}\n人应\n当及时修理。\n").endswith(
        f"{SENTENCE[:COLUMN]}人应当及时修理。\n"
    )
    assert joined(f"{TYPED}{SENTENCE[:COLUMN]}\n人。\n当事人名单\n").endswith("人。\n当事人名单\n")


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
