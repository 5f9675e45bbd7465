"""From words to mentions: what the tagger, the lists and the rules found becomes spans that don't overlap.

Then what was found once is looked for in the whole article: the same words with other clitics, people by surname
and misspelt, organisations by the short name in brackets behind them.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from . import aliases, name_rules
from .article import Article, sentence_spans
from .gazetteer import NO_ENTITY, WORD, Index, Span, listed, overrides, readings, role_of, roles
from .normal import fold_with_offsets

LONGEST = 20  # words; no name has more
Tagger = Callable[[list[list[str]]], list[list[str]]]


@dataclass(frozen=True)
class Words:
    """An article's words: folded form, places of its letters and of its end in the original, sentence's number."""

    forms: list[str]
    places: list[tuple[int, ...]]
    sentence: list[int]
    text: str

    def __len__(self):
        return len(self.forms)

    @cached_property
    def document(self) -> list[list[str]]:
        """The words as a tagger takes them: sentences of words as they stand in the text."""
        rows = [[] for _ in range(self.sentence[-1] + 1 if self.forms else 0)]
        for place, number in zip(self.places, self.sentence, strict=True):
            rows[number].append(self.text[place[0]:place[-1]])
        return [row for row in rows if row]

    @cached_property
    def by_reading(self) -> dict[str, list[int]]:
        """The positions of the words that can be read so (gazetteer.readings)."""
        at = defaultdict(list)
        for i, word in enumerate(self.forms):
            for _, form in readings(word):
                at[form].append(i)
        return at

    def ahead(self, i: int, most: int) -> range:
        """The positions from i on, at most so many, in the sentence of the word before i."""
        last = min(i + most, len(self.forms))
        return range(i, next((k for k in range(i, last) if self.sentence[k] != self.sentence[i - 1]), last))

    def form(self, i: int) -> str:
        return self.forms[i] if 0 <= i < len(self.forms) else ""


def read(article: Article) -> Words:
    """The words of an article, one pass over its folded text."""
    folded, offsets = fold_with_offsets(article.text)
    offsets = offsets.tolist()
    ends = [end for _, end, *_ in sentence_spans(article.text)]
    words, now = Words([], [], [], article.text), 0
    dotted = " على " not in article.text and (" الي " in article.text or " إلي " in article.text)  # ي for every ى
    for m in WORD.finditer(folded):
        start, end = m.span()
        while now < len(ends) - 1 and offsets[start] >= ends[now]:
            now += 1
        form, at = m[0], offsets[end - 1]
        if form[-1] == "ي" and (dotted or article.text[at] == "ى") and "stop" in roles(form):
            form = form[:-1] + "ى"  # على is no علي
        words.forms.append(form)
        words.places.append((*offsets[start:end], at + 1))
        words.sentence.append(now)
    return words


def find(words: Words, tagger: Tagger) -> list[Span]:
    """The mentions of an article, in order, none over another."""
    if not words.forms:
        return []
    user = overrides()
    banned = {forms for forms, row in user.names.items() if row["type"] == NO_ENTITY}
    mine = [span for span, _ in _hits(words, user) if span.forms not in banned]
    tagged = [clean for span in _tagged(words, tagger) for clean in name_rules.clean(words, span)]
    spans = tagged + _from_list(words, tagged) + name_rules.organisations(words)
    spans = _apart(spans + mine, words)
    spans = _extended(words, spans) + _bracketed(words, spans)
    spans = _apart(spans + _again(words, spans) + mine, words)
    slips = _slips(words, spans)
    spans = [s for s in spans if s.first not in {slip.first for slip in slips}] + slips
    return sorted((s for s in spans if s.forms not in banned), key=lambda s: s.first)


def _tagged(words: Words, tagger: Tagger) -> list[Span]:
    spans, i = [], 0
    tags = [tag for row in tagger(words.document) for tag in row]
    seen = set(words.forms)
    inner = {form for i, form in enumerate(words.forms[:len(tags)]) if tags[i][:1] == "I"}
    while i < len(tags):
        end, kind = i + 1, tags[i][2:]
        while kind and end in words.ahead(end, 1) and tags[end] == f"I-{kind}" and end < i + LONGEST:
            end += 1
        if kind and "never" not in roles(words.forms[i]):
            cut, form = _uncut(words.forms[i], seen) if words.forms[i] not in inner else (0, words.forms[i])
            spans.append(Span(i, end, cut, (form, *words.forms[i + 1:end]), kind, "model"))
        i = end
    return spans


def _uncut(word: str, seen: set[str]) -> tuple[int, str]:
    """(letters cut, form) of a tagged name's first word: known, recurring, or with ال; else whole."""
    ways = readings(word)
    known = (way for way in ways if way[1] in listed().lengths or way[1] in name_rules.given()
             or (roles(way[1]) and not role_of(way[1])[0]))
    return next(known, None) or next((w for w in ways[1:] if w[1] in seen or w[1].startswith("ال")), ways[0])


def _from_list(words: Words, tagged: list[Span]) -> list[Span]:
    """Listed names; an ambiguous one (مالي) only where the tagger, a class word or a bracket speaks for it."""
    supported = {span.first for span in tagged}
    return [replace(span, by="list") for span, row in _hits(words, listed()) if not row["ambiguous"]
            or span.first in supported or words.form(span.first - 1) == "("
            or roles(words.form(span.first - 1)) & {"place", "named"}]


