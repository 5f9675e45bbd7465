"""Clitics are split on evidence; words that only look so stay whole."""

import pytest

from khabar.clitics import split_clitics


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("والعراق", ("و", "", "العراق")),
        ("للعراق", ("ل", "", "العراق")),
        ("وللعراق", ("و+ل", "", "العراق")),
        ("العراق", ("", "", "العراق")),
        ("زنزانته", ("", "ه", "زنزانه")),
        ("وزير", ("", "", "وزير")),
        ("فريق", ("", "", "فريق")),
        ("بلاده", ("", "ه", "بلاد")),
        ("سيقول", ("س", "", "يقول")),
    ],
)
def test_divisions(word, expected):
    assert split_clitics([word]) == {word: expected}
