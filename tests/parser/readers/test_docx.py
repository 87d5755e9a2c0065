"""Reading DOCX: what is text and what stands aside, in which order, and where each character stands."""

from __future__ import annotations

import html
import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import HEAD, NAMESPACES, docx, p, packed, part, r

from models.errors import ContractError, TooLarge, UnreadableSource, UnsupportedFormat
from models.reading import Cell, Paragraph, PartRun, Piece, Reading
from models.source import Limits
from parser.readers.docx import read_docx

UNDERLINED = '<w:u w:val="single"/>'
CONTROL = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
BOX = "<w:txbxContent>{}</w:txbxContent>"


def read(body: str, parts: dict[str, str] | None = None) -> Reading:
    return read_docx("contract.docx", docx(body, parts), Limits())


def texts(reading: Reading) -> list[str]:
    return [paragraph.text for paragraph in reading.paragraphs if paragraph.aside is None]


def asides(reading: Reading) -> list[tuple[str | None, str]]:
    return [(paragraph.aside, paragraph.text) for paragraph in reading.paragraphs if paragraph.aside is not None]


def cut(data: bytes, piece: Piece) -> str:
    """What stands in the original at a piece's place."""
    assert isinstance(piece.place, PartRun)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        source = archive.read(piece.place.part).decode("utf-8")
    return html.unescape(re.sub(r"<[^>]*>", "", source[piece.place.start : piece.place.end]))


BODIES: dict[str, tuple[str, list[str]]] = {
    "runs are joined": (p(r("甲"), r("方")), ["甲方"]),
    "paragraphs without text are left out": (p() + p(r("甲方")) + p(), ["甲方"]),
    "a soft break begins a line": (p(r("第一条"), "<w:r><w:br/><w:t>租金</w:t></w:r>"), ["第一条", "租金"]),
    "so does a page break": (p(r("无正文"), '<w:r><w:br w:type="page"/></w:r>', r("附件一")), ["无正文", "附件一"]),
    "where Word broke the page last is nothing": (
        p(r("租"), "<w:r><w:lastRenderedPageBreak/></w:r>", r("金")),
        ["租金"],
    ),
    "a tab is a blank": (p(r("甲方："), "<w:r><w:tab/></w:r>", r("乙方：")), ["甲方： 乙方："]),
    "a tab at the start is an indent": (p("<w:r><w:tab/><w:t>租金</w:t></w:r>"), ["租金"]),
    "an underlined tab is a slot": (p(r("租金"), f"<w:r><w:rPr>{UNDERLINED}</w:rPr><w:tab/></w:r>"), ["租金____"]),
    "a tab with a rule is a slot": (
        p(
            r("租金"),
            "<w:r><w:tab/></w:r>",
            properties='<w:tabs><w:tab w:val="left" w:leader="underscore" w:pos="9"/></w:tabs>',
        ),
        ["租金____"],
    ),
    "underlined blanks stay": (p(r("租金"), r("    ", UNDERLINED), r("元")), ["租金    元"]),
    "hyphens": (p(r("A"), "<w:r><w:noBreakHyphen/><w:softHyphen/></w:r>", r("1")), ["A-1"]),
    "insertions are accepted": (p(r("租金"), f"<w:ins w:id='1'>{r('每月')}</w:ins>", r("付")), ["租金每月付"]),
    "hyperlinks and tags are passed through": (
        p(f"<w:hyperlink><w:smartTag>{r('北京')}</w:smartTag></w:hyperlink>"),
        ["北京"],
    ),
    "content controls": (
        CONTROL.format(p(r("甲"), CONTROL.format(r("方")))),
        ["甲方"],
    ),
    "a field gives its result": (
        p(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF a </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            r("第三条"),
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        ),
        ["第三条"],
    ),
    "a field that is not closed swallows nothing after it": (
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "<w:r><w:instrText> X </w:instrText></w:r>") + p(r("租金")),
        ["租金"],
    ),
    "a simple field": (p(f'<w:fldSimple w:instr="REF a">{r("第三条")}</w:fldSimple>'), ["第三条"]),
    "a circled number": (
        p(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            r"<w:r><w:instrText>eq \o\ac(○,11)</w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            r("租金"),
        ),
        ["⑪租金"],
    ),
    "a form's box": (
        p(
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/>'
            "</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            r("现金"),
        ),
        ["☑现金"],
    ),
    "a form's list": (
        p(
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
            '<w:listEntry w:val="现金"/><w:listEntry w:val="转账"/></w:ddList></w:ffData></w:fldChar></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        ),
        ["转账"],
    ),
    "signs of symbol fonts": (
        p(
            '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>',
            r("是"),
            r("£否", '<w:rFonts w:ascii="Wingdings 2"/>'),
        ),
        ["☑是□否"],
    ),
    "private characters in an ordinary font": (p(r("付\uf06f水费\uf06f电费")), ["付□水费□电费"]),
    "a text box, once, after its paragraph": (
        p(
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
            + BOX.format(p(r("框中")))
            + "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
            + BOX.format(p(r("框中")))
            + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            r("正文"),
        ),
        ["正文", "框中"],
    ),
    "a formula": (p(r("违约金="), "<m:oMath><m:r><m:t>P×5%</m:t></m:r></m:oMath>"), ["违约金=P×5%"]),
    "a deleted paragraph mark joins two paragraphs": (
        p(r("甲"), properties="<w:rPr><w:del w:id='1'/></w:rPr>") + p(r("方")),
        ["甲方"],
    ),
    "and at the end it ends": (p(r("甲方"), properties="<w:rPr><w:del w:id='1'/></w:rPr>"), ["甲方"]),
    "a line break in the XML is a blank": (p("<w:r><w:t>甲\n\t方</w:t></w:r>"), ["甲  方"]),
    "entities": (p(r("A&amp;B&#x4E2D;&#25991;&lt;1&gt;")), ["A&B中文<1>"]),
    "what is marked as data or a remark in the XML": (
        p("<w:r><w:t>甲<![CDATA[<w:t>乙&amp;]]><!-- <w:t>丁</w:t> -->丙</w:t></w:r>"),
        ["甲<w:t>乙&amp;丙"],
    ),
    "deeply nested": (p("<w:hyperlink>" * 240 + r("甲方") + "</w:hyperlink>" * 240), ["甲方"]),
    "numbers of the body's own pages are left out": (p(r("租金")) + p(r("第2页 / 20")), ["租金"]),
}


