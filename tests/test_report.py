"""The report in a browser: right to left, marks at the right words, links both ways, nothing executed."""

import re

import pandas as pd
import pytest
from lxml import html

import khabar as kh
from khabar import figures, report

CHROMIUM = {"executable_path": "/usr/bin/chromium", "args": [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--allow-file-access-from-files"]}
HOSTILE = """عنوان <script>window.ran = 1</script>
قال الوزير <img src=x onerror="window.ran=1"> إن النمو بلغ 5% </style><script>window.ran=1</script> العام الماضي.
<a href="javascript:window.ran=1">رابط</a> وارتفعت الصادرات بنسبة "><svg onload=window.ran=1> 12% في مصر.
"""


@pytest.fixture(scope="module")
def page_of(tmp_path_factory):
    def write(article):
        folder = tmp_path_factory.mktemp("report")
        sentences, claims = kh.split_sentences(article), kh.find_claims(article)
        figures.save(figures.growth(claims, sentences), "04-growth", article, "أ", "a", folder=folder)
        return report.write(article, folder / "report.html", folder=folder)

    return write


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        started = p.chromium.launch(**CHROMIUM)
        yield started
        started.close()


@pytest.fixture
def open_page(browser):
    context = browser.new_context()
    page = context.new_page()

    def show(path, **viewport):
        page.set_viewport_size({"width": 1280, "height": 900, **viewport})
        page.goto(path.as_uri())
        return page

    yield show
    context.close()


def test_the_page_needs_nothing_from_outside(page_of, seed):
    page = page_of(seed).read_text("utf-8")
    assert "<script" not in page
    assert 'dir="rtl"' in page
    assert "default-src 'none'" in page
    assert set(re.findall(r'(?:src|href)="([^#"][^":]*)|url\("?([^#")]{5})', page)) == {("", "data:")}


LONG = "قال وزير الطاقة في العراق إن صادرات النفط ارتفعت بنسبة 12% إلى 3.4 مليون برميل يوميا في عام 2024. " * 40
ARTICLES = {"seed": None, "no text": "", "a word": "خبر", "long": LONG, "hostile": HOSTILE,
            "controls": "\u202eبلغ\x00 النمو 5%\u2028 في مصر\x0b 7%\n\x85 3 ملايين\nدولار"}


@pytest.fixture(params=ARTICLES)
def article(request, seed):
    text = ARTICLES[request.param]
    return seed if text is None else kh.Article("a", text, published="2025-09")


def test_every_claim_number_and_mention_is_linked_both_ways(article, tmp_path):
    page = html.fromstring(report.write(article, tmp_path / "r.html", folder=tmp_path).read_text("utf-8"))
    ids, links = page.xpath("//@id"), {link.lstrip("#") for link in page.xpath("//a/@href")}
    assert len(ids) == len(set(ids))
    assert links <= set(ids), "a dead link"
    for prefix, table in (("r", kh.account(article)), ("m", kh.find_entities(article))):
        for start in table["start"]:
            assert {f"w{start}", f"{prefix}{start}"} <= set(ids)
            assert f"w{start}" in links


def test_the_text_is_all_there_and_in_order(article, tmp_path):
    page = html.fromstring(report.write(article, tmp_path / "r.html", folder=tmp_path).read_text("utf-8"))
    for label in page.xpath("//a[contains(@class, 'mark')]/small"):
        label.drop_tree()
    shown = "".join(page.xpath("//div[@class='text']//text()"))
    expected = re.sub(r"[\s\x00\x0b]", "", article.text) or "لانصفيهذاالمقالThearticleisempty"
    assert re.sub(r"[\s\x00\x0b\ufffd]", "", shown) == expected


def test_what_lies_under_a_mark_keeps_its_anchor():
    claim = pd.DataFrame([{"start": 4, "end": 12}])
    mention = pd.DataFrame([{"start": 6, "end": 9, "type": "LOC"}, {"start": 4, "end": 6, "type": "ORG"}])
    article = kh.Article("a", "بلغ 5 مصر دولار")
    [line] = report._paragraphs(article, kh.split_sentences(article), claim, claim.head(0), mention)
    assert [(p["kind"], p["text"]) for p in line["pieces"]] == [("", "بلغ "), ("claim", "5 مصر دو"), ("", "لار")]
    assert line["pieces"][1]["covers"] == {6}


def test_the_main_claims_come_first(dated, tmp_path):
    text = "بلغ عدد السكان 5 ملايين شخص. ارتفعت الصادرات بأكثر من 12% في عام 2024، وفق الوزارة."
    page = html.fromstring(report.write(dated(text), tmp_path / "r.html", folder=tmp_path).read_text("utf-8"))
    cards = [" ".join(card.text_content().split()) for card in page.xpath("//ul[@class='main']/li")]
    assert any("▲ أكثر من 12%" in card and "الصادرات" in card and "2024" in card for card in cards)
    assert page.xpath("//nav//a/@href") == [f"#{heading}" for heading in page.xpath("//h2/@id") if heading != "h-main"]


@pytest.mark.browser
def test_direction_and_marks(open_page, page_of, seed):
    page = open_page(page_of(seed))
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    for row in kh.find_claims(seed).itertuples():
        assert page.evaluate(f"document.getElementById('w{row.start}').firstChild.textContent") == row.text
    page.click("tbody tr td a")
    start = kh.find_claims(seed)["start"][0]
    assert page.url.endswith(f"#w{start}")
    assert page.locator(":target").text_content().startswith("30%")
    page.click(f"#w{start}")
    assert page.url.endswith(f"#r{start}")
    assert page.locator(":target").is_visible()


@pytest.mark.browser
def test_a_filter_takes_its_marks_away(open_page, page_of, seed):
    page = open_page(page_of(seed))
    mark = page.locator("a.LOC").first
    assert mark.locator("small").is_visible()
    page.uncheck("#show-LOC")
    assert not mark.locator("small").is_visible()
    assert mark.is_visible()


@pytest.mark.browser
def test_a_bar_of_a_figure_leads_to_its_words(open_page, page_of, seed):
    page = open_page(page_of(seed))
    first = kh.find_claims(seed)["start"][0]
    page.locator(f'figure a[href="#w{first}"]').first.click()
    assert page.locator(":target").text_content().startswith("30%")
    page.click(f'#r{first} a[href="#04-growth"]')
    assert page.locator("figure:target svg").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("name", ["example-economy", "unbroken"])
def test_nothing_sticks_out(open_page, page_of, name, width):
    unbroken = kh.Article("u" * 300, f"ارتفعت {'ص' * 900} بنسبة 5% في {'m' * 900}.", title="ع" * 600)
    page = open_page(page_of(unbroken if name == "unbroken" else kh.read_article(name)), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 375)])
def test_accessible(open_page, page_of, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(page_of(kh.read_article("example-economy")), width=width)
    page.emulate_media(color_scheme=scheme)
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in found if v["impact"] in ("serious", "critical")] == []


@pytest.mark.browser
def test_a_hostile_article_runs_nothing(open_page, page_of):
    page = open_page(page_of(kh.Article("bad", HOSTILE, title="<script>window.ran=1</script>", published="2025")))
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert page.locator("script, img, iframe").count() == 0
    assert "window.ran" in page.text_content("h1")
