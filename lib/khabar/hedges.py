"""The hedge of a number: the words beside it that blur it (أكثر من، نحو، لا يقل عن), from lexicon/hedges.csv."""

from functools import cache

from .clauses import QUOTES, Sentence, clause_start
from .cue_words import CONJUNCTIONS, PUNCTUATION
from .lexicon import rows
from .normal import fold

_NEGATIONS = frozenset(map(fold, ("لا", "لم", "لن", "ليس", "ألا")))
_LINKS = frozenset(map(fold, ("إلى", "على", "عن", "من")))


@cache
def _hedges(position: str) -> dict[tuple, tuple[str, str, bool]]:
    """Phrase (a tuple of folded words, in every inflection) -> hedge, hedge when negated, is it a verb."""
    found = {}
    for row in rows("hedges"):
        if row["position"] != position:
            continue
        first, *rest = fold(row["phrase"]).split()
        if row["verb"] == "imperfect":
            heads = ("", "و", "ف") if row["hedge"] == "up_to" else ("", "و", "ف", "ل")  # ليصل إلى: exact
            firsts = [h + p + first[1:] + t for h in heads for p in "يتن" for t in ("", "ون", "ان")]
        elif row["verb"]:
            firsts = [h + first + t for h in ("", "و", "ف") for t in ("", "ت", "وا", "ا")]
        else:
            firsts = [h + first for h in ("", "و", "ف", "ب", "ل", "وب", "ول", "فب", "ك", "كب")]
        for word in firsts:
            found.setdefault((word, *rest), (row["hedge"], row["negated"], bool(row["verb"])))
            if row["negated"]:
                found.setdefault(("لا" + word, *rest), (row["negated"], "", bool(row["verb"])))
    return found


@cache
def _edges() -> tuple[set, set, set]:
    """The first words of hedges that follow, the last words of those that precede, and the first words of verbs."""
    before = _hedges("before")
    return {k[0] for k in _hedges("after")}, {k[-1] for k in before}, {k[0] for k in before if before[k][2]}


def hedge(s: Sentence, i: int) -> tuple[str, tuple[int, int] | None]:
    """The hedge that touches quantity i, and the tokens that say it."""
    firsts, lasts, verbs = _edges()
    j = i + 1 + (s.words[i + 1] in ("هم", "ها", "ه"))  # نصفهم تقريبا
    for n in (3, 2, 1) if s.words[j] in firsts else ():
        if found := _hedges("after").get(tuple(s.words[j:j + n])):
            return found[0], (j, j + n)
    for j in range(i + 1, min(i + 7, len(s.words))):  # 25 مقاتلا من المعارضة على الأقل
        if s.words[j] in PUNCTUATION or s.words[j][0] in "#@و" or s.has(j, "verb", "level", "boundary"):
            break
        if found := _hedges("after").get(tuple(s.words[j:j + 2])):
            return found[0], (j, j + 2)
    if s.fraction(i):  # نصف إجمالي القروض تقريبا
        for j in range(i + 1, min(i + 5, len(s.words))):
            if found := _hedges("after").get((s.words[j],)):
                return found[0], (j, j + 1)
    before = _hedges("before")
    for k in range(i, max(i - 4, 0), -1):
        for n in (4, 3, 2, 1) if s.words[k - 1] in lasts else ():
            found = before.get(tuple(s.words[k - n:k])) if k >= n else None
            if found and not (s.words[k - n] == "دون" and s.words[k - n - 1:k - n] == ["من"]):
                return _said(s, (k - n, k), found)
        if not (s.has(k - 1, "by", "filler") or s.words[k - 1] in QUOTES or s.words[k - 1] in "(["):
            break
    link = next((w for w in s.words[i - 1:max(i - 4, 0):-1] if w in _LINKS), "")
    for k in [k for k in range(i - 1, max(i - 12, -1), -1) if s.words[k] in verbs]:  # يتجاوز الدين 30٪، تصل إلى 5٪
        if k < clause_start(s, i):
            break
        far = link and s.words[k + 1] != link and before.get((s.words[k], link))  # ألا تزيد حمولته على 800
        found = far or before.get((s.words[k],))
        other = s.words[k + 1] == "@" and s.slice((k + 1, k + 2))[0].isdecimal()  # ما يقارب 60 يوما على مساحة 4055
        if found and not other and found[2]:
            return _said(s, (k, k + 1), found)
    return "exact", None


def _said(s: Sentence, span: tuple[int, int], found: tuple[str, str, bool]) -> tuple[str, tuple[int, int] | None]:
    """A hedge and its tokens: turned round by a negation, none in a story (يتوقع أن يصل إلى, أن تتعافى وتصل إلى)."""
    k = span[0]
    if found[0] == "up_to" and found[2] and "ان" in s.words[max(k - 1 - 2 * (s.words[k][0] == "و"), 0):k]:
        return "exact", None
    negated = k > 0 and s.words[k - 1].lstrip(CONJUNCTIONS) in _NEGATIONS
    return found[1] if negated and found[1] else found[0], span


def before_hedge(s: Sentence, i: int, hedged) -> int:
    """Where the words before quantity i end: at its hedge, if that touches it."""
    touches = hedged and hedged[1] <= i and all(s.has(j, "by", "filler") for j in range(hedged[1], i))
    return hedged[0] if touches else i