@pytest.mark.parametrize(("body", "expected"), BODIES.values(), ids=BODIES.keys())
def test_text(body: str, expected: list[str]) -> None:
    assert texts(read(body)) == expected


ASIDES: dict[str, tuple[str, dict[str, str], list[tuple[str | None, str]]]] = {
    "deleted": (p(r("甲"), "<w:del w:id='1'><w:r><w:delText>旧</w:delText></w:r></w:del>"), {}, [("noise", "旧")]),
    "moved away": (p(r("甲"), f"<w:moveFrom w:id='1'>{r('旧')}</w:moveFrom>"), {}, [("noise", "旧")]),
    "hidden": (p(r("甲"), r("藏", "<w:vanish/>"), r("方", '<w:vanish w:val="0"/>')), {}, [("noise", "藏")]),
    "hidden by a style": (
        p(r("甲"), r("藏", '<w:rStyle w:val="h"/>')),
        {"styles": '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'},
        [("noise", "藏")],
    ),
    "a phonetic guide": (
        p(f"<w:r><w:ruby><w:rt>{r('wù')}</w:rt><w:rubyBase>{r('务')}</w:rubyBase></w:ruby></w:r>"),
        {},
        [("noise", "wù")],
    ),
    "headers and footers": (
        p(r("甲")),
        {"header1": p(r("某公司")), "footer1": p(r("第"), r("1"), r("页"))},
        [("furniture", "某公司"), ("furniture", "第1页")],
    ),
    "comments": (p(r("甲")), {"comments": f"<w:comment w:id='1'>{p(r('请改'))}</w:comment>"}, [("comment", "请改")]),
    "a deleted row": (
        f"<w:tbl><w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc>{p(r('旧'))}</w:tc></w:tr></w:tbl>" + p(r("甲")),
        {},
        [("noise", "旧")],
    ),
}


