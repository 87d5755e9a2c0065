"""Where a page of contracts ended, as text that one gives back to have the next."""

from __future__ import annotations

import base64
import json
from datetime import datetime

from models.errors import BadFilter
from store.read import ORDERS, Place

_LARGEST = 2**63 - 1


def place_text(place: Place) -> str:
    """A place of `Page.after`, as plain ASCII that a command line and a URL take."""
    rank, number = place
    plain = rank.isoformat() if isinstance(rank, datetime) else rank
    return base64.urlsafe_b64encode(json.dumps([plain, number]).encode()).decode().rstrip("=")


def place_of(text: str, order: str) -> Place:
    """The place that a text says, in a list of this order. Raises BadFilter where no page of that order gave it."""
    if order not in ORDERS:
        raise BadFilter(f"Contracts have no order `{order}`.", remedy=f"Take one of {', '.join(ORDERS)}.")
    kind = ORDERS[order].type.python_type
    try:
        rank, number = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        rank = datetime.fromisoformat(rank) if kind is datetime else rank
    except (ValueError, TypeError):
        rank = number = None
    if (
        type(rank) is not kind
        or type(number) is not int
        or max(abs(number), abs(rank) if kind is int else 0) > _LARGEST
    ):
        raise BadFilter("That is no place in this list.", remedy="Take the one that the page before this gave.")
    return rank, number
