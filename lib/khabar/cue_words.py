"""What the lexicons know of a written word: a movement, a role in a claim (cues.csv), a clause that begins."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from .lexicon import rows, words
from .normal import fold

_NOUN_ROLES = frozenset(("head", "rate", "record", "title", "forecast", "voice", "text", "dimension", "untimed",
                         "body", "size", "sum", "worth"))
_NO_NOUN = frozenset(("stop", "report", "level", "verb"))
_VERBS = frozenset(("level", "verb", "amounts"))  # roles that are given to every inflected form
CONJUNCTIONS, _PREPOSITIONS = "وف", "بلك"
PUNCTUATION = frozenset("،,؛;.:!؟?\n-–—_…|")
# The shapes of verbs (يـ، سـ, ـوا, ـت) and of verbal nouns (تفعيل، انفعال، استفعال) the lists do not know.
VERB = re.compile(
    r"(?<!\w)[وف]?(?!ال|لل)(?:(?!يور|ينا|يول|يون|يوم|يهو|ياب|يمن|يسار|يمين)ي\w{3,}+|سي[^اوفنر]\w{2,}+|سن[^وه]\w{2,}+|ست[^اير]\w{2,}+"
    r"|تست\w{2,}+|نست\w{2,}+|تت(?!ويج|بع|م)\w{2,}+|نت[وحف]\w{2,}+|\w{2,}وا|(?!ال)\w{3,5}[^اي]ت)"
)
MASDAR = re.compile(r"(?<!\w)(?:ت\w\wي\w|ا[نستف]\w\w?ا\w|ا\wت\wا\w|است\w+ا\w)")


class Word(NamedTuple):
    """What the lexicons know of one written word."""

    direction: str = ""  # up, down
    form: str = ""  # verb, noun, participle, gap
    scope: str = ""  # points: only of percent and points; rate: not of money and counts; gap
    roles: frozenset = frozenset()  # of cues.csv, and report, rate, head
    prefix: str = ""  # what stands before the listed form
    ends: bool = False  # it cannot be part of a noun phrase
    parts: bool = False  # a clause may begin at it or after it


@cache
def _directions() -> dict[str, Word]:
    """Every inflected form of directions.csv."""
    shapes = {"perfect": ("verb", ("",), ("", "ت", "ا", "وا", "ن")),
              "imperfect": ("verb", ("ي", "ت", "ن", "سي", "ست", "لي", "لت"), ("", "ون", "ان", "وا")),
              "noun": ("noun", ("",), ("", "ا", "ه", "ها", "هم", "ات")),
              "participle": ("participle", ("",), ("", "ا", "ه", "ين", "ون"))}
    forms: dict[str, Word] = {}
    for row in rows("directions"):
        for column, (form, heads, tails) in shapes.items():
            for stem in fold(row[column]).split():
                word = Word(row["direction"], "gap" if row["scope"] == "gap" else form, row["scope"])
                tails = ("",) if word.form == "gap" else tails
                forms.update((h + stem + t, word) for h in heads for t in tails if h + stem + t not in forms and (
                    h != "ن" or len(stem) > 2))  # نقل is no «we are less»
    return forms


@cache
def _roles() -> dict[str, frozenset]:
    roles: dict[str, set] = {}
    for row in rows("cues"):
        word = fold(row["word"])
        tails = ("", "ون", "ان") if word[0] == "ي" else ("", "ت", "ا", "وا")
        verb = row["role"] in _VERBS
        tails, heads = tails if verb else ("",), (word[0], "ت", "سي", "ست") if verb and word[0] == "ي" else (word[0],)
        for form in (h + word[1:] + t for h in heads for t in tails):
            roles.setdefault(form, set()).add(row["role"])
    for row in rows("reporting_verbs"):
        for verb in [v + t for v in fold(row["perfect"]).split() for t in ("", "ت", "وا", "ه", "ته", "ها", "تها")] + \
                    [p + fold(row["imperfect"])[1:] + t for p in "يت" for t in ("", "ه") if row["imperfect"]]:
            if "noun" not in roles.get(verb, ()):
                roles.setdefault(verb, set()).add("report")
    for word in [w for w, r in roles.items() if "size" in r]:  # مساحتها, not مساحة
        for tail in ("ه", "ها", "هم", "هما"):
            roles.setdefault((word[:-1] + "ت" if word.endswith("ه") else word) + tail, set()).add("size")
        roles[word].discard("size")
    for word in [w for w, r in roles.items() if "forecast" in r]:  # توقعاته
        for tail in ("ه", "ها", "هم"):
            roles.setdefault(word + tail, set()).add("its_forecast")
    for name, role in (("rates", "rate"), ("measures", "head")):
        for word in words(name):
            for form in (word, word[:-1] + "ت" if word.endswith("ه") else word):
                for tail in ("", "ها", "ه", "هم", "ا"):
                    roles.setdefault(form + tail, set()).add(role)
    return {word: frozenset(r) for word, r in roles.items()}


@lru_cache(1 << 10)
def look(word: str) -> Word:
    """What is known of a folded word, read first whole, then without its conjunction, preposition and article."""
    direction, roles = _directions(), _roles()
    tried = [("", word)]
    for heads in (CONJUNCTIONS, _PREPOSITIONS):
        tried += [(p + w[0], w[1:]) for p, w in tried if len(w) > 2 and w[0] in heads]
    tried += [(p + "ل", "ال" + w[1:]) for p, w in tried if w.startswith("ل") and p[-1:] == "ل"]
    tried += [(p + "ال", w[2:]) for p, w in tried if w.startswith("ال") and len(w) > 4]
    found = next((d._replace(prefix=p) for p, w in tried if (d := direction.get(w))), None) or Word()
    prefix, known = next(((p, r) for p, w in tried if (r := roles.get(w))), ("", frozenset()))
    if prefix.lstrip(CONJUNCTIONS):  # a verb or a particle takes no article and no preposition
        known &= _NOUN_ROLES
    ends = word in PUNCTUATION or word in "#@()" or not known.isdisjoint(_NO_NOUN) or (
        found.form == "verb" and found.scope != "points")
    noun = not known.isdisjoint(_NOUN_ROLES | {"noun"}) or word in words("names")  # فيسبوك is no verb
    ends = ends or (not noun and bool(VERB.fullmatch(word)))
    parts = word in PUNCTUATION or word == "#" or not known.isdisjoint(("boundary", "by", "end"))
    return found._replace(roles=known, prefix=found.prefix or prefix, ends=ends, parts=parts)
