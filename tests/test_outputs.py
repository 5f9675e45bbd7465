"""Files are whole or not there; CSV runs nothing; folders stay inside."""

import os
import shutil
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import ft2font
from PIL import Image

import khabar as kh
from khabar import compare, outputs

ARTICLE = kh.Article("a", "نص")


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    file = outputs.write_atomic(tmp_path / "f", b"old")
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space left"):
        outputs.write_atomic(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_size_limit_leaves_the_old_file(tmp_path):
    code = ("import resource, signal, sys; from pathlib import Path; from khabar.outputs import write_atomic\n"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
            "write_atomic(Path(sys.argv[1]), b'x' * 10000)")
    (tmp_path / "f").write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "f")], capture_output=True, text=True)
    assert done.returncode != 0
    assert (tmp_path / "f").read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["f"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", '=HYPERLINK("x")'])
def test_no_cell_is_a_formula(cell):
    written = outputs.csv_bytes(pd.DataFrame({"text": [cell], "value": [-1.5]})).decode("utf-8-sig")
    assert written.splitlines()[1].lstrip('"').startswith("'")
    assert "-1.5" in written  # numbers stay numbers


@given(st.text())
def test_a_folder_name_stays_one_folder(name):
    folder = outputs.slug(name)
    assert folder
    assert folder not in (".", "..")
    assert not set(folder) & set('/\\:*?"<>|\x00')
    assert len(folder.encode("utf-8", "replace")) <= 120


def test_names_that_differ_get_folders_that_differ():
    assert len({outputs.slug(n) for n in ("a/b", "a:b", "a b", "a-b", "../a-b", "x" * 300, "x" * 301)}) == 7
    assert outputs.slug("e\u0301") == outputs.slug("\u00e9")  # one name to every reader


def test_the_manifest_strikes_out_what_another_text_made(tmp_path):
    outputs.record(tmp_path, ARTICLE, {"01-a.csv": b"1"})
    outputs.record(tmp_path, ARTICLE, {"02-b.csv": b"2"})
    assert sorted(outputs.read_manifest(tmp_path)["outputs"]) == ["01-a.csv", "02-b.csv"]
    outputs.record(tmp_path, kh.Article("a", "نص آخر"), {"02-b.csv": b"3"})
    assert sorted(outputs.read_manifest(tmp_path)["outputs"]) == ["02-b.csv"]
    assert not outputs.read_manifest(tmp_path)["complete"]


def test_verify_says_what_differs_and_why(tmp_path):
    outputs.record(tmp_path, ARTICLE, {"a.csv": b"1", "b.csv": b"2"})
    outputs.finish(tmp_path, set())
    assert outputs.changed(tmp_path, ARTICLE) == []
    (tmp_path / "a.csv").write_bytes(b"x")
    (tmp_path / "b.csv").unlink()
    assert outputs.changed(tmp_path, ARTICLE) == ["a.csv: changed since it was made", "b.csv: missing"]
    assert "text is not the one" in outputs.changed(tmp_path, kh.Article("a", "آخر"))[0]


def test_verify_says_that_another_freetype_draws_other_pixels(tmp_path, monkeypatch):
    monkeypatch.setattr(ft2font, "__freetype_version__", "2.0.0")
    outputs.record(tmp_path, ARTICLE, {"a.png": b"1"})
    outputs.finish(tmp_path, set())
    monkeypatch.undo()
    [line] = outputs.changed(tmp_path, ARTICLE)
    assert line.startswith("freetype: made with 2.0.0, here is ")
    assert "pixels" in line


def _shifted(file, pixels):
    image = np.asarray(Image.open(file))
    Image.fromarray(np.roll(image, pixels, axis=1)).save(file)


@pytest.mark.parametrize(("change", "said"), [
    (lambda folder: _shifted(folder / "04-growth.png", 0), []),
    (lambda folder: _shifted(folder / "04-growth.png", 40), ["04-growth.png: "]),
    (lambda folder: Image.new("RGB", (9, 9)).save(folder / "04-growth.png"), ["04-growth.png: (1600, 580) pixels"]),
    (lambda folder: (folder / "04-growth.svg").write_text("<text>نص</text>", "utf-8"), ["04-growth.svg: other words"]),
    (lambda folder: (folder / "04-growth.csv").write_text("1"), ["04-growth.csv: other rows"]),
    (lambda folder: (folder / "04-growth.png").unlink(), ["04-growth.png: only in one"]),
], ids=["same", "shifted", "smaller", "words", "rows", "missing"])
def test_figures_of_two_machines_are_compared_with_a_tolerance(root, tmp_path, change, said):
    made = root / "figures" / "shoigu-baghdad"
    for file in made.glob("04-growth.*"):
        (tmp_path / "a" / file.name).parent.mkdir(exist_ok=True)
        (tmp_path / "a" / file.name).write_bytes(file.read_bytes())
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    change(tmp_path / "b")
    lines = compare.differences(tmp_path / "a", tmp_path / "b")
    assert [line[:len(start)] for line, start in zip(lines, said, strict=True)] == said


def test_a_finished_run_removes_only_what_the_run_before_made(tmp_path):
    (tmp_path / "own.txt").write_text("the user's")
    outputs.record(tmp_path, ARTICLE, {"old.csv": b"1"})
    before = set(outputs.begin(tmp_path, ARTICLE))
    outputs.record(tmp_path, kh.Article("a", "جديد"), {"new.csv": b"2"})
    outputs.finish(tmp_path, before)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["manifest.json", "new.csv", "own.txt"]


def test_two_writers_lose_nothing(tmp_path):
    code = ("import sys; from pathlib import Path; import khabar as kh; from khabar import outputs\n"
            "folder, who, article = Path(sys.argv[1]), sys.argv[2], kh.Article('a', 'نص')\n"
            "for i in range(12): outputs.record(folder, article, {f'{who}{i}.csv': b'1'})")
    runs = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), who]) for who in "ab"]
    assert [run.wait(120) for run in runs] == [0, 0]
    assert len(outputs.read_manifest(tmp_path)["outputs"]) == 24
