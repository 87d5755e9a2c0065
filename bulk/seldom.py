"""Loaded first by the process that children are forked from: to look for garbage, time and again, among modules and rules
that are being loaded and stay takes a seventh of the time that loading them takes."""

from __future__ import annotations

from bulk.child import search_seldom

search_seldom()
