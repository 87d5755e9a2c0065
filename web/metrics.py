"""What a server counts, for Prometheus. The queue's state is read from the store when it is asked for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import get_args

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from store import jobs
from store.connect import Store

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0)


class Metrics:
    """One registry a server, so that two servers in one process do not mix their counts."""

    def __init__(self, store: Store) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "qiyue_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "qiyue_request_seconds",
            "Seconds to an answer's head.",
            ("method", "route"),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.registry.register(_Queue(store))


class _Queue(Collector):
    def __init__(self, store: Store) -> None:
        self.store = store

    def describe(self) -> Iterator[GaugeMetricFamily]:
        yield GaugeMetricFamily("qiyue_jobs", "Jobs by state.", labels=("state",))

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with self.store.reading() as connection:
            counts = jobs.counts(connection)
        family = GaugeMetricFamily("qiyue_jobs", "Jobs by state.", labels=("state",))
        for state in get_args(jobs.State):
            family.add_metric((state,), counts.get(state, 0))
        yield family


class Measured:
    """ASGI middleware that counts each answer under its route's pattern, never under the address that was asked for."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path", "other")
                self.metrics.requests.labels(scope["method"], route, message["status"]).inc()
                self.metrics.seconds.labels(scope["method"], route).observe(time.perf_counter() - began)
            await send(message)

        await self.app(scope, receive, send_counted)
