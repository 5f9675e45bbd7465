"""Counts and weights of khabar.clitics: python benchmarks/train_clitics.py [--folds 10]

Counts words in data/raw/arwiki-2017-sample.txt.xz (Wikipedia contributors, CC BY-SA), takes the names of
names-wikidata.tsv.xz (CC0) and fits the weights to data/clitics/dev.jsonl (UD_Arabic-PUD, CC BY-SA 3.0) as a
conditional log-linear model with an L2 prior. --folds only reports a cross-validation by document, with ablations.
"""

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

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
LIBRARY = Path(clitics.__file__).parent
WORDS = LIBRARY / "model" / "clitic_words.txt.xz"
WEIGHTS = LIBRARY / "lexicon" / "clitic_weights.csv"
SOURCE = "fitted to UD_Arabic-PUD (CC BY-SA 3.0)"
WORD = re.compile("[\u0621-\u065f\u0670\u200b-\u200f]+")  # letters, tatweel, marks, controls
FLOOR = 3  # a word seen less often in the corpus is no evidence


def count_words() -> None:
    counts = Counter()
    with lzma.open(DATA / "raw" / "arwiki-2017-sample.txt.xz", "rt", encoding="utf-8") as f:
        for line in f:
            counts.update(WORD.findall(line.partition("\t")[2]))
    plain = Counter()
    for word, n in counts.items():
        plain[clitics.plain(word)] += n
    levels = defaultdict(list)
    for word, n in plain.items():
        if n >= FLOOR:
            levels[1 + round(math.log2(n))].append(word)
    with lzma.open(DATA / "raw" / "names-wikidata.tsv.xz", "rt", encoding="utf-8") as f:
        names = {clitics.plain(line.split("\t")[0]) for line in f}
    levels["name"] = [n for n in names if len(clitics.candidates(n)) > 1]
    lines = [f"{level}\t{' '.join(sorted(words))}\n" for level, words in sorted(levels.items(), key=str)]
    WORDS.parent.mkdir(exist_ok=True)
    WORDS.write_bytes(lzma.compress("".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME))


def read_dev() -> list[tuple[str, str, str, str]]:
    """(document, word, proclitics, enclitic) of each gold word."""
    out = []
    for line in (DATA / "clitics" / "dev.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        out += [(record["sent_id"][:6], clitics.plain(w["text"]), w["proclitics"], w["enclitic"])
                for w in record["words"]]
    return out


def parts(proclitics: tuple[str, ...], enclitic: str) -> list[str]:
    return [*proclitics, *(["-" + enclitic] if enclitic else []), f"{bool(proclitics):d}{bool(enclitic):d}"]


CLASSES = [*"وفبلكس", *("-" + e for e in clitics._ENCLITICS), "00", "01", "10", "11"]


def fit(words, use=clitics.FEATURES, l2=0.3) -> np.ndarray:
    """Weights (class by feature) that maximise the conditional likelihood of the gold divisions."""
    x, member, starts, gold, weight = [], [], [], [], []
    for (word, p, e), n in sorted(Counter(w[1:] for w in words).items()):
        options = clitics.candidates(word)
        right = [i for i, o in enumerate(options) if ("+".join(o[0]), o[1]) == (p, e)]
        if len(options) < 2 or not right:
            continue
        starts.append(len(x))
        gold.append(len(x) + right[0])
        weight.append(1 + math.log2(n))
        x += [clitics.features(word, *o) for o in options]
        member += [[c in parts(*o[:2]) for c in CLASSES] for o in options]
    mask = np.array([f in use for f in clitics.FEATURES], float)
    x, member, weight = np.array(x, float) * mask, np.array(member, float), np.array(weight)
    group = np.repeat(np.arange(len(starts)), np.diff([*starts, len(x)]))
    target = np.zeros(len(x))
    target[gold] = weight

    def loss(flat):
        w = flat.reshape(len(CLASSES), -1)
        scores = (member @ w * x).sum(1)
        top = np.maximum.reduceat(scores, starts)
        e = np.exp(scores - top[group])
        z = np.add.reduceat(e, starts)
        value = -(weight * (scores[gold] - top - np.log(z))).sum() + l2 / 2 * (flat**2).sum()
        off = e / z[group] * weight[group] - target
        return value, (member.T @ (x * off[:, None])).ravel() + l2 * flat

    flat = minimize(loss, np.zeros(len(CLASSES) * len(mask)), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return flat.reshape(len(CLASSES), -1)


def choose(word: str, w: np.ndarray) -> tuple[str, str]:
    best = max(clitics.candidates(word) or [((), "", word)], key=lambda o: sum(
        w[CLASSES.index(c)] @ np.array(clitics.features(word, *o), float) for c in parts(*o[:2])))
    return "+".join(best[0]), best[1]


def cross_validate(words, folds: int, use, l2=0.3) -> tuple[float, float, list]:
    documents = sorted({w[0] for w in words})
    fold_of = {d: i % folds for i, d in enumerate(documents)}
    right = found = true = hits = 0
    errors = Counter()
    for k in range(folds):
        w = fit([x for x in words if fold_of[x[0]] != k], use, l2)
        test = [x[1:] for x in words if fold_of[x[0]] == k]
        made = {x[0]: choose(x[0], w) for x in test}
        for word, p, e in test:
            ok = made[word] == (p, e)
            right, hits = right + ok, hits + (ok and bool(p or e))
            found, true = found + any(made[word]), true + bool(p or e)
            if not ok:
                errors[word, (p, e), made[word]] += 1
    return right / len(words), 2 * hits / (found + true), errors.most_common()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    if not arguments.folds:
        count_words()
    words = read_dev()
    if arguments.folds:
        for left_out in ("", *clitics.FEATURES[1:]):
            accuracy, f1, errors = cross_validate(words, arguments.folds, set(clitics.FEATURES) - {left_out})
            print(f"without {left_out or 'nothing':18} accuracy {accuracy:.4f}  clitic F1 {f1:.4f}", flush=True)
            if arguments.errors:
                print(*errors, sep="\n")
                return
        return
    w = fit(words)
    with WEIGHTS.open("w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["clitic", *clitics.FEATURES, "source"])
        out.writerows([c, *(round(float(v), 3) for v in row), SOURCE] for c, row in zip(CLASSES, w, strict=True))


if __name__ == "__main__":
    main()
