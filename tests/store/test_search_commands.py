"""`qiyue search` and `qiyue find` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import qiyue as run
from reports import SALE, report

from store.opening import open_store
from store.write import save_report


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "archive.db"
    with open_store(str(path), create=True) as store:
        save_report(store, report(), paths=["档案/租赁.txt", "副本/租赁.txt"])
        save_report(store, report(SALE), paths=["档案/采购\x1b[31m.txt"])
    return path


def test_a_phrase_for_a_person(db: Path) -> None:
    ended = run("search", "違約金", "--db", db)
    assert ended.code == 0
    for words in ("副本/租赁.txt", "等 2 处", "0.05%支付违约金", "档案/采购", "共 2 处"):
        assert words in ended.out
    assert "\x1b" not in ended.out


def test_a_phrase_as_data(db: Path) -> None:
    first = json.loads(run("search", "甲方", "--db", db, "--json", "--limit", 1).out)
    (hit,) = first["hits"]
    assert hit["words"][slice(*hit["at"])] == "甲方"
    assert hit["paths"] == ["副本/租赁.txt", "档案/租赁.txt"]
    assert hit["sha256"] == report().source.sha256
    second = json.loads(run("search", "甲方", "--db", db, "--json", "--limit", 1, "--after", first["after"]).out)
    assert second["hits"][0]["id"] > hit["id"]
    sales = json.loads(run("search", "甲方", "--db", db, "--json", "--type", "sale").out)
    assert {one["sha256"] for one in sales["hits"]} == {report(SALE).source.sha256}


def test_contracts_for_a_person(db: Path) -> None:
    ended = run("find", "--db", db, "--where", "违约金比例 >= 0.01% or penalty_rate is blank")
    assert ended.code == 0
    for words in ("房屋租赁合同", "0.0005/D", "第四条", "设备采购合同", "空白", "共 2 份"):
        assert words in ended.out


def test_options_are_all_meant(db: Path) -> None:
    def found(*words: str) -> list[str]:
        return [one["type"] for one in json.loads(run("find", "--db", db, "--json", *words).out)["contracts"]]

    assert found("--type", "lease", "--type", "sale", "--order", "type", "--descending") == ["sale", "lease"]
    assert found("--missing", "dispute") == ["sale"]
    assert found("--missing", "dispute", "--type", "lease") == []
    assert found("--severity", "error", "--where", "term = 36个月", "--where", "rent > 3000元") == ["lease"]
    check = report(SALE).findings[0].check
    assert "sale" in found("--check", check)


def test_pages_and_counts(db: Path) -> None:
    first = json.loads(run("find", "--db", db, "--json", "--limit", "1", "--order", "errors").out)
    second = json.loads(run("find", "--db", db, "--json", "--order", "errors", "--after", first["after"]).out)
    assert {one["sha256"] for page in (first, second) for one in page["contracts"]} == {
        report().source.sha256,
        report(SALE).source.sha256,
    }
    assert run("find", "--db", db, "--count").out == "2\n"
    assert "没有找到" in run("find", "--db", db, "--type", "loan").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["find", "--where", "penalty_rate >"], 2, "column 15"),
        (["find", "--where", "penalty_rat > 3"], 2, "Did you mean penalty_rate"),
        (["find", "--severity", "bad"], 2, "error, warning, info"),
        (["find", "--order", "colour"], 2, "Take one of added"),
        (["find", "--after", "x"], 2, "no place"),
        (["search", " "], 2, "1 to 200 characters"),
        (["search", "甲", "--db", "/nowhere/x.db"], 11, "its folder does not exist"),
    ],
)
def test_what_cannot_be_asked_is_said(db: Path, words: list[str], code: int, said: str) -> None:
    ended = run(*words, *([] if "--db" in words else ["--db", db]))
    assert ended.code == code
    assert said in ended.err
    assert "Traceback" not in ended.err


def test_a_field_that_no_contract_here_has(db: Path) -> None:
    assert run("find", "--db", db, "--where", "non_compete_term > 2年", "--count").out == "0\n"
