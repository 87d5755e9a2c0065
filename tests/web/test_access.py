"""Who may do what: every route for every role, and each way in that is shut."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from fastapi.routing import iter_route_contexts

from store import people
from store.opening import open_store
from tests.web.conftest import PASSWORD, ROLES, Team, browsing, logged_in, open_page, set_up
from tests.web.contracts import lease
from tests.web.serving import Site, serving
from web.app import make_app
from web.secrets import digest, hash_password, new_secret
from web.settings import Settings

NOBODY = "nobody"
READ, UPLOAD, DECIDE, METRICS = (
    frozenset({"reader", "reviewer", "admin"}),
    frozenset({"reviewer", "admin"}),
    frozenset({"reviewer", "admin"}),
    frozenset({"admin"}),
)
EVERYBODY = frozenset({NOBODY, *ROLES})
ABSENT = "0" * 64
ROUTES = {
    ("GET", "/healthz"): EVERYBODY,
    ("GET", "/v1/openapi.json"): EVERYBODY,
    ("GET", "/metrics"): METRICS,
    ("GET", "/"): READ,
    ("GET", "/contracts/{contract}"): READ,
    ("GET", "/v1/jobs"): READ,
    ("GET", "/v1/jobs/{job}"): READ,
    ("POST", "/v1/jobs/{job}/cancel"): UPLOAD,
    ("POST", "/v1/jobs/{job}/retry"): UPLOAD,
    ("POST", "/v1/contracts"): UPLOAD,
    ("GET", "/v1/contracts"): READ,
    ("GET", "/v1/contracts/{contract}"): READ,
    ("GET", "/v1/contracts/{contract}/report"): READ,
    ("GET", "/v1/contracts/{contract}/clauses"): READ,
    ("GET", "/v1/contracts/{contract}/fields"): READ,
    ("GET", "/v1/contracts/{contract}/findings"): READ,
    ("GET", "/v1/contracts/{contract}/pages"): READ,
    ("GET", "/language"): EVERYBODY,
    ("GET", "/v1/contracts/{contract}/pages/{number}/picture"): READ,
    ("GET", "/v1/contracts/{contract}/pages/{number}/crop"): READ,
    ("GET", "/v1/contracts/{contract}/original"): READ,
    ("GET", "/v1/contracts/{contract}/report.xlsx"): READ,
    ("GET", "/v1/contracts/{contract}/report.html"): READ,
    ("GET", "/v1/search"): READ,
    ("GET", "/v1/contracts/{contract}/review"): READ,
    ("GET", "/v1/contracts/{contract}/decisions"): READ,
    ("GET", "/v1/contracts/{contract}/decisions.json"): READ,
    ("POST", "/v1/contracts/{contract}/decisions"): DECIDE,
}
"""Who may; logging in and out is for everybody, and has tests of its own."""
LOG_IN_AND_OUT = {("GET", "/login"), ("POST", "/login"), ("POST", "/logout")}


def test_the_table_names_every_route(tmp_path: Path) -> None:
    app = make_app(Settings(db=str(tmp_path / "qiyue.db"), folder=tmp_path))
    routes = {
        (method, context.path)
        for context in iter_route_contexts(app.routes)
        for method in (context.methods or set()) - {"HEAD"}
    }
    assert routes == {*ROUTES, *LOG_IN_AND_OUT}
    app.state.desk.pictures.close()
    app.state.desk.store.close()


@pytest.mark.parametrize("role", [NOBODY, *ROLES])
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_role_and_route(team: Team, role: str, method: str, path: str) -> None:
    headers = {} if role == NOBODY else team.as_(role)
    address = path.replace("{contract}", ABSENT).replace("{job}", "9999").replace("{number}", "1")
    body = {"target": "f-0123456789abcdef", "action": "confirm", "after": 0}
    more = {} if method == "GET" else {"json": body}
    answer = team.site.client.request(method, address, headers=headers, **more)
    if role in ROUTES[method, path]:
        assert answer.status_code in (200, 202, 404, 422), answer.text
    elif role == NOBODY and not path.startswith(("/v1/", "/metrics")):
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/login?next=")
    else:
        assert answer.status_code == (401 if role == NOBODY else 403), answer.text
        assert answer.headers["content-type"] == "application/problem+json"


def test_a_token_may_no_more_than_its_scopes(team: Team) -> None:
    token = {
        "Authorization": f"Bearer {team.site.run('tokens', 'add', 'admin', '--for', 'archive', '--scope', 'upload')}"
    }
    assert team.site.client.get("/v1/contracts", headers=token).status_code == 403
    assert (
        team.site.client.post("/v1/contracts", headers=token, files={"file": ("a.txt", lease("scope"))}).status_code
        == 202
    )


def test_tokens_end(team: Team) -> None:
    site, secret = team.site, new_secret("qiyue_")
    headers = {"Authorization": f"Bearer {secret}"}
    with open_store(str(site.db)) as store:
        with store.writing() as connection:
            person = people.add_person(connection, name="zhao", role="reviewer", password=hash_password(PASSWORD))
            token = people.add_token(
                connection, person=person.id, name="t", digest=digest(secret),
                scopes=frozenset({"read", "upload"}), expires=None,
            )  # fmt: skip
        assert site.client.get("/v1/contracts", headers=headers).status_code == 200
        assert secret not in Path(site.db).read_bytes().decode("latin1")
        with store.writing() as connection:
            people.change_person(connection, person.id, role="reader")
        # What the owner may no longer, the token may no longer.
        assert site.client.get("/v1/contracts", headers=headers).status_code == 200
        denied = site.client.post("/v1/contracts", headers=headers, files={"file": ("a.txt", b"")})
        assert denied.status_code == 403
        with store.writing() as connection:
            people.change_person(connection, person.id, active=False)
        assert site.client.get("/v1/contracts", headers=headers).status_code == 401
        with store.writing() as connection:
            people.change_person(connection, person.id, active=True)
        assert site.client.get("/v1/contracts", headers=headers).status_code == 200
        site.run("tokens", "revoke", str(token.id))
        refused = site.client.get("/v1/contracts", headers=headers)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer", "Bearer wrong", "Basic YTpi", "Bearer qiyue_", "x"])
def test_what_is_no_token_is_nobody(team: Team, header: str) -> None:
    assert team.site.client.get("/v1/contracts", headers={"Authorization": header}).status_code == 401


def test_a_wrong_token_is_no_local_user(site: Site) -> None:
    assert site.client.get("/v1/contracts").status_code == 200
    assert site.client.get("/v1/contracts", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_a_session_and_its_cookie(team: Team) -> None:
    with browsing(team.site.url) as client:
        csrf = open_page(client, "/login")
        before = client.cookies["qiyue"]
        form = {"name": "reviewer", "password": PASSWORD, "csrf": csrf, "next": "/contracts/x?y=1"}
        answer = client.post("/login", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/contracts/x?y=1")
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert client.cookies["qiyue"] != before
        assert client.get("/v1/contracts").status_code == 200
        stolen = dict(client.cookies)
        csrf = open_page(client)
        assert client.post("/logout", data={"csrf": csrf}).status_code == 303
        assert client.get("/v1/contracts").status_code == 401
    assert httpx.get(f"{team.site.url}/v1/contracts", cookies=stolen, trust_env=False).status_code == 401


def test_another_password_ends_sessions(team: Team) -> None:
    team.site.run("users", "add", "sun", "--password-stdin", stdin=PASSWORD)
    with logged_in(team.site.url, "sun") as browser:
        assert browser.client.get("/v1/contracts").status_code == 200
        team.site.run("users", "password", "sun", "--password-stdin", stdin=PASSWORD + "2")
        assert browser.client.get("/v1/contracts").status_code == 401


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_logging_in_leads_nowhere_else(team: Team, next_: str) -> None:
    with browsing(team.site.url) as client:
        form = {"name": "reader", "password": PASSWORD, "csrf": open_page(client, "/login"), "next": next_}
        assert client.post("/login", data=form).headers["location"] == "/"


def test_forged_requests_are_refused(team: Team) -> None:
    site = team.site
    body = {"target": "f-0123456789abcdef", "action": "confirm", "after": 0}
    path = f"/v1/contracts/{ABSENT}/decisions"
    with logged_in(site.url, "reviewer") as browser:
        assert browser.post(path, body).status_code == 404
        for headers in (
            {"X-CSRF-Token": ""},
            {"X-CSRF-Token": "0" * 64},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ):
            forged = browser.post(path, body, **headers)
            assert (forged.status_code, forged.json()["type"]) == (403, "urn:qiyue:problem:forged"), headers
        with logged_in(site.url, "admin") as other:
            assert browser.post(path, body, **{"X-CSRF-Token": other.csrf}).status_code == 403
        assert browser.client.post("/logout", data={"csrf": "wrong"}).status_code == 403
    with browsing(site.url) as client:
        open_page(client, "/login")
        answer = client.post("/login", data={"name": "reader", "password": PASSWORD, "csrf": "wrong"})
        assert answer.status_code == 403


def test_a_page_from_elsewhere_cannot_use_the_local_user(site: Site) -> None:
    upload = {"file": ("evil.txt", lease("evil"))}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert site.client.post("/v1/contracts", files=upload, headers=headers).status_code == 403
    # Our own origin, but not the word that our pages hand out.
    assert site.client.post("/v1/contracts", files=upload, headers={"Origin": site.url}).status_code == 403
    with browsing(site.url) as client:
        csrf = open_page(client)
        assert client.post("/v1/contracts", files=upload, headers={"X-CSRF-Token": csrf}).status_code == 202


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "", "127.0.0.1.evil.example", "[::1", "10.0.0.1"]
)
def test_only_our_own_host_names_are_answered_to(site: Site, host: str) -> None:
    answer = site.client.get("/v1/contracts", headers={"Host": host})
    assert answer.status_code in (400, 421)
    assert "items" not in answer.text


def test_host_names_of_our_own(site: Site) -> None:
    port = site.url.rpartition(":")[2]
    for host in (f"localhost:{port}", f"127.0.0.1:{port}", f"[::1]:{port}", "LOCALHOST"):
        assert site.client.get("/v1/contracts", headers={"Host": host}).status_code == 200


def test_wrong_passwords_are_limited(tmp_path: Path) -> None:
    with serving(tmp_path) as site:
        set_up(site)
        with browsing(site.url) as client:
            csrf = open_page(client, "/login")
            form = {"name": "reader", "csrf": csrf}
            answers = [client.post("/login", data={**form, "password": f"wrong {at}"}).status_code for at in range(7)]
            assert answers == [401] * 5 + [429] * 2
            assert client.post("/login", data={**form, "password": PASSWORD}).status_code == 429
            nobody = {**form, "name": "nobody"}
            assert client.post("/login", data={**nobody, "password": PASSWORD}).status_code == 401
            # A restart forgets nothing of it.
            site.restart()
        with browsing(site.url) as client:
            form = {"name": "reader", "password": PASSWORD, "csrf": open_page(client, "/login")}
            assert client.post("/login", data=form).status_code == 429
        log = site.run("audit")
        assert log.count("reader  log-in failed") == 5


def test_the_first_person_ends_the_local_user(tmp_path: Path) -> None:
    with serving(tmp_path) as site:
        assert site.client.get("/v1/contracts").status_code == 200
        site.run("users", "add", "li", "--role", "admin", "--password-stdin", stdin=PASSWORD)
        assert site.client.get("/v1/contracts").status_code == 401
        assert "li  admin" in site.run("users", "list")
        with logged_in(site.url, "li") as browser:
            upload = {"file": ("a.txt", lease("audit"))}
            done = browser.client.post("/v1/contracts", files=upload, headers={"X-CSRF-Token": browser.csrf})
            assert done.status_code == 202
        log = site.run("audit")
    for line in ("command line  add user  li (admin)", "li  log-in", f"li  upload  {done.json()['contract']}"):
        assert line in log


@pytest.mark.parametrize("options", [("--host", "0.0.0.0"), ("--host", "0.0.0.0", "--proxy", "127.0.0.1")])
def test_what_others_can_reach_needs_https_and_users(tmp_path: Path, options: tuple[str, ...]) -> None:
    with pytest.raises(AssertionError, match="can be reached by others"):
        Site(tmp_path, options)
