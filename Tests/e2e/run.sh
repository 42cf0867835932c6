#!/usr/bin/env bash
# Every end-to-end test against bin/amanah, in rows beside each other: much of their time is waiting for the next code
# of a second factor. Each test starts and stops what it needs, on ports of its own.
set -uo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

row() {
    local name=$1 began
    shift
    for words in "$@"; do
        began=$SECONDS
        # shellcheck disable=SC2086
        if "$python" Tests/e2e/${words%% *} --binary bin/amanah ${words#"${words%% *}"} >"$folder/$name.log" 2>&1; then
            outcome=passed
        else
            outcome=FAILED
        fi
        # What one test says stays together.
        { printf -- '--- %s\n' "$words"; cat "$folder/$name.log"; printf '%s: %s in %d s\n' "$outcome" "$words" $((SECONDS - began)); } |
            tee -a "$folder/$name.all"
    done
}

python=.venv/bin/python
row stories browser/story.py browser/team.py browser/course.py shown_on_pages.py &
row decisions "storm/write_storm.py --cases 25" browser/approvals.py browser/reviews.py browser/books.py browser/charters.py &
row rest "storm/kill_storm.py --kills 20" storm/disk_storm.py storm/sync_storm.py codes/run_codes.py witness/courier.py \
    witness/awaiting.py \
    "witness/witness_storm.py --kills 20" records.py scim/run_scim.py notices/run_notices.py command_line.py people_at_shell.py typed_numbers.py &
wait
for script in Tests/e2e/api/run_*.sh; do
    if bash "$script"; then echo "passed: $script"; else echo "FAILED: $script"; fi
done | tee "$folder/api.all"
passed=$(cat "$folder"/*.all | grep -c '^passed: ')
failed=$(cat "$folder"/*.all | grep -c '^FAILED: ')
cat "$folder"/*.all | grep -E '^(passed|FAILED): '
printf 'end-to-end: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ] && [ "$passed" -ge 23 ]
