#!/usr/bin/env bash
# Every end-to-end test against bin/amanah, three at a time: much of their time is waiting for the next code of a second
# factor. Each test starts and stops what it needs, on ports of its own.
set -uo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export folder

# The longest first, so that all three end at about the same time.
tests=(
    browser/charters.py
    command_line.py
    storm/sync_storm.py
    browser/story.py
    browser/course.py
    browser/team.py
    "storm/kill_storm.py --kills 20"
    witness/courier.py
    "storm/write_storm.py --cases 25"
    browser/reviews.py
    browser/approvals.py
    people_at_shell.py
    browser/books.py
    witness/awaiting.py
    storm/disk_storm.py
    codes/run_codes.py
    records.py
    shown_on_pages.py
    notices/run_notices.py
    typed_numbers.py
    "witness/witness_storm.py --kills 20"
    scim/run_scim.py
)

one() {
    local words=$1 log outcome=FAILED began=$SECONDS
    log=$(mktemp "$folder/XXXXXX.log")
    # shellcheck disable=SC2086
    timeout --kill-after=10 1200 .venv/bin/python Tests/e2e/${words%% *} --binary bin/amanah ${words#"${words%% *}"} >"$log" 2>&1 && outcome=passed
    # What one test says stays together.
    {
        flock 9
        printf -- '--- %s\n' "$words"
        cat "$log"
        printf '%s: %s in %d s\n' "$outcome" "$words" $((SECONDS - began)) | tee -a "$folder/outcomes"
    } 9>"$folder/lock"
}
export -f one
printf '%s\n' "${tests[@]}" | xargs -d '\n' -P 3 -I TEST bash -c 'one "$1"' one TEST
for script in Tests/e2e/api/run_*.sh; do
    outcome=FAILED
    bash "$script" && outcome=passed
    printf '%s: %s\n' "$outcome" "$script" | tee -a "$folder/outcomes"
done
cat "$folder/outcomes"
passed=$(grep -c '^passed: ' "$folder/outcomes")
failed=$(grep -c '^FAILED: ' "$folder/outcomes")
printf 'end-to-end: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ] && [ "$passed" = $((${#tests[@]} + $(ls Tests/e2e/api/run_*.sh | wc -l))) ]
