"""Names by rule: what belongs to a tagged name and what doesn't; organisations and works by their class word.

A rule takes a name only where the words around it leave little doubt. All on folded words.
"""

from dataclasses import replace
from functools import cache
from itertools import pairwise

from . import lexicon
from .gazetteer import Span, listed, readings, role_of, roles, split

HEADS = {"org", "weak", "orgdef", "work", "media"}  # class words of organisations and works
ENDS = {"stop", "say", "person"}  # what ends the name of an organisation


@cache
def given() -> frozenset[str]:
    """Words that are names of persons (names.csv)."""
    return lexicon.words("names")


def definite(word: str) -> bool:
    """Whether a word carries the article, also behind a clitic."""
    return any(form.startswith("ال") and len(form) > 4 for _, form in readings(word))


@cache
def _place_stems() -> frozenset[str]:
    """What is left of one-word places without ال and their ending: the stem of their adjectives (مصر, روس, سود)."""
    places = (forms[0] for forms, row in listed().names.items()
              if len(forms) == 1 and row["type"] == "LOC" and not row["ambiguous"])
    return frozenset(stem for place in places for word in {place, place.removeprefix("ال")}
                     for stem in _stems(word, ("يا", "ا", "ه", "")))


def _stems(word: str, endings: tuple[str, ...]) -> list[str]:
    return [word[:len(word) - len(end)] for end in endings if word.endswith(end) and len(word) - len(end) > 2]


def adjective_of_place(word: str) -> bool:
    """العراقي, الروسية: an adjective made of a listed place, no mention of it."""
    return word.endswith(("ي", "يه")) and "common" not in roles(word) and any(
        stem in _place_stems() for _, form in readings(word)
        for stem in _stems(form.removeprefix("ال"), ("ي", "يه", "اوي", "اويه", "وي", "ويه")))


def clean(words, span: Span) -> list[Span]:
    """A tagged span as one span per name: particles and marks off its edges; for persons (see _people) more."""
    forms, first, last = words.forms, span.first, span.last
    while first < last and _particle(forms[last - 1]):
        last -= 1
    while first < last and not forms[first][0].isalnum():
        first += 1
    if span.type == "ORG" and last - first > 1 and adjective_of_place(forms[last - 1]) and not definite(forms[first]) \
            and not roles(forms[first]):
        last -= 1  # شركة | هواوي | الصينية
    head = roles(forms[first]) if first + 1 < last else frozenset()
    rest = listed().names.get(tuple(forms[first + 1:last])) if head & {"named", "weak", "side"} else None
    if rest and (rest["type"] == span.type or "side" in head):
        first += 1  # شركة | بوينغ
    if first == last or (span.type == "LOC" and adjective_of_place(forms[last - 1]) and last - first == 1
                         and span.forms not in listed().names):
        return []
    if first > span.first or span.type != "PERS":
        span = replace(span, first=first, last=last, cut=0 if first > span.first else span.cut,
                       forms=span.forms[first - span.first:last - span.first])
    return _people(words, replace(span, last=last)) if span.type == "PERS" else [span]


def _people(words, span: Span) -> list[Span]:
    """Titles and adjectives of place off the front, the names beside it taken in, cut before و and another person."""
    forms, first, last = words.forms, span.first, span.last
    if (hit := listed().at(forms, first)) and len(hit[1]) < last - first and not listed().names[hit[1]]["ambiguous"]:
        row = listed().names[hit[1]]
        if row["type"] == "PERS" and split(row["name"])[-len(hit[1]):] == hit[1]:
            return [replace(span, last=first + len(hit[1]), cut=hit[0], forms=hit[1])]  # زيلينسكي | فون دير لاين
        first += len(hit[1]) * (row["type"] == "ORG")  # الكرملين | دميتري بيسكوف
    first = next((k for k in range(first + 1, last - 1) if (row := listed().names.get(tuple(forms[k:last])))
                  and row["type"] == "PERS"), first)  # سيتي | بيب غوارديولا
    while first < last - 1 and forms[first] not in given() and ("person" in roles(forms[first]) or (
            definite(forms[first]) and adjective_of_place(forms[first]))):
        first += 1
    if first and forms[first - 1] in given() and roles(forms[first - 1]) <= {"stop"} and forms[first][0] != "و" \
            and words.sentence[first - 1] == words.sentence[first]:
        first -= 1  # عمر | الزعتري
    while last in words.ahead(last, 1) and (("link" in roles(forms[last - 1]) and not _particle(forms[last]))
                                            or (forms[last] in given() and not roles(forms[last]))):
        last += 1  # تميم بن حمد آل | ثاني
    edges = [k for k in range(first + 1, last) if forms[k][0] == "و" and forms[k] not in given()
             and (forms[k][1:] in given() or "person" in roles(forms[k]) or adjective_of_place(forms[k]))]
    parts = [replace(span, first=first, last=[*edges, last][0], cut=span.cut if first == span.first else 0)]
    for start, end in pairwise([*edges, last]):
        title = forms[start][1:] not in given()
        if end > start + title:
            parts.append(replace(span, first=start + title, last=end, cut=int(not title)))
    return [replace(p, forms=(_cut(words, p, span), *forms[p.first + 1:p.last])) for p in parts]


def _particle(word: str) -> bool:
    return not word[-1].isalnum() or ("stop" in roles(word) and word not in given())


def _cut(words, part: Span, whole: Span) -> str:
    return whole.forms[0] if part.first == whole.first else words.forms[part.first][part.cut:]


def organisations(words) -> list[Span]:
    """Class word and what defines it: وزارة الخارجية الفرنسية, الجيش السوداني; works too (مهرجان القاهرة السينمائي)."""
    found, forms = [], words.forms
    for i, word in enumerate(forms):
        cut, form, role = role_of(word)
        if not role & HEADS:
            continue
        before, after = roles(words.form(i - 1)), words.form(i + 1)
        if "media" in role and after[:2] == "ال" and not roles(after) and not adjective_of_place(after):
            last = words.form(i + 2)
            end = i + 2 + (last[:2] == "ال" and not roles(last) and not adjective_of_place(last))
            found.append(Span(i + 1, end, 0, tuple(forms[i + 1:end]), "ORG", "rule"))
        if role <= {"media", "named"} or ("ministry" in role and "say" not in before):
            continue
        end, place = _defined(words, i, form)
        hit = listed().at(forms, i) if listed().starts(word) else None
        if hit and len(hit[1]) > 1:
            end = i + len(hit[1])
            place = end < len(words) and adjective_of_place(forms[end])
            end += place
        elif "work" in role:
            place = end > i + 2 and forms[i + 1] in listed().lengths
        if place or (end > i + 1 and "org" in role and not hit):
            kind = "MISC" if "work" in role else "ORG"
            found.append(Span(i, end, cut, (form, *forms[i + 1:end]), kind, "rule"))
    return found


def _defined(words, i: int, form: str) -> tuple[int, bool]:
    """Where the definite words behind a class word end, and whether the last of them is an adjective of place."""
    end, forms = i + 1, words.forms
    for k in words.ahead(i + 1, 6):
        word = forms[k]
        if not definite(word) or roles(word) & ENDS or (word[0] != "ا" and (word[0] == "ب" or k == i + 1)):
            break
        end = k + 1
        if adjective_of_place(word):  # الجيش الليبي, وزارة الدفاع الليبية; not وزير الداخلية الليبي
            return end, not form.startswith("ال") or word.endswith("ه") == form.endswith("ه")
    return end, False
