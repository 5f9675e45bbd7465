"""Scores of khabar.clitics: python benchmarks/eval_clitics.py

On the development half of UD_Arabic-PUD (its words are handed in a document at a time): cross-validated, which is the
honest figure, and with the shipped weights, which were fitted to it. On tests/gold/clitics.jsonl, which nothing was
fitted to. And the speed, when the timing corpus is there.
"""

import gzip
import json
import re
import time
from pathlib import Path

import train_clitics

from khabar import clitics

GOLD = Path(__file__).resolve().parents[1] / "tests" / "gold" / "clitics.jsonl"
CORPUS = train_clitics.DATA / "corpus" / "saudinewsnet-20mb.txt.gz"


def score(words: list[tuple[str, str, tuple[str, str]]]) -> tuple[float, float]:
    """(accuracy of all words, F1 of words with a clitic) with the shipped weights."""
    right = hits = found = true = 0
    documents = {document: [w for d, w, _ in words if d == document] for document in {w[0] for w in words}}
    made = {document: clitics.split_clitics(forms) for document, forms in documents.items()}
    for document, form, gold in words:
        division = made[document][form][:2]
        right, hits = right + (division == gold), hits + (division == gold and any(gold))
        found, true = found + any(division), true + any(gold)
    return right / len(words), 2 * hits / (found + true)


def main() -> None:
    records = map(json.loads, GOLD.read_text("utf-8").splitlines())
    own = [("own", w["text"], (w["proclitics"], w["enclitic"])) for r in records for w in r["words"]]
    words = train_clitics.read_gold()
    *crossed, _ = train_clitics.cross_validate(words, train_clitics.Candidates(w[1] for w in words), 10)
    for name, figures in {"PUD, 10-fold by document": crossed, "PUD, fitted to it": score(words),
                          "own sentences": score(own)}.items():  # fmt: skip
        print(f"{name:26} accuracy {figures[0]:.4f}  clitic F1 {figures[1]:.4f}")
    if CORPUS.exists():
        text = gzip.decompress(CORPUS.read_bytes()).decode()
        forms = list(dict.fromkeys(re.findall("[\u0621-\u065f\u0670]+", text)))
        for state in ("first time", "again"):
            start = time.process_time()
            clitics.split_clitics(forms)
            seconds = time.process_time() - start
            print(f"{len(forms):,} distinct words of {len(text.encode()) / 1e6:.0f} MB, {state}: {seconds:.2f} s, "
                  f"{len(forms) / seconds:,.0f} a second")  # fmt: skip


if __name__ == "__main__":
    main()
