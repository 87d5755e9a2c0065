"""Which of a page's blocks are the contract, and which the page's own words around it.

A block is set aside only for a reason that stands in the page: the meaning of its element, a name that a site gives to
what surrounds an article, that it is nothing but links, or that the whole contract runs on in another block. A page's
unknown words therefore stay in the text rather than that a clause is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from models.reading import Aside, Paragraph

_CUES = regex.compile(
    r"第[一二三四五六七八九十百\d]{1,4}[章条节條節款]|甲\s*方|乙\s*方|本合同|本[協协][議议]|出租人|承租人|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]"
)
_PARTY = regex.compile(
    r"[甲乙丙]\s*方|[双雙各]方|[当當]事人|(?:出租|承租|出卖|出賣|买受|買受|委托|委託|受托|受託|发包|發包|承包|转让|轉讓|受让|受讓|许可|許可|保证|保證)[方人]"
    r"|[买賣卖買供需]方|用人单位|用人單位|劳动者|勞動者|借款人|[贷貸]款人|出借人|投保人|被保[险險]人|用[户戶]"
)
_NAMED = regex.compile(
    r"(?:合同|合约|合約|[协協][议議]|契[约約]|[条條]款|章程|[订訂][单單]|公[约約]|守[则則]|(?:承诺|承諾|确认|確認|意向|授权|授權|委托|委託|责任|責任|声明|聲明|申请|申請|说明|說明|意[见見])[书書]|投保[单單]|保[险險][单單]|[运運][单單]|[备備]忘[录錄]|[办辦]法)"
    r"(?:[书書])?\s*(?:[(（][^()（）]{1,20}[)）])?$"
)
_ARTICLE = regex.compile(r"第[一二三四五六七八九十百\d]{1,4}[条條]")
_MENTION = regex.compile(r"合同|[协協][议議]|契[约約]")
_TWICE, _TITLE_LENGTH = 2, 50
_FEW = 0.2
"""Share of the page's contract cues up to which a block that bears a site's name may be the site's."""
_RUN_ON, _LEAST_RUN_ON = 0.7, 400
"""Share of the page's characters, and their number, from which one block is taken to hold the whole contract."""
_LINK, _LINK_LENGTH, _LINK_RUN = 0.6, 60, 3
_DATA_ROWS, _CELL_PROSE = 2, 400
_SHOWN = 20
"""Letters of text without which a page shows nothing, and what it hides is read."""
_SIGNED = regex.compile(r"[:：_]|年|日期|签|章|盖|簽|蓋|附件")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the page, and what the elements around it say.

    `outside`: it stands in nav, footer, aside and the like. `hidden`: a browser does not show it. `linked`: characters
    of it that are links. `group`: the number of the nearest element with a name that sites give to what is not the
    article (class `sidebar`, id `comments`), or None.
    """

    paragraph: Paragraph
    outside: bool
    hidden: bool
    linked: int
    group: int | None

    @property
    def text(self) -> str:
        return self.paragraph.text.strip()


def contract_part(blocks: Sequence[Block]) -> list[Paragraph]:
    """The paragraphs in order; those that are not of the contract are set aside."""
    asides = _asides(blocks)
    paragraphs = [
        replace(block.paragraph, aside=aside) if aside else block.paragraph
        for block, aside in zip(blocks, asides, strict=True)
    ]
    return _flatten_layout_tables(paragraphs)


def holds_contract(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether what is left of a page may be a contract at all: a title of one, or two words of parties, articles or
    contracts."""
    texts = [paragraph.text.strip() for paragraph in paragraphs if paragraph.aside is None]
    return any(len(text) <= _TITLE_LENGTH and _NAMED.search(text) for text in texts) or any(
        sum(len(word.findall(text)) for text in texts) >= _TWICE for word in (_PARTY, _ARTICLE, _MENTION)
    )


