#!/usr/bin/env bash
# libFuzzer on every parser of the ledger's formats, each for so many seconds. What it finds is left in fuzz/; inputs that
# reach new code are kept beside the corpus in fuzz/, to be looked at before they join it.
#
# usage: scripts/fuzz.sh [SECONDS] [PROBE ...]
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-300}
shift || true
probes=("$@")
[ ${#probes[@]} -gt 0 ] || probes=($(sed -n 's/^    case \([a-zA-Z]*\)\( = "\(.*\)"\)\?$/\3 \1/p' Tests/LedgerProbes/Probe.swift | awk '{print $1}'))
AMANAH_FUZZ=1 swift build -c release --scratch-path .build/fuzz --product amanah-fuzz \
    -Xswiftc -sanitize=fuzzer -Xswiftc -parse-as-library
binary=.build/fuzz/release/amanah-fuzz
for probe in "${probes[@]}"; do
    mkdir -p "fuzz/$probe" "Tests/fuzz/corpus/$probe"
    echo "--- $probe, $seconds s"
    PROBE=$probe SWIFT_BACKTRACE=enable=no "$binary" -max_total_time="$seconds" -timeout=30 -rss_limit_mb=2048 -max_len=4096 \
        -artifact_prefix="fuzz/$probe/finding-" -print_final_stats=1 "fuzz/$probe" "Tests/fuzz/corpus/$probe" \
        2>"fuzz/$probe.log" || { tail -30 "fuzz/$probe.log"; exit 1; }
    grep -E "stat::number_of_executed_units|stat::new_units_added" "fuzz/$probe.log" | tr '\n' ' '
    echo
done
