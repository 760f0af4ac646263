#!/usr/bin/env bash
# Prints what is to be published, as `ref=…`, and whether its program is to be tested first, as `program=true`.
# The commit of today is published, and a program that is other than the last one whose tests passed is tested. At night
# nobody is there to mend a test: the commit of that last program is published then, so that a version still begins at its
# midnight.
set -euo pipefail
cd "$(dirname "$0")/.."
event=${1:?what began this run}
runs="repos/$GITHUB_REPOSITORY/actions/workflows/publish.yml/runs?branch=main&event=push&per_page=50"

# The newest commit of main in whose run the job `Tested` succeeded.
tested=
while read -r run commit; do
  outcome=$(gh api "repos/$GITHUB_REPOSITORY/actions/runs/$run/jobs" --jq '.jobs[] | select(.name == "Tested") | .conclusion')
  if [ "$outcome" = success ] && git merge-base --is-ancestor "$commit" HEAD 2>/dev/null; then
    tested=$commit
    break
  fi
done < <(gh api "$runs" --jq '.workflow_runs[] | "\(.id) \(.head_sha)"')

program=$(.github/changed.sh "$tested")
if [ "$event" = schedule ] && [ "$program" = program=true ] && [ -n "$tested" ]; then
  echo "The tests of the newest program did not pass: the site of $tested is published." >&2
  printf 'program=false\nref=%s\n' "$tested"
else
  printf '%s\nref=%s\n' "$program" "$(git rev-parse HEAD)"
fi
