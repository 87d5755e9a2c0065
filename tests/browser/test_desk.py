"""The server's pages, as a reviewer works with them: real server, real store, real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.looking import Look, looking, marks_of
from tests.browser.papers import DISPUTED, pdf_of, scan_of
from tests.web.serving import Site, serving

ROOT = Path(__file__).resolve().parents[2]
AFTER_SALES = (ROOT / "fixtures/contracts/after-sales/source.txt").read_text("utf-8")
NAME, PASSWORD = "王律师", "correct horse battery 9"
LONG = 240_000
"""Milliseconds that a scan may take to be read on a busy machine."""


def after_sales_pdf() -> bytes:
    """The contract with two clauses on disputes as it would be printed: without a line break of its own."""
    lines = [AFTER_SALES[at : at + 38] for at in range(0, len(AFTER_SALES), 38)]
    return pdf_of([lines[at : at + 30] for at in range(0, len(lines), 30)])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("desk")) as running:
        yield running


def in_chinese(look: Look, site: Site) -> Page:
    look.page.context.add_cookies([{"name": "lang", "value": "zh", "url": site.url}])
    return look.page


def upload(page: Page, files: list[dict[str, Any]]) -> None:
    page.set_input_files("#files", files)


def paper(name: str, data: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def card(page: Page, check: str) -> Any:
    return page.locator(".card", has=page.get_by_text(check, exact=True)).first


def from_elsewhere(look: Look, site: Site) -> list[str]:
    return [url for url in look.asked if not url.startswith((site.url, "data:", "blob:"))]


def test_from_the_first_run_to_a_kept_review(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path) as site, looking(browser) as look:
        page = in_chinese(look, site)
        page.goto(site.url)
        expect(page.get_by_role("heading", name="放入第一份合同")).to_be_visible()
        look.shot("desk-first-run")
        assert look.serious() == []
        html = f"<html><body><h1>数据中心设备售后服务合同</h1><p>{AFTER_SALES}</p></body></html>".encode()
        upload(page, [
            paper("售后.pdf", after_sales_pdf()), paper("扫描.pdf", scan_of(DISPUTED)), paper("售后.html", html),
            paper("坏.pdf", b"%PDF-1.4\nnothing"),
        ])  # fmt: skip
        look.shot("desk-queue")
        jobs = page.locator("#jobs")
        expect(jobs.locator("[data-state=done]")).to_have_count(3, timeout=LONG)
        expect(jobs.locator("[data-state=failed] .job-why")).to_contain_text("坏.pdf")
        look.shot("desk-queue-done")
        jobs.locator("li", has_text="售后.pdf").get_by_role("link").click()

        # From the conflict of the two dispute clauses to the places that the report gives.
        contract = page.url.rsplit("/", 1)[1]
        report = site.client.get(f"/v1/contracts/{contract}/report").json()
        sizes = site.client.get(f"/v1/contracts/{contract}/pages").json()["pages"]
        index, conflict = next(
            (at, each) for at, each in enumerate(report["findings"])
            if each["check"] == "dup-topic-chapter" and each["subject"] == "dispute"
        )  # fmt: skip
        page.locator(f"[data-key=finding-{index}] .card-main").click()
        expect(page.locator(".sides .side")).to_have_count(2)
        for evidence in conflict["evidence"]:
            for place in evidence["places"]:
                width = sizes[place["page"] - 1]["width"]
                marks = marks_of(page, place["page"], width)
                assert any(
                    mark[0] <= place["x0"] + 1 and mark[1] <= place["top"] + 1
                    and mark[2] >= place["x1"] - 1 and mark[3] >= place["bottom"] - 1
                    for mark in marks
                ), (place, marks)  # fmt: skip
        page.locator(".sheet img").first.evaluate("(image) => image.decode()")
        look.shot("desk-conflict")

        # A correction and a dismissal are kept, by whom and when, and the parser's word with them.
        page.keyboard.press("d")
        page.keyboard.type("两处一致，")
        page.get_by_role("button", name="另有约定").click()
        page.get_by_role("button", name="提交").click()
        expect(page.locator(f"[data-key=finding-{index}] .standing")).to_contain_text("两处一致，；另有约定")
        field = next(
            at for at, each in enumerate(report["fields"]) if each["status"] == "found" and each["norm"].startswith("P")
        )
        page.keyboard.press("2")
        page.locator(f"[data-key=field-{field}] .card-main").click()
        page.keyboard.press("e")
        page.get_by_label("值", exact=True).fill("PT48H")
        page.keyboard.press("Enter")
        expect(page.locator(f"[data-key=field-{field}] .standing")).to_contain_text("PT48H")
        expect(page.locator(f"[data-key=field-{field}] .norm")).to_have_text(report["fields"][field]["norm"])
        expect(page.locator(".reviewed")).to_contain_text("已审 2 /")
        look.shot("desk-decided")

        def is_kept() -> None:
            page.keyboard.press("2")
            expect(page.locator(f"[data-key=field-{field}] .standing")).to_contain_text("PT48H")
            page.keyboard.press("1")
            expect(page.locator(f"[data-key=finding-{index}] .standing")).to_contain_text("已驳回")
            expect(page.locator(".reviewed")).to_contain_text("已审 2 /")

        page.reload()
        is_kept()
        site.restart()
        page.goto(f"{site.url}/contracts/{contract}")
        is_kept()
        page.locator(f"[data-key=finding-{index}] .card-main").click()
        page.keyboard.press("u")
        expect(page.locator(f"[data-key=finding-{index}] .standing")).to_have_count(0)
        page.goto(site.url)
        expect(page.locator("tbody tr", has_text="售后.pdf").locator(".progress")).to_contain_text("1 /")
        look.shot("desk-list")
        assert look.serious() == []
        assert [url for url in look.asked if not url.startswith(("http://127.0.0.1:", "data:"))] == []


@pytest.fixture(scope="module")
def disputed(site: Site) -> str:
    return site.read("维护合同.pdf", pdf_of([DISPUTED[:7], DISPUTED[7:]]))


def test_the_keyboard_alone_reviews_a_contract(browser: Browser, site: Site, disputed: str) -> None:
    with looking(browser) as look:
        page = in_chinese(look, site)
        page.goto(site.url)
        link = page.locator("tbody th a").first
        for _ in range(40):
            page.keyboard.press("Tab")
            if link.evaluate("(each) => each === document.activeElement"):
                break
        page.keyboard.press("Enter")
        expect(page.locator(".card").first).to_be_visible()
        for key in ("j", "a", "j", "d"):
            page.keyboard.press(key)
            page.wait_for_timeout(250)
        page.keyboard.type("误报")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#panel-findings .standing")).to_have_count(2)
        page.keyboard.press("i")
        page.keyboard.type("请对方确认")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".card.is-selected .comments")).to_contain_text("请对方确认")
        page.keyboard.press("2")
        page.keyboard.press("j")
        page.keyboard.press("c")
        expect(page.locator("#panel-fields .standing")).to_have_count(1)
        page.keyboard.press("u")
        expect(page.locator("#panel-fields .standing")).to_have_count(0)
        page.keyboard.press("o")
        expect(page.locator("[aria-current=true]")).to_be_focused()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_contain_text("采纳问题")


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_serious(browser: Browser, site: Site, disputed: str, dark: bool) -> None:
    with looking(browser, dark=dark) as look:
        page = in_chinese(look, site)
        page.goto(f"{site.url}/contracts/{disputed}")
        page.keyboard.press("j")
        page.keyboard.press("d")
        assert look.serious() == []
        page.keyboard.press("Escape")
        page.locator(".menu summary").click()
        assert look.serious() == []
        look.shot(f"desk-review{'-dark' if dark else ''}")
        page.goto(f"{site.url}/contracts/{'0' * 64}")
        assert look.serious() == []
        look.shot(f"desk-error{'-dark' if dark else ''}")


HOSTILE = """<html><head><meta http-equiv="refresh" content="0;url=http://192.0.2.1/gone">
<link rel="stylesheet" href="http://192.0.2.1/style.css"><script>alert("head")</script></head><body onload="alert('load')">
<h1>设备维护合同&lt;script&gt;alert(0)&lt;/script&gt;</h1>
<p>甲方：&lt;script&gt;alert(1)&lt;/script&gt;有限公司</p><p>乙方：&lt;img src=x onerror=alert(2)&gt;有限公司</p>
<img src="http://192.0.2.1/pixel.png"><form action="http://192.0.2.1/take"><input name="a" autofocus onfocus="alert(3)">
</form><iframe src="http://192.0.2.1/frame"></iframe><script src="http://192.0.2.1/run.js"></script>
<p>第一条 服务内容</p><p>1.1 乙方应在接到通知后2小时内到场。&lt;/script&gt;&lt;script&gt;alert(4)&lt;/script&gt;</p>
<p>第二条 争议解决</p><p>2.1 由甲方所在地人民法院管辖。</p></body></html>"""


def test_a_hostile_contract_does_nothing(browser: Browser, site: Site) -> None:
    with looking(browser) as look:
        page = in_chinese(look, site)
        page.goto(site.url)
        upload(page, [paper('"><img src=x onerror=alert(5)>.html', HOSTILE.encode())])
        done = page.locator("#jobs [data-state=done]")
        expect(done).to_have_count(1, timeout=LONG)
        page.goto(site.url)
        expect(page.locator("tbody").get_by_text("alert(1)").first).to_be_visible()
        page.locator("tbody tr", has_text="alert(1)").get_by_role("link").click()
        expect(page.locator(".card").first).to_be_visible()
        for key in ("1", "j", "a", "2", "j", "e", "Escape", "3", "j", "?", "Escape"):
            page.keyboard.press(key)
        page.keyboard.press("1")
        page.keyboard.press("j")
        page.keyboard.press("i")
        expect(page.locator(".decision-form textarea")).to_be_focused()
        page.keyboard.type("<img src=x onerror=alert(6)>")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".comments").first).to_contain_text("onerror")
        look.shot("desk-hostile")
        page.goto(site.url)
        page.wait_for_timeout(300)
        assert look.dialogs == []
        assert from_elsewhere(look, site) == []
        assert page.locator("form[action*='192.0.2.1'], iframe").count() == 0


def test_two_reviewers_see_each_other(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path) as site:
        contract = site.read("维护合同.pdf", pdf_of([DISPUTED]))
        for name in ("李律师", NAME):
            site.run("users", "add", name, "--role", "reviewer", "--password-stdin", stdin=PASSWORD)
        with looking(browser) as one, looking(browser) as other:
            for look, name in ((one, "李律师"), (other, NAME)):
                page = in_chinese(look, site)
                page.goto(f"{site.url}/contracts/{contract}")
                expect(page.get_by_role("heading", name="登录契约")).to_be_visible()
                assert look.serious() == []
                page.get_by_label("用户名").fill(name)
                page.get_by_label("密码").fill(PASSWORD + "x")
                page.keyboard.press("Enter")
                expect(page.get_by_role("alert")).to_contain_text("不对")
                look.shot("desk-log-in")
                page.get_by_label("用户名").fill(name)
                page.get_by_label("密码").fill(PASSWORD)
                page.keyboard.press("Enter")
                expect(page.locator(".card").first).to_be_visible()
                page.keyboard.press("j")
            one.page.keyboard.press("a")
            expect(one.page.locator(".standing").first).to_contain_text("李律师")
            other.page.keyboard.press("d")
            other.page.keyboard.type("不成立")
            other.page.keyboard.press("Control+Enter")
            conflict = other.page.locator(".conflict")
            expect(conflict).to_contain_text("李律师 已先作了决定")
            expect(conflict).to_contain_text("不成立")
            assert other.serious() == []
            other.shot("desk-two-reviewers")
            other.page.get_by_role("button", name="仍提交我的").click()
            expect(other.page.locator(".standing").first).to_contain_text(NAME)
            other.page.locator(".record summary").first.click()
            expect(other.page.locator(".record").first).to_contain_text("李律师")


def test_the_list_filters_sorts_and_pages(browser: Browser, site: Site, disputed: str) -> None:
    site.read(
        "租赁.txt",
        "仓库租赁合同\n甲方：青岛石湾仓储有限公司\n乙方：烟台北渚商贸有限公司\n第一条 租金\n月租金为8000元。\n".encode(),
    )
    with looking(browser, width=1920) as look:
        page = in_chinese(look, site)
        page.goto(site.url)
        rows = page.locator("tbody tr")
        before = rows.count()
        assert before >= 2
        page.get_by_label("类型").select_option(label="租赁")
        page.get_by_role("button", name="筛选").click()
        expect(rows).to_have_count(1)
        expect(rows.first).to_contain_text("仓库租赁合同")
        page.get_by_role("link", name="清除").click()
        expect(rows).to_have_count(before)
        page.get_by_label("查找").fill("没有这样的合同")
        page.keyboard.press("Enter")
        expect(page.locator(".empty")).to_be_visible()
        page.goto(f"{site.url}/?limit=1")
        expect(rows).to_have_count(1)
        name = rows.first.locator("a")
        first = (name.inner_text(), name.get_attribute("href"))
        page.get_by_role("link", name="下一页").click()
        assert (name.inner_text(), name.get_attribute("href")) != first
        page.get_by_role("link", name="首页").click()
        assert (name.inner_text(), name.get_attribute("href")) == first
        page.goto(site.url)
        page.locator("thead a", has_text="加入时间").click()
        expect(page.locator("[aria-sort=ascending]")).to_have_count(1)
        look.shot("desk-list-wide")
        page.get_by_role("link", name="English").click()
        expect(page.get_by_role("heading", name="Contracts")).to_be_visible()


def test_downloads_are_there(browser: Browser, site: Site, disputed: str, tmp_path: Path) -> None:
    with looking(browser) as look:
        page = in_chinese(look, site)
        page.goto(f"{site.url}/contracts/{disputed}")
        page.locator(".menu summary").click()
        for words in ("原件", "报告（网页）", "报告（Excel）", "报告（JSON）", "审查决定"):
            with page.expect_download() as got:
                page.get_by_role("link", name=words).click()
            path = tmp_path / "got"
            got.value.save_as(path)
            assert path.stat().st_size > 100, words
            if words == "报告（JSON）":
                assert json.loads(path.read_text("utf-8"))["source"]["sha256"] == disputed
            page.locator(".menu").evaluate("(menu) => { menu.open = true; }")


def test_a_job_that_ends_between_two_looks_is_seen_to_end(browser: Browser, site: Site) -> None:
    """The list of open jobs is the same before a job comes and after it has ended."""
    earlier: list[dict[str, Any]] = []

    def as_it_was(route: Route) -> None:
        if earlier:
            route.continue_()
            return
        answer = route.fetch()
        earlier.append(answer.json())
        route.fulfill(response=answer, json={**earlier[0], "state": "queued", "position": 1, "url": None})

    with looking(browser) as look:
        page = in_chinese(look, site)
        page.route(re.compile(r"/v1/jobs/\d+$"), as_it_was)
        page.goto(site.url)
        upload(page, [paper("看见.txt", AFTER_SALES.replace("2小时", "3小时").encode() + "\n附注：看见。".encode())])
        expect(page.locator("#jobs [data-state=done]")).to_contain_text("看见.txt", timeout=LONG)
    assert earlier[0]["state"] == "done"


def test_a_file_can_be_dropped_and_cancelled(browser: Browser, site: Site) -> None:
    with looking(browser) as look:
        page = in_chinese(look, site)
        page.goto(site.url)
        page.evaluate(
            """(text) => {
              const data = new DataTransfer();
              data.items.add(new File([text], "拖入.txt", { type: "text/plain" }));
              for (const name of ["dragenter", "dragover", "drop"]) {
                document.getElementById("drop").dispatchEvent(new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true }));
              }
            }""",
            AFTER_SALES,
        )
        expect(page.locator("#jobs [data-state=done]")).to_contain_text("拖入.txt", timeout=LONG)
        upload(page, [paper("慢.pdf", scan_of(DISPUTED, copies=3))])
        page.get_by_role("button", name="取消: 慢.pdf").click()
        expect(page.locator("#jobs [data-state=cancelled]")).to_contain_text("慢.pdf", timeout=LONG)
        page.get_by_role("button", name="移除: 慢.pdf").click()
        expect(page.locator("#jobs li")).to_have_count(1)
