"""What a build of the real notice costs, against importing the libraries that it stands on: ratios
from one run.

The byte code of the program is compiled first, as `make site` does; nothing made from the content
is kept between runs. Two figures: with Jinja's compiled templates kept, as Python keeps its own
byte code, and without them.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
IMPORTS = [sys.executable, "-c", "import jinja2, markdown, babel.dates, yaml"]
ROUNDS = 15


def seconds(command: list[str], cache: Path) -> float:
    """Run a command with a cache of its own, and return how long it took."""
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    environment["XDG_CACHE_HOME"] = str(cache)
    # Else a build would find nothing changed.
    shutil.rmtree(cache / "notice" / "builds", ignore_errors=True)
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    """Measure in turn, so that whatever else the machine does falls on all alike, and print
    medians.
    """
    subprocess.run([sys.executable, "-m", "compileall", "-q", "notice"], cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "cache"
        build = [
            sys.executable,
            "build.py",
            "--date",
            "2026-12-01",
            "--output",
            str(Path(folder) / "site"),
        ]
        seconds(build, cache)
        rows: dict[str, list[float]] = {
            "imports alone": [],
            "build": [],
            "build, templates compiled anew": [],
        }
        for _ in range(ROUNDS):
            rows["imports alone"].append(seconds(IMPORTS, cache))
            rows["build"].append(seconds(build, cache))
            shutil.rmtree(cache / "notice" / "templates", ignore_errors=True)
            rows["build, templates compiled anew"].append(seconds(build, cache))
    base = statistics.median(rows["imports alone"])
    for name, times in rows.items():
        print(
            f"{name:32} {statistics.median(times) * 1000:6.0f} ms   × "
            f"{statistics.median(times) / base:.2f}"
        )
    print(
        f"{'peak memory of a build':32} "
        f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:6.0f} MiB"
    )


if __name__ == "__main__":
    main()
