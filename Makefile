# `make run` and `make test` do everything on a fresh machine with Python 3.11+ and make.
PYTHON ?= python3
PORT ?= 8501
VIGIE_HOME ?= var
PYTEST ?=
METRICS ?=
WORKERS ?= 2
export VIGIE_HOME

VENV := .venv
BIN := $(VENV)/bin
PINS := requirements.txt constraints.txt
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev

.DEFAULT_GOAL := help
.PHONY: help setup run test check demo docs bench mutants

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

setup: $(RUNTIME) ## create .venv with the pinned dependencies and the vigie command

run: $(RUNTIME) ## open the app on http://127.0.0.1:$(PORT), with demo data on first use
	@$(BIN)/vigie demo --if-empty
	@exec $(BIN)/vigie serve --port $(PORT)

test: $(DEV) ## run the whole suite; what a test needs and can't find, it names
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(PYTEST)

check: $(DEV) ## lint, types, and the layers' contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict -p kpi -p data_sources -p store -p charts -p ui -p commands -m app -m cli -m terminal
	$(BIN)/lint-imports

demo: $(RUNTIME) ## load the demo data into the store
	$(BIN)/vigie demo

docs: $(DEV) ## check the documentation against the product
	$(BIN)/python -m pytest -q tests/docs

bench: $(DEV) ## measure speed, as ratios
	for each in benchmarks/bench_*.py; do $(BIN)/python -m benchmarks.$$(basename $$each .py) || exit 1; done

mutants: $(DEV) ## change each figure's formula a little, METRICS="volume ...", and show which test notices
	$(BIN)/python -m tests.mutants $(METRICS)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Vigie needs Python 3.11 or newer; this is $$($(PYTHON) --version). Name one: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { echo "Python can't create environments here; on Debian: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): $(BIN)/python $(PINS) pyproject.toml
	$(BIN)/python -m pip install --quiet -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@

$(DEV): $(RUNTIME) requirements-dev.txt
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	@touch $@
