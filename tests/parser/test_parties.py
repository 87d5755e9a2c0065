"""Who a contract is between, and what is said of whom, where that is not told by a label and a line."""

from __future__ import annotations

import pytest

from parser import parse

LONG = "乙方应当按照国家标准制造货物并妥善包装,保证货物完好无损地送达甲方仓库。" * 18
BODY = f"第一条 标的\n水泵二台。\n第二条 包装\n{LONG}\n"
HEAD = "设备采购合同\n甲方:南京白鹭机械有限公司\n乙方:苏州太湖电子有限公司\n"

FIRMS = {("甲方", "party"): "南京白鹭机械有限公司", ("乙方", "party"): "苏州太湖电子有限公司"}

Said = dict[tuple[str | None, str], str | None]


def said(words: str, *names: str) -> Said:
    """By role and field, where it is found."""
    report = parse(words.encode(), name="contract.txt")
    return {(f.role, f.name): f.norm for f in report.fields if f.name in names and f.status == "found"}


REPRESENTED = {
    ("甲方", "party_legal_representative"): "王建国",
    ("乙方", "party_legal_representative"): "李四海",
    ("甲方", "party_agent"): "赵晓梅",
    ("乙方", "party_agent"): "钱进",
}


@pytest.mark.parametrize(
    "signed",
    [
        pytest.param(
            "甲方(盖章):南京白鹭机械有限公司     乙方(盖章):苏州太湖电子有限公司\n"
            "法定代表人:王建国            法定代表人:李四海\n委托代理人:赵晓梅      委托代理人:钱进\n",
            id="columns of blanks",
        ),
        pytest.param(
            "甲 方:南京白鹭机械有限公司\t乙 方:苏州太湖电子有限公司\n法定代表人:王建国\t法定代表人:李四海\n"
            "委托代理人:赵晓梅\t委托代理人:钱进\n",
            id="columns of cells",
        ),
        pytest.param(
            "甲方(盖章)\t乙方(盖章)\n法定代表人\t王建国\t法定代表人\t李四海\n委托代理人\t赵晓梅\t委托代理人\t钱进\n",
            id="a label and its value each, no name printed",
        ),
        pytest.param(
            "甲方(盖章):\n法定代表人:王建国\n委托代理人:赵晓梅\n乙方(盖章):\n法定代表人:李四海\n委托代理人:钱进\n",
            id="one below the other",
        ),
    ],
)
def test_what_is_said_at_the_place_to_sign_is_said_of_the_party_that_it_stands_by(signed: str) -> None:
    assert said(HEAD + BODY + signed, "party_legal_representative", "party_agent") == REPRESENTED


def test_a_row_of_one_cell_below_two_parties_is_said_of_neither() -> None:
    signed = "甲方(盖章):            乙方(盖章):\n电话:025-84310001       电话:0512-65310002\n地址:南京市江宁区诚信大道19号\n"
    told = said(HEAD + BODY + signed, "party_phone", "party_address")
    assert told == {("甲方", "party_phone"): "02584310001", ("乙方", "party_phone"): "051265310002"}


def test_a_label_that_names_another_party_is_said_of_that_one() -> None:
    head = "协议书\n甲方:王建国\n乙方:苏州太湖电子有限公司\n甲方委托代理人:赵晓梅\n乙方法定代表人:钱进\n"
    told = said(head + BODY, "party_legal_representative", "party_agent")
    assert told == {("甲方", "party_agent"): "赵晓梅", ("乙方", "party_legal_representative"): "钱进"}


def test_parties_of_a_place_to_sign_in_columns_have_their_names_below_them() -> None:
    signed = (
        "供方\t需方\n单位名称(章):南京白鹭机械有限公司\t单位名称(章):苏州太湖电子有限公司\n地址:南京市\t地址:苏州市\n"
    )
    told = said("采购合同\n" + BODY + signed, "party")
    assert told == {("供方", "party"): "南京白鹭机械有限公司", ("需方", "party"): "苏州太湖电子有限公司"}


