"""The tables in a spreadsheet: Arabic is text, a date a date, a number a number, and nothing runs."""

import csv
import io
import subprocess
from datetime import datetime

import openpyxl
import pandas as pd
import pytest

import khabar as kh
from khabar import outputs, tables

TEXT = """عنوان =1+1 هنا
بلغت قيمة الصادرات 3.5 مليار دولار في عام 2024، بزيادة 12% عن عام 2023، وفق وزارة الاقتصاد في مصر.
=SUM(A1:A9) وقال الوزير إن الواردات انخفضت بنسبة -5% +7
@تعليق و"اقتباس، بفاصلة" في عام 1187 والنمو 3%.
"""
FORMULAE = pd.DataFrame({
    "text": ["=1+1", '=HYPERLINK("http://a")', "+7", "-5", "@SUM(1)", "\t=1", "\r=1", 'نص، "بفاصلة"\nوسطر',
             "\x00\ud800"],
    "value": [1.5, -2.0, None, 3.8e9, 0.1, 1e-7, 7, 8, 9], "n": range(-4, 5),
})


@pytest.fixture
def article(dated):
    return dated(TEXT)


@pytest.fixture
def book(article, tmp_path):
    return openpyxl.load_workbook(tables.write_workbook(article, tmp_path / "tables.xlsx"))


def _office(file, to, tmp_path, infilter=None):
    """`file` as LibreOffice opens it, saved again as `to`."""
    out = tmp_path / "office"
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--norestore",
               *([f"--infilter={infilter}"] if infilter else []), "--convert-to", to, "--outdir", str(out), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    made = sorted(out.glob("*")) if out.exists() else []
    assert made, done.stderr
    return made


_LOGICAL = {"=TRUE()": True, "=FALSE()": False}  # how LibreOffice writes them


def _same(cell, value):
    cell = _LOGICAL.get(cell, cell)
    if value is None or value == "" or pd.isna(value):
        return cell is None
    if isinstance(cell, datetime):
        return cell.date().isoformat() == value
    return cell == pytest.approx(value) if isinstance(cell, float) else cell == value


def assert_holds(book, article):
    """Each sheet holds its table: types and cells, read right to left."""
    for name, table in tables.all_tables(article).items():
        sheet = book[name]
        assert sheet.sheet_view.rightToLeft
        head, *rows = sheet.iter_rows(values_only=True)
        assert list(head) == list(table.columns)
        expected = outputs.harmless(table).itertuples(index=False)
        for row, wanted in zip(rows, expected, strict=True):
            assert [pair for pair in zip(row, wanted, strict=True) if not _same(*pair)] == [], name
        assert not any(c.data_type == "f" and c.value not in _LOGICAL for row in sheet.iter_rows() for c in row)


def test_the_workbook_holds_every_table(book, article):
    assert book.sheetnames == ["sentences", "tokens", "words", "mentions", "entities", "claims", "account", "codebook"]
    assert_holds(book, article)


def test_dates_are_dates_and_numbers_numbers(book, article):
    sheet, claims = book["claims"], kh.find_claims(article)
    head = [cell.value for cell in sheet[1]]
    assert {"2024-01-01"} <= set(claims["from_date"])
    for cell, day in zip(list(sheet.columns)[head.index("from_date")][1:], claims["from_date"], strict=True):
        assert cell.is_date == (day >= "1900-03")
    assert {c.data_type for c in list(sheet.columns)[head.index("value")][1:]} == {"n"}


def test_every_column_has_its_note(book):
    for sheet in book.worksheets[:-1]:
        for cell in sheet[1]:
            assert cell.comment, (sheet.title, cell.value)
            assert cell.comment.text


def test_an_article_without_anything(tmp_path):
    book = openpyxl.load_workbook(tables.write_workbook(kh.Article("a", ""), tmp_path / "t.xlsx"))
    assert all(sheet.max_row == 1 for sheet in book.worksheets[:-1])


def test_the_file_goes_into_the_build_folder(monkeypatch, tmp_path):
    monkeypatch.setattr(tables, "BUILD", tmp_path)
    assert tables.write_workbook(kh.Article("../x", "نص")).resolve().is_relative_to(tmp_path)


def test_what_is_too_long_or_too_old_for_excel(tmp_path):
    sheet = openpyxl.Workbook().active
    old = pd.DataFrame({"text": ["ن" * 40000], "from_date": ["1187-07-04"], "to_date": ["1900-03-01"]})
    tables._fill(sheet, old, pd.DataFrame({"column": [], "meaning": []}))
    text, first, last = (cell.value for cell in sheet[2])
    assert (len(text), first, last.isoformat()) == (32767, "1187-07-04", "1900-03-01")


@pytest.mark.browser
@pytest.mark.slow
def test_libreoffice_opens_the_workbook(article, tmp_path):
    file = tables.write_workbook(article, tmp_path / "tables.xlsx")
    [made] = _office(file, "xlsx:Calc MS Excel 2007 XML", tmp_path)
    book = openpyxl.load_workbook(made)
    assert_holds(book, article)
    assert all(cell.comment for cell in book["claims"][1])


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("name", ["claims", "formulae"])
def test_libreoffice_opens_a_csv(article, tmp_path, name):
    frame = kh.find_claims(article) if name == "claims" else FORMULAE
    file = tmp_path / f"{name}.csv"
    file.write_bytes(outputs.csv_bytes(frame))
    [made] = _office(file, "xlsx:Calc MS Excel 2007 XML", tmp_path, "CSV:44,34,76,1,,0,false,true,false")
    head, *rows = openpyxl.load_workbook(made).active.iter_rows()
    assert [cell.value for cell in head] == list(frame.columns)
    for row, wanted in zip(rows, outputs.harmless(frame).itertuples(index=False), strict=True):
        assert not any(cell.data_type == "f" for cell in row)
        for cell, value in zip(row, wanted, strict=True):
            if isinstance(value, str) and any("\u0620" <= c <= "\u064a" for c in value):
                assert cell.value == value
            elif isinstance(value, str) and value[:2] == "20":
                assert cell.is_date, value
            elif not isinstance(value, str) and not pd.isna(value):
                assert (cell.data_type, cell.value) == ("n", pytest.approx(value))


def test_a_csv_read_as_utf8_holds_the_same_cells():
    read = list(csv.reader(io.StringIO(outputs.csv_bytes(FORMULAE).decode("utf-8-sig"), newline="")))
    assert [row[0] for row in read[1:]] == list(outputs.harmless(FORMULAE)["text"])
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for row in read[1:] for cell in row[:1])
