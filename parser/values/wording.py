"""Canonical forms of text fields: titles, numbers, names, courts, laws. "" is an empty slot, None no value at all."""

from __future__ import annotations

import re
from collections.abc import Callable

import regex

_EMPTY = re.compile(r"^(?:[\s_\-/:;,.×X*─—…]*|[\[【〔<][^\]】〕>]{0,20}[\]】〕>]|\(\s*\)|\{\{[^{}]*\}\}|\$\{[^{}]*\})$")
_FILLER = re.compile(r"\((?:姓名|名称|全称)\)|\{\{|\$\{|\[填|【填|请填")
_BLANKS = re.compile(r"\s+")
_COLLECTED = re.compile(
    r"^\(精\)|\((?:\w{0,4}?[\d一二三四五六七八九十]{1,3}篇|(?:精选|通用|范本|模板|样本|样式|范例)\w{0,8}|附\w{2,14}(?:样本|范本|格式|样式))\)$"
)
"""What a site adds to a title: (通用15篇)."""
_MASKED = re.compile(
    r"[×*…]{1,}|X{2,}|^x{2,}$|某某|^某(?!某?[市省县区])|某(?:[^市省县区]{0,8})(?:公司|银行|集团|单位|企业|医院|学校)|某+$"
)
_GENERIC = re.compile(
    r"(?:集团|股份|有限|租赁|分|总|子)?(?:公司|单位|个人|姓名|名称|企业|自然人|本人|全称|个人或单位|公章|盖章|印?章|签字|无|SELLERS?|BUYERS?)(?:[或/](?:单位|个人|姓名|名称))?"
)
_LEADING = re.compile(r"^(?:聘请|委托|兹|由|即|经)")
_NO_NAME = re.compile(
    r"[。,;:?!]|[甲乙丙]方|应(?:当|按|于|在|向|予|负|为|及时|承担)|本(?:合同|协议)|协议|签|盖|因|负责|享有|提供(?!商)|承担|[0-9]{4}年|协商|具[有备]|^(?:的|可以|应是|对|在|按|将|为|如|有权|和|与|或|及|所|未|不)|月.*日"
)
_NAME_END = re.compile(
    r"[\s,;。]*(?:\((?:以下|下称|简称|盖章|签|身份证)|,|;|以下简称|下称|地\s*址|住所|住址|法定代表|法人|负责人|统一社会|身份证|证件|电话|联系|开户|账号|邮编|注册|营业执照|代表人|签字|盖章|职务|委托代理|传真|电子邮).*$",
    re.DOTALL,
)
_ABROAD = re.compile(
    r"[A-Z][A-Za-z0-9&'.()\- ]{1,60}?,? ?\b(?:(?:Co\.?,? ?|Pte\.? ?|Pty\.? ?)?Ltd\b|Inc\b|LLC\b|Limited\b|GmbH\b|Corp(?:oration)?\b|PLC\b|S\.A)\.?"
)
"""A company's name in Latin letters, which its blanks and the comma before Ltd. are part of."""
_GLOSS = re.compile(rf"(?<=[司团厂行院学]) ?[(/]? ?{_ABROAD.pattern} ?\)?")
_SLOTTED = re.compile(r"[\[【_〔]|\{\{|\$\{|[×*]{2}|XX")
_GAPED = re.compile(r"^ {3,}(?:[省市县区]|人民|中级|仲裁)")
"""Blanks that stand for a place, before the words of a form: 向       市人民法院起诉."""
_PRINTED_UNIT = re.compile(r"省\(市\)|市[、/]?(?:县|区)\((?:区|县|市)\)|[省市]?市\([县区]\)|县\([市区]\)|区\([县市]\)")
_NO_PLACE = re.compile(r"^指|合同|编号|电话|地址|法院|为准|为[甲乙]|日期|[甲乙]方$|盖章")
_FORUM_LEAD = re.compile(
    r"^(?:.*(?:提交|内(?=向)|提请|诉至|起诉到?|仲裁|调解|裁决|审理|申请|部门|机关|[日月]内|之日起|直接|分歧|或者?向|争议由|纠纷由)(?:或者?|和|及)?(?!地|机构|委员|院|中心))?"
    r"(?:向|由|至|到|给|依法|应当?|可以?|双方|同意|均|各自|将|任何一方|有权|约定|该争议|争议)*"
)
_JURISDICTION = re.compile(
    r"\([^()]*\)|具?有?(?:管辖权|权管辖)的?|依法|的(?=人民法院|法院)|^本(?=合同|协议|房屋|项目|工程)|具有|,"
)
_SPECIAL_COURT = re.compile(
    r"(?:海事|互联网|知识产权|金融|铁路运输|最高|军事)法院$|香港|澳门|台湾|新加坡|英国|美国|伦敦"
)
_ANY_COURT = re.compile(
    r"(?:当地|基层|该|有关|地方|相关|辖区内?|中国|(?:所在)?[省市县区](?:中级|高级)?|中级|一审|属地)?(?:的)?人民法院"
)
_TRIBUNAL_LEAD = re.compile(
    r"^(?:(?:位于|设在|设立于|在)[^的]{2,10}(?:的|属下的)|(?:中国)?北京(?:的)?(?=中国国际)|\(?被诉方所在国的(?=仲裁机构))"
)
_ANY_TRIBUNAL = re.compile(
    r"(?:约定的|有管辖权的?|有关的?|国际|中国的?|相关的?|合同(?:管理)?|对方|经济合同|市|第三国|的第三国|指定的|被告方的|任何|民商事|商事|劳动(?:人事)?(?:争议)?)?仲裁(?:委员会|委|机[构关购]|院|中心)"
)
_LAW_SKIP = re.compile(
    r"合同$|协议|附件|清单|手册|说明书|计划|方案|报告|规范书|标准$|通知书|确认|单$|表$|书$|规则$|制度$|服务$|考核|供应商|员工|绩效|本公司|我司|甲方|乙方|^.{2,4}(?:办法|规定|细则|意见|决定)$|^.{0,4}(?:管理|实施|安全|质量|验收)(?:办法|规定|细则)$"
)
_LAW_KIND = re.compile(r"(?:法|条例|规定|办法|解释|法典|通则|总则|细则|规则|意见|决定)(?:\(.*\))?$")
_GROUPING = re.compile(r"[\s\-—()]+")
_HIDDEN = re.compile(r"[*×]|X{3,}")
_CODE = re.compile(r"\+?[0-9A-Z]{5,34}")
_NAMED = regex.compile(r"[\p{Han}·]{2,15}|[A-Za-z][A-Za-z .]{2,40}")
_NO_PERSON = re.compile(
    r"[甲乙丙]方|签|章|盖|电话|联系|地址|日期|职务|公司|代表|授权|委托|身份|姓名|号码?$|如有|负责人|经办"
)
_NO_ADDRESS = re.compile(r"联系|电话|为准|签|盖|[甲乙丙]方|变更|送达|通知|邮编|法定代表")


