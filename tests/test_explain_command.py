"""`qiyue explain` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import qiyue as run

EXAMPLE = Path(__file__).parent.parent / "docs" / "examples" / "purchasing"
CONTRACT = """设备采购合同
甲方(买方):苏州太湖电子有限公司
乙方(卖方):南京白鹭机械有限公司
第一条 标的
设备一台,质保期为12个月。
第二条 验收
验收后甲方放弃一切索赔。
第三条 争议解决
向乙方所在地人民法院起诉。
"""


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "contract.txt"
    path.write_text(CONTRACT, "utf-8")
    return path


def test_a_check_for_a_person(contract: Path) -> None:
    ended = run("explain", contract, "--check", "buy-no-waiver", "--rules", EXAMPLE, "--side", "买方")
    assert ended.code == 0
    for words in ("有发现", "playbook.yaml", "甲方放弃一切索赔", "第二条"):
        assert words in ended.out


def test_a_field_for_a_person(contract: Path) -> None:
    ended = run("explain", contract, "--field", "warranty_period")
    assert ended.code == 0
    for words in ("已填", "P12M", "采用", "质保期"):
        assert words in ended.out


def test_json(contract: Path) -> None:
    made = json.loads(run("explain", contract, "--field", "warranty_period", "--json").out)
    assert made["outcome"] == "found"
    assert made["candidates"][0]["verdict"] == "taken"
    assert set(made["searched"]) <= set(made["called"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--check", "broken-crossref"], "Did you mean broken-cross-ref"),
        (["--check", "buy-no-waver", "--rules", str(EXAMPLE)], "buy-no-waiver"),
        (["--field", "warranty"], "warranty_period"),
        ([], "--check ID or --field NAME"),
        (["--check", "broken-cross-ref", "--field", "term"], "--check ID or --field NAME"),
    ],
)
def test_what_cannot_be_asked_is_said(contract: Path, words: list[str], said: str) -> None:
    ended = run("explain", contract, *words)
    assert ended.code == 2
    assert said in ended.err


def test_a_file_that_cannot_be_read_ends_as_in_parse(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.write_bytes(b"")
    ended = run("explain", path, "--field", "term")
    assert ended.code == run("parse", path).code == 3
    assert "Traceback" not in ended.err
