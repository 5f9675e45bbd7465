"""One entity, one name: the mentions of an article that mean the same are merged, each with its reason.

Reasons: override (the user says so), listed (a list does), same form, clitic, spelling (hamza, ya, ta marbuta, ال),
variant (شويغو, شويجو), slip (one letter off), surname, given name, short form, class word (وكالة رويترز), acronym
(in brackets behind the name). A capital that stands for its state is another place and stays apart.
"""

from collections import Counter
from functools import cache, lru_cache

from . import lexicon
from .gazetteer import Span, listed, roles

# Letters that foreign names are written with by turns (غ ج ق for g), and those that come and go (long vowels, ه).
_BY_TURNS = str.maketrans("غقصزطثذظ", "ججسستتدض", "اويه")


def place(span: Span, places) -> tuple[int, int]:
    """(start, end) of a span in the original text, its clitic cut."""
    return places[span.first][span.cut], places[span.last - 1][-1]


def surname(forms: tuple[str, ...]) -> tuple[str, ...]:
    """The last part of a full name, with the particles that belong to it (فون دير لاين, آل ثاني, عبد الله)."""
    k = len(forms) - 1
    while k > 1 and "link" in roles(forms[k - 1]):
        k -= 1
    return forms[k:]


@lru_cache(1 << 16)
def same_word(a: str, b: str) -> str:
    """Why two words of names are one: same form, variant, slip; empty if they are two."""
    if a == b or a.removeprefix("ال") == b.removeprefix("ال"):
        return "same form" if a == b else "spelling"
    given = lexicon.words("names", kind="given")
    if min(len(a), len(b)) < 4 or {a, b} <= given:
        return ""
    bones = a.translate(_BY_TURNS)
    if len(bones) > 2 and bones == b.translate(_BY_TURNS):
        return "variant"
    return "slip" if min(len(a), len(b)) > 4 and a[0] == b[0] and one_letter_off(a, b) else ""


def one_letter_off(a: str, b: str) -> bool:
    """Whether one letter is wrong, missing, too many, or two neighbours are swapped."""
    if abs(len(a) - len(b)) > 1:
        return False
    i = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[i + 1:] == b[i + 1:] or a[i:] == b[i + 1:] or a[i + 1:] == b[i:] or (
        a[i:i + 2] == b[i:i + 2][::-1] and a[i + 2:] == b[i + 2:])


def _alike(a: tuple[str, ...], b: tuple[str, ...]) -> str:
    """The weakest of the reasons of word pairs, empty if the names differ; one slip at most."""
    if len(a) != len(b):
        return ""
    reasons = [same_word(x, y) for x, y in zip(a, b, strict=True)]
    if "" in reasons or reasons.count("slip") > 1:
        return ""
    return max(reasons, key=("same form", "spelling", "variant", "slip").index)


def relation(short: tuple[str, ...], full: tuple[str, ...], kind: str) -> str:
    """Why `short` can mean the entity named `full`, empty if it can't."""
    n = len(short)
    if n == len(full):
        return _alike(short, full)
    if n > len(full):
        return ""
    if kind == "PERS":
        last = surname(full)
        if reason := _alike(short, last) or _alike(short, full[-n:]):
            return "surname" if reason in ("same form", "spelling") else reason
        if short == full[:n]:
            return "given name" if n == 1 else "short form"
        return "short form" if n > 1 and short[0] == full[0] and _alike(short[-1:], full[-1:]) else ""
    if n == len(full) - 1 and roles(full[0]) & {"named", "place", "org", "weak"} and _alike(short, full[1:]):
        return "class word"
    return "short form" if n > 1 and (_alike(short, full[:n]) or _alike(short, full[-n:])) else ""


class _Entity:
    """Mentions known to be one: their spans' positions, their forms, the reason each form came in."""

    def __init__(self, span: Span, at: int):
        self.type, self.name, self.at, self.reasons = span.type, span.name, [at], {span.forms: ""}

    def relation(self, span: Span) -> str:
        both = [relation(span.forms, forms, span.type) for forms in self.reasons]
        if self.name:
            both += [relation(forms, span.forms, span.type) for forms in self.reasons]
        return next(filter(None, both), "")


@cache
def english(name: str) -> str:
    """The English name of a listed entity, else empty."""
    return next((r["english"] for r in listed().names.values() if r["name"] == name), "")


def merge(spans: list[Span], forms: list[str], places, text: str) -> list[tuple[Span, str, str]]:
    """(span, canonical name, reason) for each span, in order."""
    types = Counter((s.forms, s.type) for s in spans)
    entities, of = [], {}
    for at in sorted(range(len(spans)), key=lambda i: (not spans[i].name, -len(spans[i].forms), i)):
        span = spans[at]
        key = (span.name or span.forms, span.type)
        if key in of:
            of[key].at.append(at)
            of[key].reasons.setdefault(span.forms, "")
            continue
        entity, reason = _home(span, at, [e for e in entities if e.type == span.type])
        if not entity and (entity := _bracketed(spans, at, forms, of)):
            reason = "acronym"
        if entity:
            entity.at.append(at)
            entity.reasons.setdefault(span.forms, reason)
        else:
            entities.append(entity := _Entity(span, at))
        of[key] = entity
    rows = {}
    for entity in entities:
        shown = [_shown(spans[at], forms, places, text) for at in sorted(entity.at)]
        longest = max(len(forms) for forms in entity.reasons)
        full = [s for s, at in zip(shown, sorted(entity.at), strict=True) if len(spans[at].forms) == longest]
        name = entity.name or Counter(full).most_common(1)[0][0]
        for surface, at in zip(shown, sorted(entity.at), strict=True):
            rows[at] = spans[at], name, entity.reasons[spans[at].forms] or _plain(spans[at], surface, name, forms)
    return [rows[at] for at in range(len(spans))]


def _home(span: Span, at: int, entities: list[_Entity]) -> tuple[_Entity | None, str]:
    """The entity that a new form belongs to: the one mentioned last before it, else the one mentioned first."""
    if span.name:
        return None, ""
    found = [(e, why) for e in entities if (why := e.relation(span))]
    if not found:
        return None, ""
    return max(found, key=lambda f: (f[1] == "same form", max((i for i in f[0].at if i < at), default=-min(f[0].at))))


def _bracketed(spans, at, forms, of) -> _Entity | None:
    """The organisation or work whose name stands right before this one's brackets."""
    span, before = spans[at], spans[at - 1] if at else None
    if before and span.type == before.type in ("ORG", "MISC") and before.last + 1 == span.first \
            and forms[before.last] == "(" and forms[span.last:span.last + 1] == [")"]:
        return of.get((before.name or before.forms, before.type))
    return None


def _shown(span: Span, forms: list[str], places, text: str) -> str:
    """A mention as its entity's name would be written: without clitic, with the alif of ال back."""
    start, end = place(span, places)
    hidden = not forms[span.first][span.cut:].startswith(span.forms[0][:2])  # للعراق
    return "ال" + text[start + 2:end] if hidden and span.forms[0].startswith("ال") else text[start:end]


def _plain(span: Span, surface: str, name: str, forms: list[str]) -> str:
    if span.by == "user":
        return "override"
    if forms[span.first] != span.forms[0]:
        return "clitic"
    if surface == name:
        return "same form"
    return "spelling" if "".join(span.forms) == "".join(lexicon.fold(name).split()) else "listed"
