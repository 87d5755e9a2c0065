"""Why a check fired, or did not: the check itself is run once more, and tells what it asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from models.check_rule import CheckRule
from models.explanation import CheckOutcome, Explanation, RuleAt, Step
from models.report import Finding
from models.rule import Packs, RuleKind
from parser.checks import CHECKS, applies
from parser.checks.params import TAKES, patterns
from parser.contract import Contract, clause_at, holds, named, sentences_with
from parser.facts import GIVEN
from parser.findings import called
from parser.trace import Look, Trace, Watched, WatchedList

_SHOWN = 8
"""Matches that a step shows; the number of all is said."""
NAMES = {
    "cue": "线索", "all": "同句表述", "words": "关键词", "unless": "例外", "unless_clause": "例外（本条）", "unless_anywhere": "例外（全文）",
    "needs": "前提", "asked": "前提", "title": "合同名称", "pattern": "应有的表述", "near": "近似的表述", "lacks": "应有的表述",
    "satisfied": "已有约定", "groups": "应有的各项", "facts": "事实", "before": "值前", "after": "值后", "ticked": "已勾选",
    "boxes": "选项", "number": "序号", "masked": "遮盖", "each": "各方份数", "part": "一方份数", "between": "两数之间",
    "apart": "区分", "topics": "主题", "joined": "并列", "base": "基数", "capped": "上限", "pay": "工资", "debtor": "违约方", "monthly": "月息",
    "signs": "特征",
}  # fmt: skip
"""What a reviewer calls a parameter."""


_KINDS = {"duration": "期间", "money": "金额", "rate": "比例", "date": "日期", "number": "数目", "gap": "空白"}


def explain_check(contract: Contract, rule: CheckRule) -> Explanation:
    """The steps of one check over a contract that was read."""
    kind: RuleKind = "playbook" if ("playbook", rule.id) in contract.packs.origins else "check"
    steps = list(_asked(rule, contract))
    searched: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    outcome: CheckOutcome = "not-asked"
    if applies(rule, contract):
        trace = Trace()
        watched = rule.model_copy(update={"params": _watched(rule, trace)})
        values = WatchedList(contract.values, "values", trace)
        references = WatchedList(contract.references, "references", trace)
        told = replace(contract, values=values, references=references, trace=trace)
        findings = tuple(CHECKS[rule.function](watched, told))
        steps += [
            *_fields(contract, trace),
            *_lists(contract, trace),
            *_words(rule, contract),
            *_looks(contract, trace),
        ]
        outcome = "fires" if findings else "passes"
        searched = _searched(contract, trace)
    return Explanation(
        kind="check",
        id=rule.id,
        title=rule.title,
        rules=(rule_at(contract.packs, kind, rule.id),),
        outcome=outcome,
        said=_said(outcome, len(findings)),
        searched=searched,
        called=called_by(contract),
        steps=tuple(steps),
        candidates=(),
        findings=findings,
        fields=(),
    )


def rule_at(packs: Packs, kind: RuleKind, name: str) -> RuleAt:
    """Where a rule was written."""
    origin = packs.origins[kind, name]
    return RuleAt(pack=origin.pack, file=origin.file, line=origin.line)


def called_by(contract: Contract) -> dict[str, str]:
    """What the contract calls each of its clauses."""
    unlabelled = {"signature": "签署", "table": "表格", "title": "名称"}
    return {c.id: called(contract, c) if c.label else unlabelled.get(c.kind, "首部") for c in contract.clauses}


def _said(outcome: CheckOutcome, count: int) -> str:
    return {
        "fires": f"有{count}处发现。",
        "passes": "检查过，未发现问题。",
        "not-asked": "本合同不适用此项检查。",
    }[outcome]


def _asked(rule: CheckRule, contract: Contract) -> Iterator[Step]:
    """What decides whether the check is asked at all."""
    titles = {kind.id: kind.title for kind in contract.packs.types}
    own = "、".join(titles.get(kind, kind) for kind in contract.types) or "未能识别"
    if rule.types:
        wanted = "、".join(titles.get(kind, kind) for kind in rule.types[:_SHOWN])
        wanted += f"等{len(rule.types)}类" if len(rule.types) > _SHOWN else ""
        fits = not set(rule.types).isdisjoint(contract.types)
        evidence = tuple(e for f in named(contract, "contract_type") for e in f.evidence)
        yield Step(part="types", holds=fits, said=f"适用于：{wanted}。本合同类型：{own}。", evidence=evidence)
    else:
        yield Step(part="types", holds=True, said=f"适用于各类合同。本合同类型：{own}。")
    if rule.since is not None:
        signed = contract.signed
        said = f"{signed}签订" if signed else "签订日期不明，按现行法"
        yield Step(
            part="since", holds=signed is None or signed >= rule.since, said=f"自{rule.since}起适用；本合同{said}。"
        )
    for fact in rule.facts:
        yield Step(part=f"facts:{fact}", holds=holds(contract, (fact,)), said=f"要求：{_fact(fact, contract.packs)}。")
    if rule.sides:
        given = contract.side or "未指定（--side）"
        wanted = "任何一方" if "*" in rule.sides else "、".join(rule.sides)
        fits = applies(rule.model_copy(update={"types": (), "facts": (), "since": None}), contract)
        known = sorted(name for name in contract.us if name in contract.text.text)
        also = f"（合同中称：{'、'.join(known)}）" if known else ""
        yield Step(part="side", holds=fits, said=f"适用于：{wanted}。本方：{given}{also}。")


def _fact(fact: str, packs: Packs) -> str:
    """`not house_lease|type:loan` in words."""
    titles = {f"type:{kind.id}": f"{kind.title}合同" for kind in packs.types}
    titles |= {**GIVEN, **{known.id: known.title for known in packs.facts}}
    said = "或".join(titles.get(name, name) for name in fact.removeprefix("not ").split("|"))
    return f"不是{said}" if fact.startswith("not ") else said


def _watched(rule: CheckRule, trace: Trace) -> dict[str, Any]:
    """The rule's parameters, every pattern among them watched."""
    where = {steps for steps, _ in patterns(TAKES[rule.function].params, rule.params)}

    def walk(value: Any, steps: tuple[str | int, ...]) -> Any:
        if steps in where:
            return Watched(value, ".".join(map(str, steps)), trace)
        if isinstance(value, Mapping):
            return {key: walk(inner, (*steps, str(key))) for key, inner in value.items()}
        if isinstance(value, list):
            return [walk(inner, (*steps, number)) for number, inner in enumerate(value)]
        return value

    return {key: walk(value, (key,)) for key, value in rule.params.items()}