def _hits(words: Words, index: Index):
    """(span, row) for each name of an index that stands in the article."""
    begun = index.lengths.keys() & words.by_reading.keys()  # most words begin no name
    for i in sorted({i for form in begun for i in words.by_reading[form]}):
        if hit := index.at(words.forms, i):
            cut, forms = hit
            row = index.names[forms]
            if words.sentence[i] == words.sentence[i + len(forms) - 1]:
                yield Span(i, i + len(forms), cut, forms, row["type"], row.get("by", "user"), row["name"]), row


def _apart(spans: list[Span], words: Words) -> list[Span]:
    """Spans that don't overlap: the user's, listed names of several words, then the longest.

    A tagged person loses the words that another name has taken from its edge (حزب الله | نعيم قاسم).
    """
    ends = {s.first: s.last for s in sorted(spans, key=lambda s: s.last) if s.by != "list"}
    # how far a longer name that begins at or before a word goes on
    reach = [*accumulate((ends.get(i, 0) for i in range(len(words))), max)]

    def rank(s: Span) -> tuple:
        listed = s.by == "list" and len(s.forms) > 1 and reach[s.first] < s.last
        return s.by != "user", not listed, s.first - s.last, s.by, s.first

    taken, kept = set(), []
    for span in sorted(spans, key=rank):
        free = [i for i in range(span.first, span.last) if i not in taken]
        if len(free) < span.last - span.first:
            if span.by != "model" or span.type != "PERS" or not free or free[-1] - free[0] >= len(free):
                continue
            span = replace(span, first=free[0], last=free[-1] + 1, cut=span.cut if free[0] == span.first else 0,
                           forms=span.forms[free[0] - span.first:free[-1] + 1 - span.first])
        taken.update(free)
        kept.append(span)
    return sorted(kept, key=lambda s: s.first)


def _extended(words: Words, spans: list[Span]) -> list[Span]:
    """Persons with the next word, too, where that word stands elsewhere behind a reporting verb (وقال دقلو إن)."""
    behind = ((words.form(i + 1), words.form(i + 2)) for i, word in enumerate(words.forms) if "say" in roles(word))
    said = {form for form, after in behind if form.isalpha() and not roles(form) and "stop" in roles(after)}
    starts = {span.first for span in spans}
    return [replace(s, last=s.last + 1, forms=(*s.forms, words.form(s.last)))
            if s.type == "PERS" and s.last in words.ahead(s.last, 1) and words.form(s.last) in said - {""}
            and s.last not in starts else s for s in spans]


def _bracketed(words: Words, spans: list[Span]) -> list[Span]:
    """The short name of an organisation in brackets behind it: (تي إس إم سي), (FAO)."""
    starts, found = {span.first for span in spans}, []
    for s in spans:
        end = next((k for k in words.ahead(s.last, 6) if words.forms[k] == ")"), 0)
        inner = words.forms[s.last + 1:end]
        if s.type == "ORG" and words.form(s.last) == "(" and inner and s.last + 1 not in starts \
                and all(word.isalpha() and not roles(word) for word in inner):
            found.append(Span(s.last + 1, end, 0, tuple(inner), "ORG", "rule"))
    return found


def _again(words: Words, spans: list[Span]) -> list[Span]:
    """The other occurrences of the names found, people also by surname, organisations by two first words."""
    names = {}
    for span in sorted(spans, key=lambda s: -len(s.forms)):
        names.setdefault(span.forms, row := {"type": span.type, "by": span.by, "name": span.name})
        if span.type == "PERS" and len(span.forms) > 1:
            names.setdefault(aliases.surname(span.forms), row | {"name": ""})
        if span.type in ("ORG", "MISC") and len(span.forms) > 2 and name_rules.definite(span.forms[1]):
            names.setdefault(span.forms[:2], row | {"name": ""})  # البنك المركزي
    return [span for span, _ in _hits(words, Index(names)) if len(span.forms) > 1 or not roles(span.forms[0])
            or "say" in roles(words.form(span.first - 1))]  # محافظة is a name only where somebody speaks


def _slips(words: Words, spans: list[Span]) -> list[Span]:
    """Misspelt persons: a word behind a reporting verb or a title, or with ة inside, one letter off a name found.

    Also a word that the tagger took for something else, though it is a variant of a person's name.
    """
    parts, found = defaultdict(set), []
    for form in {form for span in spans if span.type == "PERS" for form in span.forms if len(form) > 3}:
        for key in aliases.keys(form):
            parts[key].add(form)
    unsure = {s.first for s in spans if s.by == "model" and s.type != "PERS" and len(s.forms) == 1}
    covered = {i for span in spans for i in range(span.first, span.last)} - unsure
    for i, form in enumerate(words.forms if parts else ()):
        if len(form) < 4 or roles(form) or i in covered:
            continue
        before = {"say"} if form.startswith("ال") else {"say", "person"}
        if (i in unsure or "ه" in form[1:-1] or form in name_rules.given() or roles(words.form(i - 1)) & before) \
                and any(aliases.same_word(form, part) in (("variant",) if i in unsure else ("variant", "slip"))
                        for key in aliases.keys(form) for part in parts.get(key, ())):
            found.append(Span(i, i + 1, 0, (form,), "PERS", "rule"))
    return found
