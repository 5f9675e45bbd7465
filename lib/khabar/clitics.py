"""Clitics: the و ف ب ل ك س before a word and the pronoun after it, found with evidence, not by cutting every و.

Every division that the letters allow is a candidate; a small log-linear model chooses among them. What it looks at
is in `features`: how often the remainder, and the whole, stand in a corpus, alone and with other clitics. What is
split is what UD Arabic-PUD splits: the article ال is no clitic, nor are subject endings; the base is never empty.
"""

import lzma
import math
import re
from collections.abc import Collection, Iterable
from functools import cache
from importlib.resources import files
from operator import mul

from .lexicon import rows
from .normal import fold

FEATURES = ("bias", "base", "no_base", "whole", "no_whole", "article", "has_article", "other_proclitics",
            "other_enclitics", "feminine", "name", "imperfect", "length")  # fmt: skip
_ENCLITICS = ("ها", "هم", "هما", "هن", "ه", "كم", "كما", "كن", "ك", "نا", "ني", "ي")
_PROCLITICS = re.compile("(?=(?P<one>[وفبلكس])(?P<two>[بلكس])?)")
_MARKS = re.compile(r"[^\w!-~٪-٬–]|ـ")
_SEATS = str.maketrans("أإآٱیک", "اااايك")
_SUBJECT = re.compile("(?:تا|وا|نا|ت|ا|ن)$")


def split_clitics(forms: Iterable[str], vocabulary: Collection[str] = ()) -> dict[str, tuple[str, str, str]]:
    """Each distinct word of `forms`, as written, to (proclitics joined by +, enclitic, folded form without them).

    The form has the article's alif back (للعراق -> العراق), and ta marbuta (زنزانته -> زنزانه) and alef maqsura.
    """
    return {form: _split(form) for form in dict.fromkeys(forms)}


@cache
def _split(form: str) -> tuple[str, str, str]:
    word = plain(form)
    best, chosen = -math.inf, ((), "", word)
    options = candidates(word)
    if len(options) > 1:
        for option in options:
            score = sum(map(mul, weights(*option[:2]), features(word, *option)))
            if score > best + 1e-9:
                best, chosen = score, option
    proclitics, enclitic, base = chosen
    return "+".join(proclitics), enclitic, fold(restored(*chosen) if proclitics or enclitic else form)


def plain(form: str) -> str:
    """The word without marks and controls, hamza seats on alif dropped: as the corpus is counted."""
    return _MARKS.sub("", form).translate(_SEATS)


def candidates(word: str) -> list[tuple[tuple[str, ...], str, str]]:
    """Every (proclitics, enclitic, remainder) that the letters allow; the whole word is first."""
    runs = [()]
    if word[:1] in tuple("وفبلكس"):
        runs.append((word[0],))
        if word[0] in "وف" and word[1:2] in tuple("بلكس"):
            runs.append((word[0], word[1]))
    out = []
    for run in runs:
        rest = word[len(run):]
        out += [(run, "", rest)] if rest else []
        out += [(run, e, rest[: -len(e)]) for e in _ENCLITICS if len(rest) > len(e) and rest.endswith(e)]
    return out


@cache
def _evidence() -> tuple[dict[str, int], frozenset[str]]:
    """Words with their level (1 + log2 of the count in the corpus), and names."""
    packed = files("khabar").joinpath("model", "clitic_words.txt.xz").read_bytes()
    levels, names = {}, frozenset()
    for line in lzma.decompress(packed).decode().splitlines():
        kind, _, words = line.partition("\t")
        if kind == "name":
            names = frozenset(words.split())
        else:
            levels.update(dict.fromkeys(words.split(), int(kind)))
    return levels, names


def restored(proclitics: tuple[str, ...], enclitic: str, base: str) -> str:
    """The remainder as it is written alone: of the spellings that it can have, the most frequent."""
    level = _evidence()[0].get
    spellings = [base]
    if proclitics[-1:] == ("ل",) and base.startswith("ل") and not enclitic:
        spellings = ["ا" + base, "ال" + base]
    elif enclitic and base[-1] in "تاويئؤ":
        last = {"ت": ["ت", "ة"], "ا": ["ا", "ى"], "و": ["و", "وا"], "ي": ["ي", "ى"]}.get(base[-1], [base[-1], "ء"])
        spellings = [base[:-1] + x for x in last]
    return max(spellings, key=lambda s: level(s, 0))


def features(word: str, proclitics: tuple[str, ...], enclitic: str, base: str) -> tuple[float, ...]:
    """The evidence for one candidate, in the order of FEATURES; a level is scaled to be about 1 to 4."""
    levels, names = _evidence()
    alone, rest = restored(proclitics, enclitic, base), word[len(proclitics):]
    at_base, at_whole = levels.get(alone, 10 if alone.isascii() else 0), levels.get(word, 0)
    has_article = alone.startswith("ال") and len(alone) > 4
    article = at_base if has_article else levels.get("ال" + alone, 0)
    others = sum(p + rest in levels for p in ("و", "ب", "ل", "ال", "ك", "س") if p not in proclitics[-1:])
    pronouns = sum(base + e in levels for e in ("ها", "هم", "ه", "هما") if e != enclitic)
    stem = _SUBJECT.sub("", alone)
    imperfect = len(stem) > 2 and any(p + stem in levels for p in "يتن")
    return (1, at_base / 4, at_base == 0, at_whole / 4, at_whole == 0, article / 4, has_article, others / 3,
            pronouns / 3, base + "ة" in levels, alone in names, imperfect, min(len(base), 8) / 4)  # fmt: skip


@cache
def weights(proclitics: tuple[str, ...], enclitic: str) -> tuple[float, ...]:
    """The weight of each feature for these clitics: the sum of the rows of clitic_weights.csv that apply."""
    parts = {*proclitics, enclitic and "-" + enclitic, f"{bool(proclitics):d}{bool(enclitic):d}"}
    table = [[float(row[f]) for f in FEATURES] for row in rows("clitic_weights") if row["clitic"] in parts]
    return tuple(map(sum, zip(*table, strict=True)))
