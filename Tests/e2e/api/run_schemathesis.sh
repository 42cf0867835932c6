#!/usr/bin/env bash
# Holds a running server to its own description: a walk along the main road, the same records through the API and the console
# (A8), refusals that must look alike (A5), then generated calls of every kind. Fails on
# a 5xx, on an answer that the description does not declare, on accepted nonsense, and on a log line with a customer's datum.
#
# usage: Tests/e2e/api/run_schemathesis.sh [EXAMPLES]     needs bin/amanah (or AMANAH) and .venv
set -euo pipefail
cd "$(dirname "$0")/../../.."
examples=${1:-10}
amanah=${AMANAH:-bin/amanah}
folder=$(mktemp -d)
server=
leave() {
    [ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
    rm -rf "$folder"
}
trap leave EXIT

"$amanah" demo-data "$folder/csv" --customers 300 >/dev/null
# The telco's charter without its opening hours, so that the test runs at night.
cp -R charters/terms "$folder/terms"
sed '/^hours:/d' charters/telco.yaml >"$folder/telco.yaml"
"$amanah" init "$folder/data" --from "$folder/csv" --charter "$folder/telco.yaml" --origin api.test.example/log >/dev/null
"$amanah" demo "$folder/data" >/dev/null
service=$("$amanah" token "$folder/data" ticket-system | tail -1)
"$amanah" serve "$folder/data" --port "${PORT:-0}" --demo --log-level debug >"$folder/out" 2>"$folder/log" &
server=$!
for _ in $(seq 600); do
    base=$(grep -o 'http://[0-9.:]*' "$folder/out" || true)
    [ -n "$base" ] && break
    kill -0 "$server" || { cat "$folder/log"; exit 1; }
    sleep 0.1
done

.venv/bin/python Tests/e2e/api/walk.py "$base" "$service" "$folder/tokens"
.venv/bin/python Tests/e2e/api/doors.py "$base" "$folder/csv/customers.csv"
token() { .venv/bin/python -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$folder/tokens" "$1"; }
checks=not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance
checks=$checks,response_schema_conformance,negative_data_rejection,unsupported_method
home=$PWD
# A body that is too large is refused as such (413) before anybody counts what is in it.
cat >"$folder/schemathesis.toml" <<'END'
[checks]
negative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429]
END
generate() {
    # In the temporary folder, since it keeps what it learnt where it runs.
    # How fast calls are made up says nothing of the server.
    (cd "$folder" && "$home/.venv/bin/schemathesis" run "$base/api/v1/openapi.json" --checks "$checks" --seed 1 --no-color --warnings off \
        --suppress-health-check too_slow --request-timeout 60 --report-dir "$folder/report" "$@")
}
generate -n "$examples" -H "Authorization: Bearer $(token agent)" --exclude-operation-id signOut --exclude-operation-id teamEvents
generate --phases coverage,fuzzing -n "$examples" -H "Authorization: Bearer $service" --include-operation-id putTicket --include-operation-id me \
    --include-operation-id putUnit --include-operation-id putVendor --include-operation-id putPerson \
    --include-operation-id putAgreement --include-operation-id putAssignment --include-operation-id putCustomer
generate --phases coverage,fuzzing -n 5 -H "Authorization: Bearer $(token spare)" --include-operation-id signOut

# Nothing of the company's customers, no token and no password may stand in the log (H3).
cut -d, -f1,2,3,4 "$folder/csv/customers.csv" | tail -n +2 | tr ',' '\n' | sed 's/"//g' | awk 'length >= 8' | sort -u >"$folder/data-words"
{ token agent; token spare; printf '%s\ncoba-amanah-2026\n' "$service"; } >>"$folder/data-words"
[ "$(wc -l <"$folder/data-words")" -gt 1000 ]
[ "$(wc -l <"$folder/log")" -gt 100 ]
if grep -F -f "$folder/data-words" "$folder/log" | head -3 | grep .; then
    echo "the log holds what it must not"
    exit 1
fi
kill -TERM "$server"
wait "$server"
server=
echo "schemathesis: as described; $(wc -l <"$folder/log") log lines hold no datum; stopped gracefully"
