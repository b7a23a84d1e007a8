# One command to ask (`make run`), one to check (`make test`); `make` alone lists them all.
# Settings: PORT=8502, ARTICLES=some/folder, PYTHON=/path/to/python3.12, PROCESSES=3 (of tests)

PORT ?= 8501
VENV := .venv/bin
INSTALL := .ci/with-python .ci/install.py
FOLDER = $(if $(ARTICLES),--articles "$(ARTICLES)")
PROCESSES ?= logical
SPREAD = -n $(PROCESSES) --maxprocesses 4 --dist loadgroup --no-loadscope-reorder
TYPED = index qa ui tests $(wildcard .ci/*.py benchmarks/*.py benchmarks/peers/*.py)
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help run rebuild model test lint format e2e slow lock clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

run:  ## install what is missing, read the articles, open the page (PORT=8502, ARTICLES=folder)
	@.ci/with-python .ci/launch.py --port $(PORT) $(FOLDER)

rebuild:  ## read the articles again (ARTICLES=folder)
	@$(INSTALL)
	@$(VENV)/python -m index.rebuild $(FOLDER) || test $$? -eq 3

model:  ## fetch the embedding model, should it be missing
	@$(INSTALL)
	@$(VENV)/python -m index.fetch_model

test: lint  ## everything a change must pass: format, lint, types, imports, licences, tests
	@if .ci/browser; then $(VENV)/pytest $(SPREAD); \
	elif [ "$$CI" = true ]; then exit 1; \
	else echo "Running the other tests"; $(VENV)/pytest $(SPREAD) -m "not slow and not browser"; fi

lint:  ## all of `make test` but the tests
	@$(INSTALL) --dev
	$(VENV)/ruff format --check .
	$(VENV)/ruff check .
	$(VENV)/mypy $(TYPED)
	$(VENV)/lint-imports --no-cache
	$(VENV)/python .ci/licences.py

format:  ## put the code in form
	@$(INSTALL) --dev
	$(VENV)/ruff format .
	$(VENV)/ruff check --fix .

e2e:  ## only the tests that drive a browser
	@$(INSTALL) --dev
	@.ci/browser
	@$(VENV)/pytest -m browser

slow:  ## only the tests that take minutes
	@$(INSTALL) --dev
	@$(VENV)/pytest -m slow

lock:  ## pin what pyproject.toml asks for (UPGRADE=--upgrade takes the newest)
	@$(INSTALL) --dev
	@$(VENV)/python .ci/lock.py $(UPGRADE)

clean:  ## remove what was installed, built and remembered (.venv, var, caches), but no chats and no articles
	@for path in .venv $(filter-out var/chats var/library-removed,$(wildcard var/*)) build *.egg-info .hypothesis .import_linter_cache .mypy_cache \
		.pytest_cache .ruff_cache; do \
		if [ -e "$$path" ]; then echo "removing $$path"; rm -rf "$$path"; fi; done
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
