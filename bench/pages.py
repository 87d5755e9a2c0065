"""Contracts made here to be measured on: PDFs with a text layer, of any length.

    python bench/pages.py OUT.pdf [--pages N] [--font FILE]

Articles of many kinds (payment, delivery, acceptance, warranty, breach, disputes ...), each time with other figures, a
ruled table on every sixth page, page numbers, and a place to sign. `font` is embedded, as office programs do it; without
one the PDF names a font that the reader has to find for itself.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = (
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc", "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/Library/Fonts/Arial Unicode.ttf", "C:/Windows/Fonts/simsun.ttc",
)  # fmt: skip
"""Where systems keep a TrueType font with Chinese characters."""
SIZE, STEP, LEFT, RIGHT, TOP, BOTTOM = 12.0, 24.0, 90.0, 510.0, 770.0, 80.0
TABLE_EVERY = 6

HEAD = (
    "甲方(委托方):青禾软件有限公司", "统一社会信用代码:91110108MA01A2B3C4", "地址:北京市海淀区清河路12号", "法定代表人:林岚",
    "乙方(受托方):远山信息技术股份有限公司", "统一社会信用代码:91310115MA1K3XYZ0P", "地址:上海市浦东新区张江路88号",
    "根据《中华人民共和国民法典》及有关法律、法规的规定,甲乙双方在平等、自愿的基础上,就信息系统开发与运行维护事宜协商一致,订立本合同,以资共同遵守。",
)  # fmt: skip
ARTICLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("合同标的", ("乙方按照甲方的要求完成信息系统的设计、开发、部署和培训,具体内容及技术指标见附件一《技术需求书》。", "项目实施地点为甲方所在地,乙方应当派出不少于{a}名工程师驻场。")),
    ("合同价款及支付方式", ("本合同总价为人民币{m}元(大写以附件报价单为准),该价款含税,税率为6%。", "合同签订后{a}个工作日内,甲方向乙方支付合同总价的{p}%作为预付款。", "系统验收合格之日起{d}日内,甲方支付至合同总价的95%,其余5%作为质保金,于质保期满后无息退还。", "乙方应当在每次付款前向甲方开具等额的增值税专用发票。")),
    ("交付与工期", ("乙方应于2026年{n}月{a}日前完成全部开发工作并提交甲方测试,工期共计{d}日。", "因甲方原因导致工期延误的,工期相应顺延;顺延超过{d}日的,双方另行协商。")),
    ("验收标准与程序", ("乙方完成交付后应书面通知甲方验收,甲方应当在收到通知后{a}个工作日内组织验收。", "验收不合格的,乙方应当在{d}日内整改并重新提交验收,由此产生的费用由乙方承担。", "甲方逾期未提出书面异议的,视为验收合格。")),
    ("质量保证与售后服务", ("质保期自验收合格之日起{q}个月。", "质保期内系统发生故障的,乙方应当在接到甲方通知后{a}小时内响应,{d}小时内修复。", "乙方提供7×24小时电话支持,并每季度巡检一次,形成书面报告交甲方存档。")),
    ("知识产权", ("乙方为履行本合同所完成的软件、文档等成果的知识产权归甲方所有,乙方在此之前已有的技术除外。", "乙方保证其交付的成果不侵犯任何第三方的合法权益,否则由此引起的一切责任由乙方承担。")),
    ("保密义务", ("双方对在履行本合同过程中知悉的对方商业秘密负有保密义务,未经对方书面同意,不得向任何第三方披露。", "保密期限为本合同终止后{q}个月,本条不因合同解除而失效。")),
    ("双方的权利和义务", ("甲方应当及时提供项目所需的资料和工作条件,并指定专人负责协调。", "乙方应当保证人员的稳定,更换项目经理须提前{a}日书面通知甲方并征得其同意。", "未经甲方书面同意,乙方不得将本合同项下的全部或者部分义务转包给第三方。")),
    ("违约责任", ("乙方逾期交付的,每逾期一日,应当按照合同总价的万分之{f}向甲方支付违约金,违约金累计不超过合同总价的{p}%。", "甲方逾期付款的,每逾期一日,应当按照应付未付金额的万分之{f}向乙方支付违约金。", "一方违约给对方造成损失的,应当赔偿对方的实际损失;违约金不足以弥补损失的,守约方有权要求补足。")),
    ("不可抗力", ("因不可抗力致使本合同不能履行的,受影响的一方应当在不可抗力发生后{a}日内书面通知对方,并提供有关证明。", "不可抗力持续超过{d}日的,任何一方均有权书面通知对方解除本合同,互不承担违约责任。")),
    ("合同的变更与解除", ("本合同的变更须经双方协商一致并签订书面补充协议,补充协议与本合同具有同等法律效力。", "乙方逾期交付超过{d}日的,甲方有权解除合同,并要求乙方退还已经支付的款项。")),
    ("争议解决", ("因本合同引起的或者与本合同有关的争议,双方应当友好协商解决;协商不成的,任何一方均可向甲方所在地有管辖权的人民法院提起诉讼。", "争议解决期间,除争议事项外,双方应当继续履行本合同第{n}条约定的其他义务。")),
    ("通知与送达", ("双方的通知应当以书面形式送达本合同首部载明的地址,一方变更地址的,应当在{a}日内书面通知对方。", "以特快专递方式发出的,自签收之日视为送达;以电子邮件方式发出的,自进入对方系统时视为送达。")),
    ("其他约定", ("本合同自双方签字盖章之日起生效,有效期{q}个月。", "本合同一式四份,甲乙双方各执两份,具有同等法律效力。", "本合同未尽事宜,按照国家有关法律、法规的规定执行。")),
)  # fmt: skip
"""Titles and items; the slots are filled with other figures each time."""
TABLE = (("序号", "名称", "规格", "数量", "单价(元)"), ("1", "应用服务器", "64核256G", "2", "86,000.00"), ("2", "数据库软件", "企业版", "1", "128,000.00"), ("3", "实施服务", "人月", "12", "25,000.00"))  # fmt: skip
SIGNATURE = (
    "(以下无正文,为签署页)", "甲方(盖章):青禾软件有限公司      乙方(盖章):远山信息技术股份有限公司",
    "授权代表(签字):____________      授权代表(签字):____________", "签订日期:2026年3月2日      签订日期:2026年3月2日",
)  # fmt: skip


def default_font() -> Path | None:
    """A Chinese TrueType font of this system."""
    return next((Path(name) for name in FONTS if Path(name).is_file()), None)


def make_pdf(out: Path, pages: int, *, font: Path | None) -> None:
    """Write a contract of so many pages, some 750 characters each."""
    paper = _Paper(Canvas(str(out), pagesize=A4), _registered(font))
    paper.line("信息系统开发与运维合同", indent=140)
    for text in HEAD:
        paper.paragraph(text)
    for number, (title, items) in enumerate(_articles(), start=1):
        if paper.page >= pages and paper.y < BOTTOM + 12 * STEP:
            break
        paper.paragraph(f"第{number}条 {title}", indent=0)
        for at, text in enumerate(items, start=1):
            paper.paragraph(f"{number}.{at} {text}")
        if number % (TABLE_EVERY * 2) == 2 and paper.y > BOTTOM + 8 * STEP:
            paper.table()
    paper.y = min(paper.y, TOP)
    for text in SIGNATURE:
        paper.paragraph(text)
    paper.close()


def _articles() -> Iterator[tuple[str, list[str]]]:
    chance = random.Random(7)
    while True:
        for title, items in ARTICLES:
            figures = {
                "a": chance.randint(2, 15), "d": chance.randint(20, 60), "m": f"{chance.randint(100, 900)},{chance.randint(100, 999)}.00",
                "p": chance.choice((10, 20, 30)), "q": chance.choice((12, 24, 36)), "f": chance.choice("三五八"), "n": chance.randint(3, 9),
            }  # fmt: skip
            yield title, [item.format(**figures) for item in items]


def _registered(font: Path | None) -> str:
    if font is None:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        return "STSong-Light"
    pdfmetrics.registerFont(TTFont("Embedded", str(font)))
    return "Embedded"


class _Paper:
    """Lines set on pages from top to bottom."""

    def __init__(self, canvas: Canvas, font: str) -> None:
        self.canvas, self.font = canvas, font
        self.page, self.y = 1, TOP
        canvas.setFont(font, SIZE)

    def line(self, text: str, *, indent: float = 0.0) -> None:
        if self.y < BOTTOM:
            self._turn()
        self.canvas.drawString(LEFT + indent, self.y, text)
        self.y -= STEP

    def paragraph(self, text: str, *, indent: float = 2 * SIZE) -> None:
        """The text broken at the right margin."""
        line, room = "", RIGHT - LEFT - indent
        for char in text:
            if pdfmetrics.stringWidth(line + char, self.font, SIZE) > room:
                self.line(line, indent=indent)
                line, indent, room = "", 0.0, RIGHT - LEFT
            line += char
        self.line(line, indent=indent)

    def table(self) -> None:
        edges = [LEFT + (RIGHT - LEFT) * at / len(TABLE[0]) for at in range(len(TABLE[0]) + 1)]
        rows = [self.y + STEP * 0.7 - STEP * at for at in range(len(TABLE) + 1)]
        self.canvas.grid(edges, rows)
        for row in TABLE:
            for edge, text in zip(edges, row, strict=False):
                self.canvas.drawString(edge + 4, self.y, text)
            self.y -= STEP

    def _turn(self) -> None:
        self.canvas.drawString(290, 40, f"- {self.page} -")
        self.canvas.showPage()
        self.page, self.y = self.page + 1, TOP
        self.canvas.setFont(self.font, SIZE)

    def close(self) -> None:
        self.canvas.drawString(290, 40, f"- {self.page} -")
        self.canvas.save()


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ask.add_argument("out", type=Path)
    ask.add_argument("--pages", type=int, default=6)
    ask.add_argument("--font", type=Path)
    args = ask.parse_args()
    make_pdf(args.out, args.pages, font=args.font)


if __name__ == "__main__":
    main()
