"""Rebuilds the evidence and the weights of khabar.clitics: python benchmarks/train_clitics.py [--folds N]

Counts the words of arwiki-2017-sample (Wikipedia contributors, CC BY-SA 4.0), adds the names of names-wikidata (CC0)
and fits clitic_weights.csv to the development half of UD_Arabic-PUD (CC BY-SA 3.0): a conditional log-linear model
with an L2 prior over the candidate divisions of each word that is no particle. With --folds nothing is written: it
reports a cross-validation by document, whole and with each kind of evidence left out.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # the matrices are small: threads only get in each other's way

import argparse
import csv
import json
import lzma
import math
import re
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from khabar import clitics
from khabar.lexicon import rows

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
LIBRARY = Path(clitics.__file__).parent
WORDS = LIBRARY / "model" / "clitic_words.txt.xz"
WORD = re.compile("[\u0621-\u065f\u0670\u200b-\u200f]+")  # letters, tatweel, marks, controls
FLOOR = 3  # a word seen less often in the corpus is no evidence: a lower floor measured no better
PRIOR = 2.0
CLASSES = [*clitics.PROCLITICS, *("-" + e for e in clitics.ENCLITICS), "none", "proclitic", "enclitic",
           "proclitic enclitic"]  # fmt: skip
KINDS = {
    "nothing": set(), "frequency of the remainder": {"base", "no_base"}, "frequency of the whole": {"whole"},
    "article": {"article", "has_article"}, "other pronouns": {"pronouns"}, "names": {"name"},
    "imperfect": {"imperfect"}, "length": {"length", "short"}, "all of the corpus": {
        "base", "no_base", "whole", "article", "pronouns", "name", "imperfect"}}  # fmt: skip


def count_words() -> dict[str, set[str]]:
    """The words of each level, and the names."""
    written, counts, kinds = Counter(), Counter(), defaultdict(set)
    with lzma.open(DATA / "raw" / "arwiki-2017-sample.txt.xz", "rt", encoding="utf-8") as f:
        for line in f:
            written.update(WORD.findall(line.partition("\t")[2]))
    for word, n in written.items():
        counts[clitics.plain(word)] += n
    for word, n in counts.items():
        if n >= FLOOR and word:
            kinds[f"{1 + round(math.log2(n)):02}"].add(word)
    with lzma.open(DATA / "raw" / "names-wikidata.tsv.xz", "rt", encoding="utf-8") as f:
        names = {clitics.plain(line.split("\t")[0]) for line in f}
    kinds["name"] = {n for n in names if n.isalpha() and len(clitics.options(n)) > 1}
    return kinds


def write_words(kinds: dict[str, set[str]], mark=str) -> None:
    """One line a kind: the level or `name`, a tab, its words."""
    lines = [f"{kind}\t{' '.join(mark(w) if kind != 'name' else w for w in sorted(words))}\n"
             for kind, words in sorted(kinds.items())]  # fmt: skip
    WORDS.parent.mkdir(exist_ok=True)
    WORDS.write_bytes(lzma.compress("".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME))
    clitics.evidence.cache_clear()


def marked(word: str) -> str:
    """The word with + after its proclitics and - before its enclitic, as the model divides it."""
    proclitics, enclitic, base = clitics.choose(word, clitics.options(word))
    return f"{proclitics}{'+' * bool(proclitics)}{base}{'-' * bool(enclitic)}{enclitic}"


def read_gold() -> list[tuple[str, str, tuple[str, str]]]:
    """(document, word as written, (proclitics, enclitic)) of each gold word."""
    lines = (DATA / "clitics" / "dev.jsonl").read_text("utf-8").splitlines()
    return [(record["sent_id"][:6], w["text"], (w["proclitics"], w["enclitic"]))
            for record in map(json.loads, lines) for w in record["words"]]  # fmt: skip


class Candidates:
    """Feature matrix of the candidates of every word to be scored, `rows[word]` being its (first row, divisions)."""

    def __init__(self, written):
        x, shape, self.rows = [], [], {}
        for form in sorted(set(written)):
            word = clitics.plain(form)
            options = clitics.options(word, form)
            if len(options) > 1 and word not in clitics.particles():
                self.rows[form] = len(x), [("+".join(p), e) for p, e, _ in options]
                x += [clitics.features(word, o) for o in options]
                shape += [[c in clitics.parts(*o[:2]) for c in CLASSES] for o in options]
        self.x, self.shape = np.array(x, float), np.array(shape, float)

    def fit(self, words, without=frozenset()) -> np.ndarray:
        """Weights (class by feature) under which the gold divisions of `words` are most likely."""
        counts = {k: n for k, n in Counter((w, g) for _, w, g in words).items()
                  if k[0] in self.rows and k[1] in self.rows[k[0]][1]}  # fmt: skip
        chosen = [(*self.rows[w], self.rows[w][1].index(g), 1 + math.log2(n)) for (w, g), n in sorted(counts.items())]
        sizes = [len(options) for _, options, *_ in chosen]
        starts = np.cumsum([0, *sizes[:-1]])
        group, weight = np.repeat(np.arange(len(sizes)), sizes), np.array([c[3] for c in chosen])
        index = np.concatenate([np.arange(first, first + len(options)) for first, options, *_ in chosen])
        gold = starts + np.array([c[2] for c in chosen])
        x, shape, target = self.x[index] * [f not in without for f in clitics.FEATURES], self.shape[index], 0 * index
        target = target.astype(float)
        target[gold] = weight

        def loss(flat):
            scores = (shape @ flat.reshape(len(CLASSES), -1) * x).sum(1)
            top = np.maximum.reduceat(scores, starts)
            odds = np.exp(scores - top[group])
            total = np.add.reduceat(odds, starts)
            off = odds / total[group] * weight[group] - target
            value = PRIOR / 2 * (flat**2).sum() - (weight * (scores[gold] - top - np.log(total))).sum()
            return value, (shape.T @ (x * off[:, None])).ravel() + PRIOR * flat

        zeros = np.zeros(len(CLASSES) * x.shape[1])
        return minimize(loss, zeros, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x.reshape(len(CLASSES), -1)

    def divide(self, form: str, scores: np.ndarray) -> tuple[str, str]:
        if form not in self.rows:
            return clitics.split_clitics([form])[form][:2]
        first, options = self.rows[form]
        return options[int(np.argmax(scores[first:first + len(options)]))]


def cross_validate(words, candidates, folds, without=frozenset()):
    """(accuracy, F1 of words with a clitic, errors), each document divided by weights fitted without it."""
    documents = {d: i % folds for i, d in enumerate(sorted({w[0] for w in words}))}
    right = true = found = hits = 0
    errors = []
    for k in range(folds):
        weights = candidates.fit([w for w in words if documents[w[0]] != k], without)
        scores = (candidates.shape @ weights * candidates.x).sum(1)
        for document, form, gold in words:
            if documents[document] == k:
                made = candidates.divide(form, scores)
                right, hits = right + (made == gold), hits + (made == gold and any(gold))
                true, found = true + any(gold), found + any(made)
                errors += [(form, gold, made)] if made != gold else []
    return right / len(words), 2 * hits / (true + found), errors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--folds", type=int, default=0, help="cross-validate, write nothing")
    parser.add_argument("--errors", action="store_true", help="with --folds: list the words divided wrongly")
    arguments = parser.parse_args()
    words = read_gold()
    if arguments.folds:
        candidates = Candidates(w[1] for w in words)
        for kind, without in KINDS.items():
            accuracy, f1, errors = cross_validate(words, candidates, arguments.folds, without)
            print(f"without {kind:28} accuracy {accuracy:.4f}  F1 {f1:.4f}")
            if arguments.errors and not without:
                print(*errors, sep="\n")
        return
    kinds = count_words()
    write_words(kinds)
    weights = Candidates(w[1] for w in words).fit(words)
    with (LIBRARY / "lexicon" / "clitic_weights.csv").open("w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["clitic", *clitics.FEATURES, "source"])
        source = "fitted to UD_Arabic-PUD, first half (CC BY-SA 3.0) by benchmarks/train_clitics.py"
        out.writerows([c, *(f"{v:.3f}" for v in row), source] for c, row in zip(CLASSES, weights, strict=True))
    rows.cache_clear()
    clitics._weights.cache_clear()
    write_words(kinds, marked)


if __name__ == "__main__":
    main()
