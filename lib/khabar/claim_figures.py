"""The figures of notebook 04: what the article claims in numbers, and what became of every other number."""

import pandas as pd
from babel import Locale
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

from . import rtl
from .drawing import BLUE, GREY, MOST_ROWS, ORANGE, canvas, done, from_the_right, label_rows, listed, short, strip
from .lexicon import labels

_COLOUR = {"up": BLUE, "down": ORANGE, "none": GREY}
_OPEN = {"more_than": 1, "at_least": 1, "less_than": -1, "at_most": -1, "up_to": -1}


def _row_labels(claims: pd.DataFrame) -> list[str]:
    """Measure over period, as written."""
    return [f"{c.measure or c.text}\n{c.period}".rstrip() for c in claims.itertuples()]


def _alt(claims: pd.DataFrame) -> str:
    """What a picture of claims shows, in words: each value and the sentence it came from."""
    marks = labels("hedge", "label")
    return " | ".join(f"{c.text} ({marks[c.hedge]}): {c.sentence_text}" for c in claims.itertuples())


def growth(claims: pd.DataFrame, sentences: pd.DataFrame):
    """Claims of change: their size with open ends for hedges, beside their periods to scale; a panel for each unit.

    Data: the claims of kind `change` with the text of their sentences.
    """
    data = _with_sentences(claims[claims["kind"] == "change"], sentences)
    drawn = data.sort_values(["measure", "from_date"], kind="stable").head(MOST_ROWS)
    groups, heights = _panels(drawn, 0.9)
    title = "كم تغيّر وفي أي فترة: ما يقوله المقال"
    grid = {"nrows": len(heights), "height_ratios": heights, "ncols": 2, "width_ratios": (2, 3)}
    fig, axes = canvas(title, 0.6 + sum(heights), **grid)
    for when, size, group in zip(axes[::2], axes[1::2], groups, strict=False):
        claim_bars(size, group)
        periods(when, group)
        if len(groups) > 1:
            size.set_title(unit_label(group["unit"].iloc[0]), size="medium")
    return done(fig, data, _alt(data), "لا يذكر هذا النص نسبة تغيّر")


def shares(claims: pd.DataFrame, sentences: pd.DataFrame):
    """Shares of a whole and named rates, in percent. Data: those claims with the text of their sentences."""
    chosen = (claims["unit"] == "percent") & (claims["kind"] != "change")
    data = _with_sentences(claims[chosen], sentences)
    drawn = data.head(MOST_ROWS)
    fig, [ax] = canvas("حصص ومعدلات بالنسبة المئوية: ما يقوله المقال", 1 + 0.62 * len(drawn))
    claim_bars(ax, drawn)
    return done(fig, data, _alt(data), "لا يذكر هذا النص حصة ولا معدلًا")


def amounts(claims: pd.DataFrame, sentences: pd.DataFrame):
    """Money, counts and measures, a panel for each unit. Data: those claims with the text of their sentences."""
    chosen = (claims["unit"] != "percent") & (claims["kind"] != "change")
    data = _with_sentences(claims[chosen], sentences)
    drawn = data.head(MOST_ROWS)
    groups, heights = _panels(drawn, 0.5)
    fig, axes = canvas("مبالغ وأعداد: ما يقوله المقال", 0.6 + sum(heights), nrows=len(heights), height_ratios=heights)
    for ax, group in zip(axes, groups, strict=False):
        claim_bars(ax, group)
        ax.set_title(unit_label(group["unit"].iloc[0]), size="medium")
    return done(fig, data, _alt(data), "لا يذكر هذا النص مبلغًا ولا عددًا")


