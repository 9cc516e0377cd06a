# Everything runs in .venv. What must be there beforehand: Python 3.11 or newer, and make.
BIN := .venv/bin
COMPILED := $(shell find src/safepassage/planning/solver src/safepassage/simulation src/safepassage/network/dijkstra.py \
    src/safepassage/network/streets src/safepassage/network/osm -name '*.py' 2>/dev/null)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# What make bench plans, and for how many seconds each.
SIZES := S M
SECONDS := 60

.PHONY: help install demo test test-slow check coverage bench bench-roads bench-ledger bench-operations bench-guard hindcast lock clean
.DELETE_ON_ERROR:

help:           ## show the targets
	@grep -E '^[a-z-]+:.*##' $(firstword $(MAKEFILE_LIST)) | sed 's/:.*##/\t/' | expand -t 14

install: .venv/.compiled  ## fill .venv with pinned, hash-checked packages and the safepassage command
	@echo "Ready: .venv/bin/safepassage --help"

demo: .venv/.compiled   ## plan, verify and report on the Aleppo scenario; the report is in out/
	@$(BIN)/safepassage demo

test: .venv/.compiled .venv/.debian check  ## set everything up, then lint, types, layers and the tests, as CI does
	@$(BIN)/python -m pytest -n 2 -m "not slow"

test-slow: .venv/.compiled .venv/.debian  ## the heavy tests
	@$(BIN)/python -m pytest -m slow

check: .venv/.installed  ## lint, types, layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

coverage: .venv/.installed .venv/.debian  ## which branches of domain, agreement and ledger no test takes: none
	@$(BIN)/coverage run --branch --source=src/safepassage/domain,src/safepassage/agreement,src/safepassage/ledger \
	  -m pytest -q -m "not slow" tests/domain tests/agreement tests/ledger
	@$(BIN)/coverage report --show-missing --fail-under=100

bench: .venv/.compiled .venv-bench/.installed  ## compare with other planners; with PUBLISHED=FOLDER on the instances in it too
	@$(BIN)/python -m benchmarks.compare --sizes $(SIZES) --time-limit $(SECONDS) \
	  $(if $(PUBLISHED),--published "$(PUBLISHED)") --json benchmarks/results/comparison.json
	@$(BIN)/python -m benchmarks.chart

bench-roads: .venv/.compiled .venv-bench/.installed  ## measure roads, on the map EXTRACT=FILE or a small one
	@$(BIN)/python -m benchmarks.roads $(if $(EXTRACT),"$(EXTRACT)") --json benchmarks/results/roads.json
	@$(BIN)/python -m benchmarks.chart

hindcast: .venv/.compiled  ## predict two operations of the past from their first days, and set that against what was counted
	@$(BIN)/python -m benchmarks.hindcast

bench-ledger: .venv/.installed .venv/.debian  ## durable events a second on both stores, and opening a long operation
	@$(BIN)/python -m benchmarks.ledger

bench-operations: .venv/.compiled .venv/.debian  ## commands that a desk acknowledges in a second, and opening a million events
	@$(BIN)/python -m benchmarks.operations

bench-guard: .venv/.compiled  ## renew the figures that guard against worse plans and bounds
	@$(BIN)/python -m benchmarks.guard --renew

lock: .venv/.installed  ## pin requirements anew
	@cd requirements && for set in runtime dev bench; do \
	  ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $$set.in -o $$set.txt || exit 1; \
	done

clean:          ## remove everything that was made here, .venv included
	rm -rf .venv .venv-bench out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.installed: requirements/runtime.txt requirements/dev.txt requirements/venv.sh pyproject.toml
	@requirements/venv.sh
	@echo "Filling .venv with the pinned packages."
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation -e .
	@touch $@

# Loops are compiled once and cached, so that no plan pays for it. A cache does not notice when a loop
# that it calls has changed, so all of it goes first.
.venv/.compiled: .venv/.installed $(COMPILED)
	@find src -name '*.nb[ci]' -delete
	@echo "Compiling the loops of planner and rehearsal; once, for three or four minutes."
	@$(BIN)/python -c "from safepassage.planning.solver import compile_loops; compile_loops()"
	@$(BIN)/python -c "from safepassage.simulation import compile_loops; compile_loops()"
	@touch $@

# What the planner is compared with has an environment of its own, which nothing else needs.
.venv-bench/.installed: .venv/.installed requirements/bench.txt
	@echo "Filling .venv-bench with the pinned packages of other planners."
	@$(BIN)/python -m venv --clear .venv-bench
	@.venv-bench/bin/python -m pip install -qq --require-hashes -r requirements/bench.txt
	@touch $@

.venv/.debian: .venv/.installed requirements/debian.txt requirements/debian.sh
	@requirements/debian.sh $@
