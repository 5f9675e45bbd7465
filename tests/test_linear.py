"""Every compiled pattern of the library takes linear time on any text; new ones are found by themselves."""

import importlib
import pkgutil
import re
import time
from collections import deque

import pytest

import khabar

RUNS = {
    "digits": "7", "spaces": " ", "commas": ",", "dots": ".", "tatweel": "ـ", "marks": "\u064e",
    "quotes": '"', "waw": "و",
    "thousands": "ألف ", "folded thousands": "الف ", "letters": "ب", "newlines": "\n",
    "digits and commas": "1,", "bidi": "\u202b",
    "ascii": "a", "dollars": "$", "words": "قال ان ", "percent": "%", "hyphens": "-", "slashes": "/",
    "hash": "#", "at": "a@",
}  # fmt: skip
SIZE = 50_000


def _patterns():
    for module in pkgutil.iter_modules(khabar.__path__):
        if module.name in ("__main__", "train"):
            continue
        for name, value in vars(importlib.import_module(f"khabar.{module.name}")).items():
            if isinstance(value, re.Pattern):
                yield f"{module.name}.{name}", value


PATTERNS = dict(_patterns())


def test_there_are_patterns():
    assert len(PATTERNS) > 10


@pytest.mark.parametrize("name", PATTERNS)
def test_time_grows_with_the_length_and_no_faster(name, linear):
    for unit in RUNS.values():
        linear(lambda n, unit=unit: deque(PATTERNS[name].finditer(unit * (n // len(unit))), maxlen=0), SIZE)


@pytest.mark.slow
@pytest.mark.parametrize("name", PATTERNS)
def test_a_million_characters(name):
    for run, unit in RUNS.items():
        start = time.process_time()
        deque(PATTERNS[name].finditer(unit * (10**6 // len(unit))), maxlen=0)
        assert time.process_time() - start < 10, f"{name} on {run}"