@pytest.mark.parametrize(("body", "parts", "expected"), ASIDES.values(), ids=ASIDES.keys())
def test_what_stands_aside(body: str, parts: dict[str, str], expected: list[tuple[str | None, str]]) -> None:
    reading = read(body, parts)
    assert asides(reading) == expected
    assert texts(reading)


def test_notes_follow_the_body() -> None:
    notes = f'<w:footnote w:type="separator" w:id="0">{p()}</w:footnote><w:footnote w:id="1">{p(r("注：含税"))}</w:footnote>'
    reading = read(p(r("租金"), '<w:r><w:footnoteReference w:id="1"/></w:r>', r("每月")), {"footnotes": notes})
    assert texts(reading) == ["租金每月", "注：含税"]
    assert reading.paragraphs[1].pieces[0].place == PartRun("word/footnotes.xml", *_place(notes, "注：含税"))


def _place(content: str, text: str) -> tuple[int, int]:
    start = part("footnotes", content).index(text)
    return start, start + len(text)


def test_cells() -> None:
    """A wide cell takes its columns, a covered or empty one keeps its place, a table in a cell is one of its own."""
    row = "<w:tr>{}</w:tr>".format
    cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>".format
    inner = f"<w:tbl>{row(cell('', p(r('内'))))}</w:tbl>"
    table = "<w:tbl>{}</w:tbl>".format(
        row(cell('<w:gridSpan w:val="2"/>', p(r("名称"))) + cell('<w:vMerge w:val="restart"/>', p(r("单价"), r("元"))))
        + row(cell("", p()) + cell("", inner + p(r("外"))) + cell("<w:vMerge/>", p(r("盖住"))))
    )
    reading = read(table + p(r("后")))
    assert [(paragraph.text, paragraph.cell) for paragraph in reading.paragraphs] == [
        ("名称", Cell(0, 0, 0)),
        ("单价元", Cell(0, 0, 2)),
        ("", Cell(0, 1, 0)),
        ("内", Cell(1, 0, 0)),
        ("外", Cell(0, 1, 1)),
        ("", Cell(0, 1, 2)),
        ("后", None),
    ]


CENTRED = '<w:jc w:val="center"/>'
HEADINGS: dict[str, tuple[str, list[bool]]] = {
    "a heading style, by its name": (p(r("定义"), properties='<w:pStyle w:val="h1"/>') + p(r("正文")), [True, False]),
    "the title style": (p(r("租赁合同"), properties='<w:pStyle w:val="t"/>'), [True]),
    "a style that inherits an outline level": (p(r("定义"), properties='<w:pStyle w:val="own"/>'), [True]),
    "an outline level": (p(r("定义"), properties='<w:outlineLvl w:val="1"/>'), [True]),
    "the outline level of body text": (p(r("定义"), properties='<w:outlineLvl w:val="9"/>'), [False]),
    "a sentence is none": (p(r("甲方应当付款。"), properties='<w:pStyle w:val="h1"/>'), [False]),
    "centred and bold": (p(r("租赁合同", "<w:b/>"), properties=CENTRED), [True]),
    "centred and partly bold": (p(r("租赁合同", "<w:b/>"), r("草案"), properties=CENTRED), [False]),
    "centred and bold, and a value": (p(r("合同编号：A-1", "<w:b/>"), properties=CENTRED), [False]),
    "centred and larger": (
        p(r("租赁合同", '<w:sz w:val="36"/>'), properties=CENTRED) + p(r("正文很长很长")),
        [True, False],
    ),
    "centred and as large as all": (
        p(r("租赁合同", '<w:sz w:val="36"/>'), properties=CENTRED) + p(r("正文很长很长", '<w:sz w:val="36"/>')),
        [False, False],
    ),
}
STYLES = (
    '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="own"/><w:basedOn w:val="h1"/></w:style>'
)


