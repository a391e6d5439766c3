# Needs Python 3.11 or newer with its venv module, and make; nothing else, not even git.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo run test check format bench screenshots lock clean

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
# What the checks read; a folder without modules is left out, for mypy would stop at it.
FOLDERS := rules ledger templates calendars intake scheduler tests bench
SOURCES := $(sort $(dir $(wildcard $(addsuffix /*.py,$(FOLDERS)))))
# Two processes or more make the tests faster; PYTEST_ARGS="-n0 -x tests/rules" looks at one thing.
PYTEST_ARGS ?= -n auto
UV_VERSION := 0.13.8

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

demo: $(VENV)/.ready ## a pretended day on the shipped plans, in var/demo; no mail leaves the machine
	@$(BIN)/kyhan demo $(ARGS)

run: $(VENV)/.ready ## the daemon, configured by config.toml
	@$(BIN)/kyhan run $(ARGS)

test: $(VENV)/.ready-dev ## the tests
	@$(BIN)/pytest $(PYTEST_ARGS)

check: $(VENV)/.ready-dev ## lint, format, types, import direction: all four, whichever fail
	@failed=; \
	$(BIN)/ruff check --output-format concise $(SOURCES) || failed="$$failed ruff-check"; \
	$(BIN)/ruff format --check --output-format concise $(SOURCES) || failed="$$failed ruff-format"; \
	$(BIN)/mypy $(SOURCES) || failed="$$failed mypy"; \
	$(BIN)/lint-imports --no-logo || failed="$$failed lint-imports"; \
	test -z "$$failed" || { echo "make check: failed:$$failed" >&2; exit 1; }

format: $(VENV)/.ready-dev ## format the code and mend what ruff can mend
	@$(BIN)/ruff format $(SOURCES)
	@$(BIN)/ruff check --fix $(SOURCES)

bench: $(VENV)/.ready-dev ## the benchmarks
	@$(BIN)/python -m bench $(ARGS)

screenshots: $(VENV)/.ready-dev ## the pictures in docs/screenshots, from the demo's day; needs Chromium
	@$(BIN)/python -m bench.screenshots

lock: $(VENV)/.ready ## write the two locks anew from pyproject.toml (ARGS=--upgrade: newest versions)
	@test -x $(VENV)/lock/bin/uv || $(BIN)/python -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip --disable-pip-version-check -qq install uv==$(UV_VERSION)
	@$(call compile,requirements.txt,--group build)
	@$(call compile,requirements-dev.txt,--group dev --constraint requirements.txt)
	@! grep -nE '://|index-url|find-links' requirements.txt requirements-dev.txt

clean: ## remove the environment and everything generated
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache \
	    build dist htmlcov .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Two stamps on one environment: `demo` needs no test tools; `test` adds them to what is there.
$(VENV)/.ready: requirements.txt pyproject.toml
	@$(find_python); \
	$(BIN)/python -c 'import pip' 2>/dev/null || { \
	    echo "Making $(VENV) with $$python ($$($$python -V)) ..."; \
	    rm -rf $(VENV); $$python -m venv $(VENV); }
	@echo "Installing what kyhan needs into $(VENV), by requirements.txt (half a minute, once) ..."
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.txt
	@echo "Adding the tools of tests and checks, by requirements-dev.txt (once) ..."
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

# The first Python that is new enough and can make an environment, else what to do about it.
define find_python
for python in $(or $(PYTHON),python3.13 python3.12 python3.11 python3); do \
    $$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
    python=; \
done; \
if [ -z "$$python" ]; then \
    if python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
        echo "$$(python3 -V) has no venv module: on Debian or Ubuntu, apt install python3-venv." >&2; \
    else \
        echo "kyhan needs Python 3.11 or newer; found $$(python3 -V 2>/dev/null || echo none)." >&2; \
        echo "Name one with: make PYTHON=/path/to/python3.12" >&2; \
    fi; \
    exit 1; \
fi
endef

# No address of any index goes into a lock: every installer asks the index it is set up with.
define compile
$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
    pyproject.toml $(2) --output-file $(1) $(ARGS)
endef
