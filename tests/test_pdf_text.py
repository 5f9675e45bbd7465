"""The text layer of PDF figures, judged by two readers: pdfium (a pinned package) and poppler (a program)."""

import io
import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path
from unicodedata import bidirectional

import matplotlib as mpl
import numpy as np
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_pdf import PdfFile, RendererPdf
from matplotlib.figure import Figure

from khabar import pdf_text, rtl

LABELS = [case["text"] for case in json.loads((Path(__file__).parent / "gold/rtl_labels.json").read_text("utf-8"))]
MARKS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(autouse=True)
def installed():
    rtl.install(frames=False)
    yield
    rtl.uninstall()


def by_pdfium(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        return MARKS.sub("", page.get_textpage().get_text_range())


def by_poppler(pdf):
    out = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return MARKS.sub("", out.stdout.decode("utf-8"))


def lost(labels, text):
    """Lines that do not come back whole between white space."""
    lines = [MARKS.sub("", line) for label in labels for line in label.split("\n")]
    return [line for line in lines if not re.search(rf"(?<!\S){re.escape(line)}(?!\S)", text)]


def surplus(labels, text):
    return len("".join(text.split())) - len("".join(MARKS.sub("", "".join(labels)).split()))


def pdf_of(fig, **kwargs):
    out = io.BytesIO()
    pdf_text.save(fig, out, **kwargs)
    return out.getvalue()


def sheet(labels, angle=0, **kwargs):
    fig = Figure(figsize=(15, 15))
    side = int(np.ceil(len(labels) ** 0.5)) if angle else 3
    high = int(np.ceil(len(labels) / side))
    for i, label in enumerate(labels):
        at = (i % side + 0.5) / side, (i // side + 0.5) / high
        fig.text(*at, label, ha="center", va="center", size=9, rotation=angle)
    return pdf_of(fig, **kwargs)


def chart():
    fig = Figure(figsize=(8, 5))
    ax = fig.subplots()
    ax.bar(["مصر", "العراق", "OPEC (أوبك)"], [10, 30, 20], label="النمو 35%")
    ax.set_yticks([0, 10, 20, 30])
    ax.set_title("توقعات النمو\nNATO: حلف شمال الأطلسي")
    ax.set_ylabel("نسبة مئوية (%)")
    ax.text(1, 25, "تراجع -2.4 نقطة", rotation=30)
    rtl.axes(ax, "category")
    rtl.legend(ax)
    texts = ["مصر", "العراق", "OPEC (أوبك)", "النمو 35%", "0", "10", "20", "30", "توقعات النمو",
             "NATO: حلف شمال الأطلسي", "نسبة مئوية (%)", "تراجع -2.4 نقطة"]
    return fig, texts


READERS = [pytest.param(by_pdfium, id="pdfium"), pytest.param(by_poppler, id="poppler", marks=pytest.mark.browser)]


@pytest.mark.parametrize("read", READERS)
def test_every_label_comes_back_whole_and_once(read):
    text = read(sheet(LABELS))
    assert lost(LABELS, text) == []
    assert surplus(LABELS, text) == 0


@pytest.mark.parametrize("read", READERS)
def test_matplotlib_alone_loses_labels(read):
    """Guards the tests themselves: without the layer the readers must fail."""
    assert len(lost(LABELS, read(sheet(LABELS, text_layer=False)))) > len(LABELS) / 3


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("angle", [30, 90, 135, 270, 315])
def test_turned_labels_come_back(read, angle):
    few = LABELS[13:22]
    text = read(sheet(few, angle))
    assert lost(few, text) == []
    assert surplus(few, text) == 0


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("kwargs", [{}, {"bbox_inches": "tight"}])
def test_a_chart_comes_back(read, kwargs):
    fig, texts = chart()
    text = read(pdf_of(fig, **kwargs))
    assert lost(texts, text) == []
    assert surplus(texts, text) == 0


@pytest.mark.parametrize("read", READERS)
def test_a_page_of_mostly_latin_text(read):
    labels = ["Sources: Reuters and the Associated Press (2024)", "Gross domestic product (GDP), %", "نمو 35% (GDP)",
              "النمو ٣٥٪ في 2024", "خبر", "EUR/USD سعر اليورو."]
    text = read(sheet(labels))
    assert lost(labels, text) == []
    assert surplus(labels, text) == 0


@pytest.mark.parametrize("fonttype", [3, 42])
def test_the_pixels_are_those_without_the_layer(fonttype):
    def pixels(text_layer):
        with mpl.rc_context({"pdf.fonttype": fonttype}), \
                pypdfium2.PdfDocument(pdf_of(chart()[0], text_layer=text_layer)) as document:
            return document[0].render(scale=2).to_numpy()
    assert np.array_equal(pixels(True), pixels(False))


@pytest.mark.slow
def test_the_same_bytes_under_any_hash_seed():
    code = ("import sys, io; sys.path.insert(0, sys.argv[1]); import test_pdf_text as t; "
            "t.rtl.install(frames=False); import hashlib; "
            "print(hashlib.sha256(t.pdf_of(t.chart()[0])).hexdigest())")
    here = str(Path(__file__).parent)
    runs = {subprocess.run([sys.executable, "-c", code, here], capture_output=True, text=True, check=True,
                           env={**os.environ, "PYTHONHASHSEED": seed}).stdout for seed in ("1", "2")}
    assert len(runs) == 1


def test_saving_twice_gives_the_same_bytes_and_leaves_matplotlib_as_it_was():
    before = RendererPdf.draw_text, PdfFile.writeFonts
    fig, _ = chart()
    assert pdf_of(fig) == pdf_of(fig)
    assert (RendererPdf.draw_text, PdfFile.writeFonts) == before


def test_metadata_reaches_the_file(tmp_path):
    pdf_text.save(chart()[0], tmp_path / "a.pdf", metadata={"Title": "عنوان"})
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
        assert document.get_metadata_dict()["Title"] == "عنوان"
        assert document.get_metadata_dict()["CreationDate"] == ""


def test_matplotlib_still_has_the_names_that_the_layer_needs():
    missing = [f"{cls.__name__}.{name}" for cls, names in pdf_text._NEEDED.items() for name in names
               if not hasattr(cls, name)]
    assert not missing, f"matplotlib {mpl.__version__} moved {missing}: khabar.pdf_text writes no text layer"


def test_a_missing_name_turns_the_layer_off_with_one_log_line(monkeypatch, caplog):
    monkeypatch.setitem(pdf_text._NEEDED, PdfFile, ("no_such_name",))
    with caplog.at_level(logging.WARNING):
        assert pdf_of(chart()[0]) == pdf_of(chart()[0], text_layer=False)
    assert [record.getMessage()[-12:] for record in caplog.records] == ["no_such_name"]


def test_mathtext_and_blank_text_are_left_alone():
    fig = Figure()
    fig.text(0.5, 0.5, "نمو $x^2$")
    fig.text(0.5, 0.2, " ")
    assert pdf_of(fig) == pdf_of(fig, text_layer=False)


# --- the two rules, run forwards as the readers run them

WORDS = ["نمو", "التجارة", "GDP", "35%", "(GDP)", "-5", "٣٥٪", "«نص»", "[a]", "1,234.5", "10:30", "C++", "و/أو",
         "...", "؟", "سنة،", "مُحَرِّر"]
LINES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join)


def poppler_reads(text, page_rtl):
    """TextOutputDev.cc, reorderText."""
    left, right = {"L", "EN", "AN", "ES", "ET", "CS"}, {"R", "AL"}
    ends_along, ends_against = (left, right) if page_rtl else (right, left)
    out, i = [], 0
    line = text[::-1] if page_rtl else text
    while i < len(line):
        j = next((k for k in range(i, len(line)) if bidirectional(line[k]) in ends_along), len(line))
        out.append(line[i:j])
        k = next((k for k in range(j, len(line)) if bidirectional(line[k]) in ends_against), len(line))
        out.append(line[j:k][::-1])
        i = k
    return MARKS.sub("", "".join(out))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(LINES, st.booleans())
def test_the_string_for_poppler_is_read_back(line, page_rtl):
    assert poppler_reads(pdf_text.for_poppler(line, page_rtl), page_rtl) == line


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.lists(LINES, min_size=4, max_size=12))
def test_random_labels_come_back_from_pdfium(labels):
    text = by_pdfium(sheet(labels))
    assert lost(labels, text) == []
    assert surplus(labels, text) == 0
