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
