#!/usr/bin/env bash
# Prints differs=true or differs=false: whether a built site is other than the one that is published at its own address.
# One that cannot be fetched differs, so that what is not there is published. The question mark goes past caches.
set -euo pipefail
site=${1:?the folder of the built site}
address=$(sed -n 's/^Sitemap: \(.*\)sitemap\.xml$/\1/p' "$site/robots.txt")
published=$(mktemp)
trap 'rm -f "$published"' EXIT

if ! curl -fsSL --retry 2 --max-time 30 -H 'Cache-Control: no-cache' -o "$published" "${address:?robots.txt names no sitemap}SHA256SUMS?$(date +%s)"; then
  echo "Nothing is published at $address yet, or it cannot be reached." >&2
  echo differs=true
elif cmp -s "$published" "$site/SHA256SUMS"; then
  echo "What is published at $address is this, byte for byte." >&2
  echo differs=false
else
  echo "What is published at $address is other than this." >&2
  echo differs=true
fi
