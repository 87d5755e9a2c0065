"""Numbers of clauses that leave gaps, repeat, or change their style on the way."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from models.check_rule import CheckRule
from models.report import Clause, Finding
from parser.contract import Contract, compiled
from parser.findings import finding
from parser.labels import read_label
from parser.numbering import Node, Numbering
from parser.values.numerals import parse_number

Series = tuple[str | None, str]
"""What the labels of one series share: the parent of their clauses, and their make."""

_ITEMS = frozenset(("han", "ordinal", "han-round", "arabic", "round", "half", "circled", "letter", "capital"))
"""Styles that lists are numbered in: any may stand under any other, but one list has one of them."""
_PLAIN = frozenset(("decimal", "arabic", "bare"))
"""Styles whose numbers are printed without more, so that 5.1 says what 5. would."""
_BRACKETED = frozenset(("han-round", "round"))
_FIRST = re.compile(r"[(（]? ?[一1壹] ?[)）、.．]|①")
_LONGEST_LABEL = 8
_FEW = 3
"""Numbers of a row that begins again, from which on it is no slip."""
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*|[〇零一二三四五六七八九十百]+")


@lru_cache(maxsize=4096)
def _read(label: str) -> tuple[str, int | None]:
    """How a label is made, whatever its number is, and the last part of its number."""
    found = _NUMBER.search(label)
    number = parse_number(found.group().split(".")[-1]) if found else None
    return _NUMBER.sub("#", "".join(label.split())).strip("、.．,，"), int(number) if number is not None else None


def _series(contract: Contract) -> Iterator[tuple[Series, Clause, int, Clause, int]]:
    """Neighbours of one series, each with its number: the one right behind the other."""
    last: dict[Series, tuple[Clause, int | None]] = {}
    for clause in contract.clauses:
        label = clause.label
        if not label:
            last.clear()
            continue
        shape, number = _read(label)
        series = clause.parent, shape
        before = last.get(series)
        last[series] = clause, number
        if before is not None and before[1] is not None and number is not None:
            yield series, before[0], before[1], clause, number


def _anew(contract: Contract) -> frozenset[str]:
    """The clauses of rows that begin again further up and repeat numbers only: 第二条, 第四条, 第八条 behind 第四十九条 are the
    special conditions to what stands before."""
    rows: dict[Series, list[list[tuple[str, Clause]]]] = defaultdict(list)
    for series, before, a, after, b in _series(contract):
        if not rows[series] or rows[series][-1][-1][1] is not before:
            rows[series].append([(before.label, before)])
        if b < a:
            rows[series].append([])
        rows[series][-1].append((after.label, after))
    found: set[str] = set()
    for parts in rows.values():
        known = {label for label, _ in parts[0]}
        for part in parts[1:]:
            labels = {label for label, _ in part}
            if len(labels) >= _FEW and labels <= known:
                found.update(clause.id for _, clause in part)
            known |= labels
    return frozenset(found)


def gaps(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A number of a running series is left out; not where it is there in another style, which `mixed` says, nor in a part
    called `special`, whose numbers are those of the general conditions that it fills in. Also where a list under a clause
    begins with its second number."""
    pairs = list(_apart(contract))
    if pairs:
        special = compiled(rule.params["special"])
        nodes = contract.lists.numbering.nodes
        filled = {node.clause.id for node in nodes.values() if not node.chain and special.search(node.clause.heading)}
        pairs = [pair for pair in pairs if not _in_parts(contract, *pair)]
        pairs = [pair for pair in pairs if filled.isdisjoint(nodes[pair[0].id].chain if pair[0].id in nodes else ())]
        anew = _anew(contract) if pairs else frozenset()
        pairs = [pair for pair in pairs if pair[0].id not in anew]
    order = _order(contract) if pairs else None
    for before, after in pairs:
        if order is not None and not _otherwise(contract, order, before):
            spans = [_head(before), _head(after)]
            yield finding(rule, contract, spans=spans, first=before.label, second=after.label)
    if _begins_late(contract):
        for above, second in _headless(contract, order or _order(contract)):
            spans = [_head(above), _head(second)]
            yield finding(rule, contract, spans=spans, first=f"{above.label}{above.heading}", second=second.label)


def _apart(contract: Contract) -> Iterator[tuple[Clause, Clause]]:
    """Neighbours of a series between whose numbers others are left out, and did not stand before them (4. 3. 5.)."""
    stood: dict[Series, set[int]] = defaultdict(set)
    for series, before, a, after, b in _series(contract):
        stood[series].add(a)
        if a + 1 < b <= a + 5 and not stood[series].issuperset(range(a + 1, b)):
            yield before, after
        if b == 1:
            stood[series].clear()


