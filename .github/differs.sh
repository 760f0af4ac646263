#!/usr/bin/env bash
# Prints differs=true or differs=false: whether a built site is other than the one whose sums were fetched before.
# Where there are none, nothing is published yet.
set -euo pipefail
site=${1:?the folder of the built site}
sums=${2:?the sums of what is published}

if [ ! -f "$sums" ]; then
  echo "Nothing is published yet." >&2
  echo differs=true
elif cmp -s "$sums" "$site/SHA256SUMS"; then
  echo "What is published is this, byte for byte." >&2
  echo differs=false
else
  echo "What is published is other than this." >&2
  echo differs=true
fi