@pytest.mark.parametrize(
    ("table", "parties"),
    [
        pytest.param(
            "名称\t简称\n南京白鹭机械有限公司\t甲方\n苏州太湖电子有限公司\t乙方\n",
            {"甲方": "南京白鹭机械有限公司", "乙方": "苏州太湖电子有限公司"},
            id="a letter",
        ),
        pytest.param(
            "序号\t成员名称\t简称\n1\t南京白鹭机械有限公司\t“甲方”\n2\t周小禾\t“乙方”\n",
            {"甲方": "南京白鹭机械有限公司", "乙方": "周小禾"},
            id="numbered rows, a person",
        ),
        pytest.param(
            "当事人\t简称\n南京白鹭机械有限公司\t白鹭公司\n苏州太湖电子有限公司\t太湖公司\n",
            {"白鹭公司": "南京白鹭机械有限公司", "太湖公司": "苏州太湖电子有限公司"},
            id="a name of its own",
        ),
        pytest.param(
            "角色\t名称\n买方\t南京白鹭机械有限公司\n卖方\t苏州太湖电子有限公司\n",
            {"买方": "南京白鹭机械有限公司", "卖方": "苏州太湖电子有限公司"},
            id="its part",
        ),
        pytest.param(
            "南京白鹭机械有限公司\t甲方\n苏州太湖电子有限公司\t乙方\n",
            {"甲方": "南京白鹭机械有限公司", "乙方": "苏州太湖电子有限公司"},
            id="no header",
        ),
        pytest.param("名称\t简称\n采购管理系统\t系统\n需求说明书\t需求书\n", {}, id="definitions"),
    ],
)
def test_a_table_of_names_and_what_they_are_called_by(table: str, parties: dict[str, str]) -> None:
    told = said("合作协议\n" + table + BODY, "party")
    assert told == {(role, "party"): name for role, name in parties.items()}


def test_a_table_of_definitions_names_no_party_where_labels_do() -> None:
    told = said(HEAD + "名称\t简称\n无锡惠山仪表有限公司\t惠山公司\n" + BODY, "party")
    assert told == {("甲方", "party"): "南京白鹭机械有限公司", ("乙方", "party"): "苏州太湖电子有限公司"}


def test_guarantors_are_told_apart_by_their_numbers() -> None:
    head = "担保借款合同\n债权人:王建国\n债务人:李四海\n保证人一:周小禾\n保证人二:郑立\n"
    assert said(head + BODY, "party") == {
        ("债权人", "party"): "王建国",
        ("债务人", "party"): "李四海",
        ("保证人一", "party"): "周小禾",
        ("保证人二", "party"): "郑立",
    }


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(
            "设计合同\n委托单位:____\n设计单位:____\n甲方(委托单位)名称:____\n乙方(设计人)名称:____\n", id="a cover"
        ),
        pytest.param("转让合同\n杭州××公司(以下简称“甲方”)与××厂(以下简称“乙方”)签订本合同。\n", id="masked names"),
        pytest.param("设计合同\n甲方:____\n乙方:____\n", id="two slots"),
    ],
)
def test_slots_for_two_parties_are_two_parties(head: str) -> None:
    report = parse((head + BODY).encode(), name="contract.txt")
    assert [(f.role, f.status) for f in report.fields if f.name == "party"] == [("甲方", "blank"), ("乙方", "blank")]


def test_a_letter_in_a_bracket_behind_what_else_is_said_is_what_the_party_is_called_by() -> None:
    head = (
        '股权转让协议\n(1)转让方一:周明,身份证号码330106197503121234("甲方一")\n'
        '(2)转让方二:青石软件有限公司("甲方二",与甲方一合称"甲方")\n(3)目标公司:南京白鹭机械有限公司("丙方")\n'
    )
    signed = "甲方一(签字):\n甲方二(盖章):\n丙方(盖章):\n"
    names = {"甲方一": "周明", "甲方二": "青石软件有限公司", "丙方": "南京白鹭机械有限公司"}
    told = said(head + BODY + signed, "party", "party_alias")
    assert told == {(role, "party"): name for role, name in names.items()}


