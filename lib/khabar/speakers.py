"""Who says it: the source a sentence names, after قال (lexicon/reporting_verbs.csv), after بحسب, or before a colon."""

import re

from .clauses import QUOTES, Sentence, clause_start
from .clitics import look_up
from .cue_words import CONJUNCTIONS, MASDAR, PUNCTUATION, VERB
from .lexicon import words
from .normal import fold
from .nouns import chunk, trim

Range = tuple[int, int]
_THAT = frozenset(("ان", "انه", "انها", "بان", ":"))
_UNNAMED = frozenset(("مصدر", "مصادر", "مسوول", "مسوولون"))  # said to be somewhere, not by name
_ABOUT = frozenset(("عن", "في", "من", "علي", "حول", "بشان"))
_AS = frozenset(("ما", "كما", "حسبما"))
_TELLS = frozenset(("added", "adding", "source", "report", "forecast", "learnt", "said_in", "its_forecast"))
_BROKEN = re.compile(r"ت\wا\w\w|ا\w\wا\w|ا\wا\wه|صحه|عدد|مقتل")  # إطلاق، أرباح


def sources(s: Sentence) -> list[tuple[int, str, int]]:
    """Who says it: (token from which on, the noun phrase, the token that announces it), in order of the sentence."""
    found: list[tuple[int, str, int]] = []
    starts = [int(s.words[0] in "-–—*"), *(j + 1 for j, w in enumerate(s.words[:-2]) if w == s.words[j - 1] == ".")]
    for a in starts:  # the line, and what follows two points
        colon = next((k for k in range(a + 1, min(a + 9, len(s.words))) if s.words[k] == ":"), 0)
        colon = next((k for k in range(a + 1, colon) if s.words[k] == "ل"), colon)  # الوزير لـ«الجريدة»:
        named = 0 < colon < a + 6 and not s.has(a, "text", "agency") and not any(
            s.known[k].ends for k in range(a, colon))
        if named and fold(name := _bare(s, a, colon)) not in _datelines():
            found.append((a, name, -1))
    for j in [j for j, roles in s.roles.items() if not roles.isdisjoint(_TELLS)]:
        if name := _source(s, j, not found):
            aside = s.words[j - 1] in "،," and (  # «...»، يقول فلان; ، يقول التقرير،
                s.words[j - 2] in QUOTES or s.words[j + 2:j + 3] in (["،"], [","]))
            told = s.words[j - 1].lstrip("و") in _AS  # على ما ذكرت مصادر
            back = not found and (s.has(j, "source") or told or aside)
            found.append((0 if back else j, name, j))
    return sorted(found, key=lambda source: source[0])


def _datelines() -> frozenset[str]:
    """Places that report but do not speak (صفاقس: )."""
    return words("gazetteer", "surface", type="LOC")


def _bare(s: Sentence, a: int, b: int) -> str:
    """The words of [a, b) without a conjunction before them and quotes around them (و«الصحة»: )."""
    a += s.words[a] == "و"
    a, b = (a + 1, b - 1) if b - a > 2 and s.words[a] in QUOTES and s.words[b - 1] in QUOTES else (a, b)
    led = look_up(s.slice((a, a + 1)))[0][0].startswith("و")
    return s.text[s.spans[a][0] + led:s.spans[b - 1][1]]


