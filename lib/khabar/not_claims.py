"""Why a number can be no claim: dates, clock times, ages, ranks, scores, names ... told by the words beside it."""

import re

from .number_context import company, roles, word_before
from .number_names import named
from .number_words import Number
from .units import Unit

_ALWAYS = {"ordinal": "ordinal", "decade": "date", "plural": "bare_plural", "percent": "bare_plural",
           "unreadable": "unreadable"}
_OF_AGE = re.compile(r"(?: وا?ل?\d\d)? من العمر")
_QUARTER = re.compile(r" [1-4](?![\d.,]| ?[%/])")  # ربع 2
_ENDING = re.compile(r"(?:ه|ها|هم)\Z")


def reason(text: str, n: Number, u: Unit, previous) -> str:
    """Empty, or why the number can be no claim. `previous`: the quantity before it, for lists of years and decrees."""
    if n.digits and "/" in text[n.start:n.end] and n.kind in ("unreadable", "fraction"):
        return _ratio(text, n, u)
    if "_" in (text[n.start - 1:n.start], text[n.end:n.end + 1]):
        return "identifier"  # #مليون_وردة
    if n.kind in _ALWAYS:
        return _ALWAYS[n.kind]
    if n.kind == "date":
        return "time" if ":" in text[n.start:n.end] else "date"
    if u.kind == "part":
        hour = previous and previous.number.kind == "ordinal" and text[previous.end:n.start] in (" و", " وال")
        if hour or text.endswith(" الا ", 0, n.start):
            return "time"  # العاشرة والنصف، الواحدة إلا ربعا
        if "not_share" in roles(u.word) or _QUARTER.match(text, n.end):
            return "date"  # نصف سنوي، ربع 2
        return "idiom" if "halved" in roles(u.word) else ""  # نصف الدسم
    if u.kind in ("money", "measure", "percent", "metre"):
        return _measured(text, n, u, previous)
    if u.kind == "time":
        return _time(text, n, u)
    if u.kind == "rating":
        return "ordinal"
    return _counted(text, n, u, previous)


def _measured(text, n: Number, u: Unit, previous) -> str:
    """Names, years, turns and idioms among percentages, amounts and measures."""
    left = roles(word_before(text, n.start))
    again = u.name == "m" and previous and previous.why == "identifier" and text[previous.end:n.start] == " و"
    if u.kind == "measure" and (again or "gauge" in left or (u.name in ("m", "km") and "race" in left)):
        return "identifier"  # عيار 21 قيراطا، سباقي 100 و200 متر
    if u.name == "kg" and "weight_class" in left and "sport" in company(text, n):
        return "identifier"  # ذهبية وزن 77 كجم
    if u.kind == "metre":
        return "date" if 1000 <= n.value <= 2100 and text[n.start:n.end].isdecimal() else ""
    if u.kind == "percent":
        return "idiom" if n.value >= 100 and not n.digits else ""
    if 1900 <= n.value < 2100 and "date_before" in left:
        return "date"  # في العام 1985 قدم استقالته
    if u.word.startswith("درج") and not n.digits and n.value < 100 and "weather" not in company(text, n):
        return "small_count"  # أربع درجات مهنية
    return "idiom" if u.word == "درجه" and n.value in (180, 360) else ""


