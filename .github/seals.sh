#!/usr/bin/env bash
# Holds the seals of what is proposed against those of the branch that it is proposed for: these may only be gone on from.
# GitHub checks a pull request as the merge that it would be: its first parent is that branch.
set -euo pipefail
cd "$(dirname "$0")/.."
before=$(mktemp)
trap 'rm -f "$before"' EXIT

if ! branch=$(git rev-parse --verify --quiet HEAD^1) || ! git rev-parse --verify --quiet HEAD^2 > /dev/null; then
  echo "::error::What is proposed is not merged here with what it is proposed for, so its seals cannot be compared." >&2
  exit 1
elif [ -z "$(git ls-tree "$branch" content/seals.json)" ]; then
  echo "Nothing is sealed there yet."
else
  git show "$branch:content/seals.json" > "$before"
  .venv/bin/python build.py verify --seals-before "$before"
fi
