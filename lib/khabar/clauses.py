"""A sentence as folded words, a quantity being `#` and a time phrase `@`, and what the lexicons know of each word."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from .lexicon import rows, words
from .normal import fold

TOKEN = re.compile(r"[\w\u064b-\u065f\u0670\u0640\u200b-\u200f\u061c\ufeff]++(?:\.[^\W\d]++)*+|[^\w\s]")
_NOUN_ROLES = frozenset(("head", "rate", "record", "title", "forecast", "voice", "text", "dimension", "untimed",
                         "body", "size", "sum", "worth"))
_NO_NOUN = frozenset(("stop", "report", "level", "verb"))
CONJUNCTIONS, _PREPOSITIONS = "وف", "بلك"
PUNCTUATION = frozenset("،,؛;.:!؟?\n-–—_…|")
_ASIDE = frozenset(("علي", fold(w)) for w in ("الأقل", "الأكثر", "التوالي", "الترتيب"))
OPENING, QUOTES = '"«“([+', '"«»“”'
# The shapes of verbs (يـ، سـ, ـوا, ـت) and of verbal nouns (تفعيل، انفعال، استفعال) the lists do not know.
VERB = re.compile(
    r"(?<!\w)[وف]?(?!ال|لل)(?:(?!يور|ينا|يول|يون|يوم|يهو|ياب|يمن|يسار|يمين)ي\w{3,}+|سي[^اوفنر]\w{2,}+|سن[^وه]\w{2,}+|ست[^اير]\w{2,}+"
    r"|\w{2,}وا|(?!ال)\w{3,5}[^اي]ت)"
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
        tails = tails if row["role"] in ("level", "verb") else ("",)
        heads = (word[0], "ت", "سي", "ست") if row["role"] in ("level", "verb") and word[0] == "ي" else (word[0],)
        for form in (h + word[1:] + t for h in heads for t in tails):
            roles.setdefault(form, set()).add(row["role"])
    for row in rows("reporting_verbs"):
        for verb in [v + t for v in fold(row["perfect"]).split() for t in ("", "ت", "وا", "ه", "ته", "ها", "تها")] + \
                    [p + fold(row["imperfect"])[1:] + t for p in "يت" for t in ("", "ه") if row["imperfect"]]:
            if "noun" not in roles.get(verb, ()):
                roles.setdefault(verb, set()).add("report")
    for word in [w for w, r in roles.items() if "size" in r]:  # مساحتها, not مساحة
        for tail in ("ه", "ها", "هم"):
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
    noun = not known.isdisjoint(_NOUN_ROLES | {"noun"})  # فيسبوك is no verb
    ends = ends or (not noun and bool(VERB.fullmatch(word)))
    parts = word in PUNCTUATION or word == "#" or not known.isdisjoint(("boundary", "by", "end"))
    return found._replace(roles=known, prefix=found.prefix or prefix, ends=ends, parts=parts)


# A role of cues.csv, and how the word after it must begin for both to be a time: المرحلة الأولى، عام واحد، وقت سابق.
_TIMES = {"phase": "ال", "single": "واحد", "moment": "سابق", "each": "الواحد"}


@lru_cache(1 << 14)
def _read(run: str) -> list[tuple[str, Word, tuple | None, int, int]]:
    """The words of a run between two spaces: each folded; what is known of it; how the word after it begins if both are
    a time, None: it is one; its place in the run.
    """
    found = []
    for m in TOKEN.finditer(run):
        if word := fold(m[0]):
            known = look("بينت" if m[0].endswith("بيّن") else word)  # said, not between
            after = tuple(begins for role, begins in _TIMES.items() if role in known.roles)
            found.append((word, known, None if "now" in known.roles else after, *m.span()))
    return found


class Sentence:
    """The words of text[start:end], a claim's quantity as `#` and a time phrase as `@`.

    A stop stands after the last word, and so (as item -1) before the first. Times that are no dates are found here: a
    rate (سنويا), now (حاليا), a phase (المرحلة الأولى), one unit (عام واحد).
    """

    def __init__(self, text, offsets, start, end, quantities, times):
        self.text, self.offsets = text, offsets  # the latter of the folded text, as in fold_with_offsets
        self.words, self.spans, self.known, self.marked, self.loose = [], [], [], {}, set()
        marks = sorted([(q.start, q.end, "#", q) for q in quantities] + [(t[0], t[1], "@", t) for t in times],
                       key=lambda m: m[:3])
        for a, b, mark, thing in [*marks, (end, end, ".", None)]:
            if start < a:
                self._read(start, a)
            self._mark(mark, (a, b), thing)
            start = max(start, b)
        self.roles = {j: known.roles for j, known in enumerate(self.known) if known.roles}

    def _mark(self, mark: str, span: tuple[int, int], thing) -> None:
        self.marked[len(self.words)] = thing
        self.words.append(mark)
        self.known.append(look(mark))
        self.spans.append(span)

    def _read(self, start: int, end: int) -> None:
        """The words between two marks."""
        words, spans, known, begins = self.words, self.spans, self.known, ()
        for run in self.text[start:end].split(" "):
            for word, found, after, a, b in _read(run):
                second = begins and word.startswith(begins) and "relative" not in found.roles
                if second or after is None:
                    self._time((start + a, start + b), found, second)
                    begins = ()
                else:
                    words.append(word)
                    known.append(found)
                    spans.append((start + a, start + b))
                    begins = after
            start += len(run) + 1

    def _time(self, span: tuple[int, int], known: Word, second: bool) -> None:
        """A time that is no date, with the word before it if it is the `second` of two; its و stays out."""
        start, end = span
        if second:
            start, known = self.spans.pop()[0], self.known.pop()
            del self.words[-1]
        start += known.prefix[:1] == "و"
        self.loose.add(len(self.words))
        self._mark("@", (start, end), (start, end, "", ""))

    def slice(self, span) -> str:
        """The original text of a token range."""
        return self.text[self.spans[span[0]][0]:self.spans[span[1] - 1][1]] if span and span[0] < span[1] else ""

    def at(self, mark: str) -> list[int]:
        """The tokens that are quantities (`#`) or times (`@`)."""
        return [j for j in self.marked if self.words[j] == mark]

    def quantity(self, i: int):
        return self.marked[i]

    def noun(self, i: int) -> int:
        """Where the counted noun of quantity i begins in the text; 0 if it has none."""
        q = self.marked[i]
        words = [m for m in TOKEN.finditer(self.text, self.offsets[q.number_end], q.end) if m[0][0].isalpha()]
        if q.value_high is not None:  # after the second number, if anything is
            words = [m for m in words[-1:] if m.end() == q.end]
        return words[0].start() if words else 0

    def fraction(self, i: int) -> bool:
        """Is quantity i a fraction word (ثلث السكان), not a percentage?"""
        q = self.marked[i]
        return q.unit == "percent" and not fold(self.text[q.start:q.end]).endswith(("%", "يه"))

    def next(self, i: int) -> int:
        """The token after quantity i, past closing marks and تقريبا، فقط."""
        i += 1
        while self.words[i] in ')]"»”' or self.has(i, "adverb") or tuple(self.words[i:i + 2]) in _ASIDE:
            i += 1 + (self.words[i] == "علي")
        return i

    def has(self, j: int, *roles: str) -> bool:
        return j in self.roles and not self.roles[j].isdisjoint(roles)


def opens(s: Sentence, j: int) -> bool:
    """Does token j open a clause? من قبل (by), ما قبل (pre-) and على بعد (at a distance) do not."""
    return s.has(j, "boundary") and s.words[j - 1:j + 1] not in (["من", "قبل"], ["ما", "قبل"], ["علي", "بعد"])


def clause_start(s: Sentence, i: int) -> int:
    """The first word of the clause that token i is in: after a stop, a quantity or a word that opens a clause."""
    j = i - 1
    while j >= 0:
        if not s.known[j].parts:
            j -= 1
            continue
        k = _aside(s, j)
        number = s.words[j] == "#" and not s.has(j - 1, "attribute")
        if k == j and (s.words[j] in PUNCTUATION or number or opens(s, j)):
            return j + 1
        if (s.words[j][:2] == "وب" and s.has(j, "by")) or (s.words[j][0] == "ل" and s.has(j, "end")):  # وبنسبة 5%، ليصل
            return j
        j = min(k, j - 1)
    return 0


def _aside(s: Sentence, j: int) -> int:
    """Before a time between two commas that ends at token j (تراجعت، حتى نهاية مايو، بنسبة 5%), or j."""
    k = j - 2
    if j < 3 or s.words[j] not in "،," or s.words[j - 1] != "@":
        return j
    while k > j - 5 and s.has(k, "stop", "end", "filler"):
        k -= 1
    return k - 1 if k > 0 and s.words[k] in "،," else j
