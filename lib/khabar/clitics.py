"""Clitics: the و ف ب ل ك س before a word and the pronoun after it, found with evidence, not by cutting every و.

Particles are looked up in clitic_particles.csv. For any other word, every division that the letters allow is a
candidate, and a small log-linear model (clitic_weights.csv) chooses by the evidence that `features` lists: how often
the remainder and the whole stand in a corpus, alone and with other clitics. What is split is what UD Arabic-PUD
splits: the article ال is no clitic, nor are subject endings (كتبوا); the base is never empty (له = ل + ه).
"""

import lzma
import math
import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from importlib.resources import files
from operator import mul

from .lexicon import rows
from .normal import fold

FEATURES = ("bias", "base", "no_base", "whole", "article", "has_article", "pronouns", "name", "imperfect", "length",
            "short")  # fmt: skip
ENCLITICS = ("ها", "هم", "هما", "هن", "ه", "كم", "كما", "كن", "ك", "نا", "ني", "ي")
PROCLITICS = "وفبلكس"
_REMOVED = re.compile(r"[^\w\s!-~٪-٬–]|ـ")
_SEATS = str.maketrans("أإآٱیک", "اااايك")
_TANWIN = re.compile("[\u064b-\u064d]ا?$")
_LAST = {"ت": "تة", "ا": "اى", "ؤ": "ؤء", "ئ": "ئء"}  # how a word may end when no pronoun follows
Division = tuple[tuple[str, ...], str, str]


def split_clitics(forms: Iterable[str], vocabulary: Collection[str] = ()) -> dict[str, tuple[str, str, str]]:
    """Each distinct word of `forms`, as written, to (proclitics joined by +, enclitic, folded form without them).

    The form has the article's alif back (للعراق -> العراق), ta marbuta (زنزانته -> زنزانه) and alef maqsura.
    A remainder that the corpus does not know may be known from `forms` or `vocabulary`: hand in a whole document.
    """
    out = {form: known_division(form) for form in dict.fromkeys(forms)}
    strange = {form: plain(form) for form, division in out.items() if division is None}
    seen = {*strange.values(), *map(plain, vocabulary)}
    for form, word in strange.items():
        options = candidates(word, bool(_TANWIN.search(form)))
        helped = frozenset(base for *_, base in options if base != word and base in seen)
        out[form] = best_division(form, helped)
    return out


@lru_cache(1 << 20)
def known_division(form: str) -> tuple[str, str, str] | None:
    """The division of a particle, or of a word that stands in the corpus; None for a strange word."""
    levels, _, divisions = evidence()
    word = plain(form)
    if word in divisions:
        return divisions[word]
    return best_division(form, frozenset()) if word in levels or word[:1].isascii() else None


@lru_cache(1 << 20)
def best_division(form: str, seen: frozenset[str]) -> tuple[str, str, str]:
    """The candidate with the highest score; `seen` are remainders that the document holds as words."""
    word = plain(form)
    best, chosen = -math.inf, ((), "", word)
    options = candidates(word, bool(_TANWIN.search(form)))
    for option in options if len(options) > 1 else ():
        score = sum(map(mul, weights(*option[:2]), features(word, option, seen)))
        if score > best + 1e-9:
            best, chosen = score, option
    proclitics, enclitic, _ = chosen
    return "+".join(proclitics), enclitic, fold(restored(chosen) if proclitics or enclitic else form)


def plain(form: str) -> str:
    """The word without marks and controls, hamza dropped from alif: as the corpus is counted."""
    if max(form, default="") > "\ufb4f":
        form = unicodedata.normalize("NFKC", form)
    return _REMOVED.sub("", form).translate(_SEATS)


