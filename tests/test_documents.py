"""Files to text: every usual encoding is read right or refused by name; nothing is replaced in silence."""

import pytest

import khabar as kh
from khabar.documents import decode

TEXT = "أعلن الوزير أن حجم التبادل التجاري ارتفع بنسبة 30% العام الماضي، وفق بيان رسمي.\n" * 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_and_utf8_are_read_without_a_word(encoding):
    assert decode(TEXT.encode(encoding), "a.txt") == TEXT


@pytest.mark.parametrize("encoding", ["cp1256", "iso8859-6", "utf-16-le", "utf-16-be"])
def test_a_guess_is_reported(encoding):
    with pytest.warns(UserWarning, match=r"a\.txt: not UTF-8; read as"):
        assert decode(TEXT.encode(encoding), "a.txt") == TEXT


@pytest.mark.parametrize(("raw", "byte"), [
    (TEXT[:50].encode() + b"\xff" + TEXT.encode(), len(TEXT[:50].encode())),
    (TEXT.encode() + TEXT[:40].encode("cp1256"), len(TEXT.encode())),
    (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), 0),
], ids=["damaged", "mixed", "binary"])
def test_what_is_no_text_is_refused_with_its_first_bad_byte(raw, byte):
    with pytest.raises(ValueError, match=rf"a\.txt: no text that can be read \(byte {byte} is"):
        decode(raw, "a.txt")


def test_bytes_of_the_seed_are_the_text(seed, root):
    assert (root / "seeds" / "shoigu-baghdad.txt").read_bytes().decode() == seed.text
    assert "شويةو" in seed.text  # the source's own typing error stays


PAGE = """<html lang="ar"><head><title>ارتفاع الصادرات | صحيفة المثال</title>
<meta property="og:title" content="ارتفاع الصادرات"><meta property="og:site_name" content="صحيفة المثال">
<meta property="article:published_time" content="2024-05-06T10:00:00Z">
</head><body><nav><a href="/">الرئيسية</a> <a href="/s">رياضة</a></nav>
<article><h1>ارتفاع الصادرات</h1>""" + "".join(
    f"<p>قالت وزارة الاقتصاد إن صادرات البلاد ارتفعت بنسبة {n}% خلال العام الماضي مقارنة بالعام الذي سبقه.</p>"
    for n in (12, 15)
) + """</article><aside><h3>اقرأ أيضا</h3><ul><li><a href="/x">خبر آخر لا صلة له</a></li></ul></aside>
<footer>جميع الحقوق محفوظة</footer></body></html>"""


def test_a_saved_page_gives_body_title_date_and_source(tmp_path):
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    article = kh.read_article(tmp_path / "page.html")
    assert "12%" in article.text
    assert "15%" in article.text
    assert not any(noise in article.text for noise in ("الرئيسية", "اقرأ أيضا", "جميع الحقوق"))
    assert (article.title, article.published, article.source) == ("ارتفاع الصادرات", "2024-05-06", "صحيفة المثال")


def test_a_page_in_an_old_encoding_says_so_itself(tmp_path):
    page = PAGE.replace("<head>", '<head><meta http-equiv="Content-Type" content="text/html; charset=windows-1256">')
    (tmp_path / "page.html").write_bytes(page.encode("cp1256"))
    assert "صادرات البلاد ارتفعت بنسبة 12%" in kh.read_article(tmp_path / "page.html").text


def test_a_page_without_an_article(tmp_path):
    (tmp_path / "page.html").write_text("<html><body><script>1</script></body></html>", "utf-8")
    with pytest.raises(ValueError, match=r"page\.html: no article found in this page; save its text as \.txt"):
        kh.read_article(tmp_path / "page.html")


def test_a_word_document(tmp_path):
    from docx import Document

    document = Document()
    for line in ("العنوان", "", "ارتفع الإنتاج 5%."):
        document.add_paragraph(line)
    document.save(str(tmp_path / "d.docx"))
    assert kh.read_article(tmp_path / "d.docx").text == "العنوان\nارتفع الإنتاج 5%."


def test_a_file_that_only_says_it_is_docx(tmp_path):
    (tmp_path / "d.docx").write_bytes(b"no zip")
    with pytest.raises(ValueError, match=r"d\.docx: not a \.docx file"):
        kh.read_article(tmp_path / "d.docx")


def test_what_articles_csv_says_wins(tmp_path):
    (tmp_path / "a.txt").write_text("نص", "utf-8")
    said = "file,title,published,source,country,licence\na.txt,عنوان,2025-09,,IQ,\n"
    (tmp_path / "articles.csv").write_text(said, "utf-8")
    article = kh.read_article(tmp_path / "a.txt")
    assert (article.name, article.title, article.published, article.country) == ("a", "عنوان", "2025-09", "IQ")


def test_an_absent_article_names_those_there_are(tmp_path):
    (tmp_path / "here.txt").write_text("نص", "utf-8")
    with pytest.raises(FileNotFoundError, match=r"no article '.*gone' in .*; there are: here"):
        kh.read_article(tmp_path / "gone")
