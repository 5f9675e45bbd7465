"""Time phrases against the development cases: python benchmarks/eval_periods.py [--errors N].

Needs ../shared/data/periods (dev.jsonl and its scorer); says so and stops where it is not there. The same cases are
part of tests/gold/periods.jsonl, so these figures are on seen cases.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from khabar.periods import periods_in

DATA = Path(__file__).resolve().parents[2] / "shared/data/periods"


def predict(gold: Path, out: Path) -> None:
    with gold.open(encoding="utf-8") as cases, out.open("w", encoding="utf-8") as f:
        for case in map(json.loads, cases):
            found = [p._asdict() for p in periods_in(case["text"], case["published"])]
            f.write(json.dumps({"id": case["id"], "periods": found}) + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--errors", type=int, default=10)
    args = parser.parse_args()
    if not DATA.exists():
        print("periods: no development data beside the project; nothing measured")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "predicted.jsonl"
        predict(DATA / "dev.jsonl", out)
        score = [sys.executable, DATA / "score.py", DATA / "dev.jsonl", out, "--errors", str(args.errors)]
        return subprocess.run(score, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
