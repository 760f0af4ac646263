#!/usr/bin/env bash
# Writes what a reviewer of the notice needs, as Markdown: problems, how it stands, and what its newest version changes.
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python
longest=300000 # bytes of one language's redline; GitHub takes a summary of 1 MiB
said=$(mktemp)
trap 'rm -f "$said"' EXIT

# Problems of the content were told at the top; wrong use or a bug of the program must show itself.
tell() {
  local code=0
  "$python" build.py "$@" 2>"$said" || code=$?
  case $code in
    0) ;;
    1) echo "The problems above hide it." ;;
    *) .github/quoted.sh cat "$said" >&2 && exit "$code" ;;
  esac
}

if ! problems=$("$python" build.py check 2>&1); then
  # No text can close a fence whose length it cannot know.
  fence=$(printf '~%.0s' $(seq $((20 + RANDOM % 200))))
  while grep -qF "$fence" <<< "$problems"; do fence=$fence~~~~~~~~; done
  printf '# Not fit to publish\n\n%stext\n%s\n%s\n\n' "$fence" "$problems" "$fence"
fi

printf '# How the notice stands\n\n'
tell status --format markdown

languages=$("$python" -c 'import yaml; print(*yaml.load(open("content/notice.yaml", "rb"), yaml.BaseLoader)["languages"])' 2>/dev/null) || exit 0
for language in ${languages#* }; do
  [ "$language" = "$languages" ] || { tell status --language "$language" --format markdown; echo; }
done

mapfile -t versions < <(find content -maxdepth 1 -name 'v[1-9]*' -printf '%f\n' | grep -xE 'v[0-9]+' | sort -V)
[ "${#versions[@]}" -ge 2 ] || exit 0
old=${versions[-2]} new=${versions[-1]}
for language in $languages; do
  printf '\n# %s beside %s: %s\n\n' "$new" "$old" "$language"
  redline=$(tell diff "$old" "$new" --lang "$language" --format markdown)
  if [ "$(printf '%s' "$redline" | wc -c)" -le "$longest" ]; then
    printf '%s\n' "$redline"
  else
    echo "Too long to show here; the preview has it."
  fi
done
