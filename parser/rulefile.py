"""A file of a rule pack, with the line of everything in it, so that an error can say where it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""A safe loader, the C one where it is built."""

Step = str | int


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a rule file, where (lines count from 1; 0 is the file as a whole), and what to do about it."""

    file: Path
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else str(self.file)
        return f"{where}: {self.what} {self.remedy}".strip()


@dataclass(frozen=True, slots=True, eq=False)
class RuleFile:
    """`data` is what the YAML says; `root` its nodes, which know their lines."""

    path: Path
    data: Any
    root: yaml.Node | None

    def line(self, steps: Sequence[Step] = ()) -> int:
        """The line of what `steps` (keys and indices from the top) lead to; of the last that is there."""
        node, at = self.root, 1
        for step in steps:
            key, node = _child(node, step)
            if key is None:
                break
            at = key.start_mark.line + 1
        return at


def _child(node: yaml.Node | None, step: Step) -> tuple[yaml.Node | None, yaml.Node | None]:
    """The node that names a step (the key of a mapping, the member of a sequence) and the node below it."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), (None, None))
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None, None


def read_yaml(path: Path, text: str) -> tuple[RuleFile, list[Problem]]:
    """The file, and what is wrong with it as YAML: it cannot be read, or a key stands twice in one mapping."""
    loader = LOADER(text)
    try:
        root = loader.get_single_node()
        data = None if root is None else loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        what = f"not YAML: {error.problem or error.context}."
        remedy = "Check the indentation, and put patterns and texts with : # or \\ into single quotes."
        return RuleFile(path, None, None), [Problem(path, mark.line + 1 if mark else 0, what, remedy)]
    except ValueError as error:
        what = f"a day or a number that is none: {error}."
        return RuleFile(path, None, None), [Problem(path, 0, what, "Write a day as 2026-01-31, or put it into quotes.")]
    except yaml.YAMLError as error:
        what = f"not YAML: {' '.join(str(error).split())}."
        return RuleFile(path, None, None), [Problem(path, 0, what, "Save it as UTF-8 text without control characters.")]
    finally:
        loader.dispose()
    doubled = [
        Problem(
            path, key.start_mark.line + 1, f"the key `{key.value}` stands twice in one mapping.", "Keep one of them."
        )
        for key in _doubled(root)
    ]
    return RuleFile(path, data, root), doubled


def content_of(path: Path) -> Any:
    """What a rule file that ships says, where no pack is read: its lines are not kept."""
    loader = LOADER(path.read_text("utf-8"))
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def _doubled(root: yaml.Node | None) -> Iterator[yaml.Node]:
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    yield key
                elif isinstance(key.value, str):
                    seen.add(key.value)
                stack.append(value)
        elif isinstance(node, yaml.SequenceNode):
            stack.extend(node.value)


def explain_invalid(error: ValidationError, known: Sequence[str]) -> Iterator[tuple[tuple[Step, ...], str, str]]:
    """What a model does not take, in words: where (steps within the entry), what, and the remedy."""
    # A key that is misspelt is unknown and missing at once: the first is what helps.
    for item in sorted(error.errors(include_url=False), key=lambda item: item["type"] != "extra_forbidden"):
        where, name = item["loc"], str(item["loc"][-1]) if item["loc"] else ""
        match item["type"]:
            case "missing":
                yield where[:-1], f"the key `{name}` is missing.", "Add it; `qiyue rules new` writes an example."
            case "extra_forbidden":
                yield where, f"unknown key `{name}`.", suggest(name, known)
            case "literal_error" | "enum":
                yield where, f"`{item['input']}` is not one of {item['ctx']['expected']}.", "Take one of them."
            case _:
                yield where, f"`{name}`: {item['msg'].lower()}.", "See docs/rules.md for what it holds."


def suggest(name: str, known: Sequence[str]) -> str:
    """Did you mean ...? Else what there is, where that is short."""
    near = get_close_matches(name, known, n=1)
    if near:
        return f"Did you mean `{near[0]}`?"
    listed = ", ".join(sorted(known))
    return f"Known: {listed}." if len(listed) <= 240 else "`qiyue rules list` and docs/rules.md name them."
