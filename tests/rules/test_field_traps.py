"""What is easily taken for something else: each trap by name, through the whole walk."""

from __future__ import annotations

from models.report import Field
from parser import parse

TAIL = "\n第九条 其他\n双方应当本着诚实信用的原则全面履行各自的义务,未尽事项另行商定。"
SALE = "设备买卖合同\n甲方(买方):绍兴鉴湖酒业有限公司\n乙方(卖方):嘉兴南湖机械有限公司\n"


def fields(text: str, *names: str) -> list[Field]:
    found = parse((text + TAIL).encode(), name="contract.txt").fields
    return [f for f in found if f.status != "absent" and (not names or f.name in names)]


def norms(text: str, *names: str) -> list[tuple[str, str | None]]:
    return [(f.name, f.norm) for f in fields(text, *names)]


def test_warranty_from_acceptance_and_payment_after_it() -> None:
    text = "第一条 质保\n质保期自验收合格之日起12个月。\n第二条 付款\n验收合格后12日内支付货款。"
    assert norms(text, "warranty_period", "payment_days") == [("warranty_period", "P12M"), ("payment_days", "P12D")]


def test_at_most_two_hours_and_at_most_two_per_cent() -> None:
    text = "第一条 服务\n响应时间不超过2小时。\n第二条 违约\n违约金不超过合同总价的2%。"
    assert norms(text, "response_time", "penalty_cap") == [("response_time", "PT2H"), ("penalty_cap", "0.02")]


def test_working_days_are_no_calendar_days() -> None:
    days = fields("第一条 付款\n到货后5个工作日内付30%,验收后5日内付清余款。", "payment_days")
    assert [(f.norm, f.clock) for f in days] == [("P5D", "workday"), ("P5D", None)]


def test_paid_up_to_95_per_cent_is_cumulative() -> None:
    text = "第一条 付款\n到货后付至合同总价的95%,质保期满后付清。"
    assert norms(text, "payment_share") == [("payment_share", "0.95")]


def test_a_daily_rate_and_its_cap_are_two_fields() -> None:
    text = "第一条 违约\n逾期付款的,每日按应付款的万分之五支付违约金,累计不超过应付款的5%。"
    assert norms(text, "penalty_rate", "penalty_cap") == [("penalty_rate", "0.0005/D"), ("penalty_cap", "0.05")]


def test_thirty_working_days_and_thirty_days_in_one_contract() -> None:
    days = fields("第一条 付款\n收到发票后叁拾个工作日内付款。\n第二条 结算\n验收后30日内付款。", "payment_days")
    assert {(f.norm, f.clock) for f in days} == {("P30D", "workday"), ("P30D", None)}


def test_a_year_of_warranty_and_two_visits_in_a_year() -> None:
    text = "第一条 质保\n质保期一年。\n第二条 巡检\n一年内两次巡检。"
    assert norms(text, "warranty_period") == [("warranty_period", "P12M")]


def test_a_hotline_round_the_clock_is_no_deadline() -> None:
    text = "第一条 服务\n乙方设7×24小时热线,故障24小时内修复。"
    found = fields(text, "response_time", "repair_time", "onsite_time")
    assert [(f.name, f.norm, f.clock) for f in found] == [("repair_time", "PT24H", None)]


def parties(text: str) -> list[tuple[str | None, str, str | None]]:
    found = parse((text + TAIL).encode(), name="contract.txt").fields
    return [(f.role, f.status, f.norm) for f in found if f.name == "party"]


def test_parts_without_a_colon_that_other_labels_follow() -> None:
    text = "家具定作合同\n定作方________  签定时间________   合同编号________承揽方________\n第一条 标的\n书柜一组。"
    assert parties(text) == [("定作方", "blank", None), ("承揽方", "blank", None)]


def test_a_ruled_line_is_a_slot() -> None:
    text = "供销合同\n供方 ──────    签订日期______\n需方 ──────\n第一条 标的\n茶叶一批。"
    assert parties(text) == [("供方", "blank", None), ("需方", "blank", None)]


def test_the_part_in_front_of_the_letter_is_no_name() -> None:
    text = "商品房买卖合同\n出售方(称甲方):\n地址:\n购买方(称乙方):\n第一条 标的\n甲方出售房屋一套。"
    assert parties(text) == [("甲方", "blank", None), ("乙方", "blank", None)]


