"""Why a number can be no claim: dates, clock times, ages, ranks, scores, names ... told by the words beside it."""

import re

from .number_context import company, in_sequence, roles, word_before
from .number_words import Number
from .units import Unit, is_person

UNNAMED = {"date", "time", "identifier", "list_number"}  # reasons that leave no counted noun
_ALWAYS = {"ordinal": "ordinal", "decade": "date", "plural": "bare_plural", "percent": "bare_plural",
           "unreadable": "unreadable"}
_ENDING = re.compile(r"(?:ه|ها|هم)\Z")
_GLUED = re.compile(r"[A-Za-z_]\Z|[^\W\d_][-_/]\Z|\d\+\Z|(?<![^\W\d_])[^\W\d_وفبلك]\Z")
_CHAIN = re.compile(r"\d[-–]\d{1,4}[-–]\Z")  # 1-3-2-4
_CONTACT = re.compile(r" (\w+) ?:? ?\d")  # الرمز البريدي 11411 هاتف 4870000
_LATIN = re.compile(r"[A-Za-z]| ?[-–]? ?[A-Za-z]{2}")
_MONTH_AFTER = re.compile(  # من الشهر، 27 منه، 15 (يناير)، 27 و31 يوليو
    r" من(?:ه\b| (?:ال)?(\w+))| ?\((\w+)\)|(?: ?(?:و|،|,|-|الي |او ) ?\d{1,2}){1,9} (\w+)")
_DATE_TO = re.compile(r" (?:الي|حتي) \d{1,2} ?/ ?\d")  # من 1 إلى 30/11
_PERIOD = re.compile(r"الفتره (?:ما )?(?:من|بين) \Z")  # خلال الفترة من 8 إلى 10
_SLASH = re.compile(r" ?/")
_DASH = re.compile(r" ?[-–:] ?\d")
_CITY = re.compile(r" \w{3,} ")  # ص.ب 80204 جدة 21589
_BULLET = re.compile(r" ?[-–.)ـ:](?:\s|\Z)")
_AMOUNT = re.compile("عدد|بلغ")
_TITLE = re.compile(r"[«“\"(](?!ب(?:ال|نسب|معدل|واقع|قيم|نحو|حوالي|عدد))\w{3,30} (?:\w{2,30} )?\Z")  # «خليجي 23»
_THE = re.compile(r"(?:\A|\W)[وفبل]?ال ?\Z")


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
        known = roles(u.word)
        return "date" if "not_share" in known else "idiom" if "halved" in known else ""  # نصف سنوي، نصف الدسم
    again = u.name == "m" and previous and previous.why == "identifier" and text[previous.end:n.start] == " و"
    named = {"gauge", "race" if u.name in ("m", "km") else ""} & roles(word_before(text, n.start))
    if u.kind == "measure" and (named or again):
        return "identifier"  # عيار 21 قيراطا، سباقي 100 و200 متر
    if u.kind == "metre":
        return "date" if 1000 <= n.value <= 2100 and text[n.start:n.end].isdecimal() else ""
    if u.kind == "time":
        return _time(text, n, u)
    if u.kind in ("money", "measure") and 1900 <= n.value < 2100 and "date_before" in roles(word_before(text, n.start)):
        return "date"  # في العام 1985 قدم استقالته
    if u.kind in ("money", "measure", "percent"):
        turned = u.word == "درجه" and n.value in (180, 360)
        return "idiom" if turned or (u.kind == "percent" and n.value >= 100 and not n.digits) else ""
    if u.kind == "rating":
        return "ordinal"
    left = word_before(text, n.start)
    if "age" in roles(left) or (previous and previous.why == "age" and u.kind == "unknown" and (
            text[previous.end:n.start].strip("،, ") == "و")):
        return "age"  # أعمارهم 3 و5 و14 سنة
    if text[n.start - 1:n.start] in tuple("«“\"") and "title_before" in roles(left):
        return "identifier"  # مبادرة «100 مليون صحة»
    if n.scale and n.bare in (1, n.scale) and not n.digits and "wish" in roles(u.word):
        return "idiom"  # ألف مبروك، مليون مرة
    if u.kind in ("unknown", "noun"):
        best = "best_before" in roles(left) and left[:2] != "ال"  # أفضل 300 جامعة; not الربع الأول 7.8 مليون
        if best or (u.kind == "unknown" and "rank_before" in roles(left)):
            return "ordinal"
        if n.digits and (why := _named(text, n, u, left, previous)):
            return why
    return _few(text, n, u, left)


