"""Numbers read and written back, every number of any text in one row, no invented value, linear time."""

import json
import math
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from khabar import (
    digit_strings,
    elided,
    lexicon,
    measured,
    not_claims,
    number_context,
    number_names,
    number_words,
    numbers,
    units,
)
from khabar.normal import fold, fold_with_offsets
from khabar.number_words import read_numbers
from khabar.numbers import find_quantities, quantities

REASONS = {"", "date", "time", "ordinal", "age", "duration", "score", "identifier", "idiom", "small_count",
           "bare_plural", "list_number", "unreadable"}
PLAIN = {
    "unit", "ten", "teen", "hundred", "hundreds", "scale", "accusative", "dual", "fraction", "ordinal", "decade",
    "plural",
}
WORDS = sorted(r["word"] for r in lexicon.rows("number_words") if r["kind"] in PLAIN)
OTHER = [*("في", "من", "إلى", "بين", "و", "ريال", "دولار", "مليون", "%", "٪", "سنة", "شخصا", "م2", "م", "المئة"),
         *("عام", "يوليو", "ر", "ـ", "ضعف", "أكثر", "الـ", "قال"),
         *".،,-/()\n$٫٬½²\u200f\u064b"]
ARABIC_TEXT = st.lists(st.sampled_from(WORDS + OTHER + list("0123456789٠١٢٣٤٥٦٧٨٩۴۵۶")), max_size=14).flatmap(
    lambda parts: st.lists(st.sampled_from(["", " ", " و"]), min_size=len(parts), max_size=len(parts)).map(
        lambda gaps: "".join(p + g for p, g in zip(parts, gaps, strict=True))))


def cases(root):
    return [json.loads(line) for line in (root / "tests/gold/numbers.jsonl").read_text("utf-8").splitlines()]


def test_gold_cases(root):
    wrong = []
    for case in cases(root):
        found = find_quantities(case["text"], case["country"] or None)
        rows = [{k: row[k] for k in ("text", "value", "value_high", "unit", "why")} for row in found.to_dict("records")]
        if rows != case["rows"]:
            wrong.append((case["text"], rows, case["rows"]))
    assert not wrong, wrong


def holds(text):
    found = quantities(text)
    last = 0
    for q in found:
        assert last <= q.start < q.end <= len(text)
        last = q.end
        assert q.why in REASONS
        assert all(v is None or math.isfinite(v) for v in (q.value, q.value_high))
        assert q.value is not None or q.why in {"date", "time", "bare_plural", "unreadable"}
    for run in re.finditer(r"\d", text):
        assert sum(q.start <= run.start() < q.end for q in found) == 1, (text, run)


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_any_text(text):
    holds(text)


@given(st.text("0123456789٠٩رخمس.,،/-+½ \u200fـ٫٬%(:", max_size=24))
@settings(max_examples=600, deadline=None, derandomize=True)
def test_any_digit_string(text):
    holds(text)


@given(ARABIC_TEXT)
@settings(max_examples=600, deadline=None, derandomize=True)
def test_arabic_text(text):
    holds(text)


@pytest.mark.parametrize("word", WORDS)
def test_every_number_word_has_its_row(word):
    for text in (word, f"قال إن {word} هنا", f"({word})", f"و{word}،"):
        found = quantities(text)
        assert sum(q.start <= text.index(word) and text.index(word) + len(word) <= q.end for q in found) == 1, text


def test_none_and_nothing_invented():
    assert find_quantities("").empty
    assert find_quantities("لا أرقام هنا أبدا").empty
    frame = find_quantities("آلاف الزوار و5 كتب")
    assert frame["value"].tolist() == [None, 5.0]
    assert frame["value_high"].tolist() == [None, None]
    assert list(frame.columns) == ["article", "start", "end", "text", "value", "value_high", "unit", "why", "flag"]
    for text in ("9" * 10_000, "1" * 400, "1,2,3,4", "مليون " * 400, "²³¹", "1.2.3.4"):
        assert all(q.value is None or 0 < q.value < 1e30 for q in quantities(text)), text[:20]
    assert quantities("9" * 10_000)[0].why == "unreadable"
    assert quantities("²³¹") == []