def candidates(word: str, tanwin: bool = False) -> list[Division]:
    """Every (proclitics, enclitic, remainder) that the letters allow, the whole word first; tanwin bars pronouns."""
    runs = [()]
    if word[:1] in tuple(PROCLITICS):
        runs.append((word[0],))
        if word[0] in "وف" and word[1:2] in tuple("بلكس"):
            runs.append((word[0], word[1]))
    endings = [] if tanwin else [e for e in ENCLITICS if word.endswith(e)]
    out = []
    for run in runs:
        rest = word[len(run):]
        out += [(run, "", rest)] if rest else []
        out += [(run, e, rest[: -len(e)]) for e in endings if len(rest) > len(e)]
    return out


def restored(division: Division) -> str:
    """The remainder as it is written alone: of the spellings that it can have, the most frequent."""
    proclitics, enclitic, base = division
    level = evidence()[0].get
    if not enclitic and proclitics[-1:] == ("ل",) and base[0] == "ل":  # للعراق, للغة; للندن has no article
        article = max("ا" + base, "ال" + base, key=lambda s: level(s, 0))
        return base if level(base) and not level(article) else article
    if enclitic and base[-1] in _LAST:
        return max((base[:-1] + last for last in _LAST[base[-1]]), key=lambda s: level(s, 0))
    return base


def features(word: str, division: Division, seen: frozenset[str] = frozenset()) -> tuple[float, ...]:
    """The evidence for one candidate, in the order of FEATURES; a level is 1 + log2 of a count, here over 4."""
    levels, names, _ = evidence()
    base, alone = division[2], restored(division)
    foreign = alone.removeprefix("ال")[:1] < "\u0621"  # digits, Latin letters
    at_base = 10 if foreign else levels.get(alone) or 2 * (base in seen)
    has_article = len(alone) > 4 and alone[:2] == "ال"
    article = at_base if has_article else levels.get("ال" + alone, 0)
    pronouns = sum(base + e in levels for e in ("ها", "هم", "ه", "هما") if e != division[1])
    first, stem = base[0], base[1:]
    imperfect = sum(p + stem in levels for p in "ينتا" if p != first) if stem[1:] and first in "ينتا" else 0
    return (1, at_base / 4, not at_base, levels.get(word, 0) / 4, article / 4, has_article, pronouns / 3,
            alone in names, imperfect / 2, min(len(base), 8) / 4, len(base) < 3)  # fmt: skip


@cache
def weights(proclitics: tuple[str, ...], enclitic: str) -> tuple[float, ...]:
    """The weight of each feature for these clitics: the sum of the rows of clitic_weights.csv that apply."""
    table = {row["clitic"]: [float(row[f]) for f in FEATURES] for row in rows("clitic_weights")}
    return tuple(map(sum, zip(*(table[part]for part in parts(proclitics, enclitic)), strict=True)))


def parts(proclitics: tuple[str, ...], enclitic: str) -> list[str]:
    """The rows of clitic_weights.csv for these clitics: each of them, and the shape of the whole."""
    shape = ("proclitic " if proclitics else "") + ("enclitic" if enclitic else "")
    return [*proclitics, *(["-" + enclitic] if enclitic else []), shape.strip() or "none"]


@cache
def evidence() -> tuple[dict[str, int], frozenset[str], dict[str, tuple[str, str, str]]]:
    """Levels of corpus words, names, and the divisions that need no scoring (particles)."""
    packed = lzma.decompress(files("khabar").joinpath("model", "clitic_words.txt.xz").read_bytes()).decode()
    kinds = {kind: words.split() for kind, words in (line.split("\t") for line in packed.splitlines())}
    names = frozenset(kinds.pop("name"))
    levels = {word: int(level) for level, words in kinds.items() for word in words}
    divisions = {}
    for row in rows("clitic_particles"):
        for run in ("", *row["after"].split()):
            letters, form = run.replace("+", ""), fold(row["word"])
            divisions |= {plain(letters + row["before_pronoun"] + e): (run, e, form) for e in row["pronouns"].split()}
            if len(form) > 1:
                divisions[plain(letters + row["word"])] = run, "", form
    return levels, names, divisions
