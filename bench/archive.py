"""An archive of contracts, made up: of varied length, type and format, the same for the same number.

python bench/archive.py FOLDER COUNT
"""

from __future__ import annotations

import io
import random
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

KINDS = {
    "设备采购合同": ("甲方(买方)", "乙方(卖方)"),
    "房屋租赁合同": ("甲方(出租方)", "乙方(承租方)"),
    "技术服务合同": ("甲方(委托方)", "乙方(受托方)"),
    "建设工程施工合同": ("甲方(发包人)", "乙方(承包人)"),
    "设备售后服务合同": ("甲方(服务接受方)", "乙方(服务提供方)"),
    "借款合同": ("甲方(借款人)", "乙方(出借人)"),
}
PLACES = ("青岛", "成都", "武汉", "苏州", "西安", "厦门", "长沙", "宁波", "合肥", "昆明")
TRADES = ("机电设备", "信息技术", "仓储物流", "建筑工程", "医疗器械", "新能源", "食品", "文化传媒")
FORMATS = ("txt", "txt", "html", "html", "docx", "docx", "docx", "pdf")
CLAUSES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("标的", ("甲方向乙方采购{thing}{n}台,型号与参数见附件一。", "标的物应当符合国家标准和本合同附件的技术要求。")),
    ("价款与支付", (
        "合同总价为人民币{money}元(大写:以双方签章的附件为准),含增值税,税率为13%。",
        "本合同签订后{n}个工作日内,甲方向乙方支付合同总价的30%作为预付款。",
        "验收合格后{n}日内支付合同总价的65%,余款5%作为质量保证金。")),
    ("交付与验收", (
        "乙方应当于{year}年{month}月{day}日前将标的物交付至{place}市甲方指定地点。",
        "甲方应当在收到标的物后{n}个工作日内完成验收,逾期未提出书面异议的,视为验收合格。")),
    ("质量保证", (
        "质保期为自验收合格之日起{n}个月,质保期内乙方免费维修。",
        "乙方应当在接到甲方通知后{n}小时内响应,并于48小时内修复故障。")),
    ("合同期限", (
        "本合同自{year}年{month}月{day}日起至{later}年{month}月{day}日止。",
        "期限届满前{n}日内,双方未提出书面异议的,本合同自动续期一年。")),
    ("保密", ("双方对在履行本合同过程中知悉的对方商业秘密负有保密义务,保密期限为{n}年。",)),
    ("知识产权", ("乙方保证标的物不侵犯任何第三人的知识产权,否则由乙方承担全部责任。",)),
    ("违约责任", (
        "甲方逾期付款的,每逾期一日,应当按未付金额的万分之{n}向乙方支付违约金。",
        "乙方逾期交付的,每逾期一日,应当按合同总价的千分之{m}向甲方支付违约金,违约金总额不超过合同总价的20%。",
        "任何一方违反保密义务的,应当赔偿对方因此遭受的损失。")),
    ("不可抗力", ("因不可抗力不能履行本合同的,受影响的一方应当在{n}日内书面通知对方,并提供证明。",)),
    ("合同的解除", ("有下列情形之一的,守约方可以解除本合同:一方迟延履行主要义务,经催告后{n}日内仍未履行的。",)),
    ("通知与送达", ("双方的通知应当以书面形式送达本合同载明的地址,变更地址的,应当提前{n}日通知对方。",)),
    ("争议解决", ("因本合同发生争议的,双方应当协商解决;协商不成的,任何一方可以向{place}市有管辖权的人民法院提起诉讼。",)),
    ("其他", (
        "本合同一式{copies}份,双方各执{half}份,具有同等法律效力。",
        "本合同自双方签字并盖章之日起生效,未尽事宜由双方另行签订补充协议。")),
)  # fmt: skip
EXTRAS = (
    "乙方应当为本合同的履行配备不少于{n}名具有相应资质的技术人员,并将名单报甲方备案。",
    "甲方有权对乙方的履约情况进行检查,乙方应当予以配合,并在{n}日内对检查发现的问题作出整改。",
    "未经对方书面同意,任何一方不得将本合同项下的权利义务转让给第三人。",
    "乙方应当在每月{m}日前向甲方提交上月的服务报告,报告应当载明故障的次数、原因和处理结果。",
    "标的物毁损、灭失的风险自交付时起由甲方承担,但因乙方包装不当造成的除外。",
)


