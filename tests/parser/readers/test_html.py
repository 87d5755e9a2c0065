"""What of a page is the contract, and where each of its characters stands in the source."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import UnreadableSource
from models.reading import Paragraph, PartRun, Reading
from models.source import Limits
from parser.readers import read
from parser.readers.html import read_html

CONTRACT = (
    "<h1>仓库租赁合同</h1><p>出租方（甲方）：青岛石湾仓储有限公司</p><p>承租方（乙方）：烟台北渚商贸有限公司</p>"
    "<p>第一条 租赁物</p><p>甲方将三号仓库出租给乙方使用。</p><p>第二条 租金</p><p>月租金为8000元。</p>"
    "<p>甲方（盖章）：</p><p>签订地点：青岛</p>"
)
WORDS = re.sub(r"<[^>]*>", "", CONTRACT)


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()


def body_of(data: bytes) -> list[str]:
    reading = read("page.html", data, Limits())
    return [paragraph.text for paragraph in reading.paragraphs if paragraph.aside is None]


AROUND = {
    "elements": ("<nav><a href='/'>首页</a> 栏目</nav>", "<footer>某某网 联系电话 400-000</footer>"),
    "names": ("<div class='side-bar'>名家手记：如何起草</div>", "<div id='comments'><p>写得很好，谢谢分享</p></div>"),
    "links": (
        "<ul><li><a href='1'>合同范本</a></li><li><a href='2'>法规</a></li><li><a href='3'>问答</a></li></ul>",
        "<p><a href='4'>车位租赁协议</a></p><p><a href='5'>厂房租赁合同</a></p>",
    ),
    "phrases": (
        "<p>当前位置：首页 &gt; 合同</p><p>浏览次数：128</p>",
        "<p>下一篇：车位租赁协议</p><p>京ICP备12345678号</p>",
    ),
    "hidden": ("<div style='display:none'>请先登录</div>", "<div hidden>弹窗内容</div><template>模板</template>"),
    "script": ("<script>var a = '第九条 不是合同';</script><style>p{}</style>", "<!-- 第十条 注释 -->"),
    "lists": ("<select><option>北京</option><option>上海</option></select>", "<button>提交订单</button>"),
}


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
def test_the_page_around_a_contract_is_told_apart(around: tuple[str, str]) -> None:
    before, after = around
    assert "".join(body_of(page(f"{before}<div>{CONTRACT}</div>{after}"))) == WORDS


@pytest.mark.parametrize(
    "around",
    [
        "<div class='main header-wrap content'>{}</div>",
        "<div style='overflow:hidden'>{}</div>",
        "<div class='overflow-hidden download'>{}</div>",
        "<form class='search-result'>{}</form>",
        "<template>{}</template>",
        "<div style='display:none'>{}</div>",
        "<table width='100%'><tr><td>{}</td></tr></table>",
    ],
)
def test_nothing_of_a_contract_is_lost_to_what_is_around_it(around: str) -> None:
    assert "".join(body_of(page(around.format(CONTRACT)))) == WORDS


def test_links_inside_a_contract_stay() -> None:
    body = CONTRACT.replace("第二条 租金", "<a href='/law'>第二条 租金</a>").replace(
        "三号仓库", "<a href='3'>三号仓库</a>"
    )
    assert "".join(body_of(page(body))) == WORDS


def test_a_title_without_a_word_of_contracts_stays() -> None:
    assert body_of(page(f"<p>关于三号仓库的约定</p>{CONTRACT}"))[0] == "关于三号仓库的约定"


def test_run_on_text_holds_the_whole_contract() -> None:
    text = "仓库租赁合同出租方(甲方)：石湾。" + "第一条租赁物甲方将三号仓库出租给乙方使用。" * 30
    page_around = page(f"<p>仓库租赁合同</p><p>共三页</p><div>{text}</div><p>附件：平面图</p><p>收藏本文</p>")
    assert body_of(page_around) == [text, "附件：平面图"]


@pytest.mark.parametrize(
    "body",
    [
        "<h1>404 Not Found</h1><p>The page that you asked for does not exist on this server. Go back.</p>",
        "<h1>明日天气</h1><p>受冷空气影响，全市气温明显下降，请市民注意保暖，出行注意安全，谨防大风。</p>",
        "<ul><li><a href='1'>租赁合同</a></li><li><a href='2'>买卖合同</a></li><li><a href='3'>劳动合同</a></li></ul>",
    ],
)
def test_a_page_without_a_contract_says_so(body: str) -> None:
    with pytest.raises(UnreadableSource, match=r"page\.html"):
        read("page.html", page(body), Limits())


@pytest.mark.parametrize(
    "tag", ['<td ">', "<p align=left'>", '<font face="宋体"">', "<p title=a\"b'c>", '<p title="a>b">']
)
def test_a_stray_quote_in_a_tag_swallows_nothing(tag: str) -> None:
    """As the HTML standard reads it: a quote opens a value only behind an equals sign."""
    assert (
        "".join(body_of(page(f'{CONTRACT}{tag}第三条 押金<br><a name="x">押金为5000元。')))
        == f"{WORDS}第三条 押金押金为5000元。"
    )


def test_preformatted_lines_are_lines() -> None:
    assert body_of(page(f"{CONTRACT}<pre>第三条 押金\n押金为5000元。</pre><textarea>第四条 其他\n无。</textarea>"))[-4:] == [
        "第三条 押金", "押金为5000元。", "第四条 其他", "无。",
    ]  # fmt: skip


def test_fields_of_a_form_show_what_they_hold() -> None:
    form = (
        "<p>第三条 方式 <input type=radio checked>月付 <input type='radio'>季付，押金<input value='5000'>元，"
        "期限<input type=text>年<input type='submit' value='提交'><input type=hidden value=8></p>"
    )
    assert body_of(page(CONTRACT + form))[-1] == "第三条 方式 ☑月付 □季付，押金5000元，期限____年"


def test_tables_of_data_are_tables_and_cells_end_without_end_tags() -> None:
    table = "<table><tr><th>名称<th>数量<tr><td>货架<td>30</table>"
    reading = read("page.html", page(CONTRACT + table), Limits())
    cells = [(p.cell.row, p.cell.column, p.text) for p in reading.paragraphs if p.cell]
    assert cells == [(0, 0, "名称"), (0, 1, "数量"), (1, 0, "货架"), (1, 1, "30")]


TRADITIONAL = WORDS.translate(str.maketrans("仓库赁岛湾储烟贸条将给号为签订点盖", "倉庫賃島灣儲煙貿條將給號為簽訂點蓋"))
ENCODINGS = [
    ("utf-8", WORDS), ("utf-8-sig", WORDS), ("gb18030", WORDS), ("gbk", WORDS), ("utf-16", WORDS), ("utf-16-le", WORDS),
    ("utf-16-be", WORDS), ("big5", TRADITIONAL), ("utf-8", TRADITIONAL), ("gb18030", TRADITIONAL),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "words"), ENCODINGS, ids=lambda value: value if value.isascii() else value[:2])
@pytest.mark.parametrize("declared", [True, False])
def test_encodings_declared_or_not(encoding: str, words: str, declared: bool) -> None:
    head = f"<meta charset='{encoding}'>" if declared and "16" not in encoding and "sig" not in encoding else ""
    data = f"<html><head>{head}</head><body><p>{words}</p></body></html>".encode(encoding)
    assert body_of(data) == [words]


def test_a_wrong_declaration_does_not_stand() -> None:
    data = f"<html><head><meta charset='utf-8'></head><body><p>{WORDS}</p></body></html>".encode("gb18030")
    assert body_of(data) == [WORDS]


def cut(source: str, paragraph: Paragraph) -> str:
    places = [piece.place for piece in paragraph.pieces if isinstance(piece.place, PartRun)]
    return html.unescape("".join(source[place.start : place.end] for place in places))


CHARACTERS = st.text(st.sampled_from("甲乙方一1aA.，。：（）《》&<>\"' \u3000\u00a0𠀀é"), max_size=12).map(html.escape)
TAGS = st.sampled_from(
    ["<p>", "</p>", "<br>", "<b>", "</b>", "<td>", "<tr>", "<table>", "</table>", "<a href=x>", "</a>", "<!-- a -->"]
)


@given(st.lists(CHARACTERS | TAGS, max_size=30).map("".join))
def test_every_character_stands_where_it_says(markup: str) -> None:
    source = f"<html><body><p>仓库租赁合同</p><p>甲方：石湾。乙方：北渚。</p>{markup}</body></html>"
    reading: Reading = read_html("page.html", source.encode(), Limits())
    for paragraph in reading.paragraphs:
        assert "".join(cut(source, paragraph).split()) == "".join(paragraph.text.split())


@pytest.mark.parametrize(
    ("items", "numbers"),
    [
        ("<ol><li>甲方出租<li>乙方承租</ol>", ["1.", "2."]),
        ("<ol start=3><li>甲方出租</li><li value='7'>乙方承租</li><li>双方</li></ol>", ["3.", "7.", "8."]),
        ("<ol reversed start=2><li>甲方</li><li>乙方</li></ol>", ["2.", "1."]),
        ("<ol reversed><li>甲方</li><li>乙方</li></ol>", ["", ""]),
        ("<ol type=a><li>甲方</li><li>乙方</li></ol>", ["a.", "b."]),
        ("<ol type=I><li>甲方</li><li>乙方</li></ol>", ["I.", "II."]),
        ("<ol style='list-style: cjk-ideographic inside'><li>甲方</li><li>乙方</li></ol>", ["一、", "二、"]),
        ("<ol style='list-style-type:none'><li>甲方</li></ol>", [""]),
        ("<ol><li style='list-style:none'>甲方</li><li>乙方</li></ol>", ["", "2."]),
        ("<ul><li>甲方</li></ul>", [""]),
        ("<ol><li>1、甲方</li><li>第二条 乙方</li></ol>", ["", ""]),
        ("<ol><li></li><li><p>甲方</p><p>又一段</p></li></ol>", ["2.", ""]),
        ("<ol><li>甲方<ol type=i><li>押金</li><li>租金</li></ol></li><li>乙方</li></ol>", ["1.", "i.", "ii.", "2."]),
        ("<ol><li>甲方</li></ol><p>乙方</p>", ["1.", ""]),
        ("<ol><li>甲方</ol><p>乙方</p><ol><li>丙方</ol>", ["1.", "", "1."]),
    ],
)  # fmt: skip
def test_items_of_a_list_have_the_numbers_that_a_browser_prints(items: str, numbers: list[str]) -> None:
    reading = read_html("list.html", page(CONTRACT + items), Limits())
    made = [p for p in reading.paragraphs if p.aside is None][9:]
    assert [p.text[: p.label] for p in made] == numbers
    assert all(p.pieces[0].place is None for p in made if p.label)


def test_links_in_a_numbered_list_are_still_links() -> None:
    around = "<ol>" + "".join(f"<li><a href='{n}'>首页</a></li>" for n in range(3)) + "</ol>"
    assert body_of(page(around + CONTRACT)) == body_of(page(CONTRACT))
