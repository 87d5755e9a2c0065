"""What a run does with each file, and the children of one machine that do it, kept from one batch to the next."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import count
from typing import Any

from bulk.child import Allowance
from bulk.children import Children
from bulk.guard import Terms


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done with each file, the same on every machine of a run. `workers` are files read at the same time on one
    machine; `work` names a function (bulk.child.Work) as `module:function`, which only those import that read."""

    work: str
    terms: Terms
    allowance: Allowance
    workers: int


@dataclass(frozen=True, slots=True)
class RulesAsked:
    """The task of telling the rules that a child reads by: their hash, and the day that they are of."""

    name: str = "the rules"
    size: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """Where batches of tasks lie for the threads of this process, and then their answers; each has a place of its own."""

    asked: dict[int, Sequence[Any]] = field(default_factory=dict)
    answered: dict[int, list[Any]] = field(default_factory=dict)
    _places: Iterator[int] = field(default_factory=count)

    def lay(self, batch: Sequence[Any]) -> int:
        """Lay down a batch; its place."""
        place = next(self._places)
        self.asked[place] = batch
        return place

    def clear(self, places: Iterable[int]) -> None:
        """Take off what is left at these places."""
        for place in places:
            self.asked.pop(place, None)
            self.answered.pop(place, None)


@lru_cache(maxsize=1)
def desk_of(_plan: Plan) -> Desk:
    """The desk of this process for a plan: Daft calls a function, which finds it as it finds the children."""
    return Desk()


@lru_cache(maxsize=1)
def readers_of(plan: Plan) -> Children[Any]:
    """The children of this process for a plan: Daft calls a function, and the children outlive the call."""
    return Children(plan.work, plan.terms, plan.allowance, count=plan.workers)


def rules_of(plan: Plan) -> tuple[str, date]:
    """The hash and the day of the rules that a plan's children read by. They load them anyway: this process, which only
    waits for them and writes, does without. Raises BadRules, and where a child dies over them, UnreadableSource."""
    (answer,) = readers_of(plan).read([RulesAsked()])
    if answer.error is not None:
        raise answer.error
    sha256, as_of = pickle.loads(answer.made)  # noqa: S301
    return sha256, as_of
