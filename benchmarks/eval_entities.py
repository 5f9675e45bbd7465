"""Exact entity F1 of a tagger on the last sixth of ANERcorp's training part: python benchmarks/eval_entities.py [DATA].

DATA is the folder of the training data (default ../shared/data). The shipped model has been trained on all of that
file, so its score there only tells that it works; `train_tagger.py --dev` writes build/tagger/dev.npz, a model that
has not seen the last sixth, and its score means something.
"""

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np

from khabar import tagger


def read_conll(file: Path) -> list[tuple[list[str], list[str]]]:
    """Sentences as words and tags; an I- that continues nothing begins an entity."""
    sentences = []
    for block in file.read_text("utf-8").strip().split("\n\n"):
        words, tags = zip(*(line.rsplit(" ", 1) for line in block.splitlines() if line.strip()), strict=True)
        tags = [f"B{tag[1:]}" if tag[0] == "I" and before[2:] != tag[2:] else tag
                for before, tag in zip(("O", *tags), tags, strict=False)]
        sentences.append((list(words), tags))
    return sentences


def f1(gold: list[list[str]], found: list[list[str]]) -> dict[str, float]:
    """Exact F1 of entities in per cent, over all types and for each."""
    gold, found = ({(i, *entity) for i, tags in enumerate(document) for entity in entities(tags)}
                   for document in (gold, found))
    kinds = {"all": {"PERS", "LOC", "ORG", "MISC"}} | {kind: {kind} for kind in ("PERS", "LOC", "ORG", "MISC")}
    return {name: round(200 * sum(e[3] in kind for e in gold & found) /
                        max(1, sum(e[3] in kind for e in [*gold, *found])), 2) for name, kind in kinds.items()}


def entities(tags: list[str]):
    """(start, end, type) of every entity of one sentence."""
    start = 0
    for i, (before, label) in enumerate(pairwise(["O", *tags, "O"])):
        if before != "O" and (label[0] != "I" or label[2:] != before[2:]):
            yield start, i, before[2:]
        if label[0] == "B" or (label[0] == "I" and label[2:] != before[2:]):
            start = i


def main(data: str = "../shared/data"):
    news = read_conll(Path(data) / "ner" / "anercorp.train.conll")
    news = news[len(news) * 5 // 6:]
    held_out = Path("build/tagger/dev.npz")
    models = {"shipped (trained on it)": tagger.tag}
    if held_out.exists():
        models["held out"] = tagger.read(np.load(held_out)).tag
    for name, tag in models.items():
        print(f"{name}:", f1([tags for _, tags in news], tag([words for words, _ in news])))


if __name__ == "__main__":
    main(*sys.argv[1:])
