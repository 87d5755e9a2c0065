"""Bytes of a contract in, a report out: `from parser import parse`."""

from parser.pipeline import parse

__all__ = ["parse"]
