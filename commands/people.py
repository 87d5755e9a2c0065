"""qiyue users, tokens, audit: who may use a server, and what they did. For those who may open the store itself."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, NoReturn, get_args

import typer

from commands.output import print_data
from commands.store import DEFAULT_DB, Db, opened, told_errors

if TYPE_CHECKING:
    from store.people import Role

users = typer.Typer(no_args_is_help=True, help="Who may use a server: add people, change their roles, shut them out.")
tokens = typer.Typer(no_args_is_help=True, help="What programs use a server with: add tokens, list them, revoke them.")

Json = Annotated[bool, typer.Option("--json", help="Print them as JSON.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The person's name.")]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input, not from the keyboard.")
]
_LONGEST_NAME = 100


@users.command("add")
def add_user(
    name: Name,
    role: Annotated[str, typer.Option("--role", help="reader, reviewer or admin.")] = "reviewer",
    password_stdin: PasswordStdin = False,
    db: Db = DEFAULT_DB,
) -> None:
    """Add a person. From the first on, everybody must log in, on this machine too."""
    known = _role(role)
    plain = name.strip()
    if not plain or len(plain) > _LONGEST_NAME or not plain.isprintable():
        _refuse(f"`{name}` is no name: it has 1 to {_LONGEST_NAME} printable characters.")
    with told_errors("Users", "web"), opened(db, create=True) as store:
        from store import people
        from web.secrets import hash_password

        with store.reading() as connection:
            if people.person_called(connection, plain) is not None:
                _refuse(f"{plain} is there already. `qiyue users list` names everybody.")
        hashed = hash_password(_password(password_stdin))
        with store.writing() as connection:
            people.add_person(connection, name=plain, role=known, password=hashed)
            people.record(connection, who="command line", action="add user", on=f"{plain} ({known})")
    print(f"{plain} ({known}) is added.")


@users.command("list")
def list_users(json: Json = False, db: Db = DEFAULT_DB) -> None:
    """List everybody, with role and whether they may log in."""
    from store import people

    with opened(db) as store, store.reading() as connection:
        found = people.everybody(connection)
    if json:
        print_data([{"name": one.name, "role": one.role, "active": one.active} for one in found])
        return
    for one in found:
        print(f"{one.name}  {one.role}{'' if one.active else '  (shut out)'}")
    if not found:
        print("Nobody is added: on this machine's own address there is one local user.")


@users.command("role")
def set_role(
    name: Name, role: Annotated[str, typer.Argument(help="reader, reviewer or admin.")], db: Db = DEFAULT_DB
) -> None:
    """Give a person another role; whoever is logged in as that person must log in anew."""
    known = _role(role)
    _change(db, name, f"role {known}", role=known)
    print(f"{name} is {known} now.")


@users.command("password")
def set_password(name: Name, password_stdin: PasswordStdin = False, db: Db = DEFAULT_DB) -> None:
    """Give a person another password; whoever is logged in as that person must log in anew."""
    with told_errors("Users", "web"):
        from web.secrets import hash_password

        _change(db, name, "password", password=hash_password(_password(password_stdin)))
    print(f"The password of {name} is changed.")


@users.command("disable")
def disable_user(name: Name, db: Db = DEFAULT_DB) -> None:
    """Shut a person out at once, with all tokens. What that person decided stays."""
    _change(db, name, "disable", active=False)
    print(f"{name} is shut out.")


@users.command("enable")
def enable_user(name: Name, db: Db = DEFAULT_DB) -> None:
    """Let a person in again."""
    _change(db, name, "enable", active=True)
    print(f"{name} may log in again.")


@tokens.command("add")
def add_token(
    name: Name,
    label: Annotated[str, typer.Option("--for", metavar="WHAT", help="What the token is for.")],
    scope: Annotated[
        list[str] | None,
        typer.Option("--scope", help="read, upload, decide or metrics; several. read, if none."),
    ] = None,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="How long it holds good.")] = 365,
    db: Db = DEFAULT_DB,
) -> None:
    """Add a token that a program uses in a person's name. It is shown this once, and kept as a hash."""
    with told_errors("Tokens", "web"):
        from store import people
        from store.desk import now
        from web.secrets import digest, new_secret

    scopes = frozenset(known for known in get_args(people.Scope) if known in (scope or ["read"]))
    if wrong := set(scope or ()) - scopes:
        _refuse(f"no scope is called {', '.join(sorted(wrong))}. Take of {', '.join(get_args(people.Scope))}.")
    secret = new_secret("qiyue_")
    with opened(db) as store, store.writing() as connection:
        person = people.person_called(connection, name) or _nobody(name)
        if beyond := scopes - people.SCOPES[person.role]:
            _refuse(f"{name} is {person.role} and may not {', '.join(sorted(beyond))}; no more may a token.")
        expires = now(timedelta(days=days).total_seconds())
        people.add_token(
            connection, person=person.id, name=label, digest=digest(secret), scopes=scopes, expires=expires
        )
        people.record(connection, who="command line", action="add token", on=f"{name}: {label}")
    print(secret)
    print("Keep it now: it is not shown again. Send it as `Authorization: Bearer ...`.", file=sys.stderr)


