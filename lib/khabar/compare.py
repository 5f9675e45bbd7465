"""Figures of two machines: the same tables and words, and pixels as near as another FreeType leaves them."""

import re
from pathlib import Path

SHARE, RMS = 0.05, 25  # of the pixels; of 255. Measured, FreeType 2.12.1 against 2.14.3: 0.026 and 17 at the most


def differences(made: Path, other: Path) -> list[str]:
    """How the figures of two folders differ, a line each: CSV by bytes, SVG by its words, PNG beyond the tolerance."""
    lines = []
    names = {p.name for folder in (made, other) for p in folder.iterdir() if p.suffix in _SAME}
    for name in sorted(names):
        if not ((made / name).exists() and (other / name).exists()):
            lines.append(f"{name}: only in one of the two")
        elif why := _SAME[Path(name).suffix](made / name, other / name):
            lines.append(f"{name}: {why}")
    return lines


def _tables(a: Path, b: Path) -> str:
    return "" if a.read_bytes() == b.read_bytes() else "other rows"


def _words(a: Path, b: Path) -> str:
    one, two = (re.findall(r"<text[^>]*>(.*?)</text>", p.read_text("utf-8"), re.S) for p in (a, b))
    return "" if one == two else "other words"


def _pixels(a: Path, b: Path) -> str:
    import numpy as np
    from PIL import Image

    one, two = (np.asarray(Image.open(p).convert("RGB"), float) for p in (a, b))
    if one.shape != two.shape:
        return f"{one.shape[1::-1]} pixels, there {two.shape[1::-1]}"
    share, rms = (one != two).any(2).mean(), ((one - two) ** 2).mean() ** 0.5
    return f"{share:.1%} of the pixels differ, RMS {rms:.0f} of 255" if share > SHARE or rms > RMS else ""


_SAME = {".csv": _tables, ".svg": _words, ".png": _pixels}
