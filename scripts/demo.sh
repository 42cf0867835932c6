#!/usr/bin/env bash
# Serves the demonstration company on 127.0.0.1, making it on the first day. A company made yesterday has no open tickets
# today, so it is made anew each day; AMANAH_DEMO_KEEP=1 keeps yesterday's.
#
# usage: scripts/demo.sh [PORT]
set -euo pipefail
cd "$(dirname "$0")/.."
port=${1:-8080}
made=--print-only
today=$(TZ=Asia/Jakarta date +%F)

if [ ! -d demo/data ] || { [ "$(cat demo/day 2>/dev/null || true)" != "$today" ] && [ -z "${AMANAH_DEMO_KEEP:-}" ]; }; then
    rm -rf demo
    mkdir -p demo
    # The telco's charter without its opening hours, so that a demonstration works at night.
    mkdir -p demo/charters
    cp -R charters/terms demo/charters/
    sed '/^hours:/d' charters/telco.yaml >demo/charters/telco.yaml
    bin/amanah demo-company demo/data --csv demo/csv --charter demo/charters/telco.yaml
    made=
fi
bin/amanah demo demo/data --lived --address "http://127.0.0.1:$port" $made
printf '%s' "$today" >demo/day
exec bin/amanah serve demo/data --port "$port" --demo --log-level notice
