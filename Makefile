# Two commands do everything: `make demo` and `make test`. Both set up .venv first, `make demo` without the tools of tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.development
# The pinned set and nothing else: no resolution, so that no release made since can come in.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps

.PHONY: demo test coverage proof lint format types test-types layers clean requirements bench help
.DEFAULT_GOAL := help

help:
	@echo "make demo   set up, roster the bundled hotline month, say where the files are"
	@echo "make test   set up, lint, type-check and run the tests"
	@echo "make proof  the long campaigns in full (one table, see docs/reliability.md), then coverage"
	@echo "make coverage  the tests with what they cover; fails below the floor in pyproject.toml"
	@echo "make bench  the benchmarks; see benchmarks/README.md"

$(RUNTIME): pyproject.toml requirements/runtime.txt
	@echo "Setting up $(VENV): packages (1-2 minutes) ..."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	$(INSTALL) --require-hashes -r requirements/runtime.txt
	$(INSTALL) --no-build-isolation -e .
	$(BIN)/python -m pip check
	@echo "Compiling the engine, once only: about a minute, several where the machine is busy ..."
	@$(BIN)/python -m roster.engine.portfolio.precompile || \
		{ echo "Ended before all was compiled: run make again, it goes on from there."; exit 1; }
	@touch $@

$(DEV): $(RUNTIME) requirements/dev.txt
	$(INSTALL) --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip check
	@touch $@

demo: $(RUNTIME)
	$(BIN)/roster demo --out out/demo

# Two at a time: the type checkers take the longest, and each uses one core.
lint: $(DEV)
	@$(MAKE) --no-print-directory --jobs=2 types test-types format layers

format: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(DEV)
	$(BIN)/mypy

test-types: $(DEV)
	$(BIN)/mypy --config-file tests/mypy.ini

layers: $(DEV)
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest -n 2 --dist worksteal

# Tracing makes a run half as long again, so each change is tested without it, and the floor is held after the campaigns.
coverage: $(DEV)
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term:skip-covered

proof: $(DEV)
	$(BIN)/python tests/proof
	$(MAKE) coverage

bench: $(DEV)
	$(BIN)/python -m benchmarks.load
	$(BIN)/python -m benchmarks.desk
	$(BIN)/python -m benchmarks.api
	$(BIN)/roster bench hotline --agents 72,300 --seconds 90

# The pinned sets with hashes and no addresses, one for all systems and Pythons: what runs, and what tests and optional
# services need besides. `make requirements UPGRADE=--upgrade` moves them.
PIN := build/tools/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links $(UPGRADE) pyproject.toml
requirements: pyproject.toml
	$(PYTHON) -m venv build/tools && build/tools/bin/pip install --quiet uv
	$(PIN) --extra build -o requirements/runtime.txt
	$(PIN) --extra build --extra dev --extra postgres --extra oidc -c requirements/runtime.txt -o requirements/dev.txt

clean:
	rm -rf $(VENV) out build .pytest_cache .mypy_cache .ruff_cache .hypothesis
