#!/usr/bin/env bash
# Runs a command in such a way that nothing which it prints is taken for a command to GitHub: a line of a text, or a file's
# name, may look like one (`::error::…`, even indented). The word that ends it is new each time, so that no text can.
set -euo pipefail
word=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "::stop-commands::$word"
trap 'printf "\n::%s::\n" "$word"' EXIT
"$@" 2>&1