def test_a_letter_behind_another_part_in_a_bracket_is_the_partys() -> None:
    head = "借款合同\n借款方(即抵押人,以下简称“甲方”):周明\n贷款方(即抵押权人,以下简称“乙方”):青石银行\n"
    assert said(head + BODY, "party") == {("甲方", "party"): "周明", ("乙方", "party"): "青石银行"}


def test_two_guarantors_of_one_slot_are_two() -> None:
    head = "借款合同\n甲方:青石银行\n乙方:周明\n丙方(保证人):郑立、李秋实\n"
    report = parse((head + BODY).encode(), name="contract.txt")
    assert [f.norm for f in report.fields if f.name == "party" and f.role == "丙方"] == ["郑立", "李秋实"]


def test_two_owners_with_a_number_each_are_two() -> None:
    head = "租赁合同\n甲方:郑立(身份证号:440106196511023324)、周明(身份证号:440106196803154521)\n乙方:青石银行\n"
    report = parse((head + BODY).encode(), name="contract.txt")
    assert [f.norm for f in report.fields if f.name == "party" and f.role == "甲方"] == ["郑立", "周明"]


def test_a_name_behind_what_the_party_is_called_by() -> None:
    head = '运输合同\n托运方:(以下简称"甲方")青石软件有限公司\n承运方:(以下简称"乙方")\n'
    report = parse((head + BODY).encode(), name="contract.txt")
    told = [(f.role, f.status, f.norm) for f in report.fields if f.name == "party"]
    assert told == [("甲方", "found", "青石软件有限公司"), ("乙方", "blank", None)]


def test_a_name_with_a_mark_in_it_is_one() -> None:
    head = "协议书\n甲方:水、电、暖管理处\n乙方:周明\n"
    assert said(head + BODY, "party")["甲方", "party"] == "水、电、暖管理处"


def test_a_third_party_behind_those_with_letters_is_one() -> None:
    head = "借款合同\n甲方:____\n乙方:____\n担保人:____\n"
    report = parse((head + BODY).encode(), name="contract.txt")
    assert [f.role for f in report.fields if f.name == "party"] == ["甲方", "乙方", "担保人"]


@pytest.mark.parametrize(
    "named", ["监理单位:宁波甬诚监理有限公司", "见证方:海曙区公证处", "标的公司:宁波潮声机械有限公司"]
)
def test_who_is_named_beside_parties_with_letters_is_none(named: str) -> None:
    parties = {**FIRMS, ("丙方", "party"): "宁波甬诚监理有限公司"}
    assert said(f"{HEAD}{named}\n{BODY}", "party") == FIRMS
    assert said(f"{HEAD}丙方(监理单位):宁波甬诚监理有限公司\n{BODY}", "party") == parties


def test_one_that_supervises_is_a_party_where_it_is_one_of_two() -> None:
    head = "监理合同\n委托人:南京白鹭机械有限公司\n监理人:宁波甬诚监理有限公司\n"
    assert said(head + BODY, "party") == {
        ("委托人", "party"): "南京白鹭机械有限公司",
        ("监理人", "party"): "宁波甬诚监理有限公司",
    }


@pytest.mark.parametrize(
    "head",
    [
        "需方(甲方)\t供方(乙方)\n名称:南京白鹭机械有限公司\t名称:苏州太湖电子有限公司\n地址:南京市\t地址:苏州市\n",
        "甲方\t乙方\n单位名称:南京白鹭机械有限公司\t单位名称:苏州太湖电子有限公司\n电话:025\t电话:0512\n",
    ],
)
def test_names_in_columns_below_the_parties_are_each_their_own(head: str) -> None:
    assert said(f"设备采购合同\n{head}{BODY}", "party") == FIRMS


