#!/usr/bin/env bash
# Prints program=true or program=false: whether anything but the notice differs from another commit. A commit that is not
# known differs.
set -euo pipefail
if git diff --quiet "${1:-nothing}" HEAD -- . ':(exclude)content' 2>/dev/null; then
  echo program=false
else
  echo program=true
fi
