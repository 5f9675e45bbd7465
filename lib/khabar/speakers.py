"""Who says it: the source a sentence names, after قال (lexicon/reporting_verbs.csv), after بحسب, or before a colon."""

from .clauses import QUOTES, Sentence, clause_start
from .clitics import look_up
from .cue_words import CONJUNCTIONS, PUNCTUATION, VERB
from .lexicon import words
from .normal import fold
from .nouns import chunk, trim
from .source_names import THAT, source_name

Range = tuple[int, int]
_ABOUT = frozenset(("عن", "في", "من", "علي", "حول", "بشان"))
_AS = frozenset(("ما", "كما", "حسبما"))
_TELLS = frozenset(("added", "adding", "source", "report", "forecast", "learnt", "said_in", "its_forecast"))


def sources(s: Sentence) -> list[tuple[int, str, int]]:
    """Who says it: (token from which on, the noun phrase, the token that announces it), in order of the sentence."""
    found: list[tuple[int, str, int]] = []
    starts = [int(s.words[0] in "-–—*"), *(j + 1 for j, w in enumerate(s.words[:-2]) if w == s.words[j - 1] == ".")]
    for a in starts:  # the line, and what follows two points
        colon = next((k for k in range(a + 1, min(a + 9, len(s.words))) if s.words[k] == ":"), 0)
        colon = next((k for k in range(a + 1, colon) if s.words[k] == "ل"), colon)  # الوزير لـ«الجريدة»:
        named = 0 < colon < a + 6 and not s.has(a, "text") and not any(
            s.known[k].ends or s.has(k, "agency") for k in range(a, colon))
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
        return source_name(s, v + 1) if first and v < j and s.has(v + 1, "body", "title") else ""
    if s.has(j, "source"):
        starts = last in PUNCTUATION or word not in ("حسب", "وفق") or s.has(j + 1, "voice")  # else: depending on
        skipped = 2 if s.words[j + 1] in ("لما", "ما") else s.words[j + 1] == "ل"  # وفقا لما نشره موقع
        skipped += skipped == 2 and s.has(j + 3, "about")  # بحسب ما أشارت إليه تقارير
        a = min(j + 1 + skipped, len(s.words) - 1)
        a += s.has(a, "forecast") and s.has(a + 1, "body", "title", "voice")  # بحسب توقعات صندوق النقد
        return source_name(s, a, quoted=True) if starts else ""
    if s.has(j, "said_in") and s.words[j + 1] == "في" and s.has(j + 2, "voice"):  # جاء في بيان
        return source_name(s, j + 2)
    if s.has(j, "learnt"):  # حسبما علم لدى مديرية الأمن
        return source_name(s, j + 2) if last in _AS and s.words[j + 1] in ("لدي", "من") else ""
    if s.has(j, "its_forecast"):
        a = clause_start(s, j)
        return s.slice((a + 1, j)) if 1 < j - a < 7 and s.known[a].direction else ""  # خفض البنك توقعاته
    if s.has(j, "report"):
        if _says_nothing(s, j):
            return ""
        said = not THAT.isdisjoint(s.words[j + 1:j + 4])
        if said and first and s.has(j - 1, "relative"):  # الملياردير الروسي فلان الذي أعلن أمس أنه
            return trim(s, chunk(s, clause_start(s, j - 1), j - 1))
        nested = said and s.words[clause_start(s, j) - 1] == "ان"  # يشير التقرير إلى أن الحكومة أعلنت أن
        subject = (first or nested) and (word[0] not in CONJUNCTIONS or j == 0)
        named = j + 1 + s.has(j + 1, "about")  # ما صرح به الوزير
        return (source_name(s, named) if last != "قد" else "") or (_before(s, j - (last == "قد")) if subject else "")
    if s.has(j, "added"):  # وزاد الرويس أن
        return source_name(s, j + 1) if not THAT.isdisjoint(s.words[j + 2:j + 6]) else ""
    told = s.has(j - 1, "report") or s.has(j - 2, "report")
    led = s.known[j + 2].prefix[:1] == "ب" if j + 2 < len(s.words) else False  # توقعات تجار بارتفاعه
    return source_name(s, j + 1) if (led or s.has(j + 1, "voice", "body", "title")) and not told else ""


def _says_nothing(s: Sentence, j: int) -> bool:
    """Is the reporting verb at j none here: هو ما يظهر، عدم ذكر اسمه، قدرت ثروته بـ5، رصد له 5، يضيف 20%؟"""
    word, following = s.words[j].lstrip(CONJUNCTIONS), s.words[j + 1:j + 11]
    if s.has(j - 1, "genitive") or (s.words[j - 1] == "ما" and s.words[j - 2].lstrip("و") in ("هو", "هي")):
        return True
    if s.has(j + 1, "idiom") or following[:1] in (["له"], ["لها"]):
        return True
    if "توصل" in word and "اتفاق" in following:
        return True  # توصل الفريق إلى اتفاق مع
    if "اقر" in word and THAT.isdisjoint(following):
        return True  # أقر المجلس توزيع أرباح
    if word[:3] == "قدر" and any(w in ("ب", "بنحو", "بحوالي", "#") for w in following[:3]):
        return True
    amount = next((k for k in range(j + 1, j + 4) if s.words[k:k + 1] == ["#"]), 0)
    return bool(amount) and s.quantity(amount).unit != "person" and all(
        s.has(k, "stop") and s.words[k] not in THAT for k in range(j + 1, amount))


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
