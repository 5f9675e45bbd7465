"""Mentions of people, places, organisations and works, and their counts once aliases are merged.

Three finders look at the same words: the embedded tagger (`model`), the gazetteer with CLDR's territories (`list`)
and class words, brackets and misspellings (`rule`). What one of them finds is then looked for in the whole article
(mentions.py), and mentions of one entity get one name (aliases.py). Adjectives of place (العراقي) are no mentions of
it, nor are class words by themselves (الوزارة) and currencies. A span leaves out titles, class words that are no part
of a name (شركة), and a clitic that can be cut (والعراق: العراق); للعراق, whose alif is not written, stays whole.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress

import pandas as pd

from . import aliases, mentions
from .article import Article
from .other_taggers import huggingface
from .paths import SEEDS

__all__ = ["corrections", "count_entities", "find_entities", "huggingface", "tag"]
COLUMNS = ["article", "start", "end", "text", "type", "name", "by", "reason", "sentence"]
_MARKS = re.compile("[\u064b-\u065f\u0670]*+")


def find_entities(article: Article, tagger: mentions.Tagger | None = None,
                  words: mentions.Words | None = None) -> pd.DataFrame:
    """Columns article, start, end, text, type (PERS LOC ORG MISC), name, by (model list rule), reason, sentence.

    `name` is the same for all mentions of one entity; `reason` says why this mention has it (see aliases.py).
    `tagger` takes the embedded one's place: a callable from one document (a list of sentences, each a list of
    words) to BIO tags in the same shape. seeds/entities.csv (surface, name, type or "not an entity") beats them all:
    by `list`, reason `override`. `words`: what mentions.read made of the article, where that is there already.
    """
    return pd.DataFrame(mention_rows(article, tagger, words), columns=COLUMNS)


def mention_rows(article: Article, tagger=None, words: mentions.Words | None = None) -> Iterator[tuple]:
    """The rows of find_entities: of many articles one table is made, which takes longer than a short article."""
    words = words or mentions.read(article)
    for span, name, reason in aliases.merge(mentions.find(words, tagger or tag), words):
        start, end = aliases.place(span, words)
        end = _MARKS.match(article.text, end).end()
        by = "list" if span.by == "user" else span.by
        sentence = words.sentence[span.first]
        yield article.name, start, end, article.text[start:end], span.type, name, by, reason, sentence


def prepare(articles: list[Article]) -> list[tuple]:
    """(article, what find_entities takes beside it) of some articles: all tagged at once, which takes less time.

    An article that fails alone fails again there, alone; where all fail together, each is tagged by itself.
    """
    ready: list[tuple] = [()] * len(articles)
    for i, article in enumerate(articles):
        with suppress(Exception):
            ready[i] = None, mentions.read(article)
    there = [i for i, found in enumerate(ready) if found]
    with suppress(Exception):
        for i, tags in zip(there, tag_documents([ready[i][1].document for i in there]), strict=True):
            ready[i] = (lambda _, tags=tags: tags), ready[i][1]
    return list(zip(articles, ready, strict=True))


def count_entities(mentions: pd.DataFrame) -> pd.DataFrame:
    """Columns name, type, count, surfaces (most frequent first, joined by ، ), english (empty where no list knows it).

    One row per entity of `find_entities`' table, the most frequent first, then in order of appearance.
    """
    entities = defaultdict(Counter)
    for name, kind, surface in zip(mentions["name"], mentions["type"], mentions["text"], strict=True):
        entities[name, kind][surface] += 1
    rows = [(name, kind, found.total(), "، ".join(surface for surface, _ in found.most_common()), aliases.english(name))
            for (name, kind), found in entities.items()]
    rows.sort(key=lambda row: -row[2])
    return pd.DataFrame(rows, columns=["name", "type", "count", "surfaces", "english"])


def corrections() -> pd.DataFrame:
    """seeds/entities.csv as a table (surface, name, type, note): it beats model, lists and rules."""
    return pd.read_csv(SEEDS / "entities.csv", encoding="utf-8-sig", keep_default_na=False)


def tag(sentences: list[list[str]]) -> list[list[str]]:
    """The embedded tagger: BIO tags (PERS LOC ORG MISC) of the words of one document, in the same shape."""
    from .tagger import tag  # the network loads when it is first needed

    return tag(sentences)


def tag_documents(documents: list[list[list[str]]]) -> list[list[list[str]]]:
    """The embedded tagger on several documents at once."""
    from .tagger import tag_documents

    return tag_documents(documents)
