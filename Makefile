# The commands of the project. Stamps: what is already set up is not set up again.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv/bin/python
PO := $(wildcard locale/*/LC_MESSAGES/django.po)
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test setup dev check format bench restore-drill journeys crawl mutants soak clean messages lock
.DEFAULT_GOAL := setup

run: setup
	@exec $(VENV) manage.py serve

setup: .venv/.runtime static/vendor/.stamp $(PO:.po=.mo)

dev: setup .venv/.dev

test: dev
	@exec $(VENV) scripts/run_tests.py $(ARGS)

check: dev
	@exec $(VENV) scripts/check.py $(ARGS)

# Lay out code and templates.
format: dev
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

# Restore the newest backup into a scratch database and compare; exits 1 on any difference.
restore-drill: setup
	@exec $(VENV) manage.py restore_drill $(ARGS)

soak: dev
	@exec $(VENV) scripts/soak.py $(ARGS)

# Put small faults into the rules, one at a time: at least 95 % must be noticed by a test.
mutants: dev
	@exec nice -n 19 $(VENV) scripts/mutants.py $(ARGS)

# Count what the daily tasks cost in actions: fails above the limits.
journeys: dev
	@exec $(VENV) scripts/services.py $(VENV) -m pytest -n 0 -m journey -s -q tests/browser $(ARGS)

crawl: dev
	@exec $(VENV) scripts/crawl.py $(ARGS)

bench: dev
	@exec $(VENV) scripts/bench.py $(ARGS)

# Renew the Chinese translation from code and templates, then translate what is empty in it.
messages: dev
	@$(VENV) scripts/check_messages.py --write

# Renew the locked lists of packages.
lock: dev
	@for list in requirements requirements-dev requirements-node; do \
		CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/pip-compile --quiet $$list.in -o $$list.txt || exit 1; done
	@$(VENV) scripts/assets.py --lock

# The data in var/ stays.
clean:
	rm -rf .venv .venv-next node_modules static/vendor fonts tests/vendor tests/artefacts .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -f locale/*/LC_MESSAGES/*.mo

.venv/.runtime: requirements.txt scripts/venv.py
	@$(PYTHON) scripts/venv.py requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.runtime
	@$(PYTHON) scripts/venv.py requirements-dev.txt
	@touch $@

static/vendor/.stamp: package-lock.json scripts/assets.py .npmrc | .venv/.runtime
	@$(PYTHON) scripts/assets.py

%.mo: %.po | .venv/.runtime
	@$(VENV) scripts/compile_messages.py
