"""Pages drawn for tests: Chinese text as print, seals, paper as a scanner gives it. OpenCV 5 brings the font."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from PIL import Image

Page = Any
"""(height, width, 3), 0 to 255: blue, green, red."""
DPI = 150
A4 = (1240, 1754)
RED = (45, 30, 205)


def blank(size: tuple[int, int] = A4) -> Page:
    return np.full((size[1], size[0], 3), 255, np.uint8)


def write(page: Page, text: str, x: int, y: int, *, size: int = 24, colour: tuple[int, int, int] = (20, 20, 20)) -> int:
    """Text with its baseline at y; the x behind it."""
    (end, _), drawn = cv2.putText(page, text, (x, y), colour, cv2.FontFace("uni"), size, 400)
    page[:] = drawn
    return int(end)


def typeset(
    lines: Sequence[str], *, size: int = 24, pitch: int = 50, left: int = 130, top: int = 160, page: Page | None = None
) -> Page:
    """A page (A4 where none is given) of these lines."""
    page = blank() if page is None else page
    for number, line in enumerate(lines):
        write(page, line, left, top + number * pitch, size=size)
    return page


def stamp(page: Page, x: int, y: int, *, name: str, size: int = 250, colour: tuple[int, int, int] = RED) -> None:
    """A round seal with its name along the ring and a star, its ink letting the print through; x, y its top left."""
    cover = np.zeros((size, size), np.float32)
    middle = size / 2
    cv2.circle(cover, (size // 2, size // 2), size // 2 - 4, 1.0, 6, cv2.LINE_AA)
    points = []
    for k in range(10):
        radius = size * 0.16 * (1 if k % 2 == 0 else 0.382)
        angle = -math.pi / 2 + k * math.pi / 5
        points.append((middle + radius * math.cos(angle), middle + radius * math.sin(angle)))
    cv2.fillPoly(cover, [np.array(points, np.int32)], 1.0)
    letter = size // 8
    for number, char in enumerate(name):
        angle = math.radians(-90 - 125 + 250 * number / max(len(name) - 1, 1))
        tile = np.zeros((letter * 2, letter * 2, 3), np.uint8)
        write(tile, char, letter // 2, letter + letter * 2 // 5, size=letter, colour=(255, 255, 255))
        turn = cv2.getRotationMatrix2D((letter, letter), -math.degrees(angle) - 90, 1)
        tile = cv2.warpAffine(tile, turn, (letter * 2, letter * 2))[:, :, 0].astype(np.float32) / 255
        left = int(middle + size * 0.385 * math.cos(angle) - letter)
        top = int(middle + size * 0.385 * math.sin(angle) - letter)
        part = cover[max(top, 0) : top + letter * 2, max(left, 0) : left + letter * 2]
        tile = tile[max(-top, 0) :, max(-left, 0) :][: part.shape[0], : part.shape[1]]
        np.maximum(part, tile, out=part)
    area = page[y : y + size, x : x + size].astype(np.float32)
    share = (cover * 0.85)[: area.shape[0], : area.shape[1], None]
    ink = np.array(colour, np.float32) / 255
    page[y : y + size, x : x + size] = (area * (1 - share) + area * ink * share).astype(np.uint8)


def stamp_cover(
    page: Page, cover: Any, x: float, y: float, *, turn: float = 0.0, colour: tuple[int, int, int] = RED
) -> None:
    """Ink (0 to 1 a pixel) laid on the page with its middle at x, y, turned by so many degrees; the edge may cut it."""
    high, wide = cover.shape
    side = math.ceil(math.hypot(high, wide))
    place = cv2.getRotationMatrix2D((wide / 2, high / 2), turn, 1)
    place[:, 2] += (side - wide) / 2, (side - high) / 2
    cover = cv2.warpAffine(cover, place, (side, side))
    left, top = round(x - side / 2), round(y - side / 2)
    x0, y0, x1, y1 = max(left, 0), max(top, 0), min(left + side, page.shape[1]), min(top + side, page.shape[0])
    share = cover[y0 - top : y1 - top, x0 - left : x1 - left, None] * 0.85
    area = page[y0:y1, x0:x1].astype(np.float32)
    page[y0:y1, x0:x1] = (area * (1 - share) + area * (np.array(colour, np.float32) / 255) * share).astype(np.uint8)


def ring_cover(wide: int, high: int, name: str, *, foot: str = "", span: float = 250.0) -> Any:
    """The ink of a round or oval seal: its rim, its name along it, what stands at its foot."""
    cover = np.zeros((high, wide, 3), np.uint8)
    cv2.ellipse(
        cover, (wide // 2, high // 2), (wide // 2 - 4, high // 2 - 4), 0, 0, 360, (255, 255, 255), 6, cv2.LINE_AA
    )
    letter = min(wide, high) // 8
    for number, char in enumerate(name):
        angle = math.radians(-90 - span / 2 + span * number / max(len(name) - 1, 1))
        x, y = wide * (0.5 + 0.38 * math.cos(angle)), high * (0.5 + 0.36 * math.sin(angle))
        tile = np.zeros((letter * 2, letter * 2, 3), np.uint8)
        write(tile, char, letter // 2, letter + letter * 2 // 5, size=letter, colour=(255, 255, 255))
        lean = math.degrees(math.atan2(math.sin(angle) * wide, math.cos(angle) * high))
        turn = cv2.getRotationMatrix2D((letter, letter), -lean - 90, 1)
        left, top = int(x - letter), int(y - letter)
        part = cover[top : top + letter * 2, left : left + letter * 2]
        np.maximum(
            part, cv2.warpAffine(tile, turn, (letter * 2, letter * 2))[: part.shape[0], : part.shape[1]], out=part
        )
    write(cover, foot, wide // 2 - len(foot) * letter // 2, round(high * 0.76), size=letter, colour=(255, 255, 255))
    return cover[:, :, 0].astype(np.float32) / 255


def square_cover(side: int, chars: str) -> Any:
    """The ink of a person's seal: a frame with four characters, the right column first."""
    cover = np.zeros((side, side, 3), np.uint8)
    cv2.rectangle(cover, (4, 4), (side - 5, side - 5), (255, 255, 255), 6)
    for char, (x, y) in zip(chars, ((0.51, 0.45), (0.51, 0.86), (0.11, 0.45), (0.11, 0.86)), strict=True):
        write(cover, char, int(side * x), int(side * y), size=int(side * 0.37), colour=(255, 255, 255))
    return cover[:, :, 0].astype(np.float32) / 255


def scanned(page: Page, *, skew: float = 0.0, turn: int = 0, gray: bool = False, seed: int = 1) -> Page:
    """The page as a scanner gives it: askew by so many degrees, gray paper, noise; then turned by quarters."""
    rng = np.random.default_rng(seed)
    high, wide = page.shape[:2]
    turned = cv2.getRotationMatrix2D((wide / 2, high / 2), skew, 1)
    page = cv2.warpAffine(page, turned, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    paper = (25 + page.astype(np.float32) * 0.85) + rng.normal(0, 6, (high, wide, 1))
    page = cv2.GaussianBlur(np.clip(paper, 0, 255).astype(np.uint8), (0, 0), 0.6)
    if gray:
        page = cv2.cvtColor(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    return np.ascontiguousarray(np.rot90(page, -turn // 90))


def pdf(pages: Sequence[Page], *, dpi: int = DPI) -> bytes:
    """A PDF whose pages are these pictures and nothing else."""
    images = [Image.fromarray(np.ascontiguousarray(page[:, :, ::-1])) for page in pages]
    stream = io.BytesIO()
    images[0].save(stream, "PDF", resolution=dpi, save_all=True, append_images=images[1:], quality=70)
    return stream.getvalue()
