"""`python -m khabar WHAT`: what the Makefile's targets call, for those without make. `-h` lists it."""

import argparse
import os
import sys
import warnings
from pathlib import Path

from .article import read_article
from .outputs import changed, slug
from .paths import FIGURES, SEEDS


def _articles(asked) -> int:
    from .registry import complete_registry

    table, failed = complete_registry(Path(asked.path) if asked.path else SEEDS)
    print(table.to_string(index=False))
    for line in failed:
        _say(line)
    return int(bool(failed))


def _tables(asked) -> int:
    from .tables import write_workbook

    print(write_workbook(read_article(asked.path or asked.article)))
    return 0


def _report(asked) -> int:
    from . import report, run

    article = read_article(asked.path or asked.article)
    if changed(FIGURES / slug(article.name), article) and (failed := run.main([asked.path or asked.article])):
        return failed
    print(report.write(article))
    return 0


def _verify(asked) -> int:
    article = read_article(asked.path or asked.article)
    lines = changed(FIGURES / slug(article.name), article)
    print("\n".join(lines) or f"figures/{slug(article.name)}: every output is as it was made")
    return int(bool(lines))


def _compare(asked) -> int:
    from .compare import differences

    if not asked.path:
        raise ValueError("compare with what? make compare OTHER=folder")
    made = FIGURES / slug(asked.article)
    lines = differences(made, Path(asked.path))
    print("\n".join(lines) or f"figures/{made.name}: the same tables and words, pixels within the tolerance")
    return int(bool(lines))


def _corpus(asked) -> int:
    from . import run
    from .corpus import analyse, read_corpus

    os.environ["CORPUS"] = asked.path or str(SEEDS)
    done = analyse(read_corpus(os.environ["CORPUS"]), scheduler=asked.scheduler)
    print(done.summary.to_string(index=False))
    return run.run_notebooks("06", done.name) or int(bool(done.summary["skipped"].iloc[0]))


_COMMANDS = {
    "articles": (_articles, "make or complete seeds/articles.csv"),
    "tables": (_tables, "write build/ARTICLE/tables.xlsx, a sheet for each table"),
    "report": (_report, "write the report page of ARTICLE"),
    "verify": (_verify, "compare figures/ARTICLE with its manifest"),
    "compare": (_compare, "compare figures/ARTICLE with another folder of figures, pixels with a tolerance"),
    "corpus": (_corpus, "the same stages over a folder or file of many articles"),
}


def main(argv: list[str] | None = None) -> int:
    """Exit status: 0 done, 1 something differs or was skipped, 2 no such article, or unreadable, 130 interrupted."""
    parser = argparse.ArgumentParser(prog="python -m khabar", description="khabar: research suite for Arabic news")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (_, text) in _COMMANDS.items():
        one = commands.add_parser(name, help=text, description=text)
        one.add_argument("path", nargs="?", help="an article (a file, or its name in seeds/), or a folder of them")
        one.set_defaults(article=os.environ.get("ARTICLE", "shoigu-baghdad"))
        if name == "corpus":
            scheduler = os.environ.get("SCHEDULER") or None
            one.add_argument("--scheduler", default=scheduler, help="tcp://... of a Dask cluster")
    asked = parser.parse_args(argv)
    with warnings.catch_warnings():
        warnings.showwarning = lambda message, *_: _say(message)
        try:
            return _COMMANDS[asked.command][0](asked)
        except (OSError, ValueError, ImportError) as error:
            file = getattr(error, "filename", None)
            _say(f"can't read or write {file}: {error.strerror}" if file else error)
            return 2
        except KeyboardInterrupt:
            _say("interrupted; each file is the old one or the whole new one")
            return 130


def _say(line) -> None:
    print("khabar:", " ".join(str(line).splitlines()), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
