# The verbs of this project; CI calls the same ones.
#
#   make run      install what is missing, build, and open Amanah with a demonstration company
#   make test     all tests
#   make build    the program at bin/amanah
#   make lint format bench soak mutants docs clean
SHELL = /bin/bash
CHECK = --explicit-target-dependency-import-check error
PORT ?= 8080
# Tests at one time. All at once hold thousands of files open, and on a busy machine each waits minutes for a thread.
WIDTH = SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=8
# Swift's library inside the program: it runs where no Swift is, and a call into the library is a call like any other.
RELEASE = -c release --static-swift-stdlib

.PHONY: run build test test-swift test-e2e lint format docs clean

run: build
	scripts/demo.sh $(PORT)

build:
	scripts/setup.sh run
	swift build $(RELEASE) --product amanah $(CHECK)
	scripts/install.sh release

# The program that the end-to-end tests drive is the debug build, which has the same checks on arithmetic and arrays.
test:
	scripts/setup.sh test
	$(MAKE) lint
	swift build --build-tests $(CHECK)
	$(WIDTH) swift test --skip-build
	scripts/install.sh debug
	Tests/e2e/run.sh

lint:
	swift format lint --strict --recursive Sources Tests Package.swift

format:
	swift format --in-place --recursive Sources Tests Package.swift

# Every page of docs/ is there and every link in it leads somewhere.
docs:
	python3 scripts/check-links.py README.md CHANGELOG.md SECURITY.md docs

clean:
	rm -rf .build bin demo .venv

-include bench/bench.mk