@pytest.mark.parametrize(("body", "expected"), HEADINGS.values(), ids=HEADINGS.keys())
def test_headings(body: str, expected: list[bool]) -> None:
    assert [paragraph.heading for paragraph in read(body, {"styles": STYLES}).paragraphs] == expected


STRESSED: dict[str, tuple[str, bool]] = {
    "a bold word": (p(r("甲方"), r("不承担责任", "<w:b/>")), True),
    "an underlined word": (p(r("不承担责任", UNDERLINED), r("。")), True),
    "bold by its style": (p(r("不承担责任"), properties='<w:pStyle w:val="strong"/>'), True),
    "bold switched off": (p(r("不承担责任", '<w:b w:val="0"/>'), properties='<w:pStyle w:val="strong"/>'), False),
    "nothing but a bold blank": (p(r("不承担责任"), r(" ", "<w:b/>")), False),
}


@pytest.mark.parametrize(("body", "expected"), STRESSED.values(), ids=STRESSED.keys())
def test_stress(body: str, expected: bool) -> None:
    strong = '<w:style w:type="paragraph" w:styleId="strong"><w:name w:val="strong"/><w:rPr><w:b/></w:rPr></w:style>'
    assert [paragraph.stressed for paragraph in read(body, {"styles": strong}).paragraphs] == [expected]


def test_a_soft_break_is_marked() -> None:
    paragraphs = read(p(r("第一条"), "<w:r><w:br/></w:r>", r("租金"))).paragraphs
    assert [paragraph.pieces[0].line for paragraph in paragraphs] == [False, True]


def test_strict_documents_are_read() -> None:
    strict = NAMESPACES.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    source = f"{HEAD}<w:document {strict}><w:body>{p(r('甲方'))}</w:body></w:document>"
    reading = read_docx("contract.docx", packed({"word/document.xml": source}), Limits())
    assert texts(reading) == ["甲方"]
    place = reading.paragraphs[0].pieces[0].place
    assert isinstance(place, PartRun)
    assert source[place.start : place.end] == "甲方"


def test_the_main_part_is_found_by_its_relationship() -> None:
    data = packed({"word/document.xml": part("document", f"<w:body>{p(r('甲方'))}</w:body>")})
    moved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(moved, "w") as after:
        for name in before.namelist():
            after.writestr(name.replace("document", "document2"), before.read(name).replace(b"t.xml", b"t2.xml"))
    assert texts(read_docx("contract.docx", moved.getvalue(), Limits())) == ["甲方"]


def test_pictures_and_embedded_documents_are_told() -> None:
    reading = read(p("<w:r><w:pict><v:imagedata/></w:pict></w:r>", r("甲")) + '<w:altChunk r:id="a"/>')
    assert [notice.code for notice in reading.notices] == ["pictures-not-read", "part-not-read"]
    assert not read(p(r("甲"))).notices


PARAGRAPHS = p(r("租金" * 200)) * 40
REFUSED: dict[str, tuple[bytes, type[ContractError]]] = {
    "a cut zip": (docx(p(r("甲方")))[:-200], UnreadableSource),
    "no zip": (b"PK\x03\x04" + bytes(200), UnreadableSource),
    "broken XML": (packed({"word/document.xml": "<w:document><w:body>"}), UnreadableSource),
    "a document type": (
        packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]>' + part("document", "<w:body/>")[len(HEAD) :]}),
        UnreadableSource,
    ),
    "no UTF-8": (packed({"word/document.xml": part("document", "<w:body/>").encode() + b"<!--\xff-->"}), UnreadableSource),
    "no body": (packed({"word/document.xml": part("document", "")}), UnreadableSource),
    "no text": (docx(p()), UnreadableSource),
    "only pictures": (docx(p("<w:r><w:pict><v:imagedata/></w:pict></w:r>")), UnreadableSource),
    "deep nesting": (docx("<w:sdt><w:sdtContent>" * 400 + "</w:sdtContent></w:sdt>" * 400), UnreadableSource),
    "a workbook": (packed({"xl/workbook.xml": "<a/>"}), UnsupportedFormat),
    "slides": (packed({"ppt/presentation.xml": "<a/>"}), UnsupportedFormat),
    "an OpenDocument text": (packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), UnsupportedFormat),
    "any other zip": (packed({"a.pdf": b"%PDF-"}), UnsupportedFormat),
    "too much when unpacked": (docx(PARAGRAPHS), TooLarge),
}  # fmt: skip


