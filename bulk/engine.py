"""The pipeline that Daft runs: batches of tasks in, answers out, on this machine or, by the same plan, on a Ray cluster."""

from __future__ import annotations

import logging
import os
import pickle
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from bulk.content import sha256_of
from bulk.readers import Plan, desk_of, readers_of
from models.errors import ClusterUnavailable, MissingDependency

if TYPE_CHECKING:
    import daft

_SILENT = {
    "DO_NOT_TRACK": "true",
    "DAFT_ANALYTICS_ENABLED": "0",
    "DAFT_PROGRESS_BAR": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
}
"""Nothing is told to anybody over the network, and the screen is ours."""

_GRACE = 30.0
"""Seconds that what was begun may take to end, once it is told to."""

_BATCHES_A_TASK = 4
"""What a node of a cluster takes at a time, and what is done again where it is lost."""

_TRIES = 3
"""How often in a row a cluster may fail to answer anything."""

Do = Callable[[Sequence[Any], Plan], list[Any]]


def load() -> None:
    """Load Daft, which an Engine does else: for while something is waited for."""
    os.environ.update(_SILENT)
    import daft  # noqa: F401
    import pyarrow  # noqa: F401


class Engine:
    """Runs batches over a plan. The order of answers is that in which they are made."""

    def __init__(self, plan: Plan, *, stop: Event, ray: str | None = None) -> None:
        """`stop`, once set, ends what runs: the rest is not answered. `ray` is the address of a cluster. Raises
        MissingDependency, ClusterUnavailable."""
        load()
        self._plan, self._ray, self._stop = plan, ray, stop
        self._pumps: list[tuple[Event, Thread]] = []
        _begin(plan, ray)

    def hash(self, batches: Sequence[Sequence[Any]]) -> Iterator[tuple[int, list[Any]]]:
        """For each batch of items its number, and for each item its sha256 or the error."""
        return self._each(_hash, batches)

    def read(self, batches: Sequence[Sequence[Any]]) -> Iterator[tuple[int, list[Any]]]:
        """For each batch its number, and its answers in order; fewer where all is being stopped."""
        return self._each(_read, batches)

    def close(self) -> None:
        """End the children of this machine, whatever they do; a cluster is only left."""
        self._stop.set()
        readers_of(self._plan).stop()
        for left, pump in self._pumps:
            # A thread that is still in Daft when Python ends would take the process down with it.
            left.set()
            pump.join(_GRACE)
        readers_of.cache_clear()
        desk_of.cache_clear()
        if self._ray is not None:
            import ray

            ray.shutdown()

    def _each(self, do: Do, batches: Sequence[Sequence[Any]]) -> Iterator[tuple[int, list[Any]]]:
        """Each batch is answered once. A machine of a cluster that is lost takes its answers along, or has them given
        twice, or what runs there fails: the batches that are left are then run again."""
        left = dict(enumerate(batches))
        answered = self._here if self._ray is None else self._there
        failed = 0
        while left and not self._stop.is_set():
            before = len(left)
            error: Exception | None = None
            try:
                for number, answers in answered(do, list(left.items())):
                    if left.pop(number, None) is not None:
                        yield number, answers
            except Exception as raised:
                if self._ray is None:
                    raise
                error = raised
            failed = failed + 1 if len(left) == before else 0
            if failed == _TRIES and not self._stop.is_set():
                raise ClusterUnavailable(
                    f"The cluster at {self._ray} gives no answers ({' '.join(str(error).split())[:160]}).",
                    remedy="Look after its machines, then run the same again.",
                ) from error

    def _here(self, do: Do, batches: Sequence[tuple[int, Sequence[Any]]]) -> Iterator[tuple[int, list[Any]]]:
        """By threads of this process. Daft hands on numbers alone: what lies on the desk need not be packed and copied."""
        import daft
        import pyarrow as pa

        desk = desk_of(self._plan)
        numbers = {desk.lay(batch): number for number, batch in batches}
        frame = daft.from_arrow([pa.table({"places": pa.array(list(numbers), pa.int64())})])
        function = daft.func.batch(return_dtype=daft.DataType.int64(), batch_size=1, use_process=False)(_at_desk)
        places: Any = function(daft.col("places"), do, self._plan)
        try:
            for rows in self._streamed(frame.select(places).to_arrow_iter()):
                for place in rows.column(0).to_pylist():
                    yield numbers[place], desk.answered.pop(place)
        finally:
            desk.clear(numbers)

    def _there(self, do: Do, batches: Sequence[tuple[int, Sequence[Any]]]) -> Iterator[tuple[int, list[Any]]]:
        """By the machines of a cluster, which are sent the tasks."""
        import daft
        import pyarrow as pa

        packed = [(number, pickle.dumps(list(batch), pickle.HIGHEST_PROTOCOL)) for number, batch in batches]
        schema = pa.schema([("number", pa.int64()), ("tasks", pa.large_binary())])
        # What is cut up here need not be cut up on a machine that may be lost.
        parts = [packed[at : at + _BATCHES_A_TASK] for at in range(0, len(packed), _BATCHES_A_TASK)]
        frame = daft.from_arrow([pa.table([*zip(*part, strict=True)], schema=schema) for part in parts])
        # use_process would put a process of Daft's between this one and the children.
        function = daft.func.batch(return_dtype=daft.DataType.binary(), batch_size=1, use_process=False)(_packed)
        answers: Any = function(daft.col("tasks"), do, self._plan)
        answered = frame.with_column("answers", answers).exclude("tasks")
        for rows in self._streamed(answered.to_arrow_iter()):
            for row in rows.to_pylist():
                # Made by our own nodes, as all that processes hand on to each other.
                yield row["number"], pickle.loads(row["answers"])  # noqa: S301

    def _streamed(self, source: Iterator[Any]) -> Iterator[Any]:
        """What the source gives, from a thread: this one stays open for signals."""
        queue: Queue[Any] = Queue(maxsize=1)
        left = Event()
        pump = Thread(target=_pump, args=(source, queue, left), daemon=True, name="qiyue-engine")
        self._pumps = [(left, pump), *(pair for pair in self._pumps if pair[1].is_alive())]
        pump.start()
        try:
            while not self._stop.is_set():
                try:
                    kind, value = queue.get(timeout=0.2)
                except Empty:
                    continue
                if kind == "end":
                    return
                if kind == "error":
                    raise value
                yield value
        finally:
            left.set()


