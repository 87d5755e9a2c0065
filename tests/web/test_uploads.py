"""A file's way through the queue: once in, it is read or it is said why not, whatever happens to the server."""

from __future__ import annotations

import signal
from pathlib import Path

import psutil
import pytest

from tests.web.contracts import lease, long_contract
from tests.web.serving import Site, serving, until


def test_a_file_becomes_a_contract(site: Site) -> None:
    contract = site.read("仓库租赁.txt", lease("甲"))
    view = site.client.get(f"/v1/contracts/{contract}").json()
    assert view["name"] == "仓库租赁.txt"
    assert view["title"] == "仓库租赁合同"
    assert view["parties"] == ["青岛石湾甲仓储有限公司", "烟台北渚商贸有限公司"]
    report = site.client.get(f"/v1/contracts/{contract}/report").json()
    assert report["source"]["sha256"] == contract
    assert view["counts"]["error"] == sum(1 for finding in report["findings"] if finding["severity"] == "error")


def test_the_same_bytes_are_read_once(site: Site) -> None:
    contract = site.read("a.txt", lease("once"))
    again = site.client.post("/v1/contracts", files={"file": ("b.txt", lease("once"))})
    assert again.status_code == 200
    assert again.json()["state"] == "done"
    assert again.json()["contract"] == contract
    listed = site.client.get("/v1/contracts", params={"q": "石湾once"}).json()
    assert [item["id"] for item in listed["items"]] == [contract]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("空.pdf", b"", "unreadable"),
        ("program.pdf", b"\x7fELF" + bytes(500), "unsupported"),
        ("broken.pdf", b"%PDF-1.4\n" + bytes(500), "unreadable"),
        ("sums.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "unsupported"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(site: Site, name: str, data: bytes, code: str) -> None:
    job = site.wait(site.put(name, data))
    assert job["state"] == "failed"
    assert job["error"]["code"] == code
    assert job["error"]["title"]
    assert job["error"]["detail"]
    assert job["url"] is None
    english = site.client.get(f"/v1/jobs/{job['id']}", headers={"Accept-Language": "en"}).json()
    assert english["error"]["title"].isascii()


def test_a_failed_file_can_be_tried_again(site: Site) -> None:
    job = site.wait(site.put("retry.pdf", b"%PDF-1.4\n" + bytes(501)))
    again = site.client.post(f"/v1/jobs/{job['id']}/retry")
    assert again.status_code == 202
    assert site.wait(again.json())["state"] == "failed"
    done = site.wait(site.put("done.txt", lease("done")))
    assert site.client.post(f"/v1/jobs/{done['id']}/retry").status_code == 409


def test_jobs_are_cancelled_while_they_wait_and_while_they_run(site: Site) -> None:
    running = site.put("long.txt", long_contract("cancel"))
    waiting = site.put("waiting.txt", lease("cancel waiting"))
    until(lambda: site.client.get(f"/v1/jobs/{running['id']}").json()["state"] == "running")
    assert site.client.get(f"/v1/jobs/{waiting['id']}").json()["position"] == 1
    assert site.client.post(f"/v1/jobs/{waiting['id']}/cancel").json()["state"] == "cancelled"
    assert site.client.post(f"/v1/jobs/{running['id']}/cancel").json()["state"] == "cancelling"
    assert site.wait(running)["state"] == "cancelled"
    assert site.client.post(f"/v1/jobs/{running['id']}/cancel").status_code == 409
    # The child that was ended does not stand in the way of the next file.
    assert site.wait(site.put("next.txt", lease("next")))["state"] == "done"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_restart_loses_no_job(tmp_path: Path, how: signal.Signals) -> None:
    with serving(tmp_path) as site:
        running = site.put("long.txt", long_contract("restart", 30))
        waiting = [site.put(f"{at}.txt", lease(f"restart {at}")) for at in range(3)]
        until(lambda: site.client.get(f"/v1/jobs/{running['id']}").json()["state"] == "running")
        children = psutil.Process(site.process.pid).children(recursive=True)
        site.stop(how)
        # Nothing of the old server is left to work on the same jobs.
        until(lambda: not any(child.is_running() for child in children))
        site.start()
        for job in (running, *waiting):
            assert site.wait(job)["state"] == "done"
        assert site.client.get("/v1/contracts").json()["total"] == 4


def test_a_dead_worker_is_replaced(tmp_path: Path) -> None:
    with serving(tmp_path) as site:
        job = site.put("long.txt", long_contract("worker", 30))
        until(lambda: site.client.get(f"/v1/jobs/{job['id']}").json()["state"] == "running")
        for child in psutil.Process(site.process.pid).children():
            if "web.worker" in child.cmdline():
                child.kill()
        assert site.wait(job)["state"] == "done"


def test_limits_on_size_and_queue(tmp_path: Path) -> None:
    with serving(tmp_path, "--max-size", "1", "--max-queue", "1") as site:
        too_large = site.client.post("/v1/contracts", files={"file": ("big.txt", bytes(3 << 20))})
        assert (too_large.status_code, too_large.json()["type"]) == (413, "urn:qiyue:problem:too-large")
        head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="big.txt"\r\n\r\n'
        chunks = (head, *(bytes(1 << 16) for _ in range(48)))
        form = {"Content-Type": "multipart/form-data; boundary=x"}
        unsaid = site.client.post("/v1/contracts", content=iter(chunks), headers=form)
        assert (unsaid.status_code, unsaid.json()["type"]) == (413, "urn:qiyue:problem:too-large")
        site.put("long.txt", long_contract("queue"))
        until(lambda: site.client.get("/v1/jobs?open=true").json()["items"][0]["state"] == "running")
        site.put("1.txt", lease(1))
        full = site.client.post("/v1/contracts", files={"file": ("2.txt", lease(2))})
        assert (full.status_code, full.json()["type"]) == (429, "urn:qiyue:problem:busy")
        assert full.headers["Retry-After"]


def test_a_file_of_too_many_pages_is_refused(tmp_path: Path) -> None:
    from tests.web.contracts import pdf_pages

    with serving(tmp_path, "--max-pages", "2") as site:
        job = site.wait(site.put("three.pdf", pdf_pages(3)))
        assert job["error"]["code"] == "too-large"


def test_one_folder_has_one_server(tmp_path: Path) -> None:
    with serving(tmp_path) as site, pytest.raises(AssertionError, match="in use by another server"):
        Site(site.folder, ())
