"""Every speed of khabar as a ratio against a named peer or limit: python benchmarks/bench.py [--megabytes 2].

A row times two ways of one job in turn, in this process, by processor time, and compares the medians: 3.0 means that
khabar takes a third of the peer's time. Ratios can be compared between machines, seconds can't. The text is the timing
corpus beside the project if it is there, else the articles in seeds/ repeated, which flatters what is remembered by
spelling. camel-tools (pip install --no-deps camel-tools; emoji six regex) and pyarabic are measured where they can be
imported; neither is a dependency.
"""

import argparse
import os

os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MPLBACKEND": "agg"}

import gc
import gzip
import io
import re
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections import Counter
from contextlib import redirect_stderr
from functools import partial
from itertools import pairwise
from pathlib import Path

from matplotlib.figure import Figure

import khabar as kh
from khabar import corpus, corpus_tables, pdf_text, rtl, spellings
from khabar.article import sentence_spans
from khabar.clitics import evidence
from khabar.numbers import quantities

try:
    from camel_tools.tokenizers.word import simple_word_tokenize as camel
    from camel_tools.utils.dediac import dediac_ar
    from camel_tools.utils.normalize import normalize_alef_ar, normalize_alef_maksura_ar, normalize_teh_marbuta_ar
except ImportError:
    camel = None
try:
    from pyarabic import araby
except ImportError:
    araby = None

CORPUS = Path(__file__).resolve().parents[2] / "shared/data/corpus/saudinewsnet-20mb.txt.gz"
BARE, BREAK = re.compile(r"\w+|[^\w\s]"), re.compile(r"[.!?؟…]+(?=\s)|\n")
GOAL_WORDS = 15_000  # a second


def articles(megabytes: float) -> list[kh.Article]:
    """So many megabytes of articles."""
    if CORPUS.exists():
        texts = gzip.decompress(CORPUS.read_bytes()).decode().split("\n\n\n")
    else:
        texts = [kh.read_article(name).text for name in ("shoigu-baghdad", "example-economy", "example-sports")] * 1000
    out, size = [], 0
    for i, text in enumerate(texts):
        if size >= megabytes * 1e6:
            break
        size += len(text.encode())
        out.append(kh.Article(f"a{i}", text))
    return out


def camel_fold(text):
    return normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(dediac_ar(text))))


def camel_top(text):
    words = camel(text)
    return Counter(words).most_common(100), Counter(pairwise(words)).most_common(100)


def khabar_top(text):
    table = kh.tokenize(kh.Article("a", text))
    return kh.count_words(table, top=100), kh.count_ngrams(table, top=100)


def cold(text):
    """As in a new process, the lexicon being loaded: no spelling has been met before."""
    spellings.spellings.cache_clear()
    kh.tokenize(kh.Article("a", text))


def chart(text_layer: bool):
    words = ["نمو", "التجارة", "الخارجية", "GDP:", "الناتج", "المحلي", "(2024)", "تراجع", "-2.4%", "في", "٣٥٪", "الدول"]
    fig = Figure(figsize=(8, 6))
    ax = fig.subplots()
    ax.barh([f"{words[i % 12]} {words[-i % 12]} {i}" for i in range(20)], range(20))
    pdf_text.save(fig, io.BytesIO(), text_layer=text_layer)


def analyse(some, workers=1):
    """What `make corpus` does: from a file to the finished tables."""
    with tempfile.TemporaryDirectory() as folder, redirect_stderr(io.StringIO()):
        source = Path(folder, "news.csv")
        corpus.pd.DataFrame([vars(a) for a in some]).to_csv(source, index=False)
        corpus.analyse(corpus.read_corpus(source), Path(folder, "out"), workers=workers)


def start(code: str):
    subprocess.run([sys.executable, "-c", code], check=True)


