"""Every pattern of outline.yaml, parties.yaml and citing.yaml stands in what it shows, and not in what it must not."""

from __future__ import annotations

import pytest
import regex
import yaml

from parser.packs import RULES

FILES = {name: yaml.safe_load((RULES / f"{name}.yaml").read_text("utf-8")) for name in ("outline", "parties", "citing")}
SHOWN = [(file, name) for file, content in FILES.items() for name in content["examples"]]


@pytest.mark.parametrize(("file", "name"), SHOWN)
def test_pattern(file: str, name: str) -> None:
    pattern = regex.compile(FILES[file][file][name], regex.MULTILINE)
    shown = FILES[file]["examples"][name]
    assert [text for text in shown["hit"] if not pattern.search(text)] == []
    assert [text for text in shown["miss"] if pattern.search(text)] == []
    assert shown["hit"]
    assert shown["miss"]


@pytest.mark.parametrize("file", FILES)
def test_every_pattern_has_examples(file: str) -> None:
    assert set(FILES[file]["examples"]) == set(FILES[file][file])
