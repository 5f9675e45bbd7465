"""From one article to many: the same stages and tables, in this process, on local workers or on a Dask cluster.

The articles are read lazily and go out in chunks; what comes back of a chunk is counts, mentions and claims, never all
tokens. Every chunk is written when it is done, so that a run that was interrupted continues where it stopped.
"""

import csv
import io
import json
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, fields
from itertools import chain
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from . import outputs
from .article import Article, read_article
from .corpus_tables import TABLES, analyse_articles, read_table, summarise
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


def analyse(corpus: Corpus, out: str | Path | None = None, scheduler: str | None = None, workers=1, chunk=400_000):
    """Run all stages over `corpus` and write into `out` (default build/corpus/NAME); returns an Analysis.

    Partitioned Parquet in out/articles, words, bigrams, mentions, claims (a part for each chunk of about `chunk`
    characters) and small tables as CSV. scheduler: None for this process (or `workers` local processes), or the
    address of a Dask scheduler, tcp://... Exact duplicates (white space folded) are counted once and listed in
    duplicates.csv, articles that can't be read in skipped.csv. Results do not depend on chunk, workers or scheduler.
    """
    out = Path(out) if out else BUILD / "corpus" / outputs.slug(corpus.path.stem)
    store = Store(out)
    log = {"read": 0, "skipped": [], "duplicates": []}
    with _submitter(scheduler, workers) as (submit, ready, most), tqdm(desc="articles", unit="") as bar:
        waiting: dict = {}

        def collect():
            for handle, tables in ready(waiting):
                key, n = waiting.pop(handle)
                store.add(key, tables)
                bar.update(n)

        for articles in _chunks(_unique(corpus, log), chunk):
            key = outputs.sha256(repr([outputs.versions(), *map(vars, articles)]))[:20]
            if store.wants(key):
                waiting[submit(analyse_articles, articles)] = key, len(articles)
            else:
                bar.update(len(articles))
            while len(waiting) >= most:
                collect()
        while waiting:
            collect()
    store.close()
    name = f"corpus-{outputs.slug(corpus.path.stem)}"
    return Analysis(name, out, summarise(out, log), " ".join(sorted(store.kept)), title=f"مجموعة {corpus.path.stem}")


class Store:
    """The parts of one analysis in a folder, and the manifest that says which of them are whole."""

    def __init__(self, out: Path):
        """Raises OSError, naming the folder, before any work when it can't be written."""
        self.out, self.kept = out, set()
        try:
            self.manifest = json.loads((out / "manifest.json").read_text("utf-8"))
        except (OSError, ValueError):
            self.manifest = {"parts": {}}
        self._save(complete=False)

    def wants(self, key: str) -> bool:
        """Is there still work to do for this chunk? Parts that are there, with the hashes they had, are kept."""
        self.kept.add(key)
        hashes = self.manifest["parts"].get(key, {})
        return not hashes or any(not f.exists() or outputs.sha256(f.read_bytes()) != h
                                 for f, h in ((self.out / name, h) for name, h in hashes.items()))

    def add(self, key: str, tables: dict) -> None:
        """Write the parts of one chunk, then enter them."""
        hashes = {}
        for name in TABLES:
            buffer = io.BytesIO()
            tables[name].to_parquet(buffer, index=False)
            file = f"{name}/part-{key}.parquet"
            outputs.write_atomic(self.out / file, buffer.getvalue())
            hashes[file] = outputs.sha256(buffer.getvalue())
        self.manifest["parts"][key] = hashes
        self._save(complete=False)

    def close(self) -> None:
        """Remove the parts of chunks that are no longer in the corpus; the analysis is complete."""
        for key in set(self.manifest["parts"]) - self.kept:
            for file in self.manifest["parts"].pop(key):
                (self.out / file).unlink(missing_ok=True)
        self._save(complete=True)

    def _save(self, complete: bool) -> None:
        self.manifest["complete"] = complete
        outputs.write_atomic(self.out / "manifest.json", json.dumps(self.manifest, sort_keys=True).encode())


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
    part, length = [], 0
    for article in articles:
        part.append(article)
        length += len(article.text)
        if length >= size:
            yield part
            part, length = [], 0
    if part:
        yield part


def _here(function, articles) -> Future:
    done = Future()
    done.set_result(function(articles))
    return done


@contextmanager
def _submitter(scheduler: str | None, workers: int):
    """(submit, ready, most): hand a chunk out; wait for some result; how many chunks may be under way."""
    if scheduler is None and workers == 1:
        yield _here, (lambda waiting: [(done, done.result()) for done in list(waiting)]), 1
        return
    try:
        from distributed import Client, LocalCluster, wait
    except ModuleNotFoundError:
        raise ImportError("several workers need Dask; pip install 'khabar[corpus]'") from None
    local = None if scheduler else LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
    with Client(scheduler or local, set_as_default=False) as client:
        def ready(waiting):
            finished = wait(list(waiting), return_when="FIRST_COMPLETED").done
            return [(future, future.result()) for future in finished]

        try:
            most = 2 * max(1, len(client.nthreads())) + 2
            yield (lambda f, a: client.submit(f, a, pure=False, retries=3)), ready, most
        finally:
            if local:
                local.close()


def main(path: str, scheduler: str | None = None, out: Path | None = None) -> int:
    """`make corpus`: analyse `path` into build/corpus/NAME, print the summary; 0, or 1 when an article was skipped."""
    summary = analyse(read_corpus(path), out, scheduler).summary
    print(summary.to_string(index=False))
    return int(bool(summary["skipped"].iloc[0]))
