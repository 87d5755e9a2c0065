"""Why a field is what it is, or is not there: every value and wording that might have been it, asked by the functions
that fields are found by, one part of a cue at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from models.explanation import Candidate, Explanation, FieldOutcome, Step, Verdict
from models.field_rule import Cue
from models.report import Evidence, Field
from models.value import Value
from parser.by_value import by_value, cued, cued_for, fits, of_a_part, quoted
from parser.by_wording import matches
from parser.contract import Contract
from parser.explain_check import called_by, rule_at
from parser.extract import field_of, presented, regions, set_up
from parser.field_rules import Compiled, Hit, Setting, compile_rules

_PARTS = {
    "before": "左侧", "after": "右侧", "heading": "所在标题", "lead": "段首", "unless": "排除（本句）", "unless_before": "排除（左侧）",
    "unless_after": "排除（右侧）", "unless_heading": "排除（标题）", "slot": "空白栏",
}  # fmt: skip
_SAID: dict[FieldOutcome, str] = {
    "found": "已找到。", "blank": "有此栏，未填写。", "unreadable": "有此项，无法可靠辨认。",
    "absent": "此类合同应有此项，全文未见。", "not-found": "全文未见；此类合同也不要求此项。",
}  # fmt: skip
_ORDER: tuple[FieldOutcome, ...] = ("found", "unreadable", "blank", "absent")
_CUT = 40

Entry = tuple[int, Compiled]


def explain_field(contract: Contract, name: str) -> Explanation:
    """The candidates for one field in a contract that was read, and why each is the field or is not."""
    setting = set_up(
        contract.text, contract.clauses, contract.values, contract.parties, contract.packs, options=contract.options
    )
    entries = [(number, one) for number, one in compile_rules(contract.packs) if one.rule.name == name]
    asked = {number for number, _ in setting.rules}
    steps: list[Step] = []
    candidates: list[Candidate] = []
    for number, one in entries:
        steps.extend(_entry(contract, setting, number, one, asked=number in asked))
        if number in asked:
            candidates.extend(_values(contract, setting, (number, one)))
            candidates.extend(_wordings(contract, setting, (number, one)))
            candidates.extend(_presentations(contract, setting, (number, one)))
    found = tuple(field for field in contract.fields if field.name == name)
    known = {field.status for field in found}
    outcome: FieldOutcome = next((status for status in _ORDER if status in known), "not-found")
    return Explanation(
        kind="field",
        id=name,
        title=entries[0][1].rule.title,
        rules=(rule_at(contract.packs, "field", name),),
        outcome=outcome,
        said=_SAID[outcome],
        searched=_searched(contract, setting, [entry for entry in entries if entry[0] in asked]),
        called=called_by(contract),
        steps=tuple(steps),
        candidates=tuple(_apart(candidates)),
        findings=(),
        fields=found,
    )


def _entry(contract: Contract, setting: Setting, number: int, one: Compiled, *, asked: bool) -> Iterator[Step]:
    """What an entry of the field asks of the contract as a whole."""
    rule, titles = one.rule, {kind.id: kind.title for kind in contract.packs.types}
    own = "、".join(titles.get(kind, kind) for kind in contract.types) or "未能识别"
    if rule.types:
        wanted = "、".join(titles.get(kind, kind) for kind in rule.types)
        yield Step(part="types", holds=asked, said=f"适用于：{wanted}。本合同类型：{own}。")
    if rule.expected_in:
        wanted = "、".join(titles.get(kind, kind) for kind in rule.expected_in)
        expected = not set(rule.expected_in).isdisjoint(contract.types)
        yield Step(part="expected_in", holds=expected, said=f"下列合同应有此项：{wanted}。本合同类型：{own}。")
    if not asked:
        return
    if rule.kinds:
        count = sum(value.kind in rule.kinds for value in contract.values)
        yield Step(part="kinds", holds=bool(count), said=f"数值种类：{'、'.join(rule.kinds)}；全文{count}处。")
    for rank, wording in enumerate(one.patterns):
        only = replace(one, patterns=(wording,))
        spans = [hit.span for span, role in regions(rule, setting) for hit in _every(setting, number, only, span, role)]
        said = (
            f"表述{rank + 1}「{_short(wording.pattern.pattern)}」：{f'匹配{len(spans)}处' if spans else '未见匹配'}。"
        )
        yield Step(
            part=f"patterns.{rank}",
            holds=bool(spans),
            said=said,
            evidence=tuple(contract.text.evidence(span) for span in spans[:4]),
        )


def _values(contract: Contract, setting: Setting, entry: Entry) -> Iterator[Candidate]:
    """The values of the entry's kinds, in reading order."""
    number, one = entry
    slots = any(cue.slot for cue in one.cues)
    for value in contract.values:
        if value.kind not in one.rule.kinds and not (slots and value.kind == "gap"):
            continue
        hits = list(by_value([value], setting, cued_for(contract.packs, setting.types)))
        own = next((hit for hit in hits if hit.rank[0] == number), None)
        if own is not None:
            yield _taken(contract, setting, own, _cue_steps(setting, value, one, own.rank[1]))
            continue
        around = setting.places.around(value)
        place = setting.places.clause(value.start)
        rank = fits(one.cues, value, around)
        verdict: Verdict = "rejected"
        other = next((hit for hit in hits if hit.rule.claims), None)
        if rank is not None and other is not None:
            verdict = "claimed"
            said = f"已作为「{other.rule.title}」（{other.rule.name}）。"
            steps = _cue_steps(setting, value, one, rank)
        elif rank is not None and one.rule.whole and of_a_part(value):
            said = "单价或按期支付的金额，不是总额。"
            steps = _cue_steps(setting, value, one, rank)
        elif rank is not None:
            said = f"单位不符：要求{'、'.join(one.rule.units)}，此处为{value.unit or '无'}。"
            steps = _cue_steps(setting, value, one, rank)
        else:
            rank = _nearest_cue(setting, value, one)
            steps = () if rank is None else _cue_steps(setting, value, one, rank)
            said = f"{len(one.cues)}条线索均不合，最接近第{rank + 1}条。" if rank is not None else "不是可用的值。"
        yield Candidate(
            verdict=verdict,
            norm=value.norm,
            said=said,
            clause=place.id if place is not None else None,
            evidence=(contract.text.evidence(quoted(setting.text.text, value, around)),),
            steps=steps,
        )


