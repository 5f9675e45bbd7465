"""The report: one self-contained right-to-left page, in Arabic with English beside it, that needs no script.

Jinja2 with autoescape; whatever comes from the article is text, never markup.
"""

import io
import re
from base64 import b64encode
from functools import cache
from importlib.resources import files
from pathlib import Path

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

    Holds the article with its claims, other numbers and entities marked, the tables, and the saved figures of
    `folder` (default figures/ARTICLE). Every claim, number and mention links to its words and back.
    """
    folder = folder or FIGURES / outputs.slug(article.name)
    mentions, claims, numbers = find_entities(article), find_claims(article), account(article)
    numbers = numbers[numbers["verdict"] != "claim"]
    page = _template("report.html").render(
        article=article, claims=_records(claims), numbers=_records(numbers), mentions=_records(mentions),
        entities=_records(count_entities(mentions)), figures=_figures(folder, article),
        paragraphs=_paragraphs(article, claims, numbers, mentions), types=rows("entity_types"),
        shown=labels, unit_label=unit_label,
        font=_font(), counts={"sentences": len(split_sentences(article)), "claims": len(claims)},
    )
    return outputs.write_atomic(path or BUILD / "report.html", page.encode("utf-8", "replace"))


@cache
def _template(name: str):
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(files("khabar").joinpath("templates", name).read_text("utf-8"))


@cache
def _font() -> str:
    """The figures' face, cut down to Arabic and Latin, as base64: without it their labels would not fit."""
    try:
        import fontpkg_amiri
    except ImportError:
        return ""
    options = Options(layout_features=["*"], notdef_outline=True)
    font = load_font(files(fontpkg_amiri) / "files" / "Amiri-Regular.ttf", options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*range(0x20, 0x17F), *range(0x600, 0x700), *range(0x2000, 0x2070)])
    subsetter.subset(font)
    buffer = io.BytesIO()
    save_font(font, buffer, options)
    return b64encode(buffer.getvalue()).decode()


def _records(frame: pd.DataFrame) -> list[dict]:
    return frame.astype(object).where(frame.notna(), "").to_dict("records")


def _paragraphs(article, claims, numbers, mentions) -> list[dict]:
    """The article's lines as pieces of text and marks, in order; of marks that overlap, the claim, else the longer."""
    ranked = [(0, "claim", r) for r in _records(claims)] + [(1, r["type"], r) for r in _records(mentions)]
    ranked += [(2, "number", r) for r in _records(numbers)]
    taken, chosen = set(), []
    for _, kind, row in sorted(ranked, key=lambda x: (x[0], x[2]["start"] - x[2]["end"], x[2]["start"])):
        place = range(row["start"], row["end"])
        if taken.isdisjoint(place):
            taken.update(place)
            chosen.append((row["start"], row["end"], kind))
    chosen.sort()
    headings = split_sentences(article).query("role != 'body'")["start"]
    headings = set(headings)
    lines = [m for m in re.finditer(r"[^\r\n]++", article.text) if m[0].strip()]
    return [{"heading": any(m.start() <= h < m.end() for h in headings), "pieces": _pieces(article.text, m, chosen)}
            for m in lines]


def _pieces(text: str, line, marks) -> list[dict]:
    at, pieces = line.start(), []
    for start, end, kind in marks:
        if line.start() <= start < line.end():
            pieces += [{"text": text[at:start], "kind": ""}, {"text": text[start:end], "kind": kind, "start": start}]
            at = end
    return [p for p in [*pieces, {"text": text[at:line.end()], "kind": ""}] if p["text"]]


def _figures(folder: Path, article) -> list[dict]:
    """The saved figures that were made from this text and have data, as inline SVG with their captions."""
    manifest = outputs.read_manifest(folder)
    if manifest.get("text_sha256") != outputs.sha256(article.text):
        return []
    return [{"name": name, "svg": _inline(folder / f"{name}.svg", name, said["alt"]), **said}
            for name, said in sorted(manifest["captions"].items())
            if f"{name}.svg" in manifest["outputs"] and said["rows"] and (folder / f"{name}.svg").exists()]


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