def jobs(some: list[kh.Article]):
    """(job, khabar's way, the peer or limit, its way or its seconds; None: not installed; goal: at least)."""
    text = "\n".join(a.text for a in some)
    part, few, whole = text[:len(text) // 5], some[:max(1, len(some) // 10)], kh.Article("a", text)
    line = text.replace("\n", " ")
    half, line = (kh.Article("a", t) for t in (line[:len(line) // 2], line))
    documents = [[group["text"].tolist() for _, group in kh.tokenize(a).groupby("sentence")] for a in few]
    words = sum(len(sentence) for document in documents for sentence in document)

    def scan(s=text):
        return [m.span() for m in BARE.finditer(s)]

    def fold():
        return kh.fold(text)

    def offsets():
        return kh.fold_with_offsets(text)

    def tokenize():
        return kh.tokenize(whole)

    yield "fold", fold, "camel-tools dediac + normalize", camel and (lambda: camel_fold(text)), 1.5
    yield "fold", fold, "pyarabic strip + normalize", araby and (
        lambda: araby.normalize_hamza(araby.strip_tatweel(araby.strip_tashkeel(text)))), 3
    yield "fold_with_offsets", offsets, "camel-tools, no offsets", camel and (lambda: camel_fold(text)), 1
    yield "fold_with_offsets", offsets, "fold", fold, 1 / 3
    yield "sentences, article by article", lambda: [sentence_spans(a.text) for a in some], "pyarabic", araby and (
        lambda: [araby.sentence_tokenize(a.text) for a in some]), 2  # of a text it divides the first 32 only
    yield "sentences", lambda: sentence_spans(text), "bare re scan", lambda: [m.end() for m in BREAK.finditer(text)], .5
    yield "tokenize", tokenize, "camel-tools simple_word_tokenize", camel and (lambda: camel(text)), 3
    yield "tokenize", tokenize, "bare re.finditer, spans", scan, 1 / 2.5
    yield "tokenize, all spellings new", lambda: cold(part), "bare re.finditer, spans", lambda: scan(part), None
    yield "tokenize, article by article", lambda: [kh.tokenize(a) for a in some], "camel-tools", camel and (
        lambda: [camel(a.text) for a in some]), None
    yield "tokenize, one line", lambda: kh.tokenize(line), "half of it, twice", lambda: (
        kh.tokenize(half), kh.tokenize(half)), .9
    yield "top 100 words and bigrams", lambda: khabar_top(text), "camel-tools + Counter", camel and (
        lambda: camel_top(text)), 5
    yield "find_quantities", lambda: quantities(text), "bare re.finditer, spans", scan, None
    yield "find_claims", lambda: kh.find_claims(whole), "bare re.finditer, spans", scan, .25
    yield "find_claims, article by article", lambda: [kh.find_claims(a) for a in some], "bare re.finditer", scan, None
    yield "tag", lambda: [kh.tag(d) for d in documents], f"{GOAL_WORDS:,} words a second", words / GOAL_WORDS, 1
    yield ("find_entities", lambda: [kh.find_entities(a) for a in few], f"{GOAL_WORDS:,} words a second",
           words / GOAL_WORDS, 1)  # fmt: skip
    yield "PDF with a text layer", lambda: chart(True), "without", lambda: chart(False), None
    yield ("corpus, file to tables", lambda: analyse(few), "the stages alone",
           lambda: corpus_tables.analyse_articles(few), .7)  # fmt: skip


def seconds(function, clock=time.process_time) -> float:
    gc.collect()  # each way pays for its own garbage only
    begun = clock()
    function()
    return clock() - begun


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--megabytes", type=float, default=2)
    options.add_argument("--rounds", type=int, default=5)
    options = options.parse_args()
    some = articles(options.megabytes)
    evidence()
    rtl.install(layout=False, frames=False)
    print(f"{len(some)} articles, {'timing corpus' if CORPUS.exists() else 'bundled seeds, repeated'}; "
          f"medians of {options.rounds} rounds, processor time\n")
    print(f"{'job':32} {'against':38} {'seconds':>8} {'ratio':>7} {'goal':>6}")
    for job, ours, peer, theirs, goal in jobs(some):
        wanted = f"{goal:6.2f}" if goal else " " * 6
        if theirs is None:
            print(f"{job:32} {peer:38} {'':16} {wanted}  not installed")
            continue
        ours()  # once, so that what is loaded at first use is loaded
        rounds = [(seconds(ours), seconds(theirs) if callable(theirs) else theirs) for _ in range(options.rounds)]
        own, other = map(statistics.median, zip(*rounds, strict=True))
        missed = "  missed" if goal and other / own < goal else ""
        print(f"{job:32} {peer:38} {own:8.3f} {other / own:7.2f} {wanted}{missed}", flush=True)
    more(some)


def more(some):
    """By the clock: two workers, started anew, and import, beyond pandas; memory of tokenize above the text."""
    one, two = (seconds(partial(analyse, some, workers), time.perf_counter) for workers in (1, 2))
    missed = "  missed" if one / two < 1.6 else ""
    print(f"{'corpus, 2 local workers':32} {'one process, by the clock':38} {two:8.3f} "
          f"{one / two:7.2f} {1.6:6.2f}{missed}")
    codes = "import pandas", "import khabar.tokens"
    imports = [[seconds(partial(start, code), time.perf_counter) for code in codes] for _ in range(5)]
    pandas, library = map(statistics.median, zip(*imports, strict=True))
    print(f"{'import':32} {'pandas alone; goal: 0.3 s more':38} {library - pandas:8.3f}")
    line = " ".join(a.text for a in some).replace("\n", " ")
    for words in ("new", "known"):
        tracemalloc.start()
        kh.tokenize(kh.Article("a", line))
        peak = tracemalloc.get_traced_memory()[1] / len(line.encode())
        tracemalloc.stop()
        print(f"{f'tokenize: memory, words {words}':32} {'bytes of the text; goal: 10 at most':38} {'':8} {peak:7.2f}")


if __name__ == "__main__":
    main()