def _source(s: Sentence, j: int, first: bool) -> str:
    """The source that token j announces: بحسب X; قال X, or X قال if nobody spoke before; توقعات X."""
    word, last = s.words[j], s.words[j - 1]
    if s.has(j, "adding"):  # قرر مجلس البنك خفض الفائدة، متوقعا
        v = next((k for k in range(min(3, j)) if s.has(k, "verb", "report") or VERB.fullmatch(s.words[k])), j)
        return _name(s, v + 1) if first and v < j and s.has(v + 1, "body", "title") else ""
    if s.has(j, "source"):
        starts = last in PUNCTUATION or word not in ("حسب", "وفق") or s.has(j + 1, "voice")  # else: depending on
        skipped = 2 if s.words[j + 1] in ("لما", "ما") else s.words[j + 1] == "ل"  # وفقا لما نشره موقع
        skipped += skipped == 2 and s.has(j + 3, "about")  # بحسب ما أشارت إليه تقارير
        a = min(j + 1 + skipped, len(s.words) - 1)
        a += s.has(a, "forecast") and s.has(a + 1, "body", "title", "voice")  # بحسب توقعات صندوق النقد
        return _name(s, a, quoted=True) if starts else ""
    if s.has(j, "said_in") and s.words[j + 1] == "في" and s.has(j + 2, "voice"):  # جاء في بيان
        return _name(s, j + 2)
    if s.has(j, "learnt"):  # حسبما علم لدى مديرية الأمن
        return _name(s, j + 2) if last in _AS and s.words[j + 1] in ("لدي", "من") else ""
    if s.has(j, "its_forecast"):
        a = clause_start(s, j)
        return s.slice((a + 1, j)) if 1 < j - a < 7 and s.known[a].direction else ""  # خفض البنك توقعاته
    if s.has(j, "report"):
        if last == "ما" and s.words[j - 2].lstrip("و") in ("هو", "هي"):
            return ""  # وهو ما يظهر عودة الاستقرار
        valued = word.lstrip(CONJUNCTIONS)[:3] == "قدر" and any(
            w in ("ب", "بنحو", "بحوالي") or w == "#" for w in s.words[j + 1:j + 4])
        passive = s.has(j + 1, "idiom") or s.words[j + 1] in ("له", "لها")  # رصد له 5 ملايين
        amount = next((k for k in range(j + 1, j + 4) if s.words[k:k + 1] == ["#"]), 0)  # يضيف أكثر من 20%
        alone = amount and s.quantity(amount).unit != "person" and all(
            s.has(k, "stop") and s.words[k] not in _THAT for k in range(j + 1, amount))
        agreed = ("اقر" in word and _THAT.isdisjoint(s.words[j + 1:j + 11])) or ("توصل" in word and "اتفاق" in s.words[j + 1:j + 9])  # توصل الفريق إلى اتفاق مع
        if agreed or s.has(j - 1, "genitive") or valued or passive or alone:  # عدم ذكر اسمه; قدرت ثروته ب 480 مليونا
            return ""
        said = not _THAT.isdisjoint(s.words[j + 1:j + 4])
        if said and first and s.has(j - 1, "relative"):  # الملياردير الروسي فلان الذي أعلن أمس أنه
            return trim(s, chunk(s, clause_start(s, j - 1), j - 1))
        nested = said and s.words[clause_start(s, j) - 1] == "ان"  # يشير التقرير إلى أن الحكومة أعلنت أن
        subject = (first or nested) and (word[0] not in CONJUNCTIONS or j == 0)
        named = j + 1 + s.has(j + 1, "about")  # ما صرح به الوزير
        return (_name(s, named) if last != "قد" else "") or (_before(s, j - (last == "قد")) if subject else "")
    if s.has(j, "added"):  # وزاد الرويس أن
        return _name(s, j + 1) if not _THAT.isdisjoint(s.words[j + 2:j + 6]) else ""
    told = s.has(j - 1, "report") or s.has(j - 2, "report")
    led = s.known[j + 2].prefix[:1] == "ب" if j + 2 < len(s.words) else False  # توقعات تجار بارتفاعه
    return _name(s, j + 1) if (led or s.has(j + 1, "voice", "body", "title")) and not told else ""


