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

$(READY): requirements.lock pyproject.toml
	@PYTHON="$(PYTHON)" sh .ci/environment $(VENV)

# Rewrites the lock file: hashes, no addresses.
lock: $(READY)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  pyproject.toml --extra postgres --extra escalate --extra documents --group dev -o requirements.lock

clean:
	@rm -rf $(VENV) build
