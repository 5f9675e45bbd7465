"""DataFrames in notebooks: right to left when they hold Arabic, through IPython's own formatter (nothing to call)."""

import re
import sys

import pandas as pd

from .mirror import is_rtl

_CELL = re.compile(r"<(t[dh])([^<>]*)>([^<>]*)</\1>")
_SIGNED = re.compile(r"(?<![\w%٪.,])[-+−±][0-9][0-9.,]*+%?")


def register() -> None:
    """From now on this notebook shows DataFrames that hold Arabic right to left; outside IPython it does nothing."""
    for formatter in _formatters():
        formatter.for_type(pd.DataFrame, to_html)


def unregister() -> None:
    """Give pandas its own display back."""
    for formatter in _formatters():
        if formatter.type_printers.get(pd.DataFrame) is to_html:
            formatter.pop(pd.DataFrame)


def _formatters() -> list:
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return [shell.display_formatter.formatters["text/html"]] if shell else []


def to_html(frame: pd.DataFrame) -> str | None:
    """pandas' own HTML, with its options and escaping; if it holds Arabic, columns from the right, Arabic cells right
    to left, numbers and Latin left to right, signed numbers inside Arabic kept whole."""
    html = frame._repr_html_()
    if not html or not is_rtl(html):
        return html
    html = _CELL.sub(_cell, html).replace("<table", '<table dir="rtl"', 1)
    return f'<div dir="rtl">{html}</div>'


def _cell(match: re.Match) -> str:
    tag, attributes, content = match.groups()
    arabic = is_rtl(content)
    inside = _SIGNED.sub(r'<bdi dir="ltr">\g<0></bdi>', content) if arabic else content
    return f'<{tag}{attributes} dir="{"rtl" if arabic else "ltr"}" style="text-align: right">{inside}</{tag}>'
