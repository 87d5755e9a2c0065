"""Whose duty a sentence speaks of, and from when a period runs: by what it says, never by which party stands nearer."""

from __future__ import annotations

import re
from collections.abc import Sequence

import regex

from models.rule import Parties
from parser.matching import short
from parser.parties import Party

_ENTITLED = r"(?:有权|可以?(?!能)|得)(?:按|要求|收取|扣|向|没收|不予|拒|主张|请求|就|根据|依)"
_BREACH = r"(?:如|若|因|无故|原因|单方面?|擅自|无正当理由)?(?:逾期|未(?:能|按|在|经|及时|履行|支付|交|付|达)|不(?:能|按|履|交|支付|及时|予)|延[迟误期]|迟[延交付]|拖[延欠]|违反|违约|擅自|无故|无正当理由|提前(?:解除|终止|退)|中途|单方|泄露|超过)"
_DUTY = r"(?:应|须|需|必须|保证|承诺|负责|同意|自|在|于|每|将|按|以|对|愿|支付|赔偿|承担|收到|接到|交付|提供|缴纳|交纳|给予)"
_TO = r"(?:向|给|付给|支付给|赔偿|支付|偿付|补偿)"
_LATE_PAYER = re.compile(
    r"(?:逾期|延[迟误期]|迟延|拖[欠延]|未按?[^,。;]{0,8})(?:付|支付|缴|交(?:纳|租|费|款)|偿还|还款|归还(?:借|本)|结算|发放工资)"
)
_LATE_PERFORMER = re.compile(
    r"(?:逾期|延[迟误期]|迟延|未按?[^,。;]{0,8})(?:交(?!纳|租|费|款)|提供|完[工成]|竣工|供货|发货|安装|维修|响应|到场|开发|上线|验收不|开工|提交|开具|修复|更换)"
)
_ANCHOR_BEFORE = re.compile(
    r"(?:^|[,:、|]|应当?(?:自|在|于)?|须(?:自|在|于)?|需(?:自|在|于)?|必须|在|于|自|从|[甲乙丙丁]方)(?P<anchor>[^,。;:|、]{2,26}?(?:之日起|之时起|当日起|次日起|起|之日后|以?后|之后|当日|之日|之时|前|之前))的?(?:第)? ?$"
)
_ANCHOR_EARLIER = re.compile(
    r"(?P<anchor>(?:自|从|接到|收到|接收到|接|知道)[^,。;:|]{1,24}?(?:之日起|之时起|起|之日后|后|之日|时))"
)
_ANCHOR_AFTER = re.compile(r"^[^。;]{0,10}?(?P<anchor>(?:自|从)[^,。;]{2,26}?(?:之日|之时|次日|当日|日|后)?起)")
_ANCHOR_LEAD = re.compile(r"^(?:.*(?:应当?|须|需|必须|将|可))?(?:自|在|于|从)?")


class Roles:
    """The parties' words of one contract, each with the role that it stands for, and who of them pays."""

    def __init__(self, parties: Sequence[Party], words: Parties) -> None:
        roles: dict[str, str] = {f"{letter}方": f"{letter}方" for letter in "甲乙丙丁"}
        self.payer: str | None = None
        named = list(dict.fromkeys(party.role for party in parties))
        for party in parties:
            roles.setdefault(party.role, party.role)
            if party.kind:
                roles.setdefault(party.kind, party.role)
                if self.payer is None and short(words.payers).fullmatch(party.kind):
                    self.payer = party.role
        self.performer = next((role for role in named if role != self.payer), None) if self.payer else None
        if self.payer is None:
            self._by_performer(parties, words, named)
        self.pair = named[:2] if len(named) == 2 else ["甲方", "乙方"] if len(named) < 2 else []
        self.words = roles
        mention = "|".join(sorted(map(regex.escape, roles), key=len, reverse=True))
        self.mention = mention
        self.entitled = short(rf"(?P<who>{mention}){_ENTITLED}")
        self.breach = short(rf"(?P<who>{mention})(?:的)?{_BREACH}")
        self.subject = short(
            rf"(?<!向|给|经|到|与|对|为|归|属|赔偿|支付|通知|要求)(?P<who>{mention})(?!的|书面|通知|代表|指定|确认|验收|所在地|要求){_DUTY}?"
        )
        self.receiver = short(rf"{_TO}(?P<who>{mention})")

    def _by_performer(self, parties: Sequence[Party], words: Parties, named: Sequence[str]) -> None:
        kinds = short(words.kinds)
        performing = next((p.role for p in parties if p.kind and kinds.fullmatch(p.kind)), None)
        others = [role for role in named if role != performing]
        if performing and len(others) == 1:
            self.performer, self.payer = performing, others[0]

    def other(self, role: str) -> str | None:
        return next((one for one in self.pair if one != role), None) if role in self.pair else None

    def of(self, before: str, after: str, duty: str) -> str | None:
        """Who owes what the sentence says; `duty` is what is true where it does not say: payer or performer."""
        named = any(word in before for word in self.words)
        entitled = _last(self.entitled, before) if named else None
        if entitled:
            return self.other(self.words[entitled])
        breach = _last(self.breach, before) if named else None
        if breach:
            return self.words[breach]
        late = self.payer if _LATE_PAYER.search(before) else self.performer if _LATE_PERFORMER.search(before) else None
        if late:
            return late
        receiver = (_last(self.receiver, before) if named else None) or _first(self.receiver, after[:40])
        subject = _last(self.subject, before) if named else None
        if subject and subject != receiver:
            return self.words[subject]
        if receiver and self.other(self.words[receiver]):
            return self.other(self.words[receiver])
        return {"payer": self.payer, "performer": self.performer}.get(duty)


def _last(pattern: regex.Pattern[str], text: str) -> str | None:
    found = None
    for match in pattern.finditer(text):
        found = match["who"]
    return found


def _first(pattern: regex.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match["who"] if match else None


def anchor_of(before: str, after: str) -> str | None:
    """From when a period runs: 验收合格之日起, 接到报修后. Where several stand in one sentence, the nearest before it."""
    match = _ANCHOR_BEFORE.search(before) or _ANCHOR_AFTER.search(after)
    match = match or next(reversed(list(_ANCHOR_EARLIER.finditer(before))), None)
    if match is None:
        return None
    word = _ANCHOR_LEAD.sub("", match["anchor"], count=1).strip()
    return word or None
