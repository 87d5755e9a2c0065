"""Contracts that tests upload."""

from __future__ import annotations

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

LEASE = """仓库租赁合同

甲方：青岛石湾仓储有限公司
乙方：烟台北渚商贸有限公司

第一条 租金
月租金为8000元，乙方应于每月5日前支付。
第二条 期限
租赁期限为12个月，自2026年3月1日起至2027年2月28日止。
第三条 违约责任
乙方逾期支付租金的，每逾期一日按欠付金额的3%支付违约金。
第四条 争议解决
因本合同发生的争议，提交青岛仲裁委员会仲裁。
第五条 争议解决
双方协商不成的，向甲方所在地人民法院提起诉讼。

甲方（盖章）：          乙方（盖章）：
签订日期：2026年2月20日
"""


def lease(variant: object = "") -> bytes:
    """A small lease with two clauses that are at odds, as text; each variant is another contract."""
    return LEASE.replace("青岛石湾", f"青岛石湾{variant}").encode()


def long_contract(variant: object, times: int = 150) -> bytes:
    """A text that takes some seconds to read."""
    return "\n".join([lease(variant).decode(), *(LEASE for _ in range(times))]).encode()


def pdf_pages(pages: int, variant: object = "") -> bytes:
    """A PDF of so many pages, the lease on each."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for number in range(1, pages + 1):
        canvas.setFont("STSong-Light", 11)
        for at, line in enumerate(lease(variant).decode().splitlines()):
            canvas.drawString(72, 770 - 24 * at, line)
        canvas.drawString(280, 30, f"第{number}页")
        canvas.showPage()
    canvas.save()
    return out.getvalue()
