"""Codes with a check digit: the unified social credit code and the identity card number."""

from __future__ import annotations

_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def uscc_check(code: str) -> str | None:
    """The right 18th character of a unified social credit code (GB 32100-2015); None where it is not of that form."""
    code = code.upper()
    if len(code) != 18 or any(char not in _USCC for char in code):
        return None
    total = sum(_USCC.index(char) * weight for char, weight in zip(code[:17], _USCC_WEIGHTS, strict=True))
    return _USCC[(31 - total % 31) % 31]


def id_number_check(code: str) -> str | None:
    """The right 18th character of an identity card number (GB 11643-1999); None where it is not of that form."""
    if len(code) != 18 or not code[:17].isdigit():
        return None
    total = sum(int(char) * weight for char, weight in zip(code[:17], _ID_WEIGHTS, strict=True))
    return "10X98765432"[total % 11]
