"""A file's text by lines: where a character stands, and problems at their place."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from notice.problems import Problem, Severity


class Lines(NamedTuple):
    """A text with the offsets at which its lines begin.

    They are counted once: a spoiled file has thousands of problems, and each has a place.
    """

    path: str
    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, path: str, text: str) -> Lines:
        """Return a text by its lines, which end in a line feed; `path` is only shown."""
        lengths = (len(line) + 1 for line in text.split("\n")[:-1])
        return cls(path, text, tuple(accumulate(lengths, initial=0)))

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, from 1, of a character offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def line(self, number: int) -> str:
        """Return a line by its number, from 1, without its end; empty below the last."""
        if number > len(self.starts):
            return ""
        end = self.starts[number] - 1 if number < len(self.starts) else len(self.text)
        return self.text[self.starts[number - 1] : end]

    def problem(self, offset: int, message: str, severity: Severity = Severity.ERROR) -> Problem:
        """Return a problem at a character offset."""
        return self.problem_at(*self.place(offset), message, severity)

    def problem_at(
        self, line: int, column: int, message: str, severity: Severity = Severity.ERROR
    ) -> Problem:
        """Return a problem at a line and column."""
        one_line = " ".join(message.split())  # it may quote a value, and a value may have many
        return Problem(self.path, line, column, severity, one_line, self.line(line))
