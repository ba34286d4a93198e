# make demo   set everything up and run the main job on a fictional municipality
# make test   set everything up and run every check
# make help   everything else

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= auto
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup test explore check quick types contracts lint format demo bench lock installer windows-test clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1\t/' | expand -t 16

setup: $(READY) ## install what the machine lacks and make the virtual environment

$(READY): requirements.lock pyproject.toml .ci/system
	@sh .ci/system
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

test: setup check ## every check there is: style, types, contracts, all tests, the same each time
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile \
		--hypothesis-profile=ci --durations 25 --durations-min 5

check: setup lint types contracts ## style, types and import contracts

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

contracts: setup
	$(BIN)/lint-imports

explore: setup ## every property test again with examples of its own, to find what no one thought of
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m hypothesis

quick: setup ## the tests that take seconds
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "not slow and not office"

format: setup ## put the source in form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

demo: setup ## the main job on a fictional municipality of 400, written to demo/
	$(BIN)/skilltrack demo demo --pictures --show

bench: setup ## measure against floors in the same run and report
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest tests/benchmarks --benchmark-enable --benchmark-only -s

lock: setup ## pin every dependency with its hashes
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--group dev --custom-compile-command "make lock" --output-file requirements.lock pyproject.toml

installer: setup ## build/installer: the Windows installer and the portable folder, without Windows
	@sh .ci/system installer
	$(BIN)/python -m installer

windows-test: setup ## install and use it under Wine; report and pictures in build/windows-test
	@sh .ci/system installer
	test -d build/installer || $(BIN)/python -m installer
	$(BIN)/python -m installer.wine

clean: ## remove what was made
	rm -rf $(VENV) demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks .import_linter_cache