def test_ambiguous_point_is_flagged():
    flags = {c: (q.value, q.flag) for c in ("SA", "DZ") for q in quantities("بلغ 1.234 طن", c)}
    assert flags == {"SA": (1.234, "point"), "DZ": (1234.0, "point")}
    assert quantities("بلغ ١٫٢٣٤ طن", "DZ")[0].value == 1.234
    assert quantities("دفع 5 دنانير")[0].flag == "currency"


# num2words writes 2,000 as «ألفا», 2,000,000 as «مليونا», and 101,000 as «مائة و ألف ألف»
FAULT = re.compile("ألف ألف|مليون مليون|مليار مليار|^(ألفا|مليونا|مليارا|تريليونا)$")


@pytest.mark.parametrize("seed", range(4))
def test_numbers_written_by_num2words(seed):
    draw = random.Random(seed)
    numbers_ = [*range(seed * 250, seed * 250 + 250), *(draw.randrange(10**k) for k in range(4, 15) for _ in range(30))]
    for n in numbers_:
        words = num2words(n, lang="ar")
        if not FAULT.search(words):
            for spelled in (words, words.replace(" و ", " و"), words.replace("مائة", "مئة")):
                assert [x.value for x in read_numbers(fold(spelled))] == [n], spelled


@given(st.integers(0, 10**12), st.sampled_from(["{:d}", "{:,d}"]), st.booleans())
@settings(max_examples=200, deadline=None, derandomize=True)
def test_digits_in_every_set(n, form, arabic):
    text = form.format(n)
    if arabic:
        text = text.translate(str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬"))
    assert [q.value for q in quantities(f"بلغ {text} طن")] == [float(n)]


@given(st.decimals(0, 99_999, places=2, allow_nan=False, allow_infinity=False))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_decimals_in_every_notation(d):
    whole, part = str(d).split(".")
    for text in (f"{whole}.{part}", f"{whole},{part}", f"{whole}٫{part}", f"{whole}،{part}", f"{part}ر{whole}"):
        assert [q.value for q in quantities(f"بلغ {text} طن")] == [float(d)], text


HOSTILE = ["1", "1,", "1.", "1 ", "1/", "1-", "ر1", "1ر", ",", " ", "مليون ", "مليون و", "ثلاثة ", "ثلاثة و", "ـ",
           "\u064b", "«", "%", "1 111 ", "م", "بال", "خمسة فاصلة ", "1%", "من 1 إلى ", "بين ", "عدد ", "1 ريال ", "½",
           "(1) ", "a1", "و", "1 او "]


@pytest.mark.parametrize("piece", HOSTILE)
def test_linear_on_hostile_runs(piece, linear):
    linear(lambda n: quantities(piece * (n // len(piece))), 8_000)


@pytest.mark.parametrize(
    "module", [number_words, digit_strings, numbers, measured, units, elided, not_claims, number_names, number_context])
def test_every_pattern_is_linear(module, linear):
    patterns = [p for p in vars(module).values() if isinstance(p, re.Pattern)]
    patterns += [number_words._words()[0], number_words._grammar()] if module is number_words else []
    patterns += [units._duals()] if module is units else []
    for pattern in patterns:
        for piece in ("1", " ", "و", "ا", "1,", "ـ", "u", "M ", "Mw", "عدد ", '"'):
            linear(lambda n, p=pattern, piece=piece: sum(1 for _ in p.finditer(piece * n)), 10_000)


def test_folded_text_may_be_given():
    text = "بلغت 3 ملايين طن و30٪"
    assert quantities(text, None, fold_with_offsets(text)) == quantities(text)
