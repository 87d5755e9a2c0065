"""The type of a rule's pattern: text that rule packs are checked to hold a regular expression in (library `regex`)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field as Key

Regex = Annotated[str, Key(json_schema_extra={"x-regex": True})]
