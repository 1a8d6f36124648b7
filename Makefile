# Two commands do everything: `make demo` and `make test`. Both set up .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test proof lint clean requirements bench
.DEFAULT_GOAL := help

help:
	@echo "make demo   set up, roster the bundled hotline month, say where the files are"
	@echo "make test   set up, lint, type-check and run the tests"
	@echo "make proof  the long campaigns in full (races, kills, fuzzing)"
	@echo "make bench  the benchmarks; see benchmarks/README.md"

$(STAMP): pyproject.toml requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m roster.engine.portfolio.precompile
	@touch $@

demo: $(STAMP)
	$(BIN)/roster demo --out out/demo

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term:skip-covered

proof: $(STAMP)
	ROSTER_PROOF=1 $(BIN)/python -m pytest -m "proof or not proof" -s tests/proof

bench: $(STAMP)
	$(BIN)/python -m benchmarks.load
	$(BIN)/python -m benchmarks.desk
	$(BIN)/python -m benchmarks.api
	$(BIN)/roster bench hotline --agents 72,300 --seconds 90

# The pinned set with hashes and no addresses.
requirements: pyproject.toml
	$(PYTHON) -m venv build/pip-tools && build/pip-tools/bin/pip install --quiet pip-tools
	build/pip-tools/bin/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-trusted-host \
		--no-emit-find-links --no-annotate --strip-extras --allow-unsafe --extra dev --extra postgres --extra oidc \
		-o requirements.txt pyproject.toml

clean:
	rm -rf $(VENV) out build .pytest_cache .mypy_cache .ruff_cache .hypothesis
