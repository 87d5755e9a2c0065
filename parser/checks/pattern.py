"""A wording that is itself the finding."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import regex

from models.check_rule import CheckRule
from models.report import Finding
from parser.contract import Contract, clause_at, clause_span, compiled, has_any, holds, sentence_at, sentences_with
from parser.facts import title
from parser.findings import called, finding
from parser.matching import Pattern, searched

_BROKEN_LINE = 12
"""Characters of a line that may be broken in mid-sentence; a shorter one is a title or an entry."""
_QUOTE = 60
"""Characters of a sentence that a message quotes."""
_WITHIN = 40
"""Characters between two things that are said of each other, as a rule."""
_SPOKEN = 120
"""Characters behind a thing in which what is said of it need not name it again."""
_MARK = regex.compile(r"[,;:、] ?")
_MOST_LINES = 4
"""Lines that a sentence may go on over, either way."""
_BREAK = regex.compile(r"\n *")
_OPEN_END = regex.compile(r"[\p{Han}_\]】]\Z")
_GOES_ON = regex.compile(r" {0,4}(?!\p{Han}{2,10} ?:|[甲乙丙丁]方|附件)[\p{Han}_\[【](?!、)")


def wording(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """A sentence that `cue` matches and `unless` does not, in a clause that `unless_clause` does not match either. Or one in
    which `all` stand, in any order, each `within` so many characters of the first.

    `words`: only sentences with one of these are searched for the cue, which is what makes many rules cheap. `needs` stands
    somewhere in the contract, `unless_anywhere` nowhere, and `title` in the contract's name. Where half of the wording
    leads a list (`leads`), `items` finds the other half in its units; where a clause says what it speaks of first (`spoken_of`),
    `refers` finds the other half in one of the next sentences.
    """
    params = rule.params
    spans = sorted({*_sentences(params, contract), *_listed(params, contract), *_referring(params, contract)})
    if spans:
        yield _worded(rule, contract, spans, rule.params)


def wordings(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """Several wordings of one kind, a finding each: `wordings` names them, and each is as for `wording`.

    One may have `facts` of its own, `says` (what stands for {what} in the message), and instead of a cue `lacks`: what
    stands nowhere.
    """
    for name, params in rule.params["wordings"].items():
        if not holds(contract, params.get("facts", ())):
            continue
        if "lacks" in params:
            if _about(params, contract) and not compiled(params["lacks"]).search(contract.text.text):
                yield finding(
                    rule, contract, searched=contract.clauses, subject=name, what=params.get("says"), quote=""
                )
            continue
        spans = _sentences(params, contract)
        if spans:
            yield _worded(rule, contract, spans, params, subject=name, what=params.get("says"))


def unstressed(rule: CheckRule, contract: Contract) -> Iterator[Finding]:
    """As `wording`, but only in paragraphs of which the file says that nothing in them is bold or underlined."""
    blocks = contract.text.blocks
    starts = [block.start for block in blocks]
    spans = [
        (start, end)
        for start, end in _sentences(rule.params, contract)
        if all(block.stressed is False for block in blocks[bisect_right(starts, start) - 1 : bisect_left(starts, end)])
    ]
    if spans:
        yield _worded(rule, contract, spans, rule.params)


def _worded(
    rule: CheckRule, contract: Contract, spans: list[tuple[int, int]], params: Mapping[str, Any], **words: Any
) -> Finding:
    where = "、".join(dict.fromkeys(called(contract, clause_at(contract, span[0])) for span in spans))
    quote = _quoted(_joined(contract, spans[0]), str(params.get("cue") or params["all"][0]))
    return finding(rule, contract, spans=spans[:12], where=where, quote=quote, **words)


def _about(params: Mapping[str, Any], contract: Contract) -> bool:
    """What a wording asks of the contract as a whole."""
    text = contract.text.text
    named, needs, nowhere = (params.get(key) for key in ("title", "needs", "unless_anywhere"))
    return (
        (not named or compiled(named).search(title(contract)) is not None)
        and (not needs or compiled(needs).search(text) is not None)
        and (not nowhere or compiled(nowhere).search(text) is None)
    )


def _sentences(params: Mapping[str, Any], contract: Contract) -> list[tuple[int, int]]:
    text = contract.text.text
    unless, clause = params.get("unless"), params.get("unless_clause")
    spans = [
        (start, end)
        for start, end in _candidates(params, contract)
        if not (unless and compiled(unless).search(text, start, end))
        and not (clause and compiled(clause).search(text, *clause_span(contract, start)))
    ]
    return spans if spans and _about(params, contract) else []


def _listed(params: Mapping[str, Any], contract: Contract) -> list[tuple[int, int]]:
    """The units of lists that `items` matches, behind a lead that `leads` does, where `unless` matches neither."""
    found: list[tuple[int, int]] = []
    for start, end in sentences_with(contract, params["words"]) if "leads" in params else ():
        clause = clause_at(contract, start)
        if (
            clause is None
            or clause.kind != "item"
            or not compiled(params["items"]).search(contract.text.text, start, end)
        ):
            continue
        above = contract.lists.clause.get(clause.parent or "")
        lead = f"{above.heading}\n{above.text}" if above is not None else ""
        said = lead + contract.text.cut((start, end))
        if compiled(params["leads"]).search(lead) and not compiled(params["unless"]).search(said):
            found.append((start, end))
    return found


def _referring(params: Mapping[str, Any], contract: Contract) -> list[tuple[int, int]]:
    """The sentences that `refers` matches, close behind what `spoken_of` does, in the same clause."""
    text, found = contract.text.text, []
    for match in compiled(params["spoken_of"]).finditer(text) if "spoken_of" in params else ():
        end = min(clause_span(contract, match.start())[1], match.end() + _SPOKEN)
        start = match.end()
        while start < end:
            span = start, sentence_at(contract, start, start + 1)[1]
            if compiled(params["refers"]).search(text, *span) and not compiled(params["unless"]).search(text, *span):
                found.append(sentence_at(contract, start, start + 1))
            start = max(span[1], start + 1)
    return found


def _quoted(sentence: str, cue: str) -> str:
    """A sentence, or of a long one the part that the cue matches, from the mark before it; … stands for what is left out."""
    if len(sentence) <= _QUOTE:
        return sentence
    found = compiled(cue).search(sentence)
    start = 0
    if found is not None and found.end() > _QUOTE:
        earliest = max(min(found.start(), found.end() - _QUOTE), 0)
        mark = _MARK.search(sentence, earliest, found.start())
        start = mark.end() if mark else earliest
    end = start + _QUOTE
    return ("…" if start else "") + sentence[start:end] + ("…" if end < len(sentence) else "")


def _joined(contract: Contract, span: tuple[int, int]) -> str:
    """A sentence as one line."""
    return _BREAK.sub("", contract.text.cut(span).strip())


def _unbroken(contract: Contract, words: Iterable[str]) -> list[tuple[int, int]]:
    """The sentences with one of the words, where a line breaks off in mid-word joined with those that they go on in."""
    found: list[tuple[int, int]] = []
    for start, end in sentences_with(contract, words):
        for _ in range(_MOST_LINES):
            start = sentence_at(contract, start - 2, start - 1)[0] if _breaks_off(contract, start - 1) else start
            end = sentence_at(contract, end, end + 1)[1] if _breaks_off(contract, end - 1) else end
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def _breaks_off(contract: Contract, at: int) -> bool:
    """Whether a line feed stands in a sentence: behind a line of some length that no mark ends, before one that opens
    no clause and no list."""
    text = contract.text.text
    if not 0 < at < len(text) - 1 or text[at] != "\n" or at + 1 in contract.starts:
        return False
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return len(line) >= _BROKEN_LINE and bool(_OPEN_END.search(line)) and bool(_GOES_ON.match(text, at + 1))


def _candidates(params: Mapping[str, Any], contract: Contract) -> list[tuple[int, int]]:
    """The sentences that the cue matches, or in which all stand, in order."""
    found = _with_cue(params, contract) if "cue" in params else []
    if "all" in params:
        found += _with_all([compiled(each) for each in params["all"]], params.get("within", _WITHIN), contract)
    return sorted(set(found))


def _with_cue(params: Mapping[str, Any], contract: Contract) -> list[tuple[int, int]]:
    text, words, pattern = contract.text.text, params.get("words"), compiled(params["cue"])
    if words is not None and not has_any(contract, words):
        return []
    if params.get("across"):
        return [span for span in _unbroken(contract, words or ()) if pattern.search(_joined(contract, span))]
    if words is None:
        return [sentence_at(contract, *match.span()) for match in pattern.finditer(text)]
    return [span for span in sentences_with(contract, words) if pattern.search(text, *span)]


def _with_all(patterns: Sequence[Pattern], within: int, contract: Contract) -> list[tuple[int, int]]:
    """The sentences in which the first of some patterns stands, and all others near it. Only those are looked at that hold
    a word of each; they are found by the words that stand in the fewest places."""
    text = searched(contract.text.text)
    if not all(each.can_stand(text) for each in patterns):
        return []
    rarest = min([text.places(words) for each in patterns for _, words in each.asked], key=len)
    found: list[tuple[int, int]] = []
    for span in dict.fromkeys([sentence_at(contract, at, at + 1) for at in rarest]):
        if all(each.can_stand_in(text, span) for each in patterns) and _near(patterns, text, span, within):
            found.append(span)
    return found


def _near(patterns: Sequence[Pattern], text: str, span: tuple[int, int], within: int) -> bool:
    start, end = span
    for match in patterns[0].finditer(text, start, end):
        around = max(start, match.start() - within), min(end, match.end() + within)
        if all(other.search(text, *around) for other in patterns[1:]):
            return True
    return False
