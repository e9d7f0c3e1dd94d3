# Two commands matter: `make run` and `make test`. See README.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
SAMPLE_ROWS ?= 12000
SAMPLE_SEED ?= 2021
WORKDIR ?= var
SUBMISSIONS ?= $(WORKDIR)/submissions
AS_OF ?= 2021-05-31

.PHONY: install run test test-postgresql audit sbom golden pictures format bench bench-matching bench-full soak lock clean

install: $(VENV)/installed

# The stamp is remade when a lock or the project file changes, so a second `make` costs nothing.
$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -qq --no-deps --require-hashes -r requirements.lock
	$(PIP) install -qq --no-deps --no-build-isolation --editable .
	$(PIP) check
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	$(PIP) install -qq --no-deps --require-hashes -r requirements-dev.lock
	$(PIP) check
	@touch $@

# The sample is written beside its final place and renamed, so a half-written one is never taken for a whole one.
$(SUBMISSIONS): | $(VENV)/installed
	$(BIN)/tonghop sample --rows $(SAMPLE_ROWS) --seed $(SAMPLE_SEED) --out $@

run: install $(SUBMISSIONS)
	$(BIN)/tonghop run --as-of $(AS_OF) --submissions $(SUBMISSIONS) --workdir $(WORKDIR)

test: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist loadfile

# The tests of the flows with every desk on PostgreSQL; `make test` has a part of them on both.
test-postgresql: $(VENV)/installed-dev
	TONGHOP_TEST_DATABASE=postgresql $(BIN)/pytest -n 2 --dist loadfile tests/flows

# Known faults of the pinned packages, where the advisories can be reached; else it says that it was not audited.
audit: $(VENV)/installed-dev
	.ci/audit $(BIN)/python

# What a release is made of, as CycloneDX: the pinned packages with their hashes.
sbom: $(VENV)/installed-dev
	$(BIN)/python -m cyclonedx_py requirements requirements.lock --output-reproducible -o sbom.json

# Write what the miniature campaign says anew; read the diff before you commit it.
golden: $(VENV)/installed-dev
	TONGHOP_WRITE_GOLDEN=1 $(BIN)/pytest tests/flows/test_golden.py

# The pictures of docs/huong-dan; wants Chromium, LibreOffice and pdftoppm.
pictures: $(VENV)/installed-dev
	$(BIN)/python -c "from tests.reports.pictures import take; take()"

format: $(VENV)/installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks.from_nothing
	$(BIN)/python -m benchmarks.reading 12000 200000
	$(BIN)/python -m benchmarks.nights 12000 --workdir $(WORKDIR)/benchmarks/nights
	$(BIN)/python -m benchmarks.nights 240000 --workdir $(WORKDIR)/benchmarks/nights
	$(BIN)/python -m benchmarks.intake_truth 12000 2021 7

# Real and hostile files: a second reader cell by cell, then all of them as one federation's submission; every byte of many
# nights searched for what is withheld; nights killed at random points.
soak: $(VENV)/installed-dev
	$(BIN)/pytest -m long
	TONGHOP_THOROUGH=10 $(BIN)/pytest tests/flows/test_ledger.py
	$(BIN)/python -m benchmarks.second_reader
	$(BIN)/python -m benchmarks.soak_sheets
	$(BIN)/python -m benchmarks.secrecy_soak 20
	$(BIN)/python -m benchmarks.crash_soak --kills 200 --database sqlite
	$(BIN)/python -m benchmarks.crash_soak --kills 200 --database postgresql
	$(BIN)/python -m benchmarks.crash_command --kills 10

# The matcher alone against the truth of two samples; the second is held out: nothing was tuned on it.
bench-matching: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks.matching 100000 --review 1.5 --seeds 7 11
	$(BIN)/python -m benchmarks.matching_earlier 100000 --seeds 7 11
	test -x var/splink/bin/python || (python3 -m venv var/splink && var/splink/bin/pip install -q splink==5.0.0 pandas pyarrow)
	$(BIN)/python -m benchmarks.splink_peer 100000 --seeds 7 --python var/splink/bin/python

# A million rows and the whole programme's 2.4 million: from nothing, then one federation's changed rows, by the matcher
# alone and by whole nights. What is done is kept below $(WORKDIR)/benchmarks and not done again.
bench-full: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks.matching_full 1000000 2400000 --cache $(WORKDIR)/benchmarks
	$(BIN)/python -m benchmarks.matching 1000000 --made --review 1.5 --seeds 2021 --cache $(WORKDIR)/benchmarks
	$(BIN)/python -m benchmarks.nights 2400000 --workdir $(WORKDIR)/benchmarks/nights --proof

# Needs `uv` (pip install uv). Writes no address of any registry into the locks.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --extra build -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --extra build --extra dev --extra dask -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) var build *.egg-info
