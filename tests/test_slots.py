"""Slot by slot, on short made-up sentences: one class of rule a row, and why a word was read as it was."""

import pytest

import khabar as kh
from khabar.cue_words import look


def _claims(text, country="", published="2025-09-15"):
    return kh.find_claims(kh.Article("t", text, published=published, country=country)).to_dict("records")


HEDGES = [
    ("بلغ الإنتاج 40 طنا.", "exact"), ("بلغ الإنتاج أكثر من 40 طنا.", "more_than"),
    ("فاق الإنتاج 40 طنا.", "more_than"), ("الإنتاج يزيد على 40 طنا.", "more_than"),
    ("بلغ دون 40 طنا.", "less_than"), ("بلغ نحو 40 طنا.", "about"), ("بلغ 40 طنا تقريبا.", "about"),
    ("الإنتاج يناهز 40 طنا.", "about"), ("الإنتاج لا يقل عن 40 طنا.", "at_least"),
    ("بلغ 40 طنا على الأقل.", "at_least"), ("لا يتجاوز الإنتاج 40 طنا.", "at_most"),
    ("لم يتخط الإنتاج 40 طنا.", "at_most"), ("بلغ كحد أقصى 40 طنا.", "at_most"),
    ("يصل الإنتاج إلى 40 طنا.", "up_to"), ("وصل الإنتاج إلى 40 طنا.", "exact"),
    ("ليصل الإنتاج إلى 40 طنا.", "exact"), ("يتراوح الإنتاج بين 40 و50 طنا.", "between"),
    ("ارتفع الإنتاج من 40 إلى 50 طنا.", "exact"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "hedge"), HEDGES)
def test_hedge(text, hedge):
    assert [c["hedge"] for c in _claims(text)] == [hedge]


KINDS = [
    ("ارتفعت الأرباح 5%.", [("change", "up")]),
    ("تراجعت الأرباح بنسبة 5%.", [("change", "down")]),
    ("ارتفعت الأرباح 5% إلى 40 دولارا.", [("change", "up"), ("level", "up")]),
    ("ارتفعت الأرباح 5% ليصل السهم إلى 40 دولارا.", [("change", "up"), ("level", "up")]),
    ("ارتفعت الأرباح 5% وخسرت الشركة الثانية 3%.", [("change", "up"), ("change", "down")]),
    ("بلغت الأرباح 40 دولارا، بانخفاض نسبته 5%.", [("level", "down"), ("change", "down")]),
    ("بلغت الأرباح 40 دولارا مقابل 50 دولارا.", [("level", "none"), ("level", "none")]),
    ("ارتفعت الأرباح 5%، و3% في الربع الثاني.", [("change", "up"), ("change", "up")]),
    ("تراجع معدل النمو إلى 2.7%.", [("level", "down")]),
    ("بلغ معدل البطالة 12%.", [("level", "none")]),
    ("يعيش 12% من السكان في الريف.", [("share", "none")]),
    ("تراجعت أسهم 57 شركة.", [("level", "none")]),
    ("زاد عدد العاطلين 31 ألفا.", [("change", "up")]),
    ("تضاعفت الأسعار أربع مرات.", [("change", "up")]),
    ("سعره أقل بنسبة 20%.", [("change", "down")]),
    ("انخفض صافي ربح الشركة بنسبة 38%.", [("change", "down")]),
]


@pytest.mark.parametrize(("text", "kinds"), KINDS)
def test_kind_and_direction(text, kinds):
    assert [(c["kind"], c["direction"]) for c in _claims(text)] == kinds


PHRASES = [
    ("measure", "ارتفع سعر خام برنت 5%.", "سعر خام برنت"),
    ("measure", "يعيش 12% من سكان العالم في الريف.", "سكان العالم"),
    ("measure", "رفع البنك المركزي سعر الفائدة 25 نقطة أساس.", "سعر الفائدة"),
    ("measure", "نفذت الوزارة 49 دورة تدريبية.", "دورة تدريبية"),
    ("measure", "بلغ عدد الزوار 49 ألف زائر.", "عدد الزوار"),
    ("measure", "سجلت الشركة زيادة في عدد العملاء بنسبة 5%.", "عدد العملاء"),
    ("measure", "ثلث المصانع في العراق متوقف.", "المصانع"),
    ("period", "ارتفعت الأرباح 5% العام الماضي.", "العام الماضي"),
    ("period", "في العام الماضي ارتفعت الأرباح 5%.", "العام الماضي"),
    ("period", "قال الوزير أمس إن الأرباح بلغت 5 ملايين دولار.", ""),
    ("period", "ارتفعت الأرباح 5% عن العام الماضي.", ""),
    ("period", "بلغ الذهب 5 آلاف دولار وهو أدنى مستوى في ستة أشهر.", ""),
    ("comparison", "ارتفعت الأرباح 5% مقارنة بالعام الماضي.", "مقارنة بالعام الماضي"),
    ("comparison", "باع قصره مقابل 5 ملايين دولار.", ""),
    ("speaker", "قال وزير المالية محمد الأمين إن الدين بلغ 5 ملايين دولار.", "وزير المالية محمد الأمين"),
    ("speaker", "بلغ الدين 5 ملايين دولار، بحسب البنك الدولي.", "البنك الدولي"),
    ("speaker", "وأضاف أن الدين بلغ 5 ملايين دولار.", ""),
    ("speaker", "وأشار خالد علي مدير الشركة، إلى أن الدين بلغ 5 ملايين دولار.", "خالد علي"),
    ("speaker", "وقال المسؤول الذي طلب عدم ذكر اسمه إن الدين بلغ 5 ملايين دولار.", "المسؤول"),
]


@pytest.mark.parametrize(("slot", "text", "phrase"), PHRASES)
def test_phrase(slot, text, phrase):
    assert [c[slot] for c in _claims(text)] == [phrase]


def test_a_period_has_its_dates():
    claim, = _claims("ارتفعت الأرباح 5% في الربع الثاني من 2024.")
    assert (claim["period"], claim["from_date"], claim["to_date"]) == (
        "الربع الثاني من 2024", "2024-04-01", "2024-06-30")


def test_currency_follows_the_country():
    assert [_claims("بلغ الدين 5 ملايين دينار.", c)[0]["unit"] for c in ("KW", "TN")] == ["KWD", "TND"]


@pytest.mark.parametrize(("word", "direction", "prefix"), [
    ("وبارتفاع", "up", "وب"), ("فانخفضت", "down", "ف"), ("الارتفاع", "up", "ال"), ("كتاب", "", "")])
def test_a_word_is_read_without_its_clitics(word, direction, prefix):
    assert (look(word).direction, look(word).prefix) == (direction, prefix)