def _in_parts(contract: Contract, before: Clause, after: Clause) -> bool:
    """Whether each number between two is printed with its parts only: 8.8, 8.9.1, 8.9.2, 8.10, or 4. 5.1 5.2 6."""
    nodes = contract.lists.numbering.nodes
    first, last = nodes.get(before.id), nodes.get(after.id)
    if first is None or last is None or first.style not in _PLAIN:
        return False
    parts = {n.numbers[: len(first.numbers)] for n in nodes.values() if n.style == "decimal"}
    between = range(first.numbers[-1] + 1, last.numbers[-1])
    return all((*first.numbers[:-1], number) in parts for number in between)


def _begins_late(contract: Contract) -> bool:
    """Whether the first label in brackets under some clause has the number two."""
    firsts = {c.parent: c for c in reversed(contract.clauses) if c.label.startswith(("(", "（"))}
    return any(parent is not None and _read(c.label)[1] == 2 for parent, c in firsts.items())


def _headless(contract: Contract, order: Order) -> Iterator[tuple[Clause, Clause]]:
    """Lists in brackets that begin with （二） and go on, with the clause above: neither it nor a line before has （一）."""
    for node in order.known.nodes.values():
        if node.numbers != (2,) or node.style not in _BRACKETED or not node.chain:
            continue
        row, above = order.known.children[node.chain[-1]], order.known.nodes[node.chain[-1]].clause
        after = order.after.get(node.clause.id)
        first = next(one for one in row if one.style == node.style)
        if first is not node or after is None or after.numbers != (3,) or _runs_on(order, node):
            continue
        if not _FIRST.search(contract.text.text, above.span[0], node.clause.span[0]):
            yield above, node.clause


