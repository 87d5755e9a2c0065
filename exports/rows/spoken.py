"""Canonical values in the words of a reviewer: P24M is 24个月, 0.0005/D is 0.05%/日, lease is 租赁."""

from __future__ import annotations

import re
from decimal import Decimal

TYPES = {
    "sale": "买卖", "lease": "租赁", "service": "服务", "technology": "技术", "work": "承揽", "construction": "建设工程",
    "loan": "借款", "guarantee": "担保", "labour": "劳动", "confidentiality": "保密", "property": "物业",
    "transport": "运输", "storage": "仓储保管", "equity": "股权", "partnership": "合伙", "agency": "委托与中介",
    "tender": "招标投标", "data": "数据", "cooperation": "合作", "supplement": "补充协议", "publishing": "出版",
    "other": "其他",
}  # fmt: skip
STATUSES = {"found": "已填", "blank": "空白", "unreadable": "不清", "absent": "未见", "several": "多个值"}
SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}
SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
"""How a terminal shows each severity."""
KINDS = {"missing": "缺失", "conflict": "矛盾", "risk": "风险", "citation": "引用", "form": "形式"}
CLOCKS = {"workday": "工作日", "calendar": "自然日", "workhours": "工作时间", "7x24": "全天候"}
WHY_UNREADABLE = {
    "unsure": "字迹不清", "sealed": "压在印章下", "cut": "字有残缺", "covered": "被遮盖", "ambiguous": "数字写法不止一种读法",
    "impossible": "无此日期",
}  # fmt: skip
"""Why a value that stands there is not given."""
QUALIFIERS = {"le": "不超过", "ge": "不少于", "about": "约", "range": "区间，取长者"}

_CHOICES: dict[str, dict[str, str]] = {
    "contract_type": TYPES,
    "dispute_method": {"court": "诉讼", "arbitration": "仲裁"},
    "governing_law": {"CN": "中国法", "HK": "香港法", "MO": "澳门法"},
    "confidentiality_term": {"perpetual": "永久"},
    "effective_rule": {
        "sign": "签字", "seal": "盖章", "sign_and_seal": "签字并盖章", "sign_or_seal": "签字或盖章", "approval": "经批准",
        "condition": "附条件",
    },
    "assignment_consent": {"consent": "须经同意", "forbidden": "禁止转让"},
    "sublease": {"allowed": "可以转租", "consent": "须经同意", "forbidden": "禁止转租"},
    "deemed_acceptance": {"yes": "逾期视为验收合格"},
    "source_code": {"delivered": "交付", "withheld": "不交付"},
    "invoice_type": {"special": "增值税专用发票", "ordinary": "增值税普通发票"},
    "guarantee_mode": {"general": "一般保证", "joint": "连带责任保证"},
    "hours_system": {"standard": "标准工时", "comprehensive": "综合计算工时", "flexible": "不定时工作"},
    "labour_contract_kind": {"fixed": "固定期限", "open": "无固定期限", "task": "以完成一定工作任务为期限"},
    "licence_kind": {"exclusive": "独占许可", "sole": "排他许可", "non_exclusive": "普通许可"},
    "material_supply": {"owner": "发包人供料", "contractor": "承包人供料"},
    "price_form": {"fixed_total": "固定总价", "fixed_unit": "固定单价", "adjustable": "可调价"},
    "title_retention": {"yes": "保留所有权"},
    "language_prevailing": {"zh": "中文", "en": "英文"},
    "repayment": {
        "annuity": "等额本息", "equal_principal": "等额本金", "interest_first": "按期付息、到期还本",
        "bullet": "到期一次还本付息", "instalments": "分期还款",
    },
}  # fmt: skip
_PERIODS = {"D": "日", "W": "周", "M": "月", "Q": "季", "Y": "年", "T": "次", "H": "小时"}
_LENGTHS = {"PM": "个月", "PD": "日", "PTH": "小时", "PTM": "分钟", "PTS": "秒"}
_MONEYS = {"CNY": "元", "USD": "美元", "HKD": "港元", "EUR": "欧元", "GBP": "英镑", "JPY": "日元"}
_LENGTH = re.compile(r"(PT?)([0-9.]+)([MDHS])")
_MONEY = re.compile(r"([0-9]+\.[0-9]{2,}) ([A-Z]{3})(?:/([A-Z]))?")
_RATE = re.compile(r"(?:LPR([*+-]))?([0-9]+(?:\.[0-9]+)?)(?:/([A-Z]))?")
_RATES = frozenset(
    ("payment_share", "tax_rate", "deposit", "security_deposit", "retention_rate", "penalty_rate", "penalty_cap", "interest_rate")
)  # fmt: skip


def spoken(name: str, norm: str, *, clock: str | None = None) -> str:
    """The value of the field `name`; what is no code is given back as it is."""
    if norm in (choices := _CHOICES.get(name, {})):
        return choices[norm]
    if length := _LENGTH.fullmatch(norm):
        unit = _LENGTHS[length[1] + length[3]]
        return length[2] + ("个工作日" if clock == "workday" and unit == "日" else unit)
    if money := _MONEY.fullmatch(norm):
        return f"{Decimal(money[1]):,f} {_MONEYS.get(money[2], money[2])}" + _every(money[3])
    if name in _RATES and (rate := _RATE.fullmatch(norm)):
        if rate[1] == "*":
            return f"LPR的{rate[2]}倍"
        share = f"{(Decimal(rate[2]) * 100).normalize():f}%"
        return (f"LPR{rate[1]}{share}" if rate[1] else share) + _every(rate[3])
    return norm


def _every(period: str | None) -> str:
    return f"/{_PERIODS.get(period, period)}" if period else ""
