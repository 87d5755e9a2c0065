"""The children of one machine: as many as are asked for at the same time, kept from one batch to the next."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from multiprocessing import get_context
from typing import Any

from bulk.child import Allowance, Answer, Child
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


class Readers:
    """Children that read batches for threads. Safe in threads."""

    def __init__(self, plan: Plan) -> None:
        context = get_context("forkserver")
        # What the work needs is loaded once, in the process that children are forked from.
        context.set_forkserver_preload([plan.work.partition(":")[0]])
        self._all = [Child[Any](plan.work, plan.terms, plan.allowance, context) for _ in range(plan.workers)]
        self._free = list(self._all)
        self._turn = threading.Condition()
        self.stopped = False

    def read(self, tasks: Sequence[Any]) -> list[Answer]:
        """The answers to a batch; fewer than tasks where all is being stopped."""
        with self._turn:
            self._turn.wait_for(lambda: self._free or self.stopped)
            if self.stopped:
                return []
            child = self._free.pop()
        answers = list(child.read(tasks))
        with self._turn:
            self._free.append(child)
            self._turn.notify()
        return answers

    def stop(self) -> None:
        """End the children, whatever they do, and take no more batches."""
        with self._turn:
            self.stopped = True
            self._turn.notify_all()
        for child in self._all:
            child.end()


@lru_cache(maxsize=1)
def readers_of(plan: Plan) -> Readers:
    """The children of this process for a plan: Daft calls a function, and the children outlive the call."""
    return Readers(plan)


def rules_of(plan: Plan) -> tuple[str, date]:
    """The hash and the day of the rules that a plan's children read by. They load them anyway: this process, which only
    waits for them and writes, does without. Raises BadRules, and where a child dies over them, UnreadableSource."""
    (answer,) = readers_of(plan).read([RulesAsked()])
    if answer.error is not None:
        raise answer.error
    sha256, as_of = pickle.loads(answer.made)  # noqa: S301
    return sha256, as_of
