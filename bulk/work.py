"""What a child does with one file of an archive: bytes, or a reading that was kept, to the rows of the store.

Only the processes that read import it: what reading takes is loaded with it, once for all children of a machine.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from bulk.content import bytes_of
from bulk.guard import Terms
from bulk.readers import RulesAsked
from bulk.sources import Item, Kept
from models.source import Source
from parser.packs import packs_of
from parser.pipeline import reparse, report_of, walk
from parser.readers import PAGE_READERS, READERS
from store.readings import pack_reading, unpack_reading
from store.rows import rows_of

_SAMPLE = """设备采购合同
合同编号:QY-2024-001
甲方(买方):青岛石湾机电设备有限公司
统一社会信用代码:____________
住所:青岛市建设路1号 电话:0532-00000000
乙方(卖方):烟台北渚信息技术有限公司
根据《中华人民共和国民法典》及有关规定,双方经协商一致,订立本合同。
第一条 标的
1.1 甲方向乙方采购水泵3台,质量应当符合国家标准,详见附件一。
第二条 价款与支付
2.1 合同总价为人民币80000元(大写:捌万元整),含增值税,税率为13%。
2.2 本合同签订后5个工作日内,甲方支付合同总价的30%作为预付款;验收合格后10日内支付65%,余款5%作为质量保证金。
第三条 交付与验收
3.1 乙方应当于2024年5月1日前将标的物交付至甲方指定地点,风险自交付时起转移。
3.2 甲方应当在收到后7日内完成验收;逾期未提出书面异议的,视为验收合格。
第四条 质量保证
4.1 质保期为自验收合格之日起12个月。乙方应当在接到通知后24小时内响应,并于48小时内修复故障。
第五条 合同期限
5.1 本合同自2024年1月1日起至2024年12月31日止。期限届满前30日内双方未提出书面异议的,自动续期一年。
第六条 保密与知识产权
6.1 双方对知悉的对方商业秘密负有保密义务,期限为3年。标的物不侵犯任何第三人的知识产权。
第七条 违约责任
7.1 甲方逾期付款的,每逾期一日,应当按未付金额的万分之五向乙方支付违约金。
7.2 乙方逾期交付的,每逾期一日,按合同总价的千分之一支付违约金,总额不超过合同总价的20%,并赔偿因此遭受的损失。
第八条 不可抗力
8.1 因不可抗力不能履行本合同的,受影响的一方应当在3日内书面通知对方,并提供证明。
第九条 合同的解除
9.1 一方迟延履行主要义务,经催告后15日内仍未履行的,守约方可以解除本合同。未经对方书面同意,不得转让权利义务。
第十条 争议解决
10.1 因本合同发生争议的,双方应当协商解决;协商不成的,任何一方可以向甲方所在地的人民法院提起诉讼。
第十一条 其他
11.1 本合同一式两份,双方各执一份,自双方签字并盖章之日起生效。未尽事宜另行签订补充协议。
甲方(盖章): 乙方(盖章):
法定代表人: 法定代表人:
签订日期:    年    月    日
"""
"""A contract that asks for what most contracts ask for: what reading them makes at first is then made once for all children."""


def read_contract(task: Item | Kept | RulesAsked, terms: Terms, allow_ocr: Callable[[], None]) -> bytes:
    """Runs in the child. The store's rows of the contract, pickled; of one that was kept, without its reading; of the rules
    that are asked for, their hash and day."""
    packs = packs_of(terms.rules)
    if isinstance(task, RulesAsked):
        return pickle.dumps((packs.sha256, packs.as_of))
    if isinstance(task, Kept):
        reading = unpack_reading(task.reading)
        source = Source(
            name=task.name,
            sha256=task.sha256,
            bytes=task.size,
            media_type=reading.media_type,
            pages=reading.pages,
            reader=reading.reader,
        )
        rows = rows_of(reparse(source, reading, packs=packs, as_of=terms.as_of, side=terms.side or task.side))
    else:
        paging = replace(terms.paging, before_ocr=allow_ocr)
        walked = walk(
            bytes_of(task),
            name=task.name,
            packs=packs,
            as_of=terms.as_of,
            side=terms.side,
            limits=terms.limits,
            paging=paging,
        )
        rows = rows_of(report_of(walked), reading=pack_reading(walked.reading))
    return pickle.dumps(rows, pickle.HIGHEST_PROTOCOL)


def _load() -> None:
    for module, _ in (*READERS.values(), *PAGE_READERS.values()):
        import_module(module)
    rows_of(report_of(walk(_SAMPLE.encode(), name="sample.txt", packs=packs_of(()))))


_load()
