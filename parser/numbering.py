"""How the clauses of a contract are numbered, and which of them a number means where it is mentioned.

Articles are looked for in the annex that the mention stands in, then in the contract's body; of several alike the
nearest is meant. Where a contract has no 条, its units of the first level are called so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from models.report import Clause
from models.rule import Outline
from parser.labels import read_label
from parser.matching import short

_ITEMS = frozenset(("round", "han-round", "half", "circled", "letter", "ordinal"))
_UPPER = frozenset(("part", "chapter", "section"))
_FIRST = frozenset(("formal", "han", "arabic", "bare", "ordinal", "part", "chapter", "section"))


class Node(NamedTuple):
    """A labelled clause, its label read: `style` and `numbers` as in parser.labels; `chain` are the ids of those around
    it, the outermost first; `place` counts in reading order."""

    clause: Clause
    style: str
    numbers: tuple[int, ...]
    chain: tuple[str, ...]
    place: int
    annex: bool


@dataclass(frozen=True, slots=True, eq=False)
class Numbering:
    """The labelled clauses by id, by parent and in order, and where each clause begins."""

    starts: tuple[int, ...]
    clauses: tuple[Clause, ...]
    nodes: dict[str, Node]
    children: dict[str | None, list[Node]]

    def at(self, offset: int) -> Clause | None:
        """The clause in whose own text an offset lies."""
        found = bisect_right(self.starts, offset) - 1
        return self.clauses[found] if found >= 0 else None

    def around(self, clause: Clause | None) -> list[Node]:
        """The clause, where it is labelled, and those around it, the nearest first."""
        node = self.nodes.get(clause.id) if clause is not None else None
        return [] if node is None else [node, *(self.nodes[name] for name in reversed(node.chain))]


def number(clauses: Sequence[Clause]) -> Numbering:
    """Read the labels of a contract's clauses."""
    ordered = sorted(clauses, key=lambda clause: clause.span[0])
    nodes: dict[str, Node] = {}
    children: dict[str | None, list[Node]] = defaultdict(list)
    for place, clause in enumerate(ordered):
        label = read_label(clause.label) if clause.label else None
        if label is None:
            continue
        above = nodes.get(clause.parent or "")
        annex = clause.kind == "annex" or (above is not None and above.annex)
        chain = () if above is None else (*above.chain, above.clause.id)
        node = nodes[clause.id] = Node(clause, label.style, label.numbers, chain, place, annex)
        children[above.clause.id if above is not None else None].append(node)
    return Numbering(tuple(c.span[0] for c in ordered), tuple(ordered), nodes, dict(children))


def find(
    known: Numbering, here: Clause | None, style: str, numbers: tuple[int, ...], *, within: str = ""
) -> Node | None:
    """The unit of a style (`article`, `chapter`, `decimal` ...) with these numbers that a mention at `here` means.

    `within` is the id of the clause that it must stand in; "" for the whole contract.
    """
    around = known.around(here)
    root = next((node for node in around if node.annex and not node.chain), None)
    scopes: list[list[Node]] = []
    if within:
        scopes.append([node for node in known.nodes.values() if within in node.chain])
    else:
        if root is not None:
            scopes.append([node for node in known.nodes.values() if root.clause.id in node.chain])
        scopes.append([node for node in known.nodes.values() if not node.annex])
    for scope in scopes:
        found = _named(known, scope, style, numbers) or _inner(scope, style, numbers)
        if found:
            return _nearest(found, around[0] if around else None)
    if style != "article" or within:
        return None
    part = next((node for node in around if node.style == "part"), None)
    inner = _inner([n for n in known.nodes.values() if part.clause.id in n.chain], style, numbers) if part else []
    return inner[0] if inner else _beside(known, around, numbers)


def _named(known: Numbering, scope: Sequence[Node], style: str, numbers: tuple[int, ...]) -> list[Node]:
    if style == "decimal":
        found = [node for node in scope if node.style == "decimal" and node.numbers == numbers]
        return found or _by_path(known, scope, numbers)
    styled = [node for node in scope if node.style == style]
    found = [node for node in styled if node.numbers == numbers]
    if found or style not in ("article", "chapter", "section"):
        return found
    top = min((len(node.chain) for node in scope if node.style not in _UPPER), default=0)
    plain = [
        node
        for node in scope
        if node.style in _FIRST and (len(node.chain) == top or (not node.chain and node.style != "part"))
    ]
    return [node for node in plain if node.numbers == numbers] if len(plain) > len(styled) else []


