"""What the API is said to be, it is: schemathesis asks every route, with real contracts, in and out of order."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from tests.web.conftest import Team
from tests.web.contracts import lease, pdf_pages
from tests.web.serving import Site

_CONFIG = """
headers = {{ Authorization = "Bearer {token}" }}
warnings = false
[parameters]
"path.contract" = "{contract}"
"path.number" = 2
"path.job" = {job}
[generation]
max-examples = 4
deterministic = true
[[operations]]
# A form has no types: whatever is sent as the file is one.
include-name = "POST /v1/contracts"
checks.negative_data_rejection.enabled = false
[[operations]]
# A filter is a language of its own, which the description has no grammar for.
include-name = "GET /v1/contracts"
checks.positive_data_acceptance.enabled = false
"""

_INTERPRETER = "AST constructor recursion depth mismatch"
"""A fault of Python 3.11 itself (gh-106905), now and then, where the generator of requests recurses deeply."""


def test_schemathesis_finds_no_failure(team: Team, tmp_path: Path) -> None:
    site, headers = team.site, team.as_("admin")
    contract = site.wait(site.put("两页.pdf", pdf_pages(2, "api"), **headers), **headers)["contract"]
    failed = site.wait(site.put("broken.pdf", b"%PDF-1.4\n" + bytes(300), **headers), **headers)["id"]
    config = tmp_path / "schemathesis.toml"
    config.write_text(_CONFIG.format(token=team.tokens["admin"], contract=contract, job=failed))
    words = [
        str(Path(sys.executable).parent / "schemathesis"), "--config-file", str(config), "run",
        f"{site.url}/v1/openapi.json", "--no-shrink", "--workers", "1", "--request-timeout", "120", "--request-retries", "2",
    ]  # fmt: skip
    for _ in range(3):
        done = subprocess.run(
            words, capture_output=True, text=True, cwd=tmp_path, check=False, env={**os.environ, "NO_COLOR": "1"}
        )
        if _INTERPRETER not in done.stdout:
            break
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr


def test_the_description_is_openapi_3_1_with_examples(site: Site) -> None:
    description = site.client.get("/v1/openapi.json").json()
    assert description["openapi"].startswith("3.1")
    schemas = description["components"]["schemas"]
    for name in ("JobView", "ContractView", "NewDecision", "Problem"):
        validator = Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}})
        for example in schemas[name]["examples"]:
            validator.validate(example)
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], (method, path)
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert list(answer["content"]) == ["application/problem+json"], (method, path, status)


def test_lists_are_paged(site: Site) -> None:
    for at in range(3):
        site.read(f"页{at}.txt", lease(f"paging {at}"))
    found, address = [], "/v1/contracts?q=paging&limit=2&sort=name"
    while address:
        page = site.client.get(address).json()
        assert page["total"] == 3
        assert len(page["items"]) <= 2
        found += [item["name"] for item in page["items"]]
        address = page["next"]
    assert found == ["页0.txt", "页1.txt", "页2.txt"]
    contract = page["items"][0]["id"]
    clauses, address = [], f"/v1/contracts/{contract}/clauses?limit=3"
    while address:
        page = site.client.get(address).json()
        clauses += page["items"]
        address = page["next"]
    report = site.client.get(f"/v1/contracts/{contract}/report").json()
    assert clauses == report["clauses"]
    jobs = site.client.get("/v1/jobs?limit=2").json()
    older = site.client.get(jobs["next"]).json()
    assert jobs["items"][-1]["id"] > older["items"][0]["id"]


def test_filters(site: Site) -> None:
    contract = site.read("筛选.txt", lease("filter"))
    report = site.client.get(f"/v1/contracts/{contract}/report").json()
    check = report["findings"][0]["check"]

    def found(**filters: str) -> bool:
        items = site.client.get("/v1/contracts", params={"q": "石湾filter", **filters}).json()["items"]
        return [item["id"] for item in items] == [contract]

    assert found()
    assert found(type="lease", severity="error", check=check, state="untouched")
    assert not found(type="sale")
    assert not found(check="no-such-check")
    assert not found(state="reviewed")
    assert not found(q="石湾filter%")
    assert found(where="rent >= 8000 and term = 12个月")
    assert found(where="租金 > 7999")
    assert not found(where="rent > 8000")
    assert not found(missing="rent")
    wrong = site.client.get("/v1/contracts", params={"where": "rent >"})
    assert (wrong.status_code, wrong.json()["type"]) == (422, "urn:qiyue:problem:bad-filter")
    assert wrong.json()["detail"]
    page = site.client.get("/", params={"where": "rent >"}, headers={"Accept": "text/html"})
    assert page.status_code == 200
    for wrong in ({"sort": "id; DROP TABLE contracts"}, {"cursor": "x"}, {"cursor": "W10"}, {"colour": "red"}):
        assert site.client.get("/v1/contracts", params=wrong).status_code in (404, 422)


def test_answers_carry_etags(site: Site) -> None:
    contract = site.read("etag.txt", lease("etag"))
    for path in ("", "/report", "/review", "/fields", "/clauses", "/findings", "/pages", "/decisions"):
        address = f"/v1/contracts/{contract}{path}"
        first = site.client.get(address)
        again = site.client.get(address, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert site.client.get(address, headers={"If-None-Match": '"other"'}).content == first.content
    plain = site.client.get(f"/v1/contracts/{contract}/report", headers={"Accept-Encoding": "identity"})
    packed = site.client.get(f"/v1/contracts/{contract}/report", headers={"Accept-Encoding": "deflate"})
    assert packed.headers["content-encoding"] == "deflate"
    assert packed.content == plain.content


def test_problems_are_in_the_language_asked_for(site: Site) -> None:
    address = f"/v1/contracts/{'0' * 64}"
    assert site.client.get(address).json()["title"] == "没有找到"
    assert site.client.get(address, headers={"Accept-Language": "en-GB,en;q=0.9"}).json()["title"] == "Not found"
    assert site.client.get(address, params={"lang": "en"}).json()["title"] == "Not found"


def test_search(site: Site) -> None:
    contract = site.read("搜索.txt", lease("search"))
    hits = site.client.get("/v1/search", params={"q": "欠付金額 的3%", "limit": 200}).json()["items"]
    hit = next(hit for hit in hits if hit["contract"] == contract)
    assert hit["quote"] == "欠付金额的3%"
    assert hit["label"] == "第三条"
    assert hit["url"] == f"/contracts/{contract}#{hit['clause']}"
    first = site.client.get("/v1/search", params={"q": "租金", "limit": 1}).json()
    second = site.client.get(first["next"]).json()
    assert second["items"][0] != first["items"][0]
    assert site.client.get("/v1/search", params={"q": "   "}).status_code == 422


def test_the_workbook_holds_the_contract(site: Site) -> None:
    contract = site.read("表=1+1.txt", lease("workbook"))
    answer = site.client.get(f"/v1/contracts/{contract}/report.xlsx")
    assert "filename*=UTF-8" in answer.headers["content-disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    shown = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert any("青岛石湾workbook仓储有限公司" in str(cell) for cell in shown)
