"""Whether the parts of text recognition are installed, without importing them."""

from __future__ import annotations

from importlib.util import find_spec

RECOGNITION_REMEDY = "pip install qiyue[ocr]"
_PARTS = {"numpy": "numpy", "cv2": "opencv-python-headless", "openvino": "openvino", "rapidocr": "rapidocr"}


def missing_recognition() -> str | None:
    """The first part that is missing, by the name it is installed under; None where all are there."""
    return next((name for module, name in _PARTS.items() if find_spec(module) is None), None)