@tokens.command("list")
def list_tokens(name: Name, json: Json = False, db: Db = DEFAULT_DB) -> None:
    """List a person's tokens: what each is for, what it may, until when, when it was last used."""
    from store import people

    with opened(db) as store, store.reading() as connection:
        person = people.person_called(connection, name) or _nobody(name)
        found = people.tokens_of(connection, person.id)
    if json:
        print_data(
            [
                {
                    "id": one.id, "for": one.name, "scopes": sorted(one.scopes), "created": one.created.isoformat(),
                    "expires": one.expires and one.expires.isoformat(), "used": one.used and one.used.isoformat(),
                    "revoked": one.revoked and one.revoked.isoformat(),
                }
                for one in found
            ]
        )  # fmt: skip
        return
    for one in found:
        state = f"revoked {one.revoked:%Y-%m-%d}" if one.revoked else f"until {one.expires:%Y-%m-%d}"
        used = f"{one.used:%Y-%m-%d}" if one.used else "never"
        print(f"{one.id}  {one.name}  {' '.join(sorted(one.scopes))}  {state}  used {used}")


@tokens.command("revoke")
def revoke_token(
    token: Annotated[int, typer.Argument(metavar="ID", help="As `qiyue tokens list` shows it.")], db: Db = DEFAULT_DB
) -> None:
    """Make a token worthless, at once and for good."""
    from store import people

    with opened(db) as store, store.writing() as connection:
        if not people.revoke_token(connection, token):
            _refuse(f"no token that holds good has the number {token}. `qiyue tokens list NAME` shows them.")
        people.record(connection, who="command line", action="revoke token", on=str(token))
    print(f"Token {token} is revoked.")


def audit(
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many lines.")] = 100,
    json: Json = False,
    db: Db = DEFAULT_DB,
) -> None:
    """Show who did what, newest first: log-ins, uploads, downloads, decisions, users and tokens."""
    from store import people

    with opened(db) as store, store.reading() as connection:
        found = people.deeds(connection, limit=limit)
    if json:
        print_data(
            [
                {"at": one.at.isoformat(), "who": one.who, "action": one.action, "object": one.object,
                 "address": one.address}
                for one in found
            ]
        )  # fmt: skip
        return
    for one in found:
        print(f"{one.at:%Y-%m-%d %H:%M:%S}  {one.who}  {one.action}  {one.object}  {one.address}".rstrip())


def _change(db: str, name: str, what: str, **values: str | bool) -> None:
    from store import people

    with opened(db) as store, store.writing() as connection:
        person = people.person_called(connection, name) or _nobody(name)
        people.change_person(connection, person.id, **values)
        people.record(connection, who="command line", action=what, on=name)


def _role(asked: str) -> Role:
    from store import people

    known: Role | None = next((role for role in get_args(people.Role) if role == asked), None)
    if known is None:
        _refuse(f"no role is called {asked}. Take reader, reviewer or admin.")
    return known


def _password(from_stdin: bool) -> str:
    from web.secrets import LEAST_PASSWORD

    if from_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    if len(password) < LEAST_PASSWORD:
        _refuse(f"a password has at least {LEAST_PASSWORD} characters.")
    return password


def _nobody(name: str) -> NoReturn:
    _refuse(f"nobody is called {name}. `qiyue users list` names everybody.")


def _refuse(why: str) -> NoReturn:
    print(f"qiyue: {why}", file=sys.stderr)
    raise typer.Exit(2)
