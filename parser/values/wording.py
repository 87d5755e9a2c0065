"""Canonical forms of text fields: titles, numbers, names, courts, laws. "" is an empty slot, None no value at all."""

from __future__ import annotations

from collections.abc import Callable

import regex

_EMPTY = regex.compile(r"^(?:[\s_\-/:;,.×X*]*|[\[【][^\]】]{0,20}[\]】]|\(\s*\))$")
_BLANKS = regex.compile(r"\s+")
_MASKED = regex.compile(r"[×X*]{2,}|某某|某公司|某+$")
_NAME_END = regex.compile(
    r"[\s,;。]*(?:\((?:以下|下称|简称|盖章|签|身份证)|,|;|以下简称|下称|地\s*址|住所|住址|法定代表|法人|负责人|统一社会|身份证|证件|电话|联系|开户|账号|邮编|注册|营业执照|代表人|签字|盖章|职务|委托代理|传真|电子邮).*$",
    regex.DOTALL,
)
_LAW_SKIP = regex.compile(
    r"合同$|协议|附件|清单|手册|说明书|计划|方案|报告|规范书|标准$|通知书|确认|单$|表$|书$|规则$|制度$|服务$"
)
_LAW_KIND = regex.compile(r"(?:法|条例|规定|办法|解释|法典|通则|总则|细则|规则|意见|决定)(?:\(.*\))?$")


def text(raw: str) -> str | None:
    return "" if _EMPTY.match(raw) else _BLANKS.sub("", raw)


def title(raw: str) -> str | None:
    word = _BLANKS.sub("", raw).strip("#*《》")
    return word if 3 <= len(word) <= 50 else None


def number(raw: str) -> str | None:
    word = _BLANKS.sub("", raw).strip(":;,.")
    if _EMPTY.match(raw) or not regex.search(r"[0-9A-Za-z]", word):
        return "" if _EMPTY.match(raw) or _MASKED.search(raw) else None
    return word


def name(raw: str) -> str | None:
    """A party's name, without what stands behind it."""
    cut = _NAME_END.sub("", raw.strip()).strip(" :;,_")
    if _EMPTY.match(cut):
        return ""
    cut = _BLANKS.sub("", cut)
    if _MASKED.search(cut):
        return ""
    if len(cut) < 2 or len(cut) > 40 or regex.search(r"[。,;:]|[甲乙丙]方|应|本合同|协议|签|盖|年.*月", cut):
        return None
    return cut


def place(raw: str) -> str | None:
    word = _BLANKS.sub("", raw).strip(":;,。.")
    if _EMPTY.match(raw) or _EMPTY.match(word):
        return ""
    word = word.replace("省(市)", "市" if not word.startswith("省") else "")
    return word if 2 <= len(word) <= 30 else None


def court(raw: str) -> str | None:
    """PLACE人民法院, without the words that only say that it has jurisdiction."""
    word = _BLANKS.sub("", raw)
    if regex.search(r"[\[【_]", word):
        return ""
    word = regex.sub(
        r"^(?:向|由|至|到|提交|提请|依法|应当|可以?|双方|同意|均|各自|应|将|任何一方|有权|均有权|约定)+", "", word
    )
    word = regex.sub(r"有?(?:管辖权|权管辖)的?|依法|的(?=人民法院|法院)|^本(?=合同)|具有|,", "", word)
    word = regex.sub(r"(?<!人民)法院$", "人民法院", word)
    word = word.removesuffix("人民法院").rstrip("的") + "人民法院"
    if word in ("人民法院", "当地人民法院", "基层人民法院"):
        return None
    return word if len(word) <= 30 else None


def tribunal(raw: str) -> str | None:
    word = _BLANKS.sub("", raw)
    if regex.search(r"[\[【_]", word):
        return ""
    word = regex.sub(r"^(?:向|由|至|到|提交|提请|申请|任何一方|均|有权|可|应|双方|同意|将争议|该争议|争议)+", "", word)
    return word if 4 < len(word) <= 30 and word not in ("仲裁委员会", "劳动争议仲裁委员会") else None


def law(raw: str) -> str | None:
    word = _BLANKS.sub("", raw)
    word = regex.sub(r"\([^()]*\)$", "", word)
    word = word.removeprefix("中华人民共和国").removeprefix("最高人民法院关于")
    return word if _LAW_KIND.search(word) and not _LAW_SKIP.search(word) and len(word) <= 40 else None


CLEAN: dict[str, Callable[[str], str | None]] = {
    "text": text, "title": title, "number": number, "name": name, "place": place, "court": court,
    "tribunal": tribunal, "law": law,
}  # fmt: skip