def _fields(contract: Contract, trace: Trace) -> Iterator[Step]:
    """The fields that the check read, and what they are."""
    titles = {field.name: field.title for field in contract.packs.fields}
    for name in dict.fromkeys(trace.fields):
        found = [field for field in contract.fields if field.name == name and field.status != "absent"]
        norms = "、".join(dict.fromkeys("空白" if f.status == "blank" else str(f.norm) for f in found[:_SHOWN]))
        yield Step(
            part=f"field:{name}",
            holds=bool(found),
            said=f"要素「{titles.get(name, name)}」：{norms or '未见'}。",
            evidence=tuple(e for f in found[:_SHOWN] for e in f.evidence),
        )


def _lists(contract: Contract, trace: Trace) -> Iterator[Step]:
    """The values and the references that the check went through."""
    if "values" in trace.lists:
        kinds = Counter(value.kind for value in contract.values)
        said = "、".join(f"{_KINDS.get(kind, kind)}{count}处" for kind, count in kinds.items()) or "无"
        yield Step(part="values", holds=bool(kinds), said=f"全文的数值：{said}。")
    if "references" in trace.lists:
        lost = [reference for reference in contract.references if reference.target is None]
        said = f"共{len(contract.references)}处，未能对应到条款或附件{len(lost)}处"
        evidence = tuple(e for reference in lost[:_SHOWN] for e in reference.evidence)
        yield Step(part="references", holds=bool(lost), said=f"条款与附件的引用：{said}。", evidence=evidence)


