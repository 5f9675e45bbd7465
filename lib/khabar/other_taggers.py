"""Another model in the embedded tagger's place: any transformers token-classification model as a `tag` function."""

from collections.abc import Callable

from . import lexicon


def huggingface(model: str, batch: int = 16) -> Callable[[list[list[str]]], list[list[str]]]:
    """A tagger for find_entities from a transformers model: its name on the hub or its folder.

    Needs the extra `models`. A word takes the label of its first piece; a sentence longer than the model reads is
    cut between words; labels are mapped by lexicon/tagger_labels.csv, and ValueError names those it does not hold.
    """
    import torch
    from transformers import AutoModelForTokenClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(model, use_fast=True)
    network = AutoModelForTokenClassification.from_pretrained(model).eval()
    tags = {int(i): tag for i, tag in _tags(network.config.id2label).items()}
    room = min(tokenizer.model_max_length, getattr(network.config, "max_position_embeddings", 512)) \
        - tokenizer.num_special_tokens_to_add()

    def read(pieces: list[list[str]]) -> list[list[str]]:
        coded = tokenizer(pieces, is_split_into_words=True, padding=True, truncation=True, return_tensors="pt",
                          max_length=room + tokenizer.num_special_tokens_to_add())
        with torch.inference_mode():
            best = network(**coded).logits.argmax(-1).tolist()
        found = [["O"] * len(words) for words in pieces]
        for n in range(len(pieces)):
            for place, word in reversed(list(enumerate(coded.word_ids(n)))):  # backwards: the first piece wins
                if word is not None:
                    found[n][word] = tags[best[n][place]]
        return found

    def tag(sentences: list[list[str]]) -> list[list[str]]:
        pieces = [piece for words in sentences for piece in _pieces(words, tokenizer, room)]
        found = (t for i in range(0, len(pieces), batch) for row in read(pieces[i:i + batch]) for t in row)
        return [[next(found) for _ in words] for words in sentences]

    return tag


def _tags(labels: dict[int, str]) -> dict[int, str]:
    """The BIO tag of each of a model's labels; an entity's first word may be B- or not marked at all."""
    types = {row["label"]: row["type"] for row in lexicon.rows("tagger_labels")}
    split = {i: label.upper().rpartition("-")[::2] if label[1:2] == "-" else ("I", label.upper())
             for i, label in labels.items()}
    if unknown := sorted({label for _, label in split.values()} - {*types, "O"}):
        raise ValueError(f"labels that lexicon/tagger_labels.csv does not hold: {', '.join(unknown)}")
    return {i: f"{'B' if position in ('B', 'S', 'U') else 'I'}-{types[label]}" if types.get(label) else "O"
            for i, (position, label) in split.items()}


def _pieces(words: list[str], tokenizer, room: int) -> list[list[str]]:
    """The words in runs that the model can read at once."""
    runs, left = [], 0
    for word in words:
        need = len(tokenizer(word, add_special_tokens=False)["input_ids"])
        if need > left or not runs:
            runs.append([])
            left = room
        runs[-1].append(word)
        left -= need
    return runs
