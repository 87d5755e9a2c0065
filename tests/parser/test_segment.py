"""Outlines as contracts print them: (text, the tree that a reader sees)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.reading import Paragraph, PartRun, Piece, Reading
from models.report import Clause
from models.text import NormalText
from parser.normalise import normalise
from parser.packs import default_packs
from parser.segment import segment


def read(source: str) -> NormalText:
    at = 0
    paragraphs = []
    for line in source.split("\n"):
        paragraphs.append(Paragraph((Piece(line, PartRun("x.txt", at, at + len(line))),)))
        at += len(line) + 1
    return normalise(Reading("text", "text/plain", tuple(paragraphs)))


def clauses_of(source: str) -> tuple[Clause, ...]:
    return segment(read(source), default_packs())[0]


def tree(source: str) -> list[str]:
    """`  label|heading` a numbered clause, indented by its level."""
    return ["  " * (c.level - 1) + f"{c.label}|{c.heading}" for c in clauses_of(source) if c.label]


@pytest.mark.parametrize(
    ("source", "outline"),
    [
        pytest.param(
            "一、付款\n1.1 价款分三期:\n(i) 签约后付四成;\n(ii) 中期付三成;\n(iii) 余款后付;\n(iv) 税费另计;\n(v) 差旅费实报。\n1.2 无。",
            ["一、|付款", "  1.1|价款分三期", "    (i)|", "    (ii)|", "    (iii)|", "    (iv)|", "    (v)|", "  1.2|"],
            id="i and v are numerals beside others",
        ),
        pytest.param(
            "1. 服务\n2. 费用\n附录A 清单\nA.1 数据库:两节点;\nA.2 接口\n单向。\n附录B 人员\nB-1 经理一名;\nB-2 专员二名。",
            ["1.|服务", "2.|费用", "附录A|清单", "  A.1|数据库", "  A.2|接口", "附录B|人员", "  B-1|", "  B-2|"],
            id="numbers with the letter of their annex",
        ),
        pytest.param("1. 标的\nA-1 座三层。\n2. 租期", ["1.|标的", "2.|租期"], id="a lone one is a name"),
        pytest.param(
            "1、租金三千元。\n2、押金三千元。\n4、租期一年。\n3、水电费另付。\n5、一式两份。",
            ["1、|", "2、|", "4、|", "3、|", "5、|"],
            id="two numbers in the wrong order",
        ),
        pytest.param(
            "一、工作时间\n执行(A)工时制。A. 标准工时制 B. 综合工时制 C. 不定时工时制\n二、产品\n采购 A 类产品和 B 类产品。",
            ["一、|工作时间", "  A.|", "  B.|", "  C.|", "二、|产品"],
            id="options that only a blank parts",
        ),
        pytest.param(
            "第四条 陈述与保证 甲方保证:\n(a)合法持有股权;\n(b)股权已实缴。\n第五条 乙方 义务:\n(a)付款;\n(b)验收。",
            ["第四条|陈述与保证", "  (a)|", "  (b)|", "第五条|乙方 义务", "  (a)|", "  (b)|"],
            id="a title with what leads in the list on its line",
        ),
        pytest.param(
            "第三条 争议由房屋所在地人民法院管辖。\n第四条 处理时限见下表:\n甲级两日。\n第五条 保证范围包括本金、利息及费用:\n(1)诉讼费;\n(2)律师费。",
            ["第三条|", "第四条|", "第五条|", "  (1)|", "  (2)|"],
            id="sentences that lead in a table or a list",
        ),
        pytest.param(
            "壹、培训安排\n一、时间:三月;\n二、地点:礼堂。\n贰、费用\n一、培训费壹拾、伍万元;\n二、余款后付。",
            ["壹、|培训安排", "  一、|时间", "  二、|地点", "贰、|费用", "  一、|", "  二、|"],
            id="formal numerals",
        ),
        pytest.param(
            "一、设备\n(g)水泵\n(h)风机\n(i)电机\n(j)阀门",
            ["一、|设备", "  (g)|", "  (h)|", "  (i)|", "  (j)|"],
            id="i behind h is a letter",
        ),
        pytest.param(
            "一、合同期限\n第一条 本合同期限三年。\n二、工作内容\n第二条 乙方担任会计。\n第三条 乙方应完成任务。\n三、劳动报酬\n第四条 月工资八千元。",
            ["一、|合同期限", "  第一条|", "二、|工作内容", "  第二条|", "  第三条|", "三、|劳动报酬", "  第四条|"],
            id="headings above articles that run on",
        ),
        pytest.param(
            "第一条 · 看护范围\n1. 车辆 / 挂车的看护,由保管人负责。\n2. 钥匙的保管。\n第二条 · 看护费\n每月300元。",
            ["第一条|看护范围", "  1.|", "  2.|", "第二条|看护费"],
            id="a dot between label and title",
        ),
        pytest.param(
            "一、托管期   2   年,自交车之日起算。\n二、工期共 90 天。\n三、上列各项合计即本工程造价:5000元。\n四、看管费   800   元。\n五、附件\n附件一:车辆清单;\n附件二:托管任务书。",
            ["一、|", "二、|", "三、|", "四、|", "五、|附件", "附件一|车辆清单", "附件二|托管任务书"],
            id="slots that are filled part no heading, and a full stop ends a list of annexes",
        ),
        pytest.param(
            "第十九条 可分割性\n19.1 条款无效不影响其他条款。\n19.2 双方应另行商定。\n第十九条之二 合同终止\n19.3 期满终止。\n19.4 终止后结清款项。\n第二十条 其他\n20.1 本合同一式两份。",
            [
                "第十九条|可分割性",
                "  19.1|",
                "  19.2|",
                "第十九条之二|合同终止",
                "  19.3|",
                "  19.4|",
                "第二十条|其他",
                "  20.1|",
            ],
            id="an article put in between",
        ),
        pytest.param(
            "第二条 交货\n2.1 按期交货。\n2.2 送货上门。\n第三条 争议\n2.1 双方协商。\n2.2 向法院起诉。\n第二条 其他\n2.1 一式两份。",
            ["第二条|交货", "  2.1|", "  2.2|", "第三条|争议", "  2.1|", "  2.2|", "第二条|其他", "  2.1|"],
            id="decimals that do not say the number of their article",
        ),
        pytest.param(
            "第二条 使用\n(2-1)承租人自行保养设备。\n(2-2)出租人可以检查:\nA、停机检查\n提前一日通知。\nB、现场检查\n随时进行。\n第三条 租期\n(3-1)租期三年。\n(3-2)期满续租。",
            [
                "第二条|使用",
                "  (2-1)|",
                "  (2-2)|",
                "    A、|停机检查",
                "    B、|现场检查",
                "第三条|租期",
                "  (3-1)|",
                "  (3-2)|",
            ],
            id="decimals in brackets, with a dash",
        ),
        pytest.param(
            "第一章 总则\n1·1 合营各方如下。\n1·2 合营公司设在丽水。\n第二章 投资\n2·1 投资总额九百万元。\n2·2 分10-20期缴付。",
            ["第一章|总则", "  1·1|", "  1·2|", "第二章|投资", "  2·1|", "  2·2|"],
            id="decimals with a dot in the middle",
        ),
        pytest.param(
            "1、房屋\n1-1 房屋坐落于莲都区。\n1-2 房屋面积80平方米。\n2、租金\n2-1 租金每月900元。\n8-10日内付清。",
            ["1、|房屋", "  1-1|", "  1-2|", "2、|租金", "  2-1|"],
            id="decimals with a dash",
        ),
        pytest.param(
            "第五条 通则\n5.1 双方不得转让本合同。\n5.2.1 争议先行协商。\n5.2.2 协商不成的仲裁。\n5.3.1 不可抗力发生时顺延。\n5.4 通知以书面发出。\n第六条 其他\n6.1 一式两份。",
            ["第五条|通则", "  5.1|", "  5.2.1|", "  5.2.2|", "  5.3.1|", "  5.4|", "第六条|其他", "  6.1|"],
            id="decimals whose parent is left out",
        ),
        pytest.param(
            "9.付款\na)费用以美元支付。\nb)费用按下列比例支付:\n1)签约后支付四成。\n2)验收后支付六成。\n10.保密\na)双方保密。\nb)期满仍保密。",
            ["9.|付款", "  a)|", "  b)|", "    1)|", "    2)|", "10.|保密", "  a)|", "  b)|"],
            id="a list that a colon leads in",
        ),
        pytest.param(
            "第一条 许可\n1.1 许可K—22B工艺的使用权。\n1.2 专利第   号,名称是烘丝机。\n1.3 型号、功率、能耗、产地、数量、价格等\n见清单。\n第二条 出租方收款户名为\n丽水云和木器厂。",
            ["第一条|许可", "  1.1|", "  1.2|", "  1.3|型号、功率、能耗、产地、数量、价格等", "第二条|"],
            id="dashes, gaps and enumerations in what may be a heading",
        ),
        pytest.param(
            "第八条 附件\n本合同附件有:\n附件一:机床明细表;\n附件二:租金支付表;\n第九条 文本\n本合同一式三份。\n附件一:机床明细表\n机床两台。",
            ["第八条|附件", "  附件一|机床明细表", "  附件二|租金支付表", "第九条|文本", "附件一|机床明细表"],
            id="a list of annexes in an article",
        ),
        pytest.param(
            "一、服务标准\n(一)紧急故障(系统不可用或者核心功能严重受损的):半小时内响应。\n(二)一般故障(其他问题):次日响应。\n二、承包人的工程范围及工程量(附预算书)\n照图施工。",
            [
                "一、|服务标准",
                "  (一)|紧急故障(系统不可用或者核心功能严重受损的)",
                "  (二)|一般故障(其他问题)",
                "二、|承包人的工程范围及工程量(附预算书)",
            ],
            id="headings that say something in brackets",
        ),
        pytest.param(
            "第一条 违约\n1.1 承租人拖延付租:每日支付违约金十元。\n1.2 乙方擅自转租:甲方可收回房屋。\n1.3 非乙方定制的门锁:三把。\n第二条 附件\n2.1 附件效力:附件与正文同等有效。\n2.2 展位(甲方自备,不计入2.1的清单):四个。\n2.3 甲方义务:(1)按时开馆;(2)妥善看护乙方的展品。",
            [
                "第一条|违约",
                "  1.1|承租人拖延付租",
                "  1.2|乙方擅自转租",
                "  1.3|非乙方定制的门锁",
                "第二条|附件",
                "  2.1|附件效力",
                "  2.2|展位(甲方自备,不计入2.1的清单)",
                "  2.3|甲方义务",
                "    (1)|",
                "    (2)|",
            ],
            id="what a colon parts",
        ),
        pytest.param(
            "一、展商的权利和义务\n1.有获得展位、水电和网络的权利。开馆前交付。\n2.展位自签约之日起享 三个月保留。\n3.展商应提交的相关文件\n3.1 营业执照。\n3.2 参展清单。\n4.退换\n1)自提的:\nA)当场验货。\nB)不予退换。\n2)送货的:三日内验货。\n5.补货\n另行订货。",
            [
                "一、|展商的权利和义务",
                "  1.|",
                "  2.|",
                "  3.|展商应提交的相关文件",
                "    3.1|",
                "    3.2|",
                "  4.|退换",
                "    1)|",
                "      A)|",
                "      B)|",
                "    2)|",
                "  5.|补货",
            ],
            id="sentences that a blank or a stop parts, and letters below numbers",
        ),
        pytest.param(
            "一、用途\n1. 投影仪归出租人所有,只用于会议。\n二、转租\n2. 不得转借。\n三、维护\n3. 自然故障由出租人维修。\n4. 摔坏的照价赔偿。\n四、续租\n5. 提前一周办理。",
            ["一、|用途", "  1.|", "二、|转租", "  2.|", "三、|维护", "  3.|", "  4.|", "四、|续租", "  5.|"],
            id="numbers that run on, one under each heading",
        ),
        pytest.param(
            "一、当事人\n1.青岛电机厂(以下简称甲方)\n2.本合同报酬为(大写):\n二、其他\n一式两份。",
            ["一、|当事人", "  1.|", "  2.|", "二、|其他"],
            id="brackets that make no heading",
        ),
        pytest.param(
            "一, 保修范围\n1, 三个月内免费更换,\n2, 水, 电设施除外。\n二,其他\n10,000元以下的维修由乙方承担。",
            ["一,|保修范围", "  1,|", "  2,|", "二,|其他"],
            id="labels that end in a comma, and a figure",
        ),
        pytest.param(
            "一、保修范围\n8. 煤气保修三个月;\n9. 电路保修六个月;\n10 门窗保修一年;\n11 防水保修五年。\n二、其他\n1. 未尽事宜协商。\n2. 本合同一式两份。",
            ["一、|保修范围", "  8.|", "  9.|", "  10|", "  11|", "二、|其他", "  1.|", "  2.|"],
            id="a list that loses its points",
        ),
        pytest.param(
            "1. Governing Law / 适用法律\n本合同适用中国法律。\n2. Notices / 通知\n通知应为书面。\n3. Term\n期限一年。\n附件一:\n授权书\n兹授权乙方销售。",
            ["1.|Governing Law / 适用法律", "2.|Notices / 通知", "3.|Term", "附件一|授权书"],
            id="titles in two tongues, and one below its label",
        ),
        pytest.param(
            "第一条 费用\n乙方承担下列费用:\n(1) 水费\n(2) 电费\n(3) 停车费:按月支付。\n第二条 应急响应:乙方应当三十分钟内到场。\n第三条 质保及售后\n质保两年。\n第四条 其他约定______________________\n",
            [
                "第一条|费用",
                "  (1)|",
                "  (2)|",
                "  (3)|停车费",
                "第二条|应急响应",
                "第三条|质保及售后",
                "第四条|其他约定",
            ],
            id="a member of a list that is a phrase is no title",
        ),
        pytest.param(
            "鉴于:\n(1)甲方依法设立。\n(2)乙方具有资质。\n1.定义\n1.1 平台是指甲方的系统。\n1.2 数据是指平台的数据。\n2.甲方提供的平台或数据\n2.1 甲方应开放接口。\n2.2 甲方应在下述时间内\n开放接口,并将其说明交给乙方,乙方不得转交。\n3.乙方支付费用的义务\n乙方应当在收到发票后十日内付清全部费用,逾期的按日加付利息。",
            [
                "(1)|",
                "(2)|",
                "1.|定义",
                "  1.1|",
                "  1.2|",
                "2.|甲方提供的平台或数据",
                "  2.1|",
                "  2.2|",
                "3.|乙方支付费用的义务",
            ],
            id="chapters behind numbered recitals, and titles that only what stands below them shows",
        ),
        pytest.param(
            "第一条 开发内容1.1开发的范围包括:__________1.2乙方应按要求完成开发。第二条 费用2.1总额为______元。2.2分两次付清,乙方应当在收到每笔款项之前开具与该笔款项金额相同的发票,发票的名称和税号由甲方在本合同签订之后以书面方式告知乙方,甲方没有告知的,乙方可以顺延开票而不承担责任。",
            ["第一条|开发内容", "  1.1|", "  1.2|", "第二条|费用", "  2.1|", "  2.2|"],
            id="a number right behind a slot",
        ),
        pytest.param(
            "第一条 解除\n乙方有下列情形之一的:\n(一)擅自停业;\n(二)拖欠租金;\n在下列情形下自行解除:\n(一)乙方死亡的;\n(二)房屋灭失;\n(三)乙方撤销或破产\n在下列情形下可以变更:\n(一)双方协商;\n(二)政策变化。\n第二条 乙方须履行的义务:\n(一)依约付租;\n(二)爱护房屋。\n第三条 本合同自签订之日起生效\n附件一:甲方的营业执照及该房屋的权属情况\n附件二:该房屋的平面图",
            [
                "第一条|解除",
                "  (一)|",
                "  (二)|",
                "  (一)|",
                "  (二)|",
                "  (三)|",
                "  (一)|",
                "  (二)|",
                "第二条|乙方须履行的义务",
                "  (一)|",
                "  (二)|",
                "第三条|",
                "附件一|甲方的营业执照及该房屋的权属情况",
                "附件二|该房屋的平面图",
            ],
            id="lists that start anew in an article, and their last members",
        ),
        pytest.param(
            "第一条 标的\n货物一批。\n第二条 适用法律\n第三条 本合同的订立、效力、解释和履行均受中国法律的保护和管辖\n第四条 本章程经主管部门或其委托的审批机构批准后生效",
            ["第一条|标的", "第二条|适用法律", "第三条|", "第四条|"],
            id="long articles without a stop are sentences",
        ),
        pytest.param(
            "委托合同样本\n一、乙方提供咨询。\n二、甲方支付费用。\n三、甲方委托权限:\n四、本合同一式二份。\n甲方:\n乙方:\n聘用合同(参考样本)\n第一条:乙方自愿受聘。\n第二条:甲方应按月支付工资.\n第三条:乙方应当遵守制度.第四条:本合同自签字之日起生效。",
            ["一、|", "二、|", "三、|甲方委托权限", "四、|", "第一条|", "第二条|", "第三条|", "第四条|"],
            id="two forms in one text, and dots for full stops",
        ),
        pytest.param(
            "甲方应按时供货.一,货物名称:大米。二,包装要求:袋装.三,违约责任:\n1.迟延交货的,乙方付违约金.2.错运的,乙方运回.3.货物灭失的,乙方赔偿.\n四,本合同一式二份.",
            ["一,|货物名称", "二,|包装要求", "三,|违约责任", "  1.|", "  2.|", "  3.|", "四,|"],
            id="labels behind a dot that is a full stop",
        ),
        pytest.param(
            "第一条 货物\n序号      名称        单价\n1 水泵      立式      900\n2 阀门      铜制      80\n3 法兰      钢制      60\n第二条 付款\n货到付清。",
            ["第一条|货物", "第二条|付款"],
            id="rows set in columns are no clauses",
        ),
        pytest.param(
            "第一条 货物\n1.1 清单:\n序号  名称  型号  数量\n1  水泵  立式  3台\n2  阀门  —  1项\n合计  4\n1.2 单价不变。\n第二条 付款\n货到付清。",
            ["第一条|货物", "  1.1|清单", "  1.2|", "第二条|付款"],
            id="rows below a head with a column of serial numbers are no clauses",
        ),
        pytest.param(
            "第一条 工程概况\n1.1 工程名称:          \n1.2 工程地点:          \n第二条 驻场\n2.1 乙方指派      为驻场代表。\n2.2 服务费按量定价:按实际用量结算。\n附件一:设备清单(含设备的型号、规格、数量、单价以及各项技术参数的详细说明)\n附件二\n备件供应一览表\n序号",
            [
                "第一条|工程概况",
                "  1.1|工程名称",
                "  1.2|工程地点",
                "第二条|驻场",
                "  2.1|",
                "  2.2|服务费按量定价",
                "附件一|设备清单(含设备的型号、规格、数量、单价以及各项技术参数的详细说明)",
                "附件二|备件供应一览表",
            ],
            id="titles of slots and of annexes",
        ),
        pytest.param(
            "第一条 租赁房屋\n甲方将房屋出租给乙方。\n第二条 租金\n一、月租金三千元。\n二、每月五日前支付。",
            ["第一条|租赁房屋", "第二条|租金", "  一、|", "  二、|"],
            id="articles and items",
        ),
        pytest.param(
            "第一章总则1.1订立目的本合同旨在明确双方的权利义务。1.2订立依据本合同依据有关法律订立。"
            "第二章服务内容2.1服务项目乙方提供以下服务:a.设备巡检;b.故障维修;c.备件更换。"
            "2.2服务地点乙方在甲方机房提供服务。第三章违约责任3.1甲方违约责任a.甲方逾期付款的,按日付违约金;"
            "b.甲方拒绝验收的,视为合格。3.2乙方违约责任3.2.1乙方逾期的,应继续履行。3.2.2乙方应赔偿损失。",
            [
                "第一章|总则",
                "  1.1|订立目的",
                "  1.2|订立依据",
                "第二章|服务内容",
                "  2.1|服务项目",
                "    a.|",
                "    b.|",
                "    c.|",
                "  2.2|服务地点",
                "第三章|违约责任",
                "  3.1|甲方违约责任",
                "    a.|",
                "    b.|",
                "  3.2|乙方违约责任",
                "    3.2.1|",
                "    3.2.2|",
            ],
            id="run-on text",
        ),
        pytest.param(
            "第一条 付款\n甲方按照第三条的约定付款,逾期的依《民法典》第五百八十五条处理。\n第二条 交货\n见第一条。\n第三条 验收\n货到2.5日内验收。",
            ["第一条|付款", "第二条|交货", "第三条|验收"],
            id="references and citations are no clauses",
        ),
        pytest.param(
            "一、价款\n1、总价十万元。\n2、分期支付。\n二、交付\n1、交付地点:甲方仓库。\n2、运费由乙方承担。\n四、其他\n未尽事宜另行协商。",
            ["一、|价款", "  1、|", "  2、|", "二、|交付", "  1、|交付地点", "  2、|", "四、|其他"],
            id="a missing number derails nothing",
        ),
        pytest.param(
            "1. 定义\n1.1 “产品”指附件一所列货物。\n1.2 “交付”指货到现场。\n2. 价格\n2.1 单价见附件。\n2.1 单价含税。\n2.2 不得调整。",
            ["1.|定义", "  1.1|", "  1.2|", "2.|价格", "  2.1|", "  2.1|", "  2.2|"],
            id="a doubled number derails nothing",
        ),
        pytest.param(
            "第一章 总则\n第一条 为明确责任,订立本合同。\n第二章 权利\n第二条 甲方享有下列权利:\n(一)收取租金;\n(二)收回房屋。\n第三条 乙方享有使用权。",
            ["第一章|总则", "  第一条|", "第二章|权利", "  第二条|", "    (一)|", "    (二)|", "  第三条|"],
            id="articles run on over chapters",
        ),
        pytest.param(
            "目录\n第一章 总则........1\n第二章 价款........3\n第一章 总则\n第一条 本合同适用于采购。\n第二章 价款\n第二条 总价十万元。",
            ["第一章|总则", "  第一条|", "第二章|价款", "  第二条|"],
            id="a table of contents is no clause",
        ),
        pytest.param(
            "第一条 保密\n双方应当保密。\n甲方(盖章):\n乙方(盖章):\n附件一:报价单\n1. 单价含税。\n2. 运费另计。",
            ["第一条|保密", "附件一|报价单", "  1.|", "  2.|"],
            id="an annex behind the signatures",
        ),
        pytest.param(
            "三、付款方式\n1、合同签订后一次付清。\n四、其他\n无。",
            ["三、|付款方式", "四、|其他"],
            id="one member makes no list",
        ),
        pytest.param(
            "第一条 标的\n货物一批。\n第二条 附件\n本合同附件:\n1.设备清单\n2.报价单\n第三条 其他\n无。\n甲方(盖章):\n附件:1\n设备清单\n货架五十组,单价一千元。",
            ["第一条|标的", "第二条|附件", "  1.|设备清单", "  2.|报价单", "第三条|其他", "附件:1|设备清单"],
            id="a list of annexes inside an article, and a number behind a colon",
        ),
        pytest.param(
            "借款协议\n第一、借款金额:五万元。\n第二、借款人应当按月付息,逾期的按第一、二项处理。\n第三、本协议一式二份。\n第四、一方违约的,赔偿损失。",
            ["第一、|借款金额", "第二、|", "第三、|", "第四、|"],
            id="ordinals open lines",
        ),
        pytest.param(
            "第一条 清偿\n处分所得依下列顺序清偿:第一,处分的费用;第二,所欠税金;第三,甲方的债权。\n第二条 编号\n编号左起第一、二位为年份,第三,四位为省份。",
            ["第一条|清偿", "  第一,|", "  第二,|", "  第三,|", "第二条|编号"],
            id="ordinals run on in a sentence",
        ),
        pytest.param(
            "服务合同\n第一条项目概况\n1.1 乙方提供服务。\n第二条款项支付\n按第一条约定的项目付款。\n第三条要求与内容\n第四条约定的期限届满后,双方另行协商。",
            ["第一条|项目概况", "  1.1|", "第二条|款项支付", "第三条|要求与内容"],
            id="a title begins with a word that follows references too",
        ),
        pytest.param(
            "设备采购合同\n第一条\n序号\t名称\t数量\n1\t水泵\t2台\n第二条\n交货期\t10天\n地点\t甲方仓库\n第三条\t付款\t货到付款\n第四条 验收\t按国标",
            ["第一条|", "第二条|", "第三条|付款", "第四条|验收"],
            id="rows of a table behind a label",
        ),
        pytest.param(
            "设备采购合同\n第一条 标的 1\n第二条 价款 2\n第三条 其他 2\n第一条 标的\n水泵二台。\n第二条 价款\n十万元。\n第三条 其他\n无。",
            ["第一条|标的", "第二条|价款", "第三条|其他"],
            id="titles with pages, without a line above them and leaders",
        ),
        pytest.param(
            "设备采购合同\n目次:\n第一章 总则(1) 第二章 标的(2)\n第一章 总则\n按约履行。\n第二章 标的\n水泵二台。",
            ["第一章|总则", "第二章|标的"],
            id="contents under 目次, two in a line",
        ),
        pytest.param(
            "设备采购合同\n第一条 水泵 2\n第二条 电机 3\n第三条 阀门 5\n第四条 其他\n无。",
            ["第一条|水泵 2", "第二条|电机 3", "第三条|阀门 5", "第四条|其他"],
            id="titles that end in figures, and are not repeated",
        ),
        pytest.param(
            "第一条 移交\n1.1 卖方与        厂的承诺\n1.1.1 卖方与        厂按现状移交全部机器。\n1.2 检修水泵是卖方的义务。卖方每季度检修一次水泵。\n1.3 上述费用 不包括 运费。\n第二条 违反合同应承担的赔偿责任:\n卖方退还货款。",
            [
                "第一条|移交",
                "  1.1|卖方与        厂的承诺",
                "    1.1.1|",
                "  1.2|",
                "  1.3|",
                "第二条|违反合同应承担的赔偿责任",
            ],
            id="sentences that a gap or a full stop cuts short",
        ),
        pytest.param(
            "1.水泵的交付\n卖方在十日内将水泵送到买方的仓库。\n2.债权和债务的处理。\n买方承担水泵厂于移交日以前的全部债务,并且享有其债权。\n3.其他\n卖方提供下列服务:\n(1)水泵的安装。\n(2)机房的清洁。\n(3)故障的及时排除。\n前款的服务由卖方委托其在当地的维修站提供,费用由卖方承担。",
            ["1.|水泵的交付", "2.|债权和债务的处理", "3.|其他", "  (1)|", "  (2)|", "  (3)|"],
            id="a title that ends in a full stop, and members of a list that do",
        ),
        pytest.param(
            "第一条 标的\n水泵二台。\n附件一    表格编号:BG-1\n水泵清单\n水泵二台,功率五千瓦。",
            ["第一条|标的", "附件一|"],
            id="the number of a form behind the label of an annex",
        ),
    ],
)
def test_outline(source: str, outline: list[str]) -> None:
    assert tree(source) == outline


def test_text_without_a_number_is_kept_and_said() -> None:
    clauses, notices = segment(read("房屋租赁协议\n甲方把房屋租给乙方,每月一千元。"), default_packs())
    assert [notice.code for notice in notices] == ["no-numbered-clause"]
    assert "一千元" in "".join(clause.text for clause in clauses)


HAN = "一二三四五六七八九"


def _label(style: int, number: int) -> str:
    return [f"第{HAN[number]}条 ", f"{HAN[number]}、", f"({HAN[number]})", f"{number + 1}、", f"({number + 1})"][style]


@given(st.permutations([0, 1, 2, 3, 4]), st.lists(st.integers(2, 4), min_size=2, max_size=4))
def test_any_outline_comes_back(styles: list[int], sizes: list[int]) -> None:
    """Two styles nested in the order in which they usually nest, of any size, come back as the same tree."""
    outer, inner = sorted(styles[:2])
    lines: list[str] = []
    wanted: list[str] = []
    for number, size in enumerate(sizes):
        lines.append(_label(outer, number) + "双方应当遵守下列各项约定:")
        wanted.append(_label(outer, number).strip())
        for item in range(size):
            lines.append(_label(inner, item) + "乙方应当按时完成全部工作。")
            wanted.append("  " + _label(inner, item).strip())
    found = ["  " * (c.level - 1) + c.label for c in clauses_of("\n".join(lines)) if c.label]
    assert found == wanted


@pytest.mark.parametrize("hostile", ["一" * 50_000, "1." * 25_000, "(" * 50_000, "第一条" * 20_000, "____ " * 20_000])
def test_hostile_text_ends(hostile: str) -> None:
    clauses_of(hostile)


@pytest.mark.parametrize("last", ["", "无。"])
@pytest.mark.parametrize(
    "tail",
    [
        "甲方(盖章):____\n乙方(盖章):____\n日期:",
        "甲方:                    乙方:\n电话:                    电话:\n日期:   年   月   日",
        "甲方(盖章):\n乙方(盖章):",
        "出租方:____________\n承租方:____________",
    ],
)
def test_the_place_to_sign_is_no_part_of_the_last_clause(tail: str, last: str) -> None:
    clauses = clauses_of(
        "\n".join(["第一条 租金", "月租金三千元。", "第二条 补充条款", *([last] if last else []), tail])
    )
    assert [(c.kind, c.text.split("\n")[0]) for c in clauses[-2:]] == [
        ("article", last),
        ("signature", tail.split("\n")[0]),
    ]
