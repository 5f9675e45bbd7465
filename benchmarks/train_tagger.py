"""Makes lib/khabar/model/tagger.npz: python benchmarks/train_tagger.py DATA  (needs torch and gensim as well).

DATA holds the folders ner and raw. --dev holds out the last sixth of ANERcorp's training part and scores it after
every epoch. Steps, each kept in build/tagger for the next run: word2vec on the raw text; the first layer as a
language model of it in both directions; the tagger, on ANERcorp and, through a head of its own, on WikiFANE Gold,
whose guidelines differ.
"""

import argparse
import lzma
import random
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from eval_entities import f1, read_conll
from torch import nn
from torch.nn.functional import dropout
from torch.nn.utils.rnn import PackedSequence

from khabar.normal import fold
from khabar.tagger import TAGS, WINDOW, read, steps
from khabar.tagger_words import LETTERS, Lexicon

DIMENSIONS, KNOWN = 96, 80_000
CUT = 90  # words; a longer sentence is cut
FILES = {"names-wikidata": 0, "names-wikipedia": 1, "places-arwikicats": 2, "people-clubs-arwikicats": 6}
TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")


def raw_lines(data: Path, name: str) -> list[str]:
    with lzma.open(data / "raw" / f"{name}.xz", "rt", encoding="utf-8") as file:
        return fold(file.read()).lower().split("\n")


def raw_sentences(data: Path):
    """Lists of folded words of the raw text, cut at sentence ends; a digit is 0."""
    for article in raw_lines(data, "arwiki-2017-sample.txt"):
        for sentence in re.split(r"(?<=[.!؟?])\s|¶|\t", article):
            yield re.sub(r"\d", "0", " ".join(TOKEN.findall(sentence))).split()


def name_lists(data: Path) -> dict[str, int]:
    """Word -> bits: Wikidata name, Wikipedia name, city, region, first and further word of a place, person, club."""
    bits: dict[str, int] = {}
    for name, bit in FILES.items():
        for line in raw_lines(data, f"{name}.tsv"):
            cells = line.split("\t")
            words = re.findall(r"[^\W\d_]+", re.sub(r"\(.*", "", cells[0]))
            for i, word in enumerate(words):
                place = cells[-1] != "city" if len(words) == 1 else 2 + (i > 0)
                bits[word] = bits.get(word, 0) | 1 << bit + {2: place, 6: cells[-1] != "person"}.get(bit, 0)
    return bits


def make_lexicon(data: Path) -> tuple:
    """The most frequent words with their vectors, then the words that are only on a list."""
    from gensim.models import Word2Vec

    model = Word2Vec(list(raw_sentences(data)), vector_size=DIMENSIONS, sg=1, window=5, negative=8, sample=1e-4,
                     min_count=3, epochs=8, workers=1)
    vectors = model.wv.vectors[:KNOWN] - model.wv.vectors[:KNOWN].mean(axis=0)
    lists = name_lists(data)
    words = list(dict.fromkeys([*model.wv.index_to_key[:KNOWN], *lists]))
    vectors = np.vstack([four_bits(vectors / vectors.std()), np.zeros((1, DIMENSIONS))])
    return words, vectors.astype(np.float32), bytes(lists.get(word, 0) for word in words)


def four_bits(vectors: np.ndarray) -> np.ndarray:
    """Each row rounded to the 16 values (-7.5 to 7.5) * step, its step chosen for the least error."""
    best, least = None, np.inf
    for reach in (1.6, 1.9, 2.2, 2.5, 2.8):
        step = vectors.std(axis=1, keepdims=True) * reach / 7.5
        rounded = (np.clip(np.floor(vectors / step), -8, 7) + 0.5) * step
        error = ((rounded - vectors) ** 2).sum(axis=1, keepdims=True)
        best = rounded if best is None else np.where(error < least, rounded, best)
        least = np.minimum(error, least)
    return best


class Types:
    """Every word type met, numbered: its stem, its rows of vectors, flags and letters, as tensors."""

    def __init__(self, lexicon: Lexicon):
        self.lexicon, self.numbers, self.stems, self.rows = lexicon, {}, {}, []

    def __call__(self, words: list[str]) -> np.ndarray:
        for word in words:
            if word not in self.numbers:
                self.numbers[word] = len(self.numbers)
                stem, row = self.lexicon.row(word)
                self.rows.append([self.stems.setdefault(stem, len(self.stems)), *row])
        return np.array([self.numbers[word] for word in words])