def test_words_of_which_no_name_can_be_told_are_no_slot() -> None:
    names = "杭州青石软件有限公司 / 绍兴鉴湖酒业有限公司 / 台州海天职业学院 / 丽水市云和县工业园区管理委员会"
    text = f"展会赞助协议\n甲方(主办方):{names}\n乙方(赞助方):温州瓯江文化有限公司\n第一条 赞助\n乙方赞助展会。\n甲方(盖章):        乙方(盖章):"
    assert parties(text) == [("乙方", "found", "温州瓯江文化有限公司")]


def test_parties_that_run_on_behind_the_title() -> None:
    text = "保洁服务合同书甲方(客户方):乙方(服务方):甲乙双方经平等协商,签订本合同。\n第一条 服务\n乙方提供保洁。"
    assert parties(text) == [("甲方", "blank", None), ("乙方", "blank", None)]


def test_the_first_party_may_be_the_one_who_performs() -> None:
    text = "维修合同\n甲方(服务提供方):丽水阀门有限公司\n乙方(服务接受方):衢州水务有限公司\n第一条 违约\n逾期付款的,每日按欠款的0.1%支付违约金。"
    assert [f.role for f in fields(text, "penalty_rate")] == ["乙方"]


def test_numbers_of_clauses_and_articles_are_no_values() -> None:
    text = "第十五条 依据\n按本合同第十五条和《民法典》第五百八十五条处理。\n15.1合同副本由双方保存。"
    kinds = {f.name for f in fields(text)} - {"cited_law", "contract_type", "contract_title"}
    assert not kinds & {"copies", "term", "total_price", "penalty_rate"}


def test_a_calendar_year_and_a_day_more() -> None:
    text = "第一条 期限\n合同期限自2026年1月1日至2026年12月31日。"
    assert norms(text, "term_start", "term_end", "term") == [("term_start", "2026-01-01"), ("term_end", "2026-12-31")]


def test_earnest_money_deposits_and_retention_are_never_merged() -> None:
    text = "第一条 担保\n定金1万元,订金2万元,押金3万元,履约保证金4万元,余款的5%作为质保金。"
    assert norms(text, "deposit", "security_deposit", "retention_rate") == [
        ("deposit", "10000.00 CNY"),
        ("security_deposit", "30000.00 CNY"),
        ("security_deposit", "40000.00 CNY"),
        ("retention_rate", "0.05"),
    ]


def test_per_cent_in_every_dress() -> None:
    for word in ("5%", "5％", "５%", "百分之五", "5个百分点", "五个点", "5pct"):
        assert norms(f"第一条 违约\n违约金为合同总价的{word}。", "penalty_rate") == [("penalty_rate", "0.05")], word


def test_a_table_says_its_unit_in_its_head() -> None:
    html = (
        "<html><head><meta charset='utf-8'></head><body><h1>设备买卖合同</h1><p>甲方:绍兴鉴湖酒业有限公司</p><p>乙方:嘉兴南湖机械有限公司</p>"
        "<p>第一条 价款</p><p>价款如下,单位:万元。</p><table><tr><td>项目</td><td>金额</td></tr><tr><td>酿酒设备</td><td>96</td></tr>"
        "<tr><td>合计</td><td>120</td></tr></table><p>第二条 其他</p><p>未尽事项由双方协商。</p></body></html>"
    )
    found = parse(html.encode(), name="contract.html").fields
    assert ("total_price", "1200000.00 CNY") in {(f.name, f.norm) for f in found}


def test_the_sum_of_a_table_goes_before_the_fee_of_one_row() -> None:
    rows = "".join(
        f"<tr><td>{item}</td><td>{sum_}</td></tr>" for item, sum_ in (("年度服务费", "30,000"), ("合计", "100,000"))
    )
    html = (
        "<html><head><meta charset='utf-8'></head><body><h1>系统服务合同</h1><p>甲方:绍兴鉴湖酒业有限公司</p><p>乙方:嘉兴南湖机械有限公司</p>"
        f"<p>第一条 价款</p><table><tr><td>项目</td><td>金额(元)</td></tr>{rows}</table><p>第二条 其他</p><p>未尽事项由双方协商。</p></body></html>"
    )
    found = parse(html.encode(), name="contract.html").fields
    assert {f.norm for f in found if f.name == "total_price"} == {"100000.00 CNY"}


