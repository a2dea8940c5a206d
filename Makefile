# Two commands for a newcomer: `make demo` and `make test`. Both build the environment in .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test test-long check bench lock clean

demo: $(READY)
	@$(BIN)/breach demo

test: check
	@$(BIN)/python -m pytest -m "not long"

# Whole stories and matrices that take minutes, mostly waiting for Slack's pace of one message a second.
test-long: $(READY)
	@$(BIN)/python -m pytest -m long

check: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(READY)
	@$(BIN)/python -m tests.bench

$(READY): requirements.lock tools.lock pyproject.toml
	@PYTHON="$(PYTHON)" sh .ci/environment $(VENV)

# Rewrites the lock files: hashes, no addresses. production.lock is requirements.lock without the development group;
# tools.lock is what installs and builds.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
EXTRAS := --extra postgres --extra escalate --extra documents
lock: $(READY)
	@$(COMPILE) pyproject.toml $(EXTRAS) --group dev -o requirements.lock
	@$(COMPILE) pyproject.toml $(EXTRAS) --constraint requirements.lock -o production.lock
	@printf 'setuptools>=77\nuv\n' | $(COMPILE) - -o tools.lock

clean:
	@rm -rf $(VENV) build
