# make demo    watch selfies become portraits, from a clean clone, without a token, GPU or model hub
#              (DEMO_SELFIES=folder make demo: your own photos)
# make test    everything a change must pass, a file of tests per core; the last line is pytest's own summary
# make run     the bot, with what .env configures, and the local web chat
# make judges  the stand-ins for Telegram and Discord against client libraries that were not used to write them
# make ray     the contract of whatever runs jobs, over a real Ray: killed actors, lost nodes, what the wire shows
# make postgres the store on a PostgreSQL server, and two bots on one: fifty kills, nothing lost, nothing doubled; twenty
#              more with files in a store of objects that fails again and again, and HAProxy before the two, where it is
# make cluster-demo two nodes on this machine, forty people, one node killed: what was lost (nothing), in figures
# make coverage which lines of the conversation and the store none of their quick tests runs; fails below the floor
# make torture the whole bot under 300 kills and other faults, then the property and fuzz tests with many examples
# make check   style, types, who imports whom, and that the installed packages fit each other
#
# Each target sets itself up first: the environment in .venv, then the weights. Both are done once; a second run finds
# their stamps and starts at once. Without make, the commands in the recipes do the same on any system.

VENV ?= .venv
PYTHON ?= $(shell for name in python3.11 python3.12 python3 python; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' 2>/dev/null && echo $$name && break; done)
BIN := $(VENV)/bin
RUN := $(BIN)/python -m bot

# The one big package goes first and exactly pinned. On Linux the ordinary registry's build brings several gigabytes
# of GPU libraries with it; a machine without a GPU can take the small build from PyTorch's own index:
#     make demo TORCH="torch==2.13.0 --index-url <address of PyTorch's CPU index>"
# torchvision is not used: leave it out, it would pull its own torch.
TORCH ?= torch==2.13.0

JUDGES := .judges

# Ray is optional and a third of a gigabyte. Here it lies on top of the environment of the tests, as an operator's
# `pip install "portrait-bot[ray]"` would, and outside of it.
RAY := .ray
ON_RAY := PYTHONPATH="$(CURDIR)" $(RAY)/bin/python

# What is installed, with the hash of every file: pip install --require-hashes -r requirements.lock && pip install --no-deps -e .
# `make lock` writes it anew from constraints.txt, and with it the lists of licences and parts (CycloneDX) in docs/.
LOCK := .lock-tools

# axe-core looks at the pages in the browser tests; it is not part of the program and not committed.
AXE := .axe

.PHONY: lock
.PHONY: torture
.PHONY: ray cluster-demo
.PHONY: postgres
.PHONY: demo test coverage judges run check setup weights clean
.DEFAULT_GOAL := demo

demo: weights
	$(if $(DEMO_SELFIES),,$(RUN) weights fetch --quiet people)
	$(RUN) demo $(if $(DEMO_SELFIES),--selfies "$(DEMO_SELFIES)")

test: weights $(AXE)/axe.min.js
	$(RUN) weights fetch --quiet people
	$(BIN)/ruff check .
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist loadfile

coverage: weights
	$(BIN)/python -m pytest tests/storage tests/handlers -m "not slow" \
		--cov=handlers --cov=storage --cov-report=term

judges: $(JUDGES)/.installed
	$(JUDGES)/bin/python -m pytest -p no:cacheprovider tests/fakes/judges/aiogram_judge.py tests/fakes/judges/hikari_judge.py

# Where Ray cannot be had, or starts no cluster, one line says so and nothing is tested; a test that fails does fail.
ray: $(RAY)/.installed
	@if test -e $(RAY)/.installed && $(ON_RAY) -m tests.engine.queue.ray.possible; then set -ex; \
		$(ON_RAY) -m pytest -p no:cacheprovider tests/engine/queue/ray/on_ray.py; \
		$(ON_RAY) -m pytest -p no:cacheprovider tests/engine/queue/ray/on_cluster.py; fi

cluster-demo: $(RAY)/.installed
	$(ON_RAY) -m tests.cluster

# Where no server can be started one line says why, and nothing is tested; a test that fails does fail. Its tests also run
# with the others, wherever a server is installed.
postgres: setup
	@$(BIN)/python -m tests.fakes.postgres || { test $$? = 75 && exit 0 || exit 1; }; set -ex; \
		$(BIN)/python -m pytest tests/fakes/test_postgres.py tests/storage tests/bot/core/test_shared.py tests/bot/test_processes.py \
			-k "postgres or shared or processes"; \
		$(BIN)/python -m tests.twins --kills 50
		$(BIN)/python -m tests.twins --kills 20 --s3 --haproxy

torture: weights
	$(RUN) weights fetch --quiet people
	$(BIN)/python -m tests.torture --kills 300
	$(BIN)/python -m tests.torture --real --kills 10
	$(BIN)/python -m pytest --hypothesis-profile=torture tests/handlers/test_conversation_properties.py \
		tests/bot/frontends/local/test_fuzz.py tests/bot/frontends/telegram/test_fuzz.py tests/e2e/test_forget_killed.py \
		tests/e2e/test_forgotten_everywhere.py tests/engine/test_mutated_media.py
	$(BIN)/python -m tests.storage.mixture --seeds 300

# Without the packages of the tests: an operator's environment.
run: $(VENV)/.served
	$(RUN) weights fetch --quiet
	$(RUN) run

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_imports.py
	$(BIN)/python -m pip check

setup: $(VENV)/.installed

# Fetching is its own stamp: files that are here are hashed (a third of a second) and left alone.
weights: setup
	$(RUN) weights fetch --quiet

$(VENV)/.served: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or 3.12 is needed; name it with: make PYTHON=/path/to/python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	test -e $(VENV)/.installed || { $(BIN)/python -m pip install $(TORCH) && $(BIN)/python -m pip install -c constraints.txt -e .; }
	touch $@

$(VENV)/.installed: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or 3.12 is needed; name it with: make PYTHON=/path/to/python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install $(TORCH)
	$(BIN)/python -m pip install -c constraints.txt -e ".[test]"
	touch $@

$(JUDGES)/.installed: tests/fakes/judges/requirements.txt
	test -x $(JUDGES)/bin/python || $(PYTHON) -m venv $(JUDGES)
	$(JUDGES)/bin/python -m pip install --quiet -r tests/fakes/judges/requirements.txt
	touch $@

$(RAY)/.installed: tests/engine/queue/ray/requirements.txt | setup
	test -x $(RAY)/bin/python || $(BIN)/python -m venv $(RAY)
	@if $(RAY)/bin/python -m pip install --quiet -c constraints.txt -r $<; then set -ex; \
		$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > \
			"$$($(RAY)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/program.pth"; touch $@; \
	else echo "Ray could not be installed: its tests are skipped"; fi

# Without a network the tests that need it say so and are skipped.
$(AXE)/axe.min.js: tests/e2e/axe.txt | setup
	mkdir -p $(AXE)
	$(BIN)/python -m pip download --quiet --no-deps --require-hashes --dest $(AXE) -r $< \
		&& $(BIN)/python -m zipfile -e $(AXE)/*.whl $(AXE) && cp $(AXE)/axe_playwright_python/axe.min.js $@ \
		|| echo "axe-core could not be fetched: its tests are skipped"

lock: setup
	test -x $(LOCK)/bin/uv || { $(PYTHON) -m venv $(LOCK) && $(LOCK)/bin/python -m pip install --quiet uv; }
	$(LOCK)/bin/uv pip compile pyproject.toml -c constraints.txt --generate-hashes --no-emit-index-url \
		--no-annotate --no-header --python-version 3.11 --universal --quiet -o requirements.lock
	$(BIN)/python -m engine.lab.supply

clean:
	rm -rf $(VENV) $(JUDGES) $(RAY) $(LOCK) $(AXE) out .pytest_cache .ruff_cache
