#!/usr/bin/env bash
# Every end-to-end test, one after the other, against bin/amanah. Each starts and stops what it needs.
set -uo pipefail
cd "$(dirname "$0")/../.."
failed=0
passed=0
run() {
    printf -- '--- %s\n' "$*"
    if "$@"; then passed=$((passed + 1)); else
        printf 'FAILED: %s\n' "$*"
        failed=$((failed + 1))
    fi
}
for script in Tests/e2e/api/run_*.sh; do [ -e "$script" ] && run bash "$script"; done
[ -e Tests/e2e/browser/story.py ] && run .venv/bin/python Tests/e2e/browser/story.py --binary bin/amanah
[ -e Tests/e2e/browser/approvals.py ] && run .venv/bin/python Tests/e2e/browser/approvals.py --binary bin/amanah
[ -e Tests/e2e/browser/team.py ] && run .venv/bin/python Tests/e2e/browser/team.py --binary bin/amanah
[ -e Tests/e2e/browser/books.py ] && run .venv/bin/python Tests/e2e/browser/books.py --binary bin/amanah
[ -e Tests/e2e/browser/charters.py ] && run .venv/bin/python Tests/e2e/browser/charters.py --binary bin/amanah
[ -e Tests/e2e/storm/kill_storm.py ] && run .venv/bin/python Tests/e2e/storm/kill_storm.py --binary bin/amanah --kills 20
[ -e Tests/e2e/storm/disk_storm.py ] && run .venv/bin/python Tests/e2e/storm/disk_storm.py --binary bin/amanah
[ -e Tests/e2e/storm/sync_storm.py ] && run .venv/bin/python Tests/e2e/storm/sync_storm.py --binary bin/amanah
[ -e Tests/e2e/codes/run_codes.py ] && run .venv/bin/python Tests/e2e/codes/run_codes.py --binary bin/amanah
[ -e Tests/e2e/witness/courier.py ] && run .venv/bin/python Tests/e2e/witness/courier.py --binary bin/amanah
[ -e Tests/e2e/witness/witness_storm.py ] && run .venv/bin/python Tests/e2e/witness/witness_storm.py --binary bin/amanah --kills 20
[ -e Tests/e2e/records.py ] && run .venv/bin/python Tests/e2e/records.py --binary bin/amanah
[ -e Tests/e2e/notices/run_notices.py ] && run .venv/bin/python Tests/e2e/notices/run_notices.py --binary bin/amanah
[ -e Tests/e2e/command_line.py ] && run .venv/bin/python Tests/e2e/command_line.py --binary bin/amanah
printf 'end-to-end: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
