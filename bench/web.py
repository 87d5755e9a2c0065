"""The reviewer's desk under load: 50 readers and 10 uploads at once, and how soon a review page can be used.

    python bench/web.py [--readers N] [--uploads N] [--pages N]

A real server in a process of its own, real contracts made here (bench/pages.py). Each reader opens the list, a review page,
its report and review, a page's picture, with a pause of some two seconds in between, as a person reads; what is measured is
the wall time to a whole answer while files are parsed. Nothing may fail, and no upload may be lost. With playwright and
Chromium there, a review page is opened for 6 and for 200 pages: the time until its first picture and its findings are seen.
Exits 1 where a figure is over its bar.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import httpx
from pages import default_font, make_pdf

from tests.web.serving import SETTLED, Site, serving, until

ANSWER_MS, PAUSE = 300.0, 2.0
USABLE_MS = {6: 1000.0, 200: 2000.0}
SHOWN = "document.querySelector('img[src*=\"/pages/1/picture\"]')?.naturalWidth > 0"


@dataclass
class Seen:
    """Milliseconds to a whole answer, by what was asked for; and what went wrong."""

    times: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)

    async def ask(self, client: httpx.AsyncClient, what: str, address: str) -> httpx.Response:
        began = time.perf_counter()
        answer = await client.get(address, headers={"Accept": "text/html" if what in ("list", "page") else "*/*"})
        self.times[what].append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            self.wrong.append(f"{what}: {answer.status_code}")
        return answer


async def read(seen: Seen, url: str, contract: str, pages: int, stop: asyncio.Event, seed: int) -> None:
    """A reader, until told to stop."""
    chance = random.Random(seed)
    # They do not all come at the same moment.
    await asyncio.sleep(2 * PAUSE * chance.random())
    async with httpx.AsyncClient(base_url=url, timeout=60, trust_env=False) as client:
        while not stop.is_set():
            path = f"/v1/contracts/{contract}"
            for what, address in (
                ("list", "/"),
                ("page", f"/contracts/{contract}"),
                ("report", f"{path}/report"),
                ("review", f"{path}/review"),
                ("picture", f"{path}/pages/{chance.randint(1, pages)}/picture"),
            ):
                await seen.ask(client, what, address)
                await asyncio.sleep(PAUSE * chance.uniform(0.5, 1.5))
                if stop.is_set():
                    return


async def upload(url: str, files: list[Path]) -> list[int]:
    """All files at once; the numbers of their jobs."""

    async def put(client: httpx.AsyncClient, path: Path) -> int:
        answer = await client.post("/v1/contracts", files={"file": (path.name, path.read_bytes())})
        answer.raise_for_status()
        number: int = answer.json()["id"]
        return number

    async with httpx.AsyncClient(base_url=url, timeout=60, trust_env=False) as client:
        return list(await asyncio.gather(*(put(client, path) for path in files)))


async def load(site: Site, contract: str, pages: int, readers: int, files: list[Path]) -> tuple[Seen, float, list[str]]:
    """What the readers saw while all files were parsed, the seconds that took, and how the jobs ended."""
    seen, stop = Seen(), asyncio.Event()
    reading = [asyncio.create_task(read(seen, site.url, contract, pages, stop, seed)) for seed in range(readers)]
    await asyncio.sleep(2 * PAUSE)
    began = time.perf_counter()
    numbers = await upload(site.url, files)
    async with httpx.AsyncClient(base_url=site.url, timeout=60, trust_env=False) as client:
        while True:
            states = [(await client.get(f"/v1/jobs/{number}")).json()["state"] for number in numbers]
            if all(state in SETTLED for state in states):
                break
            await asyncio.sleep(0.5)
    seconds = time.perf_counter() - began
    stop.set()
    await asyncio.gather(*reading)
    return seen, seconds, states


def show(site: Site, contracts: dict[int, str]) -> list[tuple[str, float, float]]:
    """Milliseconds until a review page can be used, the middle of five times, by its pages."""
    from playwright.sync_api import sync_playwright

    figures = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for pages, contract in contracts.items():
            times = []
            for _ in range(5):
                page = browser.new_page(viewport={"width": 1280, "height": 900})
                began = time.perf_counter()
                page.goto(f"{site.url}/contracts/{contract}", wait_until="commit")
                # Asked for again and again from here: the page's policy forbids what playwright would ask by itself.
                until(lambda page=page: page.evaluate(SHOWN), 30)
                times.append((time.perf_counter() - began) * 1000)
                page.close()
            figures.append((f"review page of {pages} pages, ms", statistics.median(times), USABLE_MS[pages]))
        browser.close()
    return figures


def report(what: str, figure: float, bar: float, *, least: bool = False) -> bool:
    fits = figure >= bar if least else figure <= bar
    print(f"{'ok  ' if fits else 'OVER'}  {what:48} {figure:10.1f}   (bar {bar:g})")
    return fits


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--readers", type=int, default=50)
    options.add_argument("--uploads", type=int, default=10)
    options.add_argument("--pages", type=int, default=30, help="of each uploaded contract")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch, serving(Path(scratch)) as site:
        folder, font = Path(scratch), default_font()
        contracts = {}
        for pages in USABLE_MS:
            make_pdf(folder / f"{pages}.pdf", pages, font=font)
            contracts[pages] = site.read(f"{pages}.pdf", (folder / f"{pages}.pdf").read_bytes())
        files = []
        for at in range(asked.uploads):
            files.append(folder / f"upload-{at}.pdf")
            make_pdf(files[-1], asked.pages + at % 3, font=font)
            files[-1].write_bytes(files[-1].read_bytes() + f"\n% {at}\n".encode())
        seen, seconds, states = asyncio.run(load(site, contracts[6], 6, asked.readers, files))
        every = [time for times in seen.times.values() for time in times]
        print(
            f"{asked.readers} readers, {len(every)} answers in the {seconds:.1f} s in which {asked.uploads} files were read"
        )
        fits = [
            report("files read", states.count("done"), asked.uploads, least=True),
            report("answers that failed", len(seen.wrong), 0),
            report("95th percentile of all answers, ms", percentile(every, 0.95), ANSWER_MS),
        ]
        for what, times in seen.times.items():
            print(
                f"      {what:8} middle {statistics.median(times):7.1f}  p95 {percentile(times, 0.95):7.1f}  {len(times)} asked"
            )
        if Path("/usr/bin/chromium").exists():
            fits += [report(*figure) for figure in show(site, contracts)]
    return 0 if all(fits) else 1


if __name__ == "__main__":
    sys.exit(main())
