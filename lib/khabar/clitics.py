"""Clitics: the و ف ب ل ك س before a word and the pronoun after it, found with evidence, not by cutting every و.

Particles are looked up in clitic_particles.csv. For any other word, every division that the letters allow is a
candidate, and a small log-linear model (clitic_weights.csv) chooses by the evidence that `features` lists: how often
the remainder and the whole stand in a corpus, alone and with other clitics. What is split is what UD Arabic-PUD
splits: the article ال is no clitic, nor are subject endings (كتبوا); the base is never empty (له = ل + ه).
"""

import lzma
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
PROCLITICS = "وفبلكس"
ENCLITICS = sorted({pronoun for row in rows("clitic_particles") for pronoun in row["pronouns"].split()})
_ENDINGS = {letter: [e for e in ENCLITICS if e[-1] == letter] for letter in "".join(ENCLITICS)}
_LAST = {"ت": "تة", "ا": "اى", "ؤ": "ؤء", "ئ": "ئء"}  # a last letter before a pronoun: what it may be without one
_REMOVED = re.compile(r"[^\w\s!-~٪-٬–]|ـ")
_MARKED = re.compile(r"(?:(\w++)\+)?+(\w++)(?:-(\w++))?+")  # و+قال, كتاب-ه
_TANWIN = re.compile("[\u064b-\u064d]ا?$")
Division = tuple[str, str, str]  # proclitics (letters), enclitic, remainder; all in plain spelling


def split_clitics(forms: Iterable[str], vocabulary: Collection[str] = ()) -> dict[str, tuple[str, str, str]]:
    """Each distinct word of `forms`, as written, to (proclitics joined by +, enclitic, folded form without them).

    The form has the article's alif back (للعراق -> العراق), ta marbuta (زنزانته -> زنزانه) and alef maqsura.
    A remainder that the corpus lacks may be known from `forms` or `vocabulary`: hand in a whole document at once.
    """
    looked_up = {form: look_up(form) for form in forms}
    strange = {form: (form, rest) for form, (_, rest) in looked_up.items() if rest}
    return {form: result for form, (result, _) in looked_up.items()} | divide_anew(strange, map(plain, vocabulary))


def look_up(form: str) -> tuple[tuple[str, str, str], tuple[str, ...]]:
    """What is known of a word without its document; if it is strange, then also it and its strange remainders."""
    levels, divisions, _ = evidence()
    word = plain(form)
    clitics = divisions.get(word) or (("", "") if word in levels else None)
    if clitics and not (clitics[1] and _TANWIN.search(form)):
        return _result(form, (*clitics, word[len(clitics[0]):len(word) - len(clitics[1])])), ()
    choice = options(word, form)
    rest = () if clitics else tuple(base for *_, base in choice if base not in levels)
    return _result(form, choose(word, choice)), rest


def divide_anew(strange: dict, vocabulary: Iterable[str] = ()) -> dict:
    """Of one document's strange words {key: (form, rest)} those that are divided by what else stands in it."""
    seen, out = {rest[0] for _, rest in strange.values()}.union(vocabulary), {}
    for key, (form, rest) in strange.items():
        if known := seen.intersection(rest[1:]):
            out[key] = _informed(form, rest[0], frozenset(known))
    return out


@lru_cache(1 << 13)
def _informed(form: str, word: str, known: frozenset[str]) -> tuple[str, str, str]:
    return _result(form, choose(word, options(word, form), known))


def _result(form: str, division: Division) -> tuple[str, str, str]:
    proclitics, enclitic, _ = division
    return "+".join(proclitics), enclitic, fold(restored(division) if proclitics or enclitic else form)


def plain(form: str) -> str:
    """The word without marks and controls, hamza dropped from alif: as the corpus is counted."""
    if max(form, default="") > "\ufb4f":
        form = unicodedata.normalize("NFKC", form)
    word = _REMOVED.sub("", form).replace("أ", "ا").replace("إ", "ا").replace("آ", "ا").replace("ٱ", "ا")
    return word.replace("ی", "ي").replace("ک", "ك")


def options(word: str, form: str = "") -> list[Division]:
    """Every division that the letters allow, the whole word first. Tanwin (in `form`) bars a pronoun."""
    endings = () if _TANWIN.search(form) else [e for e in _ENDINGS.get(word[-1:], ()) if word.endswith(e)]
    runs = 0 if word[:1] not in tuple(PROCLITICS) else 1 + (word[0] in "وف" and word[1:2] in tuple("بلكس"))
    return [(word[:n], e, word[n:len(word) - len(e)]) for n in range(runs + 1) for e in ("", *endings)
            if n + len(e) < len(word)]  # fmt: skip


