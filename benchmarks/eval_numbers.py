"""Numbers and units against the claims of ../shared/data/claims, with 95 % intervals: python benchmarks/eval_numbers.py

A gold claim is found if a quantity without a reason against it overlaps it with the same value, value_high and unit.
"""

import json
import random
from pathlib import Path

from khabar.numbers import quantities

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "claims"


def main() -> None:
    """Print precision, recall and F1 of (span, value, unit), and each error, for the development and authored data."""
    if not DATA.is_dir():
        raise SystemExit("no development data beside the project (../shared/data/claims)")
    for name in ("dev", "authored"):
        gold: dict[str, list] = {}
        for row in _read(f"gold_{name}"):
            gold.setdefault(row["sent_id"], []).append(row)
        counts = [_compare(s, gold.get(s["sent_id"], [])) for s in _read(f"sentences_{name}")]
        draw = random.Random(0)
        scores = sorted(_f1(draw.choices(counts, k=len(counts))) for _ in range(2000))
        hits, found, wanted = (sum(c[i] for c in counts) for i in range(3))
        print(f"{name}: precision {hits / found:.3f} recall {hits / wanted:.3f} F1 {_f1(counts):.3f} "
              f"[{scores[50]:.3f}, {scores[1949]:.3f}], {wanted} claims in {len(counts)} sentences")


def _read(name: str) -> list[dict]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()]


def _f1(counts) -> float:
    hits, found, wanted = (sum(c[i] for c in counts) for i in range(3))
    return 2 * hits / (found + wanted) if found + wanted else 1.0


def _compare(sentence: dict, gold: list[dict]) -> tuple[int, int, int]:
    text = sentence["sentence"]
    found = [q for q in quantities(text, sentence["country"]) if not q.why]
    left, hits = list(found), 0
    for row in gold:
        match = next((q for q in left if q.start < row["end"] and row["start"] < q.end and q.unit == row["unit"]
                      and q.value_high == row["value_high"] and q.value is not None
                      and abs(q.value - row["value"]) <= 1e-4 * max(1, abs(row["value"]))), None)
        if match:
            left.remove(match)
            hits += 1
        else:
            print("  missed:", row["surface"], row["value"], row["unit"], "in", row["sent_id"])
    for q in left:
        print("  extra:", text[q.start:q.end], q.value, q.unit, "in", sentence["sent_id"])
    return hits, len(found), len(gold)


if __name__ == "__main__":
    main()
