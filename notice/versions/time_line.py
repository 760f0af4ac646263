"""The versions on a line of time, each from its first day to its last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from notice.versions.editions import Edition


@dataclass(frozen=True, slots=True)
class Span:
    """A version on the time line, in tenths of a percent of it all."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The line from the first of all days to a little after the last one, or after today."""

    first: date
    last: date

    @classmethod
    def of(cls, shown: Sequence[Edition], day: date) -> TimeLine:
        """Return the line of some versions, with a day on it."""
        # It is date.min where nobody could read it.
        known = [edition.first_day for edition in shown if edition.first_day != date.min]
        first, last = min([*known, day]), max([*known, day])
        spare = min(max((last - first) / 10, timedelta(days=30)), date.max - last)
        return cls(first, last + spare)

    def at(self, day: date) -> int:
        """Return the place of a day, in tenths of a percent."""
        whole = (self.last - self.first).days or 1
        return round(1000 * min(max((day - self.first).days, 0), whole) / whole)

    def span(self, edition: Edition) -> Span:
        """Return where a version stands; it is never too short to be seen."""
        end = edition.last_day + timedelta(days=1) if edition.last_day else self.last
        start, stop = self.at(edition.first_day), self.at(end)
        return Span(start, max(stop - start, 4))  # one day in twenty years is still seen

    def years(self) -> tuple[tuple[int, int], ...]:
        """Return at most six years that begin on the line, each with its place."""
        begun = range(self.first.year + 1, self.last.year + 1)
        return tuple((year, self.at(date(year, 1, 1))) for year in begun[:: len(begun) // 6 + 1])
