# make demo: assess the example cases.  make test: the whole suite.  Both start from a bare machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CHROMIUM ?= chromium
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test lint check lock bench figures picture compiled compiled-test clean

# The interpreter is looked at before anything is made: too old a Python, or one without venv, gets one
# clear message instead of a traceback.
$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else 1)' 2>/dev/null || \
	  { echo "Myotome needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1 | head -n 1 | grep . || echo missing)." \
	         "Give another one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv, then make $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.python requirements/run.txt pyproject.toml
	@echo "Installing what Myotome needs ..."
	@$(PIP) install --require-hashes --no-deps -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.python requirements/dev.txt pyproject.toml
	@echo "Installing what the tests need ..."
	@$(PIP) install --require-hashes --no-deps -r requirements/dev.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run
	@$(BIN)/python examples/demo.py --output demo-output

test: $(VENV)/.dev
	@$(BIN)/python -m pytest -n 2

lint: $(VENV)/.dev
	@$(BIN)/ruff check src tests benchmarks examples docs
	@$(BIN)/lint-imports

check: $(VENV)/.run
	@$(BIN)/myotome knowledge check

bench: $(VENV)/.dev
	@$(BIN)/python benchmarks/time_budget.py

# Measures on CASES and writes the figures into both READMEs.
figures: $(VENV)/.dev
	@$(BIN)/python benchmarks/write_figures.py $(CASES)

# The picture of the READMEs; needs Chromium.
picture: demo
	@$(CHROMIUM) --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1060,1240 \
	  --screenshot=docs/report.png "file://$(CURDIR)/demo-output/3-seize-ans-de-faiblesse.html"

# The package as `pip install .` makes it, the reader as C extensions, in a virtual environment of its own; src/ and .venv stay as they are.
COMPILED := .venv-compiled
CPIP := $(COMPILED)/bin/python -m pip --disable-pip-version-check --quiet

$(COMPILED)/.dev: requirements/compiled.txt | $(VENV)/.python
	@$(PYTHON) -m venv $(COMPILED)
	@$(CPIP) install --require-hashes --no-deps -r requirements/compiled.txt
	@touch $@

compiled: $(VENV)/.python
	@command -v $${CC:-cc} > /dev/null && test -f "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h" || \
	  { echo "The compiled form needs a C compiler and Python's headers. On Debian or Ubuntu: apt-get install build-essential python3-dev, then make compiled"; exit 2; }
	@$(MAKE) --no-print-directory $(COMPILED)/.dev
	@echo "Compiling the reader: some minutes ..."
	@MYOTOME_COMPILED=1 $(CPIP) install --no-deps --no-build-isolation --force-reinstall .
	@cd compiled && ../$(COMPILED)/bin/python -c "import myotome.text.reader as r; print('The compiled reader:', r.__file__)"

# Does the compiled form pass the reader's tests, and read every annotated note (and TEXTS, files with one {"text": ...} a line) as the pure one?
compiled-test: compiled $(VENV)/.dev
	@$(COMPILED)/bin/python -m pytest -n 2 tests/text
	@$(BIN)/python benchmarks/reading_digest.py $(TEXTS) > $(COMPILED)/pure.txt
	@$(COMPILED)/bin/python benchmarks/reading_digest.py $(TEXTS) > $(COMPILED)/compiled.txt
	@diff $(COMPILED)/pure.txt $(COMPILED)/compiled.txt && echo "$$(wc -l < $(COMPILED)/pure.txt) texts are read the same by both forms"

# Needs pip-tools; writes no index address into the locked files.
lock:
	pip-compile -q --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --strip-extras --allow-unsafe -o requirements/run.txt requirements/run.in
	pip-compile -q --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --strip-extras --allow-unsafe -o requirements/dev.txt requirements/dev.in
	pip-compile -q --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --strip-extras --allow-unsafe -o requirements/compiled.txt requirements/compiled.in

clean:
	rm -rf $(VENV) $(COMPILED) demo-output build dist
