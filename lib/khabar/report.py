"""The report: one self-contained right-to-left page, in Arabic with English beside it, that needs no script.

Jinja2 with autoescape; whatever comes from the article is text, never markup.
"""

import io
import re
from base64 import b64encode
from bisect import bisect_left
from functools import cache
from importlib.resources import files
from operator import itemgetter
from pathlib import Path
from textwrap import shorten

import pandas as pd
from fontTools.subset import Options, Subsetter, load_font, save_font
from IPython.display import HTML
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from . import outputs
from .article import split_sentences
from .claim_figures import unit_label
from .claims import account, find_claims
from .entities import count_entities, find_entities
from .lexicon import labels, rows
from .paths import BUILD, FIGURES


def write(article, path: Path | None = None, folder: Path | None = None) -> Path:
    """Write the report of `article` to build/report.html (or `path`) and return where it is.

    Holds its main claims, the article with claims, other numbers and entities marked, the tables, and the saved figures
    of `folder` (default figures/ARTICLE). Every claim, number and mention links to its words and back.
    """
    folder = folder or FIGURES / outputs.slug(article.name)
    mentions, claims, numbers = find_entities(article), find_claims(article), account(article)
    numbers = numbers[numbers["verdict"] != "claim"]
    sentences = split_sentences(article)
    title = article.title or shorten(" ".join(sentences["text"].head(1)), 90, placeholder="…") or article.name
    page = _template("report.html").render(
        article=article, title=title, claims=_records(claims), numbers=_records(numbers),
        main=_records(_main(claims)), mentions=_records(mentions), entities=_records(count_entities(mentions)),
        paragraphs=_paragraphs(article, sentences, claims, numbers, mentions), figures=_figures(folder, article),
        types=rows("entity_types"), shown=labels, unit_label=unit_label, faces=_faces(), sentences=len(sentences),
    )
    return outputs.write_atomic(path or BUILD / "report.html", page.encode("utf-8", "replace"))


@cache
def _template(name: str):
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(files("khabar").joinpath("templates", name).read_text("utf-8"))


@cache
def _faces() -> dict[int, str]:
    """The figures' face by weight, cut down to Arabic and Latin, as base64: without it their labels would not fit."""
    try:
        import fontpkg_amiri
    except ImportError:
        return {}
    faces, options = {}, Options(layout_features=["*"], notdef_outline=True, flavor="woff")
    for weight, style in ((400, "Regular"), (700, "Bold")):
        subsetter, buffer = Subsetter(options), io.BytesIO()
        subsetter.populate(unicodes=[*range(0x20, 0x17F), *range(0x600, 0x700), *range(0x2000, 0x2070)])
        with load_font(files(fontpkg_amiri) / "files" / f"Amiri-{style}.ttf", options) as font:
            subsetter.subset(font)
            save_font(font, buffer, options)
        faces[weight] = b64encode(buffer.getvalue()).decode()
    return faces


def _records(frame: pd.DataFrame) -> list[dict]:
    return frame.astype(object).where(frame.notna(), "").to_dict("records")


def _main(claims: pd.DataFrame, n: int = 6) -> pd.DataFrame:
    """The claims to begin with: those that name what they measure, changes first, each once, in the text's order."""
    told = claims[claims["measure"] != ""].assign(last=claims["kind"] != "change").sort_values(["last", "start"])
    return told.drop_duplicates(["value", "unit", "measure"]).head(n).sort_values("start")


def _paragraphs(article, sentences, claims, numbers, mentions) -> list[dict]:
    """The article's lines as pieces of text and marks, in order; of marks that overlap, the claim, else the longer.

    What lies under another's mark keeps an anchor in it (`covers`), so that no link is dead.
    """
    ranked = [(0, "claim", r) for r in _records(claims)] + [(1, r["type"], r) for r in _records(mentions)]
    ranked += [(2, "number", r) for r in _records(numbers)]
    owner, marks = {}, []
    for _, kind, row in sorted(ranked, key=lambda x: (x[0], x[2]["start"] - x[2]["end"], x[2]["start"])):
        under = next((owner[i] for i in range(row["start"], row["end"]) if i in owner), None)
        if under is None:
            marks.append({"start": row["start"], "end": row["end"], "kind": kind, "covers": set()})
            owner.update(dict.fromkeys(range(row["start"], row["end"]), marks[-1]))
        elif row["start"] != under["start"]:
            under["covers"].add(row["start"])
    marks.sort(key=itemgetter("start"))
    headings = [*sentences.loc[sentences["role"] != "body", "start"], len(article.text)]
    lines = [m.span() for m in re.finditer(r"[^\r\n]++", article.text) if m[0].strip()]
    return [{"heading": headings[bisect_left(headings, at)] < stop, "pieces": _pieces(article.text, at, stop, marks)}
            for at, stop in lines]


def _pieces(text: str, at: int, stop: int, marks: list[dict]) -> list[dict]:
    pieces = []
    for mark in marks[bisect_left(marks, at, key=itemgetter("start")):]:
        if mark["start"] >= stop:
            break
        end = min(mark["end"], stop)
        pieces += [{"text": text[at:mark["start"]], "kind": ""}, {**mark, "text": text[mark["start"]:end]}]
        at = end
    return [p for p in [*pieces, {"text": text[at:stop], "kind": ""}] if p["text"]]


def _figures(folder: Path, article) -> list[dict]:
    """The saved figures that were made from this text and have data, as inline SVG with their captions."""
    manifest = outputs.read_manifest(folder)
    if manifest.get("text_sha256") != outputs.sha256(article.text):
        return []  # made from another text
    found = [{"name": name, "svg": _inline(folder / f"{name}.svg", name, said["alt"]), **said}
             for name, said in sorted(manifest["captions"].items())
             if f"{name}.svg" in manifest["outputs"] and said["rows"] and (folder / f"{name}.svg").exists()]
    return [{**figure, "marks": {int(at) for at in re.findall(r'href="#w(\d+)"', figure["svg"])}} for figure in found]


def _inline(file: Path, name: str, alt: str) -> Markup:
    """An SVG of ours for use inside the page: ids made its own, links to words named, a label for screen readers."""
    svg = file.read_text("utf-8")
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg"):], flags=re.S)
    for found in set(re.findall(r'\bid="([^"]+)"', svg)):
        for left, right in (('id="', '"'), ('href="#', '"'), ("url(#", ")")):
            svg = svg.replace(f"{left}{found}{right}", f"{left}{name}-{found}{right}")
    svg = re.sub(r'<a xlink:href="#(w\d+)"[^>]*>', r'<a href="#\1" aria-label="إلى موضعه في النص">', svg)
    label = Markup('<svg role="group" aria-label="{}" ').format(alt)
    return Markup(svg.replace("<svg ", label, 1))


def gallery(article, folder: Path | None = None) -> HTML:
    """The saved figures of the article side by side with their captions, for a notebook."""
    folder = folder or FIGURES / outputs.slug(article.name)
    saved = sorted(outputs.read_manifest(folder)["captions"].items())
    return HTML(_template("gallery.html").render(figures=[
        {"png": b64encode((folder / f"{name}.png").read_bytes()).decode(), **said}
        for name, said in saved if (folder / f"{name}.png").exists()]))