@pytest.mark.parametrize(("data", "kind"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused(data: bytes, kind: type[ContractError]) -> None:
    with pytest.raises(kind) as caught:
        read_docx("contract.docx", data, Limits(unpacked=20_000))
    assert "contract.docx" in caught.value.what
    assert caught.value.remedy


def test_too_many_characters_and_tags() -> None:
    with pytest.raises(TooLarge, match="16,000 characters"):
        read_docx("contract.docx", docx(PARAGRAPHS), Limits(characters=10_000))
    with pytest.raises(TooLarge, match="tags"):
        read_docx("contract.docx", docx("<w:p/>" * 1_500_000), Limits())


CHARACTERS = st.text(st.sampled_from("甲乙方租金１２ab \t\n&<>\"'，。㎡𠮷\uf06f\u3000"), max_size=8)
WRITTEN = CHARACTERS.map(html.escape) | CHARACTERS.map(lambda text: f"<![CDATA[{re.sub('[<>&]', '', text)}]]>")
RUNS = st.builds(
    lambda texts, properties: f"<w:r><w:rPr>{properties}</w:rPr><w:t>{''.join(texts)}</w:t></w:r>",
    st.lists(WRITTEN | st.just("<!-- <w:t>x</w:t> -->"), max_size=3),
    st.sampled_from(["", "<w:vanish/>", "<w:b/>", '<w:rFonts w:ascii="Wingdings"/>']),
)
INSIDES = RUNS | RUNS.map(lambda run: f"<w:ins>{run}</w:ins>") | RUNS.map(
    lambda run: f"<w:del>{run.replace('w:t>', 'w:delText>')}</w:del>"
) | st.sampled_from(["<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>", "<w:r><w:t/></w:r>", '<w:r><w:t a="/>"/></w:r>'])  # fmt: skip
BLOCKS = st.lists(INSIDES, max_size=5).map(lambda runs: p(*runs))
TABLES = BLOCKS.map(lambda block: f"<w:tbl><w:tr><w:tc>{block}</w:tc></w:tr></w:tbl>")


@given(st.lists(BLOCKS | TABLES, min_size=1, max_size=4))
def test_each_place_gives_its_text(blocks: list[str]) -> None:
    """Cut a piece's place out of the part, and its text is there; and no two pieces share a character."""
    data = docx(p(r("合同")) + "".join(blocks))
    reading = read_docx("contract.docx", data, Limits())
    taken: set[int] = set()
    for piece in (piece for paragraph in reading.paragraphs for piece in paragraph.pieces):
        if piece.place is None:
            continue
        assert isinstance(piece.place, PartRun)
        range_ = range(piece.place.start, piece.place.end)
        assert taken.isdisjoint(range_)
        taken.update(range_)
        shown = cut(data, piece).translate({9: 32, 10: 32, 13: 32})
        assert shown == piece.text
    assert all("\n" not in paragraph.text for paragraph in reading.paragraphs)


def test_the_same_file_gives_the_same_reading() -> None:
    data = docx(p(r("甲方")) * 3, {"header1": p(r("页眉"))})
    first, second = (read_docx("contract.docx", data, Limits()) for _ in range(2))
    assert first == second
    assert all(isinstance(paragraph, Paragraph) for paragraph in first.paragraphs)
