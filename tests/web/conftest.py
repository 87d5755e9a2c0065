"""Servers that many tests share: one without set-up, one that everybody must log in to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from store import people
from store.opening import open_store
from tests.web.serving import Site, serving
from web.secrets import digest, hash_password, new_secret

PASSWORD = "keep-it-to-yourself"
ROLES: tuple[people.Role, ...] = ("reader", "reviewer", "admin")


@dataclass(frozen=True, slots=True)
class Team:
    """A server with one person a role, called as the role is, and a token of each with all that the role may."""

    site: Site
    tokens: dict[str, str]

    def as_(self, role: str) -> dict[str, str]:
        """Headers of a program that asks in this role's name."""
        return {"Authorization": f"Bearer {self.tokens[role]}"}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("local")) as running:
        yield running


@pytest.fixture(scope="session")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with serving(tmp_path_factory.mktemp("team")) as running:
        yield set_up(running)


def set_up(running: Site) -> Team:
    tokens = {}
    with open_store(str(running.db)) as store, store.writing() as connection:
        for role in ROLES:
            person = people.add_person(connection, name=role, role=role, password=hash_password(PASSWORD))
            tokens[role] = new_secret("qiyue_")
            people.add_token(
                connection, person=person.id, name="tests", digest=digest(tokens[role]),
                scopes=people.SCOPES[role], expires=None,
            )  # fmt: skip
    return Team(running, tokens)


@dataclass(frozen=True, slots=True)
class Browser:
    """A person's browser: cookies, and the origin of its pages."""

    client: httpx.Client
    csrf: str

    def post(self, path: str, body: object, **headers: str) -> httpx.Response:
        return self.client.post(path, json=body, headers={"X-CSRF-Token": self.csrf, **headers})


def open_page(client: httpx.Client, path: str = "/") -> str:
    """Visit a page; its CSRF word."""
    page = client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
    return page.text.partition('name="csrf-token" content="')[2].partition('"')[0]


@contextmanager
def browsing(url: str) -> Iterator[httpx.Client]:
    """A browser on our own pages, before anybody logs in."""
    headers = {"Origin": url, "Sec-Fetch-Site": "same-origin"}
    with httpx.Client(base_url=url, trust_env=False, headers=headers) as client:
        yield client


@contextmanager
def logged_in(url: str, name: str, password: str = PASSWORD) -> Iterator[Browser]:
    with browsing(url) as client:
        csrf = open_page(client, "/login")
        answer = client.post("/login", data={"name": name, "password": password, "csrf": csrf, "next": "/"})
        assert answer.status_code == 303, answer.text
        yield Browser(client, open_page(client))


def folder_of(site: Site) -> Path:
    return site.folder / "desk"
