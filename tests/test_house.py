"""The house's rules: which room may import from which, what stands in no other, and names that say nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOORS = (("models",), ("deadlines",), ("parser", "exports", "store"), ("bulk",), ("web",), ("commands",), ("cli",))
"""From the ground up. A room imports from the floors below it, and from itself."""
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

SIBLINGS = {
    "parser.values": ("numerals", "pattern", "torn", "wording"),
    "parser.checks": ("params",),
    "exports": ("rows",),
}
"""Packages whose modules do not import each other, and those that all of them may: a package's own ground."""
READERS = {
    "pdf": ("pdf", "scan"), "scan": ("scan", "pdf"), "image": ("image", "scan", "pdf"), "docx": ("docx",),
    "doc": ("doc", "docx"), "html": ("html",), "text": ("text",),
}  # fmt: skip
"""Whose parts a reader may use: a scan is pages of a PDF, a picture is one of them, and a DOC has what a DOCX has, in
other bytes."""
READERS_GROUND = ("decode", "boilerplate", "page_ranges", "page_picture", "numerals", "typed_tables")

ENGINES = ("pypdfium2", "pdfplumber", "lxml", "cv2", "openvino", "rapidocr", "legacy_doc")
EMPTY_NAMES = ("utils", "util", "helpers", "helper", "manager", "misc", "common", "base")


def modules() -> list[tuple[str, Path]]:
    found = [("cli", ROOT / "cli.py")]
    for room in FLOOR:
        for path in sorted((ROOT / room).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found.append((".".join(parts[:-1] if parts[-1] == "__init__" else parts), path))
    return found


MODULES = modules()


def imported(path: Path) -> Iterator[str]:
    """Full names: `from parser.checks import law` is parser.checks.law and parser.checks."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports from where it stands: write the whole name"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_imports_go_down_only() -> None:
    for name, path in MODULES:
        room = name.split(".")[0]
        for target in imported(path):
            other = target.split(".")[0]
            if other in FLOOR and other != room:
                assert FLOOR[other] < FLOOR[room], f"{name} imports {target}"
            assert other not in ("tests", "fixtures", "bench", "rules"), f"{name} imports {target}"


def test_siblings_do_not_import_each_other() -> None:
    for name, path in MODULES:
        package, _, own = name.rpartition(".")
        if package in SIBLINGS and path.name != "__init__.py":
            for target in imported(path):
                if target.startswith(f"{package}."):
                    other = target.removeprefix(f"{package}.").split(".")[0]
                    assert other in (own, *SIBLINGS[package]), f"{name} imports {target}"


def test_a_reader_uses_its_own_parts() -> None:
    for name, path in MODULES:
        package, _, own = name.rpartition(".")
        if package != "parser.readers" or own in READERS_GROUND:
            continue
        mine = READERS[own.split("_")[0]]
        for target in imported(path):
            if target.startswith("parser.readers."):
                other = target.split(".")[2]
                assert other.split("_")[0] in mine or other in READERS_GROUND, f"{name} imports {target}"


def test_engines_are_used_by_readers_only() -> None:
    for name, path in MODULES:
        if name.split(".")[0] == "parser" and not name.startswith("parser.readers"):
            assert not {target.split(".")[0] for target in imported(path)} & set(ENGINES), name


def test_whatever_goes_wrong_is_caught_at_the_edges_only() -> None:
    for name, path in MODULES:
        if name.split(".")[0] in ("cli", "commands", "bulk", "web"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                broad = node.type is None or (
                    isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")
                )
                raised = any(isinstance(inner, ast.Raise) and inner.exc is None for inner in ast.walk(node))
                assert not broad or raised, f"{name}, line {node.lineno}"


def test_names_say_something() -> None:
    for name, path in MODULES:
        assert path.stem not in EMPTY_NAMES, name


def test_no_module_is_imported_in_a_circle() -> None:
    names = {name for name, _ in MODULES}
    edges = {name: [t for t in dict.fromkeys(when_run(path)) if t in names and t != name] for name, path in MODULES}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail[trail.index(name) :], name))
        if name not in done:
            for target in edges[name]:
                visit(target, (*trail, name))
            done.add(name)

    for name in names:
        visit(name, ())


def when_run(path: Path) -> Iterator[str]:
    """What is imported when the module or one of its functions is run: not for types alone."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if any(whole == name for name, _ in MODULES) else str(node.module)


def test_floors_are_packages_of_the_distribution() -> None:
    import tomllib

    packed = set(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"])
    for name, path in MODULES:
        if path.name == "__init__.py":
            assert name in packed, f"{name} is missing in pyproject.toml: the wheel would lack it"
    for below, above in pairwise(FLOORS):
        assert not set(below) & set(above)


def test_decisions_have_numbers_of_their_own() -> None:
    numbers = [path.name[:4] for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert all(number.isdigit() for number in numbers)
    assert len(set(numbers)) == len(numbers), numbers


def test_errors_are_one_tree() -> None:
    """All stand in models/errors.py, whose picture says the exit code of each."""
    from models import errors

    kinds = errors.ContractError.__subclasses__()
    for name, path in MODULES:
        if name != "models.errors":
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                bases = {getattr(base, "id", None) for base in node.bases} if isinstance(node, ast.ClassDef) else set()
                assert not bases & {"ContractError", *(kind.__name__ for kind in kinds)}, f"{name}: {ast.unparse(node)}"
    drawn = re.findall(r"[├└]── (\w+) +([0-9]+) ", str(errors.__doc__))
    assert drawn == [(kind.__name__, str(kind.exit_code)) for kind in kinds]