def _name(s: Sentence, a: int, quoted: bool = False) -> str:
    """The name that begins at token a: title and name; apposition, relative clause and addressee dropped."""
    if not quoted and (s.words[a] == "ل" or (s.has(a, "media") and s.words[a][0] == "ل")):  # قال لـ«الجريدة» فلان
        a += 1
        a = _closing(s, a) if s.words[a] in '"«“' else a
    near = range(a + 1, min(a + 4, len(s.words) - 1))  # معطيات نشرها المعهد, not الإحصائية التي نشرها
    a = end = next((k + 1 + (s.words[k + 1] in ("من", "عن")) for k in near if s.has(k, "published") and not s.has(k - 1, "relative")), a)
    while end < len(s.words) and end - a < 14 and not (end > a and _ends_name(s, a, end, quoted)):
        end += 1 if s.words[end] not in '"«“' else max(_closing(s, end) - end, 1)
    word = s.words[a]
    if "توقع" in s.words[a - 1] and re.fullmatch(r"\w\wو\w", word) and word not in words("names"):
        return ""  # توقع دخول
    done = not s.has(a, "body", "voice") and re.fullmatch(rf"{MASDAR.pattern}(?:ه|ها|هم)?", word)  # يتوقع استمرار
    marks = done or word in PUNCTUATION or word in "#@()" or (quoted and s.has(a, "criterion"))  # بحسب الجودة
    called = s.has(a - 1, "report") and word in words("names")  # قال فيصل
    shaped = s.has(a, "report", "level") or (VERB.fullmatch(word) and not s.has(a - 1, "report"))
    shaped = shaped or (word[0] == "ل" and bool(VERB.fullmatch(word[1:])))  # لتستقر
    verb = not called and (s.known[a].direction or shaped)
    led = word[0] == "ب" and "ب" in look_up(s.slice((a, a + 1)))[0][0]  # وعدت ببناء
    some = s.words[a:a + 2] == ["عدد", "من"]
    amount = s.has(a, "head") and not (some or quoted) and s.words[min(end, len(s.words) - 1)] not in _THAT
    if marks or verb or led or amount or (s.has(a, "stop") and word[:2] != "هذ"):
        return ""
    return _trim_name(s, a, end)


def _closing(s: Sentence, j: int) -> int:
    """The token after the quoted name that opens at j, or j if it is no short name."""
    return next((k + 1 for k in range(j + 1, min(j + 6, len(s.words))) if s.words[k] in '"»”'), j)


def _ends_name(s: Sentence, a: int, j: int, quoted: bool) -> bool:
    word = s.words[j]
    if word == "ل" and s.has(j - 1, "voice") and s.words[j + 1:j + 2] in (['"'], ["«"], ["“"]):
        return False  # دراسة لـ«الدولية للمعلومات»
    if word in "\"«“":
        apart = _closing(s, j) == j or (s.has(a, "voice") and j > a + 1 and s.words[j - 1] != "ل")
        apart = apart or s.words[j - 1][:2] == "ال"
        return apart and not quoted and not s.has(j + 1, "honorific")
    some = j == a + 1 and s.has(a, "title") and s.words[a][:2] != "ال"  # رئيس تجمع المزارعين
    if some and word not in PUNCTUATION and word not in "#@()»”" and not s.has(j, "report", "stop", "relative"):
        return False
    if word == "علي" and not s.slice((j, j + 1)).endswith("ى"):
        return False  # the name, not the preposition
    pair = s.words[j - 1:j + 1]
    if (word == "عن" and "صادر" in pair[0]) or pair == ["عدد", "من"] or (word == "داخل" and s.words[a] in _UNNAMED):
        return False
    near = range(j + 2, min(j + 5, len(s.words)))
    if word == "في" and s.has(a, "title") and (s.has(j + 1, "body") or any(s.has(k, "honorific") for k in near)):
        return False  # مدير فرع الوزارة في الأحساء المهندس فلان
    own = word == "في" and s.slice((j + 1, j + 2)).endswith(("ه", "ها", "هم"))  # في اجتماعه، في إيجازها
    placed = word == "في" and s.words[j + 1] != "@" and not own and not s.has(j + 1, "statement")
    if placed and (some or s.words[a] in _UNNAMED or s.has(a, "body") or _leads_on(s, j)):
        return False  # مراسل القناة في مدينة البصرة العراقية إن; موظف في وزارة الصحة
    if s.has(j, "stop") and not quoted and all(s.has(k, "title") or s.words[k][:2] == "ال" for k in range(a, j)):
        led = word in ("في", "علي") or (word == "عن" and s.has(j + 1, "body"))
        return not (s.has(a, "title") and led and not own and not s.has(j + 1, "statement"))
    if word == "." and len(s.words[j - 1]) == 1:
        return False  # م. حداد
    return (word in PUNCTUATION or word in "#@()»”" or s.has(j, "report", "level", "verb", "stop", "relative")
            or ((not quoted or "صادر" in word) and s.has(j, "media") and s.words[j + 1] != "عن")
            or bool(s.known[j].direction)
            or (j > a + 1 + 2 * s.has(a, "title") - s.has(a, "honorific") and s.has(j, "title")
                and not s.has(j - 1, "title") and not any(s.has(k, "honorific") for k in range(j, j + 7)))
            or bool(VERB.fullmatch(word) and word not in words("names")) or _object(s, a, j)
            or bool(MASDAR.fullmatch(word) and not s.has(j - 1, "stop", "body", "honorific") and not s.has(j, "body")))


