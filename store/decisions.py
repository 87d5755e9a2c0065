"""The record of decisions: read, and added to; no row of it is ever changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select
from sqlalchemy.exc import IntegrityError

from models.decision import Action, Correction, Decision
from store.desk import decisions, now


@dataclass(frozen=True, slots=True)
class Made:
    """A decision, the sha256 of the report it was made on, and whether a review must come to its target."""

    decision: Decision
    report: str
    due: bool


class OutOfTurn(Exception):
    """Somebody else has decided on the target since it was seen."""


def of_contract(connection: Connection, contract: str) -> list[Decision]:
    """All decisions on a contract, in the order they were made."""
    return [_decision(row) for row in connection.execute(_by_id().where(decisions.c.contract == contract))]


def on_target(connection: Connection, contract: str, target: str) -> list[Decision]:
    query = _by_id().where(decisions.c.contract == contract, decisions.c.target == target)
    return [_decision(row) for row in connection.execute(query)]


def add(
    connection: Connection,
    *,
    contract: str,
    target: str,
    after: int,
    action: Action,
    by: str,
    said: str,
    report: str,
    due: bool,
    value: Correction | None = None,
    reason: str | None = None,
    text: str | None = None,
    undoes: int | None = None,
) -> Decision:
    """Add a decision by one who saw the target as decision `after` left it (0: as the parser did).

    Raises OutOfTurn where another came first; nothing is written then.
    """
    last = connection.execute(
        select(func.max(decisions.c.id)).where(decisions.c.contract == contract, decisions.c.target == target)
    ).scalar_one()
    if (last or 0) != after:
        raise OutOfTurn
    values = {
        "contract": contract, "target": target, "after": after, "action": action, "reason": reason, "text": text,
        "value": value.model_dump_json() if value else None, "undoes": undoes, "said": said,
        "report": report, "due": due, "by": by, "at": now(),
    }  # fmt: skip
    try:
        with connection.begin_nested():
            row = connection.execute(insert(decisions).values(**values).returning(decisions)).one()
    except IntegrityError as error:
        raise OutOfTurn from error
    return _decision(row)


def of_contracts(connection: Connection, contracts: Iterable[str]) -> dict[str, list[Made]]:
    """The decisions on several contracts, by contract, in the order they were made."""
    found: dict[str, list[Made]] = {}
    for row in connection.execute(_by_id().where(decisions.c.contract.in_(list(contracts)))):
        found.setdefault(row.contract, []).append(Made(_decision(row), row.report, row.due))
    return found


def contracts_decided(connection: Connection) -> list[str]:
    """The contracts on which anything was decided, in the order of their ids."""
    return list(connection.execute(select(decisions.c.contract).distinct().order_by(decisions.c.contract)).scalars())


def said_of(connection: Connection, contract: str, target: str) -> str | None:
    """What the parser had stated when the target was last decided on, as JSON."""
    query = (
        select(decisions.c.said)
        .where(decisions.c.contract == contract, decisions.c.target == target)
        .order_by(decisions.c.id.desc())
        .limit(1)
    )
    return connection.execute(query).scalar_one_or_none()


def _by_id() -> Select[Any]:
    return select(decisions).order_by(decisions.c.id)


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        id=row.id,
        target=row.target,
        action=row.action,
        value=Correction.model_validate_json(row.value) if row.value else None,
        reason=row.reason,
        text=row.text,
        undoes=row.undoes,
        by=row.by,
        at=row.at,
    )
