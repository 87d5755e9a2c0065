"""The topic model: train it, and report how well it does against the word lists alone.

    python bench/topics.py train  --corpus DIR     # writes rules/topic_model/
    python bench/topics.py report --corpus DIR     # precision and recall a topic on the held-out documents

Labels come from distant supervision: a title that names one or two topics (rules/topics.yaml) labels the text under it,
and the title itself is not given to the model. Documents are split by a hash of their name: a fifth is held out, and a
text that also stands in a held-out document is never trained on. Both commands are reproducible.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import shutil
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex
import spacy
from spacy.training import Example
from spacy.util import fix_random_seed

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from models.errors import ContractError
from models.report import Clause
from models.source import Limits
from parser.normalise import normalise
from parser.packs import default_packs
from parser.readers import read
from parser.segment import segment
from parser.topic_model import MODEL, READ, predict

FOLDS, SEED, EPOCHS, BATCH, RATE = 5, 1, 12, 32, 0.001
CONFIG = {
    "model": {
        "@architectures": "spacy.TextCatBOW.v3",
        "exclusive_classes": False,
        "ngram_size": 3,
        "no_output_layer": False,
        "length": 65536,
    }
}
LEAST = 20


@dataclass(frozen=True, slots=True)
class Sample:
    document: str
    text: str
    topics: tuple[str, ...]

    @property
    def held_out(self) -> bool:
        return int(hashlib.sha256(self.document.encode()).hexdigest(), 16) % FOLDS == 0

    @property
    def key(self) -> str:
        """The same text with other names and figures is the same sample."""
        return re.sub(r"[\W\d_]", "", self.text)[:60]


def samples(corpus: Path) -> list[Sample]:
    """What titled clauses of a folder of contracts say, once each; the held-out documents go first."""
    packs = default_packs()
    headings = [(topic.id, regex.compile(topic.heading)) for topic in packs.topics]
    found: list[Sample] = []
    for path in sorted(corpus.iterdir()):
        try:
            text = normalise(read(path.name, path.read_bytes(), Limits()))
        except (ContractError, OSError):
            continue
        clauses, _ = segment(text, packs)
        under: dict[str | None, list[Clause]] = defaultdict(list)
        for clause in clauses:
            under[clause.parent].append(clause)
        for clause in clauses:
            topics = tuple(name for name, heading in headings if clause.heading and heading.search(clause.heading))
            words = _whole(clause, under)
            if clause.label and 1 <= len(topics) <= 2 and len(words) >= LEAST:
                found.append(Sample(path.name, words[:READ], topics))
    kept: dict[str, Sample] = {}
    for sample in sorted(found, key=lambda sample: not sample.held_out):
        kept.setdefault(sample.key, sample)
    return list(kept.values())


def _whole(clause: Clause, under: dict[str | None, list[Clause]]) -> str:
    parts = [clause.text, *(f"{child.heading} {_whole(child, under)}" for child in under[clause.id])]
    return " ".join(" ".join(parts).split())


def train(data: Sequence[Sample], folder: Path) -> None:
    topics = [topic.id for topic in default_packs().topics]
    fix_random_seed(SEED)
    model = spacy.blank("zh")
    part = model.add_pipe("textcat_multilabel", config=CONFIG)
    for topic in topics:
        part.add_label(topic)  # type: ignore[attr-defined]
    examples = [
        Example.from_dict(
            model.make_doc(sample.text), {"cats": {topic: float(topic in sample.topics) for topic in topics}}
        )
        for sample in data
        if not sample.held_out
    ]
    optimizer = model.initialize(lambda: examples[:200])
    optimizer.learn_rate = RATE
    order = random.Random(SEED)
    for epoch in range(EPOCHS):
        order.shuffle(examples)
        losses: dict[str, float] = {}
        for at in range(0, len(examples), BATCH):
            model.update(examples[at : at + BATCH], sgd=optimizer, losses=losses)
        print(f"epoch {epoch + 1}: loss {losses['textcat_multilabel']:.3f}", file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    model.meta.update(
        name="qiyue_topics", description="Topics of contract clauses without a title", author="", email="", url=""
    )
    model.to_disk(folder)
    digest = hashlib.sha256((folder / "textcat_multilabel" / "model").read_bytes()).hexdigest()
    print(json.dumps({"samples": len(examples), "sha256": digest}))


def report(data: Sequence[Sample]) -> None:
    held = [sample for sample in data if sample.held_out]
    words = {topic.id: regex.compile(topic.body) for topic in default_packs().topics if topic.body}
    listed = [{name for name, body in words.items() if body.search(sample.text)} for sample in held]
    learned = [set(topics) for topics in predict([sample.text for sample in held])]
    print(f"{len(held)} clauses of {len({s.document for s in held})} held-out documents; titles are the truth\n")
    print(f"{'topic':<16}{'clauses':>8}   {'word lists: P':>14}{'R':>6}{'F1':>6}   {'model: P':>9}{'R':>6}{'F1':>6}")
    for topic in [*(topic.id for topic in default_packs().topics), None]:
        wanted = sum(1 for s in held if topic in s.topics) if topic else sum(len(s.topics) for s in held)
        if wanted:
            a, b = _figures(held, listed, topic), _figures(held, learned, topic)
            print(
                f"{topic or 'all':<16}{wanted:>8}   {a[0]:>14.2f}{a[1]:>6.2f}{a[2]:>6.2f}"
                f"   {b[0]:>9.2f}{b[1]:>6.2f}{b[2]:>6.2f}"
            )


def _figures(held: Sequence[Sample], given: Iterable[set[str]], topic: str | None) -> tuple[float, float, float]:
    count: Counter[str] = Counter()
    for sample, topics in zip(held, given, strict=True):
        want = {t for t in sample.topics if topic in (None, t)}
        have = {t for t in topics if topic in (None, t)}
        count["right"] += len(want & have)
        count["extra"] += len(have - want)
        count["missed"] += len(want - have)
    right = count["right"]
    precision = right / (right + count["extra"]) if right else 0.0
    recall = right / (right + count["missed"]) if right else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ask.add_argument("command", choices=("train", "report"))
    ask.add_argument("--corpus", type=Path, required=True, help="A folder of contracts in any format.")
    args = ask.parse_args()
    data = samples(args.corpus)
    if not any(sample.held_out for sample in data):
        sys.exit(f"bench/topics.py: {args.corpus} has too few titled clauses. Give a folder of some hundred contracts.")
    if args.command == "train":
        train(data, MODEL)
    report(data)


if __name__ == "__main__":
    main()
