"""An overview for people."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
from matplotlib.font_manager import findfont
from matplotlib.image import imread
from rich.console import Console

from exports.overview.page import overview_page
from exports.overview.panels import panels
from exports.overview.picture import chinese_font, draw_overview
from exports.overview.terminal import overview_text
from models.errors import MissingDependency
from models.overview import CheckCount, Count, Ending, Overview

NASTY = '<script>alert("1")</script>$x$&amp;'
OVERVIEW = Overview(
    contracts=1234, files=1300, failures=7,
    types=(Count(key="lease", number=1200), Count(key="", number=34)),
    states=(Count(key="error", number=1000), Count(key="none", number=234)),
    named=900, parties=(Count(key=NASTY, number=50), Count(key="南京白鹭机械有限公司", number=1)),
    ending=Ending(since="2026-11", months=(Count(key="2026-12", number=3), Count(key="2027-02", number=1)), before=40, behind=0, counted=5, open=191, undated=1000),
    fields=(Count(key="found", number=9000), Count(key="blank", number=3000)),
    checks=tuple(
        CheckCount(check=f"c{n}", title=f"问题{n}", severity="warning", findings=30, contracts=30 - n) for n in range(25)
    ),
)  # fmt: skip
EMPTY = Overview(
    contracts=0, files=0, failures=0, types=(), states=(), named=0, parties=(),
    ending=Ending(since="2026-11", months=(), before=0, behind=0, counted=0, open=0, undated=0), fields=(), checks=(),
)  # fmt: skip


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [name for name, _ in attrs if name in ("src", "href") or name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def text_of(overview: Overview) -> str:
    console = Console(file=io.StringIO(), width=120)
    console.print(overview_text(overview))
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_panels_say_what_they_leave_out() -> None:
    shown = {panel.title: panel for panel in panels(OVERVIEW)}
    assert len(shown["问题（按合同份数）"].bars) == 20
    assert shown["问题（按合同份数）"].below == "另有 5 项，共 40 份次"
    assert shown["届满月份（自 2026-11 起）"].below == (
        "此前已届满 40 份，其中按起始日与期限推算 5 份，起始日或期限未定、无法推算 191 份，未写明 1,000 份"
    )
    assert [bar.label for bar in shown["合同类型"].bars] == ["租赁", "类型不明"]
    assert shown["当事人"].below == "共 900 个当事人"
    assert [(bar.label, bar.number) for bar in shown["届满月份（自 2026-11 起）"].bars] == [
        ("2026-12", 3), ("2027-01", 0), ("2027-02", 1),
    ]  # fmt: skip


def test_a_page_needs_nothing_and_runs_nothing() -> None:
    page = overview_page(OVERVIEW)
    read = Page()
    read.feed(page)
    assert "script" not in read.tags
    assert "link" not in read.tags
    assert read.addresses == []
    assert NASTY in "".join(read.text)
    assert "default-src 'none'" in page
    assert not re.search(r"https?:", page)


@pytest.mark.parametrize("overview", [OVERVIEW, EMPTY])
def test_every_view_has_every_panel(overview: Overview) -> None:
    for shown in (text_of(overview), overview_page(overview)):
        assert all(panel.title in shown for panel in panels(overview))


def test_a_terminal_shows_the_text_as_it_is() -> None:
    assert "alert" in text_of(OVERVIEW)
    assert "[bold]" in text_of(OVERVIEW.model_copy(update={"parties": (Count(key="[bold]", number=1),)}))


@pytest.mark.parametrize("overview", [OVERVIEW, EMPTY])
def test_a_picture_is_the_same_each_time(overview: Overview) -> None:
    drawn: dict[str, list[bytes]] = {"png": [], "svg": []}
    for _ in "12":
        for kind in ("png", "svg"):
            target = io.BytesIO()
            draw_overview(overview, target, kind)  # type: ignore[arg-type]
            drawn[kind].append(target.getvalue())
    assert all(first == second for first, second in drawn.values())
    image = imread(io.BytesIO(drawn["png"][0]))
    assert image.shape[1] == 1650
    assert len({tuple(pixel) for pixel in image.reshape(-1, image.shape[2])[::97].tolist()}) > 2
    root = ET.fromstring(drawn["svg"][0])
    assert root.tag.endswith("svg")
    assert "script" not in {element.tag.rpartition("}")[2] for element in root.iter()}


def test_a_system_without_chinese_is_told_what_to_install() -> None:
    latin = findfont("DejaVu Sans")
    with pytest.raises(MissingDependency, match="fonts-noto-cjk"):
        chinese_font([latin, "/none.ttf"])
