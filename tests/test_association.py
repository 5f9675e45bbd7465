"""n-grams, collocations and keyness, against nltk, scipy and sums by hand."""

import math
from collections import Counter

import pandas as pd
import pytest
from nltk.collocations import BigramAssocMeasures
from nltk.util import ngrams
from scipy.stats import chi2, chi2_contingency

import khabar as kh
from khabar.association import log_likelihood, p_value
from khabar.lexicon import rows

TEXT = "قال الوزير إن الوزير قال. قال الوزير ذلك، قال الوزير 5 مرات\nالوزير قال"


@pytest.fixture(scope="module")
def tokens():
    return kh.tokenize(kh.Article("t", TEXT))


@pytest.fixture(scope="module")
def article(seed):
    return kh.tokenize(seed)


def _runs(tokens):
    """The words of each stretch without punctuation, number or end of a sentence in it: read off row by row."""
    runs, last = [[]], None
    for token in tokens.itertuples():
        if token.kind != "word" or token.sentence != last:
            runs.append([])
        if token.kind == "word":
            runs[-1].append(token.form)
        last = token.sentence
    return runs


def test_ngrams_stop_at_punctuation_numbers_and_sentences(tokens):
    table = kh.count_ngrams(tokens)
    assert list(zip(table["form"], table["count"], strict=True)) == [
        ("قال الوزير", 3), ("الوزير قال", 2), ("الوزير ان", 1), ("الوزير ذلك", 1), ("ان الوزير", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_ngrams_as_nltk_counts_them(article, n):
    expected = Counter(" ".join(gram) for run in _runs(article) for gram in ngrams(run, n))
    table = kh.count_ngrams(article, n)
    assert dict(zip(table["form"], table["count"], strict=True)) == expected
    assert list(table["form"]) == sorted(expected, key=lambda form: (-expected[form], form.split()))
    assert math.isclose(table["share"].sum(), 1)


@pytest.mark.parametrize("n", [1, 2, 3])
@pytest.mark.parametrize("top", [1, 5, 40, 100_000])
def test_the_top_of_a_table_is_its_first_rows(article, n, top):
    pd.testing.assert_frame_equal(kh.count_ngrams(article, n, top), kh.count_ngrams(article, n).head(top))
    pd.testing.assert_frame_equal(kh.count_words(article, top), kh.count_words(article).head(top))


def test_ngrams_of_several_articles_do_not_join_them():
    both = pd.concat([kh.tokenize(kh.Article(name, "قال نعم")) for name in "ab"], ignore_index=True)
    assert dict(zip(*(kh.count_ngrams(both)[c] for c in ("form", "count")), strict=True)) == {"قال نعم": 2}


@pytest.mark.parametrize("n", range(1, 9))
def test_short_text_has_fewer_ngrams_or_none(n):
    assert len(kh.count_ngrams(kh.tokenize(kh.Article("t", "كلمة ثانية ثالثة")), n)) == max(0, 4 - n)


def test_an_ngram_has_a_word(tokens):
    with pytest.raises(ValueError, match="at least one"):
        kh.count_ngrams(tokens, 0)


def test_collocations_as_nltk_measures_them(article):
    pairs = [pair for run in _runs(article) for pair in ngrams(run, 2)]
    counts, firsts, seconds = Counter(pairs), Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    table = kh.collocations(article, min_count=1, stop=True)
    assert len(table) > 100
    measures = BigramAssocMeasures
    for row in table.itertuples():
        count = counts[row.first, row.second]
        assert (row.count, row.first_count, row.second_count) == (count, firsts[row.first], seconds[row.second])
        cells = count, (row.first_count, row.second_count), len(pairs)
        assert row.log_likelihood == pytest.approx(measures.likelihood_ratio(*cells), rel=1e-6, abs=1e-6)
        assert row.pmi == pytest.approx(measures.pmi(*cells))
        assert row.t_score == pytest.approx(measures.student_t(*cells), rel=1e-6)
    unlisted = set(pairs) - set(zip(table["first"], table["second"], strict=True))
    assert all(counts[a, b] * len(pairs) <= firsts[a] * seconds[b] for a, b in unlisted)


def test_collocations_have_a_floor_and_leave_stop_words_out(article):
    table = kh.collocations(article)
    assert table["count"].min() == 2
    stops = set(article.loc[article["stop"], "form"])
    assert not stops & {*table["first"], *table["second"]}
    assert stops & {*kh.collocations(article, stop=True)["first"]}
    assert list(table["log_likelihood"]) == sorted(table["log_likelihood"], reverse=True)
    assert "مجلس الامن" in set(table["form"])


CELLS = [(5, 20, 5, 1000), (1, 1, 1, 2), (3, 100, 30, 1000), (0, 40, 30, 90), (12, 12, 12, 50)]


@pytest.mark.parametrize("cells", CELLS)
def test_log_likelihood_and_p_as_scipy(cells):
    o, r, c, n = cells
    g2 = log_likelihood(*cells)
    test = chi2_contingency([[o, r - o], [c - o, n - r - c + o]], correction=False, lambda_="log-likelihood")
    assert g2 == pytest.approx(test.statistic)
    assert p_value(g2) == pytest.approx(test.pvalue)
    assert p_value(g2) == pytest.approx(chi2.sf(g2, 1))


def _table(**counts):
    return pd.DataFrame({"form": list(counts), "count": list(counts.values())})


def test_keyness_of_two_texts():
    here, there = _table(نفط=30, غاز=5, سلام=65), _table(نفط=10, سلام=180, حرب=10)
    table = kh.keyness(here, there).set_index("form")
    assert set(table.index) == {"نفط", "غاز", "سلام", "حرب"}
    for form, a, b in [("نفط", 30, 10), ("غاز", 5, 0), ("سلام", 65, 180), ("حرب", 0, 10)]:
        row = table.loc[form]
        test = chi2_contingency([[a, 100 - a], [b, 200 - b]], correction=False, lambda_="log-likelihood")
        assert (row["count"], row["reference_count"]) == (a, b)
        assert (row["per_million"], row["reference_per_million"]) == pytest.approx((a * 1e4, b * 5e3))
        assert row["log_likelihood"] == pytest.approx(test.statistic)
        assert row["p"] == pytest.approx(test.pvalue)
        assert row["log_ratio"] == pytest.approx(math.log2(((a or 0.5) / 100) / ((b or 0.5) / 200)))
    assert table.loc["نفط", "log_ratio"] > 0 > table.loc["سلام", "log_ratio"]


def test_p_is_corrected_for_many_tests_as_holm_says():
    words = {f"كلمه{i}": 10 + 3 * i for i in range(12)}
    table = kh.keyness(_table(**words), _table(**dict.fromkeys(words, 40)))
    p, m = list(table["p"]), len(table)
    assert p == sorted(p)
    assert list(table["p_adjusted"]) == pytest.approx(
        [min(1, max((m - j) * p[j] for j in range(i + 1))) for i in range(m)]
    )
    assert (table["p_adjusted"] >= table["p"]).all()


def test_keyness_of_one_article_against_the_bundled_frequencies(article):
    table = kh.keyness(article)
    listed = {row["form"]: int(row["count"]) for row in rows("frequencies")}
    total = listed.pop("")
    assert total > sum(listed.values())
    assert {"شويجو", "روسيا", "العراق"} <= set(table.head(5)["form"])
    assert set(table["form"]) == set(kh.count_words(article)["form"])
    by_form = table.set_index("form")
    assert pd.isna(by_form.loc["شويجو", "reference_count"]), "an unlisted form has no count"
    assert by_form.loc["العراق", "reference_count"] == listed["العراق"]
    g2 = log_likelihood(by_form.loc["شويجو", "count"], n := int(table["count"].sum()),
                        by_form.loc["شويجو", "count"] + min(listed.values()), n + total)  # fmt: skip
    assert by_form.loc["شويجو", "log_likelihood"] == pytest.approx(g2)


def test_nothing_comes_of_nothing(tokens):
    empty = kh.tokenize(kh.Article("e", ""))
    for table in (kh.count_ngrams(empty), kh.collocations(empty), kh.keyness(empty), kh.keyness(empty, empty)):
        assert len(table) == 0
        assert len(table.columns) > 2
    alone = kh.keyness(tokens, empty)
    assert alone["log_ratio"].isna().all(), "no ratio to nothing"
    assert (alone["p"] == 1).all()


def test_ties_are_broken_by_the_form_whatever_the_order():
    first, second = (kh.tokenize(kh.Article("t", text)) for text in ("باء ألف. جيم دال", "جيم دال. باء ألف"))
    for stage in (kh.count_ngrams, kh.count_words, lambda t: kh.collocations(t, 1)):
        pd.testing.assert_frame_equal(stage(first), stage(second))


def test_strings_that_are_equal_but_not_the_same_object_count_as_one(article):
    copies = article.assign(**{c: [" ".join(x).replace(" ", "") for x in article[c]] for c in ("kind", "text", "form")})
    for stage in (kh.count_words, kh.count_ngrams, kh.collocations):
        pd.testing.assert_frame_equal(stage(copies), stage(article))
        pd.testing.assert_frame_equal(stage(copies.astype(object)), stage(article))


def test_forms_are_in_order_whatever_their_length():
    forms = ["ب" * 20 + end for end in ("ج", "", "ا", "\0", "\ud800")] + ["ب", "😀", "\0", ""]
    table = pd.DataFrame({"form": forms * 2, "text": forms * 2, "kind": "word"})
    assert list(kh.count_words(table)["form"]) == sorted(forms)
