"""What a number counts: the unit, currency or counted noun beside it, from lexicon/{units,currencies,nationalities,people}.csv."""

import re
from dataclasses import dataclass

from . import lexicon
from .normal import fold

_TOKEN = re.compile(r"[^\S\n]{0,3}+(?:/ ?)?((?:[^\W\d_]\.){1,2}[^\W\d_](?!\w)|[^\W\d_]++(?:[23](?!\d|[.,]\d))?[²³]?|[%$€£¥₪﷼₺])")
_BEFORE = re.compile(r"(?:US\$|[$€£¥₪₺%]|(?<![A-Za-z])[A-Z]{3}) ?\Z")
_QUOTED = ("()", "[]", "«»", '""', "“”", "″″")
_WORDS = re.compile(r"[^\W\d_]+")
_STRONG_PEOPLE = re.compile(r"م(?:ت|ست)\w{3,}|م\w{3,}[يو]ن")


@dataclass(slots=True)
class Unit:
    """unit: as in the table, or empty for none; kind: percent measure money point times time decade sport noun unknown."""

    unit: str
    factor: float
    kind: str
    end: int
    word: str = ""
    flag: str = ""


def _forms(word: str) -> set[str]:
    parts = fold(word).split()
    accusative = [p if p[-1] in "اه.%" or not p[-1].isalpha() else p + "ا" for p in parts]
    return {" ".join(parts), " ".join(accusative), " ".join([accusative[0], *parts[1:]])}


_UNITS = {f: (r["unit"], float(r["factor"]), r["class"]) for r in lexicon.rows("units") for f in _forms(r["word"])}
_MONEY: dict[str, dict] = {}
for _r in lexicon.rows("currencies"):
    for _f in _forms(_r["word"]):
        _MONEY.setdefault(_f, {})[_r["country"]] = (_r["currency"], float(_r["factor"]))
_NATIONS = {fold(r["word"]): r for r in lexicon.rows("nationalities")}
_PLACES = {fold(p): r["country"] for r in lexicon.rows("nationalities") for p in r["places"].split()}
_PEOPLE = lexicon.words("people") | set(_NATIONS)
_STOP, _THINGS, _W_NOUNS = (lexicon.words("number_context", role=r) for r in ("stop", "thing", "noun_w"))


def _stems(word: str) -> list[str]:
    return [word] + [word.removesuffix(s) for s in ("ا", "ه", "ين", "ون", "ات", "ان", "تين", "يا") if word.endswith(s) and len(word) > len(s) + 1]


def is_person(word: str) -> bool:
    """Whether a folded noun after a number counts people: by the list, or by the form of a participle."""
    stems = _stems(word)
    return any(s in _PEOPLE for s in stems) or not any(s in _THINGS for s in stems) and bool(_STRONG_PEOPLE.fullmatch(word))


def unit_before(text: str, start: int) -> tuple[str, int] | None:
    """A sign or code glued before the number (`$5`, `%20`, `USD 5`): the unit and where it begins."""
    m = _BEFORE.search(text, max(0, start - 5), start)
    word = m and m[0].strip()
    if word == "%":
        return "percent", m.start()
    return (_MONEY[word][""][0], m.start()) if word in _MONEY else None


def unit_after(text: str, start: int, end: int, country: str | None) -> Unit:
    """The unit that begins at `end`; kind `noun` for a counted noun, `unknown` for none."""
    tokens, at = [], end + (text[start - 1:start] + text[end:end + 1] in _QUOTED)
    while len(tokens) < 4 and (m := _TOKEN.match(text, at)):
        tokens.append(m)
        at = m.end()
    for n in range(min(4, len(tokens)), 0, -1):
        key = " ".join(t[1] for t in tokens[:n])
        if key in _MONEY:
            return _money(text, key, tokens, n, country)
        if key in _UNITS:
            unit, factor, kind = _UNITS[key]
            if unit == "barrel" and n < len(tokens) and tokens[n][1].startswith("متفجر"):
                unit, kind = "count", "noun"
            return Unit(unit, factor, kind, tokens[n - 1].end(), key)
    if tokens and _is_noun(tokens[0], text):
        word = tokens[0][1]
        return Unit("person" if is_person(word) else "count", 1, "noun", tokens[0].end(), word)
    return Unit("", 1, "unknown", end, tokens[0][1] if tokens else "")


def _is_noun(token, text) -> bool:
    word = token[1]
    if len(word) < 2 or word in _STOP or not word[0].isalpha() or word.isascii():
        return False
    if word[0] == "و" and word not in _W_NOUNS:
        return False
    return not (word.startswith("ال") and len(word) > 4 or word.startswith(("لل", "بال", "فال", "كال"))
                or word[0] == "ي" and not is_person(word) or word[0] in "بل" and word[1:] in _STOP)


def _money(text, key, tokens, n, country) -> Unit:
    by, end = _MONEY[key], tokens[n - 1].end()
    nation = next((_NATIONS[s] for s in _stems(tokens[n][1]) if s in _NATIONS), None) if n < len(tokens) else None
    if nation and "EUR" not in {c for c, _ in by.values()}:
        factor = by.get(nation["country"], next(iter(by.values())))[1]
        return Unit(nation["currency"], factor, "money", tokens[n].end(), key)
    if "" in by and not (country and country in by):
        return Unit(*by[""], "money", end, key)
    found = by.get(country or "") or by.get(_named(text, tokens[0].start(), by))
    return Unit(*(found or by.get("*", ("unknown", 1))), "money", end, key, "" if found else "currency")


def _named(text, at, by) -> str:
    """The country named nearest before `at`, or after it, among those whose currency bears the name."""
    for word in [*reversed(_WORDS.findall(text[max(at - 300, 0):at])), *_WORDS.findall(text[at:at + 200])]:
        stems = _stems(word.removeprefix("و").removeprefix("ب").removeprefix("ل"))
        stems += _stems(stems[0].removeprefix("ال"))
        country = next((_PLACES.get(s) or _NATIONS[s]["country"] for s in stems if s in _PLACES or s in _NATIONS), "")
        if country in by:
            return country
    return ""
