"""The figures: one function each, returning it; and one `save`.

A figure carries the table of its data (with the offsets of the words behind each mark) and its alt text. Categories
run from the right, time and positions in the text from left to right.
"""

import pandas as pd
from matplotlib.figure import Figure

from . import frames, outputs, pdf_text, rtl
from .article import split_sentences
from .claim_figures import amounts, growth, numbers, shares  # noqa: F401  (one place for all figures)
from .drawing import BLUE, GREY, ORANGE, bars, bytes_of, canvas, done, listed, short, spans, strip
from .entity_figures import entity_counts, entity_pairs, entity_positions  # noqa: F401
from .lexicon import rows
from .normal import fold
from .paths import FIGURES
from .statistics import power_law, vocabulary_growth
from .tokens import collocations, count_words

frames.register()  # tables show right to left from the first one on


def save(fig, name, article, caption_ar="", caption_en="", alt="", data=None, folder=None, text_layer=True):
    """Write figures/ARTICLE/NAME.png, .svg, .pdf and .csv, enter them in captions.csv and manifest.json; return `fig`.

    `alt` and `data` default to what the figure carries, `folder` to figures/ARTICLE. Each file is written whole or
    not at all, and holds the same bytes for the same input: no dates, a fixed hash salt. The PDF has a layer of
    logical Arabic text unless `text_layer` is False. Raises ValueError when a caption, the alt text or the data is
    missing.
    """
    data = getattr(fig, "data", None) if data is None else data
    alt = alt or getattr(fig, "alt", "")
    given = {"caption_ar": caption_ar, "caption_en": caption_en, "alt": outputs.printable(alt)}
    missing = [k for k, v in given.items() if not v.strip()] + (["data"] if data is None else [])
    if missing:
        raise ValueError(f"figure {name!r} can't be saved without {', '.join(missing)}")
    origin = f"المصدر: {article.source or article.title or article.name}  {article.published}"
    fig.supxlabel(short(origin, 90), x=0.99, ha="right", size="small", color=GREY)
    told = {"Title": caption_ar, "Description": f"{caption_en}\n{given['alt']}"}
    to_pdf = pdf_text.save if text_layer else Figure.savefig
    in_pdf = {"Title": caption_ar, "Subject": caption_en, "CreationDate": None}
    contents = {
        f"{name}.png": bytes_of(fig, Figure.savefig, format="png", dpi=200, metadata={**told, "Software": None}),
        f"{name}.svg": bytes_of(fig, Figure.savefig, format="svg", metadata={**told, "Date": None}),
        f"{name}.pdf": bytes_of(fig, to_pdf, format="pdf", metadata=in_pdf),
        f"{name}.csv": outputs.csv_bytes(data),
    }
    folder = folder or FIGURES / outputs.slug(article.name)
    outputs.record(folder, article, contents, {**given, "rows": len(data)}, name)
    return fig


def save_table(frame, name, article, caption_ar="", caption_en="", folder=None):
    """Write a table without a figure as figures/ARTICLE/NAME.csv, with its captions; return `frame`, to be shown."""
    if not (caption_ar.strip() and caption_en.strip()):
        raise ValueError(f"table {name!r} can't be saved without caption_ar and caption_en")
    given = {"caption_ar": caption_ar, "caption_en": caption_en, "alt": "", "rows": len(frame)}
    folder = folder or FIGURES / outputs.slug(article.name)
    outputs.record(folder, article, {f"{name}.csv": outputs.csv_bytes(frame)}, given, name)
    return frame


# --- 01-article


