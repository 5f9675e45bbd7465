"""A transformers model as the tagger: a tiny one made here, offline. Needs the extra `models`; `make test-models`."""

import pytest

import khabar as kh
from khabar.entities import huggingface

pytestmark = [pytest.mark.models, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
# A word piece and the label that the model gives it.
PIECES = {"[PAD]": 0, "[UNK]": 0, "[CLS]": 0, "[SEP]": 0, "قال": 0, "محمد": 1, "##ون": 4, "سلمان": 2, "في": 0,
          "روسيا": 3, ".": 0}


def save(folder, labels):
    """A BERT that labels each piece by its embedding alone: attention and feed-forward add nothing, few positions."""
    import torch
    from transformers import BertConfig, BertForTokenClassification, BertTokenizerFast

    (folder / "vocab.txt").write_text("\n".join(PIECES), "utf-8")
    BertTokenizerFast(str(folder / "vocab.txt"), do_lower_case=False, strip_accents=False).save_pretrained(folder)
    torch.manual_seed(0)
    net = BertForTokenClassification(BertConfig(
        vocab_size=len(PIECES), hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8,
        max_position_embeddings=16, num_labels=len(labels), id2label=dict(enumerate(labels)),
        label2id={label: i for i, label in enumerate(labels)}))
    layer = net.bert.encoder.layer[0]
    with torch.no_grad():
        for part in (layer.attention.output.dense, layer.output.dense, net.bert.embeddings.position_embeddings,
                     net.bert.embeddings.token_type_embeddings, net.classifier):
            for weight in part.parameters():
                weight.zero_()
        net.bert.embeddings.word_embeddings.weight.copy_(torch.eye(8)[list(PIECES.values())])
        net.classifier.weight.copy_(torch.eye(len(labels), 8))
    net.save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return save(tmp_path_factory.mktemp("model"), ["O", "B-PERSON", "I-PERSON", "B-LOCATION", "B-DATE"])


def test_words_take_the_label_of_their_first_piece(model):
    assert huggingface(model)([["قال", "محمدون", "سلمان", "في", "روسيا", "."], [], ["ڤڤڤ", "\u200f", "روسيا"]]) == [
        ["O", "B-PERS", "I-PERS", "O", "B-LOC", "O"], [], ["O", "O", "B-LOC"]]


def test_a_sentence_longer_than_the_model_reads(model):
    words = ["قال", "محمدون", "في", "روسيا"] * 50
    assert huggingface(model, batch=3)([words]) == [["O", "B-PERS", "O", "B-LOC"] * 50]


def test_unknown_labels_are_named(tmp_path):
    with pytest.raises(ValueError, match="LABEL_1, LABEL_2"):
        huggingface(save(tmp_path, ["O", "LABEL_1", "LABEL_2", "B-PER", "I-LOC"]))


def test_labels_without_a_position(tmp_path):
    tag = huggingface(save(tmp_path, ["O", "PER", "PER", "GPE", "DATE"]))
    assert tag([["محمد", "سلمان", "في", "روسيا"]]) == [["I-PERS", "I-PERS", "O", "I-LOC"]]


def test_find_entities_takes_it(model):
    table = kh.find_entities(kh.Article("t", "قال محمد سلمان في روسيا."), huggingface(model))
    assert table[["text", "type", "by"]].values.tolist() == [["محمد سلمان", "PERS", "model"], ["روسيا", "LOC", "list"]]
