#!/usr/bin/env python3
"""Checks that every relative link and picture of the Markdown files named leads to a file."""
import pathlib
import re
import sys

broken = 0
pages = []
for name in sys.argv[1:]:
    path = pathlib.Path(name)
    pages += sorted(path.rglob("*.md")) if path.is_dir() else [path]
for page in pages:
    for line, text in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        for target in re.findall(r"\]\(([^)#\s]+)", text):
            if re.match(r"[a-z]+:", target):
                continue
            if not (page.parent / target).exists():
                print(f"{page}:{line}: the link to {target} leads nowhere")
                broken += 1
print(f"{len(pages)} pages, {broken} broken links")
sys.exit(1 if broken else 0)