def structure(sentences: pd.DataFrame):
    """The length of each sentence in words, in the order of the text, headings set apart. Data: the sentences."""
    data = sentences.assign(words=sentences["text"].str.split().str.len())
    fig, [ax] = canvas("طول كل جملة في المقال", 3.8)
    heading = data["role"] != "body"
    kinds = ((~heading, BLUE, None, "جملة من المتن"), (heading, ORANGE, "//", "عنوان"))
    for chosen, colour, hatch, label in kinds:
        at, edge = data.index[chosen] + 1, "white" if len(data) < 80 else None
        ax.bar(at, data["words"][chosen], color=colour, hatch=hatch, edgecolor=edge, label=label)
    ax.set(xlabel="رقم الجملة بترتيب النص", ylabel="عدد الكلمات")
    ax.xaxis.get_major_locator().set_params(integer=True)
    rtl.axes(ax, "numeric")
    if heading.any():
        rtl.legend(ax, loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    alt = f"{len(data)} جملة، أطولها {data['words'].max()} كلمة وأقصرها {data['words'].min()}"
    return done(fig, data, alt, "لا جمل في هذا النص")


# --- 02-tokens


def _content_words(tokens: pd.DataFrame) -> pd.DataFrame:
    return tokens[(tokens["kind"] == "word") & ~tokens["stop"]]


def _spelling(words: pd.DataFrame) -> dict[str, str]:
    """For each folded form the spelling to show: its most frequent surface, without the clitics that can be cut off."""
    cut = [t[len(p.replace("+", "")):] if not e and fold(t).startswith(p.replace("+", "")) else t
           for t, p, e in zip(words["text"], words["proclitics"], words["enclitic"], strict=True)]
    cut = [next((h + c for h in ("", "ا", "ال") if fold(h + c) == form), c)  # للعراق is ل and العراق
           for c, form in zip(cut, words["form"], strict=True)]
    shown = words.assign(shown=cut, bare=words["enclitic"] == "").groupby(["form", "shown", "bare"], sort=True).size()
    ranked = shown.reset_index(name="n").sort_values(["bare", "n"], kind="stable")
    return dict(zip(ranked["form"], ranked["shown"], strict=True))


def top_words(tokens: pd.DataFrame, n: int = 15):
    """The `n` most frequent forms, stop words apart. Data: form, count, share, surfaces, spans."""
    words = _content_words(tokens)
    data = count_words(words, top=n)
    where = {form: spans(group) for form, group in words[words["form"].isin(data["form"])].groupby("form")}
    data = data.assign(spans=data["form"].map(where))
    labels = data["form"].map(_spelling(words))
    fig, [ax] = canvas("أكثر الكلمات ورودًا بعد ردها إلى صورة واحدة", 0.9 + 0.31 * len(data))
    bars(ax, labels, data["count"], data["count"].astype(str), BLUE)
    return done(fig, data, listed(labels, data["count"]), "لا كلمات في هذا النص")


def top_collocations(tokens: pd.DataFrame, n: int = 12):
    """The `n` strongest two-word collocations by log-likelihood. Data: the rows of `tokens.collocations`."""
    data = collocations(tokens).head(n)
    fig, [ax] = canvas("كلمات متجاورة تتلازم أكثر مما توجبه المصادفة (نسبة الترجيح)", 0.9 + 0.31 * len(data))
    spelling = _spelling(tokens[tokens["kind"] == "word"])
    labels = [f"{spelling.get(a, a)} {spelling.get(b, b)}" for a, b in zip(data["first"], data["second"], strict=True)]
    bars(ax, labels, data["log_likelihood"], data["log_likelihood"].map("{:.1f}".format), BLUE)
    return done(fig, data, listed(labels, data["count"]), "لا تتكرر في هذا النص كلمتان متجاورتان")


def word_positions(tokens: pd.DataFrame, n: int = 12):
    """Where the `n` most frequent words fall (a lexical dispersion plot). Data: one row a token."""
    words = _content_words(tokens)
    forms = list(count_words(words, top=n)["form"])
    data = words.loc[words["form"].isin(forms), ["article", "start", "end", "text", "form"]]
    length = tokens["end"].max() if len(tokens) else 1
    fig = strip("أين تقع أكثر الكلمات ورودًا في النص", data, "form", forms, _spelling(words), length)
    return done(fig, data, f"مواضع {len(forms)} كلمة في النص", "لا كلمات في هذا النص")


def vocabulary(tokens: pd.DataFrame):
    """Distinct forms against running words, with Heaps' law fitted (dashed). Data: words, types."""
    data = vocabulary_growth(tokens)
    fig, [ax] = canvas("نمو المفردات: كم كلمة مختلفة كلما طال النص", 3.4)
    ax.set(xlabel="الكلمات الجارية", ylabel="الكلمات المختلفة")
    rtl.axes(ax, "numeric")
    if not len(data):
        return done(fig, data, "", "لا كلمات في هذا النص")
    ax.plot(data["words"], data["types"], color=BLUE, linewidth=2)
    k, beta = power_law(data["words"], data["types"])
    if k is not None:  # long enough to fit
        ax.plot(data["words"], k * data["words"] ** beta, "--", color=GREY, linewidth=1.2)
    last = data.iloc[-1]
    alt = f"{last['types']:.0f} كلمة مختلفة من {last['words']:.0f} كلمة"
    ax.text(0.97, 0.08, alt, transform=ax.transAxes, ha="right")
    return done(fig, data, alt, "")


# --- 05-figures


def overview(article):
    """Headings, names and numbers of the article on one axis. Data: article, start, end, text, lane."""
    from .claims import account
    from .entities import find_entities

    labels = {r["type"]: r["label"] for r in rows("entity_types")}
    headings, mentions, found = split_sentences(article), find_entities(article), account(article)
    parts = [
        headings[headings["role"] != "body"].assign(lane="عنوان"),
        mentions.assign(lane=mentions["type"].map(labels)),
        found.assign(lane=found["verdict"].eq("claim").map({True: "قول رقمي", False: "رقم آخر"})),
    ]
    data = pd.concat(parts)[["article", "start", "end", "text", "lane"]]
    lanes = [lane for lane in ("عنوان", *labels.values(), "قول رقمي", "رقم آخر") if (data["lane"] == lane).any()]
    fig = strip("المقال كله على محور واحد", data, "lane", lanes, {}, len(article.text))
    counts = [int((data["lane"] == lane).sum()) for lane in lanes]
    return done(fig, data, listed(lanes, counts), "لا عناوين ولا أعلام ولا أرقام في هذا النص")
