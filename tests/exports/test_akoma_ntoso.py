"""A contract as Akoma Ntoso, read back as XML."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from exports.akoma_ntoso import NAMESPACE, OWN, akoma_ntoso
from models.report import Report
from parser import parse
from tests.command import qiyue
from tests.exports.contracts import LEASE, lease, sale

AKN = {"a": NAMESPACE, "q": OWN}
TREE = """设备采购合同
甲方(买方):南京白鹭机械有限公司
乙方(卖方):苏州太湖电子有限公司
第一章 总则
第一条 标的
设备一台,见第二条第(二)项。
第二条 付款
付款分两次:
(一)预付30%;
(二)验收后付清,逾期的适用第三条。
第二章 责任
第三条 违约
乙方逾期的,按合同总价的20%支付违约金。
附件一 清单
设备一台。
"""


def read(report: Report) -> etree._Element:
    return etree.fromstring(akoma_ntoso(report))


def words(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("report", [lease().report, sale().report, parse(TREE.encode(), name="t.txt")])
def test_every_clause_is_there_once_and_whole(report: Report) -> None:
    root = read(report)
    ids = [str(one) for one in root.xpath("//@eId") if not str(one).startswith(("qiyue", "party_"))]
    assert sorted(ids) == sorted(clause.id for clause in report.clauses)
    document = root.find("a:doc", AKN)
    assert document is not None
    shown = "".join(words("".join(part.itertext())) for part in document if not part.tag.endswith("meta"))
    assert shown == "".join(words(clause.label + clause.heading + clause.text) for clause in report.clauses)
    assert akoma_ntoso(report) == akoma_ntoso(report)


def test_the_tree_is_the_contracts() -> None:
    root = read(parse(TREE.encode(), name="t.txt"))
    chapters = root.findall("a:doc/a:mainBody/a:chapter", AKN)
    assert [chapter.findtext("a:num", namespaces=AKN) for chapter in chapters] == ["第一章", "第二章"]
    second = chapters[0].findall("a:article", AKN)[1]
    assert second.findtext("a:heading", namespaces=AKN) == "付款"
    assert second.findtext("a:intro/a:p", namespaces=AKN) == "付款分两次:"
    assert [point.findtext("a:num", namespaces=AKN) for point in second.findall("a:point", AKN)] == ["(一)", "(二)"]
    assert root.findtext("a:doc/a:preface/a:p/a:docTitle", namespaces=AKN) == "设备采购合同"
    assert root.findall("a:doc/a:preamble/a:container", AKN)
    assert [one.get("name") for one in root.findall("a:doc/a:mainBody/a:hcontainer", AKN)] == ["annex"]


def test_a_reference_is_a_link_to_what_it_means() -> None:
    report = parse(TREE.encode(), name="t.txt")
    root = read(report)
    links = [(one.text, root.xpath(f"string(//*[@eId='{one.get('href')[1:]}']/a:num)", namespaces=AKN)) for one in root.iterfind(".//a:ref", AKN)]  # fmt: skip
    assert ("第三条", "第三条") in links
    assert any(text.startswith("第二条") for text, _ in links)


def test_the_day_is_that_of_signing_or_of_the_law() -> None:
    assert read(lease().report).xpath("//a:FRBRWork/a:FRBRdate/@date", namespaces=AKN) == ["2026-03-20"]
    report = sale().report
    dated = read(report).find("a:doc/a:meta/a:identification/a:FRBRWork/a:FRBRdate", AKN)
    assert dated is not None
    assert (dated.get("date"), dated.get("name")) == (report.rules.as_of, "as-of")


def test_fields_and_findings_are_in_the_metadata() -> None:
    report = lease().report
    root = read(report)
    fields = root.findall(".//q:field", AKN)
    assert [(one.get("name"), one.get("status"), one.get("norm")) for one in fields] == [
        (field.name, field.status, field.norm) for field in report.fields
    ]
    assert [one.findtext("q:message", namespaces=AKN) for one in root.findall(".//q:finding", AKN)] == [
        finding.message for finding in report.findings
    ]


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_text_is_an_xml_document(text: str) -> None:
    report = lease().report
    clauses = (replace(report.clauses[0], heading=text, text=text), *report.clauses[1:])
    fields = (replace(report.fields[0], norm=text, object=text), *report.fields[1:])
    read(report.model_copy(update={"clauses": clauses, "fields": fields}))


def test_a_report_without_clauses_is_a_document() -> None:
    assert (
        read(lease().report.model_copy(update={"clauses": (), "references": ()})).find(".//a:mainBody/a:p", AKN)
        is not None
    )


def test_the_command_writes_it(tmp_path: Path) -> None:
    contract, out = tmp_path / "租赁.txt", tmp_path / "lease.xml"
    contract.write_text(LEASE, "utf-8")
    done = qiyue("parse", contract, "--akn", out)
    assert (done.code, done.out) == (0, "")
    assert out.read_bytes() == akoma_ntoso(lease().report)
    wrong = qiyue("parse", contract, contract, "--akn", out)
    assert (wrong.code, "--akn writes a file of one contract" in wrong.err) == (2, True)