def _leads_on(s: Sentence, j: int) -> bool:
    """Do up to five words after token j lead to what is said (أن)?"""
    that = next((k for k in range(j + 2, min(j + 7, len(s.words))) if s.words[k] in _THAT), 0)
    return bool(that) and not any(s.words[k] in PUNCTUATION or s.words[k] in "#@في" for k in range(j + 1, that))


def _object(s: Sentence, a: int, j: int) -> bool:
    """Does token j begin what is said of (أعلنت الهيئة الوطنية إطلاق رواتب; وثقت منظمة مقتل 27): an indefinite noun?"""
    word = s.words[j]
    hamza = s.slice((j, j + 1))[:1] in ("إ", "أ")  # إلقاء has no article
    if j < a + 1 or s.has(j, "body") or (not hamza and (word[:2] in ("ال", "لل") or s.known[j].prefix)):
        return False
    noun = s.has(j, "head", "rate") or MASDAR.fullmatch(word) or _BROKEN.fullmatch(word) or (
        s.has(a, "body") and word[0] not in "وفبلك")
    return s.words[j + 1] == "#" or s.has(j, "head") or (s.words[j - 1][:2] in ("ال", "لل") and bool(noun))


def _trim_name(s: Sentence, a: int, b: int) -> str:
    named = s.words[a + 1] == "من" or s.has(a + 1, "body") or s.has(a - 1, "source")
    if a >= b or (s.has(a, "text") and not named) or all(len(w) < 2 for w in s.words[a:b]):
        return ""
    while len(s.words[b - 1]) < 2 and s.words[b - 1] not in '"»”':
        b -= 1
    led = s.has(a - 1, "source") and s.words[a][:2] != "لل" and "ل" in look_up(s.slice((a, a + 1)))[0][0]
    start = s.spans[a][0] + led
    return s.text[start:s.spans[b - 1][1]]


def _before(s: Sentence, j: int) -> str:
    """The subject before its verb (تقارير صحفية كشفت)."""
    a = clause_start(s, j)
    if s.words[a].lstrip("و") in _ABOUT:
        return ""  # وعن الخسائر قال
    while a < j and (s.has(a, "stop", "boundary", "level") or s.known[a].direction or s.words[a] in _AS):
        a += 1
    and_ = look_up(s.slice((a, a + 1)))[0][0].startswith("و")  # ومؤسسة الكهرباء تعزو
    named = 0 < j - a <= 8 and not any(s.known[k].ends for k in range(a, j))
    return s.text[s.spans[a][0] + and_:s.spans[j - 1][1]] if named else ""


def speaker(i: int, found: list[tuple[int, str, int]], compared: list[Range]) -> tuple[str, int]:
    """The last source named before quantity i and what announces it; one within a comparison speaks only there."""
    last = "", -1
    for j, source, teller in found:
        inside = next((r for r in compared if r[0] <= j < r[1]), None)
        if j <= i and (not inside or inside[0] <= i < inside[1] + 4):
            last = source, teller
    return last
