"""Many articles: the same tables however they are divided, whoever works on them, and whatever happens meanwhile."""

import csv
import json
import os
import signal
import subprocess
import sys
import time

import pytest

import khabar as kh
from khabar import corpus_parts, outputs
from khabar.corpus_tables import KEYS, TAGGED, analyse_articles, read_table

SENTENCES = (
    "ارتفع حجم التبادل التجاري بين مصر والعراق بنسبة {n}% في العام الماضي، بحسب وزارة التجارة.",
    "وقال الوزير إن الصادرات بلغت {n}.5 مليون دولار في النصف الأول من العام الجاري.",
    "وزار رئيس الوزراء بغداد والتقى وزير النفط {n} مرة.",
)


def _articles(n, space=TAGGED // 4):
    """So much space that two of them fill a group that is tagged together: no chunk below is less than such a pair."""
    texts = [("\n" + " " * space).join(s.format(n=i + 2) for s in SENTENCES) for i in range(n)]
    return [kh.Article(f"a{i:03}", text, published=f"2025-{i % 12 + 1:02}", source=("الأولى", "الثانية")[i % 2],
                       country="IQ") for i, text in enumerate(texts)]


@pytest.fixture
def jsonl(tmp_path):
    file = tmp_path / "news.jsonl"
    file.write_text("".join(json.dumps(vars(a), ensure_ascii=False) + "\n" for a in _articles(12)), "utf-8")
    return file


def _tables(folder):
    """Every table as bytes, by its documented key; and the small CSV files."""
    tables = {name: outputs.csv_bytes(read_table(folder, name)) for name in KEYS}
    return tables | {p.name: p.read_bytes() for p in sorted(folder.glob("*.csv"))}


@pytest.fixture
def expected(jsonl, tmp_path):
    done = kh.analyse(kh.read_corpus(jsonl), tmp_path / "whole")
    assert done.summary.loc[0, ["analysed", "skipped"]].tolist() == [12, 0]
    assert done.summary["claims"][0] >= 24
    return _tables(tmp_path / "whole")


def test_every_way_in_gives_the_same_articles(tmp_path, jsonl):
    import pandas as pd

    articles = [a for a, _ in kh.read_corpus(jsonl)]
    frame = pd.DataFrame([vars(a) for a in articles])
    frame.to_csv(tmp_path / "news.csv", index=False)
    frame.to_parquet(tmp_path / "news.parquet")
    (tmp_path / "folder").mkdir()
    for a in articles:
        (tmp_path / "folder" / f"{a.name}.txt").write_text(a.text, "utf-8")
    rows = [["file", "published", "source", "country"]]
    rows += [[f"{a.name}.txt", a.published, a.source, a.country] for a in articles]
    with (tmp_path / "folder" / "articles.csv").open("w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows(rows)
    for way in ("news.csv", "news.parquet"):
        assert [a for a, _ in kh.read_corpus(tmp_path / way)] == articles
    assert [a.text for a, _ in kh.read_corpus(tmp_path / "folder")] == [a.text for a in articles]
    assert [a.published for a, _ in kh.read_corpus(tmp_path / "folder")] == [a.published for a in articles]


def test_other_chunks_give_the_same_tables(jsonl, tmp_path, expected):
    kh.analyse(kh.read_corpus(jsonl), tmp_path / "small", chunk=1)
    assert _tables(tmp_path / "small") == expected


def test_what_is_wrong_is_told_and_the_rest_goes_on(tmp_path):
    folder = tmp_path / "mixed"
    folder.mkdir()
    text = _articles(1)[0].text
    (folder / "good.txt").write_text(text, "utf-8")
    (folder / "same.txt").write_text(text.replace("\n", "  \n"), "utf-8")
    (folder / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    done = kh.analyse(kh.read_corpus(folder), tmp_path / "out")
    assert done.summary.loc[0, ["read", "analysed", "skipped", "duplicates"]].tolist() == [3, 1, 1, 1]
    skipped = (tmp_path / "out" / "skipped.csv").read_text("utf-8-sig")
    assert "image.txt: no text that can be read (byte 0 is not UTF-8)" in skipped
    assert (tmp_path / "out" / "duplicates.csv").read_text("utf-8-sig").splitlines()[1] == "same.txt,good.txt"


@pytest.mark.parametrize(("name", "content", "skipped"), [
    ("empty", None, 0), ("broken.jsonl", "{\n[\n", 2), ("other.csv", "a,b\n1,2\n", 1)])
def test_a_corpus_without_a_single_article_is_told_and_drawn(tmp_path, name, content, skipped):
    from khabar import corpus_figures

    (tmp_path / name).mkdir() if content is None else (tmp_path / name).write_text(content, "utf-8")
    done = kh.analyse(kh.read_corpus(tmp_path / name), tmp_path / "out")
    assert done.summary.loc[0, ["analysed", "skipped"]].tolist() == [0, skipped]
    tables = {table: done.table(table) for table in KEYS}
    drawn = [
        corpus_figures.articles_over_time(tables["articles"]), corpus_figures.agreement(tables["claims"]),
        corpus_figures.entities_over_time(tables["mentions"], tables["articles"]),
        corpus_figures.compare_groups(tables["words"], "source", *done.largest("source")),
        corpus_figures.collocations(tables["bigrams"]),
    ]  # fmt: skip
    assert all(fig.alt and not len(fig.data) for fig in drawn)


def test_bad_rows_are_told_by_their_place(tmp_path):
    file = tmp_path / "n.jsonl"
    file.write_text('{"name": "a", "text": "نص"}\nno json\n{"name": "b"}\n[1]\n{"name": "a", "text": "آخر"}\n', "utf-8")
    done = kh.analyse(kh.read_corpus(file), tmp_path / "out")
    told = (tmp_path / "out" / "skipped.csv").read_text("utf-8-sig").splitlines()[1:]
    assert [line.split(",")[0] for line in told] == ["a", "n.jsonl:2", "n.jsonl:3", "n.jsonl:4"]
    assert done.summary["analysed"][0] == 1


def test_a_stage_that_fails_takes_one_article_with_it(monkeypatch):
    from khabar import corpus_tables

    find = corpus_tables.claim_rows
    monkeypatch.setattr(corpus_tables, "claim_rows", lambda a: 1 / 0 if a.name == "a001" else find(a))
    tables = analyse_articles(_articles(3, 0))
    assert list(tables["articles"]["article"]) == ["a000", "a002"]
    assert tables["failed"].to_numpy().tolist() == [["a001", "ZeroDivisionError: division by zero"]]
    assert "a001" not in set(tables["mentions"]["article"]) | set(tables["claims"]["article"])


def test_an_article_that_cant_be_tagged_with_others_loses_nothing_for_them(monkeypatch):
    from khabar import entities, mentions

    articles, read = _articles(4, 0), mentions.read
    whole = analyse_articles(articles)["mentions"]
    monkeypatch.setattr(mentions, "read", lambda a: 1 / 0 if a.name == "a001" else read(a))
    tables = analyse_articles(articles)
    assert tables["failed"]["article"].tolist() == ["a001"]
    assert tables["mentions"].equals(whole[whole["article"] != "a001"].reset_index(drop=True))
    monkeypatch.setattr(mentions, "read", read)
    monkeypatch.setattr(entities, "tag_documents", lambda documents: 1 / 0)  # then each is tagged by itself
    assert analyse_articles(articles)["mentions"].equals(whole)


def test_a_part_entered_by_half_is_made_again(jsonl, tmp_path, expected):
    out = tmp_path / "out"
    kh.analyse(kh.read_corpus(jsonl), out, chunk=1)
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    lines = [json.dumps({key: hashes}) for key, hashes in manifest["parts"].items()]
    (out / "manifest.json").unlink()  # as a kill leaves it: a line for each part that was done, and half of one
    (out / "parts.jsonl").write_text("\n".join(lines)[:-9], "utf-8")
    assert set(corpus_parts.Store(out).manifest["parts"]) == set(list(manifest["parts"])[:-1])
    kh.analyse(kh.read_corpus(jsonl), out, chunk=1)
    assert _tables(out) == expected
    assert not (out / "parts.jsonl").exists()


def test_an_interrupted_run_continues(jsonl, tmp_path, expected, monkeypatch):
    out, add, calls = tmp_path / "out", corpus_parts.Store.add, []

    def stop_after_three(self, key, tables):
        if len(calls) == 3:
            raise KeyboardInterrupt
        calls.append(key)
        add(self, key, tables)

    monkeypatch.setattr(corpus_parts.Store, "add", stop_after_three)
    with pytest.raises(KeyboardInterrupt):
        kh.analyse(kh.read_corpus(jsonl), out, chunk=1)
    assert not json.loads((out / "manifest.json").read_text("utf-8"))["complete"]
    again = []
    monkeypatch.setattr(corpus_parts.Store, "add", lambda self, key, t: (again.append(key), add(self, key, t)))
    kh.analyse(kh.read_corpus(jsonl), out, chunk=1)
    assert len(again) == 12 / 2 - 3
    assert not set(again) & set(calls)
    assert _tables(out) == expected


def test_a_damaged_part_is_made_again(jsonl, tmp_path, expected):
    kh.analyse(kh.read_corpus(jsonl), tmp_path / "out")
    part = next((tmp_path / "out" / "claims").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:100])
    kh.analyse(kh.read_corpus(jsonl), tmp_path / "out")
    assert _tables(tmp_path / "out") == expected


@pytest.mark.parametrize(("name", "said"), [("nothing", "no corpus at nothing"), ("a.pdf", "a corpus is a folder")])
def test_what_is_no_corpus(tmp_path, name, said):
    (tmp_path / "a.pdf").write_bytes(b"x")
    with pytest.raises((ValueError, FileNotFoundError), match=said):
        kh.read_corpus(tmp_path / name)


@pytest.mark.slow
def test_two_local_workers_give_the_same_tables(jsonl, tmp_path, expected):
    code = ("import sys, khabar as kh\nif __name__ == '__main__':\n"
            "    kh.analyse(kh.read_corpus(sys.argv[1]), sys.argv[2], workers=2, chunk=300)")
    command = [sys.executable, "-c", code, str(jsonl), str(tmp_path / "two")]
    seeded = {**os.environ, "PYTHONHASHSEED": "7"}
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, env=seeded)
    assert run.returncode == 0, run.stderr[-2000:]
    assert _tables(tmp_path / "two") == expected


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers, each a process of its own, on loopback."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": {**os.environ, "PYTHONHASHSEED": "3"}}
    place = tmp_path / "scheduler.json"
    start = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
             "--no-dashboard", "--scheduler-file", str(place)]
    processes = [subprocess.Popen(start, **quiet)]
    deadline = time.monotonic() + 90
    while not place.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    address = json.loads(place.read_text())["address"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny",
              "--no-dashboard", "--local-directory", str(tmp_path)]
    processes += [subprocess.Popen(worker, **quiet) for _ in range(2)]
    yield address, processes[1:]
    for process in processes[::-1]:
        process.kill()
        process.wait(30)


@pytest.mark.slow
@pytest.mark.parametrize("kill", [False, True], ids=["whole", "one worker killed"])
@pytest.mark.filterwarnings("default")  # what distributed says when a worker dies is not ours
def test_a_cluster_gives_the_same_tables(jsonl, tmp_path, expected, cluster, kill, monkeypatch):
    address, workers = cluster
    if kill:
        add = corpus_parts.Store.add

        def kill_first(self, key, tables):
            if workers[0].poll() is None:
                workers[0].send_signal(signal.SIGKILL)
            add(self, key, tables)

        monkeypatch.setattr(corpus_parts.Store, "add", kill_first)
    kh.analyse(kh.read_corpus(jsonl), tmp_path / "cluster", scheduler=address, chunk=300)
    assert _tables(tmp_path / "cluster") == expected
    assert (workers[0].poll() is not None) == kill
