"""Decisions stand beside what the parser said, are never lost, and never overwritten, by whoever and however often."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.web.conftest import Team, logged_in
from tests.web.contracts import lease
from tests.web.serving import Site, serving


@pytest.fixture(scope="module")
def contract(site: Site) -> str:
    return site.read("审阅.txt", lease("review"))


def review_of(site: Site, contract: str) -> dict[str, Any]:
    review: dict[str, Any] = site.client.get(f"/v1/contracts/{contract}/review").json()
    return review


def decide(site: Site, contract: str, target: dict[str, Any], action: str, **more: Any) -> Any:
    body = {"target": target["id"], "action": action, "after": target["version"], **more}
    return site.client.post(f"/v1/contracts/{contract}/decisions", json=body)


def field_called(site: Site, contract: str, name: str) -> tuple[int, dict[str, Any]]:
    fields = site.client.get(f"/v1/contracts/{contract}/report").json()["fields"]
    at = next(at for at, field in enumerate(fields) if field["name"] == name)
    return at, review_of(site, contract)["fields"][at]


def test_a_review_is_in_step_with_its_report(site: Site, contract: str) -> None:
    review = review_of(site, contract)
    report = site.client.get(f"/v1/contracts/{contract}/report")
    assert len(review["fields"]) == len(report.json()["fields"])
    assert len(review["findings"]) == len(report.json()["findings"])
    assert report.headers["etag"] == f'"{review["report"]}"'
    ids = [target["id"] for target in (*review["fields"], *review["findings"])]
    assert len(set(ids)) == len(ids)
    due = len(review["findings"]) + sum(1 for field in report.json()["fields"] if field["status"] != "absent")
    assert review["reviewed"]["total"] == due


def test_confirm_correct_undo(site: Site, contract: str) -> None:
    at, rent = field_called(site, contract, "rent")
    report = site.client.get(f"/v1/contracts/{contract}/report").content
    done = decide(site, contract, rent, "confirm").json()
    assert done["target"]["state"] == "confirmed"
    value = {"status": "found", "norm": "8500.00 CNY/M", "quote": "月租金为8500元"}
    done = decide(site, contract, done["target"], "correct", value=value).json()
    assert (done["target"]["state"], done["target"]["value"]) == ("corrected", value)
    assert done["target"]["by"] == "local"
    done = decide(site, contract, done["target"], "undo").json()
    assert (done["target"]["state"], done["target"]["value"]) == ("confirmed", None)
    done = decide(site, contract, done["target"], "undo").json()
    assert done["target"]["state"] == "open"
    nothing = decide(site, contract, done["target"], "undo")
    assert (nothing.status_code, nothing.json()["type"]) == (422, "urn:qiyue:problem:not-undoable")
    record = site.client.get(f"/v1/contracts/{contract}/decisions").json()["items"]
    assert [one["action"] for one in record if one["target"] == rent["id"]] == ["confirm", "correct", "undo", "undo"]
    assert [one["undoes"] for one in record if one["target"] == rent["id"]] == [
        None,
        None,
        record[1]["id"],
        record[0]["id"],
    ]
    assert site.client.get(f"/v1/contracts/{contract}/report").content == report
    assert review_of(site, contract)["fields"][at]["history"][-1]["action"] == "undo"


def test_accept_dismiss_comment(site: Site, contract: str) -> None:
    finding, other = review_of(site, contract)["findings"][:2]
    before = site.client.get(f"/v1/contracts/{contract}").json()["reviewed"]
    done = decide(site, contract, finding, "comment", text="请业务部门确认").json()
    assert done["target"]["state"] == "open"
    assert done["reviewed"] == before
    done = decide(site, contract, done["target"], "dismiss", reason="另有补充协议").json()
    assert (done["target"]["state"], done["target"]["reason"]) == ("dismissed", "另有补充协议")
    assert [comment["text"] for comment in done["target"]["comments"]] == ["请业务部门确认"]
    done = decide(site, contract, other, "accept").json()
    assert done["reviewed"]["done"] == before["done"] + 2
    assert site.client.get(f"/v1/contracts/{contract}").json()["reviewed"] == done["reviewed"]


@pytest.mark.parametrize(
    ("action", "more"),
    [
        ("dismiss", {}),
        ("dismiss", {"reason": "   "}),
        ("accept", {"reason": "why"}),
        ("comment", {}),
        ("confirm", {}),
        ("correct", {"value": {"status": "found"}}),
        ("accept", {"extra": 1}),
        ("burn", {}),
    ],
)
def test_what_makes_no_sense_of_a_finding_is_refused(
    site: Site, contract: str, action: str, more: dict[str, Any]
) -> None:
    finding = review_of(site, contract)["findings"][-1]
    answer = decide(site, contract, finding, action, **more)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:qiyue:problem:invalid")
    assert review_of(site, contract)["findings"][-1] == finding


def test_a_target_that_is_not_there(site: Site, contract: str) -> None:
    answer = decide(site, contract, {"id": "f-0123456789abcdef", "version": 0}, "confirm")
    assert answer.status_code == 404


def test_two_reviewers_do_not_lose_each_others_work(team: Team) -> None:
    site = team.site
    job = site.put("两人.txt", lease("two"), **team.as_("admin"))
    contract = site.wait(job, **team.as_("admin"))["contract"]
    with logged_in(site.url, "reviewer") as one, logged_in(site.url, "admin") as other:
        path = f"/v1/contracts/{contract}"
        finding = one.client.get(f"{path}/review").json()["findings"][0]
        body = {"target": finding["id"], "after": 0}
        assert one.post(f"{path}/decisions", body | {"action": "accept"}).status_code == 201
        late = other.post(f"{path}/decisions", body | {"action": "dismiss", "reason": "不适用"})
        assert (late.status_code, late.json()["type"]) == (409, "urn:qiyue:problem:conflict")
        assert late.json()["yours"]["reason"] == "不适用"
        theirs = late.json()["theirs"]
        assert (theirs["state"], theirs["by"]) == ("accepted", "reviewer")
        assert [one["action"] for one in other.client.get(f"{path}/decisions").json()["items"]] == ["accept"]
        again = other.post(
            f"{path}/decisions", body | {"after": theirs["version"], "action": "dismiss", "reason": "不适用"}
        )
        assert again.json()["target"]["by"] == "admin"
        # Another field is another matter: nobody is in anybody's way.
        field = one.client.get(f"{path}/review").json()["fields"][0]
        assert (
            one.post(f"{path}/decisions", {"target": field["id"], "after": 0, "action": "confirm"}).status_code == 201
        )


def test_of_many_at_once_one_is_first(site: Site, contract: str) -> None:
    _, term = field_called(site, contract, "term")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: decide(site, contract, term, "confirm").status_code, range(8)))
    assert sorted(answers) == [201] + [409] * 7
    assert len(field_called(site, contract, "term")[1]["history"]) == 1


def test_decisions_are_kept_and_exported(tmp_path: Any) -> None:
    with serving(tmp_path) as site:
        contract = site.read("导出.txt", lease("export"))
        _, rent = field_called(site, contract, "rent")
        value = {"status": "found", "norm": "8500.00 CNY/M", "quote": "月租金为8500元"}
        assert decide(site, contract, rent, "correct", value=value).status_code == 201
        _, term = field_called(site, contract, "term")
        assert decide(site, contract, term, "correct", value={"status": "absent"}).status_code == 201
        findings = review_of(site, contract)["findings"]
        assert decide(site, contract, findings[0], "dismiss", reason="不适用").status_code == 201
        assert decide(site, contract, findings[1], "accept").status_code == 201
        site.restart()
        after = review_of(site, contract)
        assert [target["state"] for target in after["findings"][:2]] == ["dismissed", "accepted"]
        site.run("decisions", "export", "--out", str(tmp_path / "gold"))
        case = json.loads((tmp_path / "gold" / f"{contract[:12]}.gold.json").read_text())
        assert case == site.client.get(f"/v1/contracts/{contract}/decisions.json").json()
        report = site.client.get(f"/v1/contracts/{contract}/report").json()
    assert [(field["name"], field["norm"], field["quote"]) for field in case["fields"]] == [
        ("rent", "8500.00 CNY/M", "月租金为8500元")
    ]
    assert "term" not in {field["name"] for field in case["maybe_fields"]}
    assert [finding["check"] for finding in case["findings"]] == [report["findings"][1]["check"]]
    assert len(case["maybe_findings"]) == len(report["findings"]) - 2
    assert [clause["label"] for clause in case["clauses"][:2]] == ["第一条", "第二条"]
    assert case["fields"][0]["clause"] == case["clauses"][0]["id"]