def doubles(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """The same number twice under the same parent: right behind the other, or an article's or chapter's further up; and one
    that is printed under another article than its own, which has it too. What begins again with its first number is another
    series. `choice` stands in the titles of articles of which one is to be taken."""
    choice = compiled(rule.params["choice"])
    labels = [(clause.parent, clause.label) for clause in contract.clauses if clause.label]
    runs: dict[Series, dict[str, Clause]] = defaultdict(dict)
    anew: frozenset[str] | None = None
    for series, before, a, after, b in _series(contract) if len(set(labels)) < len(labels) else ():
        if before.kind == "annex":
            continue
        run = runs[series]
        run[before.label] = before
        if b == 1 and a > 1:
            run.clear()
        first = run.get(after.label)
        chosen = first is not None and choice.search(first.heading) and choice.search(after.heading)
        if first is not None and not chosen and (a == b or after.label.startswith("第")):
            anew = _anew(contract) if anew is None else anew
            if after.id in anew:
                continue
            yield finding(rule, contract, spans=[_head(first), _head(after)], first=after.label)
    for own, strayed in _strayed(contract):
        yield finding(rule, contract, spans=[_head(own), _head(strayed)], first=strayed.label)


def _strayed(contract: Contract) -> Iterator[tuple[Clause, Clause]]:
    """The first of the numbers that are printed under an article with another number, 11.1 under 第十二条, behind the one
    under the article that it is of."""
    known = contract.lists.numbering
    owned: dict[tuple[int, ...], Clause] = {}
    articles = {id: node.numbers[0] for id, node in known.nodes.items() if node.style == "article"}
    under = [n for n in known.nodes.values() if n.style == "decimal" and len(n.numbers) == 2 and n.chain]
    if all(articles.get(node.chain[-1], node.numbers[0]) == node.numbers[0] for node in under):
        return
    for above in known.nodes.values():
        if above.style != "article" or above.annex:
            continue
        row, own = known.children.get(above.clause.id, []), above.numbers[0]
        numbered = [node for node in row if node.style == "decimal" and len(node.numbers) == 2]
        strayed = [node for node in numbered if node.numbers[0] != own and node.numbers in owned]
        if strayed and len(strayed) == len(numbered):
            yield owned[strayed[0].numbers], strayed[0].clause
        owned.update([(node.numbers, node.clause) for node in numbered if node.numbers[0] == own])


def _head(clause: Clause) -> tuple[int, int]:
    start = clause.span[0]
    return start, min(start + len(clause.label) + len(clause.heading) + 12, clause.span[1])


@dataclass(frozen=True, slots=True)
class Order:
    """For each labelled clause by id: the one in its style that follows it under its parent (`after`), and the one in
    its style that was printed before it (`before`); `lines` are where the paragraphs begin."""

    known: Numbering
    after: Mapping[str, Node]
    before: Mapping[str, Node]
    lines: Sequence[int]


def _order(contract: Contract) -> Order:
    known = contract.lists.numbering
    after: dict[str, Node] = {}
    for row in known.children.values():
        behind: dict[str, Node] = {}
        for node in reversed(row):
            if node.style in behind:
                after[node.clause.id] = behind[node.style]
            behind[node.style] = node
    before: dict[str, Node] = {}
    last: dict[str, Node] = {}
    for node in known.nodes.values():
        if node.style in last:
            before[node.clause.id] = last[node.style]
        last[node.style] = node
    return Order(known, after, before, [block.start for block in contract.text.blocks])


def mixed(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A list that another style of number goes on (一、 二、 3、), and two styles of which each stands under the other."""
    styles = {node.style for node in contract.lists.numbering.nodes.values()}
    if styles.isdisjoint(_ITEMS):
        return
    order = _order(contract)
    for node in order.known.nodes.values():
        if other := _otherwise(contract, order, node.clause):
            yield finding(
                rule, contract, spans=[_head(node.clause), other[0]], first=node.clause.label, second=other[1]
            )
    for outer, inner in _turned(order):
        yield finding(rule, contract, spans=[_head(outer), _head(inner)], first=outer.label, second=inner.label)


def _otherwise(contract: Contract, order: Order, clause: Clause) -> tuple[tuple[int, int], str] | None:
    """Where the number that follows a clause's is printed in another style, and that label: the first part below it, or
    a line of its own text where its list skips the number."""
    known = order.known
    node = known.nodes.get(clause.id)
    if node is None or node.style not in _ITEMS:
        return None
    below = known.children.get(clause.id, [])
    if below:
        first = below[0]
        told = read_label(clause.text[:_LONGEST_LABEL])
        opens = told is not None and told.start == 0 and told.style == first.style
        after = order.after.get(node.clause.id)
        gone_on = after is not None and after.numbers[-1] == node.numbers[-1] + 1
        follows = (
            not gone_on
            and first.style in _ITEMS
            and first.style != node.style
            and first.numbers[-1] == node.numbers[-1] + 1
        )
        return (
            (_head(first.clause), first.clause.label) if follows and not opens and not _runs_on(order, first) else None
        )
    after = order.after.get(node.clause.id)
    if after is None or after.numbers[-1] != node.numbers[-1] + 2:
        return None
    first_line = bisect_right(order.lines, clause.span[0])
    for block in contract.text.blocks[first_line : bisect_left(order.lines, after.clause.span[0])]:
        if block.start > clause.span[0]:
            line = contract.text.text[block.start : min(block.end, block.start + _LONGEST_LABEL)]
            label = read_label(line)
            if label and label.style in _ITEMS - {node.style} and label.numbers[-1] == node.numbers[-1] + 1:
                return (block.start, min(block.end, block.start + 24)), line[: label.end]
    return None


def _runs_on(order: Order, node: Node) -> bool:
    """Whether a series goes on from another parent: 二、 5、 where 一、 ended with 4、."""
    before = order.before.get(node.clause.id)
    return before is not None and before.numbers[-1] == node.numbers[-1] - 1


def _turned(order: Order) -> Iterator[tuple[Clause, Clause]]:
    """Of two styles each of which stands under the other in one part of the document, the second such place.

    Only a list of two or more, inside a list that goes on behind it: else what looks like a parent may be the end of
    another list. Numbering is each annex's own, and each part's.
    """
    known = order.known
    seen: set[tuple[str, str, str]] = set()
    told: set[tuple[str, str, str]] = set()
    for node in known.nodes.values():
        below = known.children.get(node.clause.id, [])
        after = order.after.get(node.clause.id) if len(below) > 1 else None
        if after is None or after.numbers[-1] != node.numbers[-1] + 1:
            continue
        inner = below[0]
        if not {node.style, inner.style} <= _ITEMS or inner.numbers[-1] != 1 or below[1].style != inner.style:
            continue
        scope = node.chain[0] if node.chain and known.nodes[node.chain[0]].style in ("annex", "part") else ""
        seen.add((scope, node.style, inner.style))
        turned = (scope, inner.style, node.style)
        if node.style != inner.style and turned in seen and turned not in told:
            told.update((turned, (scope, node.style, inner.style)))
            yield node.clause, inner.clause
