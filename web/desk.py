"""What the routes of one server share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from store.connect import Store
from web.metrics import Metrics
from web.originals import Originals
from web.pictures import Pictures
from web.reports import Reports
from web.settings import Settings


@dataclass(frozen=True, slots=True)
class Desk:
    """The store, the folder's parts, the key that this server alone knows, and what checks, contract types, topics and
    fields are called, by id."""

    settings: Settings
    store: Store
    key: bytes
    originals: Originals
    pictures: Pictures
    reports: Reports
    metrics: Metrics
    titles: Mapping[str, str]
    field_titles: Mapping[str, str]
