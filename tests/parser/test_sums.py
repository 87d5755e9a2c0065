"""Tables whose rows do not add up: price times quantity, and the sum of the amounts."""

from __future__ import annotations

import pytest

from parser import parse

HEAD = "<tr><td>序号</td><td>名称</td><td>数量</td><td>单价(元)</td><td>金额(元)</td></tr>"


def _messages(*rows: tuple[str, ...]) -> list[str]:
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    page = f"<html><body><p>采购合同</p><p>第一条 标的</p><p>乙方向甲方供应下列货物。</p><table>{HEAD}{body}</table><p>第二条 交付</p><p>乙方应在签约后十日内交货。</p></body></html>"
    report = parse(page.encode(), name="table.html")
    return [finding.message for finding in report.findings if finding.check == "total-vs-items"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((("1", "货架", "10", "100", "1000"), ("2", "叉车", "2", "5,000", "10,000"), ("合计", "", "", "", "11000")), ""),
        ((("1", "货架", "10", "100", "1200"), ("2", "叉车", "2", "5000", "10000")), "之积为1,000.00"),
        ((("1", "货架", "10", "100", "1000"), ("2", "叉车", "2", "5000", "10000"), ("合计", "", "", "", "12000")), "各行合计为11,000.00"),
        # A row without an amount: the sum cannot be held against the rows.
        ((("1", "货架", "10", "100", "1000"), ("2", "叉车", "2", "面议", ""), ("合计", "", "", "", "12000")), ""),
        # The price in yuan, the amount in ten thousands of them.
        ((("1", "货架", "10", "1000", "1"), ("2", "叉车", "2", "5000", "1")), ""),
    ],
)  # fmt: skip
def test_rows_are_held_against_their_sum(rows: tuple[tuple[str, ...], ...], told: str) -> None:
    messages = _messages(*rows)
    assert (messages == []) if not told else (len(messages) == 1 and told in messages[0])
