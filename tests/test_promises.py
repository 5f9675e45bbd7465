"""The promises of a trusted tool: a test for each kind of bad input or bad luck, where most peers crash or go wrong."""

import ctypes
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

import pandas as pd
import pytest

import khabar as kh
from khabar import documents, figures, frames, outputs, report, rtl

STAGES = (kh.split_sentences, kh.tokenize, kh.find_entities, kh.find_periods, kh.find_claims, kh.account)
SENTENCE = "قال الوزير في بغداد إن الصادرات ارتفعت بنسبة 12% العام الماضي."


def _all(text, **about):
    return {stage.__name__: stage(kh.Article("a", text, **about)) for stage in STAGES}


def _drawn(text):
    """Every figure of an article, drawn."""
    article = kh.Article("a", text)
    tables = _all(text)
    sentences, tokens, mentions, _, claims, _ = tables.values()
    made = [
        figures.structure(sentences), figures.top_words(tokens), figures.top_collocations(tokens),
        figures.word_positions(tokens), figures.vocabulary(tokens), figures.entity_counts(mentions),
        figures.entity_pairs(mentions), figures.entity_positions(mentions, article), figures.growth(claims, sentences),
        figures.shares(claims, sentences), figures.amounts(claims, sentences),
        figures.numbers(tables["account"], article), figures.overview(article),
    ]  # fmt: skip
    for fig in made:
        assert fig._repr_png_().startswith(b"\x89PNG")
        assert fig.alt
    return made


def test_empty_file():
    assert all(len(table) == 0 for table in _all("").values())
    assert all(len(fig.data) == 0 for fig in _drawn(""))
    assert kh.describe(kh.tokenize(kh.Article("a", ""))).set_index("measure")["value"]["words"] == 0


def test_zero_width_marks_and_direction_controls_change_no_count():
    plain = kh.count_words(kh.tokenize(kh.Article("a", "كتاب كتاب الوزير")))
    hidden = kh.count_words(kh.tokenize(kh.Article("a", "كِتَابٌ \u202bكتاب\u202c ال\u200bوزير")))
    assert plain[["form", "count"]].equals(hidden[["form", "count"]])


def test_a_word_with_its_article_hidden_is_shown_with_it(dated):
    fig = figures.top_words(kh.tokenize(dated("للعراق والعراق، للغة، للتمور؛ كتابها")))
    fig.draw_without_rendering()
    shown = {rtl.logical(label.get_text()) for label in fig.axes[0].get_yticklabels()}
    assert {"العراق", "اللغة", "التمور", "كتابها"} <= shown


def test_a_long_label_beside_a_bar_is_whole(dated):
    article = dated("ارتفعت صادرات الفوسفات بنسبة 12,4% خلال الفترة الممتدة من 30 نوفمبر إلى 6 ديسمبر "
                    "لتتجاوز 3,6 مليارات درهم، مقابل 3,2 مليارات درهم خلال نفس الفترة من سنة 2024.")
    fig = figures.amounts(kh.find_claims(article), kh.split_sentences(article))
    fig.draw_without_rendering()
    extents = [text.get_window_extent() for ax in fig.axes for text in ax.texts if text.get_text()]
    assert extents
    assert min(box.x0 for box in extents) >= 0


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "\u202e", "\u200b", "\ufeff", "\U0010ffff"],
                         ids=["nul", "lone surrogate", "bidi", "zero width", "bom", "last"])
