# The ways in. `make` alone lists them; each sets up .venv by itself.
PYTHON ?= python3
MONTH ?= 2026-09
WORKSPACE ?= data/samples
LAB ?=
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help report test lint bench workshop

help: ## list what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'
	@echo "Another Python for the first set-up: make PYTHON=python3.12 …"

report: .venv/.ready ## the monthly review as a page: MONTH=2026-09 WORKSPACE=data/samples
	@$(BIN)/alignment report --month $(MONTH) --workspace $(WORKSPACE) \
	  $(if $(filter data/samples,$(WORKSPACE)),--out reports/$(MONTH))

workshop: .venv/.ready workshop/agreement.yml ## JupyterLab on the notebooks, over your own copy of the sample
	@mkdir -p .venv/share/jupyter/lab/settings
	@cp templates/lab/overrides.json .venv/share/jupyter/lab/settings/
	@echo "Your workspace is ./workshop; delete it to start from the sample again."
	@ALIGNMENT_WORKSPACE="$(CURDIR)/workshop" $(BIN)/jupyter lab $(LAB) \
	  --ServerApp.root_dir="$(CURDIR)" --LabApp.default_url=/lab/tree/notebooks

test: .venv/.ready ## all tests, and every notebook from top to bottom
	@$(BIN)/python -m pytest -n auto --dist loadfile --nbval-lax tests notebooks

lint: .venv/.ready ## style, format and types
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

bench: .venv/.ready ## what it costs, as ratios measured in one run
	@$(BIN)/python -m benchmarks

workshop/agreement.yml:
	@rm -rf .workshop.part && cp -R data/samples .workshop.part && mv .workshop.part workshop

# .unfinished tells a set-up that was cut off from one that only needs bringing up to date.
.venv/.ready: requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no $(PYTHON) here. Install Python 3.11 or newer, or name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$$($(PYTHON) --version) is too old: Python 3.11 or newer is needed. Name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make environments. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@if [ -e .venv/.unfinished ] || { [ -d .venv ] && ! $(BIN)/python -c pass 2>/dev/null; }; then \
	  echo "The last set-up was cut off, or its Python is gone: starting anew."; rm -rf .venv; fi
	@echo "Setting up .venv from requirements.lock (a few minutes the first time) …"
	@mkdir -p .venv && touch .venv/.unfinished && rm -f $@
	@[ -x $(BIN)/pip ] || $(PYTHON) -m venv .venv
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@rm .venv/.unfinished
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
	@echo "Ready."
