"""No pattern runs away: eight times the hostile text takes about eight times the time, and no text takes long."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import partial
from pathlib import Path

import pytest
from pydantic import BaseModel

from models.rule import Packs
from parser import parse, party_patterns
from parser.checks.params import TAKES, patterns
from parser.matching import Pattern, Searched
from parser.misreadings import misreadings
from parser.packs import load_packs
from parser.readers import boilerplate
from parser.starters import FOLDERS, write_starter
from parser.values import wording
from tests.hostile_text import COMMON, hostile

SHORT, LONG = 1_250, 10_000
TRIES = 3
SLOW = 8e-6
"""Seconds a character: what a pattern takes below this is too little to tell how it grows."""
SLOWEST = 75e-6
"""The same, beyond which it is too slow even if it grows no faster than the text: three times what the slowest takes."""
GROWTH = 20
"""Eight times the text takes eight times the time; 64 times is a pattern that runs away. A busy machine may make any time
two or three times longer, and what lies between the two numbers is room for that."""
PARSED_SLOW, PARSED_SLOWEST = 60e-6, 300e-6
CONTRACT = "采购合同\n甲方:青石公司\n乙方:白石公司\n第一条 标的\n甲方向乙方采购设备一批,总价10万元。\n第二条 付款\n"
REPEATED = (
    *COMMON, "第一条 标的\n", "1.1 ", "(一)", "(1)", "①", "a.", "2026年3月2日", "10万元", "万分之五", "《民法典》第一条", "第八条、", "附件一",
    "____", "□", "甲方(", "以下简称甲方,", "30%", "30日内", "争议仲裁法院",
)  # fmt: skip


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def repeated(part: str, length: int) -> str:
    return (part * (length // len(part) + 1))[:length]


def search_all(pattern: Pattern, text: str) -> None:
    for _ in pattern.finditer(Searched(text)):
        pass


def runs_away(work: Callable[[str], object], make: Callable[[int], str], *, slow: float, slowest: float) -> bool:
    """Whether the work on a text grows faster than the text, of some tries' least times."""
    short, long = make(SHORT), make(LONG)
    few = many = math.inf
    for _ in range(TRIES):
        many = min(many, seconds(partial(work, long)))
        if many <= slow * LONG:
            return False
        few = min(few, *(seconds(partial(work, short)) for _ in range(TRIES)))
        if many <= slowest * LONG and many <= GROWTH * few:
            return False
    return True


def in_models(value: object, name: str) -> Iterator[tuple[str, str]]:
    """Every regular expression of a rule, by what its types say."""
    if isinstance(value, BaseModel):
        for key, info in type(value).model_fields.items():
            extra = info.json_schema_extra
            inner = getattr(value, key)
            if isinstance(extra, dict) and extra.get("x-regex"):
                yield f"{name}.{key}", inner
            else:
                yield from in_models(inner, f"{name}.{key}")
    elif isinstance(value, tuple):
        for number, member in enumerate(value):
            yield from in_models(member, f"{name}.{number}")


def shipped(packs: Packs) -> Iterator[tuple[str, str]]:
    """The name and text of every pattern that rules/ holds, those of the starters among them."""
    for topic in packs.topics:
        yield from in_models(topic, f"topic {topic.id}")
    for field in packs.fields:
        yield from in_models(field, f"field {field.name}")
    for deadline in packs.deadlines:
        yield from in_models(deadline, f"deadline {deadline.id}")
    for event in packs.events:
        yield from in_models(event, f"event {event.id}")
    for check in packs.checks:
        yield from in_models(check, f"check {check.id}")
        for where, text in patterns(TAKES[check.function].params, check.params):
            yield f"check {check.id}.{'.'.join(map(str, where))}", text
    for fact in packs.facts:
        yield from in_models(fact, f"fact {fact.id}")
    for wordings in (packs.outline, packs.duties, packs.anchors, packs.citing):
        yield from in_models(wordings, type(wordings).__name__)
    for compiled in (party_patterns.patterns_of(packs.parties), boilerplate._phrases()):
        for key in fields(compiled):
            yield f"{type(compiled).__name__}.{key.name}", getattr(compiled, key.name).pattern
    for name, pattern in wording._words().items():
        yield f"wordings {name}", pattern.pattern
    for misreading in misreadings():
        yield f"misreading {misreading.id}", misreading.pattern.pattern


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Packs:
    """The rules that ship, with a rule of each starter."""
    folder: Path = tmp_path_factory.mktemp("pack")
    for kind in FOLDERS:
        write_starter(kind, f"own{kind}", folder)
    return load_packs(folder)


def test_patterns(packs: Packs) -> None:
    tried = {name: text for name, text in shipped(packs) if text}
    assert len(tried) > 900
    away = [
        (name, part)
        for name, text in tried.items()
        for part in hostile(text)
        if runs_away(partial(search_all, Pattern(text)), partial(repeated, part), slow=SLOW, slowest=SLOWEST)
    ]
    assert away == []


@pytest.mark.parametrize("part", REPEATED)
def test_whole_walk(part: str) -> None:
    def walk(text: str) -> None:
        parse((CONTRACT + text).encode(), name="contract.txt")

    assert not runs_away(walk, partial(repeated, part), slow=PARSED_SLOW, slowest=PARSED_SLOWEST)


def test_a_pattern_that_runs_away_is_seen() -> None:
    quadratic = Pattern("一+二|三[甲乙]")
    assert runs_away(partial(search_all, quadratic), partial(repeated, "一" * LONG + "三"), slow=0, slowest=SLOWEST)
