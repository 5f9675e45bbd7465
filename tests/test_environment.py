"""What is declared in several places agrees; the library is light; nothing of a machine is in the tree."""

import re
import subprocess
import sys
import tomllib

import pytest

import khabar as kh

CONDA_NAMES = {"arabic-reshaper": "arabic_reshaper"}
FIVE = ["jupyterlab", "pandas", "matplotlib", "arabic-reshaper", "python-bidi"]


def _floors(requirements):
    return dict(re.match(r"([\w-]+)(?:\[[\w,]+\])?(>=[\d.]+)?", r).groups() for r in requirements)


@pytest.fixture(scope="module")
def declared(root):
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]


def test_conda_has_the_five_packages_with_the_same_floors(root, declared):
    floors = _floors(declared["dependencies"])
    conda = dict(re.findall(r"^  - ([\w-]+)(>=[\d.]+)", (root / "environment.yml").read_text("utf-8"), re.M))
    assert conda.pop("python") == declared["requires-python"]
    assert conda == {CONDA_NAMES.get(name, name): floors[name] for name in FIVE}


def test_every_dependency_has_its_reason(root):
    block = re.search(r"^dependencies = \[\n(.*?)^\]", (root / "pyproject.toml").read_text("utf-8"), re.M | re.S)[1]
    assert all(re.search(r'",\s+# \w+', line) for line in block.splitlines())


def test_the_lock_holds_every_dependency_with_hashes_and_no_address(root, declared):
    lock = (root / "requirements.txt").read_text("utf-8")
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)", lock, re.M))
    extras = [r for extra in ("documents", "corpus", "dev") for r in declared["optional-dependencies"][extra]]
    assert {n.lower() for n in _floors(declared["dependencies"] + extras)} <= set(pinned)
    entries = re.split(r"^(?=[\w.-]+==)", lock, flags=re.M)[1:]
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in lock


def test_the_audit_names_what_is_not_as_locked(root, tmp_path):
    lock = (root / "requirements.txt").read_text("utf-8")
    [audited] = re.findall(r"^(\t.* uv pip sync .*)$", (root / "Makefile").read_text("utf-8"), re.M)
    for old, new, said in (("", "", ""), ("\nnumpy==", "\nnumpy==9", "numpy")):
        (tmp_path / "lock.txt").write_text(lock.replace(old, new) if old else lock, "utf-8")
        command = audited.replace("$(PYTHON)", sys.executable).replace("$(LOCK)", str(tmp_path / "lock.txt")).split()
        done = subprocess.run(command, capture_output=True, text=True)
        assert bool(done.returncode) == bool(said), done.stderr
        assert said in done.stderr


def test_an_audit_that_could_not_ask_has_not_passed(root, tmp_path):
    """uv is another here: one whose pip-audit finds no service."""
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\ncase "$*" in *pip-audit*) echo "ERROR: not reached"; exit 1;; esac\n')
    python.chmod(0o755)
    make = ["make", "--no-print-directory", "audit", "READY=", f"PYTHON={python}"]
    done = subprocess.run(make, cwd=root, capture_output=True, text=True)
    assert done.returncode != 0
    assert "audit: NOT passed" in done.stdout
    assert "--strict" in (root / "Makefile").read_text("utf-8")  # else what could not be audited counts as sound


def test_import_is_light_and_silent(root):
    code = "import sys, khabar; print([m for m in ('pandas', 'matplotlib', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_the_flat_verbs_are_functions():
    import khabar.concordance  # noqa: F401  (a module of the same name must not hide the verb)

    assert all(callable(getattr(kh, verb)) for verb in kh.__all__ if verb not in ("read_corpus", "analyse"))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kh.nothing  # noqa: B018


def test_every_list_says_where_it_comes_from(root):
    for file in (root / "lib" / "khabar" / "lexicon").glob("*.csv"):
        lines = file.read_text("utf-8-sig").splitlines()
        assert "source" in lines[0].split(","), file.name


def test_make_help_lists_the_targets(root):
    listed = subprocess.run(["make", "help"], cwd=root, capture_output=True, text=True, check=True).stdout
    wanted = {"figures", "test", "report", "lab", "corpus", "eval", "bench", "lint", "lock", "clean", "help", "setup"}
    assert wanted <= set(re.findall(r"^([a-z-]+)\s", listed, re.M))


def test_in_a_conda_environment_named_khabar_make_uses_that_one(root):
    def plan(name):
        make = ["make", "--no-print-directory", "--dry-run", "figures", f"CONDA_DEFAULT_ENV={name}"]
        return subprocess.run(make, cwd=root, capture_output=True, text=True, check=True).stdout.splitlines()

    assert plan("khabar") == ["python -m khabar.run"]
    assert plan("base")[-1] == ".venv/bin/python -m khabar.run"


def test_the_readme_holds_the_codebook_row_by_row(root):
    import csv

    readme = (root / "README.md").read_text("utf-8")
    with (root / "lib" / "khabar" / "lexicon" / "codebook.csv").open(encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            assert f"| {r['table']} | `{r['column']}` | {r['type']} | {r['meaning']} |" in readme


def test_the_codebook_explains_every_column_that_is_published(root):
    import csv

    with (root / "lib" / "khabar" / "lexicon" / "codebook.csv").open(encoding="utf-8", newline="") as f:
        known = {r["column"] for r in csv.DictReader(f)}
    for file in (root / "figures").glob("*/*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as f:
            assert set(next(csv.reader(f))) <= known, file.name
