"""Rule packs: laid over each other, and told what is wrong with them, where, and what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from models.errors import BadRules
from parser import load_packs, parse
from parser.checks import CHECKS
from parser.checks.params import TAKES
from parser.pack_files import read_pack
from parser.packs import RULES, default_packs, problems_in

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "purchasing"
HEAD = 'name: acme\nversion: "2.1"\n'
DUE = """deadlines:
  - id: acme-warranty
    title: 质保
    field: warranty_period
    event: 开机之日
    examples:
      - {text: "第一条 质保\\n质保期为自开机之日起12个月。", formula: 开机之日 + 12个月}
"""
CHECK = """checks:
  - id: acme-cash
    title: 现金付款
    kind: risk
    severity: warning
    function: wording
    params: {cue: '现金'}
    message: 「{quote}」：不得以现金付款。
    advice: 改为转账。
    hit: ["采购合同\\n第一条 付款\\n以现金付款。\\n第二条 其他\\n无其他约定。"]
    miss: ["采购合同\\n第一条 付款\\n以转账付款。\\n第二条 其他\\n无其他约定。"]
"""
FIELD = """fields:
  - name: install_time
    title: 安装期限
    kinds: [duration]
    cues: [{after: '^[^。;,]{0,6}安装'}]
    examples: [{text: "到货后7日内安装。", norm: P7D}]
"""
PLAY = """playbook:
  - id: acme-secrets
    title: 须有保密条款
    require: {topic: confidentiality}
    hit: ["采购合同\\n第一条 付款\\n以现金付款。\\n第二条 其他\\n无其他约定。"]
    miss: ["采购合同\\n第一条 保密\\n双方应当保密。\\n第二条 其他\\n无其他约定。"]
"""
FACT = """facts:
  - id: acme_hosting
    title: 托管
    cases: [{types: [service], has: {contract_title: '托管'}}]
    hit: ["服务器托管服务合同\\n第一条 标的\\n机柜一个。\\n第二条 其他\\n无其他约定。"]
    miss: ["采购合同\\n第一条 标的\\n机柜一个。\\n第二条 其他\\n无其他约定。"]
"""
CONTRACT = "采购合同\n第一条 付款\n以现金付款,到货后5日内安装。\n第二条 其他\n无其他约定。".encode()


def pack(folder: Path, **files: str) -> Path:
    """A pack of these files (`checks` for checks.yaml), with a head unless one is given."""
    folder.mkdir(exist_ok=True)
    for name, text in {"pack": HEAD, **files}.items():
        path = folder / (name if "." in name else f"{name}.yaml")
        path.write_text(text, "utf-8")
    return folder


def test_rules_that_ship_have_no_fault() -> None:
    assert [str(problem) for problem in problems_in()] == []


def test_a_bad_pattern_in_a_wording_that_ships_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = shutil.copytree(RULES, tmp_path / "rules")
    path = rules / "duties.yaml"
    path.write_text(path.read_text("utf-8").replace("  to: '(?:", "  to: '((?:"), "utf-8")
    monkeypatch.setattr("parser.packs.RULES", rules)
    line = next(n for n, text in enumerate(path.read_text("utf-8").splitlines(), start=1) if text.startswith("  to:"))
    (problem,) = problems_in()
    assert str(problem).startswith(f"{path}, line {line}: `to`: not a regular expression")
    assert problem.remedy


def test_every_function_says_what_it_takes() -> None:
    assert set(TAKES) == set(CHECKS), "parser/checks/params names the parameters and slots of each function"


def test_a_pack_adds_and_the_report_says_so(tmp_path: Path) -> None:
    packs = load_packs(pack(tmp_path / "a", checks=CHECK, fields=FIELD, play=PLAY))
    report = parse(CONTRACT, packs=packs)
    found = {finding.check for finding in report.findings}
    assert {"acme-cash", "acme-secrets"} <= found
    assert [f.norm for f in report.fields if f.name == "install_time"] == ["P5D"]
    assert [(used.name, used.version) for used in report.rules.packs] == [("qiyue", packs.version), ("acme", "2.1")]
    assert report.rules.sha256 != parse(CONTRACT).rules.sha256
    assert len({used.sha256 for used in report.rules.packs} | {report.rules.sha256}) == 3


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(RULES, tmp_path_factory.mktemp("packs") / "rules")


@pytest.mark.parametrize(
    "name", ["topic_model/textcat_multilabel/model", "topics.yaml", "laws.csv", "lpr.csv", "checks/law.yaml"]
)
def test_whatever_answers_follow_from_is_in_the_digest(name: str, copied: Path) -> None:
    """One byte of a rule, a law or the topic model's weights less, and reports name another digest."""
    path = copied / name
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    changed = read_pack(copied, [], shipped=True).used.sha256
    path.write_bytes(whole)
    assert read_pack(copied, [], shipped=True).used.sha256 == default_packs().sha256 != changed


