#!/usr/bin/env bash
# Puts the built program and its resources side by side into bin/.
#
# usage: scripts/install.sh debug|release
set -euo pipefail
cd "$(dirname "$0")/.."
from=$(swift build -c "$1" --show-bin-path)
mkdir -p bin
install -m 755 "$from/amanah" bin/amanah.new
rm -rf bin/amanah_AmanahServer.resources
cp -R "$from/amanah_AmanahServer.resources" bin/
mv bin/amanah.new bin/amanah