class Tagger(nn.Module):
    """The network of khabar.tagger.Network, to be trained."""

    def __init__(self, vectors: np.ndarray):
        super().__init__()
        self.vectors = nn.Parameter(torch.tensor(vectors), requires_grad=False)
        self.letters, self.conv = nn.Embedding(len(LETTERS) + 2, 24), nn.Conv1d(24, 64, 3, padding=1)
        self.ahead1, self.back1 = (nn.LSTM(2 * DIMENSIONS + 16 + 64, 128) for _ in "ab")
        self.pool = nn.Linear(256, 64)
        self.ahead2, self.back2 = (nn.LSTM(256 + 64, 96) for _ in "ab")
        self.out = nn.ModuleList(nn.Linear(192, len(TAGS)) for _ in "ab")
        self.transitions = nn.Parameter(torch.zeros(2, len(TAGS), len(TAGS)))
        self.start = nn.Parameter(torch.zeros(2, len(TAGS)))

    def word_features(self, rows: torch.Tensor) -> torch.Tensor:
        own, flags, letters = rows[:, :2], rows[:, 2:18].float(), rows[:, 18:]
        if self.training:  # some word types lose their vectors, as new words do in use
            lost = torch.rand(len(rows)) < 0.08
            own, flags = own.masked_fill(lost[:, None], -1), flags.clone()
            flags[lost, 8:10] = 1
        shape = self.conv(self.letters(letters).transpose(1, 2)).amax(2).relu()
        return torch.cat([self.vectors[own].flatten(1), flags, shape], 1)

    @staticmethod
    def both(ahead, back, x, batch):
        """The two directions of a layer, side by side."""
        packed = [layer(PackedSequence(x[batch[side]], batch["sizes"]))[0].data[batch[side].argsort()]
                  for layer, side in ((ahead, "ahead"), (back, "back"))]
        return torch.cat(packed, 1)

    def layer1(self, batch):
        x = self.word_features(batch["rows"])[batch["word"]]
        return self.both(self.ahead1, self.back1, dropout(x, 0.2, self.training), batch)

    def forward(self, batch):
        hidden = dropout(self.layer1(batch), 0.4, self.training)
        key, stem = self.pool(hidden).tanh(), batch["stem"]
        met = torch.full((int(stem.max()) + 1, 64), -2.0).scatter_reduce(0, stem[:, None].expand_as(key), key, "amax")
        both = self.both(self.ahead2, self.back2, torch.cat([hidden, met[stem]], 1), batch)
        return dropout(both, 0.4, self.training)


def make_batch(sentences: list[np.ndarray], types: Types) -> dict:
    """Sentences of word numbers as tensors: the distinct rows, each word's row and stem, and the steps of the LSTMs."""
    number, word = np.unique(np.concatenate(sentences), return_inverse=True)
    rows = np.array([types.rows[i] for i in number])
    stem = np.unique(rows[:, 0], return_inverse=True)[1][word]
    ends = np.cumsum([0, *map(len, sentences)])
    ahead, back, cut = steps(ends)
    tensors = {"rows": rows[:, 1:], "word": word, "stem": stem, "ahead": ahead, "back": back, "sizes": np.diff(cut)}
    return {"ends": ends, **{name: torch.tensor(value) for name, value in tensors.items()}}


def crf_loss(scores, gold, start, transitions, ends):
    """Negative log-likelihood of the gold tags, by word."""
    total, first, inside = 0, torch.tensor(ends[:-1]), np.ones(len(scores), bool)
    inside[ends[:-1]] = False
    at = torch.tensor(np.flatnonzero(inside))
    good = scores.gather(1, gold[:, None]).sum() + start[gold[first]].sum() + transitions[gold[at - 1], gold[at]].sum()
    ahead, _, cut = steps(ends)
    emitted = scores[torch.tensor(ahead)]
    alpha = start + emitted[:cut[1]]
    for a, b in pairwise(cut[1:]):
        total = total + alpha[b - a:].logsumexp(1).sum()
        alpha = (alpha[:b - a, :, None] + transitions).logsumexp(1) + emitted[a:b]
    return (total + alpha.logsumexp(1).sum() - good) / len(scores)


