"""What kind of contract this is, and between whom: the facts that decide whether a term is lawful.

Each fact is a plain function over the contract; `FACTS` names them for the rules (`facts` and `grades` of a check).
They say yes only where the text shows it: `persons` is no for a contract whose parties are left blank.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Literal

import regex

from parser.contract import Contract, named

PartyKind = Literal["person", "company", "organ", "unknown"]

_COMPANY = regex.compile(
    r"公司|集团|[工药电矿纸]厂|厂$|企业|合伙|商行|商店|商场|超市|酒店|宾馆|药店|药房|门店|店$|事务所|银行|信用社|合作社|经营部|工作室"
    r"|营业部|个体|工商户|Inc\b|Ltd|LLC|GmbH|Co\."
)
_ORGAN = re.compile(
    r"政府|[局委署厅部院办会]$|委员会|大学|学院|学校|中学|小学|幼儿园|医院|研究[院所]|研究中心|检察院|街道办|管理[处局]|服务中心$|图书馆"
    r"|博物馆|总队|支队|协会|学会|基金会"
)
_PERSON = regex.compile(r"[\p{Han}·]{2,12}")
_NOT_NAME = re.compile(r"[甲乙丙]方|中介|代理|单位|学生|员工|职工|客户|用户|业主|项目|中国|地址|名称|姓名")
_LENDERS = ("银行", "信用社", "信托", "小额贷款", "典当", "融资租赁", "保理", "消费金融", "财务公司", "资产管理")
_ABROAD = re.compile(
    r"香港|澳门|台湾|新加坡|美国|英国|日本|韩国|德国|法国|开曼|维尔京|外商|外国|境外|国际|中外|涉外|外贸|进口|出口|瑞典"
    r"|[A-Za-z]{4,} (?:Inc|Ltd|LLC|GmbH|Limited)"
)
_HOUSE = re.compile(r"房屋|住房|住宅|公寓|商铺|门面|店面|店铺|厂房|写字楼|办公(?:楼|室|用房|场地)|仓库|租房|铺位|车间")
_ROOM = re.compile(rf"{_HOUSE.pattern}|房|楼(?![顶体面宇外])|宿舍|车库")
_PART = re.compile(
    r"柜台|专柜|柜位|摊|展[位台]|[车泊]位|停车|广告|[工卡座]位|车(?![间站库行])|船(?!厂)|机(?![关场构]|械厂)|设备|器材|设施|塔|管道"
)
"""What is let without the house, or the ground, that it stands in or on: by itself no lease of real property."""
_DEAL = re.compile(r"居间|中介|经纪|代理|托管|委托|保证|担保|抵押|借款|贷款|保险")
"""A contract about a lease, or about land, that is none itself: to find a tenant, to answer for the rent."""
_LAND = re.compile(r"土地|林地|耕地|农田|草[原场地]|果园|茶园|苗圃|鱼塘|滩涂|山林|荒山")
_NOT_LAND = re.compile(r"工程|整理|平整|测[量绘]|规划|设计")
_POLICY_HOME = re.compile(
    r"经济适用(?:住)?房|限价(?:商品)?(?:住)?房|两限房|共有产权(?:住)?房|房改房|(?:公有住|公)房出售"
)
_HOME = re.compile(r"居住|住宅|住房|公寓|租房|合租|家用电器|家电|家具")
_TRADE = re.compile(r"商业|经营|商铺|门面|店面|店铺|厂房|写字楼|办公|仓库|铺位|营业执照")
_WORKS = re.compile(
    r"施工|建设工程|建筑工程|建筑安装|安装工程|装饰工程|装修工程|装饰装修|土建|市政工程|园林绿化工程|工程承包|总承包"
)
_NOT_WORKS = re.compile(r"设计|监理|勘察|研究|咨询|造价|采购|租赁|劳务|借款|贷款|保险|代理|软件|系统")
_NO_LABOUR = re.compile(
    r"劳务(?:合同|协议)|(?:劳务|人才|劳动力)派遣(?:服务)?(?:合同|协议)|实习|退休返聘|返聘|承揽|兼职|顾问"
)
_BRACKET = re.compile(r"\([^()\n]*\)")
_TITLE = 60


def party_kind(name: str) -> PartyKind:
    """What a party's name says it is; a name of two to four Han characters that says nothing else is a person's."""
    if _COMPANY.search(name):
        return "company"
    if _ORGAN.search(name):
        return "organ"
    if _PERSON.fullmatch(name) and (len(name) <= 4 or "·" in name) and not _NOT_NAME.search(name):
        return "person"
    return "unknown"


def kinds(contract: Contract) -> set[PartyKind]:
    """The kinds of the parties whose names are given, the unknown ones left out."""
    return {party_kind(str(f.norm)) for f in named(contract, "party")} - {"unknown"}


def ends(contract: Contract) -> str:
    """The text that presents the parties: what stands before the first numbered clause, and the signature blocks."""
    first = next((c.span[0] for c in contract.clauses if c.label), len(contract.text.text))
    signed = [contract.text.cut(c.span) for c in contract.clauses if c.kind in ("signature", "parties")]
    return "\n".join([contract.text.text[: min(first, 1500)], *signed])


def title(contract: Contract) -> str:
    """The contract's name, or where none was read the beginning of its text."""
    found = next((str(f.norm) for f in named(contract, "contract_title")), "")
    return found or contract.text.text[:_TITLE]


def _any(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)


def _person(contract: Contract) -> bool:
    return "person" in kinds(contract) or _any(ends(contract), ("身份证", "公民身份"))


def _persons(contract: Contract) -> bool:
    return kinds(contract) == {"person"}


def _entities(contract: Contract) -> bool:
    known = kinds(contract)
    return bool(known) and "person" not in known and not _any(ends(contract), ("身份证", "公民身份"))


