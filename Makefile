# The verbs of this project; CI calls the same ones.
SWIFT_FLAGS = --explicit-target-dependency-import-check error

.PHONY: test build
build:
	swift build -c release $(SWIFT_FLAGS)
test:
	swift test $(SWIFT_FLAGS)

-include bench/bench.mk
