"""Contracts to export: read once, and as many more of them as a test wants."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache

from models.kept import Kept
from models.report import Report
from models.source import Source
from parser import parse

LEASE = """房屋租赁合同
合同编号:ZL-2026-007
甲方(出租方):温州瓯江文化有限公司
乙方(承租方):丽水画乡广告有限公司
第一条 租赁期限
租赁期限自2026年4月1日起至2029年3月31日止,共计叁年。乙方续租的,应在期满前30日提出。
第二条 租金
月租金人民币3500元,押金____元。
第三条 违约责任
乙方逾期支付租金的,每逾期一日按欠款的万分之五支付违约金。
第四条 争议解决
协商不成的,向温州市鹿城区人民法院起诉。
签订日期:2026年3月20日
"""
SALE = """设备采购合同
甲方(买方):南京白鹭机械有限公司
乙方(卖方):=苏州太湖电子有限公司
第一条 价款
合同总价为人民币120万元。
第二条 付款
验收合格后15个工作日内支付货款的95%,余款5%作为质保金。
第三条 质保
质保期为自验收合格之日起24个月,整机保修三年。
"""


@cache
def read(text: str, name: str) -> Report:
    return parse(text.encode(), name=name)


def lease() -> Kept:
    return Kept(read(LEASE, "租赁.txt"), ("/档案/租赁.txt", "/备份/租赁.txt"))


def sale() -> Kept:
    return Kept(read(SALE, "采购.txt"), ("/档案/采购.txt",))


def many(count: int) -> Iterator[Kept]:
    """Contracts that are alike but for their bytes, made one by one."""
    report = read(LEASE, "租赁.txt")
    for n in range(count):
        digest = hashlib.sha256(str(n).encode()).hexdigest()
        source = Source(**report.source.model_dump() | {"sha256": digest, "name": f"租赁-{n}.txt"})
        yield Kept(report.model_copy(update={"source": source}), (f"/档案/租赁-{n}.txt",))
