"""What a number counts: the unit, currency or counted noun beside it.

From lexicon/units.csv, currencies.csv, nationalities.csv and people.csv.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from . import lexicon
from .clitics import look_up
from .normal import fold
from .number_words import trie

_TOKEN = r"[^\S\n]{0,3}+(?:/ ?)?((?:[^\W\d_]\.){1,2}[^\W\d_](?!\w)|[^\W\d_]++(?:[23](?!\d|[.,]\d))?[²³]?|[%‰$€£¥₪﷼₺°])"
_TOKENS = re.compile(f"{_TOKEN}(?:{_TOKEN}(?:{_TOKEN}(?:{_TOKEN})?+)?+)?+")
_BEFORE = re.compile(r"(?:US\$|[$€£¥₪₺%]|(?<![A-Za-z])[A-Z]{3}) ?\Z")
_OWNED = re.compile(r"(?<!\w)\w{3,}(?:ها|هما)")  # الـ12 أعمالها
_CLOSED, _OPENED = re.compile(r" ?[)\]»\"”″]"), re.compile(r"(?:[(\[][^()\[\]]*|[«\"“”″] ?)\Z")
_QUOTE = re.compile(r" [«\"“]")
_PARTICIPLE = re.compile(r"م(?:ت|ست)\w{3,}|م\w{3,}[يو]ن|م\wا\w\wا")  # منافسا; its like without ا are plurals (مصانع)
_VERB = re.compile(r"ي\w+|ت\w\w[^اه]|\w{3,9}وا|[ات]\w{3,5}[^اي]ت")  # تدفع، تضرروا، انطلقت
_SUFFIXES = ("ا", "ه", "ين", "ون", "ات", "ان", "تين", "يا")
_PRONOUN = re.compile(r"ي?ه[ما]\Z")  # موظفيها


class Unit(NamedTuple):
    """`name` as in the table. kind: percent measure money point times time metre decade sport rating noun part unknown.
    """

    name: str
    factor: float
    kind: str
    word: str = ""
    flag: str = ""


def _forms(word: str) -> set[str]:
    parts = fold(word).split()
    accusative = [p if p[-1] == "ا" or not p[-1].isalpha() or len(p) < 2 else p + "ا" for p in parts]
    return {" ".join(p) for p in (parts, accusative, [accusative[0], *parts[1:]], [*parts[:-1], accusative[-1]])}


_STOP, _THINGS, _NOUNS, _POSTS = (
    lexicon.words("number_context", role=r) for r in ("stop", "thing", "noun", "post"))
_UNITS = {form: Unit(r["unit"], float(r["factor"]), r["class"], form)
          for r in lexicon.rows("units") for form in _forms(r["word"]) - _STOP}
_MONEY: dict[str, dict] = {}
for _r in lexicon.rows("currencies"):
    for _f in _forms(_r["word"]):
        _MONEY.setdefault(_f, {})[_r["country"]] = (_r["currency"], float(_r["factor"]))
_FIRST = {word.split()[0] for word in [*_UNITS, *_MONEY]}
_NATIONS = {fold(r["word"]): r for r in lexicon.rows("nationalities")}
_PLACES = [(fold(p), r["country"]) for r in lexicon.rows("nationalities") for p in r["places"].split()]  # عمان: two
_PEOPLE = lexicon.words("people") | set(_NATIONS)


def _stems(word: str) -> list[str]:
    endings = (s for s in _SUFFIXES if word.endswith(s) and len(word) > len(s) + 1)
    return [word, *map(word.removesuffix, endings), _PRONOUN.sub("", word)]


@lru_cache(1 << 13)
def is_person(word: str) -> bool:
    """Whether a folded noun after a number counts people: by the list, or by the form of a participle."""
    stems = set(_stems(word))
    listed = word not in _THINGS and bool(stems & _PEOPLE)
    human = word.endswith("يين") or bool(_PARTICIPLE.fullmatch(word))  # انفصاليين
    return listed or (human and not stems & _THINGS)


@lru_cache(1 << 13)
def _noun(word: str) -> Unit:
    """The unit that a word behind a number is: a counted noun; none for particles, verbs, definite and joined words."""
    led = word[0] == "ب" and (word[1:] in _STOP or word[1:] in _THINGS or "ب" in look_up(word)[0][0])
    joined = (word[0] in "ول" and not is_person(word)) or led or (
        word.startswith(("بال", "فال", "كال")) or (_OWNED.fullmatch(word) and not is_person(word)))
    definite, verb = word.startswith("ال") and len(word) > 4, bool(_VERB.fullmatch(word)) and not is_person(word)
    no_noun = len(word) < 2 or word == "ال" or word in _STOP or word.isascii() or not word[0].isalpha()
    if no_noun or (_NOUNS.isdisjoint((word, word.removesuffix("ا"))) and (joined or definite or verb)):
        return Unit("", 1, "unknown", word)
    return Unit("person" if is_person(word) else "count", 1, "noun", word)


def unit_before(text: str, start: int) -> tuple[Unit, int] | None:
    """A sign or code before the number (`$5`, `%20`, `USD 5`): the unit and where it begins."""
    m = _BEFORE.search(text, max(0, start - 5), start)
    word = m and m[0].strip()
    if word == "%":
        return _UNITS["%"], m.start()
    return (Unit(_MONEY[word][""][0], 1, "money", word), m.start()) if word in _MONEY else None


def unit_after(text: str, start: int, end: int, country: str | None) -> tuple[Unit, int]:
    """The unit behind the number text[start:end] and its end; kind `noun` for a counted noun, `unknown` for none."""
    closed = _CLOSED.match(text, end)  # (من 10 إلى 15) دقيقة
    quoted = closed and _OPENED.search(text, max(0, start - 20), start)
    opens = closed if quoted else _QUOTE.match(text, end)  # (15) شخصا، مليون «شريحة»
    m = _TOKENS.match(text, opens.end() if opens else end)
    if not m:
        return Unit("", 1, "unknown"), end
    for n in range(m.lastindex if m[1] in _FIRST else 0, 0, -1):
        key = " ".join(m.groups()[:n]) if n > 1 else m[1]
        if key in _MONEY:
            unit, n = _money(text, key, m, n, country)
            return unit, m.end(n)
        if key in _UNITS:
            unit = _UNITS[key]
            following = (n < m.re.groups and m[n + 1]) or ""
            bomb = unit.name == "barrel" and following.startswith("متفجر")
            if bomb or (unit.kind == "point" and following in _POSTS):
                unit = Unit("count", 1, "noun", key)  # 30 نقطة تفتيش
            return unit, m.end(n)
    unit = _noun(m[1])
    return unit, end if unit.kind == "unknown" else m.end(1)


@cache
def _duals():
    """A pattern for the duals of currencies and of units that have a name in the tables (دولارين، طنان)."""
    forms = [w for w in (*_MONEY, *(u.word for u in _UNITS.values() if u.kind == "measure" and u.name != "other"))
             if len(w) > 3 and w[-2:] in ("ان", "ين") and ({w[:-2], w[:-3] + "ه"} & {*_MONEY, *_UNITS} or (
                 " " in w and w.split()[0][-2:] in ("ان", "ين")))]  # نقطتين مئويتين
    return re.compile(rf"(?<![ء-ي])[وف]?[بلك]?({trie(set(forms))})(?![^\W\d_])")


def duals(text: str, country: str | None) -> list[tuple[int, Unit, int]]:
    """Two of a unit in one word: where it begins, the unit, and where it ends."""
    return [(m.start(1), *unit_after(text, m.start(1), m.start(1), country)) for m in _duals().finditer(text)]


def ambiguous(word: str) -> bool:
    """Whether several currencies bear this name (ريال), and none of them is meant without a nationality (دولار)."""
    return "" not in _MONEY.get(word, ("",))


def of_currency(unit: Unit, currency: str) -> Unit:
    """A unit of untold currency as one of this, if it can be: the فلس beside a Kuwaiti dinar."""
    factor = dict(_MONEY.get(unit.word, {}).values()).get(currency) if unit.flag else None
    return unit if factor is None else unit._replace(name=currency, factor=factor, flag="")


def _money(text, key, m, n, country) -> tuple[Unit, int]:
    """A currency: by the nationality behind it, else by the outlet's country, else by a country named nearby."""
    by, after = _MONEY[key], m[n + 1] if n < m.lastindex else ""
    nation = next((_NATIONS[s] for s in _stems(after) if s in _NATIONS), None)
    if nation and by.get("", ("",))[0] != "EUR":
        factor = by.get(nation["country"], next(iter(by.values())))[1]
        return Unit(nation["currency"], factor, "money", key), n + 1
    found = by.get(country or "") or by.get("") or by.get(_named(text, m.start(), key))
    return Unit(*(found or by.get("*", ("unknown", 1))), "money", key, "" if found else "currency"), n


@cache
def _names(key: str):
    """A pattern for the countries whose currency bears a name, and their citizens; and the country of each."""
    names = {p: c for p, c in _PLACES if c in _MONEY[key]}
    names |= {"ل" + p[1:]: c for p, c in names.items() if p.startswith("ال")}  # للبحرين
    names |= {a: r["country"] for a, r in _NATIONS.items() if r["country"] in _MONEY[key]}
    return re.compile(rf"[^ء-ي][وف]?[بل]?ا?ل?({trie(set(names))})(?:يه|ه|ا|ين|يين)?(?![ء-ي])"), names


def _named(text, at, key) -> str:
    """The country named nearest before `at`, or after it, among those whose currency bears the name."""
    pattern, names = _names(key)
    before = [m[1] for m in pattern.finditer(text, max(at - 300, 0), at)]
    after = pattern.search(text, at, at + 200) if not before else None
    return names[before[-1] if before else after[1]] if before or after else ""
