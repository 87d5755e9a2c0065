"""Topics by title, by the words of a text, and by the trained model where no title speaks."""

from __future__ import annotations

import subprocess
import sys

import pytest

from parser import parse
from parser.packs import default_packs
from parser.topic_model import predict

TITLED = "设备买卖合同\n第一条 价款\n总价十万元,货到后付清。\n第二条 争议解决\n由甲方所在地法院管辖。\n第三条 其他\n未尽事宜协商。"
UNTITLED = (
    "房屋租赁协议\n"
    "一、甲方将位于西湖区的房屋出租给乙方居住使用,面积八十平方米。\n"
    "二、乙方逾期支付租金的,每逾期一日按欠付金额的千分之一支付违约金,逾期超过三十日的赔偿甲方损失。\n"
    "三、因本协议发生纠纷,双方协商不成的,任何一方可以向房屋所在地人民法院起诉。\n"
    "四、因地震、洪水等不可抗力使房屋毁损的,双方互不承担责任。"
)


def topics_of(text: str) -> dict[str, tuple[str, ...]]:
    return {clause.label: clause.topics for clause in parse(text.encode(), name="x.txt").clauses if clause.label}


def test_a_title_decides() -> None:
    topics = topics_of(TITLED)
    assert topics["第一条"] == ("price",)
    assert topics["第二条"] == ("dispute",)


def test_the_model_reads_what_no_title_speaks_for() -> None:
    topics = topics_of(UNTITLED)
    assert "breach" in topics["二、"]
    assert "dispute" in topics["三、"]
    assert "force_majeure" in topics["四、"]


def test_the_model_knows_the_topics_of_the_rules() -> None:
    known = {topic.id for topic in default_packs().topics}
    assert set().union(*map(set, predict(["甲方应当在收到发票后十日内支付合同价款。"]))) <= known


@pytest.mark.parametrize(("text", "loaded"), [(TITLED, False), (UNTITLED, True)], ids=["titled", "untitled"])
def test_spacy_is_loaded_only_for_text_without_titles(text: str, loaded: bool) -> None:
    code = (
        "import sys\nfrom parser import parse\n"
        f"parse({text!r}.encode(), name='x.txt')\nsys.exit(10 if 'spacy' in sys.modules else 11)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == (10 if loaded else 11)
