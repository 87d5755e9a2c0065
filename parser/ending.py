"""How a text ends: with lines to sign on, or in the middle of something."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from models.report import Clause
from models.text import Span

_PARTY = (
    r"(?:[甲乙丙丁戊]\s{0,4}方|[供需买卖售购]\s{0,4}方|(?:出租|承租|出借|借款|贷款|委托|受托|发包|承包|转让|受让|保证|担保|抵押|质押"
    r"|定作|承揽|托运|承运|存货|保管|赠与|受赠|用人|劳动|许可|聘用|受聘|采购|供应|服务|代理|合伙)(?:方|人|单位|者))"
)
_SIGNING = regex.compile(
    rf"^[^\p{{Han}}]{{0,12}}{_PARTY}\s*(?:\([^)]{{0,20}}\))?\s*(?:[:_ ]|$)"
    r"|(?:签字|签名|签章|盖章|公章|\(章\)|代表人?|负责人|经办人|代理人|签约人)\s*(?:\([^)]{0,12}\))?\s*(?:[:_)│┃]|\s{2}|$)"
    r"|^\s*\p{Han}{1,6}[方人]\s*:[_\s]*$|Signature|(?:签约|签订|签署|订立)(?:日期|时间)|^[^\p{Han}]{0,40}(?:[12][0-9]{3}|一九|二〇)?[_ ]*年[_ 0-9]*月[_ 0-9]*日"
)
"""What a line to sign on says."""
_SENTENCE = regex.compile(r"(?<!_|[章字]\))[。;]\s*$")
"""A line that is a sentence: it ends with a full stop, which is not that of a slot or of (盖章)."""
_ENDS = frozenset('。.．;!?…:)）”"》】_┘┛│┃')
_LABEL_ALONE = regex.compile(
    r"\n\s*(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}|第[一二三四五六七八九十]{1,3}条?)[、.]?\s*$"
)
"""A number that nothing follows, at the end of a text."""
_DUTIES = regex.compile(rf"\s*{_PARTY}\s*:\s*\n\s*(?:1|[(（]?一)[、.)）]")
"""A party above its duties, which are a list."""
_LONGEST = 400


def signing_lines(text: str, clauses: Sequence[Clause]) -> tuple[Span, ...]:
    """The lines to sign on, in the second half of a text and behind its first numbered clause."""
    first = next((clause.span[0] for clause in clauses if clause.label), 0)
    at = text.rfind("\n", 0, max(first, len(text) // 2)) + 1
    lines = []
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        if (
            len(line) <= _LONGEST
            and not _SENTENCE.search(line)
            and _SIGNING.search(line)
            and not _DUTIES.match(text, at)
        ):
            lines.append(Span(at, end))
        at = end + 1
    return tuple(lines)


def breaks_off(clauses: Sequence[Clause], signing: Sequence[Span]) -> bool:
    """The last clause ends in the middle of a sentence, and neither a place to sign nor an annex follows or precedes."""
    if not clauses or not clauses[-1].label or any(clause.kind in ("signature", "annex") for clause in clauses):
        return False
    last = clauses[-1].text.rstrip()
    if _LABEL_ALONE.search(last):
        return True
    if not last and len(clauses) > 1 and clauses[-2].label and not clauses[-2].text.strip():
        # A form of headings alone.
        return False
    if last and (last[-1] in _ENDS or "\t" in last):
        return False
    return not signing
