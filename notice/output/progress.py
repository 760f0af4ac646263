"""How far a long build is, for a person who waits for it at a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

PATIENCE = 1.0
"""Seconds that nobody minds; before they have passed nothing is shown."""


@contextmanager
def shown(parts: int, *, long: bool) -> Iterator[Callable[[], object]]:
    """Show how many of some parts are done, on standard error; returns what is to be called after
    each.

    Nothing is shown where nobody would see it, or where it would not take `long`.
    """
    if not (long and sys.stderr.isatty()):
        yield lambda: None
        return
    from tqdm import tqdm  # noqa: PLC0415 - imported only for who sees it

    tqdm.monitor_interval = 0  # no thread of its own beside processes that fork
    with tqdm(
        total=parts, desc="making the site", unit=" parts", leave=False, delay=PATIENCE
    ) as bar:
        yield bar.update


@dataclass(frozen=True, slots=True)
class Timings:
    """The steps of a build with their seconds; `started` is a time of `time.perf_counter`."""

    started: float
    steps: list[tuple[str, float]] = field(default_factory=list)
    parts: list[tuple[str, float]] = field(default_factory=list)
    """What was made, by whichever process, within the steps."""

    def step(self, name: str) -> None:
        """Note that a step has ended."""
        spent = time.perf_counter() - self.started
        self.steps.append((name, spent - sum(seconds for _, seconds in self.steps)))

    def part(self, name: str, seconds: float) -> None:
        """Note how long a part took."""
        self.parts.append((name, seconds))

    def lines(self) -> Iterator[str]:
        """Yield the table, a line a step, and the parts with the longest first."""
        for name, seconds in self.steps:
            yield f"{seconds:8.3f} s  {name}"
        yield f"{sum(seconds for _, seconds in self.steps):8.3f} s  in all"
        for name, seconds in sorted(self.parts, key=lambda part: -part[1])[:10]:
            yield f"{seconds:8.3f} s  within: {name}"