def train(net: Tagger, corpora: list, types: Types, epochs: int, score):
    """Adam on shuffled windows of neighbouring sentences; the net ends with the running average of its weights."""
    weights = [weight for weight in net.parameters() if weight.requires_grad]
    optimizer, average, done = torch.optim.Adam(weights, betas=(0.9, 0.99)), [w.detach().clone() for w in weights], 0
    for epoch in range(epochs):
        windows = [(head, sentences[a:b]) for head, sentences in enumerate(corpora) for a, b in cuts(len(sentences))
                   if head == 0 or random.random() < 0.5]  # half of WikiFANE an epoch: it is the second domain
        random.shuffle(windows)
        for head, window in windows:
            rate = 2e-3 * min(1, (done + 1) / 200) * max(0.02, 1 - done / (epochs * len(windows)))
            optimizer.param_groups[0]["lr"] = rate
            batch = make_batch([words for words, _ in window], types)
            gold = torch.tensor(np.concatenate([tags for _, tags in window]))
            loss = crf_loss(net.out[head](net(batch)), gold, net.start[head], net.transitions[head], batch["ends"])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(weights, 2.0)
            optimizer.step()
            done += 1
            decay = min(0.998, done / (done + 50))
            for mean, weight in zip(average, weights, strict=True):
                mean.mul_(decay).add_(weight.detach(), alpha=1 - decay)
        with torch.no_grad():
            current = [weight.clone() for weight in weights]
            replace(weights, average)
            print(f"epoch {epoch + 1} of {epochs}, loss {loss:.3f}", score(), flush=True)
            if epoch + 1 < epochs:
                replace(weights, current)


def replace(weights: list, values: list):
    for weight, value in zip(weights, values, strict=True):
        weight.copy_(value)


def cuts(length: int) -> list[tuple[int, int]]:
    """Windows over `length` sentences, the first of a random size, so that no two epochs have the same."""
    return [*pairwise([0, *range(random.randint(1, WINDOW), length, WINDOW), length])]


def pretrained(data: Path, lexicon: Lexicon) -> dict:
    """The first layer's weights, once it has learnt to foretell the next and the last word (sampled softmax)."""
    net, types, known = Tagger(lexicon.vectors), Types(lexicon), min(30_000, lexicon.known)
    sentences = [types(words[:60]) for words in raw_sentences(data) if len(words) > 5]
    sentences = random.sample(sentences, min(len(sentences), 200_000))
    outputs = nn.functional.normalize(net.vectors[:known])
    heads = nn.ModuleList(nn.Linear(128, DIMENSIONS) for _ in "ab")
    own = np.array([row[1] for row in types.rows])
    count = np.bincount(np.clip(own[np.concatenate(sentences)], -1, known) + 1, minlength=known + 2)[1:-1] + 1.0
    chance = count**0.75 / (count**0.75).sum()
    bias, sharpness = nn.Parameter(torch.tensor(np.log(count / count.sum())).float()), nn.Parameter(torch.tensor(5.0))
    correction = torch.tensor(np.log(chance * 1500)).float()
    layer = [*net.letters.parameters(), *net.conv.parameters(), *net.ahead1.parameters(), *net.back1.parameters()]
    optimizer = torch.optim.Adam([*layer, *heads.parameters(), bias, sharpness], betas=(0.9, 0.98))
    sentences.sort(key=len)
    blocks = [sentences[i:i + 80] for i in range(0, len(sentences), 80)]
    random.shuffle(blocks)
    for done, block in enumerate(blocks):
        optimizer.param_groups[0]["lr"] = 3e-3 * min(1, (done + 1) / 200) * max(0.02, 1 - done / len(blocks))
        batch, loss = make_batch(block, types), 0
        hidden = net.layer1(batch)
        for side, head in enumerate(heads):
            target = np.concatenate([[*own[s[1:]], -1] if side == 0 else [-1, *own[s[:-1]]] for s in block])
            at = torch.tensor(np.flatnonzero((target >= 0) & (target < known)))
            right, wrong = torch.tensor(target)[at], torch.tensor(np.random.choice(known, 1500, p=chance))
            guess = sharpness * head(hidden[at, 128 * side:128 * side + 128])
            score = (guess * outputs[right]).sum(1) + bias[right] - correction[right]
            others = guess @ outputs[wrong].T + bias[wrong] - correction[wrong]
            others = others.masked_fill(wrong == right[:, None], -1e4)
            loss = loss + (torch.cat([score[:, None], others], 1).logsumexp(1) - score).mean()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(layer, 1.0)
        optimizer.step()
    return {name: value for name, value in net.state_dict().items() if re.match("letters|conv|ahead1|back1", name)}


