"""The report in a browser: right to left, marks at the right words, links both ways, nothing executed."""

import pytest

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
    html = page_of(seed).read_text("utf-8")
    assert "<script" not in html
    assert 'dir="rtl"' in html
    assert "default-src 'none'" in html


def test_every_claim_number_and_mention_is_linked_both_ways(page_of, seed):
    html = page_of(seed).read_text("utf-8")
    rows = [*kh.find_claims(seed)["start"], *kh.find_entities(seed)["start"], *kh.account(seed)["start"]]
    for start in {int(s) for s in rows}:
        assert html.count(f'id="w{start}"') == 1
        assert html.count(f'id="r{start}"') == 1
        assert f'href="#w{start}"' in html
        assert f'href="#r{start}"' in html


@pytest.mark.browser
def test_direction_and_marks(open_page, page_of, seed):
    page = open_page(page_of(seed))
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    for row in kh.find_claims(seed).itertuples():
        assert page.text_content(f"#w{row.start} bdi") == row.text
    page.click("tbody tr td a")
    assert page.url.split("#w")[1] == str(kh.find_claims(seed)["start"][0])


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
    assert page.locator(f'figure a[href="#w{first}"]').count() >= 1


@pytest.mark.browser
@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_sticks_out(open_page, page_of, seed, width):
    page = open_page(page_of(seed), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(open_page, page_of, seed, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(page_of(seed))
    page.emulate_media(color_scheme=scheme)
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in found if v["impact"] in ("serious", "critical")] == []


@pytest.mark.browser
def test_a_hostile_article_runs_nothing(open_page, page_of):
    page = open_page(page_of(kh.Article("bad", HOSTILE, title="<script>window.ran=1</script>", published="2025")))
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert page.locator("script, img, iframe").count() == 0
    assert "<script>window.ran = 1</script>" in page.text_content("main")