def _words(rule: CheckRule, contract: Contract) -> Iterator[Step]:
    """The words that a sentence must have to be looked at."""
    for steps, words in _word_lists(rule.params, ()):
        spans = sentences_with(contract, words)
        said = f"{_called('.'.join(steps))}（{'、'.join(words[:6])}{'等' if len(words) > 6 else ''}）：{len(spans)}句含有。"
        yield _step(contract, f"params.{'.'.join(steps)}", said, spans)


def _word_lists(params: Mapping[str, Any], steps: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    for name, value in params.items():
        if name == "words" and isinstance(value, list):
            yield (*steps, name), value
        elif isinstance(value, Mapping):
            yield from _word_lists(value, (*steps, name))


def _looks(contract: Contract, trace: Trace) -> Iterator[Step]:
    """What the patterns matched. Looks of one pattern over the whole text are one step; those at a sentence, a step each
    that matched, and one for all that did not."""
    by_name: dict[str, list[Look]] = {}
    for look in trace.looks:
        by_name.setdefault(look.name, []).append(look)
    for name, looks in by_name.items():
        part, word = f"params.{name}", _called(name)
        whole = [look for look in looks if _is_whole(look, contract)]
        if whole:
            spans = list(dict.fromkeys(span for look in whole for span in look.found))
            said = f"{word}：全文匹配{len(spans)}处。" if spans else f"{word}：全文未见匹配。"
            yield _step(contract, part, said, spans)
        near = [look for look in looks if not _is_whole(look, contract)]
        if near:
            hits = [(look, span) for look in near for span in look.found]
            spans = [span for look, span in hits if look.text is contract.text.text]
            words = "、".join(dict.fromkeys(look.text[slice(*span)].strip()[:20] for look, span in hits[:_SHOWN]))
            matched = f"{len({id(look) for look, _ in hits})}处匹配（{words}）" if hits else "均不匹配"
            yield _step(contract, part, f"{word}：逐句查看{len(near)}处，{matched}。", spans, holds=bool(hits))


def _step(contract: Contract, part: str, said: str, spans: list[tuple[int, int]], *, holds: bool | None = None) -> Step:
    clause = clause_at(contract, spans[0][0]) if spans else None
    return Step(
        part=part,
        holds=bool(spans) if holds is None else holds,
        said=said,
        clause=clause.id if clause is not None else None,
        evidence=tuple(contract.text.evidence(span) for span in spans[:_SHOWN]),
    )


def _called(name: str) -> str:
    """`wordings.maritime.cue` -> 线索（maritime）, `kinds.lease.signs.0` -> 特征（lease）."""
    steps = name.split(".")
    if len(steps) > 2 and steps[-1].isdigit():
        steps.pop()
    if len(steps) == 1:
        return NAMES.get(name, name)
    return f"{NAMES.get(steps[-1], NAMES.get(steps[0], steps[0]))}（{steps[1]}）"


def _is_whole(look: Look, contract: Contract) -> bool:
    return look.text is contract.text.text and look.region == (0, len(look.text))


def _searched(contract: Contract, trace: Trace) -> tuple[str, ...]:
    """The clauses that the regions lie in, in reading order."""
    beyond = not trace.looks and (trace.fields or trace.lists)
    if beyond or any(_is_whole(look, contract) for look in trace.looks):
        return tuple(clause.id for clause in contract.clauses)
    found = {
        clause.id
        for look in trace.looks
        if look.text is contract.text.text and (clause := clause_at(contract, look.region[0])) is not None
    }
    return tuple(clause.id for clause in contract.clauses if clause.id in found)
