"""What a chunk of articles comes down to, and how the chunks become one: tables, their keys, the small summaries."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, pairwise, repeat
from pathlib import Path

import pandas as pd

from . import outputs
from .article import Article, sentence_spans
from .claims import COLUMNS as CLAIMS
from .claims import claim_rows
from .entities import COLUMNS as MENTIONS
from .entities import mention_rows, prepare
from .tokens import read

# The key by which each table is sorted, so that the same corpus gives the same bytes however it was divided.
KEYS = {
    "articles": ["article"], "words": ["source", "published", "form"], "bigrams": ["first", "second"],
    "mentions": ["article", "start", "end"], "claims": ["article", "start", "end"], "failed": ["article"],
}  # fmt: skip
TAGGED = 8_000  # characters (some 4 articles) that are tagged together: fewer take longer, more only more memory
REMEMBERED = 20_000  # spellings: a worker's memory is small
_ABOUT = ["article", "title", "published", "source", "country", "sentences", "words", "mentions", "claims"]


def batches(items: Iterable, size: int, length: Callable) -> Iterator[list]:
    """The items in lists whose lengths add up to `size` or more; the last may be shorter."""
    part, total = [], 0
    for item in items:
        part.append(item)
        total += length(item)
        if total >= size:
            yield part
            part, total = [], 0
    if part:
        yield part


def groups(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Articles that are tagged together. Whoever divides them must keep groups whole: ties of two tags hang on it."""
    return batches(articles, TAGGED, lambda article: len(article.text))


def analyse_articles(articles: list[Article]) -> dict[str, pd.DataFrame]:
    """The tables of KEYS for some articles; an article that a stage fails on is in `failed` and nowhere else."""
    about, mentions, claims, failed = [], [], [], []
    words, pairs = Counter(), Counter()
    for article, ready in chain.from_iterable(map(prepare, groups(articles))):
        try:
            tokens, said = read(article.text, REMEMBERED), claim_rows(article)
            found = list(mention_rows(article, *ready))
            sentences = len(sentence_spans(article.text))
        except Exception as error:  # one bad article never takes the others down
            failed.append((article.name, f"{type(error).__name__}: {error}"))
            continue
        word = tokens["kind"] == "word"
        content = {name: column[word & ~tokens["stop"]].tolist() for name, column in tokens.items()}
        words.update(zip(repeat(article.source), repeat(article.published), content["form"]))
        pairs.update(_neighbours(content))
        mentions += found
        claims += said
        about.append((article.name, article.title, article.published, article.source, article.country,
                      sentences, int(word.sum()), len(found), len(said)))
    return {
        "articles": pd.DataFrame(about, columns=_ABOUT),
        "words": _counted(words, KEYS["words"]),
        "bigrams": _counted(pairs, KEYS["bigrams"]),
        "mentions": pd.DataFrame(mentions, columns=MENTIONS), "claims": pd.DataFrame(claims, columns=CLAIMS),
        "failed": pd.DataFrame(failed, columns=["article", "reason"]),
    }


def parts(articles: list[Article]) -> dict[str, bytes]:
    """The same as Parquet files: made where the work is done, so that whoever hands out has little to do."""
    return {name: table.to_parquet(index=False) for name, table in analyse_articles(articles).items()}


def _neighbours(content: dict[str, list]):
    """Pairs of content words that follow each other in the text with nothing but white space between them."""
    rows = zip(*(content[name] for name in ("form", "sentence", "start", "end")), strict=True)
    return ((form, after) for (form, here, _, end), (after, there, start, _) in pairwise(rows)
            if here == there and start - end == 1)


def _counted(counts: Counter, columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame([(*key, n) for key, n in counts.items()], columns=[*columns, "count"])


def read_table(out: str | Path, name: str) -> pd.DataFrame:
    """One table of a finished analysis, its parts put together, counts added up, sorted by its key (KEYS)."""
    table = pd.concat([*_parts(out, name)] or [analyse_articles([])[name]], ignore_index=True)
    if name in ("words", "bigrams") and len(table):
        table = table.groupby(KEYS[name], sort=True, as_index=False)["count"].sum()
    return table.sort_values(KEYS[name], kind="stable", ignore_index=True) if len(table) else table


def _parts(out: str | Path, name: str, columns: list[str] | None = None) -> Iterator[pd.DataFrame]:
    from pyarrow.parquet import read_table as read

    for part in _files(out, name):
        yield read(part, columns=columns).to_pandas()


def _files(out: str | Path, name: str) -> list[Path]:
    return sorted((Path(out) / name).glob("part-*.parquet"))


def _in_order(out: Path, name: str) -> Iterator[pd.DataFrame]:
    """read_table in pieces, the first without rows; short ones where the articles' names come in their order."""
    rows, names = analyse_articles([])[name], (part["article"] for part in _parts(out, name, ["article"]))
    files = sorted((min(of), file) for of, file in zip(names, _files(out, name), strict=True) if len(of))
    for first, file in files:
        done = rows["article"] < first
        yield rows[done]
        rows = pd.concat([rows[~done], pd.read_parquet(file)]).sort_values(KEYS[name], kind="stable")
    yield rows


def summarise(out: Path, log: dict) -> pd.DataFrame:
    """Write the small tables of a finished analysis as CSV; returns the summary, one row of counts.

    articles.csv, entities.csv (name, type, articles, count), claims.csv, words.csv (form, count), skipped.csv (article,
    reason), duplicates.csv (article, same_as), summary.csv.
    """
    articles, failed = (read_table(out, name) for name in ("articles", "failed"))
    skipped = sorted([*log["skipped"], *failed.itertuples(index=False, name=None)])
    words, named, spread = Counter(), Counter(), Counter()  # a part at a time: the whole can be larger than the memory
    for part in _parts(out, "words", ["form", "count"]):
        words.update(part.groupby("form")["count"].sum().to_dict())
    for part in _parts(out, "mentions", ["article", "name", "type"]):
        rows = list(part.itertuples(index=False, name=None))
        named.update(row[1:] for row in rows)
        spread.update(row[1:] for row in set(rows))  # an article is in one part only
    summary = pd.DataFrame([{
        "read": log["read"], "analysed": len(articles), "skipped": len(skipped), "duplicates": len(log["duplicates"]),
        "words": int(articles["words"].sum()), "mentions": named.total(), "claims": int(articles["claims"].sum())}])
    entities = [(*key, spread[key], n) for key, n in sorted(named.items(), key=lambda item: (-item[1], item[0]))]
    tables = {
        "articles": articles, "summary": summary,
        "skipped": pd.DataFrame(skipped, columns=["article", "reason"]),
        "entities": pd.DataFrame(entities, columns=["name", "type", "articles", "count"]),
        "words": pd.DataFrame(sorted(words.items(), key=lambda item: (-item[1], item[0])), columns=["form", "count"]),
        "duplicates": pd.DataFrame(log["duplicates"], columns=["article", "same_as"]),
    }
    for name, table in tables.items():
        outputs.write_atomic(out / f"{name}.csv", outputs.csv_bytes(table))
    claims = (outputs.csv_bytes(rows, header=not n) for n, rows in enumerate(_in_order(out, "claims")))
    outputs.write_atomic(out / "claims.csv", b"".join(claims))
    return summary
