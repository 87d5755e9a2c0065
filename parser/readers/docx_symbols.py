"""What the signs of Word's symbol fonts show: their code points stand for boxes and ticks, not for letters."""

from __future__ import annotations

from collections.abc import Mapping

BOXES = frozenset("□☑☒")

_WINGDINGS: Mapping[int, str] = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x9F: "•", 0xA1: "○", 0xA8: "□",
    0xD8: "➢", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **{0x81 + at: sign for at, sign in enumerate("①②③④⑤⑥⑦⑧⑨⑩")},
    **{0x8C + at: sign for at, sign in enumerate("❶❷❸❹❺❻❼❽❾❿")},
}  # fmt: skip
_WINGDINGS_2: Mapping[int, str] = {
    0x2A: "□", 0x30: "□", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x98: "●", 0xA2: "■",
    0xA3: "□", 0xA4: "□",
    **{0x6A + at: sign for at, sign in enumerate("①②③④⑤⑥⑦⑧⑨⑩")},
}  # fmt: skip
_WEBDINGS: Mapping[int, str] = {0x61: "✓", 0x63: "□", 0x67: "■", 0x72: "✗"}
_SYMBOL: Mapping[int, str] = {
    0x25: "%", 0x28: "(", 0x29: ")", 0x2B: "+", 0x2D: "-", 0x2E: ".", 0x2F: "/", 0x3C: "<", 0x3D: "=", 0x3E: ">",
    0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈",
    **{0x30 + at: sign for at, sign in enumerate("0123456789")},
}  # fmt: skip

FONTS: Mapping[str, Mapping[int, str]] = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "webdings": _WEBDINGS,
    "symbol": _SYMBOL,
}


def symbol(character: str, font: str) -> str:
    """The sign that a character shows in a font; the character itself in an ordinary font, "" for a sign unknown."""
    code = ord(character)
    private = 0xE000 <= code <= 0xF8FF
    table = FONTS.get(font.lower(), _WINGDINGS if private else None)
    if table is None or not (private or code < 0x100):
        return character
    return table.get(code & 0xFF, "" if private else character)