_REPEATED = "与已采用的相同，或已有更合的一处。"


def _taken(contract: Contract, setting: Setting, hit: Hit, steps: tuple[Step, ...]) -> Candidate:
    """A hit: the field, or one that says no more than another that was kept."""
    made = field_of(contract.text, hit, setting.places)
    taken = made in contract.fields
    return Candidate(
        verdict="taken" if taken else "repeated",
        norm=hit.norm,
        said=_about(made) if taken else _REPEATED,
        clause=made.clause,
        evidence=made.evidence,
        steps=steps,
    )


def _about(field: Field) -> str:
    parts = (("归", field.role), ("区分：", field.object), ("起算：", field.anchor))
    said = "，".join(f"{word}{value}" for word, value in parts if value)
    return said or "线索相合。"


def _parts(cue: Cue) -> Iterator[tuple[str, Cue]]:
    """A cue taken apart: each part that asks something, as a cue of its own."""
    if cue.slot:
        yield "slot", Cue(slot=True)
    for name in Cue.model_fields:
        if name != "slot" and getattr(cue, name):
            yield name, Cue.model_validate({"slot": cue.slot, name: getattr(cue, name)})


def _cue_steps(setting: Setting, value: Value, one: Compiled, rank: int) -> tuple[Step, ...]:
    """Whether each part of one cue holds, asked by itself of the engine."""
    around = setting.places.around(value)
    seen = {
        "before": around.before, "after": around.after, "heading": around.headings, "lead": around.lead,
        "unless": around.sentence, "unless_before": around.before, "unless_after": around.after,
        "unless_heading": around.headings, "slot": "",
    }  # fmt: skip
    steps = []
    for name, alone in _parts(one.cues[rank]):
        holds = fits((alone,), value, around) is not None
        asked = "" if name == "slot" else f"「{_short(getattr(alone, name))}」"
        words = seen[name][-_CUT:] if name.endswith(("before", "heading", "lead")) else seen[name][:_CUT]
        kept = "不应有" if name.startswith("unless") else "要求"
        steps.append(
            Step(
                part=f"cues.{rank}.{name}",
                holds=holds,
                said=f"{_PARTS.get(name, name)}{kept}{asked}，实为「{' '.join(words.split())}」：{'合' if holds else '不合'}。",
            )
        )
    return tuple(steps)


