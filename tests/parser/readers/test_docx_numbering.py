"""Word's automatic numbers, as Word prints them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import docx, level, num, numbered, p, r, series

from models.reading import Reading
from models.source import Limits
from parser.readers.docx import read_docx
from parser.readers.numerals import NUMERALS, numeral

NUMERAL_TABLE = [
    ("decimal", 12, "12"),
    ("decimalZero", 3, "03"),
    ("decimalFullWidth", 12, "１２"),
    ("decimalEnclosedCircle", 1, "①"),
    ("decimalEnclosedCircle", 20, "⑳"),
    ("decimalEnclosedCircle", 21, "21"),
    ("decimalEnclosedParen", 3, "⑶"),
    ("decimalEnclosedFullstop", 3, "⒊"),
    ("ideographEnclosedCircle", 2, "㊁"),
    ("ideographTraditional", 3, "丙"),
    ("ideographTraditional", 11, "11"),
    ("ideographZodiac", 12, "亥"),
    ("ideographZodiacTraditional", 2, "乙丑"),
    ("ideographDigital", 105, "一〇五"),
    ("chineseCounting", 10, "十"),
    ("chineseCounting", 11, "十一"),
    ("chineseCounting", 20, "二十"),
    ("chineseCounting", 99, "九十九"),
    ("chineseCounting", 100, "一○○"),
    ("chineseCountingThousand", 10, "十"),
    ("chineseCountingThousand", 100, "一百"),
    ("chineseCountingThousand", 101, "一百〇一"),
    ("chineseCountingThousand", 110, "一百一十"),
    ("chineseCountingThousand", 1005, "一千〇五"),
    ("chineseCountingThousand", 1050, "一千〇五十"),
    ("chineseLegalSimplified", 10, "壹拾"),
    ("chineseLegalSimplified", 25, "贰拾伍"),
    ("ideographLegalTraditional", 6, "陸"),
    ("japaneseCounting", 105, "百五"),
    ("taiwaneseCountingThousand", 21, "二十一"),
    ("lowerLetter", 26, "z"),
    ("lowerLetter", 27, "aa"),
    ("lowerLetter", 28, "bb"),
    ("upperLetter", 3, "C"),
    ("lowerRoman", 14, "xiv"),
    ("upperRoman", 1999, "MCMXCIX"),
    ("bullet", 3, ""),
    ("none", 3, ""),
    ("a format of tomorrow", 3, "3"),
]


@pytest.mark.parametrize(("number_format", "number", "expected"), NUMERAL_TABLE)
def test_numerals(number_format: str, number: int, expected: str) -> None:
    assert numeral(number, number_format) == expected


@given(st.sampled_from(sorted(NUMERALS)), st.integers(0, 1_000_000))
def test_each_format_writes_each_number(number_format: str, number: int) -> None:
    assert numeral(number, number_format)


def labels(lists: str, *paragraphs: str, styles: str = "") -> list[str]:
    """The label of each paragraph, "" where it has none."""
    return [paragraph.text[: paragraph.label] for paragraph in read(lists, *paragraphs, styles=styles).paragraphs]


def read(lists: str, *paragraphs: str, styles: str = "") -> Reading:
    return read_docx("contract.docx", docx("".join(paragraphs), {"numbering": lists, "styles": styles}), Limits())


def item(at: int = 0, num_id: int = 1) -> str:
    return p(r("租金"), properties=numbered(num_id, at))


OUTLINE = series(
    0,
    level(0, "第%1条", "chineseCountingThousand"),
    level(1, "%1.%2"),
    level(2, "（%3）", "chineseCounting"),
    level(3, "%4)", "lowerLetter"),
)
LEGAL = series(0, level(0, "%1、", "chineseCounting"), level(1, "%1.%2", more="<w:isLgl/>"))
ARTICLE_3 = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride>'
CASES: dict[str, tuple[str, list[str], list[str]]] = {
    "levels": (
        OUTLINE + num(1, 0),
        [item(), item(1), item(1), item(2), item(3), item(), item(1), item(2)],
        ["第一条", "一.1", "一.2", "（一）", "a)", "第二条", "二.1", "（一）"],
    ),
    "legal numbers": (LEGAL + num(1, 0), [item(), item(1), item(), item(1)], ["一、", "1.1", "二、", "2.1"]),
    "a start": (series(0, level(0, "%1.", start=5)) + num(1, 0), [item(), item()], ["5.", "6."]),
    "a level without its parent": (OUTLINE + num(1, 0), [item(1), item(1), item()], ["一.1", "一.2", "第二条"]),
    "lists of one series go on counting": (
        OUTLINE + num(1, 0) + num(2, 0),
        [item(), item(num_id=2), item()],
        ["第一条", "第二条", "第三条"],
    ),
    "an override starts anew, once": (
        OUTLINE + num(1, 0) + num(2, 0, ARTICLE_3),
        [item(), item(num_id=2), item(num_id=2), item()],
        ["第一条", "第三条", "第四条", "第五条"],
    ),
    "an override of a level": (
        OUTLINE + num(1, 0) + num(2, 0, f'<w:lvlOverride w:ilvl="0">{level(0, "%1．")}</w:lvlOverride>'),
        [item(), item(num_id=2)],
        ["第一条", "2．"],
    ),
    "a level that never starts anew": (
        series(0, level(0, "第%1章"), level(1, "第%2条", more='<w:lvlRestart w:val="0"/>')) + num(1, 0),
        [item(), item(1), item(), item(1)],
        ["第1章", "第1条", "第2章", "第2条"],
    ),
    "a level that starts anew after the first level only": (
        series(0, level(0, "%1"), level(1, "%2"), level(2, "%3", more='<w:lvlRestart w:val="1"/>')) + num(1, 0),
        [item(), item(1), item(2), item(1), item(2), item(), item(2)],
        ["1", "1", "1", "2", "2", "2", "1"],
    ),
    "bullets have no label": (series(0, level(0, "\uf0b7", "bullet")) + num(1, 0), [item()], [""]),
    "nor has a text without a number": (series(0, level(0, "注：", "none")) + num(1, 0), [item()], [""]),
    "a level that points at a bullet": (
        series(0, level(0, "\uf0b7", "bullet"), level(1, "%1%2.")) + num(1, 0),
        [item(), item(1)],
        ["", "1."],
    ),
    "a hidden number": (
        series(0, level(0, "%1.", more="<w:rPr><w:vanish/></w:rPr>")) + num(1, 0),
        [item()],
        [""],
    ),
    "numbering off": (OUTLINE + num(1, 0), [item(), p(r("租金"), properties=numbered(0)), item()], ["第一条", "", "第二条"]),
    "a list that is not there": (OUTLINE + num(1, 0), [item(num_id=7)], [""]),
    "a level that is not there": (OUTLINE + num(1, 0), [item(8)], [""]),
    "an empty paragraph is counted": (
        OUTLINE + num(1, 0),
        [item(), p(properties=numbered(1)), item()],
        ["第一条", "第二条", "第三条"],
    ),
    "a deleted one is not": (
        OUTLINE + num(1, 0),
        [
            item(),
            p(
                "<w:del w:id='1'><w:r><w:delText>旧</w:delText></w:r></w:del>",
                properties=numbered(1) + "<w:rPr><w:del w:id='1'/></w:rPr>",
            ),
            item(),
        ],
        ["第一条", "", "第二条"],
    ),
    "a hidden one is, and does not show": (
        LEGAL + num(1, 0),
        [item(1), p(properties=numbered(1) + "<w:rPr><w:vanish/></w:rPr>"), item(1)],
        ["1.1", "2.1"],
    ),
    "a format of its own": (
        series(
            0,
            '<w:lvl w:ilvl="0"><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" '
            'w:format="01, 02, 03, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback>'
            '</mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>',
        )
        + num(1, 0),
        [item()],
        ["01"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("lists", "paragraphs", "expected"), CASES.values(), ids=CASES.keys())
def test_labels(lists: str, paragraphs: list[str], expected: list[str]) -> None:
    assert labels(lists, *paragraphs) == expected


def test_numbers_by_style() -> None:
    """A style takes its list from the one it is based on, and its level from the list that names it."""
    outline = series(
        0,
        level(0, "第%1条", "chineseCounting", more='<w:pStyle w:val="one"/>'),
        level(1, "%1.%2", more='<w:pStyle w:val="two"/><w:isLgl/>'),
        level(2, "(%3)"),
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="one"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="two"><w:basedOn w:val="one"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="three"><w:basedOn w:val="one"/><w:pPr><w:numPr><w:ilvl w:val="2"/>'
        "</w:numPr></w:pPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="off"><w:basedOn w:val="one"/><w:pPr><w:numPr><w:numId w:val="0"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    styled = [p(r("租金"), properties=f'<w:pStyle w:val="{name}"/>') for name in ("one", "two", "off", "two", "one")]
    assert labels(outline + num(1, 0), *styled, styles=styles) == ["第一条", "1.1", "", "1.2", "第二条"]
    own = p(r("租金"), properties='<w:pStyle w:val="one"/><w:numPr><w:ilvl w:val="2"/></w:numPr>')
    assert labels(outline + num(1, 0), styled[0], own, styles=styles) == ["第一条", "(1)"]


def test_a_style_circle_ends() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:basedOn w:val="{base}"/></w:style>'
        for key, base in (("a", "b"), ("b", "a"))
    )
    assert labels(OUTLINE + num(1, 0), p(r("租金"), properties='<w:pStyle w:val="a"/>'), styles=styles) == [""]


def test_a_list_style_is_followed() -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="outline"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="outline"/>{level(0, "%1、", "chineseCounting")}'
        f"</w:abstractNum>{num(1, 5)}{num(2, 0)}"
    )
    styles = '<w:style w:type="numbering" w:styleId="outline"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    assert labels(lists, item(), item(num_id=2), styles=styles) == ["一、", "二、"]


SUFFIXES = [("tab", "1. 租金"), ("space", "1. 租金"), ("nothing", "1.租金")]


@pytest.mark.parametrize(("suffix", "expected"), SUFFIXES)
def test_what_follows_a_label(suffix: str, expected: str) -> None:
    reading = read(series(0, level(0, "%1. ", suffix=suffix)) + num(1, 0), item())
    paragraph = reading.paragraphs[0]
    assert paragraph.text == expected
    assert paragraph.label == len("1.")
    assert [piece.place for piece in paragraph.pieces[:-1]] == [None] * (len(paragraph.pieces) - 1)


def test_a_bullet_that_is_a_box_is_text() -> None:
    lists = series(0, level(0, "\uf06f", "bullet", more='<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>')) + num(1, 0)
    assert [(paragraph.text, paragraph.label) for paragraph in read(lists, item()).paragraphs] == [("□ 租金", 0)]


def test_text_boxes_count_apart() -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{item()}</w:txbxContent></v:textbox></w:pict></w:r>"
    assert labels(OUTLINE + num(1, 0), p(r("租金"), box, properties=numbered(1)), item()) == [
        "第一条",
        "第一条",
        "第二条",
    ]


def test_a_label_stands_before_the_first_line() -> None:
    reading = read(OUTLINE + num(1, 0), p(r("租金"), "<w:r><w:br/></w:r>", r("每月付"), properties=numbered(1)))
    assert [paragraph.text for paragraph in reading.paragraphs] == ["第一条 租金", "每月付"]
