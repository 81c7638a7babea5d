# Foyer. `make run` and `make test` set up all they need on a machine with Python 3.11 or newer and make.
#   PYTHON=/path/to/python3.12   the interpreter of .venv
#   ARGS="-k budget -x"          more arguments for pytest
#   JOBS=0                       how many tests run at once (0: one after the other, in one process)
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?=
ARGS ?=
JOBS ?= 2
export PYTHON

BIN := .venv/bin
LOCK := $(BIN)/uv --no-config pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url $(if $(UPGRADE),--upgrade)

.PHONY: help
help: ## show this list
	@sed -nE 's/^([a-z]+):.*## (.*)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do \
		printf '  make %-9s %s\n' "$$name" "$$what"; done

.PHONY: run
run: install ## start Foyer on http://localhost:8000
	@exec $(BIN)/foyer serve

.PHONY: test
test: develop ## run every test, on SQLite and on PostgreSQL
	@$(BIN)/python -m tests.support.browser
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(ARGS)

.PHONY: check
check: develop ## lint, types, and which way imports point
	@failed=0; \
	$(BIN)/ruff check || failed=1; \
	$(BIN)/ruff format --check || failed=1; \
	$(BIN)/mypy || failed=1; \
	PYTHONPATH=. $(BIN)/lint-imports --no-logo || failed=1; \
	exit $$failed

.PHONY: format
format: develop ## put the code into shape
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format

.PHONY: bench
bench: develop ## measure how much Foyer carries on this machine
	@$(BIN)/python -m tests.bench $(ARGS)

.PHONY: lock
lock: install ## pin the requirements again (UPGRADE=1 takes newer ones)
	@$(LOCK) pyproject.toml -o requirements.lock
	@$(LOCK) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	@$(LOCK) --group build -o requirements-build.lock

.PHONY: install
install: ## make .venv with what Foyer needs to run
	@scripts/setup.sh

.PHONY: develop
develop: ## make .venv with what its tests and checks need
	@scripts/setup.sh dev

.PHONY: clean
clean: ## remove .venv and caches, never data
	@rm -rf .venv .venv.lock .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist

.venv: install
.PHONY: .venv
