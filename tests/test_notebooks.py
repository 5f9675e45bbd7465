"""The notebooks keep their rules, and run: alone, in order, from raw text."""

import ast
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

PARAMETERS = 'ARTICLE = os.environ.get("ARTICLE", "shoigu-baghdad")  # a file in seeds/, without its ending'
NAMES = ["01-article", "02-tokens", "03-entities", "04-claims", "05-figures", "06-corpus"]


@pytest.fixture(scope="module")
def notebooks(root):
    return {p.stem: json.loads(p.read_text("utf-8"))["cells"] for p in sorted((root / "notebooks").glob("*.ipynb"))}


def _code(cells):
    return ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]


def test_the_series(notebooks):
    assert list(notebooks) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_rules(notebooks, name):
    cells = notebooks[name]
    assert not any(c.get("outputs") or c.get("execution_count") for c in cells), "committed with outputs"
    tagged = ["".join(c["source"]) for c in cells if "parameters" in c["metadata"].get("tags", [])]
    assert len(tagged) == 1
    if name != "06-corpus":
        assert tagged == [PARAMETERS]
    opening = "".join(cells[0]["source"])
    assert cells[0]["cell_type"] == "markdown"
    assert opening.startswith(f"# {name[:2]} ")
    assert "**in**" in opening
    assert "**out**" in opening
    assert cells[-1]["cell_type"] == "markdown"
    for before, cell in pairwise(cells[2:]):
        if cell["cell_type"] == "code":
            assert before["cell_type"] == "markdown", "a code cell without its question"


@pytest.mark.parametrize("name", NAMES)
def test_cells_call_and_do_not_compute(notebooks, name):
    banned = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Lambda, ast.If, ast.Try)
    for source in _code(notebooks[name]):
        tree = ast.parse(source)
        assert not any(isinstance(node, banned) for node in ast.walk(tree)), source
        assert not re.search(r"\bre\.|pathlib|Path\(|\.\./|get_display|reshape", source), source
        assert len(source.splitlines()) <= 12, source


def test_what_a_notebook_writes_carries_its_number(notebooks):
    for name, cells in notebooks.items():
        for source in _code(cells):
            for written in re.findall(r'"(\d\d)-[a-z-]+", (?:article|corpus)', source):
                assert written == name[:2]


def _run(root, *arguments, **environment):
    command = [sys.executable, "-m", "khabar.run", *arguments]
    settings = {**os.environ, **environment, "PYTHONHASHSEED": "0", "MPLBACKEND": "agg"}
    return subprocess.run(command, cwd=root, env=settings, capture_output=True, text=True, timeout=900)


@pytest.fixture
def project(root, tmp_path):
    """A copy of the project's notebooks and seeds, so that a test never writes into the tree."""
    for folder in ("notebooks", "seeds"):
        (tmp_path / folder).mkdir()
        for file in (root / folder).iterdir():
            if file.is_file():
                (tmp_path / folder / file.name).write_bytes(file.read_bytes())
    return tmp_path


@pytest.mark.slow
def test_the_committed_figures_are_what_is_made(project, root):
    done = _run(project, KHABAR_ROOT=str(project))
    assert done.returncode == 0, done.stderr
    made = {p.name: p.read_bytes() for p in (project / "figures" / "shoigu-baghdad").iterdir()}
    committed = {p.name: p.read_bytes() for p in (root / "figures" / "shoigu-baghdad").iterdir()}
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []
    assert sum(name.endswith(".png") for name in made) >= 10


@pytest.mark.slow
@pytest.mark.parametrize("text", [
    "", "خبر", "لا شيء هنا يُعدّ.\n" * 3, "<script>alert(1)</script> $x$ =1+1 \x00\u202e " * 40,
], ids=["empty", "one word", "no claim, no name", "hostile"])
def test_any_article_gets_all_its_figures(project, root, text):
    (project / "seeds" / "mine.txt").write_text(text, "utf-8")
    done = _run(project, "mine", KHABAR_ROOT=str(project))
    assert done.returncode == 0, done.stderr
    made = {p.name for p in (project / "figures" / "mine").iterdir()}
    assert made == {p.name for p in (root / "figures" / "shoigu-baghdad").iterdir()}


