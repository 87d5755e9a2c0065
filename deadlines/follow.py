"""Report -> its deadlines: each field of a period is counted from the day it runs from, where that is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import regex

from deadlines.counting import Counted, Period, count_after, count_before
from deadlines.events import Event, event_of
from deadlines.workdays import is_workday, known, next_workday
from models.deadline import Deadline, DeadlineRule
from models.report import Clause, Evidence, Field, Report
from models.rule import Packs

_QUALIFIERS = {
    "ge": "合同写为“不少于”，此为按最短期间计算的日期。",
    "about": "合同写为约数。",
    "range": "合同写为区间，此处按较长者计算。",
}
_UNITS = {"H": "小时", "MIN": "分钟", "S": "秒"}
_STOPS = "。;\n"
_EMPTY = {"blank": "空白", "unreadable": "不清", "absent": "未见"}


@dataclass(frozen=True, slots=True)
class _Base:
    """What a period is counted from: `said` in a formula, the `day` if it is known, and what says so."""

    said: str
    day: date | None = None
    evidence: tuple[Evidence, ...] = ()
    notes: tuple[str, ...] = ()
    begins: bool = False
    """The day is printed as the first of the period (自2026年1月1日起), which parties often mean to count."""


def deadlines_of(report: Report, packs: Packs) -> tuple[Deadline, ...]:
    """Every deadline that the fields give by the rules of the packs, in the order of the rules and of the contract.

    A period whose beginning is not known, or is given twice, stays a formula: nothing is filled in.
    """
    walk = _Walk(report, packs)
    return tuple(deadline for rule in packs.deadlines for deadline in walk.of(rule))


@lru_cache(maxsize=8)
def _days(packs: Packs) -> frozenset[str]:
    """Fields that are days and nothing else, so that one which is blank is known for a day."""
    kinds: dict[str, set[str]] = {}
    for field in packs.fields:
        kinds.setdefault(field.name, set()).update(field.kinds)
    return frozenset(name for name, held in kinds.items() if held == {"date"})


class _Walk:
    """One report, with what is asked of it again and again."""

    def __init__(self, report: Report, packs: Packs) -> None:
        self.report, self.packs = report, packs
        self.clauses: dict[str, Clause] = {clause.id: clause for clause in report.clauses}
        self.fields: dict[str, list[Field]] = {}
        for field in report.fields:
            self.fields.setdefault(field.name, []).append(field)
        self.ends: list[Deadline] = []
        self.made: dict[str, list[Deadline]] = {}

    def of(self, rule: DeadlineRule) -> Iterator[Deadline]:
        before = self.made.get(rule.instead_of, [])
        if any(deadline.date for deadline in before):
            return
        for field in self.fields.get(rule.field, ()):
            if field.status == "absent" or not self._asked(rule, field):
                continue
            made = self._printed(rule, field) if self._is_day(field) else self._period(rule, field)
            if made is None or (before and _period_of(field) is None):
                continue
            if made.date is None and self._has_another(rule):
                continue
            if rule.id == "term-end":
                self.ends.append(made)
            self.made.setdefault(rule.field, []).append(made)
            yield made

    def _has_another(self, rule: DeadlineRule) -> bool:
        """Whether a rule of the same deadline, which comes instead of this one, has a period to count."""
        others = (o.field for o in self.packs.deadlines if o.id == rule.id and o.instead_of == rule.field)
        return any(self._has_period(name) for name in others)

    def _has_period(self, name: str) -> bool:
        return any(field.status == "found" and _period_of(field) for field in self.fields.get(name, ()))

    def _is_day(self, field: Field) -> bool:
        return field.name in _days(self.packs) or (isinstance(field.value, dict) and "precision" in field.value)

    def _asked(self, rule: DeadlineRule, field: Field) -> bool:
        if not rule.when and not rule.unless:
            return True
        around = self._around(field)
        if rule.when and not regex.search(rule.when, around):
            return False
        return not (rule.unless and regex.search(rule.unless, around))

    def _around(self, field: Field) -> str:
        """The sentence that the field stands in, and the heading of its clause."""
        text, span = self.report.text, next((one.span for one in field.evidence if one.span), None)
        clause = self.clauses.get(field.clause or "")
        heading = clause.heading if clause else ""
        if span is None:
            return heading
        start = max(text.rfind(stop, 0, span[1]) for stop in _STOPS) + 1
        ends = [at for stop in _STOPS if (at := text.find(stop, span[1])) >= 0]
        return heading + "\n" + text[min(start, span[0]) : min(ends, default=len(text))]

    def _printed(self, rule: DeadlineRule, field: Field) -> Deadline:
        """A day that the contract prints stands as it is; where people do not work on it, that is said."""
        day = _day_of(field)
        if day is None:
            said = field.norm or _EMPTY.get(field.status, "")
            return self._made(rule, field, formula=f"{field.title}（{said}）", base=_Base(""))
        notes: tuple[str, ...] = ()
        if not is_workday(day):
            notes = (f"{day}为休假日；作为履行期限的最后一日时，可顺延至{next_workday(day)}。",)
        counted = Counted(day, day, bool(notes) and not known(day), ("holiday",) if notes else (), notes)
        return self._made(rule, field, formula=f"{field.title} {day}", base=_Base(""), counted=counted)

    def _period(self, rule: DeadlineRule, field: Field) -> Deadline | None:
        if field.norm == "perpetual":
            return None
        base, back = self._base(rule, field)
        sign = "−" if back else "+"
        period, length = _period_of(field), _length(field)
        formula = f"{base.said} {sign} {length}"
        if period is None or base.day is None:
            return self._made(rule, field, formula=formula, base=base)
        try:
            counted = (count_before if back else count_after)(base.day, period)
        except OverflowError:
            return self._made(rule, field, formula=formula, base=base)
        if base.begins and not back:
            counted = replace(
                counted, basis=(*counted.basis, "agreed"), notes=(*counted.notes, _first_day(counted.plain))
            )
        return self._made(rule, field, formula=formula, base=base, counted=counted)

    def _base(self, rule: DeadlineRule, field: Field) -> tuple[_Base, bool]:
        """What the field's period runs from, and whether it is counted back from it."""
        event = event_of(field.anchor)
        if event is not None and event.before:
            return self._known(event), True
        if event is not None and rule.anchored and not (event.blank and rule.base):
            return self._known(event, rule), rule.back
        if rule.base:
            base = self._dated(rule.base, rule.event)
            notes = (rule.assumes,) if rule.assumes else ()
            return replace(base, notes=notes, begins=rule.base == "term_start"), rule.back
        return _Base(rule.event), rule.back

    def _known(self, event: Event, rule: DeadlineRule | None = None) -> _Base:
        """The day of an event: in its words, or in a field that the event is known to be the day of."""
        if event.day is not None:
            return _Base(str(event.day), event.day, begins=True)
        if event.blank:
            return _Base(f"{event.words}（空白）")
        field = next((e.field for e in self.packs.events if regex.fullmatch(e.words, event.words)), "")
        if not field:
            return _Base(f"{event.words}之日")
        base = self._dated(field, f"{event.words}之日")
        if rule is not None and rule.assumes and field == rule.base:
            return replace(base, notes=(rule.assumes,))
        return base

    def _dated(self, name: str, called: str) -> _Base:
        """The day of a field that a period runs from. Days that differ leave it open which is meant."""
        if name == "term_end":
            ends = {deadline.counted: deadline for deadline in self.ends if deadline.counted}
            if len(ends) == 1:
                ((last, end),) = ends.items()
                return _Base(last, date.fromisoformat(last), end.evidence)
        days = {day: field for field in self.fields.get(name, ()) if (day := _day_of(field))}
        if len(days) == 1:
            ((first, field),) = days.items()
            return _Base(str(first), first, field.evidence)
        if days:
            return _Base(f"{called}（合同写有{len(days)}个日期）")
        empty = next((f for f in self.fields.get(name, ()) if f.status in ("blank", "unreadable")), None)
        return _Base(f"{empty.title}（{_EMPTY[empty.status]}）", None, empty.evidence) if empty else _Base(called)

    def _made(
        self, rule: DeadlineRule, field: Field, *, formula: str, base: _Base, counted: Counted | None = None
    ) -> Deadline:
        clause = self.clauses.get(field.clause or "")
        law = self.packs.counting
        notes = [*base.notes, *(counted.notes if counted else ())]
        if counted and field.qualifier in _QUALIFIERS:
            notes.append(_QUALIFIERS[field.qualifier])
        if counted and rule.back and self._within(field):
            notes.append("合同写为届满前若干日“内”，也可理解为这段时间内均可；所给为这段时间的第一日。")
        return Deadline(
            rule=rule.id,
            title=rule.title,
            field=field.name,
            role=field.role,
            object=field.object,
            date=counted.last.isoformat() if counted else None,
            counted=counted.plain.isoformat() if counted else None,
            formula=formula,
            provisional=bool(counted and counted.provisional),
            basis=tuple(getattr(law, article) for article in counted.basis) if counted else (),
            notes=tuple(notes),
            clause=field.clause,
            where=f"{clause.label} {clause.heading}".strip() if clause else "",
            evidence=(*field.evidence, *base.evidence),
        )

    def _within(self, field: Field) -> bool:
        span = next((one.span for one in field.evidence if one.span), None)
        return field.qualifier == "le" or (span is not None and self.report.text[span[1] : span[1] + 1] == "内")


def _first_day(plain: date) -> str:
    return (
        f"起算当日未计入；双方约定首日计入的（如自1月1日起至12月31日止的写法），最后一日为{plain - timedelta(days=1)}。"
    )


def _day_of(field: Field) -> date | None:
    value = field.value
    if field.status != "found" or not isinstance(value, dict) or value.get("precision") != "D":
        return None
    return date.fromisoformat(value["date"])


def _period_of(field: Field) -> Period | None:
    """The period of a field, in whole months or days; None where it is blank, or counted in hours."""
    value = field.value
    if field.status != "found" or not isinstance(value, dict) or value.get("unit") not in ("M", "D"):
        return None
    digits = str(value["n"])
    if not digits.isdecimal():
        return None
    return Period(int(digits), "workday" if field.clock == "workday" else "M" if value["unit"] == "M" else "D")


def _length(field: Field) -> str:
    period, value = _period_of(field), field.value
    if period is not None:
        return period.said
    if field.status == "found" and isinstance(value, dict) and value.get("unit") in _UNITS:
        return f"{value['n']}{_UNITS[value['unit']]}"
    return f"（{_EMPTY.get(field.status) or field.norm}）"
