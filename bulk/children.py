"""Children for threads: as many read at the same time as there are, and they are kept from one call to the next."""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence
from multiprocessing import forkserver, get_context
from typing import Generic, TypeVar

from bulk.child import Allowance, Answer, Child, Task

T = TypeVar("T", bound=Task)


class Children(Generic[T]):
    """Safe in threads. `work` names a function (bulk.child.Work) as `module:function`; its module is loaded once, in the
    process that the children are forked from."""

    def __init__(self, work: str, terms: object, allowance: Allowance, *, count: int) -> None:
        context = get_context("forkserver")
        # Each child would load the program's own module by itself.
        context.set_forkserver_preload(["bulk.seldom", "__main__", work.partition(":")[0]])
        self._all = [Child[T](work, terms, allowance, context) for _ in range(count)]
        self._free = list(self._all)
        self._turn = threading.Condition()
        self.stopped = False

    def begin(self) -> None:
        """Begin to load what the work takes, and do not wait for it; else that begins with the first task."""
        # Ctrl-C in a terminal reaches the server too, and is none of its business.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        forkserver.ensure_running()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def read(self, tasks: Sequence[T]) -> list[Answer]:
        """The answers to tasks, by the first child that is free; fewer than tasks where all is being stopped."""
        with self._turn:
            self._turn.wait_for(lambda: self._free or self.stopped)
            if self.stopped:
                return []
            child = self._free.pop()
        answers = list(child.read(tasks, together=True))
        with self._turn:
            self._free.append(child)
            self._turn.notify()
        return answers

    def stop(self) -> None:
        """End the children, whatever they do, and take no more tasks."""
        with self._turn:
            self.stopped = True
            self._turn.notify_all()
        for child in self._all:
            child.end()
