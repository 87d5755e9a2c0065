"""Deadlines as an iCalendar file (RFC 5545), for any calendar program."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from models.deadline import Deadline

_LINE = 75
"""Octets of a line, its end not counted."""
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def calendar_lines(entries: Iterable[tuple[str, str, str, Deadline]]) -> Iterator[bytes]:
    """The file, line by line: one event of a whole day for each deadline that has a date.

    Each entry is the sha256 of a contract, what people call it, the day of its rules (YYYY-MM-DD), and the deadline. An
    event keeps its UID as long as the contract's bytes and the deadline's rule, field and wording are the same, so that
    a calendar that takes in the file again does not show it twice. Its stamp is the day of the rules, for a file that
    depends on the moment of its making would never be the same twice.
    """
    for line in ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Qiyue//Deadlines//ZH", "CALSCALE:GREGORIAN"):
        yield _folded(line)
    seen: dict[str, int] = {}
    for sha256, name, as_of, deadline in entries:
        if deadline.date is not None:
            uid = _uid(sha256, deadline)
            seen[uid] = again = seen.get(uid, 0) + 1
            lines = _event(
                f"{uid}-{again}" if again > 1 else uid, name, as_of, deadline, date.fromisoformat(deadline.date)
            )
            yield from map(_folded, lines)
    yield _folded("END:VCALENDAR")


def _event(uid: str, name: str, as_of: str, deadline: Deadline, day: date) -> Iterator[str]:
    about = "".join(f"（{word}）" for word in (deadline.object, deadline.role) if word)
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}@qiyue"
    yield f"DTSTAMP:{as_of.replace('-', '')}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(f'{deadline.title}{about}：{name}')}"
    yield f"DESCRIPTION:{_text(_described(deadline))}"
    yield f"CATEGORIES:{_text(deadline.title)}"
    yield f"STATUS:{'TENTATIVE' if deadline.provisional else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _described(deadline: Deadline) -> str:
    lines = [deadline.formula]
    where = f"{deadline.where}：" if deadline.where else ""
    lines += [f"{where}「{' '.join(one.quote.split())}」" for one in deadline.evidence if one.quote.strip()]
    lines += deadline.notes
    lines += [f"{basis.law}{basis.article}：{basis.paraphrase}" for basis in deadline.basis]
    return "\n".join(lines)


def _uid(sha256: str, deadline: Deadline) -> str:
    spans = [one.span for one in deadline.evidence]
    about = "\0".join((sha256, deadline.rule, deadline.field, deadline.role or "", deadline.object or "", str(spans)))
    return hashlib.sha256(about.encode()).hexdigest()[:32]


def _text(text: str) -> str:
    """A value of type TEXT; control characters, which none may hold, are left out."""
    return "".join(char for char in text.translate(_ESCAPES) if char >= " " and char != "\x7f")


def _folded(line: str) -> bytes:
    """The line in UTF-8, folded between characters so that no part is longer than 75 octets, with its end."""
    parts: list[bytes] = []
    held = b""
    for char in line:
        octets = char.encode("utf-8", "replace")
        if len(held) + len(octets) > _LINE:
            parts.append(held)
            held = b" "
        held += octets
    return b"\r\n".join([*parts, held]) + b"\r\n"
