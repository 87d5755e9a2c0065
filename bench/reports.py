"""Reports of contracts that never were: 60 clauses, 20 fields and 10 findings each, the same for the same number.

They are made without a parser, so that what is measured is what is done with reports.
"""

from __future__ import annotations

import random

from models.report import Clause, Evidence, Field, Finding, PagePlace, Report, RulesUsed
from models.source import Source

SENTENCES = (
    "甲方应当在收到乙方发票后{n}个工作日内支付合同总价的{n}%,逾期支付的,每逾期一日按未付金额的万分之五支付违约金。",
    "乙方应当在接到甲方通知后{n}小时内响应,并于{n}小时内修复故障,修复后由双方签字确认并存档备查。",
    "双方在履行本合同过程中发生争议的,应当友好协商解决,协商不成的,向甲方所在地人民法院提起诉讼。",
    "乙方交付的货物应当符合国家标准和附件一的技术要求,质保期为自验收合格之日起{n}个月。",
    "未经{name}书面同意,任何一方不得将本合同项下的权利义务转让给第三方。",
    "因不可抗力致使合同无法履行的,受影响的一方应在{n}日内通知对方,并提供{name}出具的证明。",
    "保密信息包括但不限于{name}的技术资料、客户名单与财务数据,保密期限为{n}年。",
)
LETTERS = "的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里所去行过家十用发天如然作方成者多日都三小军二无同么经法当起与好看学进种将还分此心前面又定见只主没公从"


def make_report(number: int) -> Report:
    chance = random.Random(number)
    clauses, at = [], 0
    for index in range(60):
        text = text_of(chance, number)
        clauses.append(_clause(index, text, at))
        at += len(text)
    evidence = clauses[0].evidence
    fields = tuple(_field(chance, index, evidence) for index in range(20))
    findings = tuple(
        Finding(
            check=f"check-{index}", kind="risk", severity=chance.choice(["error", "warning", "info"]), title="标题",
            message="本条约定不明,请核对。" * 2, advice="补充约定。", basis=(), subject=None, clauses=(f"c{index}",), searched=(),
            evidence=evidence,
        )
        for index in range(10)
    )  # fmt: skip
    return Report(
        source=Source(
            name=f"{number}.pdf",
            sha256=f"{number:064x}",
            bytes=90_000,
            media_type="application/pdf",
            pages=6,
            reader="pdf",
        ),
        rules=RulesUsed(version="1.0", sha256="a" * 64, as_of="2026-11-22", side=None, packs=()),
        text="".join(clause.text for clause in clauses),
        clauses=tuple(clauses),
        references=(),
        fields=fields,
        findings=findings,
        passed=("a", "b"),
        coverage=(),
        notices=(),
    )


def text_of(chance: random.Random, number: int) -> str:
    name = "岭鹤机械厂" if number % 1000 == 0 else "".join(chance.choices(LETTERS, k=4))
    said = chance.choice(SENTENCES).format(n=chance.randrange(1, 60), name=name)
    return said + "".join(chance.choices(LETTERS, weights=range(len(LETTERS), 0, -1), k=chance.randrange(10, 60)))


def _clause(index: int, text: str, at: int) -> Clause:
    place = PagePlace(page=1 + index // 10, x0=72.0, top=80.25, x1=520.5, bottom=96.25)
    span = (at, at + len(text))
    return Clause(
        id=f"c{index}", parent=None, kind="article", level=1, label=f"第{index}条", heading="权利与义务", text=text,
        topics=("breach",), span=span, evidence=(Evidence(quote=text, span=span, places=(place, place)),),
    )  # fmt: skip


def _field(chance: random.Random, index: int, evidence: tuple[Evidence, ...]) -> Field:
    amount = f"{chance.randrange(1, 10**7)}.00"
    return Field(
        name=f"field_{index}", title="金额", role="甲方", object=None, status="found", norm=f"{amount} CNY",
        value={"amount": amount, "currency": "CNY", "per": None, "form": "digits"}, unit="CNY", qualifier=None, clock=None,
        anchor=None, clause="c1", rule=f"field_{index}", confidence=0.9, evidence=evidence,
    )  # fmt: skip
