"""Folding, tokens, counts: time side by side with camel-tools, pyarabic and a bare regular expression.

    python benchmarks/bench_tokens.py ../shared/data/corpus/saudinewsnet-20mb.txt.gz [--megabytes 5] [--rounds 5]

Rounds are interleaved, each figure is the median; read the ratios, not the seconds. Peers that can be imported are
measured: camel-tools (pip install --no-deps camel-tools; emoji six regex) and pyarabic, neither a dependency.
"""

import argparse
import gzip
import re
import resource
import statistics
import time
from collections import Counter
from itertools import pairwise

import khabar as kh
from khabar import article, clitics, tokens

try:
    from camel_tools.tokenizers.word import simple_word_tokenize
    from camel_tools.utils.dediac import dediac_ar
    from camel_tools.utils.normalize import normalize_alef_ar, normalize_alef_maksura_ar, normalize_teh_marbuta_ar
except ImportError:
    simple_word_tokenize = None
try:
    from pyarabic import araby
except ImportError:
    araby = None

BARE = re.compile(r"\w+|[^\w\s]")


def camel_fold(text):
    return normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(dediac_ar(text))))


def pyarabic_fold(text):
    return araby.normalize_hamza(araby.strip_tatweel(araby.strip_tashkeel(text)))


def camel_top(text):
    words = simple_word_tokenize(text)
    return Counter(words).most_common(100), Counter(pairwise(words)).most_common(100)


def khabar_top(text):
    table = kh.tokenize(kh.Article("a", text))
    return kh.count_words(table).head(100), kh.count_ngrams(table).head(100)


def cold(text):
    """tokenize as in a new process: no spelling has been divided before."""
    for function in (*vars(clitics).values(), tokens._spellings):
        if hasattr(function, "cache_clear") and function.__name__ != "evidence":
            function.cache_clear()
    return kh.tokenize(kh.Article("a", text))


def jobs(text):
    """Title, then name and function of each implementation; the first is what the others are measured against."""
    part, articles = text[: len(text) // 5], text[: len(text) // 5].split("\n\n\n")
    yield "fold", {
        "camel-tools dediac + normalize": simple_word_tokenize and (lambda: camel_fold(text)),
        "pyarabic strip + normalize": araby and (lambda: pyarabic_fold(text)),
        "khabar.fold": lambda: kh.fold(text),
        "khabar.fold_with_offsets": lambda: kh.fold_with_offsets(text),
    }
    yield "tokens", {
        "bare re.finditer, spans": lambda: [m.span() for m in BARE.finditer(part)],
        "the pattern of khabar, re.finditer, spans": lambda: [m.span() for m in tokens._TOKEN.finditer(part)],
        "camel-tools simple_word_tokenize": simple_word_tokenize and (lambda: simple_word_tokenize(part)),
        "khabar.tokenize, all columns": lambda: kh.tokenize(kh.Article("a", part)),
        "khabar.tokenize, no spelling seen before": lambda: cold(part),
        "khabar.split_sentences": lambda: article.sentence_spans(part),
    }
    yield f"tokens, {len(articles)} articles one by one", {
        "bare re.finditer, spans": lambda: [[m.span() for m in BARE.finditer(a)] for a in articles],
        "camel-tools simple_word_tokenize": simple_word_tokenize
        and (lambda: [simple_word_tokenize(a) for a in articles]),
        "khabar.tokenize, all columns": lambda: [kh.tokenize(kh.Article("a", a)) for a in articles],
    }
    yield "top 100 words and bigrams", {
        "camel-tools + Counter": simple_word_tokenize and (lambda: camel_top(part)),
        "khabar tokenize, count_words, count_ngrams": lambda: khabar_top(part),
    }


def measure(functions, rounds):
    taken = {name: [] for name, function in functions.items() if function}
    for _ in range(rounds):
        for name in taken:
            start = time.process_time()  # of this process alone: the machine may be busy
            functions[name]()
            taken[name].append(time.process_time() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def growth(text):
    """Seconds and memory of tokenize for a text without a line break, and for the same twice as long."""
    line = text.replace("\n", " ")
    for n in (len(line) // 2, len(line)):
        start = time.process_time()
        table = kh.tokenize(kh.Article("a", line[:n]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  {n:>12,} characters in one line: {time.process_time() - start:6.2f} s, {len(table):,} tokens, "
              f"peak of the process {peak:,.0f} MB")  # fmt: skip


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("corpus")
    options.add_argument("--megabytes", type=float, default=20)
    options.add_argument("--rounds", type=int, default=5)
    options = options.parse_args()
    with gzip.open(options.corpus, "rt", encoding="utf-8") as file:
        text = file.read().encode()[: int(options.megabytes * 1e6)].decode(errors="ignore")
    print(f"{len(text):,} characters; tokens and counts on a fifth of them; medians of {options.rounds} rounds")
    for title, functions in jobs(text):
        seconds = measure(functions, options.rounds)
        first = next(iter(seconds.values()))
        print(title)
        for name, s in seconds.items():
            print(f"  {name:45} {s:8.3f} s  {s / first:6.2f} of the first's time")
    print("length")
    growth(text)


if __name__ == "__main__":
    main()