def test_without_packs_nothing_of_them_is_there() -> None:
    assert [used.name for used in parse(CONTRACT).rules.packs] == ["qiyue"]


def test_an_entry_takes_the_place_of_one_with_its_id(tmp_path: Path) -> None:
    base = default_packs()
    check = CHECK.replace("acme-cash", "missing-dispute-clause")
    field = FIELD.replace("install_time", "probation")
    topic = "topics:\n  - {id: dispute, title: 争端, heading: '争端', examples: [争端], others: [价款]}\n"
    law = "name,aliases,status,since,replaced_by,source\n中华人民共和国合同法,合同法,repealed,2021-01-02,民法典,test\n"
    packs = load_packs(pack(tmp_path / "a", checks=check, fields=field, topics=topic, **{"laws.csv": law}))
    assert [c.id for c in packs.checks] == [c.id for c in base.checks]
    assert next(c for c in packs.checks if c.id == "missing-dispute-clause").title == "现金付款"
    assert [f.name for f in packs.fields] == list(dict.fromkeys(f.name for f in base.fields)) or len(
        packs.fields
    ) <= len(base.fields)
    assert [f.title for f in packs.fields if f.name == "probation"] == ["安装期限"]
    assert [t.id for t in packs.topics] == [t.id for t in base.topics]
    assert next(t for t in packs.topics if t.id == "dispute").title == "争端"
    assert [str(law.since) for law in packs.laws if law.name == "中华人民共和国合同法"] == ["2021-01-02"]
    assert packs.origins["check", "missing-dispute-clause"].pack == "acme"


def test_the_later_pack_holds(tmp_path: Path) -> None:
    first = pack(tmp_path / "a", checks=CHECK)
    second = pack(tmp_path / "b", checks=CHECK.replace("现金付款\n", "另一标题\n"), pack='name: other\nversion: "1"\n')
    titles = [check.title for check in load_packs(first, second).checks if check.id == "acme-cash"]
    assert titles == ["另一标题"]


def test_a_check_asks_for_a_fact_of_the_pack(tmp_path: Path) -> None:
    check = CHECK.replace("    kind", "    facts: [acme_hosting]\n    kind", 1)
    packs = load_packs(pack(tmp_path / "a", checks=check, facts=FACT))
    paid = "第一条 付款\n以现金付款。\n第二条 其他\n无其他约定。"
    named = {title: parse(f"{title}\n{paid}".encode(), packs=packs) for title in ("机柜托管服务合同", "采购合同")}
    fired = [title for title, report in named.items() if "acme-cash" in {one.check for one in report.findings}]
    assert fired == ["机柜托管服务合同"]


def test_a_playbook_entry_overrides_a_check(tmp_path: Path) -> None:
    packs = load_packs(pack(tmp_path / "a", play=PLAY.replace("acme-secrets", "missing-dispute-clause")))
    assert [c.title for c in packs.checks if c.id == "missing-dispute-clause"] == ["须有保密条款"]
    assert ("check", "missing-dispute-clause") not in packs.origins


