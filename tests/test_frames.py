"""DataFrames that hold Arabic are shown right to left by IPython's own formatter."""

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from lxml import html

from khabar import frames, rtl

ARABIC = pd.DataFrame({"البلد": ["مصر <b>", "OPEC أوبك"], "التغير": [-5.5, 2], "note": ["انخفاض -5% & +3", "GDP (%)"]})
LATIN = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})


@pytest.fixture
def shell():
    shell = InteractiveShell.instance()
    yield shell
    rtl.uninstall()
    InteractiveShell.clear_instance()


def shown(shell, frame):
    return shell.display_formatter.format(frame)[0].get("text/html")


def test_install_registers_and_uninstall_takes_back(shell):
    before = shown(shell, ARABIC)
    rtl.install(layout=False)
    rtl.install(layout=False)
    assert 'dir="rtl"' in shown(shell, ARABIC)
    rtl.uninstall()
    assert shown(shell, ARABIC) == before == ARABIC._repr_html_()


def test_a_switch_leaves_frames_alone(shell):
    rtl.install(layout=False, frames=False)
    assert shown(shell, ARABIC) == ARABIC._repr_html_()


def test_latin_frames_stay_as_they_are(shell):
    rtl.install(layout=False)
    assert shown(shell, LATIN) == LATIN._repr_html_()


def test_columns_from_the_right_and_each_cell_in_its_own_direction():
    table = html.fromstring(frames.to_html(ARABIC)).find(".//table")
    assert table.get("dir") == "rtl"
    cells = {cell.text_content(): cell.get("dir") for cell in table.iter("td", "th")}
    assert cells["البلد"] == cells["مصر <b>"] == cells["OPEC أوبك"] == cells["انخفاض -5% & +3"] == "rtl"
    assert cells["-5.5"] == cells["GDP (%)"] == cells["note"] == cells["0"] == "ltr"
    assert [bdi.text for bdi in table.iter("bdi")] == ["-5%", "+3"]


def test_everything_is_escaped():
    hostile = pd.DataFrame({"<script>نص": ["<img src=x onerror=alert(1)>نص", "\"'&"]})
    page = html.fromstring(frames.to_html(hostile))
    assert page.findall(".//script") == page.findall(".//img") == []
    assert "<img src=x onerror=alert(1)>نص" in [cell.text_content() for cell in page.iter("td")]


def test_pandas_options_hold():
    many = pd.DataFrame({"نص": ["سطر"] * 500})
    with pd.option_context("display.max_rows", 6):
        assert frames.to_html(many).count("<tr") == 8  # head, 6 rows, the row of dots
    with pd.option_context("display.notebook_repr_html", False):
        assert frames.to_html(many) is None


def test_outside_ipython_nothing_happens():
    frames.register()
    frames.unregister()
