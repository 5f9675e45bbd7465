"""What is known of the bundled article: two claims, its people and countries, a date; all of it from general code."""

import re
from dataclasses import replace

import pandas as pd
import pytest

import khabar as kh
from khabar import figures


@pytest.fixture(scope="module")
def claims(seed):
    return kh.find_claims(seed)


@pytest.fixture(scope="module")
def counts(seed):
    return kh.count_entities(kh.find_entities(seed)).set_index("name")


def test_exactly_two_claims(claims):
    columns = ["text", "value", "hedge", "period", "from_date", "to_date"]
    assert claims[columns].to_numpy().tolist() == [
        ["30%", 30.0, "exact", "العام الماضي", "2024-01-01", "2024-12-31"],
        ["35%", 35.0, "more_than", "النصف الأول من العام الجاري", "2025-01-01", "2025-06-30"],
    ]
    both = ["percent", "change", "up", "حجم التبادل التجاري الثنائي", "شويجو"]
    assert claims[["unit", "kind", "direction", "measure", "speaker"]].to_numpy().tolist() == [both, both]
    assert claims["value_high"].isna().all()


def test_the_ninth_of_september_is_a_date(seed):
    account = kh.account(seed)
    assert account.loc[account["text"].str.contains("التاسع"), "verdict"].tolist() == ["date"]
    month_known = kh.find_periods(seed).set_index("text")
    assert month_known.loc["التاسع من سبتمبر", "from_date"] == "", "of a month no day is known to be past"
    day_known = kh.find_periods(replace(seed, published="2025-09-12")).set_index("text")
    assert day_known.loc["التاسع من سبتمبر", ["from_date", "to_date"]].tolist() == ["2025-09-09", "2025-09-09"]


@pytest.mark.parametrize(("name", "kind", "count"), [
    ("سيرجي شويجو", "PERS", 6), ("روسيا", "LOC", 7), ("العراق", "LOC", 7), ("علي ناصر", "PERS", 2)])
def test_entities_under_all_their_names(counts, name, kind, count):
    assert counts.loc[name, ["type", "count"]].tolist() == [kind, count]


def test_the_slip_is_counted_and_the_adjectives_are_not(seed):
    mentions = kh.find_entities(seed)
    shoigu = mentions[mentions["name"] == "سيرجي شويجو"]
    assert "شويةو" in set(shoigu["text"])
    iraq = mentions[mentions["name"] == "العراق"]
    for adjective in re.finditer("العراقية|العراقي", seed.text):
        assert not ((iraq["start"] < adjective.end()) & (iraq["end"] > adjective.start())).any()
    around = {seed.text[max(0, s - 1):e] for s, e in zip(iraq["start"], iraq["end"], strict=True)}
    assert any("وال" in a for a in around)
    assert any("لل" in a for a in around)


def test_one_word_to_every_reader(seed):
    words = kh.tokenize(seed)
    assert {"العراق", "والعراق", "للعراق"} <= set(words.loc[words["form"] == "العراق", "text"])


def test_no_name_or_phrase_of_the_article_is_a_special_case(root):
    """A rare name of the article may stand in the library only where a general list of that kind has it."""
    files = [*(root / "lib" / "khabar").glob("*.py"), *(root / "lib" / "khabar" / "lexicon").glob("*.csv")]
    for file in files:
        text = file.read_text("utf-8-sig")
        assert not re.search("شويجو|شويةو|حجم التبادل التجاري الثنائي|شريكان عريقان", text), file.name


def test_the_growth_figure_tells_its_sentences_and_has_an_open_end(seed, claims):
    fig = figures.growth(claims, kh.split_sentences(seed))
    [sentence] = set(fig.data["sentence_text"])
    assert "ارتفع بنسبة 30% العام الماضي، وبأكثر من 35%" in sentence
    assert sentence in fig.alt
    size = next(ax for ax in fig.axes if any("30%" in t.get_text() for t in ax.texts))
    widths = sorted(abs(bar.get_width()) for bar in size.patches if bar.get_width())
    assert [round(w) for w in widths[-2:]] == [30, 35]
    assert len(widths) == 3, "the open end of more than 35% is a part of its own"
    assert any(t.get_text().endswith("> 35%") for t in size.texts)
    when = next(ax for ax in fig.axes if ax is not size)
    days = [round(bar.get_width()) for bar in when.patches]
    assert days == [366, 181]  # 2024 was a leap year; the first half of 2025


def test_every_table_begins_with_the_place_of_its_words(seed):
    for stage in (kh.split_sentences, kh.tokenize, kh.find_entities, kh.find_claims, kh.find_periods, kh.account):
        table = stage(seed)
        assert isinstance(table, pd.DataFrame)
        assert [seed.text[s:e] for s, e in zip(table["start"], table["end"], strict=True)] == table["text"].tolist()
