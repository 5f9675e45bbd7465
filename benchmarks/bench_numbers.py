"""Speed of find_quantities against a bare word scan: pytest benchmarks/bench_numbers.py"""

import re

import pytest

from khabar import read_article
from khabar.numbers import quantities

TEXT = read_article("shoigu-baghdad").text * 40


def test_word_scan(benchmark):
    benchmark(lambda: len(re.findall(r"\w+", TEXT)))


def test_quantities(benchmark):
    quantities(TEXT)
    benchmark(lambda: quantities(TEXT))


@pytest.mark.parametrize("piece", ["1", ",", " ", "مليون "])
def test_hostile(benchmark, piece):
    text = piece * (30_000 if piece == "مليون " else 100_000)
    benchmark.pedantic(quantities, (text,), rounds=3)
