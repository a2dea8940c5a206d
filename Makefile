# Two commands for a newcomer: `make demo` and `make test`. Both build the environment in .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test test-long quick check bench mutants lock clean

demo: $(READY)
	@$(BIN)/breach demo

# A worker for each core of a small machine: one more gains half a minute and makes Slack's three seconds tight. Whoever
# is done takes from the others. What wants the machine for itself runs afterwards. The slowest are told at the end. Compiled files are kept
# even where the environment says otherwise: every worker and every program that a test starts would compile them anew.
WORKERS ?= 2
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --durations=10
SPREAD := -n $(WORKERS) --dist worksteal
SECONDS := 300

test: $(READY)
	@began=$$(date +%s); \
	$(MAKE) --no-print-directory check && \
	$(PYTEST) $(SPREAD) -m "not long and not alone" && \
	$(PYTEST) -m "alone and not long" && \
	took=$$(($$(date +%s) - began)) && \
	echo "make test took $$took s; on two quiet cores it is to take at most $(SECONDS)"

# Whole stories and matrices that take minutes.
test-long: $(READY)
	@$(PYTEST) $(SPREAD) -m "long and not alone"
	@$(PYTEST) -m "long and alone"

# What needs no Slack: the loop of an edit.
quick: $(READY)
	@$(PYTEST) $(SPREAD) -m "not long and not alone" tests/bot tests/house tests/handlers tests/notices tests/policy

check: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(READY)
	@$(BIN)/python -m tests.bench

# Small mistakes in the rules and the packs, by chance: do the fast tests notice them? MUTANTS="--seed 7 bot/rules" for more.
mutants: $(READY)
	@$(BIN)/python -m tests.mutants $(MUTANTS)

$(READY): requirements.lock tools.lock pyproject.toml
	@PYTHON="$(PYTHON)" sh .ci/environment $(VENV)

# Rewrites the lock files: hashes, no addresses. production.lock is requirements.lock without the development group;
# tools.lock is what installs and builds.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
EXTRAS := --extra postgres --extra escalate --extra documents --extra evidence
lock: $(READY)
	@$(COMPILE) pyproject.toml $(EXTRAS) --group dev -o requirements.lock
	@$(COMPILE) pyproject.toml $(EXTRAS) --constraint requirements.lock -o production.lock
	@printf 'setuptools>=77\nuv\n' | $(COMPILE) - -o tools.lock

clean:
	@rm -rf $(VENV) build
