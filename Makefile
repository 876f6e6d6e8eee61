# Works on a machine with Python 3.11 or later and make; everything else is installed into .venv, which is
# built again whenever its lock changes. On Windows: see README.md, the same in two pip commands.
.DEFAULT_GOAL := help
SHELL := /bin/sh
VENV ?= .venv
KILLS ?= 2000
BIN := $(VENV)/bin
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$name; break; }; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
UV_COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links
define LINT
$(BIN)/ruff check .
$(BIN)/ruff format --check .
$(BIN)/mypy
$(BIN)/lint-imports --no-logo
endef
PO := $(wildcard newsletter/locale/sv/LC_MESSAGES/*.po)
MO := newsletter/locale/sv/LC_MESSAGES/newsletter.mo
NODE := tests/browser/node

.NOTPARALLEL:
.PHONY: help demo test quick mutants proof torture generate words bench pictures goldens wheel clean python

help:
	@echo "make demo      send the sample issue 2026-q3 to the outbox; nothing leaves this machine"
	@echo "make test      every check that needs only what pip brings; ROOM=checks: the tests of one room"
	@echo "make quick     lint, types, and the tests that start no server and kill nothing: a minute on two cores"
	@echo "make proof     the checks that need Chromium, SpamAssassin or Node"
	@echo "make torture   kill 2000 runs in every way there is, and judge; a quarter of an hour (SEED=, KILLS=)"
	@echo "make mutants   change the program in small ways, count what the tests notice; ten minutes (ROOM=, SEED=, COUNT=, MINUTES=)"
	@echo "make generate  JSON Schema, docs/kommandon.md and the locks"
	@echo "make words     each room's Swedish catalogue, after messages were written, changed or moved"
	@echo "make bench     timings as ratios to bare Python and to other ways of sending, and a million letters"
	@echo "make pictures  draw the sample pictures and photograph a letter; needs Chromium"
	@echo "make goldens   photograph every kind of section, for make proof to compare with; needs Chromium"
	@echo "make wheel     the file that editors install, in dist/"
	@echo "make clean     remove what the commands above have made"

demo: $(VENV)/runtime.stamp $(MO)
	$(BIN)/newsletter send 2026-q3 --via outbox: --yes
	@echo
	@echo "Look at the letters: open outbox/2026-q3/index.html in a browser."

test: $(VENV)/dev.stamp $(MO)
	$(LINT)
	$(BIN)/python -m pytest -m "not proof" $(ROOM:%=tests/%)

quick: $(VENV)/dev.stamp $(MO)
	$(LINT)
	$(BIN)/python -m pytest -m "not proof and not slow" -n auto -q $(ROOM:%=tests/%)

proof: $(VENV)/dev.stamp $(MO) $(NODE)/node_modules/.package-lock.json
	$(BIN)/python -m pytest -m proof

torture: $(VENV)/dev.stamp $(MO)
	nice -n 19 $(BIN)/python -m tests.torture --kills $(KILLS) $(if $(SEED),--seed $(SEED))
	nice -n 19 $(BIN)/python -m tests.torture.strangers $(if $(SEED),--seed $(SEED))

mutants: $(VENV)/dev.stamp $(MO)
	nice $(BIN)/python -m tests.mutants $(ROOM:%=--room %) $(SEED:%=--seed %) $(COUNT:%=--count %) $(MINUTES:%=--minutes %)

generate: $(VENV)/dev.stamp $(MO)
	$(UV_COMPILE) --group build --output-file requirements.lock pyproject.toml
	$(UV_COMPILE) --group dev --group proof --group bench --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	$(BIN)/python -m newsletter.source.schema
	$(BIN)/python -m newsletter.locale.extraction
	$(BIN)/python docs/generate.py

words: $(VENV)/dev.stamp
	$(BIN)/python -m newsletter.locale.extraction

bench: $(VENV)/dev.stamp $(MO)
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.million

goldens: $(VENV)/dev.stamp $(MO)
	$(BIN)/python -m tests.browser.goldens

pictures: $(VENV)/dev.stamp $(MO)
	$(BIN)/python docs/pictures.py

wheel: $(VENV)/dev.stamp
	$(BIN)/hatchling build -t wheel

clean:
	rm -rf .venv build dist $(NODE)/node_modules outbox .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis $(MO)
	find newsletter tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed, and was not found on PATH."; exit 1; }
	@$(PYTHON) -c "import ensurepip, venv" 2>/dev/null || \
	{ echo "$(PYTHON) lacks venv. On Debian and Ubuntu: apt install python3-venv"; exit 1; }

# Order-only: whether Python is there is looked at each time, but is no reason to build again.
$(VENV)/runtime.stamp: requirements.lock pyproject.toml hatch_build.py | python
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-build-isolation --no-deps -e .
	@$(BIN)/python -m compileall -q newsletter
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml hatch_build.py | python
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-build-isolation --no-deps -e .
	@$(BIN)/python -m compileall -q newsletter
	@touch $@ $(VENV)/runtime.stamp

$(MO): $(PO)
	$(BIN)/python -c "from newsletter.locale.catalogue import build; build()"

# axe-core, html-validate, the official MJML and yaml-language-server, as their lock says; npm writes the target last.
$(NODE)/node_modules/.package-lock.json: $(NODE)/package-lock.json
	cd $(NODE) && npm ci --no-progress --loglevel=error
	@touch $@
