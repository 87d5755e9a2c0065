"""Contracts of the tests, read by the program itself."""

from __future__ import annotations

from functools import cache

from models.reading import Reading
from models.report import Report
from parser.pipeline import report_of, walk

LEASE = """房屋租赁合同
合同编号:HT-2026-017
出租方(甲方):苏州太湖置业有限公司
承租方(乙方):南京白鹭机械有限公司
第一条 房屋
甲方将位于苏州市的厂房出租给乙方,建筑面积120平方米。
第二条 租期
租期为36个月,自2026年4月1日起至2029年3月31日止。
第三条 租金
月租金为人民币3500元。乙方应付押金7000元。
第四条 违约责任
乙方逾期支付租金的,每逾期一日按欠付金额的0.05%支付违约金。
第五条 争议解决
协商不成的,向甲方所在地人民法院起诉。
"""
SALE = """设备采购合同
甲方(买方):苏州太湖电子有限公司
乙方(卖方):南京白鹭机械有限公司
第一条 标的
设备一台,质保期为12个月。合同总价为人民币120万元。
第二条 交货
乙方应在15个工作日内交货。逾期交货的,乙方按合同总价的____%支付违约金。
第三条 保密
保密期限为____年。
"""


@cache
def read(text: str = LEASE, name: str = "contract.txt") -> tuple[Report, Reading]:
    walked = walk(text.encode(), name=name)
    return report_of(walked), walked.reading


def report(text: str = LEASE, name: str = "contract.txt") -> Report:
    return read(text, name)[0]
