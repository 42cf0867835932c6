# Measurements: `make bench` writes docs/benchmarks.md, `make soak` kills the server two hundred times under load
# and lets every call that changes the data folder go wrong in each way that a disk has.
BENCH_PYTHON = .venv/bin/python
BENCH_PROBE = bench/results/commit_probe

.PHONY: bench soak bench-tools
bench: build bench-tools
	$(BENCH_PYTHON) bench/run.py $(BENCH_ARGS)

soak: build
	python3 Tests/e2e/storm/kill_storm.py --binary bin/amanah --kills 200
	python3 Tests/e2e/storm/disk_storm.py --binary bin/amanah
	python3 Tests/e2e/storm/write_storm.py --binary bin/amanah --all
	python3 Tests/e2e/witness/witness_storm.py --binary bin/amanah --kills 200
	scripts/fuzz.sh 300

bench-tools: .venv/.bench-requirements $(BENCH_PROBE)
	@command -v wrk >/dev/null || apt-get install -y wrk
	swift build $(RELEASE) --package-path bench/bare

.venv/.bench-requirements: bench/requirements.txt
	[ -x $(BENCH_PYTHON) ] || python3 -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check --requirement bench/requirements.txt
	touch $@

$(BENCH_PROBE): bench/commit_probe.c
	mkdir -p $(@D)
	cc -O2 -std=gnu17 -Wall -Wextra -Werror -o $@ $< -lsqlite3

# Breaks the code in named places and asks whether a test notices; an hour or more.
.PHONY: mutants
mutants:
	python3 Tests/mutations/run.py
