PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: setup demo test test-ray lint bench bench-bulk bench-store bench-exports bench-scans bench-web topics

setup: .venv/.ready

.venv/.ready: requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

demo: setup
	$(BIN)/qiyue parse fixtures/contracts/after-sales/source.html

test: setup
	@.ci/chromium
	$(BIN)/python -m pytest -n auto

# Ray is installed beside the rest, in the same environment; only this target needs it.
.venv/.ray-ready: requirements-ray.txt .venv/.ready
	$(BIN)/pip install --quiet --require-hashes -r requirements-ray.txt
	touch $@

test-ray: .venv/.ray-ready
	$(BIN)/python -m pytest tests/bulk/ray_cluster.py

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy


bench: setup
	$(BIN)/python bench/run.py

bench-bulk: setup
	$(BIN)/python bench/bulk.py

bench-scans: setup
	$(BIN)/python bench/scans.py

bench-store: setup
	$(BIN)/python bench/store.py

bench-exports: setup
	$(BIN)/python bench/exports.py

bench-web: setup
	@.ci/chromium
	$(BIN)/python bench/web.py

topics: setup
	$(BIN)/python bench/topics.py train --corpus $(CORPUS)
