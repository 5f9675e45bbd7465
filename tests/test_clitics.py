"""Clitics are split on evidence; words that only look so stay whole."""

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khabar import clitics
from khabar.clitics import split_clitics
from khabar.lexicon import rows
from khabar.normal import fold

GOLD = [json.loads(line) for line in (Path(__file__).parent / "gold" / "clitics.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("والعراق", ("و", "", "العراق")),
        ("للعراق", ("ل", "", "العراق")),
        ("وللعراق", ("و+ل", "", "العراق")),
        ("بالعراق", ("ب", "", "العراق")),
        ("العراق", ("", "", "العراق")),
        ("لِلْعِرَاقِ", ("ل", "", "العراق")),
        ("للغة", ("ل", "", "اللغه")),
        ("للغتهم", ("ل", "هم", "لغه")),
        ("زنزانته", ("", "ه", "زنزانه")),
        ("بلاده", ("", "ه", "بلاد")),
        ("مستواها", ("", "ها", "مستوي")),
        ("أدائه", ("", "ه", "اداء")),
        ("سيقول", ("س", "", "يقول")),
        ("عليهم", ("", "هم", "علي")),
        ("إليها", ("", "ها", "الي")),
        ("وله", ("و", "ه", "ل")),
        ("بأنه", ("ب", "ه", "ان")),
        ("لأن", ("ل", "", "ان")),
        ("لذلك", ("ل", "", "ذلك")),
        ("ب15000", ("ب", "", "15000")),
        ("وBBC", ("و", "", "BBC")),
    ],
)
def test_divisions_and_forms(word, expected):
    assert split_clitics([word]) == {word: expected}


def test_what_only_looks_like_a_clitic_stays():
    words = re.findall(r"\w+", "وزير فريق بطل كان سلطة وفد لندن كذلك مما فيما كتبوا ال3 فيسبوك كلية الوزراء باريس مياه")
    assert split_clitics(words) == {word: ("", "", fold(word)) for word in words}


def test_one_word_to_a_reader_is_one_form():
    forms = split_clitics(["والعراق", "للعراق", "بالعراق", "العراق", "وللعراق"])
    assert {form for *_, form in forms.values()} == {"العراق"}


def test_tanwin_bars_a_pronoun():
    assert split_clitics(["أماناً", "امانًا"]) == {"أماناً": ("", "", "امانا"), "امانًا": ("", "", "امانا")}


def test_the_document_is_evidence_for_a_word_that_the_corpus_lacks():
    lone, name = "وزرخنبوف", "زرخنبوف"
    assert name not in clitics.evidence()[0]
    options = clitics.options(lone)
    with_it = clitics.features(lone, ("و", "", name), {name})
    without = clitics.features(lone, ("و", "", name))
    base = clitics.FEATURES.index("base")
    assert with_it[base] > without[base] == 0
    assert ("و", "", name) in options
    assert split_clitics([lone, name])[lone] == split_clitics([lone], [name])[lone] == ("و", "", name)


def test_own_gold():
    words = right = found = true = hits = 0
    for record in GOLD:
        made = split_clitics(w["text"] for w in record["words"])
        for w in record["words"]:
            assert record["text"][w["start"]:w["end"]] == w["text"]
            gold, division = (w["proclitics"], w["enclitic"]), made[w["text"]][:2]
            words, right, hits = words + 1, right + (gold == division), hits + (gold == division and any(gold))
            found, true = found + any(division), true + any(gold)
    assert right / words >= 0.96
    assert 2 * hits / (found + true) >= 0.93


def test_no_document_changes_what_the_corpus_knows():
    words = [w["text"] for record in GOLD for w in record["words"]]
    levels = clitics.evidence()[0]
    together = split_clitics(words)
    assert all(together[w] == split_clitics([w])[w] for w in words if clitics.plain(w) in levels)
    assert list(together) == list(dict.fromkeys(words))


def test_evidence_and_weights_fit_together():
    levels, divisions, names = clitics.evidence()
    assert len(levels) > 100_000
    assert len(names) > 10_000
    assert {row["clitic"] for row in rows("clitic_weights")} >= {*clitics.PROCLITICS, "none", "proclitic enclitic"}
    particles = clitics.particles()
    for word, (proclitics, enclitic) in divisions.items():
        base = word[len(proclitics):len(word) - len(enclitic)]
        assert word == proclitics + base + enclitic != proclitics + enclitic
        assert word in particles or (proclitics, enclitic, base) in clitics.options(word)
    assert all(row["source"] for name in ("clitic_weights", "clitic_particles") for row in rows(name))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.text(alphabet="وفبلكسالهميتنةىأإءئؤ\u064b\u0640\u200f1a-.", max_size=9) | st.text(max_size=6)))
def test_any_text(forms):
    made = split_clitics(forms)
    assert set(made) == set(forms)
    for form, (proclitics, enclitic, base) in made.items():
        assert proclitics in {"", *"وفبلكس"} or proclitics[0] in "وف"
        assert enclitic in {"", *clitics.ENCLITICS}
        assert base or not clitics.plain(form)
        assert base == fold(base)
        if not proclitics and not enclitic:
            assert base == fold(form)


@pytest.mark.parametrize("unit", ["و", "ل", "لا", "ه", "\u064b", "\u064bا", "ـ", "-"])
def test_linear_on_long_words(unit):
    def seconds(n):
        best = 1.0
        for _ in range(3):
            word, start = unit * (n // len(unit)), time.process_time()
            clitics.options(clitics.plain(word), word)
            best = min(best, time.process_time() - start)
        return best

    small = seconds(100_000)
    assert seconds(200_000) <= 2.5 * small + 0.02
