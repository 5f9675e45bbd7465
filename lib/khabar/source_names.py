"""The name of a source: title and name, without apposition, relative clause, addressee and what is said."""

import re

from .clauses import Sentence
from .clitics import look_up
from .cue_words import MASDAR, PUNCTUATION, VERB
from .lexicon import words

THAT = frozenset(("ان", "انه", "انها", "بان", ":"))
_UNNAMED = frozenset(("مصدر", "مصادر", "مسوول", "مسوولون"))  # said to be somewhere, not by name
_BROKEN = re.compile(r"ت\wا\w\w|ا\w\wا\w|ا\wا\wه|صحه|عدد|مقتل")  # إطلاق، أرباح


def source_name(s: Sentence, a: int, quoted: bool = False) -> str:
    """The name that begins at token a: title and name; apposition, relative clause and addressee dropped."""
    if not quoted and (s.words[a] == "ل" or (s.has(a, "media") and s.words[a][0] == "ل")):  # قال لـ«الجريدة» فلان
        a += 1
        a = _closing(s, a) if s.words[a] in '"«“' else a
    a = end = _publisher(s, a)
    while end < len(s.words) and end - a < 14 and not (end > a and _ends_name(s, a, end, quoted)):
        end += 1 if s.words[end] not in '"«“' else max(_closing(s, end) - end, 1)
    end = _after_title(s, a, end)
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
    amount = s.has(a, "head") and not (some or quoted) and s.words[min(end, len(s.words) - 1)] not in THAT
    if marks or verb or led or amount or (s.has(a, "stop") and word[:2] != "هذ"):
        return ""
    return _trim_name(s, a, end)


def _after_title(s: Sentence, a: int, end: int) -> int:
    """The end of a name between commas after its title (أمين عام السلطة، المهندس وائل الدويري، إن), or `end`."""
    if not s.has(a, "title") or s.has(a, "honorific") or s.words[end:end + 1] not in (["،"], [","]):
        return end
    k = next((k for k in range(end + 2, min(end + 7, len(s.words) - 1)) if s.words[k] in "،,"), 0)
    named = k and not any(s.known[j].ends or s.words[j] in "#@" for j in range(end + 1, k))
    return k if named and (s.words[k + 1] in THAT or s.words[k + 1] == "@" or s.has(k + 1, "stop")) else end


def _publisher(s: Sentence, a: int) -> int:
    """Where the name begins in معطيات نشرها المعهد، السعر المعلن من المؤسسة (not الإحصائية التي نشرها); else a."""
    near = range(a + 1, min(a + 4, len(s.words) - 1))
    k = next((k for k in near if s.has(k, "published") and not s.has(k - 1, "relative")), a - 1)
    return k + 1 + (k > a and s.words[k + 1] in ("من", "عن"))


def _closing(s: Sentence, j: int) -> int:
    """The token after the quoted name that opens at j, or j if it is no short name."""
    return next((k + 1 for k in range(j + 1, min(j + 6, len(s.words))) if s.words[k] in '"»”'), j)


def _ends_name(s: Sentence, a: int, j: int, quoted: bool) -> bool:
    word = s.words[j]
    if "الاعلي" in s.words[j - 1:j + 1]:
        return word != "الاعلي"  # مجلس القضاء الأعلى
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
    that = next((k for k in range(j + 2, min(j + 7, len(s.words))) if s.words[k] in THAT), 0)
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
