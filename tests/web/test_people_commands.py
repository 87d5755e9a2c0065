"""The commands for people, tokens, webhooks and decisions: what they do, and what they refuse and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import cli

PASSWORD = "keep-it-to-yourself"


class Store:
    def __init__(self, folder: Path) -> None:
        self.place = str(folder / "qiyue.db")

    def run(self, *words: str, stdin: str = "") -> Result:
        return CliRunner().invoke(cli.app, [*words, "--db", self.place], input=stdin)

    def add(self, name: str, role: str = "reviewer") -> None:
        done = self.run("users", "add", name, "--role", role, "--password-stdin", stdin=f"{PASSWORD}\n")
        assert done.exit_code == 0, done.output


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def test_people(store: Store) -> None:
    store.add("李 雷")
    store.add("han", "admin")
    assert json.loads(store.run("users", "list", "--json").stdout) == [
        {"name": "han", "role": "admin", "active": True},
        {"name": "李 雷", "role": "reviewer", "active": True},
    ]
    assert store.run("users", "role", "han", "reader").exit_code == 0
    assert store.run("users", "disable", "han").exit_code == 0
    assert "han  reader  (shut out)" in store.run("users", "list").stdout
    assert store.run("users", "enable", "han").exit_code == 0
    assert "shut out" not in store.run("users", "list").stdout
    assert PASSWORD.encode() not in Path(store.place).read_bytes()


def test_a_password_is_asked_for_twice(store: Store) -> None:
    done = store.run("users", "add", "li", stdin=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0
    assert PASSWORD not in done.output


@pytest.mark.parametrize(
    ("words", "stdin", "why"),
    [
        (("users", "add", "li", "--password-stdin"), PASSWORD, "li is there already"),
        (("users", "add", "wang", "--password-stdin"), "short", "at least 10 characters"),
        (("users", "add", "wang", "--role", "king", "--password-stdin"), PASSWORD, "no role is called king"),
        (("users", "add", " ", "--password-stdin"), PASSWORD, "is no name"),
        (("users", "add", "a\x1bb", "--password-stdin"), PASSWORD, "is no name"),
        (("users", "role", "nobody", "admin"), "", "nobody is called nobody"),
        (("users", "password", "nobody", "--password-stdin"), PASSWORD, "nobody is called nobody"),
        (("tokens", "add", "nobody", "--for", "x"), "", "nobody is called nobody"),
        (("tokens", "add", "li", "--for", "x", "--scope", "metrics"), "", "no more may a token"),
        (("tokens", "add", "li", "--for", "x", "--scope", "fly"), "", "no scope is called fly"),
        (("tokens", "revoke", "7"), "", "no token that holds good has the number 7"),
        (("webhooks", "add", "file:///etc/passwd"), "", "begins with https:// or http://"),
        (("webhooks", "remove", "7"), "", "no webhook has the number 7"),
    ],
)
def test_what_is_refused(store: Store, words: tuple[str, ...], stdin: str, why: str) -> None:
    store.add("li")
    done = store.run(*words, stdin=f"{stdin}\n")
    assert done.exit_code == 2
    assert why in done.stderr
    assert done.stderr.startswith("qiyue: ")


def test_tokens(store: Store) -> None:
    store.add("li")
    secret = store.run("tokens", "add", "li", "--for", "archive", "--scope", "upload").stdout.strip()
    assert secret.startswith("qiyue_")
    (token,) = json.loads(store.run("tokens", "list", "li", "--json").stdout)
    assert (token["for"], token["scopes"], token["used"], token["revoked"]) == ("archive", ["upload"], None, None)
    assert secret.encode() not in Path(store.place).read_bytes()
    assert store.run("tokens", "revoke", str(token["id"])).exit_code == 0
    assert "revoked" in store.run("tokens", "list", "li").stdout
    log = json.loads(store.run("audit", "--json").stdout)
    assert [line["action"] for line in log] == ["revoke token", "add token", "add user"]


def test_nothing_decided_is_said(store: Store, tmp_path: Path) -> None:
    store.add("li")
    done = store.run("decisions", "export", "--out", str(tmp_path / "gold"))
    assert (done.exit_code, done.stdout) == (0, "Nothing was decided on these contracts yet.\n")


def test_a_store_that_is_not_there(store: Store) -> None:
    done = store.run("users", "list")
    assert done.exit_code == 11
    assert "There is no store" in done.stderr
