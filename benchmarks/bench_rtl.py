"""What right-to-left drawing costs: a chart with and without the hook, the PDF with and without its text layer."""

import io

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from khabar import pdf_text, rtl

WORDS = ["نمو", "التجارة", "الخارجية", "GDP:", "الناتج", "المحلي", "(2024)", "تراجع", "-2.4%", "في", "٣٥٪", "الدول"]


def chart(labels=20):
    fig = Figure(figsize=(8, 6))
    ax = fig.subplots()
    names = [f"{WORDS[i % len(WORDS)]} {WORDS[-i % len(WORDS)]} {i}" for i in range(labels)]
    ax.barh(names, range(labels))
    ax.set_title(" ".join(WORDS))
    return fig


@pytest.fixture(params=[False, True], ids=["plain", "khabar"])
def installed(request):
    if request.param:
        rtl.install(layout=False, frames=False)
    yield
    rtl.uninstall()


def test_draw_png(benchmark, installed):
    benchmark(lambda: FigureCanvasAgg(chart()).draw())


def test_draw_svg(benchmark, installed):
    benchmark(lambda: chart().savefig(io.BytesIO(), format="svg"))


@pytest.mark.parametrize("text_layer", [False, True])
def test_save_pdf(benchmark, text_layer):
    rtl.install(layout=False, frames=False)
    benchmark(lambda: pdf_text.save(chart(), io.BytesIO(), text_layer=text_layer))
    rtl.uninstall()


def test_label(benchmark):
    lines = [f"تراجع -{i}% (GDP)" for i in range(1000)]

    def label_all():
        for cached in (rtl._label, rtl._plain, rtl._restored):
            cached.cache_clear()
        return [rtl.label(line) for line in lines]

    assert len(benchmark(label_all)) == 1000