def contract(number: int) -> tuple[str, bytes]:
    """The name and the bytes of a contract of that number."""
    chance = random.Random(number)
    kind = chance.choice(tuple(KINDS))
    form = chance.choice(FORMATS)
    lines = [kind, *_opening(chance, kind, number), *_body(chance), *_ending()]
    make = {"txt": _text, "html": _html, "docx": _docx, "pdf": _pdf}[form]
    return f"{number:06}-{kind}.{form}", make(lines)


def make_archive(folder: Path, count: int) -> int:
    """Write so many contracts, a thousand to a folder; the bytes they take."""
    total = 0
    for number in range(count):
        name, data = contract(number)
        place = folder / f"{number // 1000:03}" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        total += len(data)
    return total


def _opening(chance: random.Random, kind: str, number: int) -> list[str]:
    lines = [f"合同编号:HT-{2015 + number % 11}-{number:06}"]
    for role in KINDS[kind]:
        name = f"{chance.choice(PLACES)}{chr(0x4E00 + chance.randrange(2000))}{chance.choice(TRADES)}有限公司"
        lines += [f"{role}:{name}", f"住所:{chance.choice(PLACES)}市建设路{chance.randint(1, 300)}号"]
    return [*lines, "根据《中华人民共和国民法典》及有关法律法规,双方经协商一致,订立本合同。"]


def _body(chance: random.Random) -> list[str]:
    lines: list[str] = []
    long = chance.choice((0, 0, 1, 2, 4))
    for article, (title, sentences) in enumerate(CLAUSES, 1):
        if chance.random() < 0.08:
            continue
        lines.append(f"第{_chinese(article)}条 {title}")
        more = [chance.choice(EXTRAS) for _ in range(long)]
        for item, sentence in enumerate((*sentences, *more), 1):
            lines.append(f"{article}.{item} {sentence.format(**_figures(chance))}")
    return lines


def _figures(chance: random.Random) -> dict[str, object]:
    year, copies = chance.randint(2019, 2026), chance.choice((2, 4, 6))
    return {
        "n": chance.randint(2, 30), "m": chance.randint(1, 9), "money": f"{chance.randint(10, 90000) * 100:,}",
        "year": year, "later": year + chance.randint(1, 3), "month": chance.randint(1, 12), "day": chance.randint(1, 28),
        "place": chance.choice(PLACES), "thing": chance.choice(("水泵", "变压器", "服务器", "检测仪")),
        "copies": "零一二三四五六"[copies], "half": "零一二三四五六"[copies // 2],
    }  # fmt: skip


def _ending() -> list[str]:
    return [
        "甲方(盖章):",
        "法定代表人或授权代表(签字):",
        "乙方(盖章):",
        "法定代表人或授权代表(签字):",
        "签订日期:    年  月  日",
    ]


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    return digits[number] if number < 10 else f"十{digits[number - 10] if number > 10 else ''}"


def _text(lines: list[str]) -> bytes:
    return "\n".join(lines).encode()


def _html(lines: list[str]) -> bytes:
    title, *rest = map(escape, lines)
    body = "".join(f"<p>{line}</p>\n" for line in rest)
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return f"<!doctype html><html>{head}<body><h1>{title}</h1>\n{body}</body></html>".encode()


def _docx(lines: list[str]) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            ("_rels/.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
             f'<Relationship Id="r1" Type="{related}" Target="word/document.xml"/></Relationships>'),
            ("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'),
        ):  # fmt: skip
            # One time stamp for all: the same number gives the same bytes.
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}')
    return out.getvalue()


def _pdf(lines: list[str]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    paper = canvas.Canvas(out, pagesize=A4, invariant=True)
    y = 0.0
    for line in lines:
        for at in range(0, len(line), 40):
            if y < 60:
                if y:
                    paper.showPage()
                paper.setFont("STSong-Light", 10.5)
                y = 790.0
            paper.drawString(72, y, line[at : at + 40])
            y -= 18
    paper.showPage()
    paper.save()
    return out.getvalue()


if __name__ == "__main__":
    print(f"{make_archive(Path(sys.argv[1]), int(sys.argv[2])):,} bytes")