def text(raw: str) -> str | None:
    return "" if _EMPTY.match(raw) else _BLANKS.sub("", raw)


def title(raw: str) -> str | None:
    word = _COLLECTED.sub("", _BLANKS.sub("", raw).strip("#*《》"))
    return word if 3 <= len(word) <= 50 else None


def number(raw: str) -> str | None:
    word = _BLANKS.sub("", raw).strip(":;,.")
    if "__" in word or word.count("(") > word.count(")"):
        # A form's own characters around what is left blank: 科技合字(19  )第    号.
        return ""
    if _EMPTY.match(raw) or not re.search(r"[0-9A-Za-z]", word):
        return "" if _EMPTY.match(raw) or _MASKED.search(raw) else None
    return word


def name(raw: str) -> str | None:
    """A party's name, without what stands behind it; "" for an empty, masked or generic one (某公司, 单位). Of a name in two
    languages it is the Chinese one."""
    raw = _GLOSS.sub("", raw.strip())
    abroad = _ABROAD.match(raw)
    if abroad:
        own = raw[abroad.end() :].strip(" ()/,")
        return (name(own) if re.match(r"[\u3400-\u9fff]{4}", own) else None) or " ".join(abroad.group().split())
    cut = _NAME_END.sub("", raw).strip(" :;,_")
    if _EMPTY.match(cut) or _FILLER.search(cut):
        return ""
    cut = _LEADING.sub("", _BLANKS.sub("", cut))
    if _MASKED.search(cut) or _GENERIC.fullmatch(cut):
        return ""
    return None if len(cut) < 2 or len(cut) > 40 or _NO_NAME.search(cut) else cut


