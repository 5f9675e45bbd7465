"""What the embedded tagger knows of a word: vectors of it and of its stem, the name lists it is on, its shape."""

import re
from array import array
from functools import lru_cache

import numpy as np

from .normal import fold

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءپچڤگ0abcdefghijklmnopqrstuvwxyz.-"
_LETTER = {letter: i for i, letter in enumerate(LETTERS, 2)}
_BITS = [[byte >> i & 1 for i in range(7, -1, -1)] for byte in range(256)]
_DIGIT = re.compile(r"\d")
_CLITICS = re.compile(r"^(?:و?[بكف]?ال|و?لل|و)(?=...)")


class Packed:
    """Vectors of 4 bits a value and a scale each, as they lie in the file, and a row of zeros; [rows] unpacks some."""

    def __init__(self, nibbles: np.ndarray, scale: np.ndarray):
        self.nibbles, self.scale = (np.vstack([part, np.zeros_like(part[:1])]) for part in (nibbles, scale))

    def __len__(self):
        return len(self.nibbles)

    def __getitem__(self, rows: np.ndarray) -> np.ndarray:
        packed = self.nibbles[rows]
        values = np.stack([packed & 15, packed >> 4], axis=-1).reshape(*rows.shape, -1).astype(np.float32) - 7.5
        return values * self.scale[rows].astype(np.float32)


class Lexicon:
    """What is known of word types: their vectors (the last row stands for none) and the name lists they are on."""

    def __init__(self, words: list[str], vectors: np.ndarray | Packed, lists: bytes):
        self.index = {word: i for i, word in enumerate(words)}
        self.vectors, self.lists, self.known = vectors, lists, len(vectors) - 1
        self.row = lru_cache(1 << 14)(self._row)

    def stem(self, word: str) -> str:
        """The most frequent of the readings of a folded word with clitics and article off; one rule for the unknown."""
        ranked = [(self.index[reading], reading) for reading in _readings(word) if reading in self.index]
        rank, reading = min(ranked, default=(self.known, ""))
        return reading if rank < self.known else ranked[0][1] if ranked else _CLITICS.sub("", word, count=1)

    def _row(self, raw: str) -> tuple[str, array]:
        """A word's stem and its features: rows of its own and its stem's vector, 16 flags, 14 letters."""
        word = _DIGIT.sub("0", fold(raw)).lower()
        stem = self.stem(word)
        own, bare = self.index.get(word, -1), self.index.get(stem, -1)
        lists = (self.lists[own] if own >= 0 else 0) | (self.lists[bare] if bare >= 0 else 0)
        own, bare = (rank if rank < self.known else -1 for rank in (own, bare))
        letters = [_LETTER.get(letter, 1) for letter in (word if len(word) <= 14 else word[:7] + word[-7:])]
        row = [own, bare, *_BITS[lists], own < 0, bare < 0, "0" in word, not any(map(str.isalnum, word)),
               word.isascii() and word.isalpha(), stem != word, word.startswith("ال"), len(word) < 3,
               *letters, *[0] * (14 - len(letters))]  # fmt: skip
        return stem, array("i", row)  # half the memory of a list


def _readings(word: str):
    yield word
    for rest in (word, word[1:])[:1 + (word[:1] in ("و", "ف") and len(word) > 3)]:
        if rest is not word:
            yield rest
        if rest.startswith("لل") and len(rest) > 4:
            yield from ("ال" + rest[2:], rest[2:])
        elif rest[:1] in ("ب", "ك", "ل") and rest[1:3] == "ال" and len(rest) > 5:
            yield from (rest[1:], rest[3:])
        elif rest.startswith("ال") and len(rest) > 4:
            yield rest[2:]
        elif rest[:1] in ("ب", "ك", "ل") and len(rest) > 3:
            yield rest[1:]
