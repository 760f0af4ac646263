#!/usr/bin/env bash
# Installs what the tests need beside Python, git and make, where it is missing: on Debian and its kin, as root.
set -euo pipefail

missing=()
need() { # need PACKAGE PROGRAM …: one of the programs will do
  local package=$1 program
  shift
  for program; do
    if command -v "$program" >/dev/null || [ -x "/usr/sbin/$program" ]; then return; fi
  done
  missing+=("$package")
}
need chromium chromium chromium-browser google-chrome
need default-jre-headless java
need npm npm
need nginx-light nginx
need gettext msgfmt
need curl curl
# Debian's Python comes without what makes an environment.
python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
# Pages must fit in whatever fonts a reader has: two sets that differ much. What drives the browser needs libatomic.
for package in fonts-dejavu-core fonts-liberation fonts-noto-core libatomic1; do
  dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done

if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
