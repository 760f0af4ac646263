"""What Lighthouse says of the main pages, served on this machine: four scores each, of 100.

Served at the root of its host, since Lighthouse looks for robots.txt there and nowhere else. It
does so by a script inside the page, which our policy stops (GoogleChrome/lighthouse#4386), so the
copy that is measured lets pages ask their own host.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import serving  # noqa: E402 - it stands beside the tests

from notice.site.hosting import POLICY  # noqa: E402 - the project is found by the line above

PAGES = ("fi/", "en/v1/", "fi/changes/", "fi/changes/v1-v2/", "fi/since/v1/", "fi/history/")
UNLISTED = ("en/v1/",)
"""A past version: no search engine is to list it, which Lighthouse would take for a mistake."""
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --no-first-run"


def main() -> int:
    """Build the real notice, serve it, and print a line a page."""
    program = ROOT / ".cache" / "lighthouse" / "node_modules" / ".bin" / "lighthouse"
    chromium = shutil.which("chromium")
    if not program.exists() or not chromium:
        print("Lighthouse needs npm and Chromium: run `make lighthouse`", file=sys.stderr)
        return 1
    worst = 100
    with TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        subprocess.run(
            [sys.executable, "build.py", "--base-url", "https://mimino.fi/", "--output", str(site)],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        for file in [site / "_headers", *site.rglob("*.html")]:
            file.write_text(
                file.read_text(encoding="utf-8").replace(POLICY, f"{POLICY}; connect-src 'self'"),
                encoding="utf-8",
            )
        with serving.serve(site, "/") as address:
            for place in PAGES:
                command = [
                    str(program),
                    address + place,
                    "--quiet",
                    "--output=json",
                    *(["--skip-audits=is-crawlable"] if place in UNLISTED else []),
                    f"--chrome-flags={FLAGS}",
                ]
                environment = {**os.environ, "CHROME_PATH": chromium}
                for _ in range(3):  # now and then it loses its browser
                    done = subprocess.run(
                        command,
                        check=False,
                        capture_output=True,
                        text=True,
                        env=environment,
                        cwd=folder,
                    )
                    if done.returncode == 0:
                        break
                    print(done.stderr, file=sys.stderr)
                report = json.loads(done.stdout)
                scores = {
                    name: round((each["score"] or 0) * 100)
                    for name, each in report["categories"].items()
                }
                print(f"{place:20}", ", ".join(f"{name} {score}" for name, score in scores.items()))
                for name, audit in report["audits"].items():
                    if (
                        audit["score"] is not None
                        and audit["score"] < 0.9
                        and audit.get("scoreDisplayMode") != "informative"
                    ):
                        print(f"    {name}: {audit.get('displayValue') or audit['title']}")
                worst = min(worst, *scores.values())
    return 0 if worst == 100 else 1


if __name__ == "__main__":
    sys.exit(main())
