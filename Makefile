# Everything runs in .venv, made from the lock files; nothing is installed outside this folder.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
PEER := .venv/bench

.DEFAULT_GOAL := help
.PHONY: help install run test coverage check format bench readme lock clean

help:  ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

$(INSTALLED): requirements.lock requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

install: $(INSTALLED)  ## all set-up, in .venv

run: $(INSTALLED)  ## start the bot; without DISCORD_TOKEN, a chat page
	@exec $(BIN)/footprint run

test: $(INSTALLED)  ## every test
	@$(BIN)/python -m pytest

coverage: $(INSTALLED)  ## every test, and the lines that none reaches (takes more than twice as long)
	@$(BIN)/python -m pytest --cov --cov-report=term

check: $(INSTALLED)  ## format, lint, types, then every test
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(MAKE) --no-print-directory test

format: $(INSTALLED)  ## put the code in the project's format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(INSTALLED)  ## speed, memory and accuracy, beside EcoLogits, quantulum3 and hassil
	@test -x $(PEER)/bin/python || $(BIN)/python -m venv $(PEER)
	@$(PEER)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock || \
	  { echo "EcoLogits, quantulum3 and hassil can't be installed now: what they do is left out" >&2; rm -rf $(PEER); }
	@$(BIN)/python -m benchmarks

readme: $(INSTALLED)  ## renew what README shows of the program's output
	@$(BIN)/python -m benchmarks.readme

lock: $(INSTALLED)  ## renew the lock files from pyproject.toml (brings uv into .venv)
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url \
	  --no-emit-find-links --custom-compile-command 'make lock' --extra postgres pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url \
	  --no-emit-find-links --custom-compile-command 'make lock' -c requirements.lock --extra postgres pyproject.toml --group dev -o requirements-dev.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url \
	  --no-emit-find-links --custom-compile-command 'make lock' --group bench -o requirements-bench.lock

clean:  ## remove what was made
	@rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
