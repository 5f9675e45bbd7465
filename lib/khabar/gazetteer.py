"""What lists and rules know of names: the gazetteer, CLDR's territories, titles, class words, the user's corrections.

Everything works on folded words. A word has readings: as it stands, and without the clitics that could be its
first letters (و ف ب ل ك, and للـ read as ل + الـ); a reading counts only where a list or the article knows it.
"""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from babel import Locale

from . import lexicon, paths
from .normal import fold

NO_ENTITY = "not an entity"
WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Span:
    """Words [first, last) of an article; `forms` are theirs without clitics, `cut` the letters cut from the first."""

    first: int
    last: int
    cut: int
    forms: tuple[str, ...]
    type: str
    by: str
    name: str = ""  # the canonical name, where a list or the user gives one


@lru_cache(1 << 13)
def readings(word: str) -> tuple[tuple[int, str], ...]:
    """(letters cut, form) of each way to read a folded word, the word itself first."""
    found = [(0, word)]
    for cut in (0, 1) if word[:1] in ("و", "ف") else (0,):
        rest = word[cut:]
        if cut and len(rest) > 1:
            found.append((cut, rest))
        if rest[:1] in ("ب", "ل", "ك") and len(rest) > 2:
            found.append((cut + 1, rest[1:]))
        if rest.startswith("لل") and len(rest) > 3:
            found.append((cut, "ال" + rest[2:]))
    return tuple(found)


class Index:
    """Names (folded words -> what is known of them) by their first word; finds the longest that begins at a word."""

    def __init__(self, names: dict[tuple[str, ...], object]):
        self.names, self.lengths = names, defaultdict(set)
        for forms in names:
            self.lengths[forms[0]].add(len(forms))

    def starts(self, word: str) -> list[tuple[int, str]]:
        """The readings of a word that begin a name (most words have none)."""
        return [(cut, form) for cut, form in readings(word) if form in self.lengths]

    def at(self, forms: list[str], i: int):
        """(cut, name) of the longest name that begins at word i, the least cut first; None if there is none."""
        best = None
        for cut, form in self.starts(forms[i]):
            for length in self.lengths[form]:
                name = (form, *forms[i + 1:i + length])
                if name in self.names and (best is None or len(name) > len(best[1])):
                    best = cut, name
        return best


def split(surface: str) -> tuple[str, ...]:
    """The folded words of a name."""
    return tuple(WORD.findall(fold(surface)))


@cache
def listed() -> Index:
    """gazetteer.csv and, where it is silent, CLDR's countries and regions: rows with name, type, english, ambiguous."""
    names = {split(r["surface"]): r for r in lexicon.rows("gazetteer")}
    english = Locale("en").territories
    for code, name in Locale("ar").territories.items():
        if code not in lexicon.words("no_territory") and "(" not in name:
            row = {"name": name, "type": "LOC", "english": english[code], "ambiguous": ""}
            names.setdefault(split(name), row)
    return Index(names)


def overrides() -> Index:
    """The user's seeds/entities.csv (surface, name, type or "not an entity"); empty if there is none.

    Raises ValueError for a type that is none of PERS, LOC, ORG, MISC and "not an entity".
    """
    file, names = paths.SEEDS / "entities.csv", {}
    if file.exists():
        for line, row in enumerate(csv.DictReader(file.read_text("utf-8-sig").splitlines()), 2):
            surface, name, kind = ((row.get(column) or "").strip() for column in ("surface", "name", "type"))
            if not split(surface):
                continue
            kind = NO_ENTITY if NO_ENTITY in (name.lower(), kind.lower()) else kind.upper()
            if kind not in ("PERS", "LOC", "ORG", "MISC", NO_ENTITY):
                raise ValueError(f"entities.csv, line {line}: '{kind}' is no PERS, LOC, ORG, MISC or '{NO_ENTITY}'")
            names[split(surface)] = {"name": name or surface, "type": kind}
    return Index(names)


@lru_cache(1 << 13)
def role_of(word: str) -> tuple[int, str, frozenset[str]]:
    """(letters cut, form, kinds): what entity_words.csv says of a word as it stands, else with its clitics off."""
    kinds = _kinds()
    return next(((cut, form, kinds[form]) for cut, form in readings(word) if form in kinds), (0, word, frozenset()))


def roles(word: str) -> frozenset[str]:
    """The kinds of `role_of`."""
    return role_of(word)[2]


@cache
def _kinds() -> dict[str, frozenset[str]]:
    kinds = defaultdict(set)
    for row in lexicon.rows("entity_words"):
        form = fold(row["word"])
        for spelling in {form, form[:-1] + "ى"} if form[-1] == "ي" else (form,):  # على is kept apart from علي
            kinds[spelling].add(row["kind"])
    for row in lexicon.rows("reporting_verbs"):
        for verb in filter(None, (fold(row["perfect"]), fold(row["perfect"]) + "ت", fold(row["imperfect"]))):
            kinds[verb].add("say")
    return {word: frozenset(found) for word, found in kinds.items()}
