"""Mentions of people, places, organisations and works, and their counts once aliases are merged.

Three finders look at the same words: the embedded tagger (`model`), the gazetteer with CLDR's territories (`list`)
and titles, class words and reporting verbs (`rule`). What one of them finds is then looked for in the whole article,
people also by surname. Adjectives of place (العراقي) are no mentions of it. A span leaves out a clitic that can be
cut (والعراق: العراق); للعراق, whose alif is not written, stays whole.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from . import aliases, name_rules
from .article import Article, split_sentences
from .gazetteer import NO_ENTITY, WORD, Index, Span, listed, overrides, readings, roles
from .normal import fold_with_offsets
from .other_taggers import huggingface

COLUMNS = ["article", "start", "end", "text", "type", "name", "by", "reason", "sentence"]
_MARKS = re.compile("[\u064b-\u065f\u0670]*+")


def find_entities(article: Article, tagger: Callable[[list[list[str]]], list[list[str]]] | None = None) -> pd.DataFrame:
    """Columns article, start, end, text, type (PERS LOC ORG MISC), name, by (model list rule), reason, sentence.

    `name` is the same for all mentions of one entity; `reason` says why this mention has it (see aliases.py).
    `tagger` takes the embedded one's place: a callable from one document (a list of sentences, each a list of
    words) to BIO tags in the same shape. seeds/entities.csv (surface, name, type or "not an entity") beats them all.
    """
    text, user = article.text, overrides()
    forms, places, sentence = _words(article)
    spans = _tagged(forms, places, sentence, text, tagger or tag)
    spans = _resolve(spans + _from_lists(forms, sentence, spans) + _from_rules(forms, sentence), forms, user)
    spans = _resolve(spans + _again(forms, spans), forms, user)
    spans = _resolve(spans + _slips(forms, spans), forms, user)
    rows = []
    for span, name, reason in aliases.merge(spans, forms, places, text):
        start, end = aliases.place(span, places)
        end = _MARKS.match(text, end).end()
        rows.append((article.name, start, end, text[start:end], span.type, name, span.by.replace("user", "list"), reason,
                     sentence[span.first]))
    return pd.DataFrame(rows, columns=COLUMNS)


def tag(sentences: list[list[str]]) -> list[list[str]]:
    """The embedded tagger: BIO tags (PERS LOC ORG MISC) of the words of one document, in the same shape."""
    from . import tagger  # the network loads when it is first needed

    return tagger.tag(sentences)


def count_entities(mentions: pd.DataFrame) -> pd.DataFrame:
    """Columns name, type, count, surfaces (most frequent first, joined by ، ), english (empty where no list knows it).

    One row per entity of `find_entities`' table, the most frequent first, then in order of appearance.
    """
    rows = []
    for (name, kind), group in mentions.groupby(["name", "type"], sort=False):
        surfaces = "، ".join(surface for surface, _ in Counter(group["text"]).most_common())
        rows.append((name, kind, len(group), surfaces, aliases.english(name)))
    rows.sort(key=lambda row: -row[2])
    return pd.DataFrame(rows, columns=["name", "type", "count", "surfaces", "english"])


def _words(article: Article) -> tuple[list[str], list[tuple[int, ...]], list[int]]:
    """The folded words; of each its folded characters' places in the original and its end; its sentence's number."""
    folded, offsets = fold_with_offsets(article.text)
    ends = split_sentences(article)["end"].tolist()
    forms, places, sentence, now = [], [], [], 0
    for m in WORD.finditer(folded):
        start, end = m.span()
        while now < len(ends) - 1 and offsets[start] >= ends[now]:
            now += 1
        last = article.text[offsets[end - 1]]
        forms.append(m[0][:-1] + "ى" if last == "ى" and "stop" in roles(m[0]) else m[0])  # على is no علي
        places.append((*offsets[start:end], offsets[end - 1] + 1))
        sentence.append(now)
    return forms, places, sentence


def _tagged(forms, places, sentence, text, tagger) -> list[Span]:
    """The tagger's entities, the clitic of the first word cut where the rest is known or the word recurs without it."""
    if not forms:
        return []
    document = [[] for _ in range(sentence[-1] + 1)]
    for place, number in zip(places, sentence, strict=True):
        document[number].append(text[place[0]:place[-1]])
    filled = [words for words in document if words]
    try:
        tags = [t for row in tagger(filled) for t in row] if filled else []
    except FileNotFoundError:
        return []
    spans, i = [], 0
    seen = set(forms)
    while i < len(tags):
        if tags[i] == "O":
            i += 1
            continue
        kind, end = tags[i][2:], i + 1
        while end < len(tags) and tags[end] == f"I-{kind}" and sentence[end] == sentence[i]:
            end += 1
        cut, form = _uncut(forms[i], seen, kind)
        spans.append(Span(i, end, cut, (form, *forms[i + 1:end]), kind, "model"))
        i = end
    return spans


