"""The mirrored layout of a chart: bars from the right, value axes at the right, legends and tables from the right.

Readers of Arabic meet categories from the right; for time and numbers practice is mixed (Alebri, Rakotondravony and
Harrison, "Design Patterns in Right-to-Left Visualizations", IEEE VIS 2024), so these stay left to right unless asked.
"""

import logging
from importlib import import_module
from pathlib import Path
from unicodedata import bidirectional
from weakref import WeakSet

from matplotlib import font_manager, get_data_path, offsetbox, rc_params_from_file

_log = logging.getLogger(__name__)
_LAID_OUT = WeakSet()  # axes, legends and tables that are mirrored
_DEJAVU = sorted(Path(get_data_path(), "fonts/ttf").glob("DejaVuSans[.-]*ttf"))


def is_rtl(line: str) -> bool:
    """Does the line hold a letter or a digit of a right-to-left script? (٣٥٪ has its sign at the left.)"""
    return any(bidirectional(c) in ("R", "AL", "AN") or "۰" <= c <= "۹" for c in line)


def _hold_arabic(texts) -> bool:
    return any(is_rtl(text.get_text()) for text in texts)


def everything(fig) -> None:
    """Mirror what nobody laid out in `fig`: legends, tables, bars with Arabic categories, labels of right-hand axes."""
    for ax in fig.axes:
        if ax.get_legend() and _hold_arabic(ax.get_legend().get_texts()):
            legend(ax)
        for found in ax.tables:
            if _hold_arabic(cell.get_text() for cell in found.get_celld().values()):
                table(found)
        for bars in ax.containers if ax not in _LAID_OUT else ():
            way = getattr(bars, "orientation", None)
            if way and _hold_arabic((ax.xaxis if way == "vertical" else ax.yaxis).get_ticklabels()):
                axes(ax, "category" if way == "vertical" else "barh")
        if ax.name == "rectilinear" and ax.yaxis.get_ticks_position() == "right" != ax.yaxis.get_label_position():
            _value_axis_right(ax)


def _value_axis_right(ax) -> None:
    ax.yaxis.set_label_position("right")
    ax.yaxis.label.set(rotation=270, verticalalignment="bottom")


def axes(ax, kind: str = "category", mirror: bool = False) -> None:
    """Mirror one axes: the value axis goes to the right, with its label reading downwards; grid lines at its ticks.

    kind: `category` (bars: the first at the right), `barh` (bars grow leftwards from the right, the first at the top),
    `time` or `numeric` (left to right; `mirror=True` turns them). Calling it again changes nothing; ValueError for
    another kind. Where two axes share a frame (twinx), their value axes stay where they are.
    """
    if kind not in ("category", "barh", "time", "numeric"):
        raise ValueError(f"kind is category, barh, time or numeric, not {kind!r}")
    _LAID_OUT.add(ax)
    if not any(a is not ax and a.bbox.bounds == ax.bbox.bounds for a in ax.get_shared_x_axes().get_siblings(ax)):
        ax.yaxis.tick_right()
        _value_axis_right(ax)
    ax.xaxis.set_inverted(mirror or kind in ("category", "barh"))
    if kind == "barh":
        ax.yaxis.set_inverted(True)
    ax.grid(True, axis="x" if kind == "barh" else "y")


def legend(ax, **kwargs):
    """The legend of `ax` (made with `kwargs` if there is none): handles right of their text, columns from the right."""
    found = ax.legend(**kwargs) if kwargs or not ax.get_legend() else ax.get_legend()
    for box in found.findobj(offsetbox.HPacker) if found not in _LAID_OUT else ():
        box.get_children().reverse()
    for column in found.findobj(offsetbox.VPacker):
        column.align = "right"
    _LAID_OUT.add(found)
    return found


def table(found) -> None:
    """Put the first column of a matplotlib table at the right, and the row names right of it."""
    if found in _LAID_OUT or not (cells := found.get_celld()):
        return
    _LAID_OUT.add(found)
    turn = min(col for _, col in cells) + max(col for _, col in cells)
    turned = {(row, turn - col): cell for (row, col), cell in cells.items()}
    cells.clear()
    cells.update(turned)
    found._autoColumns = [turn - col for col in getattr(found, "_autoColumns", [])]


def style(font: str) -> dict:
    """The style sheet as rc parameters, its Arabic face from the package `font` (see `rtl.install`)."""
    sheet = rc_params_from_file(Path(__file__).parent / "style/khabar.mplstyle", use_default_template=False)
    return dict(sheet) | {"font.family": [*_prefer(_faces(font)), *_prefer(_DEJAVU)]}


def _faces(package: str) -> list[Path]:
    try:
        return sorted(Path(import_module(package).__file__).parent.glob("files/*.ttf"))
    except ImportError:
        _log.warning("font package %s is not installed: DejaVu Sans draws the Arabic", package)
        return []


def _prefer(files: list[Path]) -> list[str]:
    """The families of `files`, which from now on come from there: a machine's own copies would make other figures."""
    manager = font_manager.fontManager
    families = sorted({font_manager.FontProperties(fname=file).get_name() for file in files})
    manager.ttflist[:] = [entry for entry in manager.ttflist if entry.name not in families]
    for file in files:
        manager.addfont(file)
    return families
