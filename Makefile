# `make site` builds the website, `make test` tests everything. Both set up what they need, once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: site test test-long check preview setup hooks clean programs bench

site: $(VENV)/site-ready
	@$(BIN)/python build.py
	@echo
	@echo "Look at it:  make preview   (or open output/index.html through any web server)"

preview: $(VENV)/site-ready
	@$(BIN)/python build.py serve

setup: $(VENV)/site-ready

# From now on Git checks the site before each commit of this clone.
hooks: $(VENV)/site-ready
	@git config core.hooksPath .githooks
	@echo "Git checks the site before each commit now. To stop that: git config --unset core.hooksPath"

test: check programs
	@$(BIN)/python -m pytest -n auto --dist worksteal

# The tests of accidents, mistakes and attacks once more, with every step and 20,000 examples: hours.
test-long: $(VENV)/test-ready
	@LONG=1 $(BIN)/python -m pytest tests/test_crash.py tests/test_desk.py tests/test_hostile.py tests/test_plain.py tests/test_publish.py tests/test_quick.py tests/test_remembered.py

check: $(VENV)/test-ready
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary

# Ours against other generators on the same pages, then where our time goes. BENCH="--pages 10,100"
bench: $(VENV)/site-ready
	@$(BIN)/python benchmarks/peers.py
	@$(BIN)/python benchmarks/compare.py $(BENCH)
	@$(BIN)/python benchmarks/phases.py

clean:
	@rm -rf .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "This needs Python 3.11 or newer. Type: make site PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python's venv module is missing. On Debian type: apt-get install python3-venv"; exit 1; }

$(VENV)/site-ready: requirements/site.txt | $(BIN)/python
	@echo "Installing what the site needs (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt
	@touch $@

$(VENV)/test-ready: requirements/test.txt | $(VENV)/site-ready
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

# The tests look at the pages in a real browser, from real servers, published by real programs.
PROGRAMS := nginx caddy rsync rclone openssl
PACKAGES := chromium fonts-liberation fonts-dejavu-core $(PROGRAMS) libnginx-mod-http-brotli-static

programs:
	@for program in "$${CHROMIUM:-chromium}" $(PROGRAMS); do \
	  PATH="$$PATH:/usr/sbin" command -v "$$program" >/dev/null || missing=yes; \
	done; \
	if [ "$$missing" = yes ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing what the tests run (once) ..."; apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	      $(PACKAGES) >/dev/null; \
	  else echo "The tests run other programs. Type: sudo apt-get install $(PACKAGES)"; exit 1; fi; \
	fi
