"""Reading numbers: digits in every notation of the press, number words of any length, and both together.

The atoms of a folded text are digit strings and number words (lexicon/number_words.csv). Each atom is
one letter of a code, with a sign between neighbours («و» is `w`), and a grammar over that code says which atoms are
one number: `uwt` خمسة وعشرون, `DkwD` 110 آلاف و832, `uwf M` خمسة ونصف مليون, `Owt` الحادي والعشرون.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from . import lexicon
from .digit_strings import digit_atoms
from .normal import fold

_SCALES = {3: "Kk1", 6: "Mm2", 9: "Bb3", 12: "Ty4", 15: "Qq5"}  # power of ten: singular, plural, dual
_SCALE = frozenset("".join(_SCALES.values()))
_LETTERS = {"unit": "u", "part": "p", "ten": "t", "teen": "e", "dozen": "e", "hundred": "h", "hundreds": "H",
            "fraction": "f", "rare_fraction": "f", "fractions": "g", "ordinal": "o", "ordinal_part": "O", "plural": "c",
            "multiple": "i", "multiples": "i", "decade": "z"}
_SINGLE = {letter: kind for kind, letters in {  # the grammar of one atom without neighbours
    "small": "DYFuxteHh", "cardinal": "KMBTQ12345", "plural": "cgkmbyq", "fraction": "f", "ordinal": "o",
    "multiple": "i", "decade": "z", "date": "d", "percent": "%", "unreadable": "U"}.items() for letter in letters}
_VALUES = {"multiple": Decimal(2), "plural": None, "decade": None, "percent": None}
_CLITICS = [a + b for a in ("", "و", "ف") for b in ("", "ب", "ل", "ال", "بال", "لل")] + ["ك", "كال"]
_SUFFIXES = dict.fromkeys(("fraction", "fractions"), ("", "هم", "ها", "ه", "هما", "نا")) | {
    "rare_fraction": ("ها", "هم")}  # خمسها; خمس alone is five
_GAP = re.compile(r"(?:[^\S\n]?[)\]»\"”″])?[^\S\n]{0,3}+(?:(و|فاصل |فاصله |نقطه )[^\S\n]{0,3}+[(\[«\"“]?)?")


@dataclass(slots=True)
class Number:
    """A number as written. `bare` is its value without the scale word (`scale`) that it ends on: 5.2 of «5.2 مليون»."""

    start: int
    end: int
    value: Decimal | None
    kind: str  # cardinal fraction multiple ordinal plural decade date percent unreadable
    digits: bool
    definite: bool = False
    flag: str = ""
    scale: Decimal | None = None

    @property
    def bare(self):
        return self.value / self.scale if self.scale else self.value


def trie(words) -> str:
    """A pattern for any of `words` that shares their beginnings: many times as quick as a flat alternation."""
    first: dict[str, set] = {}
    for word in filter(None, words):
        first.setdefault(word[0], set()).add(word[1:])
    branches = "|".join(re.escape(c) + trie(tails) for c, tails in sorted(first.items()))
    return f"(?:{branches}){'?' * ('' in words)}" if branches else ""


@cache
def _words():
    """The pattern of number words with clitics; for each its letter, value, length of clitics, definite, suffix."""
    known: dict[str, tuple] = {}
    for row in lexicon.rows("number_words"):
        up, _, down = row["value"].partition("/")
        word, kind, value = fold(row["word"]), row["kind"], Decimal(up) / Decimal(down or 1)
        letter = "x" if kind == "ten" and value == 10 else _LETTERS.get(kind, "")
        if power := _SCALES.get(value.adjusted() if kind in ("scale", "accusative", "dual", "plural") else 0):
            letter = power[{"plural": 1, "dual": 2}.get(kind, 0)]
        for clitics in _CLITICS:
            definite = clitics.endswith(("ال", "لل"))
            code = "%" if letter == "h" and clitics == "بال" else letter
            entry = code, value, len(clitics) - 2 * clitics.endswith("ال"), definite
            for suffix in _SUFFIXES.get(kind, ("",)):
                if not clitics or clitics + word + suffix not in known:
                    known[clitics + word + suffix] = *entry, len(suffix)
    return re.compile(rf"[^ء-ي]({trie(set(known))})(?![^\W\d_])"), known


@cache
def _grammar():
    """The grammar of the code. Between atoms stands a sign: space, w (و), . (فاصلة) or | (no neighbours)."""
    scales = "".join(sorted(_SCALE))
    below = "(?:[up] x|[up]wt|[uxte])"
    small = f"(?:[Hh] [up]wt|(?:H|[uDY] h|h)(?:w{below})?|{below})"
    part = "(?:u g|f)"
    group = f"(?:(?:{small}|[DF])w{part}|u g|{small}|[DFfY])"
    chains = [f"(?:{part}(?: [{scales}])?|(?:{small}|[DFY])(?:w{part})?(?! [{scales}]))"]  # after the last scale
    for one, many, two in _SCALES.values():
        times = f"(?:{group} )?[K{one}] {one}|" if one in "KM" else f"(?:{group} )?K {one}|"  # مئة ألف مليون، ألف ألف
        chains.insert(0, f"(?:{times}{group} [{one}{many}]|[{one}{two}])(?:w(?:{'|'.join(chains)}))?")
    plural = f"[cg{''.join(s[1] for s in _SCALES.values())}]"
    return re.compile(f"(?P<cardinal>(?:{small}\\.{small}|D\\.D)(?: [{scales}])?|{'|'.join(chains[:-1])})"
                      f"|(?P<fraction>u g|f)|(?P<small>{group})|(?P<ordinal>[oO] x|[oO]wt|o)"
                      f"|(?P<plural>{plural}(?: {plural})*)"
                      f"|(?P<multiple>i)|(?P<decade>z)|(?P<date>d)|(?P<percent>%)|(?P<unreadable>U(?: [{scales}])*)")


def read_numbers(text: str) -> list[Number]:
    """Every number of a folded text, in order, without overlap."""
    pattern, known = _words()
    atoms = digit_atoms(text)
    for m in pattern.finditer("\n" + text):
        letter, value, clitics, definite, suffix = known[m[1]]
        start = m.start() + clitics
        if m[1] == "واحد" and text.startswith(" عشر", m.end() - 1):
            letter, start = "p", start + 1  # وأحد عشر
        if letter:
            if letter == "h" and definite and text[start - 3:start] in ("في ", "من "):
                letter = "%"  # 5 في المئة
            atoms.append((start, m.end() - 1 - suffix, letter, value, definite, ""))
    atoms.sort()
    code, end = [], -9
    for start, stop, letter, *_ in atoms:
        gap = _GAP.fullmatch(text, end, start) if start - end < 12 else None
        sign = "|" if not gap or (start == end and letter in "DYFUd") else gap[1] or " "
        code += ("w" if sign == "و" else sign if sign in "| " else "."), letter
        end = stop
    found, at = [], 0
    for run in "".join(code[1:]).split("|"):  # a run of neighbours; most are one atom
        size = len(run) // 2 + 1
        if run in _SINGLE:
            start, stop, letter, value, definite, flag = atoms[at]
            kind, scale = _SINGLE[run], None
            if kind == "cardinal":
                scale, value = value, value * (2 if letter.isdecimal() else 1)
            elif kind in _VALUES:
                value = _VALUES[kind]
            found.append(Number(start, stop, value, "cardinal" if kind == "small" else kind, not text[start].isalpha(),
                                definite, flag, scale))
        elif size > 1:
            found += [_number(text, m.lastgroup, m[0], atoms[at + m.start() // 2:at + m.end() // 2 + 1])
                      for m in _grammar().finditer(run)]
        at += size
    return found


def _number(text, kind, code, atoms) -> Number:
    """The number that the grammar found in these atoms."""
    point, last = code.find("."), atoms[-1]
    scale = last[3] if kind == "cardinal" and last[2] in _SCALE else None
    if point > 0:  # ثلاثة فاصلة خمسة (مليون)
        low = _sum(atoms[point // 2 + 1:len(atoms) - bool(scale)])
        value = (_sum(atoms[:point // 2 + 1]) + low.scaleb(-len(str(low)))) * (scale or 1)
    elif kind in ("cardinal", "small", "fraction"):
        value = _sum(atoms)
    elif kind == "ordinal":
        value = sum(a[3] for a in atoms)
    else:
        value = _VALUES.get(kind)
    digits = any(not text[a[0]].isalpha() for a in atoms)
    kind = "cardinal" if kind == "small" else kind
    return Number(atoms[0][0], last[1], value, kind, digits, atoms[0][4], atoms[0][5], scale)


def _sum(atoms) -> Decimal:
    """Groups below a thousand, each times its scale."""
    total, group, scale, before = Decimal(0), None, None, ""
    parts = [(a[2], a[3]) for a in atoms]
    for k in (k for k, (letter, _) in enumerate(parts) if letter == "g"):  # ثلاثة أرباع
        parts[k - 1:k + 1] = [("", Decimal(0)), ("f", parts[k - 1][1] * parts[k][1])]
    for letter, value in parts:
        if letter in _SCALE:
            if group is None and scale and before in ("K", "M") and value >= scale:  # ألف مليون
                total *= value
            elif before != "f" or group is not None:  # not the second million of مليون ونصف المليون
                total += (1 if group is None else group) * value * (2 if letter.isdecimal() else 1)
            group, scale = None, value
        elif letter == "f" and scale and group is None:
            total += value * scale  # مليون ونصف
        elif letter == "h" and group:
            group *= 100
        elif letter:
            group = (group or 0) + value
        before = letter
    return total + (group or 0)
