#!/usr/bin/env bash
# Fetches the sums of the site that is published at the address of a built one, into a file, so that what is built can be
# held against them. Where nothing was ever published (404), the workflow must have been told that this is the first time;
# whatever else keeps them from being fetched stops the publication. The question mark goes past caches.
set -euo pipefail
site=${1:?the folder of the built site}
sums=${2:?the file to write}
address=$(sed -n 's/^Sitemap: \(.*\)sitemap\.xml$/\1/p' "$site/robots.txt")
options=(-sSL --retry 2 --max-time 30 -H 'Cache-Control: no-cache' -w '%{http_code}')

status=$(curl "${options[@]}" -o "$sums" "${address:?robots.txt names no sitemap}SHA256SUMS?$(date +%s)") || status="no answer"
case $status in
  200) ;;
  404)
    rm -f "$sums"
    if [ "${FIRST_PUBLICATION:-false}" != true ]; then
      echo "::error::Nothing is published at $address. If that is right, run this workflow by hand with first_publication." >&2
      exit 1
    fi
    echo "Nothing is published at $address yet." >&2
    ;;
  *)
    rm -f "$sums"
    echo "::error::What is published at $address cannot be fetched ($status)." >&2
    exit 1
    ;;
esac
