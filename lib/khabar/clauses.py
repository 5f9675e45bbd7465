"""A sentence as folded words, a quantity being `#` and a time phrase `@`; where its clauses begin."""

import re
from functools import lru_cache

from .cue_words import PUNCTUATION, Word, look
from .normal import fold

TOKEN = re.compile(r"[\w\u064b-\u065f\u0670\u0640\u200b-\u200f\u061c\ufeff]++(?:\.[^\W\d]++)*+|[^\w\s]")
_ASIDE = frozenset(("علي", fold(w)) for w in ("الأقل", "الأكثر", "التوالي", "الترتيب"))
OPENING, QUOTES = '"«“([+', '"«»“”'
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
        words = [m for m in TOKEN.finditer(self.text, self.offsets[q.number_end], q.end)
                 if m[0][0].isalpha() and not m[0][-1].isdigit()]
        if q.value_high is not None:  # after the second number, if anything is
            words = [m for m in words[-1:] if m.end() == q.end]
        return words[0].start() if words else 0

    def fraction(self, i: int) -> bool:
        """Is quantity i a fraction word (ثلث السكان), not a percentage?"""
        q = self.marked[i]
        written = fold(self.text[q.start:q.end])
        return q.unit == "percent" and written[0] != "%" and not written.endswith(("%", "يه"))

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
        dash = s.words[j] in "-–" and s.words[j - 2] == "(" and s.words[j + 2:j + 3] == [")"]  # تصنيف (3 - 5) نجوم
        if k == j and ((s.words[j] in PUNCTUATION and not dash) or number or opens(s, j)):
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
