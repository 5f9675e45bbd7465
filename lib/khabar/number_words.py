"""Reading numbers: digits in every notation of the press, number words of any length, and both together.

`read_numbers` works on folded text. Two patterns find the atoms (a digit string, one number word); a small grammar
joins neighbours: «مليون وستمائة وخمسين ألفا», «110 آلاف و832», «خمسة ونصف مليون», «الحادي والعشرون».
The words are in lexicon/number_words.csv.
"""

import re
import unicodedata
from copy import copy
from dataclasses import dataclass
from decimal import Decimal

from . import lexicon
from .normal import fold

_VULGAR = "½¼¾⅐-⅞"
_FIRST = re.compile(rf"[\d{_VULGAR}]")
_DATE = re.compile(r"(?:\d{1,4} ?[/\\] ?\d{1,2} ?[/\\] ?\d{1,4}|\d{1,2}[-.]\d{1,2}[-.]\d{4}|\d{4}-\d{1,2}-\d{1,2}"
                   r"|\d{1,2}:\d{2}(?::\d{2})?|\d{4}/\d{2,4})(?!\d|[.:/-]\d)")
_DIGITS = re.compile(r"\d{1,3}(?:[\u00a0\u2009\u202f ]\d{3}(?!\d))++(?:[.,]\d++)?+|\d++(?:ر\d++(?!\w)|(?:[.,،]\d++)*+)")
_PART = re.compile(rf" ?([{_VULGAR}])|/(\d{{1,2}})(?![\d/])")
_GAP = re.compile(r"[)\]»\"”″]?[^\S\n]{0,3}+(?:و[^\S\n]{0,3}+)?")
_POINT = re.compile(r" (?:فاصل|فاصله|نقطه) ")
_KINDS: dict[str, tuple[str, Decimal]] = {}
for _row in lexicon.rows("number_words"):
    _up, _, _down = _row["value"].partition("/")
    _KINDS.setdefault(fold(_row["word"]), (_row["kind"], Decimal(_up) / Decimal(_down or 1)))


def trie(words) -> str:
    """A pattern for any of `words` that shares their beginnings: many times as quick as a flat alternation."""
    first: dict[str, set] = {}
    for word in filter(None, words):
        first.setdefault(word[0], set()).add(word[1:])
    branches = "|".join(re.escape(c) + trie(tails) for c, tails in sorted(first.items()))
    return f"(?:{branches}){'?' * ('' in words)}" if branches else ""


_WORD = re.compile(rf"(?:\b|(?<=\d))[وف]??([بكل]??)((?:ال|(?<=ل)ل)??)({trie(set(_KINDS))})(هم|هما|ها|ه|نا)?+(?![^\W\d_])")


@dataclass(slots=True)
class Number:
    """A number as written: first an atom, then what the grammar makes of several."""

    start: int
    end: int
    value: Decimal | None
    kind: str  # of the lexicon, or digits; then: cardinal fraction multiple ordinal plural decade date unreadable
    digits: bool = False
    definite: bool = False
    flag: str = ""
    scale: Decimal | None = None  # the scale word it ends on (million), and its value without it
    bare: Decimal | None = None


def read_numbers(text: str) -> list[Number]:
    """Every number of a folded text, in order, without overlap."""
    atoms, found, i = _atoms(text), [], 0
    while i < len(atoms):
        number, i = _read(text, atoms, i)
        if number:
            found.append(number)
    return found


def _atoms(text: str) -> list[Number]:
    found, at = [], 0
    while first := _FIRST.search(text, at):
        found.append(_digits(text, first.start()))
        at = found[-1].end
    for m in _WORD.finditer(text):
        kind, value = _KINDS[m[3]]
        if kind != "none" and (not m[4] or kind == "fraction"):
            start = m.start(3 if m[2] == "ل" else 2)
            if kind == "hundred" and m[2] and (m[1] == "ب" or text[start - 3:start] in ("في ", "من ")):
                kind = "percent"  # 5 في المئة
            found.append(Number(start, m.end(3), value, kind, definite=bool(m[2])))
    return sorted(found, key=lambda a: a.start)


