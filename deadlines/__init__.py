"""The days that follow from a report's fields: `from deadlines import deadlines_of`."""

from deadlines.follow import deadlines_of

__all__ = ["deadlines_of"]