def test_an_absent_article_is_named_with_those_there_are(project):
    done = _run(project, "no-such", KHABAR_ROOT=str(project))
    assert done.returncode == 2
    own = sorted(p.stem for p in (project / "seeds").iterdir() if p.suffix in (".txt", ".html", ".htm", ".docx"))
    assert {"example-economy", "shoigu-baghdad"} <= set(own)
    there = ", ".join(own)
    assert done.stderr.splitlines() == [f"khabar: no article 'no-such' in seeds/; there are: {there}"]
    assert not (project / "figures").exists()


@pytest.mark.slow
@pytest.mark.parametrize(("cell", "said"), [
    ("1 / 0", r"01-article\.ipynb, cell 3: ZeroDivisionError: division by zero"),
    ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", r"01-article\.ipynb, cell 3: the kernel died"),
    ("import time; time.sleep(60)", r"01-article\.ipynb, cell 3: took longer than 8 s"),
])
def test_a_notebook_that_fails_is_named_with_its_cell(project, cell, said):
    done = _run_with(project, cell)
    assert done.returncode == 1
    assert re.search(said, done.stderr.splitlines()[-1]), done.stderr


def _run_with(project, cell):
    """Run 01-article with its third cell replaced."""
    file = project / "notebooks" / "01-article.ipynb"
    notebook = json.loads(file.read_text("utf-8"))
    notebook["cells"][2]["source"] = [cell]
    file.write_text(json.dumps(notebook), "utf-8")
    return _run(project, "--only", "01", "--limit", "8", KHABAR_ROOT=str(project))


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="loopback on Windows")
def test_a_kernel_listens_on_no_network(project):
    """It tells its transport, and at which addresses but 127.0.0.1 it has an internet socket that listens (0A)."""
    done = _run_with(project, "import os, re; from ipykernel.connect import get_connection_info as about; "
                     "held = {os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd') "
                     "if os.path.islink(f'/proc/self/fd/{n}')}; "
                     "lines = [row.split() for f in ('tcp', 'tcp6') for row in open(f'/proc/self/net/{f}')]; "
                     "own = {r[1] for r in lines if r[3] == '0A' and f'socket:[{r[9]}]' in held}; "
                     "raise OSError(about(unpack=True)['transport'], [a for a in own if a[:9] != '0100007F:'])")
    assert done.stderr.splitlines()[-1].endswith("OSError: [Errno ipc] []"), done.stderr


def _kernels(place):
    """Kernel processes whose connection file lies below `place` (Linux)."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if b"ipykernel" in (line := process.read_bytes()) and str(place).encode() in line:
                found.append(process.parent.name)
    return found


@pytest.mark.slow
def test_ctrl_c_leaves_no_kernel_and_no_half_file(project):
    settings = {**os.environ, "KHABAR_ROOT": str(project), "TMPDIR": str(project)}
    command = [sys.executable, "-m", "khabar.run"]
    run = subprocess.Popen(command, env=settings, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while not _kernels(project) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert _kernels(project)
    time.sleep(4)
    run.send_signal(signal.SIGINT)
    said = run.communicate(timeout=60)[1]
    assert run.returncode == 130
    assert said.splitlines()[-1] == "khabar: interrupted; each figure is the old one or the whole new one"
    deadline = time.monotonic() + 20
    while _kernels(project) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert _kernels(project) == []
    for file in (project / "figures").glob("*/*.json"):
        assert not json.loads(file.read_text("utf-8"))["complete"]


@pytest.mark.slow
def test_two_runs_at_once_make_what_one_makes(project, root):
    settings = {**os.environ, "KHABAR_ROOT": str(project), "PYTHONHASHSEED": "0", "MPLBACKEND": "agg"}
    command = [sys.executable, "-m", "khabar.run"]
    runs = [subprocess.Popen(command, env=settings, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [run.communicate(timeout=900)[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    made = {p.name: p.read_bytes() for p in (project / "figures" / "shoigu-baghdad").iterdir()}
    assert made == {p.name: p.read_bytes() for p in (root / "figures" / "shoigu-baghdad").iterdir()}
