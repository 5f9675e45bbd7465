# khabar: every target sets up what it needs; `make help` lists them.
ARTICLE ?= shoigu-baghdad
LOCK ?= requirements.txt
export ARTICLE
export PYTHONHASHSEED = 0
export MPLBACKEND = agg
export OPENBLAS_NUM_THREADS = 1

# An active conda environment named khabar is used as it is; else a venv of our own.
ifeq ($(CONDA_DEFAULT_ENV),khabar)
PYTHON := python
READY :=
else
PYTHON := .venv/bin/python
READY := .venv/ready
endif
BASE_PYTHON ?= $(shell command -v python3.11 || command -v python3)

figures: $(READY)  ## (default) run notebooks 01 to 05 for ARTICLE and write figures/ARTICLE/
	$(PYTHON) -m khabar.run

report: $(READY)  ## the report page of ARTICLE: build/report.html
	$(PYTHON) -m khabar report

tables: $(READY)  ## every table of ARTICLE in one workbook: build/ARTICLE/tables.xlsx
	$(PYTHON) -m khabar tables

articles: $(READY)  ## make or complete seeds/articles.csv
	$(PYTHON) -m khabar articles

verify: $(READY)  ## compare figures/ARTICLE with its manifest
	$(PYTHON) -m khabar verify

compare: $(READY)  ## compare figures/ARTICLE with those of another machine: OTHER=folder
	$(PYTHON) -m khabar compare $(OTHER)

corpus: $(READY)  ## the same stages over CORPUS (a folder or file; SCHEDULER=tcp://... for a cluster)
	$(PYTHON) -m khabar corpus $(CORPUS)

lab: $(READY)  ## JupyterLab on the notebooks
	MPLBACKEND= $(PYTHON) -m jupyterlab --notebook-dir=. --LabApp.default_url=/lab/tree/notebooks

setup: $(READY)  ## make the environment and nothing else

test: $(READY)  ## the quick tests, offline
	$(PYTHON) -m pytest -m "not slow and not browser and not models"

test-machine: $(READY)  ## the slow tests, and those that need Chromium, poppler, FriBiDi, LibreOffice
	$(PYTHON) -m pytest -m "(slow or browser) and not models"

test-models: $(READY)  ## other taggers; installs the extra `models` first
	$(PYTHON) -m pip install --quiet torch transformers
	$(PYTHON) -m pytest -m models

fuzz: $(READY)  ## the long hypothesis profile (FUZZ=n: inputs a property, default 20000)
	HYPOTHESIS_PROFILE=fuzz $(PYTHON) -m pytest tests/test_fuzz.py

fuzz-coverage: $(READY)  ## the same properties steered by coverage; needs atheris (FUZZ=n: inputs in all, default 100000)
	$(PYTHON) benchmarks/fuzz.py $(or $(FUZZ),100000)

eval: $(READY)  ## scores on the development data in ../shared, where it is
	@for script in benchmarks/eval_*.py; do echo "== $$script"; $(PYTHON) $$script || exit 1; done

audit: audit-offline  ## what audit-offline checks, and known vulnerabilities of the lock (pip-audit, fetched by uv; asks the network)
	@$(PYTHON) -m uv tool run pip-audit --strict --require-hashes --disable-pip --requirement $(LOCK) || { echo \
	    "audit: NOT passed: pip-audit found something, or could not ask its advisory service (the line above says which)"; exit 1; }

audit-offline: $(READY)  ## what is installed against the lock, what it needs, hashes of the lock, checksums of model and lists
	$(PYTHON) -m uv pip sync --quiet --dry-run --offline --no-cache --require-hashes --python $(PYTHON) $(LOCK)
	$(PYTHON) -m pip check
	$(PYTHON) -m pytest -k "every_dependency_with_hashes or list_that_was_changed"

bench: $(READY)  ## every speed as a ratio against a named peer or limit
	$(PYTHON) benchmarks/bench.py

model: $(READY)  ## train the embedded tagger again (needs PyTorch, gensim and the data in ../shared)
	$(PYTHON) benchmarks/train_tagger.py ../shared/data

checksums:  ## after a change of model or lists that is meant: tests/gold/checksums.txt
	cd lib/khabar && find lexicon model -maxdepth 1 -type f | LC_ALL=C sort | xargs sha256sum > ../../tests/gold/checksums.txt

lint: $(READY)  ## ruff over library, tests and benchmarks
	$(PYTHON) -m ruff check lib tests benchmarks

lock: $(READY)  ## write requirements.txt (with hashes) from pyproject.toml
	$(PYTHON) -m uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
	    --extra documents --extra corpus --extra dev pyproject.toml -o requirements.txt

clean:  ## remove what make made: build/, .venv/ and caches (figures stay)
	rm -rf build .venv .pytest_cache .ruff_cache .hypothesis .benchmarks
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */\1\t/' | expand -t 16

.venv/ready: requirements.txt pyproject.toml
	@$(BASE_PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "khabar needs Python 3.11 or newer; found: $$($(BASE_PYTHON) --version). Try: make BASE_PYTHON=/path/to/python3.11"; exit 1; }
	@echo "khabar: installing into .venv (once, a minute or two)"
	test -x .venv/bin/python || $(BASE_PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.txt
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	.venv/bin/python -m compileall -q -j 0 .venv/lib lib || true
	@touch .venv/ready

.PHONY: figures report tables articles verify compare corpus lab setup test test-machine test-models fuzz fuzz-coverage \
    eval audit audit-offline bench model checksums lint lock clean help
.DEFAULT_GOAL := figures
