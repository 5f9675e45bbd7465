"""Drawing: the canvas and the few marks that all figures are made of."""

import io
from textwrap import shorten

import pandas as pd
from matplotlib.figure import Figure

from . import rtl

BLUE, ORANGE, GREY = "#1b6ca8", "#c8501e", "#8a8f98"  # told apart by every kind of colour vision, and in print
MOST_ROWS = 30  # more rows than this are in the table, not in the picture
_LETTER = 0.016  # what a letter beside a bar takes of the width of its axes


class NewsFigure(Figure):
    """A matplotlib Figure with `data` (DataFrame) and `alt` (str), which shows itself in a notebook without pyplot."""

    data: pd.DataFrame | None = None
    alt: str = ""

    def _repr_png_(self) -> bytes:
        return bytes_of(self, Figure.savefig, format="png", dpi=110)


def bytes_of(fig, save_to, **kwargs) -> bytes:
    """What `save_to(fig, file, **kwargs)` writes, as bytes."""
    buffer = io.BytesIO()
    save_to(fig, buffer, **kwargs)
    return buffer.getvalue()


def canvas(title: str, height: float, **grid):
    """A figure 8 inches wide, its title at the right, and the flat list of its axes (`grid`: as for plt.subplots)."""
    rtl.install()
    fig = NewsFigure(figsize=(8, height), layout="constrained")
    fig.suptitle(title, x=0.99, ha="right", weight="bold")
    return fig, list(fig.subplots(**grid, squeeze=False).flat)


def done(fig, data: pd.DataFrame, alt: str, empty: str):
    """Hang data and alt text on the figure; one without data says so in words instead of an empty frame."""
    fig.data, fig.alt = data.reset_index(drop=True), alt if len(data) else empty
    if not len(data):
        for ax in fig.axes:
            ax.clear()
            ax.set_axis_off()
        fig.text(0.5, 0.45, empty, ha="center", va="center", color=GREY, size="large")
        fig.set_size_inches(8, 1.8)
    return fig


def label_rows(ax, labels) -> None:
    """Names the rows of a horizontal chart at its right-hand side, the first at the top."""
    ax.set_yticks(range(len(labels)), [short(label) for label in labels])
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.yaxis.tick_right()
    ax.tick_params(axis="y", length=0)


def bars(ax, labels, values, texts, colours) -> None:
    """Horizontal bars that grow leftwards from a right-hand axis, the first at the top, each with its text."""
    ax.barh(range(len(values)), values, color=colours, height=0.62)
    for y, (value, text) in enumerate(zip(values, texts, strict=True)):
        ax.annotate(text, (value, y), xytext=(-6, 0), textcoords="offset points", va="center", ha="right")
    from_the_right(ax, max(values, default=1))
    label_rows(ax, list(labels))


def from_the_right(ax, largest: float) -> None:
    """Bars up to `largest` grow leftwards from the right, without a scale: each has its value beside it."""
    rtl.axes(ax, "barh")
    shares = ((text.xy[0], min(_LETTER * len(text.get_text()), 0.6)) for text in ax.texts)
    ax.set_xlim(max([largest * 1.22, *(end / (1 - share) for end, share in shares)]) or 1, 0)
    ax.xaxis.set_visible(False)
    ax.spines[["bottom", "left", "top"]].set_visible(False)


def strip(title: str, frame: pd.DataFrame, by: str, names: list[str], shown: dict[str, str], end: int, lane=0.32):
    """One lane a name (`lane` inches high), a tick at each place in the text where it stands."""
    fig, [ax] = canvas(title, 1.7 + lane * len(names))
    for y, name in enumerate(names):
        at = frame.loc[frame[by] == name, "start"]
        ax.plot(at, [y] * len(at), "|", color=BLUE, markersize=12, markeredgewidth=2.2)
    label_rows(ax, [shown.get(name, name) for name in names])
    ax.set_xlim(0, max(end, 1))
    ax.set_xlabel("الموضع في النص: عدد الحروف من أوله")
    ax.spines[["left", "top"]].set_visible(False)
    ax.grid(axis="y", alpha=0.35)
    return fig


def short(text: str, width: int = 44) -> str:
    """`text` cut to `width` letters a line, with an ellipsis."""
    return "\n".join(shorten(line, width, placeholder="…") or line[:width] for line in str(text).split("\n"))


def spans(frame: pd.DataFrame) -> str:
    """The offsets of the rows, `12-18 40-46`: where in the article the words stand."""
    return " ".join(f"{s}-{e}" for s, e in zip(frame["start"], frame["end"], strict=True))


def listed(labels, values) -> str:
    """`label: value` of every row, as alt text."""
    return "؛ ".join(f"{a}: {b}" for a, b in zip(labels, values, strict=True))
