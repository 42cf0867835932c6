#!/usr/bin/env bash
# Puts htmx 2 beside the console's own files. It comes inside PyPI's django-htmx package, pinned by version and digest.
# Works twice, and offline after the first time. The console also works without it.
set -euo pipefail
cd "$(dirname "$0")/.."

version=1.29.0
digest=71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de
target=Sources/AmanahServer/Resources/vendor/htmx.min.js

matches() { [ -f "$1" ] && echo "$digest  $1" | sha256sum --check --status; }

if matches "$target"; then exit 0; fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --dest "$folder" "django-htmx==$version"
python3 -m zipfile -e "$folder"/django_htmx-"$version"-*.whl "$folder/wheel"
found=$folder/wheel/django_htmx/static/django_htmx/htmx-2.min.js
if ! matches "$found"; then
    echo "fetch-htmx: the downloaded file is not the one expected; nothing was changed" >&2
    exit 1
fi
mkdir -p "$(dirname "$target")"
cp "$found" "$target.tmp"
mv "$target.tmp" "$target"
