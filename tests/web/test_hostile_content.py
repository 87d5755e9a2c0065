"""Whatever a contract or its name holds, it is shown as text; nothing of it is run or fetched."""

from __future__ import annotations

import json

import pytest

from tests.web.conftest import browsing
from tests.web.contracts import lease
from tests.web.serving import Site

SCRIPT = "<script>alert(1)</script>"
NAMES = (
    SCRIPT + ".txt",
    '"><img src=x onerror=alert(1)>.txt',
    "{{7*7}}{% raw %}.txt",
    "'-alert(1)-'.txt",
    "../../../etc/passwd",
    "..\\..\\secret.txt",
    "a\u202etxt.exe",
    "a\x00b\r\nSet-Cookie: x=1.txt",
    "合" * 400 + ".txt",
)


@pytest.mark.parametrize("name", NAMES)
def test_names(site: Site, name: str) -> None:
    # httpx would refuse or escape some of these: the envelope is written by hand.
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n\r\n'
    quoted = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A").encode()
    body = head % quoted + lease(f"name {NAMES.index(name)}") + b"\r\n--x--\r\n"
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = site.client.post("/v1/contracts", content=body, headers=form)
    assert answer.status_code in (200, 202), answer.text
    job = site.wait(answer.json())
    assert job["state"] == "done"
    kept = job["name"]
    assert 0 < len(kept) <= 200
    assert "/" not in kept
    assert "\\" not in kept
    assert kept.isprintable()
    with browsing(site.url) as browser:
        for address in (f"/?q=name {NAMES.index(name)}&limit=200", f"/contracts/{job['contract']}"):
            page = browser.get(address, headers={"Accept": "text/html"})
            assert page.status_code == 200
            for raw in (SCRIPT, "<img src=x", ">49<"):
                assert raw not in page.text
    saved = site.client.get(f"/v1/contracts/{job['contract']}/original")
    assert "set-cookie" not in saved.headers
    assert saved.headers["content-disposition"].startswith("attachment;")


def test_a_party_that_is_a_script(site: Site) -> None:
    text = (
        lease("")
        .decode()
        .replace("青岛石湾仓储有限公司", f"{SCRIPT}有限公司")
        .replace("仓库租赁合同", f"仓库租赁合同{SCRIPT}")
    )
    contract = site.read("party.txt", text.encode())
    with browsing(site.url) as browser:
        for address in (f"/contracts/{contract}", "/?q=script", f"/?q={SCRIPT}"):
            page = browser.get(address, headers={"Accept": "text/html"})
            assert page.status_code == 200
            assert SCRIPT not in page.text
    for path in ("/report", "/fields", "/review", ""):
        answer = site.client.get(f"/v1/contracts/{contract}{path}")
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        json.loads(answer.content)


@pytest.mark.parametrize(
    "address", ["/", "/login", "/nothing", "/v1/contracts", "/v1/nothing", "/static/nothing.js", "/healthz"]
)
def test_every_answer_is_guarded(site: Site, address: str) -> None:
    answer = site.client.get(address, headers={"Accept": "text/html"})
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "server" not in answer.headers


def test_an_error_page_shows_what_was_asked_as_text(site: Site) -> None:
    page = site.client.get(f"/{SCRIPT}", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert SCRIPT not in page.text