def _asides(blocks: Sequence[Block]) -> list[Aside | None]:
    cues = [len(_CUES.findall(block.text)) for block in blocks]
    hidden = not _shows_nothing(blocks)
    asides: list[Aside | None] = [
        "noise" if block.hidden and hidden else "boilerplate" if block.outside else None for block in blocks
    ]
    groups = _site_groups(blocks, cues, asides)
    for at, block in enumerate(blocks):
        if asides[at] is None and block.group in groups:
            asides[at] = "boilerplate"
    for at in _links(blocks, cues, asides):
        asides[at] = "boilerplate"
    for at in _around_run_on(blocks, asides):
        asides[at] = "boilerplate"
    return asides


def _shows_nothing(blocks: Sequence[Block]) -> bool:
    shown = sum(char.isalpha() for block in blocks if not block.hidden and not block.outside for char in block.text)
    return shown < _SHOWN


def _site_groups(blocks: Sequence[Block], cues: Sequence[int], asides: Sequence[Aside | None]) -> set[int]:
    """The groups that bear a site's name and hold few of the page's contract cues; one around all is the article's."""
    total, size = 0, 0
    held: Counter[int] = Counter()
    length: Counter[int] = Counter()
    for block, count, aside in zip(blocks, cues, asides, strict=True):
        if aside is None:
            total += count
            size += len(block.text)
            if block.group is not None:
                held[block.group] += count
                length[block.group] += len(block.text)
    return {group for group in length if held[group] <= _FEW * total and length[group] <= size / 2}


def _links(blocks: Sequence[Block], cues: Sequence[int], asides: Sequence[Aside | None]) -> set[int]:
    """Short blocks that are nothing but links: those before the first and behind the last cue, and runs of them."""
    body = [at for at, aside in enumerate(asides) if aside is None]
    link = {at for at in body if _is_link(blocks[at])}
    marked = [at for at in body if cues[at] and at not in link]
    first, last = (marked[0], marked[-1]) if marked else (len(blocks), -1)
    found: set[int] = set()
    run: list[int] = []
    for at in [*body, len(blocks)]:
        if at in link:
            run.append(at)
            continue
        if len(run) >= _LINK_RUN:
            found.update(run)
        found.update(n for n in run if not first < n < last)
        run = []
    return found


def _is_link(block: Block) -> bool:
    printed = len(block.text) - block.paragraph.label
    return 0 < printed <= _LINK_LENGTH and block.linked >= _LINK * printed


def _around_run_on(blocks: Sequence[Block], asides: Sequence[Aside | None]) -> set[int]:
    """Where one block holds the whole contract without a line break, the others are the page's: all before it, as run-on
    text has its title in it, and all behind it but lines that look like a signature or an annex."""
    body = [at for at, aside in enumerate(asides) if aside is None]
    if not body:
        return set()
    long = max(body, key=lambda at: len(blocks[at].text))
    length = len(blocks[long].text)
    if length < _LEAST_RUN_ON or length <= _RUN_ON * sum(len(blocks[at].text) for at in body):
        return set()
    return {at for at in body if at < long or (at > long and not _SIGNED.search(blocks[at].text))}


def _flatten_layout_tables(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """A table with one column, or with a cell that holds pages of prose, only lays the page out."""
    columns: dict[int, set[int]] = {}
    rows: dict[int, set[int]] = {}
    size: dict[tuple[int, int, int], int] = {}
    for paragraph in paragraphs:
        if cell := paragraph.cell:
            columns.setdefault(cell.table, set()).add(cell.column)
            rows.setdefault(cell.table, set()).add(cell.row)
            key = (cell.table, cell.row, cell.column)
            size[key] = size.get(key, 0) + len(paragraph.text)
    layout = {table for (table, _, _), length in size.items() if length > _CELL_PROSE}
    layout |= {table for table in columns if len(columns[table]) < 2 or len(rows[table]) < _DATA_ROWS}
    return [replace(p, cell=None) if p.cell and p.cell.table in layout else p for p in paragraphs]
