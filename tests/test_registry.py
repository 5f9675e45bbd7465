"""articles.csv: made, completed, and nothing that a person wrote ever overwritten."""

import csv

import pytest

import khabar as kh
from khabar.registry import COLUMNS, complete_registry

PAGE = """<html lang="ar"><head><title>ارتفاع الصادرات</title><meta property="og:title" content="ارتفاع الصادرات">
<meta property="og:site_name" content="صحيفة المثال"><meta property="article:published_time" content="2024-05-06">
</head><body><article><h1>ارتفاع الصادرات</h1>""" + "".join(
    f"<p>قالت وزارة الاقتصاد إن صادرات البلاد ارتفعت بنسبة {n}% خلال العام الماضي مقارنة بالعام الذي سبقه.</p>"
    for n in (12, 15)
) + "</article></body></html>"


@pytest.fixture
def folder(tmp_path):
    from docx import Document

    (tmp_path / "a.txt").write_text("عنوان الخبر\nارتفع الإنتاج 5%.\n", "utf-8")
    (tmp_path / "b.html").write_text(PAGE, "utf-8")
    document = Document()
    document.core_properties.title = "تقرير"
    document.add_paragraph("ارتفع الإنتاج 5%.")
    document.save(str(tmp_path / "c.docx"))
    (tmp_path / "notes.md").write_text("لا شأن له", "utf-8")
    return tmp_path


def _rows(folder):
    with (folder / "articles.csv").open(encoding="utf-8-sig", newline="") as f:
        return {row["file"]: row for row in csv.DictReader(f)}


def test_made_from_a_folder_of_files(folder):
    table, failed = complete_registry(folder)
    assert failed == []
    assert list(table.columns) == COLUMNS
    rows = _rows(folder)
    assert list(rows) == ["a.txt", "b.html", "c.docx"]
    assert [row["title"] for row in rows.values()] == ["عنوان الخبر", "ارتفاع الصادرات", "تقرير"]
    assert (rows["b.html"]["published"], rows["b.html"]["source"]) == ("2024-05-06", "صحيفة المثال")
    assert (rows["a.txt"]["published"], rows["a.txt"]["country"], rows["a.txt"]["licence"]) == ("", "", "")


def test_what_a_person_wrote_stays_and_gaps_are_filled(folder):
    written = ('licence,file,note,title,published\nملك صاحبه,b.html,"مهم، جدا",عنواني,\n,gone.txt,,ملف راح,2020\n')
    (folder / "articles.csv").write_text(written, "utf-8-sig")
    complete_registry(folder)
    rows = _rows(folder)
    assert list(rows) == ["b.html", "gone.txt", "a.txt", "c.docx"]
    assert [rows["b.html"][k] for k in ("title", "published", "source", "licence", "note")] == [
        "عنواني", "2024-05-06", "صحيفة المثال", "ملك صاحبه", "مهم، جدا"]
    assert (rows["gone.txt"]["title"], rows["gone.txt"]["published"]) == ("ملف راح", "2020")


def test_a_second_time_changes_nothing(folder):
    complete_registry(folder)
    before = (folder / "articles.csv").read_bytes()
    complete_registry(folder)
    assert (folder / "articles.csv").read_bytes() == before


def test_excel_opens_it_and_khabar_reads_it(folder):
    complete_registry(folder)
    assert (folder / "articles.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert kh.read_article(folder / "a.txt").title == "عنوان الخبر"


@pytest.mark.parametrize(("separator", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), (";", "cp1256")])
@pytest.mark.filterwarnings("ignore:articles.csv. not UTF-8")
def test_as_a_spreadsheet_saves_it(folder, separator, encoding):
    """Excel writes semicolons in many Arabic and European settings, tabs as `Unicode text`, cp1256 as plain CSV."""
    lines = [["file", "title", "published"], ["a.txt", "عنوان كتبه إنسان، وفيه فاصلة", "2024-02"]]
    (folder / "articles.csv").write_text("\r\n".join(separator.join(line) for line in lines), encoding)
    complete_registry(folder)
    row = _rows(folder)["a.txt"]
    assert (row["title"], row["published"]) == ("عنوان كتبه إنسان، وفيه فاصلة", "2024-02")


@pytest.mark.parametrize(("content", "said"), [
    ("name,title\na.txt,x\n", r"articles\.csv: no column 'file' in its first line"),
    ("file,title\na.txt,x,y,z\n", r"articles\.csv, row 2: more cells than columns; put cells with commas in quotes"),
    ("file,published\na.txt,2025\nb.html,15/09/2025\n", r"row 3: published is '15/09/2025'; write 2025-09-15, 2025"),
    ("file,country\na.txt,Iraq\n", r"row 2: country is 'Iraq'; write its two letters \(ISO 3166\), such as IQ"),
])
def test_a_registry_that_is_none_is_left_as_it_is(folder, content, said):
    (folder / "articles.csv").write_text(content, "utf-8")
    with pytest.raises(ValueError, match=said):
        complete_registry(folder)
    assert (folder / "articles.csv").read_text("utf-8") == content


def test_two_rows_of_one_file_both_stay(folder):
    (folder / "articles.csv").write_text("file,title\na.txt,أ\na.txt,ب\n", "utf-8")
    table, _ = complete_registry(folder)
    assert list(table["title"][:2]) == ["أ", "ب"]
    assert list(table["file"]) == ["a.txt", "a.txt", "b.html", "c.docx"]


def test_a_file_that_cannot_be_read_is_named_and_the_others_done(folder):
    (folder / "bad.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    table, failed = complete_registry(folder)
    assert list(table["file"]) == ["a.txt", "b.html", "c.docx"]
    assert len(failed) == 1
    assert failed[0].startswith("bad.txt: no text")


def test_a_title_that_looks_like_a_formula_is_harmless_and_comes_back(folder):
    (folder / "a.txt").write_text("=1+1 عنوان\nارتفع الإنتاج 5%.\n", "utf-8")
    complete_registry(folder)
    assert _rows(folder)["a.txt"]["title"] == "'=1+1 عنوان"


def test_an_empty_folder(tmp_path):
    table, failed = complete_registry(tmp_path)
    assert (len(table), failed) == (0, [])
    complete_registry(tmp_path)


def test_the_seeds_are_complete(root, tmp_path):
    for file in (root / "seeds").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    complete_registry(tmp_path)
    made = _rows(tmp_path)
    for file, row in _rows(root / "seeds").items():  # what a user dropped in without registering it is no fault
        assert all(made[file][column] == value for column, value in row.items() if value)
