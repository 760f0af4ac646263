#!/usr/bin/env bash
# Says in its first line why nothing was published. OUTCOMES: what became of each step, as `check=failure build=skipped`.
set -euo pipefail
because="the repository or Python could not be fetched"
for pair in ${OUTCOMES:-}; do
  [ "${pair#*=}" = failure ] || continue
  case ${pair%%=*} in
    install) because="the program could not be installed" ;;
    check) because="the content has problems, which are told beside their lines" ;;
    notice) because="the notice is not what its own tests say" ;;
    build) because="the site could not be built" ;;
    verify) because="what was built does not agree with the seals of what was published" ;;
    published) because="what is published now could not be fetched, or was never published" ;;
    promise) because="something that is published would vanish or be rewritten" ;;
    *) because="the step ‘${pair%%=*}’ failed" ;;
  esac
  break
done
echo "::error title=Nothing was published::$because; the site stays as it was"
