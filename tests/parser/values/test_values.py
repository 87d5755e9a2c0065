"""Each normal form of each kind of value, as contracts write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.value import Value
from parser.values import scan
from parser.values.numerals import parse_number
from tests.parser.values.han_numbers import han_number


def only(text: str, kind: str) -> Value:
    found = [v for v in scan(text) if v.kind == kind]
    assert len(found) == 1, found
    return found[0]


NUMBERS = [
    ("一百零五", 105), ("一百〇五", 105), ("十五", 15), ("壹拾伍", 15), ("廿三", 23), ("卅", 30), ("两", 2),
    ("二〇二六", 2026), ("伍拾壹万肆仟肆佰捌拾肆", 514484), ("1,000", 1000), ("1.2百万", 1_200_000), ("三亿零五万", 300_050_000),
    ("弍拾", 20), ("参拾", 30),
]  # fmt: skip


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_number(text: str, number: int) -> None:
    assert parse_number(text) == number


@given(st.integers(min_value=1, max_value=10**11))
def test_han_numerals_are_read_back(number: int) -> None:
    assert parse_number(han_number(number)) == number


MONEY = [
    ("罚款2万元/起", "20000.00 CNY/T"), ("自签订之日起支付200元/起重机", "200.00 CNY"),
    ("伍拾壹万肆仟肆佰捌拾肆元整", "514484.00 CNY"), ("51.4484万元", "514484.00 CNY"), ("¥514,484.00", "514484.00 CNY"),
    ("514 484元", "514484.00 CNY"), ("壹佰贰拾万元", "1200000.00 CNY"), ("一百二十万元", "1200000.00 CNY"), ("120万元", "1200000.00 CNY"),
    ("1.2百万元", "1200000.00 CNY"), ("总价80万。", "800000.00 CNY"), ("3万5元", "35000.00 CNY"), ("经费贰佰伍拾 万元", "2500000.00 CNY"),
    ("人民币20万整 元", "200000.00 CNY"), ("壹佰元零伍分", "100.05 CNY"), ("叁仟伍佰元伍角整", "3500.50 CNY"),
    ("3500元/月", "3500.00 CNY/M"), ("年租金12万元", "120000.00 CNY/Y"), ("1.8元/㎡/天", "1.80 CNY/D"), ("2.35元/平方米·月", "2.35 CNY/M"),
    ("每次罚款500元", "500.00 CNY/T"), ("每逾期一日支付300元", "300.00 CNY/D"), ("过期一天支付60元", "60.00 CNY/D"), ("拖延1日扣80元", "80.00 CNY/D"), ("US$1,000", "1000.00 USD"), ("100万美元", "1000000.00 USD"),
    ("1万5千元", "15000.00 CNY"), ("人民币1万5仟元整", "15000.00 CNY"), ("3亿2千万元", "320000000.00 CNY"), ("2千3百万元", "23000000.00 CNY"),
    ("12万3456元", "123456.00 CNY"), ("2万零500.50元", "20500.50 CNY"), ("3千5百元/月", "3500.00 CNY/M"), ("总价1亿5000万。", "150000000.00 CNY"),
    ("5仟元", "5000.00 CNY"), ("2万亿元", "2000000000000.00 CNY"), ("3500元5角", "3500.50 CNY"), ("12元3角4分", "12.34 CNY"),
    ("壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元", "123456789.00 CNY"), ("1,234,567.8元", "1234567.80 CNY"), ("港币100元", "100.00 HKD"), ("欧元 50 万", "500000.00 EUR"), ("12000元×12个月", "12000.00 CNY/M"),
    ("0.485元", "0.485 CNY"), ("单价12.125元", "12.125 CNY"), ("3.125元/度", "3.125 CNY"), ("3.500万元", "35000.00 CNY"), ("3.50元", "3.50 CNY"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "norm"), MONEY)
def test_money(text: str, norm: str) -> None:
    assert only(text, "money").norm == norm


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("每逾期1天罚款800元", "800.00 CNY/D"), ("每逾期10天罚款800元", "800.00 CNY"), ("每逾期十一天罚款800元", "800.00 CNY"),
        ("每人次罚款200元", "200.00 CNY/T"), ("每处扣50元", "50.00 CNY/T"), ("第一次罚款300元", "300.00 CNY"),
    ],
)  # fmt: skip
def test_the_period_of_a_fine(text: str, norm: str) -> None:
    assert [v.norm for v in scan(text) if v.kind == "money"] == [norm]


def test_an_amount_in_brackets_has_the_period_of_the_one_before() -> None:
    assert [v.norm for v in scan("每月租金叁仟伍佰元整(小写:¥3500)") if v.kind == "money"] == ["3500.00 CNY/M"] * 2


@pytest.mark.parametrize(
    "text", ["单价(万元)", "拥有500万用户", "第三条 圆满完成", "单元楼", "按1美元兑7.1元结算", "1欧元折合人民币8元"]
)
def test_no_money(text: str) -> None:
    assert not [v for v in scan(text) if v.kind == "money"]


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("面积3万平方米", "30000"),
        ("5千平方米", "5000"),
        ("86.5㎡", "86.5"),
        ("一式肆份", "4"),
        ("1.5万亩", "15000"),
        ("1万5千平方米", "15000"),
    ],
)
def test_counts(text: str, norm: str) -> None:
    assert only(text, "number").norm == norm


DURATIONS = [
    ("叁年", "P36M", None, None), ("3 年", "P36M", None, None), ("三十六个月", "P36M", None, None), ("12个月", "P12M", None, None),
    ("365天", "P365D", None, None), ("半年", "P6M", None, None), ("180天", "P180D", None, None), ("两周", "P14D", None, None),
    ("十四日", "P14D", None, None), ("半个月", "P15D", None, None), ("两年半", "P30M", None, None),
    ("一年零六个月", "P18M", None, None), ("2年3个月", "P27M", None, None), ("4h", "PT4H", None, None), ("30 min", "PT30M", None, None), ("一个半月", "P45D", None, None),
    ("半小时", "PT30M", None, None), ("2小时内", "PT2H", "le", None), ("4个工作小时内", "PT4H", "le", "workhours"),
    ("5个工作日", "P5D", None, "workday"), ("叁拾个工作日", "P30D", None, "workday"), ("15个日历日内", "P15D", "le", "calendar"),
    ("3-5个工作日", "P5D", "range", "workday"), ("三至五日", "P5D", "range", None), ("3到5天", "P5D", "range", None),
    ("24小时至48小时", "PT48H", "range", None), ("不超过2小时", "PT2H", "le", None), ("至少90日", "P90D", "ge", None),
    ("约3天", "P3D", "about", None), ("五(5)年", "P60M", None, None), ("30(三十)日", "P30D", None, None), ("一个季度", "P3M", None, None),
    ("7×24小时", "PT24H", None, "7x24"), ("24小时服务热线", "PT24H", None, "7x24"), ("24小时内修复", "PT24H", "le", None),
    ("2小时30分钟内", "PT150M", "le", None), ("3千天", "P3000D", None, None), ("1千5百天", "P1500D", None, None), ("统一30天", "P30D", None, None), ("每周三5小时", "PT5H", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "norm", "qualifier", "clock"), DURATIONS)
def test_duration(text: str, norm: str, qualifier: str | None, clock: str | None) -> None:
    value = only(text, "duration")
    assert (value.norm, value.qualifier, value.clock) == (norm, qualifier, clock)


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("验收后10、20、30天内", ["P10D", "P20D", "P30D"]),
        ("分别于1、2周内", ["P7D", "P14D"]),
        ("验收后10日、20日内", ["P10D", "P20D"]),
        ("第1、2、3天内", ["P3D"]),
        ("验收后半个月内", ["P15D"]),
    ],
)
def test_lengths_of_time_in_a_list(text: str, norms: list[str]) -> None:
    assert [v.norm for v in scan(text) if v.kind == "duration"] == norms


NO_DURATIONS = [
    "每月5日前支付", "次月10日前付清", "每季度首月5日前", "第三年起", "每逾期一日", "每年一次", "2026年", "十四周岁", "3月12日", "下一季度",
    "5×8小时", "附件\n四\t月度模板", "签字:____\n日期", "7.1.6 天线", "一九九0年底", "3.一周", "2026年3月1日、2日", "后半个月",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_DURATIONS)
def test_no_duration(text: str) -> None:
    assert not [v for v in scan(text) if v.kind == "duration"]


RATES = [
    ("三成", "0.3"), ("两成半", "0.25"), ("三成五", "0.35"), ("总价的三分之一", "0.3333"), ("货款的一半", "0.5"), ("晚一天,罚货款的百分之一", "0.01/D"), ("日罚货款的1%", "0.01/D"), ("利率:月2.5%", "0.025/M"),
    ("百分之五", "0.05"), ("5%", "0.05"), ("伍个百分点", "0.05"), ("五个点", "0.05"), ("5pct", "0.05"), ("千分之三", "0.003"), ("3‰", "0.003"),
    ("0.3%", "0.003"), ("万分之五", "0.0005"), ("5‱", "0.0005"), ("万分之五/日", "0.0005/D"), ("日万分之五", "0.0005/D"),
    ("每日按万分之五", "0.0005/D"), ("每逾期一日按货款的0.05%", "0.0005/D"), ("过期一天按欠款的0.2%", "0.002/D"), ("每七天罚运费的0.4%", "0.004/W"), ("每逾期10日按货款的1%", "0.01"),
    ("每低一档扣减当月服务费5%", "0.05"), ("每低一档按月度服务费的3%扣减", "0.03"),
    ("按日租金的200%", "2"), ("按日加收1%", "0.01/D"),
    ("推迟1日,扣运费的千分之四", "0.004/D"), ("拖欠一天以上的,按欠款的8%", "0.08"), ("月息2分", "0.02/M"), ("月息1分5厘", "0.015/M"), ("年息1分", "0.1/Y"),
    ("年利率10.8%", "0.108/Y"), ("月利率1%", "0.01/M"), ("LPR的4倍", "LPR*4"), ("LPR×4", "LPR*4"), ("LPR上浮50%", "LPR*1.5"),
    ("LPR+30BP", "LPR+0.003"), ("同期LPR加计50%", "LPR*1.5"), ("3%-5%", "0.05"), ("千分之五至百分之二", "0.02"), ("万分之三到千分之一", "0.001"), ("百分之三至五", "0.05"), ("十二点五%", "0.125"), ("百分之十二点五", "0.125"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "norm"), RATES)
def test_rate(text: str, norm: str) -> None:
    assert only(text, "rate").norm == norm


def test_a_rate_knows_its_base_and_a_cap_behind_it_has_no_period() -> None:
    rate, cap = (
        v for v in scan("每逾期一日,按应付款项的万分之五支付违约金,累计不超过合同总价的5%") if v.kind == "rate"
    )
    assert (rate.norm, rate.value and rate.value["base"]) == ("0.0005/D", "应付款项")
    assert (cap.norm, cap.value and cap.value["base"]) == ("0.05", "合同总价")


DATES = [
    ("二0二六年五月一日", "2026-05-01"), ("二O二六年五月一日", "2026-05-01"), ("2026年5月1日", "2026-05-01"), ("二〇二六年五月一日", "2026-05-01"), ("二零二六年伍月壹日", "2026-05-01"), ("2026.5.1", "2026-05-01"),
    ("2026/05/01", "2026-05-01"), ("2026-05-01", "2026-05-01"), ("日期:20260501", "2026-05-01"), ("2026年5月", "2026-05"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "norm"), DATES)
def test_date(text: str, norm: str) -> None:
    assert only(text, "date").norm == norm


def test_a_day_that_no_calendar_has() -> None:
    value = only("2026年2月30日", "date")
    assert value.norm is None
    assert value.value == {"invalid": True}


BLANKS = [
    ("有效期为____年", "duration"), ("租期共    个月", "duration"), ("【 】个工作日内", "duration"), ("在{{days}}日内", "duration"),
    ("押金____元", "money"), ("总价为¥______", "money"), ("人民币(大写)        元整", "money"), ("按元/日收取", "money"), ("租金____元/月", "money"),
    ("违约金为价款的____%", "rate"), ("百分之____", "rate"), ("税率为 %", "rate"), ("一式____份", "number"), ("一式份", "number"),
    ("年  月  日", "date"), ("____年__月__日", "date"), ("--年--月--日", "date"), ("…年…月…日", "date"), ("20XX年X月X日", "date"), ("【】年【】月【】日", "date"), ("2026年____月____日", "date"), ("二〇二六年   月    日", "date"),
    ("2026年3月   日", "date"), ("总价为[填写总价]。", "gap"), ("由乙方支付      作为押金", "gap"), ("总价为{{total_price}}。", "gap"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), BLANKS)
def test_blank(text: str, kind: str) -> None:
    value = only(text, kind)
    assert value.blank
    assert value.norm is None


@given(st.text(alphabet="0123456789年月日元万百分之%每逾期_ 【】()内工作小时份×X.,:;。\n\t", max_size=120))
def test_values_never_overlap_and_stand_in_the_text(text: str) -> None:
    end = 0
    for value in scan(text):
        assert end <= value.start < value.end <= len(text)
        end = value.end