def _nearest_cue(setting: Setting, value: Value, one: Compiled) -> int | None:
    """The cue of which the fewest parts do not hold; None where the value is none that rules may name."""
    if not one.cues or not any(True for _ in by_value([value], setting, cued([(0, _open(one, value))]))):
        return None
    around = setting.places.around(value)

    def missing(rank: int) -> tuple[bool, int]:
        cue = one.cues[rank]
        return cue.slot is not (value.kind == "gap"), sum(fits((p,), value, around) is None for _, p in _parts(cue))

    return min(range(len(one.cues)), key=missing)


def _open(one: Compiled, value: Value) -> Compiled:
    """The rule with a cue that asks nothing: what it does not name then is no value that a rule may name."""
    return replace(
        one, cues=(Cue(slot=value.kind == "gap"),), rule=one.rule.model_copy(update={"units": (), "whole": False})
    )


def _every(setting: Setting, number: int, one: Compiled, span: tuple[int, int], role: str | None) -> Iterator[Hit]:
    """Every match of an entry's patterns in a region, also behind the first where the rule keeps that only."""
    yield from matches(
        setting.text.text, number, replace(one, rule=one.rule.model_copy(update={"first": False})), span, role,
        starts=setting.places.starts,
    )  # fmt: skip


def _wordings(contract: Contract, setting: Setting, entry: Entry) -> Iterator[Candidate]:
    """What the entry's patterns match, and why a match gives no field."""
    number, one = entry
    for span, role in regions(one.rule, setting):
        hits = list(_every(setting, number, one, span, role))
        for hit in hits:
            step = Step(part=f"patterns.{hit.rank[1]}", holds=True, said=f"表述{hit.rank[1] + 1}匹配。")
            yield _taken(contract, setting, hit, (step,))
        open_ = replace(one, patterns=tuple(replace(wording, unless=None) for wording in one.patterns))
        excused = {hit.span for hit in _every(setting, number, open_, span, role)} - {hit.span for hit in hits}
        known = {hit.span for hit in hits}
        for rank, wording in enumerate(one.patterns):
            for match in wording.pattern.finditer(setting.text.text, *span):
                if match.span() not in known:
                    why = "被排除表述排除" if match.span() in excused else "所匹配的文字不是此项的值"
                    clause = setting.places.clause(match.start())
                    yield Candidate(
                        verdict="rejected",
                        norm=None,
                        said=f"表述{rank + 1}匹配，但{why}。",
                        clause=clause.id if clause is not None else None,
                        evidence=(contract.text.evidence(match.span()),),
                        steps=(),
                    )


def _presentations(contract: Contract, setting: Setting, entry: Entry) -> Iterator[Candidate]:
    """What the presentation of each party says."""
    for hit in presented(setting.parties, [entry]):
        step = Step(part="part", holds=True, said=f"取自{hit.role or '当事人'}的介绍。")
        yield _taken(contract, setting, hit, (step,))


def _apart(candidates: list[Candidate]) -> Iterator[Candidate]:
    """Several entries of a field may look at one value: what one of them takes, no other has rejected or takes again."""
    taken = {(c.clause, _place(c.evidence)) for c in candidates if c.verdict in ("taken", "repeated")}
    kept: set[object] = set()
    for candidate in candidates:
        one = (candidate.norm, candidate.said, _place(candidate.evidence))
        if candidate.verdict == "taken" and one in kept:
            yield candidate.model_copy(update={"verdict": "repeated", "said": _REPEATED})
            continue
        if candidate.verdict == "taken":
            kept.add(one)
        if candidate.verdict in ("taken", "repeated") or (candidate.clause, _place(candidate.evidence)) not in taken:
            yield candidate


def _place(evidence: tuple[Evidence, ...]) -> object:
    return evidence[0].span if evidence else None


def _searched(contract: Contract, setting: Setting, entries: list[Entry]) -> tuple[str, ...]:
    """The clauses that the entries look through."""
    spans = [span for _, one in entries if one.patterns for span, _ in regions(one.rule, setting)]
    if any(one.cues for _, one in entries):
        spans.append((0, len(contract.text.text)))
    spans += [block for _, one in entries if one.rule.part for party in setting.parties for block in party.blocks]
    return tuple(
        clause.id for clause in contract.clauses if any(s < clause.span[1] and clause.span[0] < e for s, e in spans)
    )


def _short(pattern: str) -> str:
    return pattern if len(pattern) <= _CUT * 2 else pattern[: _CUT * 2] + "…"
