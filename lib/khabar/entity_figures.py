"""The figures of 03-entities: who is named how often, with whom, and where in the text."""

import pandas as pd

from .drawing import BLUE, bars, canvas, done, label_rows, listed, short, spans, strip
from .lexicon import rows


def entity_counts(mentions: pd.DataFrame, n: int = 18):
    """The `n` entities with most mentions, by type. Data: name, type, count, surfaces, english, spans."""
    from .entities import count_entities  # here, so that the notebooks that need no entities start sooner

    where = {key: spans(group) for key, group in mentions.groupby(["name", "type"])}
    data = count_entities(mentions).head(n)
    data = data.assign(spans=[where[key] for key in zip(data["name"], data["type"], strict=True)])
    types = {r["type"]: r for r in rows("entity_types")}
    fig, [ax] = canvas("كم مرة يُذكر كل شخص ومكان وهيئة", 0.9 + 0.31 * len(data))
    texts = [f"{count} {types[t]['label']}" for count, t in zip(data["count"], data["type"], strict=True)]
    bars(ax, data["name"], data["count"], texts, [types[t]["colour"] for t in data["type"]])
    return done(fig, data, listed(data["name"], data["count"]), "لم يُعثر في هذا النص على اسم علم")


def _most_named(mentions: pd.DataFrame, n: int) -> list[str]:
    counts = mentions.groupby("name").size().reset_index(name="n")
    return list(counts.sort_values(["n", "name"], ascending=[False, True])["name"].head(n))


def entity_pairs(mentions: pd.DataFrame, n: int = 10):
    """How many sentences name both of two entities. Data: name, other, sentences (their numbers), count."""
    names = _most_named(mentions, n)
    inside = {name: set(mentions.loc[mentions["name"] == name, "sentence"]) for name in names}
    pairs = [(a, b, inside[a] & inside[b]) for i, a in enumerate(names) for b in names[i + 1:]]
    pairs = [(a, b, " ".join(map(str, sorted(both))), len(both)) for a, b, both in pairs if both]
    data = pd.DataFrame(pairs, columns=["name", "other", "sentences", "count"])
    fig, [ax] = canvas("من يرد مع من في جملة واحدة", 1.6 + 0.36 * len(names))
    for a, b, _, count in pairs:
        for x, y in ((names.index(a), names.index(b)), (names.index(b), names.index(a))):
            ax.scatter(x, y, s=160 + 90 * min(count, 6), color=BLUE, alpha=0.25 + 0.12 * min(count, 6))
            ax.text(x, y, str(count), ha="center", va="center", size="small")
    ax.set_xticks(range(len(names)), map(short, names), rotation=45, ha="right", rotation_mode="anchor")
    label_rows(ax, names)
    ax.set_xlim(len(names) - 0.4, -0.6)
    ax.grid(alpha=0.3)
    alt = listed(data["name"] + " و" + data["other"], data["count"])
    return done(fig, data, alt, "لا يجتمع في هذا النص اسمان في جملة واحدة")


def entity_positions(mentions: pd.DataFrame, article, n: int = 14):
    """Where the mentions of the `n` most frequent entities fall. Data: the mentions."""
    names = _most_named(mentions, n)
    data = mentions[mentions["name"].isin(names)]
    fig = strip("أين يرد كل اسم في النص", data, "name", names, {}, len(article.text))
    return done(fig, data, f"مواضع {len(names)} اسمًا في النص", "لم يُعثر في هذا النص على اسم علم")
