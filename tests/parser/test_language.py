"""A text that is not Chinese is said to be none, and nothing is called missing in it."""

from __future__ import annotations

import pytest

from parser import parse
from parser.language import language_notices

ENGLISH = """SERVICE AGREEMENT {title}
This Agreement is made on January 5, 2026 by and between Nanjing Egret Machinery Co., Ltd. and Suzhou Taihu Electronics.
1. Service
The Supplier shall maintain the pumps of the Customer and shall repair them within two days after a call.
2. Price
The total price is USD 36,000, payable within thirty days after the invoice.
3. Disputes
Any dispute shall be submitted to arbitration in Shanghai.
"""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ENGLISH.format(title=""), id="English"),
        pytest.param(ENGLISH.format(title="服务协议"), id="English under a title in both"),
        pytest.param("売買契約書\n第1条 甲は乙に対し、本商品を売り渡し、乙はこれを買い受ける。\n第2条 代金は百万円とする。\n", id="Japanese"),
        pytest.param("서비스 계약서\n" + "갑은 을에게 다음과 같은 서비스를 제공한다. " * 8, id="Korean"),
    ],
)  # fmt: skip
def test_another_language(text: str) -> None:
    report = parse(text.encode(), name="contract.txt")
    assert "other-language" in [notice.code for notice in report.notices]
    assert not [field for field in report.fields if field.status == "absent"]
    assert not [finding for finding in report.findings if finding.check.startswith("missing")]
    assert not report.passed


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("采购合同\n第一条 标的\n水泵二台。\n", id="Chinese"),
        pytest.param(
            "采购合同\n第一条 标的\nABB ACS880-01-246A-3 transducer 2台,OMRON CP1E PLC 4台,详见附件。\n", id="goods"
        ),
        pytest.param(
            "SERVICE AGREEMENT 服务协议\n1. Service 服务\nParty B shall maintain the pumps. 乙方应当维护水泵。\n"
            "2. Fee 费用\nThe fee is RMB 36,000 a year, payable in advance. 服务费每年人民币36,000元,预先支付。\n"
            "3. Dispute 争议\nDisputes shall be submitted to the court of Party A. 争议由甲方所在地人民法院管辖。\n",
            id="both",
        ),
        pytest.param("1 2 3\n4 5 6\n", id="figures"),
    ],
)
def test_chinese(text: str) -> None:
    assert not language_notices(text)


def test_names_in_both_languages() -> None:
    text = (
        "采购合同\nParty A 甲方: Nanjing Egret Machinery Co., Ltd. 南京白鹭机械有限公司\n"
        "乙方:Suzhou Taihu Electronics (China) Co., Ltd.\n第一条 标的\n水泵二台,由乙方交付。\n"
    )
    report = parse(text.encode(), name="contract.txt")
    assert [(f.role, f.norm) for f in report.fields if f.name == "party"] == [
        ("甲方", "南京白鹭机械有限公司"),
        ("乙方", "Suzhou Taihu Electronics (China) Co., Ltd."),
    ]