def test_a_blank_term_is_a_blank_and_not_absent() -> None:
    assert [f.status for f in fields("第一条 期限\n本合同有效期为____年。", "term")] == ["blank"]


def test_a_list_of_months_gives_no_durations() -> None:
    assert not norms("第一条 租金\n租金分别于1月、4月、7月、10月的5日前支付。", "payment_days", "term", "notice_period")


def test_three_deadlines_in_one_sentence_have_one_anchor() -> None:
    text = "第一条 服务\n接到报修后2小时内响应、4小时到达现场、24小时修复。"
    found = fields(text, "response_time", "onsite_time", "repair_time")
    assert [(f.name, f.norm) for f in found] == [
        ("response_time", "PT2H"),
        ("onsite_time", "PT4H"),
        ("repair_time", "PT24H"),
    ]
    assert {f.anchor for f in found} == {"接到报修后"}


def test_a_deadline_that_is_missed_is_still_one() -> None:
    assert norms("第一条 服务\n超过24小时未修复的,视为违约。", "repair_time") == [("repair_time", "PT24H")]


def test_within_and_after_the_warranty() -> None:
    found = fields("第一条 服务\n质保期内1小时响应,质保期外4小时响应。", "response_time")
    assert [(f.norm, f.object) for f in found] == [("PT1H", "质保期内"), ("PT4H", "质保期外")]


def test_roles_follow_what_is_late_and_not_who_stands_near() -> None:
    late = "第一条 违约\n逾期付款的,每日按欠款的0.05%支付违约金;逾期交货的,每日按货款的0.1%支付违约金。"
    assert [(f.norm, f.role) for f in fields(SALE + late, "penalty_rate")] == [
        ("0.0005/D", "甲方"),
        ("0.001/D", "乙方"),
    ]
    entitled = "第一条 违约\n逾期付款的,乙方有权按日万分之五收取违约金。"
    assert [f.role for f in fields(SALE + entitled, "penalty_rate")] == ["甲方"]


def test_a_letter_behind_the_part_with_more_on_the_line() -> None:
    blank = "房屋租赁合同\n出租方:(甲方)\t身份证号:\n承租方:(乙方)    身份证号:\n甲乙双方自愿订立本合同。\n第一条 租赁\n月租金为100元。"
    assert parties(blank) == [("甲方", "blank", None), ("乙方", "blank", None)]
    named = "房屋租赁合同\n出租方:(甲方)何晓青  身份证号:\n承租方:(乙方)苏念\t身份证号:\n甲乙双方自愿订立本合同。\n第一条 租赁\n月租金为100元。"
    assert parties(named) == [("甲方", "found", "何晓青"), ("乙方", "found", "苏念")]


def test_shares_and_terms_in_the_columns_of_a_table() -> None:
    rows = "| 期次 | 条件 | 金额比例 | 时间要求 |\n|---|---|---|---|\n| 首期 | 签约 | 45% | 4日内 |\n| 尾款 | 终验 | 55% | 终验后9日内 |"
    text = f"# 展台设计合同\n\n## 第一条 付款\n设计费按下表支付:\n\n{rows}\n\n## 第二条 其他\n一式两份。\n"
    found = parse(text.encode(), name="contract.md").fields
    assert {f.norm for f in found if f.name == "payment_share"} == {"0.45", "0.55"}
    assert {f.norm for f in found if f.name == "payment_days"} == {"P4D", "P9D"}


def test_rents_of_the_rows_of_a_table_do_not_differ() -> None:
    rows = "| 设备 | 月租 |\n|---|---|\n| 投影仪 | 180.00元 |\n| 音箱 | 60.00元 |"
    text = f"# 设备租赁合同\n\n## 第一条 设备与租金\n月租如下:\n\n{rows}\n\n## 第二条 其他\n一式两份。\n"
    report = parse(text.encode(), name="contract.md")
    assert {f.norm for f in report.fields if f.name == "rent"} == {"180.00 CNY/M", "60.00 CNY/M"}
    assert "value-conflict" not in {one.check for one in report.findings}
