"""Pages read at the same time give what pages read one by one give, and each is told of."""

from __future__ import annotations

import pytest
from drawn_pages import blank, pdf, scanned, typeset

from models.source import Paging
from parser import parse
from parser.readers.scan_pages import pages_at_a_time


def test_workers_change_nothing_and_pages_are_counted() -> None:
    pages = [
        scanned(
            typeset(
                (f"第{n}条 付款", f"乙方应于2026年{n}月{n}日前付清{n}500元。"), left=60, top=90, page=blank((900, 240))
            )
        )
        for n in (1, 2, 3)
    ]
    data = pdf(pages)
    told: list[tuple[int, int]] = []
    one = parse(data, name="a.pdf")
    two = parse(data, name="a.pdf", paging=Paging(workers=2, on_page=lambda done, of: told.append((done, of))))
    assert one == two
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    ("asked", "pages", "cores", "given"), [(1, 9, 8, 1), (3, 2, 8, 2), (8, 9, 2, 2), (64, 300, 64, 4), (2, 0, 8, 1)]
)
def test_no_more_pages_at_a_time_than_help_and_fit(asked: int, pages: int, cores: int, given: int) -> None:
    assert pages_at_a_time(asked, pages, cores) == given