def _organ(contract: Contract) -> bool:
    return "organ" in kinds(contract)


def _labour(contract: Contract) -> bool:
    return "labour" in contract.types and not _NO_LABOUR.search(title(contract))


def _construction(contract: Contract) -> bool:
    name = title(contract)
    return bool(_WORKS.search(name)) and not _NOT_WORKS.search(name)


def _house_lease(contract: Contract) -> bool:
    name = title(contract)
    if "lease" not in contract.types or _LAND.search(name) or _about_deal(name):
        return False
    return bool(_HOUSE.search(_head(contract))) and (bool(_ROOM.search(name)) or not _PART.search(name))


def _about_deal(name: str) -> bool:
    """房屋租赁居间合同; 房屋租赁合同(经纪机构居间成交版) is the lease."""
    return bool(_DEAL.search(_BRACKET.sub("", name)))


def _land(contract: Contract) -> bool:
    name = title(contract)
    return (
        bool(_LAND.search(name))
        and _any(name, ("租", "承包", "流转"))
        and not _NOT_LAND.search(name)
        and not _about_deal(name)
    )


def _policy_home(contract: Contract) -> bool:
    """A sale of a home at a price that the state sets or limits."""
    name = title(contract)
    return (
        bool(_POLICY_HOME.search(name))
        and _any(name, ("买卖", "预售", "销售", "出售", "认购"))
        and not _about_deal(name)
    )


def _home_lease(contract: Contract) -> bool:
    head = _head(contract)
    return _house_lease(contract) and bool(_HOME.search(head)) and not _TRADE.search(head)


def _head(contract: Contract) -> str:
    return contract.text.text[:1200]


def _consumer(contract: Contract) -> bool:
    """A trader's form for consumers: it is named so, or one takes a membership, a course, a prepaid card."""
    if _entities(contract):
        return False
    name, text = title(contract), contract.text.text
    return (
        _any(name, ("会员", "用户", "入会", "健身", "旅游", "美容", "摄影", "商品房", "入网", "消费"))
        or ("培训" in name and _any(text, ("学员", "学费", "课时")))
        or _any(text, ("本店", "充值卡", "预付卡", "储值卡"))
    )


def _platform(contract: Contract) -> bool:
    """The terms of a platform or an online service for those who use it."""
    name, text = title(contract), contract.text.text
    called = _any(name, ("用户", "入驻", "会员", "商户", "服务条款", "使用条款", "注册", "隐私政策"))
    return (called or ("服务协议" in name and text.count("用户") + text.count("商户") >= 8)) and _any(
        text, ("平台", "网站", "APP", "App", "软件")
    )


def _marketplace(contract: Contract) -> bool:
    """A platform on which others trade (E-Commerce Law, article 9)."""
    return _platform(contract) and _any(
        contract.text.text, ("入驻", "商家", "店铺", "卖家", "电子商务", "平台内经营者")
    )


def _lasting(contract: Contract) -> bool:
    """A contract for a year or more."""
    terms = [str(f.norm) for f in named(contract, "term")]
    return any(re.fullmatch(r"P(?:1[2-9]|[2-9]\d|\d{3,})M", term) for term in terms)


def _lender(contract: Contract) -> bool:
    """A bank, or one of the other lenders to which the cap on private loans does not apply."""
    names = [str(f.norm) for f in named(contract, "party")]
    return _any(" ".join(names), _LENDERS) or _any(title(contract), ("银行", "信托", "贷款合同", "授信"))


def _abroad(contract: Contract) -> bool:
    names = " ".join(str(f.norm) for f in named(contract, "party"))
    return bool(_ABROAD.search(title(contract) + " " + names + " " + ends(contract)))


def _tendered(contract: Contract) -> bool:
    return _any(contract.text.text, ("中标", "招标文件", "投标文件", "招投标"))


def _procurement(contract: Contract) -> bool:
    return "政府采购" in contract.text.text


def _draft(contract: Contract) -> bool:
    """A form: the parties' names are left blank, and so are other slots."""
    blank = [f for f in contract.fields if f.status == "blank" and not f.name.startswith("party_")]
    return any(f.name == "party" for f in blank) and len(blank) >= 4


def _truncated(contract: Contract) -> bool:
    return contract.truncated


def _old_law(contract: Contract) -> bool:
    """Signed before the Civil Code took effect, by its own date."""
    return contract.signed is not None and contract.signed < date(2021, 1, 1)


FACTS: dict[str, Callable[[Contract], bool]] = {
    "person": _person,
    "persons": _persons,
    "entities": _entities,
    "organ": _organ,
    "labour": _labour,
    "construction": _construction,
    "house_lease": _house_lease,
    "home_lease": _home_lease,
    "land": _land,
    "policy_home": _policy_home,
    "consumer": _consumer,
    "platform": _platform,
    "marketplace": _marketplace,
    "lasting": _lasting,
    "lender": _lender,
    "abroad": _abroad,
    "tendered": _tendered,
    "procurement": _procurement,
    "draft": _draft,
    "truncated": _truncated,
    "old_law": _old_law,
}
"""person: a natural person is a party; persons: all whose names are given are; entities: none is; organ: a public body
is a party; land: a lease of land; policy_home: a sale of a home at a price set by the state; lasting: for a year or more; lender: one of them lends by licence; abroad: one of
them, or the deal, is not domestic; draft: a form; truncated: the text breaks off; old_law: signed before the Civil
Code."""


def with_facts(contract: Contract) -> Contract:
    """The contract with the names of the facts that hold; a contract type is a fact too (`type:lease`)."""
    held = {name for name, holds in FACTS.items() if holds(contract)}
    return replace(contract, facts=frozenset(held | {f"type:{kind}" for kind in contract.types}))