def _ratio(text, n: Number, u: Unit) -> str:
    """«3/4» is a fraction, beside a match a score; «17/11» a day and a month, after «رقم» a name."""
    left = word_before(text, n.start)
    if left == "رقم" or "identifier_before" in roles(left):
        return "identifier"
    if u.kind not in ("money", "measure") and "sport" in company(text, n):
        return "score"
    day, _, month = text[n.start:n.end].rpartition("/")
    if n.kind == "fraction":
        return ""
    if not (day.isdecimal() and month.isdecimal()):  # also a scale word after it
        return "unreadable"
    return "date" if 0 < int(day[:9]) <= 31 and 0 < int(month[:9]) <= 12 else "unreadable"


def _time(text, n: Number, u: Unit) -> str:
    """A number of years, days ...: a date («1436 هـ»), somebody's age, else a duration."""
    if "date_after" in roles(u.word):
        return "date"
    before = text[max(0, n.start - 30):n.start]
    bracketed = before[-1:] == "(" and re.match(r" [^\s)]+\)", text[n.end:n.end + 12])
    return "age" if bracketed or any("age" in roles(w) for w in before.split()[-4:]) else "duration"


def _named(text, n: Number, u: Unit, left: str, previous) -> str:
    """Dates, times, list numbers and names written in digits."""
    line, before, after = text[n.start:n.end], text[max(n.start - 40, 0):n.start], text[n.end:n.end + 12]
    alone, plain, known, right = u.kind == "unknown", line.isdecimal(), roles(left), roles(u.word)
    if previous and previous.why in UNNAMED and before[-1:] == "(" and previous.number.value == n.value - 1 and (
            text[previous.end:previous.end + 1] == ")"):
        return previous.why  # (1) كذا و(2) كذا
    if alone and before[-1:] == "(" and n.value < 130 and after.startswith(" و") and "sport" in company(text, n):
        return "time"  # محرز (18 و25 من ركلة جزاء)
    contact = _CONTACT.match(text, n.end, n.end + 30)
    glued = _CHAIN.search(before[-12:]) or _GLUED.search(before[-2:]) or _LATIN.match(after)
    if glued or (contact and "contact" in roles(contact[1])):
        return "identifier"
    if "clock_before" in known or "clock_after" in right:
        return "time"
    if (plain or line[1:].isdecimal()) and (
            _PERIOD.search(before) or _day(n, text[n.end:n.end + 24], right) or _year(n, u, known, right)
            or (1950 < n.value < 2040 and (_THE.search(before[-6:]) or (left == "في" and n.value % 10)))):
        return "date"
    whole = before.endswith(" من اصل ")  # خاض 24 مباراة من أصل 38; من ثلاث ساعات إلى 6
    if previous and previous.why and alone and (whole or (
            previous.why == "duration" and text[previous.end:n.start] == " الي ")):
        return previous.why
    gap = text[previous.end:n.start] if previous and previous.why in UNNAMED else None
    if gap is not None and (_listed(n, u, gap, previous.why) if u.kind == "noun" else (
            alone and _goes_on(text, n, gap, previous.why))):
        return previous.why  # قرارا 1696 و1737, 2015-2016
    vague = not n.scale and (alone or not (u.name == "person" or u.word[-1] in "اه" or u.word.endswith("ات")))
    named = left in ("رقم", "ص.ب") or (vague and "identifier_before" in known)
    if named or (alone and _is_name(line, left, before, after)):
        return "identifier"
    opening = before.rpartition("\n")[2]
    if plain and n.value < 100 and not opening.strip(" (") and len(opening) < 4 and (
            _BULLET.match(after) or in_sequence(text, n)):
        return "list_number"
    return "ordinal" if alone and not n.scale and _THE.search(before[-6:]) else ""