def _digits(text: str, at: int) -> Number:
    """The digit string at `at`, with sign, decimals and a fraction behind it."""
    if m := _DATE.match(text, at):
        return Number(at, m.end(), None, "date", True)
    if not text[at].isdecimal():
        return Number(at, at + 1, Decimal(str(unicodedata.numeric(text[at]))), "fraction", True)
    m = _DIGITS.match(text, at)
    (value, flag), end, kind = _value(m[0]), m.end(), "digits"
    if value is not None and (part := _PART.match(text, end)):
        end = part.end()
        if part[1]:
            value += Decimal(str(unicodedata.numeric(part[1])))
        elif value < int(part[2]) and value % 1 == 0:
            value, kind = value / int(part[2]), "fraction"
        else:
            value = None
    if text[at - 1:at] in ("-", "−", "+") and text[at - 2:at - 1] in ("", " ", "(", "\n"):
        at -= 1
        value = value if value is None or text[at] == "+" else -value
    return Number(at, end, value, kind if value is not None else "unreadable", True, False, flag)


def _value(digits: str) -> tuple[Decimal | None, str]:
    """A comma (or ،) before just three digits parts thousands, else decimals; a point parts decimals; ر is reversed."""
    plain = re.sub(r"\s", ",", digits).replace("،", ",") if len(digits) <= 40 else ""
    if "ر" in plain:
        return Decimal(".".join(reversed(plain.split("ر")))), ""
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", plain):
        return Decimal(plain.replace(",", "")), ""
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3}){2,}(?:,\d+)?", plain):
        return Decimal(plain.replace(".", "").replace(",", ".")), ""
    if re.fullmatch(r"\d+(?:[.,]\d+)?", plain):
        return Decimal(plain.replace(",", ".")), "point" * bool(re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", plain))
    return None, ""


class _Sum:
    """What has been read: `total` of the finished terms, `group` open below the next scale, `top` the last scale."""

    def __init__(self):
        self.total, self.group, self.top, self.bare, self.kind, self.tail = Decimal(0), None, None, None, "cardinal", False

    def add(self, kind: str, value: Decimal, joined: bool) -> bool:
        """Whether the atom continues the number; if so, it has been added."""
        if kind in ("scale", "accusative", "dual", "plural"):
            return self._scale(value, joined, 2 if kind == "dual" else 1)
        if kind in ("fraction", "fractions"):
            return self._fraction(value, joined, kind == "fractions")
        group = self.group
        if kind in _ALONE:
            return False
        if group is None:
            if self.top and not (joined and value < self.top):
                return False
            self.group = value
        elif kind == "hundred" and not joined and 1 < group < 10:
            self.group = group * 100  # ثلاث مئة
        elif (kind == "ten" and value == 10 and not joined and 0 < group % 100 < 10  # خمسة عشر
              or joined and kind != "digits" and value < 100 <= group and group % 100 == 0  # مئة وخمسة
              or joined and kind == "ten" and value > 10 and 0 < group % 100 < 10 and self.kind == "cardinal"):
            self.group += value  # خمسة وعشرون
        else:
            return False
        return True

    def _scale(self, value, joined, times):
        group, top = self.group, self.top
        if self.tail and not joined and value == top:  # مليون ونصف المليون
            self.tail = False
            return True
        if group is None and top is None:  # مليون, ألفان
            self.bare = Decimal(times)
        elif group is not None and not joined and times == 1 and (top is None or value < top):  # ثلاثة آلاف
            times, self.bare = group, group if top is None else None
        elif group is None and joined and value < top:  # مليون وألفان
            self.bare = None
        elif group is None and not joined and times == 1 and self.bare is not None and self.total * value <= 10**18:
            self.total, self.bare, times = self.total * value, None, 0  # مئة ألف مليون
        else:
            return False
        self.total, self.group, self.top, self.kind = self.total + times * value, None, value, "cardinal"
        return True

    def _fraction(self, value, joined, several):
        if several:
            if joined or self.top or self.group is None or not 1 < self.group < 10:
                return False
            self.group, self.kind = self.group * value, "fraction"  # ثلاثة أرباع
        elif self.group is None and self.top is None:
            self.group, self.kind = value, "fraction"
        elif not joined or self.kind == "fraction" or (self.group or 0) % 1:
            return False
        elif self.group is None:  # مليون ونصف
            self.total, self.bare, self.tail = self.total + value * self.top, None, True
        else:
            self.group += value  # خمسة ونصف
        return True

    def value(self):
        return self.total + (self.group or 0)


_ALONE = {"date", "percent", "unreadable", "decade", "ordinal", "ordinal_part", "multiple", "multiples", "rare_fraction"}


def _gap(text, atoms, k):
    """What parts atom k from the one before it, if they can be one number: "", " ", "و"; else None."""
    gap = text[atoms[k - 1].end:atoms[k].start]
    return gap.strip(" \t\u00a0)]»\"”″") if _GAP.fullmatch(gap) and (gap or not atoms[k].digits) else None


def _read(text: str, atoms: list[Number], i: int) -> tuple[Number | None, int]:
    """The number that begins with atom i (None if that is no number after all), and the atom after it."""
    head, j = atoms[i], i + 1
    if head.kind in _ALONE:
        return _alone(text, atoms, i)
    if head.kind == "plural":  # مئات الملايين: no value
        while j < len(atoms) and atoms[j].kind == "plural" and _gap(text, atoms, j) == "":
            j += 1
        return Number(head.start, atoms[j - 1].end, None, "plural", scale=head.value), j
    read, j, before = _Sum(), i, None
    while j < len(atoms):
        atom, gap = atoms[j], _gap(text, atoms, j) if j > i else ""
        if atom.kind == "part" and not _completed(text, atoms, j) or gap is None:
            break
        if gap and read.group is None:
            before = copy(read), j  # a new term begins: taken back if it proves to be a number of its own
        if not read.add(atom.kind, atom.value, bool(gap)):
            if before and not gap and atom.kind in ("scale", "plural") and read.group is not None:
                read, j = before  # 3 ملايين و5 ملايين
            break
        j += 1
    if j == i:
        return None, i + 1
    number = Number(head.start, atoms[j - 1].end, read.value(), read.kind, any(a.digits for a in atoms[i:j]), head.definite,
                    head.flag or "accusative" * (j == i + 1 and head.kind == "accusative"))
    if read.group is None and read.bare is not None:
        number.scale, number.bare = read.top, read.bare
    return _decimals(text, atoms, number, j)


def _completed(text, atoms, k):
    """Whether a first part of a compound (أحد, اثنا) is followed by its ten."""
    nxt = atoms[k + 1] if k + 1 < len(atoms) else None
    return nxt and nxt.kind == "ten" and _gap(text, atoms, k + 1) == ("" if nxt.value == 10 else "و")


def _alone(text, atoms, i):
    head = atoms[i]
    if head.kind.startswith("ordinal"):
        if _completed(text, atoms, i):  # الخامسة عشرة, الحادي والعشرون
            return Number(head.start, atoms[i + 1].end, head.value + atoms[i + 1].value, "ordinal"), i + 2
        return (None if head.kind == "ordinal_part" else Number(head.start, head.end, head.value, "ordinal")), i + 1
    if head.kind in ("multiple", "multiples"):
        return Number(head.start, head.end, Decimal(2), head.kind, definite=head.definite), i + 1
    return (None if head.kind == "rare_fraction" else head), i + 1


def _decimals(text, atoms, number, j):
    """«ثلاثة فاصلة خمسة» is 3.5."""
    point = _POINT.match(text, number.end)
    if point and j < len(atoms) and atoms[j].start == point.end() and number.value % 1 == 0:
        low, k = _read(text, atoms, j)
        if low and low.kind == "cardinal" and low.value % 1 == 0:
            number.value += low.value.scaleb(-len(str(low.value.to_integral())))
            number.end, number.digits = low.end, number.digits or low.digits
            return number, k
    return number, j
