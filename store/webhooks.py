"""Addresses to be told of finished parses, and the messages on their way to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from store.desk import deliveries, now, webhooks


@dataclass(frozen=True, slots=True)
class Webhook:
    id: int
    url: str
    secret: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message for one address. `attempts` were made before; `payload` is the body, byte for byte."""

    id: int
    message: str
    payload: str
    attempts: int
    url: str
    secret: str


def add(connection: Connection, *, url: str, secret: str) -> int:
    values = {"url": url, "secret": secret, "created": now()}
    number: int = connection.execute(insert(webhooks).values(**values).returning(webhooks.c.id)).scalar_one()
    return number


def remove(connection: Connection, webhook: int) -> bool:
    """False where there is none such. What was on its way to it is given up."""
    done = connection.execute(
        update(webhooks).where(webhooks.c.id == webhook, webhooks.c.removed.is_(None)).values(removed=now())
    )
    connection.execute(
        update(deliveries)
        .where(deliveries.c.webhook == webhook, deliveries.c.state == "waiting")
        .values(state="given-up", answer="the webhook was removed")
    )
    return bool(done.rowcount)


def listed(connection: Connection) -> list[Webhook]:
    query = select(webhooks).where(webhooks.c.removed.is_(None)).order_by(webhooks.c.id)
    return [Webhook(row.id, row.url, row.secret, row.created) for row in connection.execute(query)]


def announce(connection: Connection, *, message: str, payload: str) -> None:
    """Put a message on its way to every address, in the transaction of what it tells of."""
    for webhook in listed(connection):
        connection.execute(
            insert(deliveries).values(
                webhook=webhook.id, message=message, payload=payload, state="waiting", attempts=0, due=now()
            )
        )


def due(connection: Connection, *, limit: int) -> list[Delivery]:
    query = (
        select(deliveries, webhooks.c.url, webhooks.c.secret)
        .join(webhooks, webhooks.c.id == deliveries.c.webhook)
        .where(deliveries.c.state == "waiting", deliveries.c.due <= now())
        .order_by(deliveries.c.due)
        .limit(limit)
    )
    return [
        Delivery(row.id, row.message, row.payload, row.attempts, row.url, row.secret)
        for row in connection.execute(query)
    ]


def delivered(connection: Connection, delivery: int, *, answer: str) -> None:
    _note(connection, delivery, state="delivered", answer=answer)


def failed(connection: Connection, delivery: int, *, answer: str, again: float | None) -> None:
    """Try again in so many seconds; None gives up."""
    if again is None:
        _note(connection, delivery, state="given-up", answer=answer)
    else:
        _note(connection, delivery, due=now(again), answer=answer)


def _note(connection: Connection, delivery: int, **values: str | datetime) -> None:
    connection.execute(
        update(deliveries).where(deliveries.c.id == delivery).values(attempts=deliveries.c.attempts + 1, **values)
    )
