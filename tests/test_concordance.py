"""A key word in its contexts."""

import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import khabar as kh

TEXT = "زار الوفد العراق أمس. وقال: للعراق دور، والعراق بلد عريق!\nعاد من العراق اليوم"


@pytest.fixture(scope="module")
def article():
    return kh.Article("t", TEXT)


def test_every_spelling_is_found_in_its_sentence(article):
    table = kh.concordance(article, "العراق")
    assert list(table.columns) == ["article", "start", "end", "text", "before", "keyword", "after"]
    assert table[["before", "keyword", "after"]].to_numpy().tolist() == [
        ["زار الوفد", "العراق", "أمس."],
        ["وقال:", "للعراق", "دور، والعراق بلد عريق!"],
        ["وقال: للعراق دور،", "والعراق", "بلد عريق!"],
        ["عاد من", "العراق", "اليوم"],
    ]
    assert all(TEXT[r.start:r.end] == r.text == r.keyword for r in table.itertuples())


def test_width_counts_tokens_on_each_side(article):
    row = kh.concordance(article, "والعراق", width=2).iloc[0]
    assert (row["before"], row["after"]) == ("دور،", "بلد عريق")
    row = kh.concordance(article, "والعراق", width=0).iloc[0]
    assert (row["before"], row["after"]) == ("", "")


def test_sorting_by_either_side(article):
    assert list(kh.concordance(article, "العراق", sort="after")["after"].str.split().str[0]) == [
        "اليوم", "أمس.", "بلد", "دور،",
    ]  # fmt: skip
    # the nearest word before: الوفد، دور، من، وقال
    assert list(kh.concordance(article, "العراق", sort="before")["before"].str.split().str[-1]) == [
        "الوفد", "دور،", "من", "وقال:",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="'left'"):
        kh.concordance(article, "العراق", sort="left")


def test_ties_stay_as_in_the_text():
    table = kh.concordance(kh.Article("t", "العراق قال. العراق قال. العراق قال"), "العراق", sort="after")
    assert list(table["start"]) == sorted(table["start"])


def test_several_words_and_other_spellings(article, seed):
    assert list(kh.concordance(seed, "مجلس الامن")["text"]) == ["مجلس الأمن", "لمجلس الأمن"]
    assert list(kh.concordance(article, "عَريــق")["text"]) == ["عريق"]
    assert kh.concordance(article, "العراق أمس").iloc[0]["text"] == "العراق أمس"
    assert kh.concordance(article, "عريق عاد").empty, "no match goes over the end of a sentence"


@pytest.mark.parametrize("word", ["", " ", "\u200f", "غائب", "عريق " * 30])
def test_what_is_not_there(article, word):
    assert kh.concordance(article, word).empty
    assert kh.concordance(kh.Article("e", ""), word).empty


LETTERS = " \nقالون. ،والعراق\u200f\U0001f600ً"


@given(st.text(LETTERS, max_size=60), st.sampled_from(["", "before", "after"]), st.integers(0, 3))
def test_context_is_the_text_round_the_word(text, sort, width):
    table = kh.concordance(kh.Article("t", text), "قال", width=width, sort=sort)
    for row in table.itertuples():
        assert text[row.start:row.end] == row.keyword
        assert text[:row.start].rstrip().endswith(row.before)
        assert text[row.end:].lstrip().startswith(row.after)
        assert "\n" not in row.before + row.after
    pd.testing.assert_frame_equal(
        table.sort_values("start", ignore_index=True), kh.concordance(kh.Article("t", text), "قال", width=width)
    )


def test_the_name_is_the_function_and_the_import_stays_light():
    code = (
        "import sys, khabar as kh; assert not {'pandas', 'numpy'} & {*sys.modules};"
        "import khabar.concordance; assert kh.concordance(kh.Article('t', 'نعم'), 'نعم').shape == (1, 7)"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)