def _with_sentences(claims: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    return claims.assign(sentence_text=claims["sentence"].map(sentences.set_index("sentence")["text"]))


def _panels(claims: pd.DataFrame, head: float) -> tuple[list[pd.DataFrame], list[float]]:
    """The claims by unit, per cent first, and the height of each panel in inches."""
    units = sorted(claims["unit"].unique(), key=lambda unit: (unit != "percent", unit))
    groups = [claims[claims["unit"] == unit] for unit in units]
    return groups, [head + 0.7 * len(group) for group in groups] or [1]


def numbers(account: pd.DataFrame, article):
    """Every number of the article, where it stands and what it was taken for. Data: the account."""
    named = labels("verdict")
    verdicts = sorted(set(account["verdict"]), key=lambda v: (v != "claim", v))
    length = len(article.text)
    fig = strip("كل رقم في المقال: موضعه وما عُدّ", account, "verdict", verdicts, named, length, lane=0.65)
    for y, verdict in enumerate(verdicts):
        # where the next label may begin, on two levels; all words are in the table
        free = [-length, -length] if len(account) <= 2 * MOST_ROWS else []
        for row in account[account["verdict"] == verdict].itertuples():
            words = short(row.text, 18)
            room = (0.008 + 0.007 * len(words)) * length  # half of what a label takes
            level = next((k for k, at in enumerate(free) if row.start - room >= at), None)
            if level is not None:
                free[level] = row.start + room
                fig.axes[0].annotate(words, (row.start, y), xytext=(0, 8 + 13 * level), textcoords="offset points",
                                     ha="center", size="small")
    return done(fig, account, listed(account["text"], account["verdict"].map(named)), "لا أرقام في هذا النص")


def claim_bars(ax, claims: pd.DataFrame) -> None:
    """A bar a claim, growing leftwards: ranges as spans, hedged values with an open end, each with its value."""
    largest = max([*claims["value"], *claims["value_high"].dropna()], default=1)
    for y, claim in enumerate(claims.itertuples()):
        ends = sorted(v for v in (claim.value, claim.value_high) if pd.notna(v))
        start = ends[0] if len(ends) == 2 else 0
        colour = _COLOUR[claim.direction]
        soft = {"hatch": "...", "alpha": 0.75} if claim.hedge == "about" else {}
        link = f"#w{claim.start}"  # in the report: from the bar to its words
        ax.barh(y, ends[-1] - start, left=start, height=0.5, color=colour, edgecolor="white", url=link, **soft)
        beyond = _open_end(ax, y, ends[-1], _OPEN.get(claim.hedge, 0) * 0.12 * largest, colour)
        said = f"{labels('direction', 'mark')[claim.direction]} {value_text(claim)}".strip()
        ax.annotate(said, (ends[-1] + beyond, y), xytext=(-7, 0), textcoords="offset points", va="center", ha="right",
                    weight="bold")
    from_the_right(ax, largest * 1.15)
    label_rows(ax, _row_labels(claims))


def _open_end(ax, y: float, value: float, length: float, colour: str) -> float:
    """Draws that the true value lies beyond (length > 0) or before (< 0) the end of the bar; the room it took."""
    if length:
        ax.barh(y, abs(length), left=min(value, value + length), height=0.5, fill=False, edgecolor=colour,
                hatch="////", linewidth=0)
        arrow = {"arrowstyle": "-|>", "color": "black", "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", (value + length, y), (value, y), arrowprops=arrow)
    return max(length, 0)


def periods(ax, claims: pd.DataFrame) -> None:
    """The period of each claim to scale on a time axis that runs from left to right; a period unknown says so."""
    dates = claims[["from_date", "to_date"]].apply(pd.to_datetime, errors="coerce")
    for y, (first, last) in enumerate(dates.itertuples(index=False)):
        if pd.notna(first):
            ax.barh(y, last - first + pd.Timedelta(days=1), left=first, height=0.22, color=BLUE)
        else:
            ax.text(0.5, y, "بلا تاريخ محدد", transform=ax.get_yaxis_transform(), ha="center", va="center",
                    color=GREY, size="small")
    if dates["from_date"].notna().any():
        rtl.axes(ax, "time")
        ticks = AutoDateLocator(maxticks=4)
        ax.xaxis.set_major_locator(ticks)
        formats = ["%Y", "%Y-%m", "%m-%d", "", "", ""]
        ax.xaxis.set_major_formatter(ConciseDateFormatter(ticks, formats=formats, show_offset=False))
    else:
        ax.xaxis.set_visible(False)
    ax.set_yticks([])
    ax.set_ylim(len(claims) - 0.4, -0.6)
    ax.spines[["left", "right", "top"]].set_visible(False)
    ax.grid(axis="x", alpha=0.35)


def unit_label(unit: str) -> str:
    """The unit's name in Arabic: currencies from CLDR, the rest from lexicon/labels.csv."""
    return labels("unit").get(unit) or Locale("ar").currencies.get(unit, unit)


def value_text(claim) -> str:
    """The value of a claim with its hedge: per cent as `> 35%` or `10–12%`, all else as written, `نحو 210 آلاف شخص`."""
    if claim.unit != "percent":
        return claim.text if claim.hedge in ("exact", "between") else f"{labels('hedge')[claim.hedge]} {claim.text}"
    values = [f"{v:,.4g}" for v in (claim.value, claim.value_high) if pd.notna(v)]
    joint = "–" if claim.hedge == "between" else " → "
    return f"{labels('hedge', 'mark')[claim.hedge]} {joint.join(values)}%".strip()
