"""Where sentences end, and what is a heading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import khabar as kh


def _split(text):
    return kh.split_sentences(kh.Article("t", text))


@pytest.mark.parametrize("text", [
    # each | is an end that must be found, and there is no other
    "قال الوزير نعم.| ثم خرج.",
    "هل خرج؟| نعم!| لا أعلم…| ربما...| انتهى.",
    "قال د. محمد علي إن أ. سمير و م. أحمد غابوا.| وحضر أ.د. خالد.",
    "التقى ود. سعاد الوفد.| ولم يتكلم.",
    "قالت أ.ف.ب. إن العدد كبير.| وقالت أ. ف. ب. غير ذلك.",
    "كان ذلك في القرن الخامس ق.م. في بابل.| ثم عام 500 ق.م.| وبعده.",
    "توفي عام 833 م. في بغداد.| ثم عام 1436 هـ.| وبقي أثره.",
    "انظر ص. 15 وما بعدها.| ثم ج. 2 من الكتاب.",
    "ارتفع السعر 3.5 في المئة إلى 1,234.5 دولار.| وانخفض ٢٫٥ في المئة.",
    "بلغ العدد 2014.| وزاد.",
    "1. البند الأول.| والثاني.",
    "زوروا موقع khabar.org.| وراسلوا info@khabar.org.| شكرا.",
    "انتهى اللقاء.|وقال الوزير إنه سعيد.| نعم؟|لا.",
    "الشيشان.. أيقونة القوقاز كما قيل.| نعم.",
    'وقال: "انتهى الأمر."| وأضاف أنه سعيد.',
    "قال (وهو متعب.)| ثم نام.",
    "«متى نعود؟» سأل المراسل.| ولم يجبه أحد.",
    '"انتهى الأمر." قال الوزير.| ثم خرج.',
    "سأل: «متى نعود؟»| وأجاب: «غدا!»| ثم سكت.",
    'قال: "نعم"، ثم أضاف: "لا".| وسكت.',
    "وصل Mr. Smith من U.S. أمس.| وغادر Dr. Lee.",
    "قال نعم.\u200f | \u202bثم خرج\u202c.",
    "قال نعم.\u00a0|ثم خرج.",
    "لا؟!| بلى!!| حسنا.",
    "كلمة",
])
def test_ends(text):
    expected = [part.strip(" \u00a0") for part in text.split("|")]
    found = list(_split(text.replace("|", ""))["text"])
    assert [s.strip("\u200f\u202b ") for s in found] == [s.strip("\u200f\u202b ") for s in expected]


def test_lines_are_paragraphs_and_short_ones_without_an_end_headings():
    body = "نص الخبر الأول. وتتمته."
    long = "سطر طويل لا نقطة في آخره " * 6
    table = _split(f"عنوان الخبر\n\n{body}\r\nعنوان فرعي\u2028{body}\nقال الوزير:\n{long}\n \u200f\nخاتمة بلا نقطة")
    assert list(zip(table["paragraph"], table["role"], strict=True)) == [
        (0, "headline"), (1, "body"), (1, "body"), (2, "subheading"), (3, "body"), (3, "body"), (4, "body"),
        (5, "body"), (6, "body"),
    ]  # fmt: skip
    assert list(table["sentence"]) == list(range(9))


HEADLINES = ["بوتين: «لن نتراجع»", 'الوزير: "انتهت الأزمة"', "هل تعود الحرب؟", "الشيشان.. أيقونة القوقاز"]


@pytest.mark.parametrize("line", HEADLINES)
def test_headlines(line):
    assert list(_split(f"{line}\nنص الخبر.")["role"]) == ["headline", "body"]


@pytest.mark.parametrize("text", ["خبر من سطر واحد", "وهل انتهى ذلك؟", "انتهى."])
def test_one_line_is_no_heading(text):
    assert list(_split(text)["role"]) == ["body"]


def test_a_question_within_the_text_is_no_heading():
    assert list(_split("نص الخبر.\nفهل انتهى ذلك؟\nنعم.")["role"]) == ["body", "body", "body"]


def test_the_bundled_article(seed):
    table = kh.split_sentences(seed)
    assert table["paragraph"].max() == 13
    assert list(table.loc[table["role"] == "subheading", "text"]) == [
        "تعزيز التعاون الأمني والاستخباراتي بين مصر وروسيا", "روسيا تدين الهجوم الإسرائيلي على قطر",
    ]  # fmt: skip
    assert len(table) == 18


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200f\n\u202c ", "\x00"])
def test_nothing_visible_is_no_sentence(text):
    table = _split(text)
    assert list(table.columns) == ["article", "start", "end", "text", "paragraph", "sentence", "role"]
    assert table.empty


PIECES = st.sampled_from([*" \n\r.!؟…\"»)«،\u200f\u2028قدم3", "قال", "د.", "ق.م.", "..", "أ. ب."])


@given(st.text() | st.lists(PIECES, max_size=40).map("".join))
def test_sentences_are_the_whole_visible_text_in_order(text):
    table = _split(text)
    rest, last = [], 0
    for row in table.itertuples():
        assert text[row.start:row.end] == row.text
        assert row.start >= last
        assert row.text == row.text.strip()
        assert not set("\r\n\u2028\u2029") & set(row.text)
        rest.append(text[last:row.start])
        last = row.end
    rest.append(text[last:])
    assert not any(c.isalnum() for c in "".join(rest))