def _uncut(word: str, seen: set[str], kind: str) -> tuple[int, str]:
    """(letters cut, form) of the first word of a tagged name."""
    ways = readings(word)
    known = [way for way in ways if way[1] in listed().lengths or way[1] in name_rules._given() or roles(way[1])]
    if known:
        return known[0]
    again = [way for way in ways[1:] if way[1] in seen or way[1].startswith("ال")]
    return again[0] if again else ways[0]


def _from_lists(forms: list[str], sentence: list[int], tagged: list[Span]) -> list[Span]:
    """Listed names; an ambiguous one (مالي) only where the tagger, a class word or a bracket before it speaks for it."""
    index, spans = listed(), []
    supported = {span.first for span in tagged}
    for i in range(len(forms)):
        if index.starts(forms[i]) and (hit := index.at(forms, i)):
            cut, name = hit
            row = index.names[name]
            before = roles(forms[i - 1]) if i else frozenset()
            if row["ambiguous"] and i not in supported and not (before & {"place", "named"} or i and forms[i - 1] == "("):
                continue
            spans.append(Span(i, i + len(name), cut, name, row["type"], "list", row["name"]))
    return spans


def _from_rules(forms: list[str], sentence: list[int]) -> list[Span]:
    return [*name_rules.persons(forms, sentence), *name_rules.organisations(forms, sentence)]


def _resolve(spans: list[Span], forms: list[str], user: Index) -> list[Span]:
    """Spans that don't overlap: the user's first, then the longest; a rule only where nothing else stands."""
    for i in range(len(forms)):
        if user.starts(forms[i]) and (hit := user.at(forms, i)):
            row = user.names[hit[1]]
            spans = [*spans, Span(i, i + len(hit[1]), hit[0], hit[1], row["type"], "user", row["name"])]
    order = sorted(spans, key=lambda s: (s.by != "user", s.by == "rule" and s.type == "PERS", s.first - s.last, s.by))
    taken, kept = set(), []
    for span in order:
        if taken.isdisjoint(range(span.first, span.last)):
            taken.update(range(span.first, span.last))
            kept.append(span)
    return sorted((s for s in kept if s.type.lower() != NO_ENTITY), key=lambda s: s.first)


def _again(forms: list[str], spans: list[Span]) -> list[Span]:
    """The other occurrences of the names found, people also by their surname."""
    names = {}
    for span in sorted(spans, key=lambda s: -len(s.forms)):
        names.setdefault(span.forms, span)
        if span.type == "PERS" and len(span.forms) > 1:
            names.setdefault(aliases.surname(span.forms), replace(span, name=""))
    index, found = Index(names), []
    for i in range(len(forms)):
        if index.starts(forms[i]) and (hit := index.at(forms, i)):
            span, common = names[hit[1]], len(hit[1]) == 1 and roles(hit[1][0])
            if not common or i and "say" in roles(forms[i - 1]):
                found.append(replace(span, first=i, last=i + len(hit[1]), cut=hit[0], forms=hit[1], by=span.by))
    return found


def _slips(forms: list[str], spans: list[Span]) -> list[Span]:
    """Misspelt persons: a word after a reporting verb or a title, or with ة inside, one letter off a name found."""
    parts = sorted({form for span in spans if span.type == "PERS" for form in span.forms if len(form) > 4})
    covered = {i for span in spans for i in range(span.first, span.last)}
    return [Span(i, i + 1, 0, (form,), "PERS", "rule") for i, form in enumerate(forms)
            if parts and i and i not in covered and len(form) > 4 and ("ه" in form[1:-1] or roles(forms[i - 1]) & {"say", "person"})
            and not roles(form) and any(aliases.same_word(form, part) in ("variant", "slip") for part in parts)]