def place(raw: str) -> str | None:
    """A place, without the units a form prints for it: 北京 省(市) 房山 市、县(区) is 北京市房山."""
    word = _BLANKS.sub("", raw).strip(":;,。.")
    word = _PRINTED_UNIT.sub("", re.sub(r"省\(市\)(?=.)", "市", word) if not word.startswith("省") else word)
    if _EMPTY.match(raw) or _EMPTY.match(word) or _SLOTTED.search(word):
        return ""
    return word if 2 <= len(word) <= 30 and not _NO_PLACE.search(word) else None


def court(raw: str) -> str | None:
    """PLACE人民法院, without the words that only say that it has jurisdiction."""
    word = _BLANKS.sub("", raw)
    if _SLOTTED.search(word) or _GAPED.match(raw):
        return ""
    word = _JURISDICTION.sub("", _FORUM_LEAD.sub("", word))
    if not _SPECIAL_COURT.search(word):
        word = word.removesuffix("法院").removesuffix("人民").rstrip("的") + "人民法院"
    return word if 3 < len(word) <= 30 and not _ANY_COURT.fullmatch(word) else None


def tribunal(raw: str) -> str | None:
    """The institution's name; none for what says only that there is one (有管辖权的仲裁机构)."""
    word = _BLANKS.sub("", raw)
    if _SLOTTED.search(word) or _GAPED.match(raw):
        return ""
    word = _TRIBUNAL_LEAD.sub("", _FORUM_LEAD.sub("", word)).lstrip("的")
    return word if 4 < len(word) <= 30 and not _ANY_TRIBUNAL.fullmatch(word) else None


def law(raw: str) -> str | None:
    word = _BLANKS.sub("", raw)
    word = re.sub(r"\([^()]*\)$", "", word)
    word = word.removeprefix("中华人民共和国").removeprefix("最高人民法院关于")
    return word if _LAW_KIND.search(word) and not _LAW_SKIP.search(word) and len(word) <= 40 else None


def code(raw: str) -> str | None:
    """Letters and digits without what groups them: account numbers, credit codes, telephone numbers; "" where masked."""
    word = _GROUPING.sub("", raw).upper()
    if _EMPTY.match(raw) or _HIDDEN.search(word):
        return ""
    return word if _CODE.fullmatch(word) else None


def person(raw: str) -> str | None:
    """A natural person's name; "" for an empty or masked slot."""
    word = _BLANKS.sub("", raw).strip(":;,.")
    if _EMPTY.match(raw) or _EMPTY.match(word) or _MASKED.search(word) or _FILLER.search(word):
        return ""
    return word if _NAMED.fullmatch(word) and not _NO_PERSON.search(word) else None


def address(raw: str) -> str | None:
    """A postal address; "" for an empty slot."""
    word = _BLANKS.sub("", raw).strip(":;,。.")
    if _EMPTY.match(raw) or _EMPTY.match(word) or _SLOTTED.search(word):
        return ""
    return word if 4 <= len(word) <= 80 and not _NO_ADDRESS.search(word) else None


def share(raw: str) -> str | None:
    """A share in words: 一半 and 对半 are 0.5, 三成 is 0.3, 二成五 0.25."""
    word = _BLANKS.sub("", raw)
    if word in ("一半", "半数", "对半", "各半", "平分", "五五"):
        return "0.5"
    tenths, mark, rest = word.partition("成")
    digit = "一二三四五六七八九".find(tenths) + 1
    more = 5 if rest == "半" else "一二三四五六七八九".find(rest) + 1 if rest else 0
    if not mark or len(tenths) != 1 or not digit or (rest and not more):
        return None
    return f"0.{digit}{more}".rstrip("0")


CLEAN: dict[str, Callable[[str], str | None]] = {
    "text": text, "title": title, "number": number, "name": name, "place": place, "court": court,
    "tribunal": tribunal, "law": law, "code": code, "person": person, "address": address,
    "share": share,
}  # fmt: skip
