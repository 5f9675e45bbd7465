"""JupyterLab for real: the server that `make lab` starts, on a copy of the project, driven in Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing

import pytest

from khabar import outputs, read_article

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHROMIUM = {"executable_path": "/usr/bin/chromium", "args": [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"]}
TOKEN = "for-this-test-only"
NAMES = ["01-article", "02-tokens", "03-entities", "04-claims", "05-figures", "06-corpus"]


@pytest.fixture(scope="module")
def project(root, tmp_path_factory):
    """A copy, so that Lab saves and draws outside the tree."""
    copy = tmp_path_factory.mktemp("project")
    for folder in ("notebooks", "seeds"):
        shutil.copytree(root / folder, copy / folder, ignore=shutil.ignore_patterns("kernel-ipc*", ".*"))
    return copy


def _make_lab(root):
    """The options of `make lab`'s own command."""
    recipe = (root / "Makefile").read_text("utf-8").split("\nlab:")[1].split("\n")[1]
    return recipe.split("-m jupyterlab")[1].split()


@pytest.fixture(scope="module")
def lab(project, root):
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {name: str(project / name.lower()) for name in
           ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    environment = {**os.environ, **own, "KHABAR_ROOT": str(project), "MPLBACKEND": "", "PYTHONHASHSEED": "0"}
    environment.pop("ARTICLE", None)
    settings = project / "settings" / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"windowingMode": "none"}')  # else cells out of sight are not in the page
    environment["JUPYTERLAB_SETTINGS_DIR"] = str(project / "settings")
    command = [sys.executable, "-m", "jupyterlab", *_make_lab(root), "--no-browser", "--allow-root", f"--port={port}",
               "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}"]
    address = f"http://127.0.0.1:{port}"
    with (project / "lab.log").open("w") as log:
        server = subprocess.Popen(command, cwd=project, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(lambda: _answers(address) or server.poll() is not None, 120)
            assert server.poll() is None, (project / "lab.log").read_text()
            yield address
        finally:
            server.terminate()
            server.wait(60)


def _answers(address):
    try:
        return urllib.request.urlopen(f"{address}/api", timeout=2).status == 200
    except OSError:
        return False


def _ran(prompt):
    return prompt.strip("[]: ").isdigit()


def _over(prompts, errors):
    """Cells that wait or run show [*]; after an error those that waited show [ ]."""
    return bool(prompts) and not any("*" in prompt for prompt in prompts) and (all(map(_ran, prompts)) or errors > 0)


def _nudged(page, prompts):
    """Cells that were run before Lab had its session are forgotten, some or all, or it asks for a kernel: run again."""
    choose = page.locator(".jp-Dialog .jp-mod-accept")
    if choose.is_visible():
        choose.click()
    time.sleep(2)
    shown = prompts.all_inner_texts()
    if not any("*" in prompt for prompt in shown) and not all(map(_ran, shown)):
        _run_all(page)
    return False


def _run_all(page):
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def _wait_for(happened, seconds):
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, f"nothing after {seconds} s"
        time.sleep(0.2)


@pytest.fixture
def run_notebook(lab):
    """Opens a notebook, changes its parameter cell, runs all cells, and gives the page when the kernel is done."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        browser = p.chromium.launch(**CHROMIUM)

        def run(name, article=None):
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            page.goto(f"{lab}/lab/tree/notebooks/{name}.ipynb?token={TOKEN}&reset", timeout=120_000)
            cells = page.locator(".jp-Notebook .jp-CodeCell")
            cells.nth(1).wait_for(timeout=120_000)
            page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for(timeout=120_000)
            if article:
                cells.nth(1).locator(".cm-content").click()
                page.keyboard.press("Control+A")
                page.keyboard.type(f'ARTICLE = "{article}"')
            _run_all(page)
            prompts = page.locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt")
            errors = page.locator(".jp-OutputArea-output[data-mime-type*=error]")
            _wait_for(lambda: _over(prompts.all_inner_texts(), errors.count()) or _nudged(page, prompts), 180)
            assert all(map(_ran, prompts.all_inner_texts())), (name, errors.all_inner_texts())
            return page

        yield run
        browser.close()


def test_another_article_in_the_parameter_cell(project, run_notebook):
    page = run_notebook("04-claims", "example-economy")
    figure = project / "figures" / "example-economy" / "04-growth.png"
    assert figure.read_bytes().startswith(b"\x89PNG")
    manifest = outputs.read_manifest(figure.parent)
    assert manifest["text_sha256"] == outputs.sha256(read_article(project / "seeds" / "example-economy.txt").text)
    page.locator(".jp-OutputArea-output img").first.wait_for(timeout=30_000)
    pictures = page.locator(".jp-OutputArea-output img")
    assert pictures.evaluate_all("all => all.every(one => one.complete && one.naturalWidth > 300)")
    tables = page.locator(".jp-OutputArea-output table.dataframe")
    assert tables.count() >= 2
    assert tables.evaluate_all("all => all.map(one => getComputedStyle(one).direction)") == ["rtl"] * tables.count()


def test_all_notebooks_in_order(project, run_notebook):
    for name in NAMES:
        page = run_notebook(name)
        tables = page.locator(".jp-OutputArea-output table.dataframe")
        shown = tables.evaluate_all("all => all.map(one => [getComputedStyle(one).direction, one.innerText])")
        assert {way for way, text in shown if any("\u0620" <= c <= "\u064a" for c in text)} <= {"rtl"}, name
        page.close()
    made = {p.name for p in (project / "figures").glob("*/*.png")}
    assert {name[:2] for name in made} == {name[:2] for name in NAMES}
