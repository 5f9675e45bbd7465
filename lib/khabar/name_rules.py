"""Names by rule: what stands after a title or a reporting verb, after the class word of an organisation, after (.

A rule is for the articles that the lists and the tagger have not seen; it takes a name only where the words around
it leave little doubt. All on folded words.
"""

from functools import cache

from . import lexicon
from .gazetteer import Span, listed, readings, role_of, roles

LONGEST_TITLE, LONGEST_NAME = 9, 5


@cache
def _given() -> frozenset[str]:
    return lexicon.words("names")


def definite(word: str) -> bool:
    """Whether a word carries the article, also behind a clitic."""
    return any(form.startswith("ال") and len(form) > 4 for _, form in readings(word))


@cache
def _place_stems() -> frozenset[str]:
    """What is left of one-word places without ال and their ending: the stem of their adjectives (مصر, روس, سود)."""
    places = (forms[0] for forms, row in listed().names.items() if len(forms) == 1 and row["type"] == "LOC")
    return frozenset(stem for place in places if len(stem := _bare(place)) > 2)


def _bare(word: str) -> str:
    word = word.removeprefix("ال")
    for ending in ("يا", "يه", "ا", "ه", "ي"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word[:-len(ending)]
    return word


def adjective_of_place(word: str) -> bool:
    """العراقي, الروسية: an adjective made of a listed place, no mention of it."""
    return word.endswith(("ي", "يه")) and any(_bare(form) in _place_stems() for _, form in readings(word))


def persons(forms: list[str], sentence: list[int]):
    """Spans of names after a title (رئيس مجلس النواب نبيه بري) or a reporting verb, or with a title behind a comma."""
    for i, word in enumerate(forms):
        role = roles(word)
        if "person" in role or "say" in role:
            start = next((k for k in range(i + 1, min(i + LONGEST_TITLE, len(forms)))
                          if sentence[k] != sentence[i] or not _in_title(forms[k])), i + 1)
            end = _name_end(forms, sentence, start)
            if end > start + ("person" not in role):
                yield Span(start, end, 0, tuple(forms[start:end]), "PERS", "rule")
        elif word in _given() and (end := _name_end(forms, sentence, i)) > i + 1 \
                and forms[end:end + 1] == ["،"] and "person" in roles((forms + [""])[end + 1]):
            yield Span(i, end, 0, tuple(forms[i:end]), "PERS", "rule")


def _name_end(forms: list[str], sentence: list[int], start: int) -> int:
    end, last = start, min(len(forms), start + LONGEST_NAME)
    while end < last and sentence[end] == sentence[start] and _in_name(forms, end, end == start):
        end += 1
    while end > start and "link" in roles(forms[end - 1]) and forms[end - 1] not in _given():
        end -= 1
    return end


def _in_title(word: str) -> bool:
    if word in _given():
        return False
    return definite(word) or bool({"person", "org", "weak", "orgdef"} & roles(word)) or adjective_of_place(word) \
        or word in listed().lengths


def _in_name(forms: list[str], k: int, first: bool) -> bool:
    word, after = forms[k], forms[k + 1] if k + 1 < len(forms) else ""
    if "stop" in roles(word) and word not in _given():
        return False
    if word in _given() or word in ("عبد", "ابو", "ال") and (definite(after) or after in _given()):
        return True
    if first:
        return False
    return "link" in roles(word) or (word.startswith("ال") and len(word) > 4 and not adjective_of_place(word)) or (
        len(word) > 3 and word.isalpha() and not roles(word) and (not after.isalpha() or "stop" in roles(after)))


def organisations(forms: list[str], sentence: list[int]):
    """Spans of class word and what defines it: وزارة الخارجية الفرنسية, الجيش السوداني."""
    for i, word in enumerate(forms):
        cut, form, role = role_of(word)
        if not role & {"org", "weak", "orgdef"}:
            continue
        end = i + 1
        while end < min(len(forms), i + 7) and sentence[end] == sentence[i] and definite(forms[end]) \
                and not roles(forms[end]) & {"stop", "say", "person"}:
            end += 1
        placed = any(adjective_of_place(w) for w in forms[i + 1:end])
        if end > i + 1 and ("org" in role or placed):
            yield Span(i, end, cut, (form, *forms[i + 1:end]), "ORG", "rule")
