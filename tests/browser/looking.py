"""A page in Debian's Chromium, as a reviewer sees it: what it asks of the network, and what it says when it fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, expect

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 60_000
"""Milliseconds that anything on a page may take on a busy machine."""
expect.set_options(timeout=PATIENCE)
SHOTS = Path(__file__).resolve().parents[2] / "build" / "screens"
"""Where pictures of the pages are kept, to be looked at."""


def launch(playwright: Playwright) -> Browser:
    assert CHROMIUM.exists(), "Chromium is not installed: apt-get install chromium fonts-noto-cjk"
    return playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)


@dataclass
class Look:
    """A page and what happened on it: the addresses it asked for, its errors, the dialogs it opened."""

    page: Page
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def shot(self, name: str) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.wait_for_timeout(350)
        self.page.screenshot(path=SHOTS / f"{name}.png")

    def serious(self) -> list[str]:
        """What axe finds that is serious or worse."""
        found = Axe().run(self.page).response["violations"]
        return [
            f"{each['id']}: {each['help']} {[node['html'][:120] for node in each['nodes'][:3]]}"
            for each in found
            if each["impact"] in ("serious", "critical")
        ]


@contextmanager
def looking(browser: Browser, *, width: int = 1280, height: int = 800, dark: bool = False) -> Iterator[Look]:
    """A fresh page. Whatever leaves this machine is held back and told; an error of a script fails the test."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", reduced_motion="reduce"
    )
    look = Look(context.new_page())
    look.page.set_default_timeout(PATIENCE)
    look.page.on("request", lambda request: look.asked.append(request.url))
    look.page.on("pageerror", lambda error: look.errors.append(str(error)))
    look.page.on("dialog", lambda dialog: (look.dialogs.append(dialog.message), dialog.dismiss()))
    try:
        yield look
    finally:
        context.close()
    assert not look.errors, look.errors


def marks_of(page: Page, number: int, width: float) -> list[tuple[float, float, float, float]]:
    """The marks on a page of the contract that is `width` points wide, in points from its top left corner."""
    found: list[tuple[float, float, float, float]] = page.evaluate(
        """([number, width]) => {
          const sheet = document.querySelector(`.sheet[data-page="${number}"]`);
          const frame = sheet.getBoundingClientRect();
          const scale = width / frame.width;
          return [...sheet.querySelectorAll(":scope > .mark")].map((mark) => {
            const box = mark.getBoundingClientRect();
            return [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top]
              .map((side) => side * scale);
          });
        }""",
        [number, width],
    )
    return found
