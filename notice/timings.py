"""Where the time of a build went."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Timings:
    """The steps of a build with their seconds, in order; `started` is when it began, by `time.perf_counter`."""

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
        """Give the table, a line a step, and the parts with the longest first."""
        for name, seconds in self.steps:
            yield f"{seconds:8.3f} s  {name}"
        yield f"{sum(seconds for _, seconds in self.steps):8.3f} s  in all"
        for name, seconds in sorted(self.parts, key=lambda part: -part[1])[:10]:
            yield f"{seconds:8.3f} s  within: {name}"