def _counted(text, n: Number, u: Unit, previous) -> str:
    """Ages, names, idioms, ranks and small counts among numbers of people and things, and those without a unit."""
    left = word_before(text, n.start)
    if u.word.startswith("جزء") and previous and previous.why == "duration" and text[previous.end:n.start] == " و":
        return "duration"  # 34 ثانية و18 جزءا من المائة
    if "age" in roles(left) or (u.kind == "unknown" and n.value < 130 and _of_age(text, n, previous)):
        return "age"
    if text[n.start - 1:n.start] in tuple("«“\"") and "title_before" in roles(left):
        return "identifier"  # مبادرة «100 مليون صحة»
    if n.scale and n.bare in (1, n.scale) and not n.digits and "wish" in roles(u.word):
        return "idiom"  # ألف مبروك، مليون مرة
    if u.kind in ("unknown", "noun"):
        best = "best_before" in roles(left) and left[:2] != "ال"  # أفضل 300 جامعة; not الربع الأول 7.8 مليون
        nth = u.kind == "unknown" and ("rank_before" in roles(left) or (
            left != _ENDING.sub("", left) and "date_before" in roles(_ENDING.sub("", left))))  # أسبوعها 132
        if best or nth:
            return "ordinal"
        if n.digits and (why := named(text, n, u, left, previous)):
            return why
    return _few(text, n, u, left, previous)


def _ratio(text, n: Number, u: Unit) -> str:
    """«3/4» is a fraction, beside a match a score; «17/11» a day and a month, after «رقم» a name."""
    left = word_before(text, n.start)
    if not {"code_before", "identifier_before"}.isdisjoint(roles(left)):
        return "identifier"
    if u.kind not in ("money", "measure") and "sport" in company(text, n):
        return "score"
    day, _, month = text[n.start:n.end].rpartition("/")
    if n.kind == "fraction":
        return ""
    if not (day.isdecimal() and month.isdecimal()):  # also a scale word after it
        return "unreadable"
    return "date" if 0 < int(day[:9]) <= 31 and 0 < int(month[:9]) <= 12 else "unreadable"


def _of_age(text, n: Number, previous) -> bool:
    """أعمارهم 3 و5 و14 سنة، عن عمر يناهز 80، بين 20 وال25 من العمر."""
    more = previous and previous.why == "age" and text[previous.end:n.start].strip("،, ") == "و"
    return more or bool(_OF_AGE.match(text, n.end)) or any(
        "age" in roles(w) for w in text[max(0, n.start - 30):n.start].rpartition("\n")[2].split()[-4:])


def _time(text, n: Number, u: Unit) -> str:
    """A number of years, days ...: a date («1436 هـ»), somebody's age, else a duration."""
    if "date_after" in roles(u.word):
        return "date"
    bracketed = text[n.start - 1:n.start] == "(" and re.match(r" [^\s)]+\)", text[n.end:n.end + 12])
    return "age" if bracketed or _of_age(text, n, None) else "duration"


def _few(text, n: Number, u: Unit, left: str, previous) -> str:
    """Points and goals of matches; numbers in words that are small, or stand for no amount."""
    if n.definite and n.value == 2 and not n.digits:
        return "date"  # الاثنين
    if u.kind in ("point", "sport", "times"):
        near = company(text, n)
        if u.word.startswith("مبارا") or ("sport" in near and "market" not in near):
            return "score"
        if u.name == "index_point" and not n.digits and 3 <= n.value < 100 and "market" not in near:
            return "small_count"  # ثلاث نقاط: matters
    if u.kind == "noun" and previous and previous.why == "score" and text[previous.end:n.start] == " و":
        return "score"  # 28 نقطة و7 متابعات
    if n.digits or u.kind == "point":
        return ""
    if u.kind == "decade":
        return "duration"
    if n.value == 0 and (left == "شهر" or text[n.start - 2:n.start - 1].isdecimal()):
        return "date"  # صفر
    if n.value < 100:
        return "small_count"
    if n.definite and "date_before" in roles(_ENDING.sub("", left)):
        return "ordinal"  # يومها التسعمئة
    if n.definite and n.scale and "identifier_before" in roles(left):
        return "identifier"  # حرف الألف
    single = u.kind == "unknown" and (n.bare == 1 or n.value == 100)
    if single and (left.startswith(("ال", "لل")) if n.definite else n.scale == 1000 and text[n.end:n.end + 2] != " و"):
        return "ordinal" if n.definite else "idiom"
    return ""
