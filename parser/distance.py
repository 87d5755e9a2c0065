"""How far two names are apart: the characters to change, add or leave out (Levenshtein)."""

from __future__ import annotations

from collections.abc import Sequence


def distance(first: str, second: str, most: int) -> int | None:
    """The distance of two names, or None where it is more than `most`."""
    if abs(len(first) - len(second)) > most:
        return None
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        left, row[0] = row[0], i
        for j, b in enumerate(second, start=1):
            left, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, left + (a != b))
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None


def nearest(name: str, others: Sequence[str], *, most: int) -> str | None:
    """The one of `others` that is closest to a name and no further than `most`; the first of several."""
    found = [(d, other) for other in others if (d := distance(name, other, most)) is not None]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def nearly(text: str, name: str) -> list[int]:
    """Where a writing of a name may begin that has one wrong character: either its first half stands there, or its second."""
    middle = len(name) // 2
    found: set[int] = set()
    for half, before in ((name[:middle], 0), (name[middle:], middle)):
        at = text.find(half)
        while at >= 0:
            found.add(at - before)
            at = text.find(half, at + 1)
    return sorted(start for start in found if 0 <= start <= len(text) - len(name))


def written_nearly(text: str, name: str) -> bool:
    """Whether the name stands in a text with one wrong character."""
    written = (text[start : start + len(name)] for start in nearly(text, name))
    return any(sum(a != b for a, b in zip(name, one, strict=True)) == 1 for one in written)
