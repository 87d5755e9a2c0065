"""An overview as a picture: PNG or SVG."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import BinaryIO, Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.ft2font import FT2Font

from exports.overview.panels import Bar, Panel, headline, panels
from models.errors import MissingDependency
from models.overview import Overview

_PREFERRED = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC", "PingFang SC", "Microsoft YaHei",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "Noto Sans CJK JP", "Heiti SC", "SimSun", "Noto Serif CJK SC",
)  # fmt: skip
_NEEDED = "契约种类错误提示届满审查"
"""Characters that a font must have."""
_COLOURS = {
    "error": "#c0392b", "warning": "#d9a406", "info": "#3d8fb5", "none": "#3c8c4f", "found": "#3c8c4f",
    "blank": "#d9a406", "unreadable": "#c0392b", "absent": "#9aa5b1",
}  # fmt: skip
_BAR, _INK, _SOFT = "#3d6fa5", "#1f2933", "#616e7c"
_LABEL = 20
"""Characters of a label; a longer one is cut, and says so."""


def draw_overview(overview: Overview, target: BinaryIO, kind: Literal["png", "svg"]) -> None:
    """The panels side by side. Raises MissingDependency where the system has no Chinese font."""
    shown = panels(overview)
    lines = [max(len(left.bars), len(right.bars), 3) for left, right in zip(shown[::2], shown[1::2], strict=True)]
    font = chinese_font(font.fname for font in sorted(fontManager.ttflist, key=_rank))
    with mpl.rc_context({"svg.hashsalt": "qiyue", "path.simplify": False}), warnings.catch_warnings():
        # A rare character of a name that the font does not have is drawn as an empty box.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = Figure(figsize=(15, sum(lines) * 0.3 + 3.6))
        figure.set_layout_engine("constrained", w_pad=0.2, h_pad=0.16, hspace=0.03)
        figure.suptitle(f"合同概览：{headline(overview)}", fontproperties=font, fontsize=15, color=_INK)
        axes = figure.subplots(len(lines), 2, height_ratios=lines, squeeze=False)
        for at, (panel, one) in enumerate(zip(shown, axes.flat, strict=True)):
            _draw(one, panel, font, lines[at // 2])
        metadata = {"Date": None} if kind == "svg" else {"Software": None}
        figure.savefig(target, format=kind, dpi=110, metadata=metadata)


def chinese_font(paths: Iterable[str]) -> FontProperties:
    """The first of these font files that has Chinese characters."""
    for path in paths:
        try:
            face = FT2Font(path)
        except (OSError, RuntimeError):
            continue
        if all(face.get_char_index(ord(char)) for char in _NEEDED):
            return FontProperties(fname=path)
    raise MissingDependency(
        "No font of this system has Chinese characters, which a picture needs.",
        remedy="Install one (Debian: fonts-noto-cjk), or take --out FILE.html.",
    )


def _rank(font: object) -> tuple[int, str]:
    name, path = str(getattr(font, "name", "")), str(getattr(font, "fname", ""))
    known = _PREFERRED.index(name) if name in _PREFERRED else len(_PREFERRED)
    regular = 0 if "regular" in path.lower() else 1
    return known * 2 + regular, path


def _draw(axes: Axes, panel: Panel, font: FontProperties, lines: int) -> None:
    axes.set_title(panel.title, fontproperties=font, fontsize=12, loc="left", color=_INK)
    axes.spines[:].set_visible(False)
    axes.set_xticks([])
    bars: tuple[Bar, ...] = panel.bars or (Bar("没有", 0),)
    at = range(len(bars))
    axes.barh(at, [bar.number for bar in bars], color=[_COLOURS.get(bar.tone, _BAR) for bar in bars], height=0.7)
    axes.set_yticks(list(at), [_cut(bar.label) for bar in bars], fontproperties=font, fontsize=10, color=_INK)
    axes.tick_params(length=0)
    axes.set_ylim(lines - 0.4, -0.6)
    most = max(bar.number for bar in bars) or 1
    axes.set_xlim(0, most * 1.15)
    for place, bar in enumerate(bars):
        axes.text(bar.number + most * 0.01, place, f"{bar.number:,}", va="center", fontsize=9, color=_SOFT)
    if panel.below:
        axes.set_xlabel(panel.below, fontproperties=font, fontsize=9, loc="left", color=_SOFT)


def _cut(label: str) -> str:
    # A dollar sign would begin a formula.
    shown = label if len(label) <= _LABEL else label[: _LABEL - 1] + "…"
    return shown.replace("$", r"\$")
