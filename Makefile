# Scrutiny Desk. Needs Python 3.11 or newer and make; everything else is put into .venv from requirements.lock.

PYTHON := .venv/bin/python
SAMPLES := samples/papers
LIBRARY := .scrutiny/samples

.PHONY: setup run test check quick-check release-check lock samples pictures bench fuzz awkward kills faults load soak audit clean

setup:  ## make .venv and install into it; does nothing when it is up to date
	@sh scripts/setup.sh

run: setup  ## read the sample papers and open the chat (ARGS="--port 8600" passes on)
	@# status 1 says that some page could not be read (the scanned letter, without Tesseract); it was named, and the chat opens all the same
	@.venv/bin/scrutiny ingest $(SAMPLES) --data $(LIBRARY) || [ $$? -eq 1 ]
	@.venv/bin/scrutiny chat --data $(LIBRARY) $(ARGS)

test: setup  ## every test (ARGS="-k ingest" passes on)
	@$(PYTHON) -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

check: setup  ## lint, formatting and types
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy

quick-check: setup  ## a few sample questions of every kind, and the gate
	@.venv/bin/scrutiny eval run --short
	@.venv/bin/scrutiny eval gate

release-check: test  ## what a release must pass: every test, the sample questions, the check's own test, the gate; and a report
	@.venv/bin/scrutiny eval run
	@.venv/bin/scrutiny eval selftest; status=$$?; .venv/bin/scrutiny eval report; .venv/bin/scrutiny eval gate && exit $$status

bench: setup  ## time ingest, embedding and questions beside the pipeline of tutorials, into docs/benchmarks.md (ARGS="growth --most 100000")
	@$(PYTHON) -m eval.benchmark $(ARGS)

load: setup  ## twenty people who ask at once: answers held to those given alone, seconds, memory (ARGS="--people 30" passes on)
	@$(PYTHON) -m tests.load $(ARGS)

soak: setup  ## ask for an hour and fail when memory still grows in the second half (ARGS="--minutes 30" passes on)
	@$(PYTHON) -m tests.soak $(ARGS)

audit: setup  ## hold the pinned dependencies against known vulnerabilities (ARGS=FILE, OSV's export for PyPI)
	@$(PYTHON) -m scripts.audit $(ARGS)

lock: setup  ## pin the dependencies again (ARGS=--upgrade takes newer versions)
	@sh scripts/lock.sh $(ARGS)

samples: setup  ## build the sample papers again
	@$(PYTHON) samples/build.py

pictures: setup  ## take the pictures of the app's views in docs/pictures again (ARGS="ask page" takes some)
	@$(PYTHON) -m scripts.pictures $(ARGS)

fuzz: setup  ## read changed papers for twenty minutes and name what was no outcome in words (ARGS="--minutes 5 --seed 2")
	@$(PYTHON) -m tests.fuzz $(ARGS)

awkward: setup  ## read every paper of the folder that SCRUTINY_PAPERS names, and write what came of each into docs/files.md
	@$(PYTHON) -m tests.awkward $(ARGS)

kills: setup  ## kill 200 ingests at random moments and look at what is lost (ARGS="--kills 20" does less)
	@$(PYTHON) -m tests.faults --kills 200 --cuts 0 --full 0 --others 0 $(ARGS)

faults: setup  ## what kills does, and power cuts, full disks and more; the table goes into docs/faults.md
	@$(PYTHON) -m tests.faults --page docs/faults.md $(ARGS)

clean:  ## remove the environment, caches and the sample library
	rm -rf .venv .scrutiny .pytest_cache .mypy_cache .ruff_cache .hypothesis build ./*.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