def test_long_names_that_are_masked_are_slots_as_short_ones_are() -> None:
    text = f"设备采购合同\n甲方:某某医院\n乙方(供应方):某某仪器科技有限公司\n{BODY}"
    report = parse(text.encode(), name="contract.txt")
    assert {(f.role, f.status) for f in report.fields if f.name == "party"} == {("甲方", "blank"), ("乙方", "blank")}


def test_a_label_beside_a_place_to_sign_is_no_slot_for_a_name() -> None:
    report = parse(f"{HEAD}{BODY}丙方(签字):\t地址:\n身份证号:\t电话:\n".encode(), name="contract.txt")
    assert [f.role for f in report.fields if f.name == "party" and f.status == "blank"] == []


def test_firms_that_a_sentence_names_with_their_letters_behind_them() -> None:
    head = "设备采购合同\n南京白鹭机械有限公司(甲方)与苏州太湖电子有限公司(乙方)就水泵的采购协商一致,订立本合同。\n"
    assert said(head + BODY, "party") == FIRMS
    assert said("设备采购合同\n项目负责人(甲方)与经办人员(乙方)协商一致。\n" + BODY, "party") == {}


def test_a_name_on_a_line_of_its_own_before_what_else_is_said_of_the_party() -> None:
    head = (
        "设备采购合同\n甲方:\n海曙区白鹭五金批发部\n统一社会信用代码:\n92330203MA2C\n乙方:\n郑立\n身份证号:\n330203\n"
    )
    assert said(head + BODY, "party") == {("甲方", "party"): "海曙区白鹭五金批发部", ("乙方", "party"): "郑立"}


@pytest.mark.parametrize("labels", [("甲方:", "乙方:"), ("甲方(供方):", "乙方(需方):"), ("供方:", "需方:")])
def test_a_single_blank_parts_the_parties_of_one_line(labels: tuple[str, str]) -> None:
    head = f"采购合同\n{labels[0]}南京白鹭机械有限公司\u3000{labels[1]}周小禾\n"
    report = parse((head + BODY).encode(), name="contract.txt")
    assert [f.norm for f in report.fields if f.name == "party"] == ["南京白鹭机械有限公司", "周小禾"]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        # What a bracket says of a party is no part of its name.
        (
            "发包单位:济南泉阔实业股份有限公司(济南市历下区)\n承包单位:青岛岚庭装饰有限公司(注册资本200万元)",
            [("发包单位", "济南泉阔实业股份有限公司"), ("承包单位", "青岛岚庭装饰有限公司")],
        ),
        (
            "贷出人:邢启昌(男,住株洲市天元区泰山路205号)\n借用人:株洲百竣建材有限公司",
            [("贷出人", "邢启昌"), ("借用人", "株洲百竣建材有限公司")],
        ),
        # A part that no list has, of a party that is called something in the same line.
        (
            "画廊主:南宁巷婆文化有限公司(地址:南宁市青秀区金湖路61号),下称“画廊”\n寄卖人:覃若澜(下称“画师”)",
            [("画廊主", "南宁巷婆文化有限公司"), ("寄卖人", "覃若澜")],
        ),
        (
            "甲方:青石投资(有限合伙)\n乙方:苏州(中国)机械有限公司",
            [("甲方", "青石投资(有限合伙)"), ("乙方", "苏州(中国)机械有限公司")],
        ),
    ],
)
def test_what_stands_in_brackets_behind_a_name(lines: str, told: list[tuple[str, str]]) -> None:
    text = f"合作合同\n{lines}\n第一条 合作\n双方合作经营。\n第二条 其他\n无其他约定。"
    fields = parse(text.encode(), name="a.txt").fields
    assert [(f.role, f.norm) for f in fields if f.name == "party" and f.status == "found"] == told
