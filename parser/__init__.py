"""Bytes of a contract in, a report out: `from parser import parse`."""

from parser.packs import load_packs
from parser.pipeline import parse

__all__ = ["load_packs", "parse"]
