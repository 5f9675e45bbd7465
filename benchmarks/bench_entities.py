"""Words a second of CPU time (one thread) of the entity tagger, and the time to load it.

python benchmarks/bench_entities.py [TEXTS]: TEXTS is a file (.gz or not) of articles with two blank lines between
them; without it the bundled article is repeated, which flatters the cache of word types. First the network alone,
on all articles; then from text to mentions, each article alone, which is what a user calls.
"""

import os

os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

import gzip
import resource
import sys
import time
from pathlib import Path

from khabar import Article, find_entities, read_article, tag, tokenize


def articles(file: str | None) -> list[Article]:
    """At most 300 of them."""
    if file is None:
        return [read_article("shoigu-baghdad")] * 20
    raw = Path(file).read_bytes()
    texts = (gzip.decompress(raw) if file.endswith(".gz") else raw).decode("utf-8").split("\n\n\n")
    return [Article(str(i), text) for i, text in enumerate(texts[:300])]


def seconds(work) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main(file: str | None = None):
    print(f"load: {seconds(lambda: tag([['خبر']])):.2f} s")
    texts = articles(file)
    documents = []
    for article in texts:
        tokens = tokenize(article)
        documents.append([group["text"].tolist() for _, group in tokens.groupby("sentence")])
    words = sum(len(sentence) for document in documents for sentence in document)
    print(f"{len(texts)} articles, {words} words")
    print(f"tag, article by article: {words / seconds(lambda: [tag(d) for d in documents]):,.0f} words/s")
    joined = [sentence for document in documents for sentence in document]
    print(f"tag, as one document, word types met before: {words / seconds(lambda: tag(joined)):,.0f} words/s")
    print(f"text to mentions: {words / seconds(lambda: [find_entities(a) for a in texts]):,.0f} words/s")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