def arrays(net: Tagger, lexicon: Lexicon) -> dict[str, np.ndarray]:
    """What khabar.tagger.read takes: vectors in four bits, weights in eight, each with its scale."""
    state = {name: value.detach().numpy().astype(float) for name, value in net.named_parameters()}
    nested = np.array([[10_000.0 * (after[0] == "I" and before[2:] != after[2:]) for after in TAGS] for before in TAGS])
    saved = {"transitions": state["transitions"][0] - nested, "start": state["start"][0] - nested[0],
             "letters": state["letters.weight"], "conv.bias": state["conv.bias"],
             "conv.weight": state["conv.weight"].transpose(2, 1, 0).reshape(-1, 64),
             "pool.weight": state["pool.weight"].T, "pool.bias": state["pool.bias"],
             "out.weight": state["out.0.weight"].T, "out.bias": state["out.0.bias"]}
    for layer in "12":
        ih, hh, b1, b2 = ([gates(state[f"{side}{layer}.{kind}_l0"]) for side in ("ahead", "back")]
                          for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
        saved[f"{layer}.input"], saved[f"{layer}.recurrent"] = np.concatenate(ih).T, np.stack(hh).transpose(0, 2, 1)
        saved[f"{layer}.bias"] = np.concatenate(b1) + np.concatenate(b2)
    for name in [name for name, value in saved.items() if value.ndim > 1 and name != "transitions"]:
        scale = np.abs(saved[name]).max(axis=-2, keepdims=True) / 127
        saved[name], saved[f"{name}.scale"] = np.round(saved[name] / scale).astype(np.int8), scale
    saved["out.bias"] = saved["out.bias"] - 0.3 * np.eye(len(TAGS))[0]  # less O: recall is the weak side (found on dev)
    saved = {name: value if value.dtype == np.int8 else value.astype(np.float32) for name, value in saved.items()}
    step = 2 * np.abs(lexicon.vectors[:-1]).min(axis=1, keepdims=True)  # of 96 values some lie half a step from 0
    nibbles = np.round(lexicon.vectors[:-1] / step + 7.5).astype(np.uint8)
    return saved | {"vectors": nibbles[:, 0::2] | nibbles[:, 1::2] << 4, "vectors.scale": step.astype(np.float16),
                    "words": np.frombuffer("\n".join(lexicon.index).encode(), np.uint8),
                    "lists": np.frombuffer(bytes(lexicon.lists), np.uint8)}


def gates(weight: np.ndarray) -> np.ndarray:
    """From PyTorch's order (in, forget, cell, out) to in, forget, out, cell; the gates halved, for tanh."""
    enter, keep, cell, leave = np.split(weight, 4)
    return np.concatenate([enter / 2, keep / 2, leave / 2, cell])


def kept(file: Path, make):
    """What `make` returns, kept in `file` for the next run."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        torch.save(make(), file)
    return torch.load(file, weights_only=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--dev", action="store_true", help="hold out and score the last sixth of ANERcorp")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--work", type=Path, default=Path("build/tagger"), help="where the steps are kept")
    parser.add_argument("--out", type=Path, default=Path("lib/khabar/model/tagger.npz"))
    args = parser.parse_args()
    random.seed(1)
    np.random.seed(1)
    torch.manual_seed(1)
    torch.set_num_threads(1)
    lexicon = Lexicon(*kept(args.work / "lexicon.pt", lambda: make_lexicon(args.data)))
    types, net = Types(lexicon), Tagger(lexicon.vectors)
    net.load_state_dict(kept(args.work / "layer1.pt", lambda: pretrained(args.data, lexicon)), strict=False)
    news, wiki = (read_conll(args.data / "ner" / f"{name}.train.conll") for name in ("anercorp", "wikifane_gold"))
    dev = news[len(news) * 5 // 6:] if args.dev else []
    corpora = [[(types(words[i:i + CUT]), [*map(TAGS.index, tags[i:i + CUT])]) for words, tags in corpus
                for i in range(0, len(words), CUT)] for corpus in (news[:len(news) - len(dev)], wiki)]
    train(net, corpora, types, args.epochs, lambda: dev and f1([tags for _, tags in dev],
          read(arrays(net, lexicon)).tag([words for words, _ in dev])))
    np.savez_compressed(args.work / "dev.npz" if args.dev else args.out, **arrays(net, lexicon))


if __name__ == "__main__":
    main()
