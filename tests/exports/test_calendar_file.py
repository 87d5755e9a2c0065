"""Deadlines as an iCalendar file: what a calendar program reads from it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines import deadlines_of
from exports.calendar_file import calendar_lines
from models.deadline import Deadline
from parser.packs import default_packs
from tests.exports.contracts import lease, sale

DEADLINE = Deadline(
    rule="term-end", title="合同期限届满", field="term_end", role=None, object=None, date="2026-12-31",
    counted="2026-12-31", formula="终止日 2026-12-31", provisional=False, basis=(), notes=(), clause="c1",
    where="第一条 期限", evidence=(),
)  # fmt: skip


def entry(deadline: Deadline, name: str = "合同.pdf") -> tuple[str, str, str, Deadline]:
    return "a" * 64, name, "2026-03-20", deadline


def read(data: bytes) -> list[dict[str, str]]:
    """The events, read as RFC 5545 says: unfold, part the lines, take back the escapes."""
    assert data.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    events: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events:
            plain = re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)
            events[-1].setdefault(name.partition(";")[0], plain)
    return events


def test_a_contract_gives_its_events() -> None:
    found = deadlines_of(lease().report, default_packs())
    events = read(b"".join(calendar_lines(entry(one) for one in found)))
    assert [event["DTSTART"] for event in events] == [str(one.date).replace("-", "") for one in found if one.date]
    assert [event["DTSTART"] for event in events] == ["20290331", "20290301"]
    assert events[1]["DTEND"] == "20290302"
    assert events[0]["DTSTAMP"] == "20260320T000000Z"
    assert events[1]["SUMMARY"] == "期满前通知的最后一日（乙方）：合同.pdf"
    assert "30日" in events[1]["DESCRIPTION"]
    assert "第二百零一条" in events[1]["DESCRIPTION"]
    assert {event["STATUS"] for event in events} == {"TENTATIVE"}


def test_what_has_no_day_is_no_event() -> None:
    assert read(b"".join(calendar_lines(entry(one) for one in deadlines_of(sale().report, default_packs())))) == []


def test_an_event_keeps_its_uid_and_shares_it_with_none() -> None:
    found = deadlines_of(lease().report, default_packs())
    twice = [
        read(b"".join(calendar_lines(entry(one, name) for one in (*found, *found)))) for name in ("甲.pdf", "乙.pdf")
    ]
    uids = [[event["UID"] for event in events] for events in twice]
    assert uids[0] == uids[1]
    assert len(set(uids[0])) == len(uids[0]) == 4


@given(st.text(max_size=200))
def test_any_text_comes_back(text: str) -> None:
    data = b"".join(calendar_lines([entry(DEADLINE.model_copy(update={"formula": text}), text)]))
    (event,) = read(data)
    kept = "".join(
        char for char in text.encode("utf-8", "replace").decode() if (char >= " " or char == "\n") and char != "\x7f"
    )
    assert event["SUMMARY"] == f"合同期限届满：{kept}"
    assert event["DESCRIPTION"] == kept


@pytest.mark.parametrize("name", ["a" * 300, "合" * 300, "é\U0001f4c4" * 100])
def test_long_lines_are_folded_between_characters(name: str) -> None:
    data = b"".join(calendar_lines([entry(DEADLINE, name)]))
    for line in data.split(b"\r\n"):
        line.decode()
    assert read(data)[0]["SUMMARY"].endswith(name)
