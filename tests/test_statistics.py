"""Variety, lengths, growth, ranks and dispersion, against sums by hand and scipy."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress

import khabar as kh
from khabar import statistics


def _tokens(text, name="t"):
    return kh.tokenize(kh.Article(name, text))


@pytest.fixture(scope="module")
def article(seed):
    return kh.tokenize(seed)


def _value(table, measure):
    return table.set_index("measure")["value"][measure]


def test_describe_by_hand():
    table = statistics.describe(_tokens("قال الرجل نعم. قال الولد: لا، لا!\nوالرجل ذهب 5 مرات"), window=4)
    # forms: قال الرجل نعم | قال الولد لا لا | الرجل ذهب مرات
    expected = {
        "words": 10, "types": 7, "type_token_ratio": 0.7, "hapax": 4, "hapax_share": 4 / 7, "sentences": 3,
        "sentence_length": 10 / 3, "sentence_length_median": 3.0,
        "word_length": (3 + 5 + 3 + 3 + 5 + 2 + 2 + 6 + 3 + 4) / 10,
        # windows of 4: 3 4 4 3 3 3 4 types
        "mattr": (3 + 4 + 4 + 3 + 3 + 3 + 4) / 4 / 7,
    }  # fmt: skip
    for measure, value in expected.items():
        assert _value(table, measure) == pytest.approx(value), measure


def test_describe_says_nothing_of_nothing():
    table = statistics.describe(_tokens(""))
    assert {m: v for m, v in zip(table["measure"], table["value"], strict=True) if v is not None} == {
        "words": 0, "types": 0, "hapax": 0, "sentences": 0,
    }  # fmt: skip
    assert _value(statistics.describe(_tokens("كلمة")), "mattr") is None


@given(st.lists(st.sampled_from("abcde"), max_size=40), st.integers(1, 12))
def test_mattr_is_the_mean_over_all_windows(forms, window):
    ratios = [len(set(forms[i:i + window])) / window for i in range(len(forms) - window + 1)]
    expected = sum(ratios) / len(ratios) if ratios else None
    assert statistics.mattr(forms, window) == (None if expected is None else pytest.approx(expected))


def test_vocabulary_growth_counts_the_types_so_far(article):
    forms = list(article.loc[article["kind"] == "word", "form"])
    table = statistics.vocabulary_growth(article, steps=30)
    assert len(table) == 30
    assert (table["words"].iloc[0], table["words"].iloc[-1]) == (1, len(forms))
    for words, types in table.itertuples(index=False):
        assert types == len(set(forms[:words]))
    assert list(statistics.vocabulary_growth(_tokens("نعم نعم لا"))["types"]) == [1, 1, 2]


def test_rank_frequency(article):
    table = statistics.rank_frequency(article)
    expected = Counter(article.loc[article["kind"] == "word", "form"])
    assert dict(zip(table["form"], table["count"], strict=True)) == expected
    assert list(table["rank"]) == list(range(1, len(expected) + 1))
    assert [tuple(r) for r in table[["count", "form"]].to_numpy()] == sorted(
        ((n, form) for form, n in expected.items()), key=lambda pair: (-pair[0], pair[1])
    )


def test_power_law_as_scipy_fits_it(article):
    table = statistics.vocabulary_growth(article)
    fit = linregress(np.log(table["words"]), np.log(table["types"]))
    k, beta = statistics.power_law(table["words"], table["types"])
    assert (k, beta) == pytest.approx((np.exp(fit.intercept), fit.slope))
    assert (_value(statistics.describe(article), "heaps_beta")) == pytest.approx(beta)
    assert statistics.power_law([2, 4, 8], [12, 48, 192]) == pytest.approx((3, 2))
    assert statistics.power_law([5, 5], [1, 2]) == (None, None)
    assert statistics.power_law([], []) == (None, None)


def test_dispersion_by_hand():
    # two parts of four words each: نعم stands 1 and 3 times in them?
    table = statistics.dispersion(_tokens("نعم لا لا نعم نعم نعم كتاب قلم"), parts=2).set_index("form")
    assert table.loc["نعم", ["count", "dp", "dp_norm"]].tolist() == pytest.approx([4, 0, 0])
    assert table.loc["لا", ["count", "dp", "dp_norm"]].tolist() == pytest.approx([2, 0.5, 1])
    assert table.loc["كتاب", "dp"] == pytest.approx(0.5)


def test_dispersion_over_articles_weighs_their_sizes():
    both = pd.concat([_tokens("نعم نعم لا", "a"), _tokens("نعم", "b")], ignore_index=True)
    table = statistics.dispersion(both).set_index("form")
    # shares of the words 3/4 and 1/4; of نعم 2/3 and 1/3; of لا 1 and 0
    assert table.loc["نعم", "dp"] == pytest.approx((abs(2 / 3 - 3 / 4) + abs(1 / 3 - 1 / 4)) / 2)
    assert table.loc["لا", ["dp", "dp_norm"]].tolist() == pytest.approx([0.25, 1 / 3])


@given(st.lists(st.sampled_from(["نعم", "لا", "كتاب", "قلم"]), max_size=30), st.integers(1, 6))
def test_dispersion_is_half_the_sum_of_the_gaps(words, parts):
    table = statistics.dispersion(_tokens(" ".join(words)), parts)
    parted = [i * parts // len(words) for i in range(len(words))]
    sizes = [parted.count(p) / len(words) for p in sorted(set(parted))]
    for row in table.itertuples():
        uses = [sum(w == row.form and q == p for w, q in zip(words, parted, strict=True)) for p in sorted(set(parted))]
        gaps = [abs(u / row.count - s) for u, s in zip(uses, sizes, strict=True)]
        assert row.dp == pytest.approx(sum(gaps) / 2)
        if len(sizes) > 1:
            assert row.dp_norm == pytest.approx(row.dp / (1 - min(sizes)))
        else:
            assert pd.isna(row.dp_norm)


def test_tables_of_an_empty_article_are_empty():
    empty = _tokens("")
    for stage in (statistics.vocabulary_growth, statistics.rank_frequency, statistics.dispersion):
        assert stage(empty).empty
