#!/usr/bin/env bash
# Installs what building or testing needs and is missing. Twice in a row it does nothing; offline it does nothing either,
# once everything is there.
#
# usage: scripts/setup.sh run|test
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-run}

say() { printf 'setup: %s\n' "$*" >&2; }

command -v swift >/dev/null || { say "Swift 6.3 is not installed: see https://www.swift.org/install"; exit 1; }

packages=(libsqlite3-dev zlib1g-dev pkg-config python3 python3-pip)
if [ "$what" = test ]; then packages+=(chromium python3-venv sqlite3 gzip); fi

missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    say "installing ${missing[*]}"
    as_root=""
    [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq "${missing[@]}" >/dev/null
fi

scripts/fetch-htmx.sh

if [ "$what" = test ]; then
    wanted=$(sha256sum Tests/e2e/requirements.txt | cut -d' ' -f1)
    if [ "$(cat .venv/.requirements 2>/dev/null || true)" != "$wanted" ]; then
        say "installing the tests' Python packages"
        [ -x .venv/bin/python ] || python3 -m venv .venv
        .venv/bin/pip install --quiet --disable-pip-version-check -r Tests/e2e/requirements.txt
        printf '%s' "$wanted" >.venv/.requirements
    fi
fi