def _inner(scope: Sequence[Node], style: str, numbers: tuple[int, ...]) -> list[Node]:
    """What has no place on the first level: articles that are counted through under their chapters (一、 1、 2、 二、 3、), and
    the first part of a number of which only parts are printed (3.9.1 for 3.9, 48.1 for 第48条)."""
    if style != "decimal" and (style != "article" or any(node.style == "article" for node in scope)):
        return []
    parts = [n for n in scope if n.style == "decimal" and n.numbers[: len(numbers)] == numbers][:1]
    if style == "decimal":
        return parts
    for node in scope:
        if node.style in _FIRST - _UPPER and node.numbers == numbers and node.chain:
            row = [n.numbers for n in scope if n.style == node.style and len(n.chain) == len(node.chain)]
            if all(a < b for a, b in pairwise(row)):
                return [node]
    return parts


def _beside(known: Numbering, around: Sequence[Node], numbers: tuple[int, ...]) -> Node | None:
    """The unit with this number in a list of which the mention is part, where nothing in the contract is called 条."""
    if any(node.style == "article" for node in known.nodes.values()):
        return None
    rows = (known.children[node.chain[-1] if node.chain else None] for node in around)
    return next((n for row in rows for n in row if n.style in _FIRST - _UPPER and n.numbers == numbers), None)


def _by_path(known: Numbering, scope: Sequence[Node], numbers: tuple[int, ...]) -> list[Node]:
    """3.2 where article three has an item two that is not labelled 3.2."""
    found = _named(known, scope, "article", numbers[:1])
    for step in numbers[1:]:
        found = [
            child for node in found for child in known.children.get(node.clause.id, ()) if child.numbers[-1] == step
        ]
    return found


def _nearest(nodes: Sequence[Node], here: Node | None) -> Node:
    if here is None:
        return nodes[0]
    around = (*here.chain, here.clause.id)

    def nearness(node: Node) -> tuple[int, int]:
        shared = 0
        for a, b in zip(around, (*node.chain, node.clause.id), strict=False):
            if a != b:
                break
            shared += 1
        return shared, -abs(node.place - here.place)

    return max(nodes, key=nearness)


def restarts(known: Numbering) -> tuple[int, ...]:
    """Where the row of first-level articles (第一条, 一、) begins anew with its first number: there another text begins, a
    second contract of a file or a form behind the words on how to fill it in."""
    top = known.children.get(None, [])
    style = next((node.style for node in top if node.style in ("article", "han")), None)
    row = [node for node in top if node.style == style]
    return tuple(n.clause.span[0] for before, n in pairwise(row) if n.numbers == (1,) and before.numbers > (1,))


def descend(known: Numbering, node: Node, step: int, unit: str, *, last: bool) -> Node | None:
    """The 款, 项 or 目 of a unit, as the smallest clause that holds it: the unit itself where its parts have no numbers.

    None where its parts are numbered and none has this number.
    """
    children = known.children.get(node.clause.id, [])
    items = [child for child in children if child.style in _ITEMS]
    if not children or (unit == "款" and not last and len(items) == len(children)):
        return node
    found = [child for child in children if child.numbers[-1] == step]
    if not found:
        found = [
            below
            for child in children
            for below in known.children.get(child.clause.id, ())
            if below.numbers[-1] == step and unit != "款"
        ]
        if len(found) > 1:
            return node
    if not found and unit == "款" and len(items) == len(children) and step <= node.clause.text.count("\n") + 1:
        return node
    return found[0] if found else None


def annex_parts(known: Numbering, node: Node) -> list[Node]:
    """The numbered parts of 附件: where the line says nothing else, 1.设备清单 2.报价单: each is an annex, or names one."""
    if node.style != "annex" or node.numbers[0] or node.clause.heading or node.clause.text.strip(" :.。;"):
        return []
    return [part for part in known.children.get(node.clause.id, []) if part.style in _ITEMS | _FIRST]


def names_only(known: Numbering, node: Node, outline: Outline) -> bool:
    """Whether a part of a list of annexes is no more than the name of one."""
    said = f"{node.clause.heading}{node.clause.text}".strip()
    return node.clause.id not in known.children and short(outline.document).fullmatch(said) is not None


def sibling(known: Numbering, here: Clause | None, step: int) -> Node | None:
    """第(二)项 alone: the part with this number of the clause it stands in, or of one around it."""
    for node in known.around(here):
        for child in known.children.get(node.clause.id, ()):
            if child.numbers[-1] == step:
                return child
    return None


def before(known: Numbering, node: Node, count: int) -> list[Node]:
    """The `count` parts that stand right before one, under the same parent; fewer where there are fewer."""
    row = known.children.get(node.chain[-1] if node.chain else None, [])
    at = next(index for index, other in enumerate(row) if other.clause.id == node.clause.id)
    return row[max(at - count, 0) : at]
