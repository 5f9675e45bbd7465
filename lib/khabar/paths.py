"""Where the folders are: the only lines that know the tree."""

import os
from pathlib import Path

# The project is where seeds/ and notebooks/ are: above this file, or (library installed elsewhere) where we stand.
ROOT = Path(os.environ.get("KHABAR_ROOT") or Path(__file__).resolve().parents[2])
SEEDS = ROOT / "seeds"
NOTEBOOKS = ROOT / "notebooks"
FIGURES = ROOT / "figures"
BUILD = ROOT / "build"
