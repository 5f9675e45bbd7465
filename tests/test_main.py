"""What a person can get wrong on the command line, and the one line that each gets: what is wrong, and the remedy."""

import re
import sys
import warnings

import pytest

import khabar as kh
from khabar import __main__ as cli
from khabar import article, figures, report, run, tables

TEXT = "ارتفع الإنتاج 5% العام الماضي في مصر، كما قال الوزير إن الأسعار ارتفعت بنسبة 3%.\n"


@pytest.fixture
def project(monkeypatch, tmp_path):
    """A project of one article, mine; what is written goes there."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "mine.txt").write_text(TEXT, "utf-8")
    users = {"SEEDS": (article, cli), "BUILD": (tables, report), "FIGURES": (cli, report, figures)}
    for name, modules in users.items():
        for module in modules:
            monkeypatch.setattr(module, name, tmp_path / name.lower())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARTICLE", "mine")
    return tmp_path


def _binary(folder):
    (folder / "seeds" / "mine.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))


def _damaged(folder):
    (folder / "seeds" / "mine.txt").write_bytes(TEXT.encode() + b"\xff" + TEXT.encode())


def _no_docx(folder):
    (folder / "seeds" / "mine.txt").rename(folder / "seeds" / "mine.docx")


def _no_page(folder):
    (folder / "seeds" / "mine.txt").unlink()
    (folder / "seeds" / "mine.html").write_text("<html><body><script>1</script></body></html>", "utf-8")


def _registry(folder):
    (folder / "seeds" / "articles.csv").write_text("name,title\nmine.txt,x\n", "utf-8")


def _date(folder):
    (folder / "seeds" / "articles.csv").write_text("file,published\nmine.txt,15/09/2025\n", "utf-8")


def _country(folder):
    (folder / "seeds" / "articles.csv").write_text("file,country\nmine.txt,العراق\n", "utf-8")


def _build_is_a_file(folder):
    (folder / "build").write_text("x", "utf-8")


def _nothing(folder):
    pass


CASES = {
    "no such article": (["tables", "gone"], _nothing,
        r"no article 'gone' in seeds/; there are: mine"),
    "no such file": (["report", "a/b.txt"], _nothing,
        r"no article 'a/b.txt' in a/; there are: none"),
    "a kind of file that is none": (["tables", "a.pdf"], _nothing,
        r"no article 'a.pdf' in seeds/; there are: mine"),
    "a binary": (["tables"], _binary,
        r"mine.txt: no text that can be read \(byte 0 is not UTF-8\); save it as UTF-8"),
    "a damaged text": (["verify"], _damaged,
        r"mine.txt: no text that can be read \(byte \d+ is not UTF-8\); save it"),
    "no Word file": (["tables"], _no_docx,
        r"mine.docx: not a .docx file that can be opened"),
    "a page without article": (["tables"], _no_page,
        r"mine.html: no article found in this page; save its text as .txt"),
    "articles of no folder": (["articles", "gone"], _nothing,
        r"no folder 'gone'; give one with articles in it"),
    "a registry without file": (["articles"], _registry,
        r"articles.csv: no column 'file' in its first line; the columns"),
    "a date of another form": (["articles"], _date,
        r"articles.csv, row 2: published is '15/09/2025'; write 2025-09-15"),
    "a country by its name": (["articles"], _country,
        r"articles.csv, row 2: country is 'العراق'; write its two letters"),
    "no room to write": (["tables"], _build_is_a_file,
        r"can't read or write .*build.*: (Not a directory|File exists)"),
    "no corpus": (["corpus", "gone"], _nothing,
        r"no corpus at gone: give a folder, or a .jsonl, .csv or .parquet file"),
}


@pytest.mark.parametrize("case", CASES)
def test_one_line_with_the_remedy(project, capsys, case):
    arguments, prepare, said = CASES[case]
    prepare(project)
    assert cli.main(arguments) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert re.match(f"khabar: {said}", lines[0]), lines[0]


@pytest.mark.parametrize(("what", "said"), [
    ("openpyxl", r"khabar: writing .xlsx needs openpyxl; pip install 'khabar\[documents\]'"),
    ("docx", r"khabar: w.docx: reading it needs docx; pip install 'khabar\[documents\]'"),
    ("trafilatura", r"khabar: w.html: reading it needs trafilatura; pip install 'khabar\[documents\]'"),
])
def test_an_extra_that_is_not_installed(project, capsys, monkeypatch, what, said):
    monkeypatch.setitem(sys.modules, what, None)
    (project / "seeds" / "w.docx").write_bytes(b"PK")
    (project / "seeds" / "w.html").write_text("<p>نص", "utf-8")
    assert cli.main(["tables", {"docx": "w.docx", "trafilatura": "w.html"}.get(what, "mine")]) == 2
    assert re.fullmatch(said, capsys.readouterr().err.strip())


@pytest.mark.filterwarnings("always::UserWarning")
def test_a_guessed_encoding_is_one_line_and_no_error(project, capsys):
    (project / "seeds" / "mine.txt").write_bytes(TEXT.encode("cp1256"))
    assert cli.main(["tables"]) == 0
    assert capsys.readouterr().err == (
        "khabar: mine.txt: not UTF-8; read as cp1256, which is a guess. Save it as UTF-8 to be sure\n")
    assert (project / "build" / "mine" / "tables.xlsx").exists()


def test_articles_that_cannot_be_read_are_named_and_the_others_entered(project, capsys):
    (project / "seeds" / "bad.txt").write_bytes(bytes(range(256)))
    assert cli.main(["articles"]) == 1
    out, err = capsys.readouterr()
    assert "mine.txt" in out
    assert re.fullmatch(r"khabar: bad\.txt: no text .*\n", err)


def test_nothing_made_yet(project, capsys):
    assert cli.main(["verify"]) == 1
    assert capsys.readouterr().out == "mine: no manifest; nothing was made yet\n"


def test_interrupted(project, capsys, monkeypatch):
    def interrupt(article):
        raise KeyboardInterrupt

    monkeypatch.setattr(tables, "write_workbook", interrupt)
    assert cli.main(["tables"]) == 130
    assert capsys.readouterr().err == "khabar: interrupted; each file is the old one or the whole new one\n"


def test_no_such_command(capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["nonsense"])
    assert stopped.value.code == 2
    assert "choose from" in capsys.readouterr().err


def test_run_names_the_articles_there_are(project, capsys):
    assert run.main(["gone"]) == 2
    assert capsys.readouterr().err == "khabar: no article 'gone' in seeds/; there are: mine\n"


def test_a_figure_without_caption_is_refused_in_one_line(project):
    mine = kh.read_article("mine")
    drawn = figures.structure(kh.split_sentences(mine))
    with pytest.raises(ValueError, match=r"^figure '01-a' can't be saved without caption_ar, caption_en$"):
        figures.save(drawn, "01-a", mine)


def test_warnings_are_as_before_afterwards(project):
    before = warnings.showwarning
    cli.main(["verify"])
    assert warnings.showwarning is before
