"""Digit strings in every notation of the press: 1,234.5, 1.234,5, 97ر6419, 3/4, 5½, 5 1/2, 12/5/2024, 10:30."""

import re
import unicodedata
from decimal import Decimal

_VULGAR = "½¼¾⅐-⅞"
_DIGITS = re.compile(  # begins with few characters that it need not: so the search skips Arabic letters
    rf"[0-9{_VULGAR}٠-\U0010ffff](?<=[\d{_VULGAR}])(?:(?P<date>\d{{0,3}} ?[/\\] ?\d{{1,2}} ?[/\\] ?\d{{1,4}}"
    r"|\d?(?:[-.]\d{1,2}[-.]| ?[-–] ?\d{1,2} ?[-–] ?)\d{4}"
    r"|\d{3}-\d{1,2}-\d{1,2}|\d?:\d{2}(?::\d{2})?|\d{3}/\d{2,4})(?!\d|[.:/-]\d)"
    r"|\d{0,2}(?:[\u00a0\u2009\u202f ]\d{3}(?!\d))++(?:[.,]\d++)?+"
    rf"|\d*+(?:(?:ر\d++)++|(?:[.,،]\d++)*+))(?: ?(?P<vulgar>[{_VULGAR}])|/(?P<below>\d{{1,2}})(?![\d/])"
    r"| (?P<mixed>1/[2-58]|2/[35]|3/[458]|4/5|[57]/8)(?![\d/]))?")


def digit_atoms(text: str) -> list[tuple]:
    """Each digit string of a folded text: start, end, letter of number_words' code, value, definite (False), flag."""
    return [_atom(text, m) for m in _DIGITS.finditer(text)]


def _atom(text: str, m) -> tuple:
    start, digits, value, flag = m.start(), m[0], Decimal(0), ""
    if digits.isdecimal() and len(digits) < 40 and text[start - 1:start] not in ("-", "−", "+", "."):
        year = len(digits) == 4 and digits[:2] in ("19", "20")  # never «2024 ونصف»
        return start, m.end(), "Y" if year else "D", Decimal(digits), False, ""
    if m["date"]:
        return start, m.end(), "d", None, False, ""
    if part := m["vulgar"] or ("" if digits[0].isdecimal() else digits[0]):
        value, digits = Decimal(str(unicodedata.numeric(part))), digits[:-1].rstrip()
    elif m["mixed"]:
        value, digits = Decimal(m["mixed"][0]) / int(m["mixed"][2]), digits[:-4]
    below = int(m["below"] or 1)
    if digits:
        whole, flag = value_of(digits.partition("/")[0])
        odd = whole is None or (m["below"] and (
            below not in (2, 3, 4, 5, 10) or whole >= below or whole != whole.to_integral_value()))
        value = None if odd else (whole + value) / below
    opens = text[start - 2:start - 1] in ("", " ", "(", "\n")
    if opens and text[start - 1:start] == "." != text[m.end():m.end() + 1] and digits.isdecimal() and value and (
            value < 1000):
        start, value = start - 1, value.scaleb(-len(digits))  # .5
    elif opens and text[start - 1:start] in ("-", "−", "+"):
        start -= 1
        value = value if value is None or text[start] == "+" else -value
    broken = value is not None and value != value.to_integral_value()  # value % 1 raises beyond 28 digits
    letter = "U" if value is None else "f" if (part and not digits) or below > 1 else "F" if broken else "D"
    return start, m.end(), letter, value, False, flag


def value_of(digits: str) -> tuple[Decimal | None, str]:
    """A comma (or ،) before just three digits parts thousands, else decimals; a point parts decimals; ر is reversed."""
    plain = re.sub(r"\s", ",", digits).replace("،", ",") if len(digits) <= 40 else ""
    if plain.isdecimal():
        return Decimal(plain), ""
    if "ر" in plain:
        return value_of(".".join(reversed(plain.split("ر"))))[0], ""
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", plain):
        return Decimal(plain.replace(",", "")), ""
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:\.\d{3}|,\d+)", plain):
        return Decimal(plain.replace(".", "").replace(",", ".")), ""
    if re.fullmatch(r"\d+[.,]\d+", plain):
        return Decimal(plain.replace(",", ".")), "point" * bool(re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", plain))
    return None, ""
