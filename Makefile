# One command each; every one of them makes its own environment first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.locked
ARGS ?=
N ?= 20

.DEFAULT_GOAL := help
.PHONY: help demo test check bench crash protections lock format clean

help:
	@echo "make demo    try the bot in this terminal: no account, no key, no network"
	@echo "make test    every test"
	@echo "make check   format, lint, types, locks"
	@echo "make bench   speed, as ratios taken in one run"
	@echo "make crash   kill the bot thousands of times and count alerts: make crash N=200"
	@echo "make protections   switch each protection off and see a test fail"
	@echo "make lock    resolve the locks anew from pyproject.toml"
	@echo "make format  rewrite the code in the project's format"

# Remade when a lock or the project's metadata is newer than the last installation.
$(STAMP): requirements-dev.lock requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("imagebot needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ...")'
	@echo "Preparing $(VENV) (once, about a minute) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

demo: $(STAMP)
	@$(BIN)/imagebot demo $(ARGS)

test: $(STAMP)
	$(BIN)/python -m pytest $(ARGS)

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_locks.py

bench: $(STAMP)
	$(BIN)/python -m tests.bench $(ARGS)

crash: $(STAMP)
	$(BIN)/python -m tests.crash -n $(N) $(ARGS)

protections: $(STAMP)
	$(BIN)/python -m tests.protections $(ARGS)

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header

lock: $(STAMP)
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group dev --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
