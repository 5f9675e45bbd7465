"""Numbers in digits that name or date something: decrees, roads, telephones, titles, list numbers, days, years."""

import re

from . import lexicon
from .cue_words import look
from .number_context import PROCLITIC, after_month, company, has_neighbour, in_sequence, roles
from .number_words import Number
from .units import Unit, is_person, unit_after

_YEARS = lexicon.words("number_context", role="year_before")
UNNAMED = {"date", "time", "identifier", "list_number"}  # reasons that leave no counted noun
_GLUED = re.compile(r"[A-Za-z_]\Z|[^\W\d_][-_/]\Z|\d[+:]\Z|= ?\Z|(?<![^\W\d_])[^\W\d_وفبلك]\Z")
_RUN = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}\Z")
_CHAIN = re.compile(r"\d[-–]\d{1,4}[-–]\Z")  # 1-3-2-4
_CONTACT = re.compile(r" (\w+) ?[:,]? ?\d")  # الرمز البريدي 11411 هاتف 4870000
_CODES = re.compile(r"(?: \w+)?(?: ?[،,]| او| و) ?")  # 88548 الاتصالات، 636250 موبايلي
_LATIN = re.compile(r"[A-Za-z]| ?[-–]? ?[A-Za-z]{2}")
_MONTH_AFTER = re.compile(  # من ذلك الشهر، 27 منه، 15 (يناير)، 27 و31 يوليو
    r" من(?:ه\b| (?:ذلك |هذا |نفس |كل )?(?:ال)?(\w+))| ?\((\w+)\)|(?: ?(?:و|،|,|-|الي |او ) ?\d{1,2}){1,9} (\w+)")
_DATE_TO = re.compile(r" (?:الي|حتي) \d{1,2} ?/ ?\d")  # من 1 إلى 30/11
_PERIOD = re.compile(r"الفتره (?:ما )?(?:من|بين) \Z")  # خلال الفترة من 8 إلى 10
_TO = re.compile(r" (?:الي|حتي) (\d{3,5})(?![\d.,])")
_YEAR_TO = re.compile(r"(?: الي | ?[-–] ?| وحتي | و)((?:1[5-9]|20)\d\d)(?!\d)")  # بين 1814 و1864
_EACH = re.compile(r" لل\w+ و")  # 81 عاما للرجال و88 للنساء
_VERSE, _VERSE_BEFORE = re.compile(r": ?\d"), re.compile(r"\d: ?\Z")  # (مز 23: 1)
_SLASH = re.compile(r" ?/")
_DASH = re.compile(r" ?[-–:] ?\d")
_BY, _BY_BEFORE = re.compile(r" ?[×xX*] ?(\d+(?:[.,]\d+)?)"), re.compile(r"\d ?[×xX*] ?\Z")  # 4 × 6
_CITY = re.compile(r" \w{3,} ")  # ص.ب 80204 جدة 21589
_BULLET, _ITEM = re.compile(r" ?(?:[-–)ـ](?!\d)|[.:](?:\s|\Z))"), re.compile(r" ?[-–)](?! ?\d)|\.\s")
_AMOUNT = re.compile(r"(?<!\w)[وفبل]?(?:ال)?(?:عدد|بلغ|[يت]بلغ)")
_TITLE = re.compile(r"[«“”″\"(](?!ب(?:ال|نسب|معدل|واقع|قيم|نحو|حوالي|عدد))(?:\w{1,30} ){1,2}\Z")  # «خليجي 23»
_LETTERS = tuple("ابتثجحدرزسشصعغقمن")  # «م 91»
_LETTERED = re.compile(r" ?\w{1,3}[»”\"]")  # «قاصف 2 كي»
_CLOSING = ("»", "”", '"', ")", "″")
_THE = re.compile(r"(?:\A|\W)[وفبل]?ال ?[«“\"(]?\Z")


def named(text: str, n: Number, u: Unit, left: str, previous) -> str:
    """Why a number in digits with no unit or a counted noun is a date, a time, a list number, a name; or empty.

    left: the word before it; previous: the quantity before it, for lists of years and decrees.
    """
    line, before, after = text[n.start:n.end], text[max(n.start - 40, 0):n.start], text[n.end:n.end + 12]
    alone, known, right = u.kind == "unknown", roles(left), roles(u.word)
    if alone and before[-1:] == "(" and n.value < 130 and after.startswith(" و") and "sport" in company(text, n):
        return "time"  # محرز (18 و25 من ركلة جزاء)
    if "clock_before" in known or "clock_after" in right:
        return "time"
    contact = _CONTACT.match(text, n.end, n.end + 30)
    if "address" in right and n.value % 100 > 10 and u.word[-1] != "ا":
        return "identifier"  # مقرها 12 شارع كذا
    if _glued(before, after, alone) or _BY_BEFORE.search(before) or (contact and "contact" in roles(contact[1])):
        return "identifier"
    if _dated(text, n, u, left, known, right):
        return "date"
    if previous and previous.why and (why := _continued(text, n, u, previous, alone)):
        return why
    vague = not n.scale and (alone or not (u.name == "person" or u.word[-1] in "اه" or u.word.endswith("ات")))
    if "code_before" in known or "named_after" in right or (vague and "identifier_before" in known) or (
            _in_gazette(left, before) or (alone and _is_name(text, n, left, before, after))):
        return "identifier"
    if line.isdecimal() and n.value < 100 and _numbers_a_list(text, n, before, after, alone):
        return "list_number"
    return "ordinal" if alone and not n.scale and _THE.search(before[-6:]) else ""