def choose(word: str, choice: list[Division], seen: Collection[str] = ()) -> Division:
    """The candidate with the highest score, the first of equals; `seen` are remainders that the document holds."""
    if len(choice) < 2:
        return ("", "", word)
    return max(choice, key=lambda d: round(sum(map(mul, _weights(d[0], d[1]), features(word, d, seen))), 6))


def restored(division: Division) -> str:
    """The remainder as it is written alone: of the spellings that it can have, the most frequent."""
    proclitics, enclitic, base = division
    level = evidence()[0].get
    if base[0] == "ل" and proclitics[-1:] == "ل" and not enclitic:  # للعراق, للغة; but للندن has no article
        article = max("ا" + base, "ال" + base, key=lambda s: level(s, 0))
        return base if level(base) and not level(article) else article
    if enclitic and base[-1] in _LAST:
        return max((base[:-1] + last for last in _LAST[base[-1]]), key=lambda s: level(s, 0))
    return base


def features(word: str, division: Division, seen: Collection[str] = ()) -> tuple[float, ...]:
    """The evidence for one candidate, in the order of FEATURES; a level is 1 + log2 of a count, here over 4."""
    levels, _, names = evidence()
    base, alone = division[2], restored(division)
    foreign = alone.removeprefix("ال")[:1] < "\u0621"  # digits, Latin letters
    at_base = 10 if foreign else levels.get(alone) or 2 * (base in seen)
    has_article = len(alone) > 4 and alone[:2] == "ال"
    article = at_base if has_article else levels.get("ال" + alone, 0)
    pronouns = (base + "ها" in levels) + (base + "هم" in levels) + (base + "ه" in levels) + (base + "هما" in levels)
    imperfect = 0
    if base[0] in "ينتا" and len(base) > 2:
        imperfect = sum([p + base[1:] in levels for p in "ينتا"]) - (base in levels)
    return (1, at_base / 4, not at_base, levels.get(word, 0) / 4, article / 4, has_article, pronouns / 3,
            alone in names, imperfect / 2, min(len(base), 8) / 4, len(base) < 3)  # fmt: skip


@cache
def _weights(proclitics: str, enclitic: str) -> tuple[float, ...]:
    """The weight of each feature for these clitics: the sum of the rows of clitic_weights.csv that apply."""
    table = {row["clitic"]: [float(row[f]) for f in FEATURES] for row in rows("clitic_weights")}
    return tuple(map(sum, zip(*(table[part] for part in parts(proclitics, enclitic)), strict=True)))


def parts(proclitics: str, enclitic: str) -> list[str]:
    """The rows of clitic_weights.csv for these clitics: each of them, and the shape of the whole."""
    shape = ("proclitic " if proclitics else "") + ("enclitic" if enclitic else "")
    return [*proclitics, *(["-" + enclitic] if enclitic else []), shape.strip() or "none"]


@cache
def evidence() -> tuple[dict[str, int], dict[str, tuple[str, str]], frozenset[str]]:
    """Levels of corpus words; proclitics and enclitic of particles, and of words as the model chose (و+قال-ه); names.
    """
    packed = lzma.decompress(files("khabar").joinpath("model", "clitic_words.txt.xz").read_bytes()).decode()
    kinds = dict(line.split("\t") for line in packed.splitlines())
    names, levels, divisions = frozenset(kinds.pop("name").split()), {}, {}
    pairs: dict[tuple, tuple] = {}  # one object for each: this is a third of what the evidence takes in memory
    for level, words in kinds.items():
        for found in _MARKED.finditer(words):
            word, clitics = "".join(found.groups("")), found.group(1, 3)
            levels[word] = int(level)
            if clitics != (None, None):
                pair = clitics[0] or "", clitics[1] or ""
                divisions[word] = pairs.setdefault(pair, pair)
    return levels, divisions | particles(), names


@cache
def particles() -> dict[str, tuple[str, str]]:
    """Every spelling of the particles of clitic_particles.csv, with what has come before and after them."""
    out = {}
    for row in rows("clitic_particles"):
        word, host = plain(row["word"]), plain(row["before_pronoun"])
        for run in ("", *row["after"].replace("+", "").split()):
            out |= {run + host + e: (run, e) for e in row["pronouns"].split()}
            if len(word) > 1:
                out[run + word] = run, ""
    return out
