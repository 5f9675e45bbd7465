"""Scores entities and counts on articles with marked names: `python benchmarks/eval_aliases.py [FILE] [--errors]`.

FILE (default tests/gold/aliases.jsonl) has one article a line, `marked` with [surface|TYPE|name]; no name: the surface.
An entity is right if its type is, and if its name is one of the gold entity's surfaces or its name; each counts once.
Count F1 takes, of each right entity, the smaller of the two counts.
"""

import json
import re
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from khabar.article import Article
from khabar.entities import count_entities, find_entities
from khabar.normal import fold

MARK = re.compile(r"\[([^|\]]+)\|([A-Z]+)(?:\|([^\]]+))?\]")


def unmark(marked):
    """The text and its entities: {(name, type): Counter of surfaces}."""
    entities = defaultdict(Counter)
    for surface, kind, name in MARK.findall(marked):
        entities[name or surface, kind][surface] += 1
    return MARK.sub(r"\1", marked), entities


def score(path, errors=False, tagger=None):
    """F1 of entities and of counts over the articles of a file; with `errors`, what was missed and invented."""
    right = found = expected = right_count = found_count = expected_count = 0
    for line in Path(path).read_text("utf-8").splitlines():
        row = json.loads(line)
        text, gold = unmark(row["marked"])
        left = {key: {fold(key[0]), *map(fold, surfaces)} for key, surfaces in gold.items()}
        table = count_entities(find_entities(Article(row["id"], text), tagger))
        wrong = []
        for name, kind, count, surfaces, _ in table.itertuples(index=False):
            key = next((k for k, forms in left.items() if k[1] == kind and fold(name) in forms), None)
            if key:
                want = sum(gold[key].values())
                del left[key]
                right, right_count = right + 1, right_count + min(count, want)
            if not key or count != want:
                wrong.append(f"{'~' if key else '+'} {name} {kind} {count}{f'/{want}' if key else ''} ({surfaces})")
        found, expected = found + len(table), expected + len(gold)
        found_count += table["count"].sum()
        expected_count += sum(map(Counter.total, gold.values()))
        if errors:
            print(f"== {row['id']}", *wrong, *(f"- {n} {k} {gold[n, k].total()}" for n, k in left), sep="\n   ")
    return 200 * right / (found + expected), 200 * right_count / (found_count + expected_count)


if __name__ == "__main__":
    ours = Path(__file__).parents[1] / "tests/gold/aliases.jsonl"
    files = [a for a in sys.argv[1:] if not a.startswith("--")] or [ours]
    begun = time.perf_counter()
    entities, counts = score(files[0], "--errors" in sys.argv)
    print(f"entity F1 {entities:.1f}, count F1 {counts:.1f} ({time.perf_counter() - begun:.2f} s)")
