"""Shared fixtures: the bundled article, the project's root."""

from pathlib import Path

import pytest

import khabar as kh


@pytest.fixture(scope="session")
def root():
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def seed():
    return kh.read_article("shoigu-baghdad")


@pytest.fixture(scope="session")
def dated():
    """A made-up article around a sentence, dated, for the short tests of one stage."""
    return lambda text, published="2025-09-15", country="": kh.Article("t", text, published=published, country=country)
