"""One entity, one name: the mentions of an article that mean the same are merged, each with its reason.

Reasons: override (the user says so), listed (a list does), same form, clitic, spelling (hamza, ya, ta marbuta, ال),
variant (غوتيريش, جوتيريش), slip (one letter off), surname, given name, short form, class word (وكالة رويترز), acronym
(in brackets behind the name). A capital that stands for its state is another place and stays apart.
"""

from collections import Counter, defaultdict
from dataclasses import replace
from functools import lru_cache

from . import lexicon
from .gazetteer import Span, listed, roles, split

# Letters that foreign names are written with by turns; the second table also drops long vowels, which come and go.
_G = str.maketrans("غق", "جج")
_BONES = str.maketrans("غقصزطثذظ", "ججسستتدض", "اويه")


def place(span: Span, words) -> tuple[int, int]:
    """(start, end) of a span in the original text, its clitic cut."""
    return words.places[span.first][span.cut], words.places[span.last - 1][-1]


def surname(forms: tuple[str, ...]) -> tuple[str, ...]:
    """The last part of a full name, with the particles that belong to it (فون دير لاين, آل ثاني, عبد الله)."""
    k = len(forms) - 1
    while k > 1 and "link" in roles(forms[k - 1]):
        k -= 1
    return forms[k:]


@lru_cache(1 << 10)
def same_word(a: str, b: str) -> str:
    """Why two words of names are one: same form, variant, slip; empty if they are two."""
    if a == b:
        return "same form"
    a, b = a.removeprefix("ال"), b.removeprefix("ال")
    if a == b:
        return "spelling"
    if min(len(a), len(b)) < 4:
        return ""
    if a.translate(_G) == b.translate(_G):
        return "variant"
    if {a, b} <= lexicon.words("names", kind="given"):
        return ""  # صلاح and صالح are two names, as is many a pair with the same three consonants
    bones = a.translate(_BONES)
    if len(bones) > 3 and bones == b.translate(_BONES):
        return "variant"
    return "slip" if min(len(a), len(b)) > 4 and a[0] == b[0] and one_letter_off(a, b) else ""


def one_letter_off(a: str, b: str) -> bool:
    """Whether one letter is wrong, missing, too many, or two neighbours are swapped."""
    if abs(len(a) - len(b)) > 1:
        return False
    i = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[i + 1:] == b[i + 1:] or a[i:] == b[i + 1:] or a[i + 1:] == b[i:] or (
        a[i:i + 2] == b[i:i + 2][::-1] and a[i + 2:] == b[i + 2:])


@lru_cache(1 << 11)
def keys(word: str) -> frozenset[str]:
    """Strings of which two words share one if they can be the same: without one letter each, without long vowels."""
    word = word.removeprefix("ال")
    shorter = (word[:i] + word[i + 1:] for i in range(len(word) if len(word) < 30 else 0))
    return frozenset({word, word.translate(_BONES), *shorter})


def _alike(a: tuple[str, ...], b: tuple[str, ...]) -> str:
    """The weakest of the reasons of word pairs, empty if the names differ; one slip at most."""
    if len(a) != len(b):
        return ""
    reasons = [same_word(x, y) for x, y in zip(a, b, strict=True)]
    if "" in reasons or reasons.count("slip") > 1:
        return ""
    return max(reasons, key=("same form", "spelling", "variant", "slip").index)


@lru_cache(1 << 10)
def _whole(forms: tuple[str, ...]) -> tuple[str, ...]:
    """عبد and what follows it as one word: both spellings are usual."""
    return tuple(" ".join(forms).replace("عبد ", "عبد").split())


def relation(short: tuple[str, ...], full: tuple[str, ...], kind: str) -> str:
    """Why `short` can mean the entity named `full`, empty if it can't."""
    short, full = _whole(short), _whole(full)
    n = len(short)
    if n >= len(full):
        return _alike(short, full)
    if kind == "PERS":
        if reason := _alike(short, surname(full)) or _alike(short, full[-n:]):
            return "surname" if reason in ("same form", "spelling") else reason
        if short == full[:n]:
            return "given name" if n == 1 else "short form"
        return "short form" if n > 1 and short[0] == full[0] and _alike(short[-1:], full[-1:]) else ""
    if n == len(full) - 1 and roles(full[0]) & {"named", "place", "org", "weak"} and _alike(short, full[1:]):
        return "class word"
    whole = n > 1 or kind != "LOC"  # شمال كردفان is not كردفان
    return "short form" if whole and (_alike(short, full[:n]) or _alike(short, full[-n:])) else ""


