# Each target installs what is missing by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CATALOGUES := $(wildcard nabiz/*/locale/tr/LC_MESSAGES/django.po)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo dev test check setup clean

demo: $(VENV)/.messages
	$(BIN)/nabiz demo

dev: $(VENV)/.messages
	$(BIN)/nabiz serve --reload

test: $(VENV)/.dev $(VENV)/.messages
	$(BIN)/python -m pytest -n 2 $(ARGS)

check: $(VENV)/.dev $(VENV)/.messages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	git ls-files '*.html' | xargs $(BIN)/djade --target-version 5.2 --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

setup: $(VENV)/.dev $(VENV)/.messages

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Nabiz needs Python 3.11 or newer, this is %d.%d. Try: make PYTHON=python3.12" % sys.version_info[:2])'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python lacks the venv module (Debian: apt install python3-venv)."; exit 1; }

$(VENV)/.run: pyproject.toml constraints.txt $(VENV)/bin/python
	$(INSTALL) --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt $(VENV)/bin/python
	$(INSTALL) --editable '.[dev]'
	@touch $(VENV)/.run $@

$(VENV)/.messages: $(CATALOGUES) | $(VENV)/.run
	$(BIN)/python scripts/messages.py --compile
	@touch $@

clean:
	rm -rf $(VENV) build *.egg-info