def _in_gazette(left: str, before: str) -> bool:
    """الأمر عدد 512، الرائد الرسمي عدد 47: a number of a law, as the Maghreb writes it."""
    return left == "عدد" and any("identifier_before" in roles(w) for w in before.split()[-4:-1])


def _glued(before, after, alone: bool) -> bool:
    """Whether letters stand at a number as in names: F16, نكسوس7."""
    if _CHAIN.search(before[-12:]) or _GLUED.search(before[-2:]) or _LATIN.match(after):
        return True
    run = alone and _RUN.search(before)
    if not run or PROCLITIC.fullmatch(run[0]):
        return False
    return before[run.start() - 1:run.start()].isdecimal() or not (look(run[0]).roles or look(run[0]).direction)


def _dated(text, n: Number, u: Unit, left: str, known, right) -> bool:
    line, before = text[n.start:n.end], text[max(n.start - 40, 0):n.start]
    if not (line.isdecimal() or line[1:].isdecimal()):
        return False
    to = _TO.match(text, n.end) if u.kind == "unknown" and left == "من" else None
    if to and n.value / 2 < int(to[1]) < n.value * 2 and _next_unit(text, to) in ("money", "measure"):
        return False  # من 2000 إلى 2200 جنيه
    old = u.kind == "unknown" and 1500 <= n.value < 1900 and (left in ("في", "وفي") or (
        left == "بين" and _next_unit(text, _YEAR_TO.match(text, n.end)) == "unknown"))
    if left in _YEARS and 30 <= n.value < 100:
        return True  # المحتل عام 48
    if old or (u.kind == "unknown" and n.value <= 31 and "day_before" in known):
        return True  # وفي 1861، يومي 14 و17
    if _PERIOD.search(before) or _day(n, text[n.end:n.end + 24], right) or _year(text, n, u, known, right):
        return True
    return 1950 < n.value < 2040 and bool(_THE.search(before[-6:]) or (left == "في" and n.value % 10))


def _continued(text, n: Number, u: Unit, previous, alone: bool) -> str:
    """Why the number before this one is no claim, if this one goes on from it."""
    gap = text[previous.end:n.start]
    if previous.why in UNNAMED:
        if text[n.start - 1:n.start] == "(" and gap[:1] == ")" and previous.number.value == n.value - 1:
            return previous.why  # (1) كذا و(2) كذا
        codes = previous.why == "identifier" and min(n.value, previous.number.value) > 9999 and _CODES.fullmatch(gap)
        if codes or _goes_on(text, n, gap, previous) if alone else u.kind == "noun" and _listed(n, u, gap, previous):
            return previous.why  # قرارا 1696 و1737, 2015-2016
    elif previous.why in ("age", "duration") or (previous.why == "ordinal" and previous.number.digits):
        to = gap in (" الي ", " حتي ", " وحتي ") or (_EACH.fullmatch(gap) and text.startswith(" لل", n.end))
        if alone and to and not n.scale:
            return previous.why  # من ثلاث ساعات إلى 6، المركز 11 حتى 15
    whole = alone and text.endswith(" من اصل ", 0, n.start)  # خاض 24 مباراة من أصل 38
    return previous.why if whole else ""


def _listed(n: Number, u: Unit, gap: str, previous) -> bool:
    """عامي 2015 و2016 متذرعا، القاعات 1 و2 و3 بمركز: does a number go on from such a one, though a word follows?"""
    more = 1900 <= n.value <= 2099 if previous.why == "date" else u.word[0] == "ب"
    return gap.strip() == "-" or (gap.strip() == "و" and more)


def _goes_on(text, n: Number, gap: str, previous) -> bool:
    """Does a bare number after such a gap go on from a name or a time: a list, a post code, a minute of a match?"""
    scored, link = "،" in gap and n.value < 130 and "sport" in company(text, n), gap.strip("،, و-–+×xX*")
    return scored or not link or (link in ("الي", "حتي", "مقابل") and (previous.why != "date" or n.value < 2100)) or (
        previous.why == "identifier" and n.value > 999 and not n.scale and bool(_CITY.fullmatch(gap)))