def _pump(source: Iterator[Any], queue: Queue[Any], left: Event) -> None:
    def put(kind: str, value: object) -> bool:
        while not left.is_set():
            try:
                queue.put((kind, value), timeout=0.2)
                return True
            except Full:
                continue
        return False

    try:
        for value in source:
            if not put("value", value):
                return
        put("end", None)
    except BaseException as error:
        put("error", error)


def _begin(plan: Plan, ray: str | None) -> None:
    import daft

    daft.set_execution_config(maintain_order=False)
    if ray is None:
        # Daft's threads are made once a process; a second run in it makes do with those there are.
        with suppress(daft.exceptions.DaftCoreException):
            daft.set_runner_native(num_threads=plan.workers)
        return
    try:
        import ray as cluster
    except ImportError as error:
        raise MissingDependency(
            "A Ray cluster needs a part that is not installed.", remedy="Install qiyue[ray]."
        ) from error
    try:
        _require_answer(ray)
        cluster.init(address=ray, runtime_env={"env_vars": _SILENT}, log_to_driver=False, logging_level=logging.ERROR)
    except Exception as error:
        raise ClusterUnavailable(
            f"There is no Ray cluster at {ray} ({' '.join(str(error).split())[:160]}).",
            remedy="Check the address, and that every node has the same versions.",
        ) from error
    daft.set_runner_ray(noop_if_initialized=True)


def _require_answer(address: str) -> None:
    """Raise OSError where nobody listens at `host:port`: Ray itself would try for many minutes."""
    host, _, port = address.rpartition("/")[2].rpartition(":")
    if host and port.isdigit():
        socket.create_connection((host.strip("[]"), int(port)), _GRACE).close()


def _hash(tasks: Sequence[Any], plan: Plan) -> list[Any]:
    readers = readers_of(plan)
    return [sha256_of(item) for item in tasks if not readers.stopped]


def _read(tasks: Sequence[Any], plan: Plan) -> list[Any]:
    return readers_of(plan).read(tasks)


def _at_desk(places: daft.Series, do: Do, plan: Plan) -> daft.Series:
    desk = desk_of(plan)
    for place in places.to_pylist():
        # What nobody waits for any more has been taken off.
        if (tasks := desk.asked.pop(place, None)) is not None:
            desk.answered[place] = do(tasks, plan)
    return places


def _packed(batches: daft.Series, do: Do, plan: Plan) -> daft.Series:
    import daft

    made = [pickle.dumps(do(pickle.loads(batch), plan), pickle.HIGHEST_PROTOCOL) for batch in batches.to_pylist()]  # noqa: S301
    return daft.Series.from_pylist(made, dtype=daft.DataType.binary())
