"""The figures of notebook 06: many articles over time, their words compared, and who says what of the same measure."""

import math

import pandas as pd

from . import rtl
from .association import keyness, log_likelihood
from .claim_figures import value_text
from .drawing import BLUE, GREY, MOST_ROWS, ORANGE, bars, canvas, done, label_rows, listed, short
from .normal import fold

MISSING = "بلا مصدر"

def articles_over_time(articles: pd.DataFrame):
    """How many articles each month has, by source. Data: month, source, articles, words, claims."""
    keys = [articles["published"].str[:7].rename("month"), articles["source"]]
    data = articles.groupby(keys).agg(articles=("article", "size"), words=("words", "sum"), claims=("claims", "sum"))
    data = data.reset_index()
    fig, [ax] = canvas("عدد المقالات في كل شهر", 3.8)
    wide = data.pivot_table(index="month", columns="source", values="articles", fill_value=0, aggfunc="sum")
    if len(wide):
        wide = wide.rename(index={"": "بلا تاريخ"}, columns={"": MISSING}).tail(36)
        wide.plot.bar(stacked=True, ax=ax, rot=0 if len(wide) < 9 else 90, xlabel="", legend=False)
        if wide.shape[1] > 1:
            rtl.legend(ax, ncols=4, loc="lower left", bbox_to_anchor=(0, 1))
    rtl.axes(ax, "time")
    ax.yaxis.get_major_locator().set_params(integer=True)
    return done(fig, data, listed(data["month"] + " " + data["source"], data["articles"]), "لا مقالات في هذه المجموعة")


def entities_over_time(mentions: pd.DataFrame, articles: pd.DataFrame, n: int = 12):
    """In how many articles of each month each of the `n` most named entities stands. Data: name, month, articles."""
    month = articles.set_index("article")["published"].str[:7]
    dated = mentions.assign(month=mentions["article"].map(month))
    most = dated.groupby("name")["article"].nunique().reset_index()
    names = list(most.sort_values(["article", "name"], ascending=[False, True])["name"].head(n))
    data = dated[dated["name"].isin(names)].groupby(["name", "month"])["article"].nunique().reset_index(name="articles")
    months = sorted(set(data["month"]))[-24:]
    fig, [ax] = canvas("من يُذكر ومتى: عدد المقالات في كل شهر", 1.8 + 0.36 * len(names))
    for name, at, count in data[data["month"].isin(months)].itertuples(index=False):
        ax.scatter(months.index(at), names.index(name), s=60 + 60 * math.sqrt(count), color=BLUE, alpha=0.35)
        ax.text(months.index(at), names.index(name), count, ha="center", va="center", size="small")
    ax.set_xticks(range(len(months)), [m or "بلا تاريخ" for m in months], rotation=90 if len(months) > 8 else 0)
    label_rows(ax, names)
    return done(fig, data, listed(data["name"] + " " + data["month"], data["articles"]), "لا أعلام في هذه المجموعة")


def compare_groups(words: pd.DataFrame, by: str, first: str, second: str, n: int = 12):
    """Keyness of two groups of articles (`by`: source or published), `n` words each way. Data: as for keyness."""
    groups = [words[words[by] == value].groupby("form", as_index=False)["count"].sum() for value in (first, second)]
    table = keyness(*groups) if all(map(len, groups)) else keyness(words.head(0), words.head(0))
    table = table[table["p_adjusted"] < 0.05]
    more, less = table[table["log_ratio"] > 0].head(n), table[table["log_ratio"] < 0].head(n)
    data = pd.concat([more, less.iloc[::-1]])
    title = f"كلمات تميز «{short(first or MISSING, 20)}» من «{short(second or MISSING, 20)}»"
    fig, [ax] = canvas(title, 1.4 + 0.31 * len(data))
    colours = [BLUE if ratio > 0 else ORANGE for ratio in data["log_ratio"]]
    ax.barh(range(len(data)), data["log_ratio"], color=colours, height=0.62)
    ax.axvline(0, color=GREY, linewidth=1)
    ax.set_xlabel("لوغاريتم نسبة التواتر (أساس 2)")
    rtl.axes(ax, "barh")
    label_rows(ax, list(data["form"]))
    empty = "لا كلمات تميز بين المجموعتين بدلالة إحصائية"
    return done(fig, data, listed(data["form"], data["log_ratio"].round(2)), empty)


def collocations(bigrams: pd.DataFrame, n: int = 15, min_count: int = 3):
    """The strongest pairs of content words by log-likelihood (Dunning 1993).

    Data: first, second, count, log_likelihood. The margins count pairs of content words: the corpus keeps no others.
    """
    total = int(bigrams["count"].sum())
    first, second = (bigrams.groupby(side)["count"].sum() for side in ("first", "second"))
    kept = bigrams[bigrams["count"] >= min_count]
    scores = [log_likelihood(c, int(first[a]), int(second[b]), total) for a, b, c in kept.itertuples(index=False)]
    keys = ["log_likelihood", "first", "second"]
    data = kept.assign(log_likelihood=scores).sort_values(keys, ascending=[False, True, True]).head(n)
    names = data["first"] + " " + data["second"]
    fig, [ax] = canvas("أقوى المتلازمات في المجموعة (نسبة الترجيح)", 0.9 + 0.31 * len(data))
    bars(ax, names, data["log_likelihood"], data["log_likelihood"].map("{:.0f}".format), BLUE)
    return done(fig, data, listed(names, data["count"]), "لا تتكرر في هذه المجموعة كلمتان متجاورتان")


def same_measure(claims: pd.DataFrame, sources: int = 2) -> pd.DataFrame:
    """Claims of the same measure, unit and period from at least `sources` articles, side by side.

    Columns measure, unit, from_date, to_date, articles, values, agree (one value, or ranges that touch), then the
    columns of the claims. Measures are the same when their folded words are.
    """
    keyed = claims.assign(key=claims["measure"].map(lambda m: " ".join(sorted(fold(m).split()))))
    keyed = keyed[keyed["key"] != ""]
    parts = []
    for _, group in keyed.groupby(["key", "unit", "kind", "from_date", "to_date"], sort=True):
        if group["article"].nunique() >= sources:
            high = group["value_high"].astype(float).fillna(group["value"].astype(float))
            agree = bool(group["value"].astype(float).max() <= high.min() * 1.0000001)
            parts.append(group.assign(articles=group["article"].nunique(), agree=agree))
    table = pd.concat(parts or [keyed.head(0).assign(articles=[], agree=[])])
    first = ["measure", "unit", "from_date", "to_date", "articles", "agree", "article", "start", "end", "text"]
    return table[[*first, *(c for c in claims.columns if c not in first)]].reset_index(drop=True)


def agreement(claims: pd.DataFrame):
    """Which articles give which value for the same measure and period. Data: the rows of `same_measure`."""
    data = same_measure(claims)
    drawn = data.head(MOST_ROWS)
    fig, [ax] = canvas("القيمة نفسها في أكثر من مقال: أين تتفق وأين تختلف", 1.2 + 0.5 * len(drawn))
    names = [f"{short(c.measure, 40)}\n{short(c.article, 30)}" for c in drawn.itertuples()]
    texts = [value_text(c) for c in drawn.itertuples()]
    largest = drawn["value"].astype(float).groupby([drawn["measure"], drawn["unit"]]).transform("max")
    colours = [BLUE if c.agree else ORANGE for c in drawn.itertuples()]
    bars(ax, names, drawn["value"].astype(float) / largest.where(largest != 0, 1), texts, colours)
    return done(fig, data, listed(names, texts), "لا يذكر مقالان هنا المقيس نفسه للفترة نفسها")
