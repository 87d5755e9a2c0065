"""What findings say to a reviewer: each thing once, by its fullest name, quoted around what it is about."""

from __future__ import annotations

import pytest

from parser import parse

LONG = "货物、备件、随机资料和专用工具运抵后由买方、卖方和监理方的代表在现场共同开箱清点并当场填写清单一式三份各自留存,"

MESSAGES = [
    (
        "attachment-missing",
        "供货合同\n第一条 标的\n货物见附件一,图样见附件二《图样》。\n第二条 份数\n一式两份。\n附件清单:\n附件一:《货物清单》\n附件二:《图样》\n甲方(盖章):\n乙方(盖章):",
        "正文引用的附件未见文本：附件一《货物清单》、附件二《图样》。",
    ),
    (
        "broken-cross-ref",
        "供货合同\n第一条 标的\n货物一批。\n第二条 责任\n依第２０条承担责任。",
        "引用的条款在本合同中不存在：第20条。",
    ),
    (
        "landlord-self-help",
        "仓库租赁合同\n第一条 租金\n月租金1000元。\n第二条 违约\n" + LONG + "乙方欠租的,甲方有权断水断电。",
        "「…卖方和监理方的代表在现场共同开箱清点并当场填写清单一式三份各自留存,乙方欠租的,甲方有权断水断电。」",
    ),
    (
        "law-nonexistent",
        "开发合同\n第一条 依据\n依据《中华人民共和国知识产权法》订立。\n第二条 其他\n无。",
        "是否为《著作权法》、《专利法》、《商标法》？",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("check", "contract", "says"), MESSAGES, ids=[check for check, *_ in MESSAGES])
def test_message(check: str, contract: str, says: str) -> None:
    report = parse(contract.encode(), name="contract.txt")
    (message,) = [finding.message for finding in report.findings if finding.check == check]
    assert says in message
