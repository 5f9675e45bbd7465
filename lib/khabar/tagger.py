"""The embedded entity tagger: words of a document in, BIO tags out; a few megabytes, CPU, no network.

A BiLSTM-CRF (Huang, Xu and Yu 2015; Lample et al. 2016) over word and stem vectors (word2vec), a character CNN
(Ma and Hovy 2016) and name lists. Between its two layers every word meets the other occurrences of its stem within
the surrounding sentences, so that a name once introduced is found again. benchmarks/train_tagger.py makes it.
"""

from functools import cache
from importlib.resources import files
from itertools import chain, pairwise

import numpy as np
from threadpoolctl import ThreadpoolController

from .tagger_words import Lexicon, Packed

TAGS = ("O", *(f"{position}-{kind}" for kind in ("PERS", "LOC", "ORG", "MISC") for position in "BI"))
WINDOW = 40  # sentences within which a word meets its other occurrences
LONGEST = 60  # words run through the network at once; a longer sentence is cut (costs no F1, saves a tenth of time)


def _numbered(items) -> tuple[dict, np.ndarray]:
    """The distinct items, and for every item its number among them."""
    numbers: dict = {}
    return numbers, np.array([numbers.setdefault(item, len(numbers)) for item in items])


class Network:
    """The trained weights, as train_tagger.py wrote them, and the forward pass in numpy."""

    def __init__(self, weights: dict[str, np.ndarray], lexicon: Lexicon):
        self.w, self.lexicon = weights, lexicon

    def tag(self, documents: list[list[list[str]]]) -> list[list[list[str]]]:
        """The best valid BIO tags of every sentence of some documents."""
        pieces = [[s[i:i + LONGEST] for s in document for i in range(0, len(s), LONGEST)] for document in documents]
        bounds, pieces = np.cumsum([0, *map(len, pieces)]), [*chain.from_iterable(pieces)]
        if not pieces:
            return [[[] for _ in document] for document in documents]
        ends = np.cumsum([0, *map(len, pieces)])
        best = viterbi(self.scores(pieces, bounds), ends, self.w["start"], self.w["transitions"])
        best = iter(best.tolist())
        return [[[TAGS[next(best)] for _ in sentence] for sentence in document] for document in documents]

    def scores(self, sentences: list[list[str]], bounds: np.ndarray) -> np.ndarray:
        """A row of scores, one for each of TAGS, for every word; the sentences one after the other.

        `bounds` are the numbers of the sentences that documents begin with, and their end.
        """
        types, word = _numbered(word for sentence in sentences for word in sentence)
        stems, rows = zip(*map(self.lexicon.row, types), strict=True)
        stem = _numbered(stems)[1][word]
        ends = np.cumsum([0, *map(len, sentences)])
        rows = np.frombuffer(b"".join(rows), np.intc).reshape(len(rows), -1)
        layer1 = self._first(rows, word, ends)
        key = np.tanh(layer1 @ self.w["pool.weight"] + self.w["pool.bias"])
        own = [ends[a:b + 1] for a, b in pairwise(bounds) if a < b]  # no document meets another's words
        met = np.vstack([_pool(key[at[0]:at[-1]], stem[at[0]:at[-1]], at - at[0]) for at in own])
        both = np.hstack([layer1, met])
        del layer1, key, met  # or a long article makes the peak of a worker's memory
        inner = np.arange(ends[-1])
        layer2 = self._lstm(lambda span: (self._input("2", both[span]), inner[:len(both[span])]),
                            self.w["2.recurrent"], ends)
        return layer2 @ self.w["out.weight"] + self.w["out.bias"]

    def _first(self, rows: np.ndarray, word: np.ndarray, ends: np.ndarray) -> np.ndarray:
        known = self._input("1", self._features(rows))
        return self._lstm(lambda span: (known, word[span]), self.w["1.recurrent"], ends)

    def _input(self, layer: str, rows: np.ndarray) -> np.ndarray:
        gates = rows @ self.w[f"{layer}.input"]
        gates += self.w[f"{layer}.bias"]
        return gates

    def _features(self, rows: np.ndarray) -> np.ndarray:
        letters = np.pad(self.w["letters"][rows[:, 18:]], ((0, 0), (1, 1), (0, 0)))
        grams = np.concatenate([letters[:, i:i + 14] for i in range(3)], axis=2) @ self.w["conv.weight"]
        vectors = self.lexicon.vectors[rows[:, :2]].reshape(len(rows), -1)
        shape = np.maximum(grams.max(axis=1) + self.w["conv.bias"], 0)
        return np.hstack([vectors, rows[:, 2:18], shape], dtype=np.float32, casting="same_kind")

    @staticmethod
    def _lstm(inputs, recurrent: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """Both directions of an LSTM. `inputs` gives rows for a span of words, and which of them each word has.

        Their columns are in, forget, out, cell of the one direction, then of the other.
        """
        size = recurrent.shape[1]
        out = np.empty((ends[-1], 2, size), np.float32)
        for first in range(0, len(ends) - 1, 128):
            block = ends[first:first + 129]
            ahead, back, cuts = steps(block - block[0])
            given, row = inputs(slice(block[0], block[-1]))
            given = given.reshape(-1, 4 * size)
            at = 2 * row[np.stack([ahead, back])] + [[0], [1]]
            outputs = np.empty((2, len(ahead), size), np.float32)
            hidden = cell = np.zeros((2, len(block) - 1, size), np.float32)
            for a, b in pairwise(cuts):
                if b - a < 6:  # row by row: BLAS would repack the matrix for each of these small products
                    gates = (hidden[:, :b - a, None] @ recurrent[:, None])[:, :, 0]
                else:
                    gates = hidden[:, :b - a] @ recurrent
                gates += given[at[:, a:b]]  # in place: new memory for each sum would take longer than the sums
                np.tanh(gates, out=gates)
                sigmoid = gates[..., :3 * size]  # sigmoid(2x) = (tanh(x) + 1) / 2: their weights are halved
                sigmoid *= 0.5
                sigmoid += 0.5
                enter, keep, leave, new = (gates[..., i * size:(i + 1) * size] for i in range(4))
                new *= enter
                cell = keep * cell[:, :b - a]
                cell += new
                hidden = outputs[:, a:b]
                np.multiply(leave, np.tanh(cell), out=hidden)
            out[block[0] + ahead, 0], out[block[0] + back, 1] = outputs
        return out.reshape(-1, 2 * size)


def steps(ends: np.ndarray) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """Rows of words step by step, longest sentence first: from the sentences' starts, from their ends; and the cuts."""
    lengths = np.diff(ends)
    order = np.argsort(-lengths, kind="stable")
    step, sentence = np.nonzero(np.arange(lengths.max())[:, None] < lengths[order])
    sentence = order[sentence]
    return ends[sentence] + step, ends[sentence + 1] - 1 - step, [0, *np.cumsum(np.bincount(step)).tolist()]


def _pool(key: np.ndarray, stem: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """For every word the maximum of `key` over the words of its stem in the WINDOW sentences around."""
    met, last = np.empty_like(key), len(ends) - 1
    for first in range(0, last, WINDOW // 2):
        a, b = ends[max(0, first - WINDOW // 4)], ends[min(last, first + WINDOW * 3 // 4)]
        order = np.argsort(stem[a:b], kind="stable") + a
        groups = np.flatnonzero(np.diff(stem[order], prepend=-1))
        inner = slice(ends[first], ends[min(last, first + WINDOW // 2)])
        where = np.searchsorted(stem[order][groups], stem[inner])
        met[inner] = np.maximum.reduceat(key[order], groups)[where]
    return met


def viterbi(scores: np.ndarray, ends: np.ndarray, start: np.ndarray, transitions: np.ndarray) -> np.ndarray:
    """The best sequence of tags of every sentence."""
    ahead, _, cuts = steps(ends)
    scores, pointers, tags = scores[ahead], [], np.empty(len(scores), int)
    best = scores[:cuts[1]] + start
    for a, b in pairwise(cuts[1:]):
        paths = best[:b - a, :, None] + transitions
        pointers.append(paths.argmax(axis=1))
        best[:b - a] = paths.max(axis=1) + scores[a:b]
    last = best.argmax(axis=1)
    for a, b in [*pairwise(cuts)][:0:-1]:
        tags[ahead[a:b]] = last[:b - a]
        last[:b - a] = pointers.pop()[np.arange(b - a), last[:b - a]]
    tags[ahead[:cuts[1]]] = last
    return tags


@cache
def _network() -> Network:
    with files("khabar").joinpath("model", "tagger.npz").open("rb") as file:
        return read(np.load(file))


def read(saved) -> Network:
    """A network from what train_tagger.py wrote: vectors of 4 bits a value, weights of 8, both with scales."""
    words = bytes(saved["words"]).decode().split("\n")
    weights = {name: saved[name].astype(np.float32) * saved.get(f"{name}.scale", np.float32(1)) for name in saved
               if name not in ("words", "vectors", "lists") and not name.endswith(".scale")}
    return Network(weights, Lexicon(words, Packed(saved["vectors"], saved["vectors.scale"]), bytes(saved["lists"])))


def tag(sentences: list[list[str]]) -> list[list[str]]:
    """BIO tags (PERS, LOC, ORG, MISC) of the words of one document, in the same shape."""
    return tag_documents([sentences])[0]


def tag_documents(documents: list[list[list[str]]]) -> list[list[list[str]]]:
    """The tags of several documents: those that `tag` gives each of them, in two thirds of the time.

    A product's last bits depend on how many rows it has, so that a tie of two tags could still fall otherwise.
    """
    with _pools().limit(limits=1, user_api="blas"):
        return _network().tag(documents)


@cache
def _pools() -> ThreadpoolController:
    """Where the threads of matrix products are limited: these are small, and more than one only get in the way."""
    return ThreadpoolController()
