"""Scores of the claims on the development data in ../shared/data/claims, by its own scorer, with 95 % intervals.

Run: python benchmarks/eval_claims.py. All of these sentences have been read while the rules grew: their scores say
little of other text. What can be expected there is in the README: 172 sentences annotated and scored before
their errors were read gave detection 0.958, strict 0.894, full 0.557 (264 claims).
"""

import importlib.util
import json
import random
import tempfile
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from khabar import Article, find_claims

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "claims"
SLOTS = ("value", "unit", "kind", "direction", "hedge", "measure", "period", "speaker", "comparison")


def main() -> None:
    """Print detection, strict and full F1, the slots, and false alarms, for each part of the data."""
    if not DATA.is_dir():
        raise SystemExit("no development data beside the project (../shared/data/claims)")
    spec = importlib.util.spec_from_file_location("score", DATA / "score.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    for name in ("dev", "authored"):
        sentences, gold = _read(f"sentences_{name}"), _read(f"gold_{name}")
        ids = sorted(s["sent_id"] for s in sentences)
        random.Random(6).shuffle(ids)
        held = set(ids[:int(len(ids) * 0.4)])
        parts = {"all": set(ids), "read": set(ids) - held, "held back": held} if name == "dev" else {"all": set(ids)}
        for part, chosen in parts.items():
            rows = ([r for r in table if r["sent_id"] in chosen] for table in (sentences, gold))
            _report(f"{name}, {part}", scorer, *rows)


def _read(name: str) -> list[dict]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()]


def predict(sentence: dict) -> list[dict]:
    """The claims of one sentence in the scorer's form."""
    table = find_claims(Article("x", sentence["sentence"], country=sentence["country"]))
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return [{**row, "sent_id": sentence["sent_id"], "surface": row["text"]} for row in rows]


def _report(title: str, scorer, sentences: list[dict], gold: list[dict]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, rows in (("gold", gold), ("pred", [p for s in sentences for p in predict(s)]), ("sent", sentences)):
            files.append(Path(folder, name))
            files[-1].write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")
        with redirect_stdout(StringIO()):
            result = scorer.main([str(files[0]), str(files[1]), "--sentences", str(files[2]), "--json"])
    print(f"{title}: {result['gold_claims']} claims in {result['sentences']} sentences")
    for key in ("detection", "strict_claim", "full_claim"):
        low, high = result[key].get("f1_ci95", (float("nan"),) * 2)
        p, r, f1 = (result[key][k] for k in ("p", "r", "f1"))
        print(f"  {key:13} P {p:.3f} R {r:.3f} F1 {f1:.3f} [{low:.3f}, {high:.3f}]")
    slots = {k: v if isinstance(v, float) else v["token_f1_all"] for k, v in result["slots_on_matched"].items()}
    print("  slots: " + ", ".join(f"{k} {slots[k]:.3f}" for k in SLOTS))
    none = result["no_claim_sentences"]
    print(f"  sentences without a claim: {none['with_false_positive']} of {none['n']} with a false one")


if __name__ == "__main__":
    main()