def _is_name(text, n: Number, left: str, before, after) -> bool:
    """Whether a bare number names something: a decree, a road, an index, a telephone, a title, a size."""
    line = text[n.start:n.end]
    if (left.isascii() and left.isalpha()) or "race" in roles(left):
        return True
    closed = after[:1] in _CLOSING or _LETTERED.match(after)
    title = closed and (len(left) > 1 or left in _LETTERS) and not n.scale and _TITLE.search(before)
    if title and (title[0][0] != "(" or line.isdecimal()):
        verb = look(left).form == "verb" or {"stop", "report", "level", "verb"} & look(left).roles
        return not (verb or _AMOUNT.search(before) or {"stop", "person_before"} & roles(left))
    if _next_unit(text, _BY.match(text, n.end)) in ("unknown", "noun"):
        return True  # صور ٤×٦
    if not line.isdecimal():
        return False
    if len(line) > 7 or (line[0] == "0" and len(line) > 1) or re.match(r" ?\+ ?\d", after):
        return True
    if before.endswith("&#") or before[-1:] + after[:1] in ("()", "«»"[:2 * (len(line) < 4)]):
        return not (_AMOUNT.search(before) or "person_before" in roles(left))
    verse = "(" in before[-10:] and (_VERSE.match(after) or _VERSE_BEFORE.search(before))
    if verse or _messaged(left, before, after):
        return True
    if before.rstrip(" ")[-1:] == "/" or _SLASH.match(after):
        return True
    if len(line) < 3 and (any("title_event" in roles(w) for w in before.split()[-4:]) or (
            before.endswith((" - ", " – ")) and after[:1] in ("", "\n") and not before[-4:-3].isdecimal())):
        return not _AMOUNT.search(before)  # مهرجان صيف طيبة 36، خواطر - 4
    named = left[:2] == "ال" and before[-1:] != "و" and len(left) > 3 and left[-1] not in "،,"
    led_on = _DASH.match(after) or after.startswith((" الي ", " مقابل "))
    return named and not _AMOUNT.search(before) and not led_on


def _next_unit(text, m) -> str:
    """The kind of unit behind another number, if there is one."""
    return unit_after(text, m.start(1), m.end(1), None)[0].kind if m else ""


def _messaged(left: str, before: str, after: str) -> bool:
    """أرسل sms إلى 88548، إرسال 6 إلى 806655."""
    if left not in ("الي", "علي"):
        return "message" in roles(left) and after.startswith(" الي ")
    return any("message" in roles(w) for w in before.split()[-6:])


def _numbers_a_list(text, n: Number, before, after, alone: bool) -> bool:
    opening = before.rpartition("\n")[2]
    if not opening.strip(" (") and len(opening) < 4:
        return bool(_BULLET.match(after)) or in_sequence(text, n)
    item = before[-1:] == "." == after[:1] or (_ITEM.match(after) and has_neighbour(text, n))
    return alone and bool(item)  # ... عضوا. 13- وكيل


def _day(n: Number, after: str, right) -> bool:
    """A day of a month: «24 شوال», «23 من الشهر الحالي»."""
    m = _MONTH_AFTER.match(after)
    return n.value <= 31 and bool({"month", "this"} & right or _DATE_TO.match(after) or (m and (
        {"month", "this"} & roles(m[m.lastindex]) if m.lastindex else m)))  # 27 منه


def _year(text, n: Number, u: Unit, left, right) -> bool:
    """A year: 1900 to 2099, or 1380 to 1460 (Hijri), or smaller after «عام», unless it plainly counts something."""
    near = {"date_before", "month"} & left or after_month(text, n.start) or "date_after" in right
    likely = 1900 <= abs(n.value) <= 2100 or 1380 <= abs(n.value) <= 1460  # a dash may be no minus
    if near or u.kind == "unknown":
        least = 100 if u.kind == "unknown" else 1000
        counts = u.word[-1:] in ("ا", "ه") or u.word.endswith("ات") or is_person(u.word)
        if u.kind == "noun" and not likely and (n.value > 2100 or counts):
            return False  # هذا العام 7846 طالبا، في نوفمبر 1043 لغما
        return bool(likely or (near and (n.value >= least or ("month" in left and n.value <= 31))))
    if not 1950 <= n.value <= 2040:  # first of all: a remainder of more than 28 digits raises
        return False
    return not (is_person(u.word) or u.word[-1] in "اه" or u.word.endswith("ات") or n.value % 100 == 0)
