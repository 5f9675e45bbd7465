"""Runs the notebooks, each in a fresh kernel: `python -m khabar.run [ARTICLE]`, which `make figures` calls.

Works without make (Windows, conda). Executed notebooks go to build/ARTICLE/, figures to figures/ARTICLE/.
"""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
import time
from contextlib import suppress

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from tqdm import tqdm

from . import outputs
from .article import read_article
from .paths import BUILD, FIGURES, NOTEBOOKS

_PROBLEMS = (CellExecutionError, DeadKernelError, TimeoutError, RuntimeError)


class _Client(NotebookClient):
    """Knows which cell runs, so that a message can name it; lets Ctrl-C end the whole run."""

    cell_now = 0
    stop = None

    async def async_start_new_kernel(self, **kwargs):
        with suppress(NotImplementedError, RuntimeError):  # Windows; not the main thread
            for number in (signal.SIGINT, signal.SIGTERM):  # nbclient would end this one kernel
                asyncio.get_running_loop().add_signal_handler(number, self.stop)
        await super().async_start_new_kernel(**kwargs)

    async def async_execute_cell(self, cell, cell_index, **kwargs):
        self.cell_now = cell_index + 1
        return await super().async_execute_cell(cell, cell_index, **kwargs)


async def _execute(file, folder, limit: float, stop) -> None:
    """Run one notebook; raises RuntimeError with the notebook, the cell and the last line of the error."""
    notebook = nbformat.read(file, as_version=4)
    manager = AsyncKernelManager(kernel_name="python3")
    if os.name != "nt":  # sockets of the file system; on loopback only the pipe that ipykernel opens for itself
        manager.transport, manager.ip = "ipc", f"{os.environ['JUPYTER_RUNTIME_DIR']}/{file.stem[:2]}"
    client = _Client(notebook, km=manager, timeout=None, resources={"metadata": {"path": str(NOTEBOOKS)}})
    client.stop, started = stop, time.monotonic()
    try:
        await asyncio.wait_for(client.async_execute(), limit)
    except _PROBLEMS as error:
        late = time.monotonic() - started >= limit
        reason = f"took longer than {limit:g} s; give it more with --limit" if late else _reason(error)
        raise RuntimeError(f"{file.name}, cell {client.cell_now}: {reason}") from None
    finally:
        if manager.has_kernel:
            await manager.shutdown_kernel(now=True)
    outputs.write_atomic(folder / file.name, nbformat.writes(notebook).encode())


def _reason(error: Exception) -> str:
    if isinstance(error, DeadKernelError):
        return "the kernel died (out of memory?)"
    if isinstance(error, CellExecutionError):
        return f"{error.ename}: {error.evalue}".strip().splitlines()[0]
    return str(error)


async def _all(files, folder, jobs: int, limit: float) -> list[str]:
    """Run the notebooks, `jobs` at a time; the messages of those that failed."""
    free, failed, stop = asyncio.Semaphore(jobs), [], asyncio.current_task().cancel
    with tqdm(total=len(files), desc="notebooks", unit="", file=sys.stderr) as bar:
        async def one(file):
            async with free:
                try:
                    await _execute(file, folder, limit, stop)
                except RuntimeError as error:
                    failed.append(str(error))
                bar.update()

        await asyncio.gather(*map(one, files[:-1]))
        await asyncio.gather(*map(one, files[-1:]))  # the last shows what the others made
    return sorted(failed)


def run_notebooks(pattern: str, folder: str, jobs: int = 2, limit: float = 600) -> int:
    """Run the notebooks whose names begin with `pattern` and keep them in build/FOLDER; 0, 1 (some failed), 130."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two notebooks at a time: more threads only get in the way
    files = sorted(NOTEBOOKS.glob(f"{pattern}*.ipynb"))
    with tempfile.TemporaryDirectory(prefix="kh-") as short:  # a socket's path may have 107 letters at the most
        os.environ["JUPYTER_RUNTIME_DIR"] = short
        try:
            failed = asyncio.run(_all(files, BUILD / folder, jobs, limit))
        except (KeyboardInterrupt, asyncio.CancelledError):
            print("khabar: interrupted; each figure is the old one or the whole new one", file=sys.stderr)
            return 130
    for message in failed:
        print(f"khabar: {message}", file=sys.stderr)
    return int(bool(failed))


def main(argv: list[str] | None = None) -> int:
    """Exit status: 0 all done, 1 a notebook failed, 2 no such article or it can't be read, 130 interrupted."""
    parser = argparse.ArgumentParser(prog="python -m khabar.run", description=__doc__.split("\n")[0])
    parser.add_argument("article", nargs="?", default=os.environ.get("ARTICLE", "shoigu-baghdad"),
                        help="a file in seeds/, without its ending (default: $ARTICLE, then shoigu-baghdad)")
    parser.add_argument("--only", default="0[1-5]", help="which notebooks, a pattern such as 04 (default: 01 to 05)")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time (default: 2)")
    parser.add_argument("--limit", type=float, default=600, help="seconds that a notebook may take (default: 600)")
    asked = parser.parse_args(argv)
    try:
        article = read_article(asked.article)
        folder = FIGURES / outputs.slug(article.name)
        before = set(outputs.begin(folder, article))
    except (OSError, ValueError) as error:
        print(f"khabar: {error}", file=sys.stderr)
        return 2
    os.environ["ARTICLE"] = asked.article
    if failed := run_notebooks(asked.only, folder.name, asked.jobs, asked.limit):
        return failed
    if asked.only == parser.get_default("only"):
        outputs.finish(folder, before)
    print(f"{len(outputs.read_manifest(folder)['outputs'])} files in figures/{folder.name}/", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
