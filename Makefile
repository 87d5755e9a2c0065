PYTHON ?= python3.11
BIN := .venv/bin

.PHONY: setup demo test lint bench

setup: .venv/.ready

.venv/.ready: requirements-dev.txt
	$(PYTHON) -m venv .venv || python3 -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@

test: setup
	$(BIN)/python -m pytest

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