BAD = [
    ("not YAML", {"checks": CHECK.replace("    kind: risk", "   kind: risk: x")}, "checks.yaml, line 4", "not YAML"),
    ("a key twice", {"checks": CHECK.replace("    kind: risk\n", "    kind: risk\n    kind: form\n")}, "line 5", "twice"),
    ("unknown key", {"checks": CHECK.replace("severity:", "severty:")}, "checks.yaml, line 5", "Did you mean `severity`"),
    ("missing key", {"checks": CHECK.replace("    advice: 改为转账。\n", "")}, "checks.yaml, line 2", "`advice` is missing"),
    ("unknown section", {"checks": CHECK.replace("checks:", "check:")}, "checks.yaml, line 1", "unknown key `check`"),
    ("bad pattern", {"checks": CHECK.replace("'现金'", "'(现金'")}, "checks.yaml, line 7", "not a regular expression"),
    ("bad cue", {"fields": FIELD.replace("安装'}", "安装('}")}, "fields.yaml, line 5", "cues.after"),
    ("unknown function", {"checks": CHECK.replace("wording", "wordng")}, "checks.yaml, line 6", "Did you mean `wording`"),
    ("unknown kind", {"checks": CHECK.replace("kind: risk", "kind: danger")}, "checks.yaml, line 4", "is not one of"),
    ("unknown type", {"checks": CHECK.replace("    kind", "    types: [sales]\n    kind", 1)}, "line 4", "Did you mean `sale`"),
    ("unknown fact", {"checks": CHECK.replace("    kind", "    facts: [persn]\n    kind", 1)}, "line 4", "unknown fact"),
    ("unknown value", {"fields": FIELD.replace("duration", "length")}, "fields.yaml, line 4", "is not one of"),
    ("unknown parameter", {"checks": CHECK.replace("{cue: '现金'}", "{cue: '现金', unles: 'x'}")}, "line 7", "`unless`"),
    ("no parameter", {"checks": CHECK.replace("{cue: '现金'}", "{}")}, "checks.yaml, line 7", "parameter `cue` is missing"),
    ("wrong parameter", {"checks": CHECK.replace("{cue: '现金'}", "{cue: [1]}")}, "checks.yaml, line 7", "is not a text"),
    ("empty word", {"checks": CHECK.replace("{cue:", "{words: [''], cue:")}, "checks.yaml, line 7", "no word"),
    ("figure for a word", {"checks": CHECK.replace("{cue:", "{words: [现金, 110], cue:")}, "line 7", "`110` is no word"),
    ("unknown slot", {"checks": CHECK.replace("{quote}", "{quotes}")}, "checks.yaml, line 8", "does not fill"),
    ("open slot", {"checks": CHECK.replace("{quote}", "{quote")}, "checks.yaml, line 8", "bracket"),
    ("no example", {"checks": CHECK[: CHECK.index("    hit")] + "    hit: []\n    miss: []\n"}, "line 10", "must fire"),
    ("no field example", {"fields": FIELD.replace('[{text: "到货后7日内安装。", norm: P7D}]', "[]")}, "line 6", "no example"),
    ("id twice", {"checks": CHECK, "more": CHECK}, "more.yaml, line 2", "taken already (checks.yaml, line 2)"),
    ("id of a check", {"checks": CHECK, "play": PLAY.replace("acme-secrets", "acme-cash")}, "play.yaml, line 2", "taken"),
    ("unknown topic", {"play": PLAY.replace("confidentiality", "secrecy")}, "play.yaml, line 4", "unknown topic"),
    ("two verbs", {"play": PLAY.replace("    hit", "    forbid: {pattern: x}\n    hit", 1)}, "play.yaml, line 2", "one of"),
    ("unknown side", {"play": PLAY.replace("    hit", "    sides: [买家]\n    hit", 1)}, "play.yaml, line 5", "unknown side"),
    ("deadline of no field", {"due": DUE.replace("warranty_period", "waranty_period")}, "due.yaml, line 4", "Did you mean `warranty"),
    ("deadline of a sum", {"due": DUE.replace("warranty_period", "total_price")}, "due.yaml, line 4", "no period and no day"),
    ("deadline from a sum", {"due": DUE.replace("    event", "    base: rent\n    event")}, "due.yaml, line 5", "no period and no day"),
    ("deadline unshown", {"due": DUE.replace(", formula: 开机之日 + 12个月", "")}, "due.yaml, line 6", "no example that has"),
    ("deadline both ways", {"due": DUE.replace(", formula", ", date: 2026-01-31, formula")}, "line 7", "both a `date`"),
    ("deadline's day", {"due": DUE.replace(", formula: 开机之日 + 12个月", ", date: 明天")}, "due.yaml, line 7", "`date`"),
    ("no day at all", {"due": DUE.replace(", formula: 开机之日 + 12个月", ", date: 2026-13-31")}, "due.yaml", "month must be"),
    ("deadline's pattern", {"due": DUE.replace("    event", "    when: '('\n    event")}, "due.yaml, line 5", "not a regular"),
    ("deadline twice", {"due": DUE, "more": DUE}, "more.yaml, line 2", "taken already (due.yaml, line 2)"),
    ("event of no field", {"due": "events:\n  - {id: x, field: start, words: x}\n"}, "due.yaml, line 2", "Did you mean `term_start`"),
    ("fact of no type", {"facts": FACT.replace("service", "servce")}, "facts.yaml, line 4", "Did you mean `service`"),
    ("fact of no fact", {"facts": FACT.replace("types: [service]", "facts: [persn]")}, "facts.yaml, line 4", "unknown fact"),
    ("fact of itself", {"facts": FACT.replace("types: [service]", "facts: [acme_hosting]")}, "facts.yaml, line 4", "told later"),
    ("fact of no field", {"facts": FACT.replace("types: [service]", "field: trm, value: P1M")}, "facts.yaml, line 4", "unknown field"),
    ("field unasked", {"facts": FACT.replace("types: [service]", "field: term")}, "facts.yaml, line 4", "go together"),
    ("fact's pattern", {"facts": FACT.replace("'托管'", "'('")}, "facts.yaml, line 4", "not a regular"),
    ("fact's place", {"facts": FACT.replace("contract_title", "titel")}, "facts.yaml, line 4", "unknown key `titel`"),
    ("empty case", {"facts": FACT.replace("types: [service], has: {contract_title: '托管'}", "times: 1")}, "facts.yaml, line 4", "says nothing"),
    ("no case", {"facts": FACT.replace("[{types: [service], has: {contract_title: '托管'}}]", "[]")}, "facts.yaml, line 4", "no case"),
    ("fact twice", {"facts": FACT, "more": FACT}, "more.yaml, line 2", "taken already (facts.yaml, line 2)"),
    ("no head", {"pack": ""}, "pack.yaml, line 1", "name"),
    ("no version", {"pack": "name: acme\n"}, "pack.yaml", "version"),
    ("bad law", {"laws.csv": "name,since\nx,y\n"}, "laws.csv, line 2", "columns"),
    ("a list of text", {"checks": "checks: none\n"}, "checks.yaml, line 1", "no list"),
    ("no mapping", {"checks": "- a\n"}, "checks.yaml, line 1", "mapping"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "where", "what"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, files: dict[str, str], where: str, what: str) -> None:
    with pytest.raises(BadRules) as raised:
        load_packs(pack(tmp_path / "a", **files))
    said = str(raised.value)
    assert where in said
    assert what in said
    assert "\n" not in said
    assert raised.value.remedy
    assert raised.value.exit_code == 9


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRules, match="no such folder"):
        load_packs(tmp_path / "nowhere")


def test_all_problems_are_listed(tmp_path: Path) -> None:
    folder = pack(
        tmp_path / "a", checks=CHECK.replace("kind: risk", "kind: danger"), fields=FIELD.replace("duration", "x")
    )
    assert len(problems_in(folder)) == 2
    with pytest.raises(BadRules, match="1 more"):
        load_packs(folder)