class _Entity:
    """Mentions known to be one: the positions of their spans, and for each of their forms the reason it came in."""

    def __init__(self, span: Span):
        self.type, self.name, self.at, self.reasons = span.type, span.name, [], {}

    def add(self, at: int, form: tuple[str, ...], reason: str):
        self.at.append(at)
        self.reasons.setdefault(form, reason)

    def relation(self, span: Span) -> str:
        """Why a span belongs here; a listed entity may have a longer form than the list holds, of two words or more."""
        known = [*self.reasons, split(self.name)] if self.name else self.reasons
        found = [relation(span.forms, forms, span.type) for forms in known]
        if self.name:
            found += [relation(forms, span.forms, span.type) for forms in known if len(forms) > 1]
        return next(filter(None, found), "")


def english(name: str) -> str:
    """The English name of a listed entity, else empty."""
    return listed().names.get(split(name), {"english": ""})["english"]


def merge(spans: list[Span], words) -> list[tuple[Span, str, str]]:
    """(span, canonical name, reason) for each span, in order.

    Listed names come first, then the fullest; a form that could mean several entities means the one last mentioned
    before it. The canonical name is the user's; the list's, if the article has it; else the fullest form, in the
    spelling most used.
    """
    spans = _other_families(spans)
    of, entities, by_key, beside = {}, [], defaultdict(list), _brackets(spans, words)
    for at in sorted(range(len(spans)), key=lambda i: (not spans[i].name, -len(spans[i].forms), i)):
        span = spans[at]
        key = (span.name or span.forms, span.type)
        entity, reason, single = of.get(key), "", True
        marks = [(span.type, part) for word in _whole(span.forms + split(span.name)) for part in keys(word)]
        if not entity and not span.name:
            near = {e.at[0]: e for mark in marks for e in by_key.get(mark, ())}
            entity, reason, single = _home(span, at, [near[i] for i in sorted(near)])
        if not entity and at in beside and not span.name:
            entity = next((e for e in entities if beside[at] in e.at and not e.name), None)
            reason = "acronym"
        if not entity:
            entities.append(entity := _Entity(span))
            reason = ""
        for mark in marks if span.forms not in entity.reasons else ():
            by_key[mark].append(entity)
        if single:
            of[key] = entity
        entity.add(at, span.forms, reason)
    rows = {}
    for entity in entities:
        shown = {at: _shown(spans[at], words) for at in sorted(entity.at)}
        longest = max(map(len, entity.reasons))
        fullest = Counter(shown[at] for at in shown if len(spans[at].forms) == longest)
        name = fullest.most_common(1)[0][0]
        if entity.name and (spans[entity.at[0]].by == "user" or split(entity.name) in entity.reasons):
            name = entity.name
        for at, surface in shown.items():
            rows[at] = spans[at], name, entity.reasons[spans[at].forms] or _plain(spans[at], surface, name, words)
    return [rows[at] for at in range(len(spans))]


def _other_families(spans: list[Span]) -> list[Span]:
    """A listed surname is not the listed person where the article has somebody else of that name, and not him."""
    full = [s for s in spans if s.type == "PERS" and len(s.forms) > 1]
    named, others = {s.name for s in full}, {surname(s.forms) for s in full if not s.name}
    return [replace(s, name="") if s.type == "PERS" and s.by != "user" and s.forms in others and s.name not in named
            else s for s in spans]


def _home(span: Span, at: int, entities: list[_Entity]) -> tuple[_Entity | None, str, bool]:
    """The entity a form belongs to (the one mentioned last before it, else the first); why; whether it's the only."""
    found = [(entity, why) for entity in entities if (why := entity.relation(span))]
    if not found:
        return None, "", True
    last = [max((i for i in entity.at if i < at), default=-min(entity.at) - 1) for entity, _ in found]
    best = max(range(len(found)), key=lambda k: (last[k], -k))
    return *found[best], len(found) == 1


def _brackets(spans: list[Span], words) -> dict[int, int]:
    """Spans of organisations and works where one stands in brackets behind the other, each with the other."""
    beside = {}
    for at in range(1, len(spans)):
        before, span = spans[at - 1], spans[at]
        if span.type == before.type in ("ORG", "MISC") and before.last + 1 == span.first \
                and words.form(before.last) == "(" and words.form(span.last) == ")":
            beside[at], beside[at - 1] = at - 1, at
    return beside


def _shown(span: Span, words) -> str:
    """A mention as its entity's name would be written: without clitic, with the alif of ال back."""
    start, end = place(span, words)
    hidden = not words.forms[span.first][span.cut:].startswith(span.forms[0][:2])  # للعراق
    return "ال" + words.text[start + 2:end] if hidden else words.text[start:end]


def _plain(span: Span, surface: str, name: str, words) -> str:
    if span.by == "user":
        return "override"
    if words.forms[span.first] != span.forms[0]:
        return "clitic"
    if surface == name:
        return "same form"
    return "spelling" if "".join(span.forms) == "".join(lexicon.fold(name).split()) else "listed"
