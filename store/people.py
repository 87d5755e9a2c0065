"""Who may use a server: people with a role, their sessions and tokens, and the record of what was done.

Secrets come in as digests and leave never: a password as argon2 made it, a session and a token as sha256.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from store.desk import audit, now, people, sessions, tokens

Role = Literal["reader", "reviewer", "admin"]
Scope = Literal["read", "upload", "decide", "metrics"]
SCOPES: dict[Role, frozenset[Scope]] = {
    "reader": frozenset({"read"}),
    "reviewer": frozenset({"read", "upload", "decide"}),
    "admin": frozenset({"read", "upload", "decide", "metrics"}),
}
"""What each role may. A token has some of its owner's, and never more than the owner has when it is used."""


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    role: Role
    password: str
    active: bool
    created: datetime


@dataclass(frozen=True, slots=True)
class Token:
    id: int
    person: int
    name: str
    scopes: frozenset[Scope]
    created: datetime
    expires: datetime | None
    used: datetime | None
    revoked: datetime | None


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of the audit log: who did what, to what, from where."""

    id: int
    at: datetime
    who: str
    action: str
    object: str
    address: str


def anybody(connection: Connection) -> bool:
    """Whether a person was ever added: from then on all must log in."""
    return connection.execute(select(people.c.id).limit(1)).first() is not None


def add_person(connection: Connection, *, name: str, role: Role, password: str) -> Person:
    """Raises sqlalchemy.exc.IntegrityError where the name is taken."""
    row = connection.execute(
        insert(people).values(name=name, role=role, password=password, active=True, created=now()).returning(people)
    ).one()
    return Person(**row._mapping)


def everybody(connection: Connection) -> list[Person]:
    return [Person(**row._mapping) for row in connection.execute(select(people).order_by(people.c.name))]


def person_called(connection: Connection, name: str) -> Person | None:
    row = connection.execute(select(people).where(people.c.name == name)).first()
    return Person(**row._mapping) if row is not None else None


def change_person(connection: Connection, person: int, **values: str | bool) -> None:
    """Set role, password or active; whoever was logged in as that person no longer is."""
    connection.execute(update(people).where(people.c.id == person).values(**values))
    connection.execute(delete(sessions).where(sessions.c.person == person))


def begin_session(connection: Connection, *, digest: str, person: int, seconds: float) -> None:
    connection.execute(delete(sessions).where(sessions.c.expires < now()))
    connection.execute(insert(sessions).values(digest=digest, person=person, created=now(), expires=now(seconds)))


def end_session(connection: Connection, digest: str) -> None:
    connection.execute(delete(sessions).where(sessions.c.digest == digest))


def person_in_session(connection: Connection, digest: str) -> Person | None:
    row = connection.execute(
        select(people)
        .join(sessions, sessions.c.person == people.c.id)
        .where(sessions.c.digest == digest, sessions.c.expires > now(), people.c.active)
    ).first()
    return Person(**row._mapping) if row is not None else None


def add_token(
    connection: Connection, *, person: int, name: str, digest: str, scopes: frozenset[Scope], expires: datetime | None
) -> Token:
    row = connection.execute(
        insert(tokens)
        .values(
            person=person, name=name, digest=digest, scopes=" ".join(sorted(scopes)), created=now(), expires=expires
        )
        .returning(tokens)
    ).one()
    return _token(row)


def tokens_of(connection: Connection, person: int) -> list[Token]:
    query = select(tokens).where(tokens.c.person == person).order_by(tokens.c.id)
    return [_token(row) for row in connection.execute(query)]


def revoke_token(connection: Connection, token: int) -> bool:
    """False where there is no such token, or it was revoked before."""
    done = connection.execute(
        update(tokens).where(tokens.c.id == token, tokens.c.revoked.is_(None)).values(revoked=now())
    )
    return bool(done.rowcount)


def holder_of(connection: Connection, digest: str) -> tuple[Person, Token] | None:
    """The person and the token behind a digest, where both still hold good."""
    row = connection.execute(
        select(tokens).where(
            tokens.c.digest == digest,
            tokens.c.revoked.is_(None),
            tokens.c.expires.is_(None) | (tokens.c.expires > now()),
        )
    ).first()
    if row is None:
        return None
    person = connection.execute(select(people).where(people.c.id == row.person, people.c.active)).first()
    return (Person(**person._mapping), _token(row)) if person is not None else None


def note_use(connection: Connection, token: int) -> None:
    connection.execute(update(tokens).where(tokens.c.id == token).values(used=now()))


def record(connection: Connection, *, who: str, action: str, on: str = "", address: str = "") -> None:
    """Add a line to the audit log."""
    connection.execute(insert(audit).values(at=now(), who=who, action=action, object=on, address=address))


def deeds(connection: Connection, *, limit: int) -> list[Deed]:
    """The latest lines of the audit log, newest first."""
    return [Deed(**row._mapping) for row in connection.execute(select(audit).order_by(audit.c.id.desc()).limit(limit))]


def failures_to_log_in(connection: Connection, *, seconds: float, name: str | None, address: str | None) -> int:
    """How many log-ins failed in the last seconds, as this name, from this address, or both."""
    query = select(func.count()).where(audit.c.action == "log-in failed", audit.c.at > now(-seconds))
    if name is not None:
        query = query.where(audit.c.who == name)
    if address is not None:
        query = query.where(audit.c.address == address)
    return connection.execute(query).scalar_one()


def _token(row: Row[Any]) -> Token:
    values = {key: value for key, value in row._mapping.items() if key != "digest"}
    scopes: list[Any] = row.scopes.split()
    return Token(**{**values, "scopes": frozenset(scopes)})