def test_odd_characters_are_kept_counted_and_never_break_an_export(odd, tmp_path):
    article = kh.Article("a", f"{odd}ارتفعت {odd}الصادرات بنسبة 12%{odd} في بغداد{odd}.")
    tables = _all(article.text)
    assert len(tables["find_claims"]) == 1
    assert kh.cleaning(article).set_index("character").loc[f"U+{ord(odd):04X}", "count"] == 4
    for table in tables.values():
        assert b"\xed\xa0\x80" not in outputs.csv_bytes(table)
    fig = figures.growth(tables["find_claims"], tables["split_sentences"])
    figures.save(fig, "04-growth", article, "أ", "a", folder=tmp_path)
    json.loads((tmp_path / "manifest.json").read_text("utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["كلمة ", "7", "ا", "و", "1,"])
def test_one_line_of_many_megabytes_takes_time_in_proportion(unit, linear):
    """Up to 5 million characters; the ratio says what 50 MB take."""
    def work(size):
        article = kh.Article("a", unit * (size // len(unit)))
        kh.split_sentences(article), kh.tokenize(article)

    work(1000)
    linear(work, 2_500_000)


@pytest.mark.parametrize("stage", STAGES, ids=lambda s: s.__name__)
@pytest.mark.parametrize("unit", ["7", ",", " ", "مليون ", "ألف و", "\u064e", '"', "1/", "في ", "الماضي ", "بنسبة "])
def test_hostile_runs_take_linear_time(stage, unit, linear):
    stage(kh.Article("a", "نص"))
    size = 4_000 if stage is kh.find_entities else 10_000  # a tagger takes more time a word
    linear(lambda n: stage(kh.Article("a", unit * (n // len(unit)), published="2025")), size)


@pytest.mark.parametrize("number", ["9" * 5000, "1" + "0" * 400, "²", "१२", "9" * 400 + "%", "0.0000000001%", "1e400"])
def test_huge_and_strange_numbers_have_a_value_that_is_true_or_none(number):
    table = kh.find_quantities(f"بلغ العدد {number} شخص")
    assert len(table) or number == "²"
    assert all(v is None or pd.isna(v) or abs(v) < float("inf") for v in [*table["value"], *table["value_high"]])


@pytest.mark.parametrize("number", ["1.2.3", "9" * 60, "1,2,3.4.5", "33/44"])
def test_a_scale_word_after_what_cannot_be_read_is_no_million(number):
    account = kh.account(kh.Article("a", f"بلغت القيمة {number} مليون دولار."))
    assert account["verdict"].tolist() == ["unreadable"]
    assert account["value"].isna().all()


@pytest.mark.parametrize("digits", [28, 29, 39, 40])
def test_a_number_of_more_digits_than_decimal_keeps_breaks_nothing(digits):
    for noun in ("شخص", "ab", "دولار", ""):
        assert len(kh.account(kh.Article("a", f"بلغ {10 ** (digits - 1)} {noun}"))) == 1


def test_number_words_that_are_unknown_are_no_claim():
    claims = kh.find_claims(kh.Article("a", "بلغت النسبة كذا بالمئة وفشلان مليار.", published="2025"))
    assert 0 not in claims["value"].tolist()


@pytest.mark.parametrize(("words", "value"), [
    ("مليون ونصف", 1.5e6), ("مليون وستمائة وخمسين ألفا", 1.65e6), ("5 مليون", 5e6)])
def test_scale_words_are_read_right(words, value):
    assert kh.find_quantities(f"بلغت القيمة {words} دولار")["value"].tolist() == [value]


@pytest.mark.parametrize("name", ["../../etc/x", "/etc/x", "a" * 400, "..", "con", "x\x00y", "a/../../b"])
def test_an_article_name_never_leaves_the_output_folder(name, tmp_path):
    folder = tmp_path / "figures" / outputs.slug(name)
    assert folder.resolve().parent == (tmp_path / "figures").resolve()
    outputs.record(folder, kh.Article(name, "نص"), {"a.csv": b"1"})
    assert (folder / "a.csv").exists()


def test_markup_is_escaped_in_a_notebook():
    frame = pd.DataFrame({"نص": ["<script>x</script>", "عربي"], "<img src=x onerror=y>": ["=1", "2"]})
    shown = frames.to_html(frame)
    assert 'dir="rtl"' in shown
    assert "&lt;script&gt;x" in shown
    assert "<script" not in shown
    assert "<img" not in shown


def test_markup_is_escaped_in_the_gallery(tmp_path):
    article = kh.Article("a", SENTENCE)
    fig = figures.structure(kh.split_sentences(article))
    figures.save(fig, "01-structure", article, "<script>x</script>", '"><img src=x onerror=y>', folder=tmp_path)
    shown = report.gallery(article, tmp_path).data
    assert "&lt;script&gt;x" in shown
    assert "<script" not in shown
    assert shown.count("<img") == 1


def test_markup_is_escaped_in_an_exported_notebook():
    """A hostile article's tables, shown as a notebook shows them, through nbconvert."""
    from nbconvert import HTMLExporter
    from nbformat import v4

    article = kh.Article("a", f"<img src=x onerror=y> <script>x</script> {SENTENCE}", title="<script>x</script>")
    tables = [*_all(article.text).values(),
              kh.concordance(article, "script"), kh.count_entities(kh.find_entities(article))]
    shown = [v4.new_output("display_data", {"text/html": frames.to_html(table)}) for table in tables]
    page, _ = HTMLExporter().from_notebook_node(v4.new_notebook(cells=[v4.new_code_cell("", outputs=shown)]))
    assert "&lt;script&gt;x" in page
    assert "<script>x" not in page
    assert "<img src=x" not in page


def test_no_table_is_shown_or_exported_past_the_escaping(root):
    """pandas' Styler and to_latex do not escape by themselves: nothing here uses them."""
    files = [*(root / "lib" / "khabar").glob("*.py"), *(root / "notebooks").glob("*.ipynb")]
    assert len(files) > 40
    assert [f.name for f in files if re.search(r"\.style\.|Styler|to_latex", f.read_text("utf-8"))] == []


@pytest.mark.parametrize("depth", [50, 100_000])
def test_a_page_of_deep_markup_is_read_or_refused_in_a_line(depth, tmp_path):
    text = "".join(f"<p>{SENTENCE.replace('12', str(n))}</p>" for n in range(12, 17))
    page = tmp_path / "deep.html"
    page.write_text(f"<html><body><article>{'<div>' * depth}{text}{'</div>' * depth}</article></body></html>", "utf-8")
    if depth < 100:
        assert "بنسبة 12%" in kh.read_article(page).text
    else:  # libxml2 stops at 256
        with pytest.raises(ValueError, match=r"deep\.html: no article found in this page"):
            kh.read_article(page)


@pytest.mark.parametrize("title", ["من 5$ إلى 7$", "$\\foo{$", "{" * 2000, "ن" * 20_000, "$x$ نص", "\x00\u202e\ud800"],
                         ids=["money", "tex", "braces", "long", "math", "controls"])
def test_a_title_never_breaks_a_figure(title):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that it is no mathtext is told; here it only must not break
        claims = kh.find_claims(kh.Article("a", SENTENCE))
        fig = figures.growth(claims.assign(measure=title), kh.split_sentences(kh.Article("a", SENTENCE)))
        fig.suptitle(title)
        assert fig._repr_png_().startswith(b"\x89PNG")


def test_a_folder_that_cannot_be_written_is_told_before_the_work(tmp_path, monkeypatch):
    blocked = tmp_path / "figures"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(OSError, match="can't write into figures/a"):
        outputs.begin(blocked / "a", kh.Article("a", "نص"))


@pytest.mark.skipif(sys.platform != "linux", reason="root gives a right up by prctl")
def test_a_read_only_folder_is_told_in_one_line(tmp_path):
    """Root may write anywhere: the child gives that right (CAP_DAC_OVERRIDE, 1; PR_CAPBSET_DROP, 24) up first."""
    folder = tmp_path / "figures" / "a"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    folder.chmod(0o555)
    code = ("import sys; from pathlib import Path; import khabar as kh; from khabar import outputs\n"
            "try: outputs.begin(Path(sys.argv[1]), kh.Article('a', 'x'))\n"
            "except OSError as error: sys.exit(str(error))")
    done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True,
                          preexec_fn=lambda: ctypes.CDLL(None).prctl(24, 1, 0, 0, 0))
    folder.chmod(0o755)
    assert (done.returncode, done.stderr) == (1, "can't write into figures/a: Permission denied\n")
    assert [p.name for p in folder.iterdir()] == ["manifest.json"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_disk_that_is_full_leaves_the_old_file(tmp_path, monkeypatch):
    """/dev/full in the place of the temporary file: the kernel says that there is no space."""
    file = outputs.write_atomic(tmp_path / "f", b"old")
    monkeypatch.setattr(outputs.tempfile, "mkstemp", lambda prefix, dir: (
        os.open("/dev/full", os.O_WRONLY), str(dir / f"{prefix}x")))
    with pytest.raises(OSError, match="No space left on device"):
        outputs.write_atomic(file, b"new" * 100_000)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"f": b"old"}


def test_an_article_beyond_the_limit_is_refused_by_its_name(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("نص " * 100_000)
    monkeypatch.setattr(documents, "LARGEST", 0.1)
    with pytest.raises(ValueError, match=r"a\.txt: 0 MB; an article may have 0\.1 MB \(documents\.LARGEST\)"):
        kh.read_article(tmp_path / "a.txt")


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["tokenize", "find_claims"])
def test_memory_is_a_small_multiple_of_the_article(stage):
    """What a stage takes at its peak beyond what a short article takes, by bytes of the text."""
    code = (f"import resource; import khabar as kh; from khabar import {stage} as stage\n"
            "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024\n"
            f"text = {SENTENCE!r} + ' جملة أخرى بلا رقم ولا موعد في نشرة من نشرات الأخبار.' * 9\n"
            "stage(kh.Article('a', text)); before, long = peak(), text * (8_000_000 // len(text.encode()))\n"
            "stage(kh.Article('a', long)); print((peak() - before) / 8e6)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout) <= 16  # what the README promises


def test_a_full_disk_leaves_the_old_figure(tmp_path):
    article = kh.Article("a", SENTENCE)
    claims, sentences = kh.find_claims(article), kh.split_sentences(article)
    figures.save(figures.growth(claims, sentences), "04-growth", article, "أ", "a", folder=tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    code = ("import resource, signal, sys; from pathlib import Path\nimport khabar as kh; from khabar import figures\n"
            f"a = kh.Article('a', {SENTENCE!r}); fig = figures.growth(kh.find_claims(a), kh.split_sentences(a))\n"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))\n"
            "figures.save(fig, '04-growth', a, 'ب', 'b', folder=Path(sys.argv[1]))")
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True)
    assert "File too large" in done.stderr
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


@pytest.mark.slow
def test_killed_at_many_points_there_is_never_half_a_file(tmp_path):
    code = ("import sys; from pathlib import Path\nimport khabar as kh; from khabar import figures\n"
            f"a = kh.Article('a', {SENTENCE!r}); fig = figures.growth(kh.find_claims(a), kh.split_sentences(a))\n"
            "print('ready', flush=True)\n"
            "while True: figures.save(fig, '04-growth', a, 'ب', 'b', folder=Path(sys.argv[1]))")
    whole = None
    for milliseconds in range(0, 1500, 130):
        run = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        run.stdout.readline()
        time.sleep(milliseconds / 1000)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        files = {p.name: p.read_bytes() for p in tmp_path.iterdir() if not p.name.startswith(".")}
        if whole is None and len(files) == 6:
            whole = files
        assert all(files[name] == whole[name] for name in files) if whole else True
        if "manifest.json" in files:
            json.loads(files["manifest.json"])
    assert whole is not None
    article = kh.Article("a", SENTENCE)  # the next run heals
    fig = figures.growth(kh.find_claims(article), kh.split_sentences(article))
    figures.save(fig, "04-growth", article, "ب", "b", folder=tmp_path)
    outputs.finish(tmp_path, set())
    assert outputs.changed(tmp_path, article) == []


def test_another_hash_seed_and_locale_give_the_same_bytes(tmp_path):
    code = ("import sys; from pathlib import Path\nimport khabar as kh; from khabar import figures\n"
            "a = kh.read_article('shoigu-baghdad'); t = kh.tokenize(a); m = kh.find_entities(a)\n"
            "for name, fig in (('02-words', figures.top_words(t)), ('03-pairs', figures.entity_pairs(m))):\n"
            "    figures.save(fig, name, a, 'ب', 'b', folder=Path(sys.argv[1]))")
    made = []
    places = (("0", "C", "UTC"), ("1", "C.UTF-8", "Asia/Riyadh"), ("99", "ar_EG.UTF-8", "America/Lima"))
    for seed, locale, zone in places:
        settings = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone}
        subprocess.run([sys.executable, "-c", code, str(tmp_path / seed)], env=settings, check=True)
        made.append({p.name: p.read_bytes() for p in (tmp_path / seed).iterdir()})
    assert made[0] == made[1] == made[2]


def test_no_network_is_asked_for(tmp_path):
    code = ("import socket\nclass Never(socket.socket):\n    def connect(self, *a): raise SystemExit('network')\n"
            "socket.socket = Never\nimport khabar as kh; from khabar import figures, report\n"
            "a = kh.read_article('shoigu-baghdad'); kh.tokenize(a); kh.find_entities(a); kh.find_claims(a)\n"
            "figures.overview(a)._repr_png_()")
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_spreadsheet_runs_nothing():
    frame = pd.DataFrame({"text": ["=HYPERLINK(1)", "@SUM(1)", "عادي"], "value": [-1.5, 2, 3]})
    back = pd.read_csv(io.BytesIO(outputs.csv_bytes(frame)), encoding="utf-8-sig")
    assert back["text"].tolist() == ["'=HYPERLINK(1)", "'@SUM(1)", "عادي"]
    assert back["value"].tolist() == [-1.5, 2.0, 3.0]


def test_a_model_or_list_that_was_changed_is_noticed(root):
    """Checksums of what ships: model and lists (make checksums writes them after a change that is meant)."""
    recorded = (root / "tests" / "gold" / "checksums.txt").read_text().splitlines()
    library = root / "lib" / "khabar"
    files = [p for folder in ("lexicon", "model") for p in (library / folder).iterdir() if p.is_file()]
    assert recorded == [f"{outputs.sha256(p.read_bytes())}  {p.relative_to(library).as_posix()}" for p in sorted(files)]
