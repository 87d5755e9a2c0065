"""The self-contained report, opened as a file by one who has nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page
from reportlab.lib.pagesizes import A4

from exports.html import report_html, titles_of
from models.report import PagePlace, Report
from parser import parse
from parser.packs import default_packs
from parser.readers.page_picture import page_pictures
from tests.browser.looking import looking, marks_of
from tests.browser.papers import DISPUTED, long_pages, pdf_of

FIELD = "onsite_time"
"""A field of papers.DISPUTED with a place of its own."""
Box = tuple[float, float, float, float]


def write(folder: Path, name: str, data: bytes) -> tuple[Report, str]:
    """The report of these bytes, and the address of its page."""
    report = parse(data, name=name)
    page = folder / f"{name}.report.html"
    page.write_text(report_html(report, page_pictures(name, data, width=1240), titles_of(default_packs())), "utf-8")
    return report, page.as_uri()


@pytest.fixture(scope="module")
def disputed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, str]:
    return write(tmp_path_factory.mktemp("disputed"), "维护合同.pdf", pdf_of([DISPUTED[:7], DISPUTED[7:]]))


def covered(place: PagePlace, marks: list[Box]) -> bool:
    return any(
        mark[0] <= place.x0 + 1 and mark[1] <= place.top + 1 and mark[2] >= place.x1 - 1 and mark[3] >= place.bottom - 1
        for mark in marks
    )


def places(item: Any) -> list[PagePlace]:
    return [place for evidence in item.evidence for place in evidence.places if isinstance(place, PagePlace)]


def selected(page: Page) -> Locator:
    return page.locator("[aria-current=true]")


def test_the_two_sides_of_a_conflict_are_marked_where_they_stand(
    browser: Browser, disputed: tuple[Report, str]
) -> None:
    report, address = disputed
    conflict = next(finding for finding in report.findings if finding.check == "arb-and-litigation")
    with looking(browser) as look:
        look.page.goto(address)
        look.page.locator(".card", has=look.page.get_by_text("arb-and-litigation")).locator(".card-main").click()
        look.page.wait_for_selector(".mark.is-current")
        marks = {number: marks_of(look.page, number, A4[0]) for number in (1, 2)}
        wanted = places(conflict)
        assert len(wanted) >= 2
        assert all(covered(place, marks[place.page]) for place in wanted)
        sides = look.page.locator(".sides .side")
        assert sides.count() == len(conflict.evidence)
        assert "人民法院" in sides.nth(0).inner_text() + sides.nth(1).inner_text()
        look.page.locator(".sides .crop img").first.evaluate("(image) => image.decode()")
        look.shot("self-contained-conflict")
        assert look.asked == [address, *[url for url in look.asked if url.startswith("data:")]]


def test_every_field_jumps_to_its_place(browser: Browser, disputed: tuple[Report, str]) -> None:
    report, address = disputed
    with looking(browser) as look:
        look.page.goto(address)
        look.page.keyboard.press("2")
        for index, field in enumerate(report.fields):
            wanted = places(field)
            if field.status != "found" or not wanted:
                continue
            look.page.locator(f"[data-key=field-{index}] .card-main").click()
            page = wanted[0].page
            assert covered(wanted[0], marks_of(look.page, page, A4[0])), field
            assert look.page.locator(f".sheet[data-page='{page}'] .mark.is-current").first.evaluate(
                "(mark) => { const box = mark.getBoundingClientRect(); return box.top > 0 && box.bottom < innerHeight; }"
            ), field


def test_a_click_on_the_page_finds_what_stands_there(browser: Browser, disputed: tuple[Report, str]) -> None:
    report, address = disputed
    field = next(field for field in report.fields if field.name == FIELD)
    place = places(field)[0]
    with looking(browser) as look:
        look.page.goto(address)
        sheet = look.page.locator(f".sheet[data-page='{place.page}']")
        scale = (sheet.bounding_box() or {})["width"] / A4[0]
        sheet.click(position={"x": (place.x1 - 8) * scale, "y": (place.top + place.bottom) / 2 * scale})
        here = look.page.locator(".here button", has_text=field.title)
        if here.count():
            here.first.click()
        assert selected(look.page).inner_text().startswith(field.title)


def test_the_keyboard_alone_is_enough(browser: Browser, disputed: tuple[Report, str]) -> None:
    _, address = disputed
    with looking(browser) as look:
        press = look.page.keyboard.press
        look.page.goto(address)
        press("j")
        assert selected(look.page).count() == 1
        first = selected(look.page).inner_text()
        press("j")
        assert selected(look.page).inner_text() != first
        press("k")
        assert selected(look.page).inner_text() == first
        press("2")
        press("j")
        assert look.page.locator("[role=tab][aria-selected=true]").inner_text().startswith("要素")
        assert look.page.locator(".panel.is-open .card.is-selected").count() == 1
        press("3")
        for _ in range(4):
            press("j")
        assert look.page.locator("[role=treeitem][aria-selected=true]").count() == 1
        press("/")
        look.page.keyboard.type("仲裁委员会")
        press("Enter")
        assert look.page.locator(".result.is-current mark").inner_text() == "仲裁委员会"
        assert look.page.locator(".mark.is-current").count() >= 1
        press("Escape")
        press("?")
        assert look.page.locator("dialog[open]").is_visible()
        press("Escape")
        assert look.page.locator("dialog[open]").count() == 0
        focused = set()
        for _ in range(40):
            press("Tab")
            focused.add(look.page.evaluate("document.activeElement.className + document.activeElement.id"))
            outline = look.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none" or look.page.evaluate("document.activeElement === document.body")
        assert len(focused) > 8


def test_filters_leave_what_they_name(browser: Browser, disputed: tuple[Report, str]) -> None:
    report, address = disputed
    with looking(browser) as look:
        look.page.goto(address)
        look.page.locator("[data-filter=severity][data-value=error]").click()
        look.page.locator("[data-filter=kind][data-value=conflict]").click()
        wanted = [f for f in report.findings if f.severity == "error" and f.kind == "conflict"]
        cards = look.page.locator("#panel-findings .card:visible")
        assert cards.count() == len(wanted) > 0
        look.page.get_by_role("button", name="重置筛选").click()
        assert cards.count() == len(report.findings)
        look.page.keyboard.press("2")
        look.page.locator("[data-filter=state][data-value=absent]").click()
        absent = [field for field in report.fields if field.status == "absent"]
        assert look.page.locator("#panel-fields .card:visible").count() == len(absent) > 0


def test_the_text_is_marked_by_its_very_words(browser: Browser, tmp_path: Path) -> None:
    """Spans count code points: characters beyond U+FFFF and a table before a place must not shift it."""
    rows = "<table><tr><td>名称</td><td>𠮷田泵</td></tr><tr><td>数量</td><td>3台</td></tr></table>"
    lines = "".join(f"<p>{line}</p>" for line in DISPUTED[3:])
    data = f"<html><body><h1>𠮷田设备维护合同</h1><p>甲方：𠮷田仓储有限公司</p><p>乙方：烟台北渚商贸有限公司</p>{rows}{lines}</body></html>"
    report, address = write(tmp_path, "合同.html", data.encode())
    assert "𠮷" in report.text
    index = next(i for i, field in enumerate(report.fields) if field.name == FIELD)
    quote = report.fields[index].evidence[0].quote
    with looking(browser) as look:
        look.page.goto(address)
        look.page.keyboard.press("2")
        look.page.locator(f"[data-key=field-{index}] .card-main").click()
        words = look.page.locator(".prose .mark.is-current").first.evaluate(
            """(mark) => {
              const box = mark.getBoundingClientRect();
              const y = (box.top + box.bottom) / 2;
              const range = document.createRange();
              const [from, to] = [[box.left + 1, y], [box.right - 1, y]].map(([x, at]) => document.caretRangeFromPoint(x, at));
              range.setStart(from.startContainer, from.startOffset);
              range.setEnd(to.startContainer, to.startOffset);
              return range.toString();
            }"""
        )
        plain = "".join(quote.split())
        assert "".join(words.split()) in (plain, plain[:-1])
        assert look.page.locator(".prose td").count() == 4
        look.shot("self-contained-text")


def test_three_hundred_pages_load_as_they_come_into_view(browser: Browser, tmp_path: Path) -> None:
    data = pdf_of(long_pages(300))
    report = parse(data, name="长合同.pdf")
    pictures = page_pictures("长合同.pdf", data, width=200)
    page = tmp_path / "long.html"
    page.write_text(report_html(report, pictures, {}), "utf-8")
    with looking(browser) as look:
        look.page.goto(page.as_uri())
        look.page.wait_for_selector(".sheet img")
        assert look.page.locator(".sheet").count() == 300
        assert look.page.locator(".sheet img").count() < 12
        height = look.page.locator(".sheets").evaluate("(each) => each.scrollHeight")
        look.page.locator(".tools input").fill("250")
        look.page.keyboard.press("Enter")
        look.page.locator(".sheet[data-page='250'] img").evaluate("(image) => image.decode()")
        assert abs(look.page.locator(".sheets").evaluate("(each) => each.scrollHeight") - height) < 2
        for at in range(0, 100, 2):
            look.page.locator(".sheets").evaluate(f"(each) => each.scrollTo(0, each.scrollHeight * {at / 100})")
            look.page.wait_for_timeout(10)
        assert look.page.locator(".sheet img").count() <= 45


HOSTILE = """<html><head><meta http-equiv="refresh" content="0;url=http://192.0.2.1/gone"><title></title>
<link rel="stylesheet" href="http://192.0.2.1/style.css"><script>alert("head")</script></head><body onload="alert('load')">
<h1>设备维护合同</h1><p>甲方：&lt;script&gt;alert(1)&lt;/script&gt;有限公司</p><p>乙方：&lt;img src=x onerror=alert(2)&gt;有限公司</p>
<img src="http://192.0.2.1/pixel.png"><form action="http://192.0.2.1/take"><input name="a" autofocus onfocus="alert(3)"></form>
<iframe src="http://192.0.2.1/frame"></iframe><script src="http://192.0.2.1/run.js"></script>
<p>第一条 服务内容</p><p>1.1 乙方应在接到通知后2小时内到场。&lt;/script&gt;&lt;script&gt;alert(4)&lt;/script&gt;&lt;!--</p>
<p>第二条 争议解决</p><p>2.1 由甲方所在地人民法院管辖。{line}\u2028{para}\u2029</p></body></html>"""


@pytest.mark.parametrize("name", ["合同.html", '"><script>alert(5)</script>.html'])
def test_what_a_contract_says_is_never_run(browser: Browser, tmp_path: Path, name: str) -> None:
    report = parse(HOSTILE.encode(), name=name)
    assert any("<script>" in (field.norm or "") for field in report.fields)
    page = tmp_path / "hostile.html"
    page.write_text(report_html(report, [], titles_of(default_packs())), "utf-8")
    with looking(browser) as look:
        look.page.goto(page.as_uri())
        for key in ("1", "j", "2", "j", "j", "3", "j", "?", "Escape", "/"):
            look.page.keyboard.press(key)
        look.page.keyboard.type("<script>")
        look.page.keyboard.press("Enter")
        look.page.wait_for_timeout(300)
        look.shot("self-contained-hostile")
        assert look.dialogs == []
        assert [url for url in look.asked if not url.startswith(("file:", "data:"))] == []
        assert look.page.locator("form, iframe, .prose img, .prose script").count() == 0
        assert json.loads(
            look.page.locator("#report-data").evaluate("(each) => each.textContent")
        ) == report.model_dump(mode="json", by_alias=True)


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_serious(browser: Browser, disputed: tuple[Report, str], dark: bool) -> None:
    with looking(browser, dark=dark) as look:
        look.page.goto(disputed[1])
        for steps in (["j"], ["2", "j"], ["3", "j"], ["v"], ["/", "2", "Enter"]):
            for key in steps:
                look.page.keyboard.press(key)
            assert look.serious() == [], steps
        look.page.keyboard.press("Escape")
        look.page.keyboard.press("?")
        assert look.serious() == []


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1920, False), (1920, True)])
def test_nothing_is_cut_off(browser: Browser, disputed: tuple[Report, str], width: int, dark: bool) -> None:
    with looking(browser, width=width, height=900, dark=dark) as look:
        look.page.goto(disputed[1])
        look.page.locator(".sheet img").first.evaluate("(image) => image.decode()")
        look.page.keyboard.press("j")
        look.shot(f"self-contained-{width}{'-dark' if dark else ''}")
        assert look.page.evaluate("document.documentElement.scrollWidth") <= width
        look.page.get_by_role("button", name="English").click()
        assert look.page.get_by_role("tab", name="Findings").is_visible()
        assert look.page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_paper_everything_is_there(browser: Browser, disputed: tuple[Report, str]) -> None:
    report, address = disputed
    with looking(browser) as look:
        look.page.goto(address)
        look.page.emulate_media(media="print")
        assert look.page.locator(".card:visible").count() == len(report.findings) + len(report.fields)
        assert look.page.locator(".clause-main:visible").count() == len(report.clauses)
        assert not look.page.locator(".sheets, .filters, .tools").first.is_visible()
