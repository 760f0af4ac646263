#!/usr/bin/env bash
# Holds the seals of what is proposed against those of the branch that it is proposed for: these may only be gone on from.
set -euo pipefail
before=$(mktemp)
trap 'rm -f "$before"' EXIT

if ! git cat-file -e HEAD^1:content/seals.json 2>/dev/null; then
  echo "Nothing is sealed there yet."
else
  git show HEAD^1:content/seals.json > "$before"
  .venv/bin/python build.py verify --seals-before "$before"
fi
