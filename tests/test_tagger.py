"""The embedded tagger: shape, validity, robustness, and that it has learnt something."""

import subprocess
import sys
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khabar import tagger
from khabar.tagger import TAGS, tag, tag_documents

WORDS = st.one_of(
    st.text(alphabet="اأبتجدرسعفقكلمنهويةى", min_size=1, max_size=12),
    st.text(max_size=20),  # marks, controls, spaces, the empty word
    st.sampled_from(["وزير", "بغداد", "«", "٣٥٪", "\ud800", "\x00", "ﷲ", "a" * 500, "ـ", "🙂"]),
)


def _spans(words, tags):
    """(text, type) of every entity."""
    found = []
    for word, label in zip(words, tags, strict=True):
        if label[0] == "B":
            found.append([word, label[2:]])
        elif label[0] == "I":
            found[-1][0] += " " + word
    return {tuple(item) for item in found}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.lists(WORDS, max_size=12), max_size=8))
def test_the_tags_have_the_shape_of_the_words_and_are_valid(sentences):
    tags = tag(sentences)
    assert [len(s) for s in tags] == [len(s) for s in sentences]
    for sentence in tags:
        for before, label in zip(["O", *sentence], sentence, strict=False):
            assert label in TAGS
            assert label[0] != "I" or before[2:] == label[2:]
    assert tag(sentences) == tags


@pytest.mark.parametrize("nothing", [[], [[]], [[], []]])
def test_no_words_no_tags(nothing):
    assert tag(nothing) == [[] for _ in nothing]


def test_a_sentence_without_end():
    words = ["وصل", "الرئيس", "الروسي", "فلاديمير", "بوتين", "إلى", "القاهرة", "اليوم", "."] * 1200
    assert len(tag([words])[0]) == len(words)


@pytest.mark.parametrize(("sentence", "expected"), [
    ("وصل الرئيس الروسي فلاديمير بوتين إلى القاهرة اليوم .", {("فلاديمير بوتين", "PERS"), ("القاهرة", "LOC")}),
    ("قال الأمين العام للأمم المتحدة كوفي عنان في نيويورك إن الوضع في العراق خطير .",
     {("للأمم المتحدة", "ORG"), ("كوفي عنان", "PERS"), ("نيويورك", "LOC"), ("العراق", "LOC")}),
    ("ارتفعت أسعار الخبز في الأسواق خلال الأسبوع الماضي .", set()),
])
def test_plain_news_sentences(sentence, expected):
    words = sentence.split()
    assert _spans(words, tag([words])[0]) == expected


def test_documents_tagged_together_have_the_tags_that_each_has_alone():
    from khabar import mentions, paths, read_article

    documents = [mentions.read(read_article(file)).document for file in sorted(paths.SEEDS.glob("*.txt"))]
    documents += [[], [[]], *([sentence] for sentence in documents[0]), [["بوتين"], []]]
    assert sum(map(len, documents)) > 50
    assert tag_documents(documents) == [tag(document) for document in documents]
    assert tag_documents([]) == []


def test_spelling_with_marks_is_the_same_word():
    plain, marked = ["في", "بغداد", "اليوم"], ["في", "بَغْدَاد", "اليـــوم"]
    assert tag([plain]) == tag([marked])


def test_a_name_is_recognised_by_its_other_occurrence_in_the_document():
    """The layer between the two LSTMs: alone the second sentence has no evidence for the name."""
    stems, ends = [0, 1, 2, 1], [0, 2, 4]
    key = tagger.np.array([[1.0], [2.0], [3.0], [5.0]], dtype="float32")
    met = tagger._pool(key, tagger.np.array(stems), tagger.np.array(ends))
    assert met[:, 0].tolist() == [1, 5, 3, 5]


@pytest.mark.parametrize(("word", "stem"), [
    ("وروسيا", "روسيا"), ("للعراق", "العراق"), ("بالقاهرة", "القاهره"), ("لندن", "لندن"), ("واشنطن", "واشنطن"),
    ("باريس", "باريس"), ("", ""), ("و", "و"),
])
def test_stems_take_clitics_off_but_leave_names_whole(word, stem):
    assert tagger._network().lexicon.row(word)[0] == stem


def test_the_same_tags_under_any_hash_seed():
    code = ("from khabar.tagger import tag; import hashlib; w = 'قال وزير الخارجية سيرجي لافروف في موسكو'.split();"
            "print(tag([w, w[::-1]]))")
    runs = {subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}, text=True,
                           capture_output=True, check=True).stdout for seed in "012"}
    assert len(runs) == 1


def test_importing_the_tagger_loads_no_model():
    assert tagger._network.cache_info().maxsize is None
    code = "import khabar.tagger as t; assert t._network.cache_info().currsize == 0"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_model_is_small_and_carries_its_notice():
    folder = files("khabar").joinpath("model")
    assert sum(len(file.read_bytes()) for file in folder.iterdir() if file.is_file()) <= 6_000_000
    notice = folder.joinpath("MODEL.md").read_text("utf-8")
    for must in ("CC BY-SA 4.0", "ANERsys", "WikiFANE", "Wikipedia contributors", "train_tagger.py"):
        assert must in notice
