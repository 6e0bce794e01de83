# Two commands to try: `make demo`, `make test`. `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/.ready

.PHONY: help demo test check bench soak pictures format lock bundle
help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 10

$(READY): requirements-dev.lock
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --require-hashes --requirement requirements-dev.lock
	@touch $@

demo: $(READY)  ## the training ground: the real bot, emulated platforms, phones in a web page
	$(RUN) -m bot demo $(ARGS)

test: $(READY)  ## the whole suite, on SQLite and on a real PostgreSQL
	$(RUN) -m pytest -n 2 --dist loadfile $(ARGS)

check: $(READY)  ## format, lint, types, stale translations, missing migrations
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(RUN) -m content.locales.check
	$(RUN) -m content.library.check
	$(RUN) -m storage.migrations.check

bench: $(READY)  ## a line per figure; ONLY=name runs one; also written to build/bench.json
	$(RUN) -m tests.bench $(ONLY)

soak: $(READY)  ## the long sweeps: 30 kills, many seeds
	$(RUN) -m pytest -m soak $(ARGS)

pictures: $(READY)  ## the pictures of the documents, drawn by the program itself (needs Chromium)
	$(RUN) -m tests.e2e.browser.pictures

format: $(READY)  ## let the formatter and the linter mend what they can
	$(RUN) -m ruff format .
	$(RUN) -m ruff check --fix .

COMPILE := -m piptools compile --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
  --strip-extras --allow-unsafe --quiet
lock: $(READY)  ## pin every dependency with its hashes, without any address: a server's, and with them those of the tests
	$(RUN) -m pip install --quiet pip-tools
	$(RUN) $(COMPILE) --extra dev --output-file requirements-dev.lock pyproject.toml
	$(RUN) $(COMPILE) --constraint requirements-dev.lock --output-file requirements.lock pyproject.toml

bundle: $(READY)  ## every wheel in build/bundle, for a server that reaches no package registry
	$(RUN) -m pip download --quiet --require-hashes --requirement requirements.lock --dest build/bundle
	cp requirements.lock build/bundle/
