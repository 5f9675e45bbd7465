"""From one article to many: the same stages and tables, in this process, on local workers or on a Dask cluster.

The articles are read lazily and go out in chunks; what comes back of a chunk is counts, mentions and claims, never all
tokens. Every chunk is written when it is done, so that a run that was interrupted continues where it stopped.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import chain
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from . import outputs
from .article import Article, read_article
from .corpus_parts import Store, submitter
from .corpus_tables import batches, groups, parts, read_table, summarise
from .documents import SUFFIXES
from .paths import BUILD, ROOT

_FIELDS = [f.name for f in fields(Article)]


@dataclass(frozen=True)
class Corpus:
    """The articles at `path`, read anew and lazily by each `for`; iterating yields (Article, "") or (name, why not)."""

    path: Path

    def __iter__(self) -> Iterator[tuple[Article | str, str]]:
        readers = {".jsonl": _from_jsonl, ".csv": _from_csv, ".parquet": _from_parquet}
        yield from (_from_folder if self.path.is_dir() else readers[self.path.suffix.lower()])(self.path)


def read_corpus(path: str | Path) -> Corpus:
    """A folder of articles (.txt .html .docx), or a .jsonl, .csv or .parquet with columns name, text and, where known,
    title, published, source, country. Raises ValueError, naming the file, for anything else; nothing is read yet."""
    path = Path(path) if Path(path).exists() else ROOT / path
    if not path.exists():
        raise FileNotFoundError(f"no corpus at {path.name}: give a folder, or a .jsonl, .csv or .parquet file")
    if not path.is_dir() and path.suffix.lower() not in (".jsonl", ".csv", ".parquet"):
        raise ValueError(f"{path.name}: a corpus is a folder of articles, or a .jsonl, .csv or .parquet file")
    return Corpus(path)


def _from_folder(folder: Path):
    for file in sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES):
        name = file.relative_to(folder).as_posix()
        try:
            article = read_article(file)
            yield Article(**{**vars(article), "name": name}), ""
        except (ValueError, OSError, ImportError) as error:
            yield name, str(error)


def _from_jsonl(file: Path):
    with file.open("rb") as lines:
        for n, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
            except ValueError as error:
                yield f"{file.name}:{n}", f"not JSON: {error}"
            else:
                yield _article(row if isinstance(row, dict) else {}, f"{file.name}:{n}")


def _from_csv(file: Path):
    csv.field_size_limit(1 << 30)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for n, row in enumerate(csv.DictReader(lines), 1):
            yield _article(row, f"{file.name}:{n}")


def _from_parquet(file: Path):
    from pyarrow.parquet import ParquetFile

    with ParquetFile(file) as rows:
        batches = chain.from_iterable(batch.to_pylist() for batch in rows.iter_batches(batch_size=256))
        for n, row in enumerate(batches, 1):
            yield _article(row, f"{file.name}:{n}")


def _article(row: dict, place: str):
    known = {k: str(row[k]) for k in _FIELDS if row.get(k) is not None}
    if not known.get("text", "").strip():
        return place, "no text"
    return Article(**{"name": place, **known}), ""


@dataclass(frozen=True)
class Analysis:
    """A finished analysis: stands where figures.save expects an article (`text` names what the figures come from)."""

    name: str
    folder: Path
    summary: pd.DataFrame
    text: str
    title: str = ""
    published: str = ""
    source: str = ""

    def table(self, name: str) -> pd.DataFrame:
        """articles, words, bigrams, mentions or claims, put together and sorted by its key."""
        return read_table(self.folder, name)

    def largest(self, by: str, n: int = 2) -> list[str]:
        """The `n` values of a column of the articles (source, published) that most articles have; `""` for none."""
        counts = self.table("articles").groupby(by).size().reset_index(name="n")
        values = list(counts.sort_values(["n", by], ascending=[False, True])[by].head(n))
        return values + [""] * (n - len(values))


def analyse(corpus: Corpus, out: str | Path | None = None, scheduler: str | None = None, workers=1, chunk=100_000):
    """Run all stages over `corpus` and write into `out` (default build/corpus/NAME); returns an Analysis.

    Partitioned Parquet in out/articles, words, bigrams, mentions, claims (a part for each chunk of about `chunk`
    characters) and small tables as CSV. scheduler: None for this process (or `workers` local processes), or the
    address of a Dask scheduler, tcp://... Exact duplicates (white space folded) are counted once and listed in
    duplicates.csv, articles that can't be read in skipped.csv. Results do not depend on chunk, workers or scheduler.
    """
    out = Path(out) if out else BUILD / "corpus" / outputs.slug(corpus.path.stem)
    store = Store(out)
    log = {"read": 0, "skipped": [], "duplicates": []}
    with submitter(scheduler, workers) as (submit, ready, most), tqdm(desc="articles", unit="") as bar:
        waiting: dict = {}

        def collect():
            for handle, done in ready(waiting):
                key, n = waiting.pop(handle)
                store.add(key, done)
                bar.update(n)

        for articles in _chunks(_unique(corpus, log), chunk):
            key = outputs.sha256(repr([outputs.versions(), *map(vars, articles)]))[:20]
            if store.wants(key):
                waiting[submit(parts, articles)] = key, len(articles)
            else:
                bar.update(len(articles))
            while len(waiting) >= most:
                collect()
        while waiting:
            collect()
    store.close()
    name = f"corpus-{outputs.slug(corpus.path.stem)}"
    return Analysis(name, out, summarise(out, log), " ".join(sorted(store.kept)), title=f"مجموعة {corpus.path.stem}")


def _unique(corpus: Corpus, log: dict) -> Iterator[Article]:
    seen: dict[bytes, str] = {}
    names: set[str] = set()
    for item, why in corpus:
        log["read"] += 1
        if why:
            log["skipped"].append((item, why))
            continue
        digest = bytes.fromhex(outputs.sha256(" ".join(item.text.split())))[:16]
        if digest in seen:
            log["duplicates"].append((item.name, seen[digest]))
        elif item.name in names:
            log["skipped"].append((item.name, "another article has this name"))
        else:
            seen[digest] = item.name
            names.add(item.name)
            yield item


def _chunks(articles: Iterator[Article], size: int) -> Iterator[list[Article]]:
    """Whole groups, so that what is tagged together is the same in chunks of any size."""
    for whole in batches(groups(articles), size, lambda group: sum(len(article.text) for article in group)):
        yield list(chain.from_iterable(whole))
