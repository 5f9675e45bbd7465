"""Where the chunks of a corpus go: to workers (this process, local ones, a Dask cluster), and, done, into files."""

import ctypes
import json
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from . import outputs


class Store:
    """The parts of one analysis in a folder, and the manifest that says which of them are whole."""

    def __init__(self, out: Path):
        """Raises OSError, naming the folder, before any work when it can't be written."""
        self.out, self.kept = out, set()
        try:
            self.manifest = json.loads((out / "manifest.json").read_text("utf-8"))
        except (OSError, ValueError):
            self.manifest = {"parts": {}}
        self.journal = out / "parts.jsonl"  # a line for each part of the run: the whole manifest would be too long
        for line in self.journal.read_bytes().splitlines() if self.journal.exists() else ():
            with suppress(ValueError):  # half a line of a run that was killed
                self.manifest["parts"].update(json.loads(line))
        self._save(complete=False)

    def wants(self, key: str) -> bool:
        """Is there still work to do for this chunk? Parts that are there, with the hashes they had, are kept."""
        self.kept.add(key)
        hashes = self.manifest["parts"].get(key, {})
        return not hashes or any(not f.exists() or outputs.sha256(f.read_bytes()) != h
                                 for f, h in ((self.out / name, h) for name, h in hashes.items()))

    def add(self, key: str, parts: dict[str, bytes]) -> None:
        """Write the parts of one chunk, then enter them."""
        hashes = {}
        for name, content in parts.items():
            file = f"{name}/part-{key}.parquet"
            outputs.write_atomic(self.out / file, content)
            hashes[file] = outputs.sha256(content)
        self.manifest["parts"][key] = hashes
        with self.journal.open("ab") as lines:
            lines.write(f"{json.dumps({key: hashes})}\n".encode())

    def close(self) -> None:
        """Remove the parts of chunks that are no longer in the corpus; the analysis is complete."""
        for key in set(self.manifest["parts"]) - self.kept:
            for file in self.manifest["parts"].pop(key):
                (self.out / file).unlink(missing_ok=True)
        self._save(complete=True)

    def _save(self, complete: bool) -> None:
        self.manifest["complete"] = complete
        outputs.write_atomic(self.out / "manifest.json", json.dumps(self.manifest, sort_keys=True).encode())
        self.journal.unlink(missing_ok=True)


@cache
def _keep_memory() -> None:
    """Dask has glibc give memory back at once, and every array of the tagger is then mapped anew: keep some instead."""
    with suppress(AttributeError, OSError, TypeError):  # another libc, another system
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(-1, 1 << 24)  # M_TRIM_THRESHOLD, bytes
        mallopt(-3, 1 << 22)  # M_MMAP_THRESHOLD, its maximum


def _on_worker(function, articles):
    _keep_memory()
    return function(articles)


def _here(function, articles) -> Future:
    done = Future()
    done.set_result(function(articles))
    return done


@contextmanager
def submitter(scheduler: str | None, workers: int):
    """(submit, ready, most): hand a chunk out; wait for some results; how many chunks may be under way.

    Raises ImportError, naming the remedy, without the extra `corpus`; OSError when the scheduler does not answer.
    """
    if scheduler is None and workers == 1:
        yield _here, (lambda waiting: [(done, done.result()) for done in list(waiting)]), 1
        return
    try:
        from dask import config
        from distributed import Client, LocalCluster, wait
    except ModuleNotFoundError:
        raise ImportError("several workers need Dask; pip install 'khabar[corpus]'") from None
    # Dask's log keeps its last 1000 messages, with them the articles; a profile of every second is kept as well.
    with config.set({"distributed.admin.low-level-log-length": 0, "distributed.worker.profile.enabled": False}):
        local = None if scheduler else LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
        client = Client(scheduler or local)
    with client:
        def ready(waiting):
            finished = wait(list(waiting), return_when="FIRST_COMPLETED").done
            return [(future, future.result()) for future in finished]

        try:
            most = 2 * max(1, len(client.nthreads())) + 2
            yield (lambda f, a: client.submit(_on_worker, f, a, pure=False, retries=3)), ready, most
        finally:
            if local:
                local.close()
