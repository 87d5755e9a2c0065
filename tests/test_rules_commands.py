"""`qiyue rules ...` as a user meets it: what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

import cli
from models.rule import Topic
from parser.pack_files import SECTIONS
from parser.packs import RULES, default_packs
from parser.phrases import named_again
from parser.rule_schema import ABOUT, rule_schema
from parser.rulefile import read_yaml

EXAMPLE = Path(__file__).parent.parent / "docs" / "examples" / "purchasing"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(word) for word in words])


def test_list_names_rules_and_packs() -> None:
    rows = json.loads(run("rules", "list", "--json", "--rules", EXAMPLE).stdout)
    by_id = {(row["kind"], row["id"]): row for row in rows}
    assert by_id["playbook", "buy-no-waiver"]["pack"] == "purchasing"
    assert by_id["field", "installation_time"]["file"] == "fields/installation.yaml"
    assert by_id["check", "broken-cross-ref"]["pack"] == "qiyue"
    assert len(by_id) == len(rows)


@pytest.mark.parametrize(
    ("options", "has", "lacks"),
    [
        (["--kind", "field"], "term", "broken-cross-ref"),
        (["--kind", "conflict"], "broken-cross-ref", "term"),
        (["--kind", "playbook"], "buy-no-waiver", "term"),
        (["--pack", "purchasing"], "buy-no-waiver", "broken-cross-ref"),
        (["--type", "loan", "--kind", "playbook"], "buy-no-waiver", "buy-deposit-limit"),
        (["--kind", "topic"], "dispute", "total_price"),
        (["--kind", "fact"], "house_lease", "total_price"),
        (["--kind", "deadline"], "installation-end", "total_price"),
        (["--kind", "event"], "signing", "term-end-of-all"),
        (["--kind", "law"], "中华人民共和国合同法", "term"),
    ],
)
def test_list_can_be_narrowed(options: list[str], has: str, lacks: str) -> None:
    rows = json.loads(run("rules", "list", "--json", "--rules", EXAMPLE, *options).stdout)
    ids = {row["id"] for row in rows}
    assert has in ids
    assert lacks not in ids


def test_list_is_a_table() -> None:
    printed = run("rules", "list", "--kind", "field").stdout
    assert "warranty_period" in printed
    assert "质保期" in printed


def test_show_has_source_basis_and_examples() -> None:
    printed = run("rules", "show", "broken-cross-ref").stdout
    assert "conflict.yaml" in printed
    assert "第五百一十条" in printed
    assert "依本合同第二十条承担责任" in printed
    shown = json.loads(run("rules", "show", "buy-no-waiver", "--json", "--rules", EXAMPLE).stdout)
    assert shown[0]["entries"][0]["params"]["unless"]


def test_show_names_phrases_and_says_where_they_are_shown() -> None:
    printed = "".join(run("rules", "show", "injury-exemption").stdout.split())
    assert "'{bodily_harm}'" in printed
    assert "qiyuerulesshowbodily_harm" in printed.replace("│", "")
    assert default_packs().phrases[0].ways[0][:30] not in printed


def test_every_phrase_that_is_written_out_is_found_again() -> None:
    phrases = default_packs().phrases
    for number, phrase in enumerate(phrases):
        assert named_again(f"a(?:{'|'.join(phrase.ways)})b", phrases) == f"a{{{phrase.id}}}b"
        for way in phrase.ways:
            assert f"{{{phrase.id}}}" not in named_again(way, phrases[:number])


def test_show_of_an_unknown_id_suggests() -> None:
    ended = run("rules", "show", "broken-crossref")
    assert ended.exit_code == 2
    assert "broken-cross-ref" in ended.stderr


def test_test_passes_and_counts() -> None:
    ended = run("rules", "test", "--rules", EXAMPLE, "--pack", "purchasing")
    assert ended.exit_code == 0
    assert "7 rules" in ended.stdout


def test_test_names_the_example_that_fails(tmp_path: Path) -> None:
    run("rules", "new", "check", "acme-interest", "--dir", tmp_path)
    path = tmp_path / "checks" / "acme-interest.yaml"
    path.write_text(path.read_text("utf-8").replace("货款的万分之五", "货款的百分之五"), "utf-8")
    ended = run("rules", "test", "--rules", tmp_path, "--pack", tmp_path.name)
    assert ended.exit_code == 1
    assert f"{path}:4: check acme-interest: wanted does not fire, got fires." in ended.stdout


def test_test_lists_every_problem(tmp_path: Path) -> None:
    run("rules", "new", "field", "acme_time", "--dir", tmp_path)
    (tmp_path / "more.yaml").write_text("fields: none\nnothing: 1\n", "utf-8")
    ended = run("rules", "test", "--rules", tmp_path)
    assert ended.exit_code == 9
    assert "more.yaml, line 1" in ended.stderr
    assert "more.yaml, line 2" in ended.stderr


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("field", "acme_time"),
        ("check", "acme-check"),
        ("phrase", "acme_alone"),
        ("playbook", "acme-play"),
        ("fact", "acme_hosting"),
        ("deadline", "acme-day"),
    ],
)
def test_what_is_begun_passes_at_once(tmp_path: Path, kind: str, name: str) -> None:
    begun = run("rules", "new", kind, name, "--dir", tmp_path / "acme")
    assert begun.exit_code == 0
    for line in begun.stdout.split():
        assert Path(line).is_file()
    ended = run("rules", "test", "--rules", tmp_path / "acme", "--pack", "acme")
    assert (ended.exit_code, ended.stdout.split(",")[0]) == (0, "1 rules")
    again = run("rules", "new", kind, name, "--dir", tmp_path / "acme")
    assert again.exit_code == 2
    assert "already" in again.stderr


@pytest.mark.parametrize("words", [("field", "Acme"), ("check", "a b"), ("phrase", "a-b"), ("topic", "acme")])
def test_what_cannot_be_begun_is_said(tmp_path: Path, words: tuple[str, str]) -> None:
    ended = run("rules", "new", *words, "--dir", tmp_path)
    assert ended.exit_code == 2
    assert ended.stderr.startswith("qiyue: ")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "command", [["parse", "x.txt"], ["rules", "list"], ["rules", "show", "x"], ["rules", "schema"]]
)
def test_a_bad_pack_ends_every_command_alike(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "pack.yaml").write_text("name: acme\n", "utf-8")
    ended = run(*command, "--rules", tmp_path)
    assert ended.exit_code == 9
    assert "no `version`" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_schema_takes_every_file_of_rules_and_refuses_others() -> None:
    schema = json.loads(run("rules", "schema").stdout)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    files = [
        path
        for folder in (RULES, EXAMPLE)
        for pattern in ("*/*.yaml", "topics.yaml", "playbook.yaml", "deadlines.yaml")
        for path in folder.glob(pattern)
    ]
    assert len(files) > 6
    for path in files:
        data = read_yaml(path, path.read_text("utf-8").replace("NAME", "name"))[0].data
        assert [error.message for error in validator.iter_errors(json.loads(json.dumps(data, default=str)))] == [], path
    bad = {
        "checks": [{"id": "x", "title": "x", "kind": "risk", "severity": "info", "function": "wording", "params": {}}]
    }
    said = " ".join(error.message for error in validator.iter_errors(bad))
    assert "is not valid under any of the given schemas" in said  # neither `cue` nor `all`
    assert "'hit' is a required property" in said


def test_schema_has_a_word_on_every_key() -> None:
    schemas = [model.model_json_schema() for _, model in SECTIONS.values()]
    parts = [part for schema in schemas for part in (schema, *schema.get("$defs", {}).values())]
    keys = {key for part in parts for key in part.get("properties", {})}
    assert keys - set(ABOUT) == set()
    described = rule_schema(default_packs())["$defs"][Topic.__name__]["properties"]
    assert all(value["description"] for value in described.values())