def _listed(n: Number, u: Unit, gap: str, why: str) -> bool:
    """عامي 2015 و2016 متذرعا، القاعات 1 و2 و3 بمركز: does a number go on from such a one, though a word follows?"""
    more = n.digits and 1900 <= n.value <= 2099 if why == "date" else u.word[0] == "ب"
    return gap.strip() == "-" or (gap.strip() == "و" and more)


def _goes_on(text, n: Number, gap: str, why: str) -> bool:
    """Does a bare number after such a gap go on from a name or a time: a list, a post code, a minute of a match?"""
    scored, link = "،" in gap and n.value < 130 and "sport" in company(text, n), gap.strip("،, و-+")
    return scored or not link or (link in ("الي", "حتي") and (why != "date" or n.value < 2100)) or (
        why == "identifier" and bool(_CITY.fullmatch(gap)))


def _is_name(line, left, before, after) -> bool:
    """Whether a bare number names something: a decree, a road, an index, a telephone."""
    if (left.isascii() and left.isalpha()) or "race" in roles(left):
        return True
    if not line.isdecimal():
        return False
    if len(line) > 7 or (line[0] == "0" and len(line) > 1) or re.match(r" ?\+ ?\d", after):
        return True
    if left == "عدد" and after.startswith(" لسنه"):
        return True  # القانون عدد 16 لسنة 2014
    if before.endswith("&#") or (after[:1] in ("»", "”", '"', ")") and _TITLE.search(before) and len(left) > 3):
        return not _AMOUNT.search(before)
    if before[-1:] + after[:1] == "()":
        return not _AMOUNT.search(before)
    if before.rstrip(" ")[-1:] == "/" or _SLASH.match(after):
        return True
    if len(line) < 3 and any("title_event" in roles(w) for w in before.split()[-4:]):
        return not _AMOUNT.search(before)  # مهرجان صيف طيبة 36
    named = left[:2] == "ال" and before[-1:] != "و" and len(left) > 3 and left[-1] not in "،,"
    led_on = _DASH.match(after) or after.startswith((" الي ", " مقابل "))
    return named and not _AMOUNT.search(before) and not led_on


def _day(n: Number, after: str, right) -> bool:
    """A day of a month: «24 شوال», «23 من الشهر الحالي»."""
    m = _MONTH_AFTER.match(after)
    return n.value <= 31 and bool({"month", "this"} & right or _DATE_TO.match(after) or (m and (
        {"month", "this"} & roles(m[m.lastindex]) if m.lastindex else m)))  # 27 منه


def _year(n: Number, u: Unit, left, right) -> bool:
    """A year: 1900 to 2099, or 1380 to 1460 (Hijri), or smaller after «عام», unless it plainly counts something."""
    near = {"date_before", "month"} & left or "date_after" in right
    likely = 1900 <= abs(n.value) <= 2099 or 1380 <= abs(n.value) <= 1460  # a dash may be no minus
    if near or u.kind == "unknown":
        least = 100 if u.kind == "unknown" else 1000
        counts = u.word[-1:] in ("ا", "ه") or u.word.endswith("ات") or is_person(u.word)
        if u.kind == "noun" and not likely and (n.value > 2100 or counts):
            return False  # هذا العام 7846 طالبا، في نوفمبر 1043 لغما
        return bool(likely or (near and (n.value >= least or ("month" in left and n.value <= 31))))
    if not 1950 <= n.value <= 2040:  # first of all: a remainder of more than 28 digits raises
        return False
    return not (is_person(u.word) or u.word[-1] in "اه" or u.word.endswith("ات") or n.value % 100 == 0)


def _few(text, n: Number, u: Unit, left: str) -> str:
    """Points and goals of matches; numbers in words that are small, or stand for no amount."""
    if n.definite and n.value == 2 and not n.digits:
        return "date"  # الاثنين
    if u.kind in ("point", "sport", "times"):
        near = company(text, n)
        if u.word.startswith("مبارا") or ("sport" in near and "market" not in near):
            return "score"
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
