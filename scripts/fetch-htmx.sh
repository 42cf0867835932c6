#!/usr/bin/env bash
# Puts htmx 2 and its extension for server-sent events beside the console's own files. Both come inside PyPI's django-htmx
# package, pinned by version and digest. Works twice, and offline after the first time. The console also works without them.
set -euo pipefail
cd "$(dirname "$0")/.."

version=1.29.0
vendor=Sources/AmanahServer/Resources/vendor
# name, digest, place in the package
files=(
    "htmx.min.js 71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de htmx-2.min.js"
    "htmx-sse.min.js 98a46496de0c3605fbffdce9167ba427bdd9553184f83f149c261891a92c0136 ext/hx-sse-2.min.js"
)

matches() { [ -f "$1" ] && echo "$2  $1" | sha256sum --check --status; }

missing=
for file in "${files[@]}"; do
    read -r name digest _ <<<"$file"
    matches "$vendor/$name" "$digest" || missing=yes
done
if [ -z "$missing" ]; then exit 0; fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --dest "$folder" "django-htmx==$version"
python3 -m zipfile -e "$folder"/django_htmx-"$version"-*.whl "$folder/wheel"
mkdir -p "$vendor"
for file in "${files[@]}"; do
    read -r name digest place <<<"$file"
    found=$folder/wheel/django_htmx/static/django_htmx/$place
    if ! matches "$found" "$digest"; then
        echo "fetch-htmx: the downloaded \`$name\` is not the one expected; it was not put in place" >&2
        exit 1
    fi
    cp "$found" "$vendor/$name.tmp"
    mv "$vendor/$name.tmp" "$vendor/$name"
done
