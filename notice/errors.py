"""A problem is a value; one exception carries many."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import Enum


class Severity(Enum):
    """How much a problem matters, gravest first."""

    ERROR = "error"
    """The site would be wrong: `build` and `check` refuse."""
    WARNING = "warning"
    """Not fit to publish: `build` goes on, `check` refuses."""
    HINT = "hint"
    """Worth knowing: nothing refuses."""


_RANK = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that an editor should know, and where.

    `line` and `column` count from 1, and are 1 for a whole file. `excerpt` is that line of the file, empty where the
    file could not be read. `rule` names the check that found it, where a check did: by that name it can be silenced.
    """

    path: str
    line: int
    column: int
    severity: Severity
    message: str
    excerpt: str = field(default="", compare=False)
    rule: str = field(default="", compare=False)

    def __str__(self) -> str:
        named = f" [{self.rule}]" if self.rule and self.severity is not Severity.ERROR else ""
        return f"{self.path}:{self.line}:{self.column}: {self.severity.value}: {self.message}{named}"

    @property
    def order(self) -> tuple[str, int, int, int, str]:
        """The key by which problems are sorted: file, place, gravity."""
        return self.path, self.line, self.column, _RANK[self.severity], self.message


class ContentError(Exception):
    """The content, or the place to publish to, has problems; it carries them all, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.order))
        super().__init__("\n".join(map(str, self.problems)))


def refused(problems: Iterable[Problem], *severities: Severity) -> bool:
    """Tell whether any of the problems has one of the severities."""
    return any(problem.severity in severities for problem in problems)


def shown_line(problem: Problem, width: int = 96) -> tuple[str, str, str]:
    """Give as much as fits of the line that a problem is about: before the place, the character at it, and what follows."""
    line = problem.excerpt
    start = max(0, min(problem.column - 1 - width // 2, len(line) - width))
    shown = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line[start : start + width]
    )
    place = problem.column - 1 - start
    return shown[:place], shown[place : place + 1], shown[place + 1 :]


def excerpt(problem: Problem, width: int = 96) -> list[str]:
    """Give the line that a problem is about, as much as fits, and a caret under the place."""
    if not problem.excerpt:
        return []
    before, at, after = shown_line(problem, width)
    return [f"    {before}{at}{after}", f"    {' ' * len(before)}^"]


def did_you_mean(typed: str, known: Collection[str]) -> str:
    """Give the end of a sentence that names the nearest known word, or nothing where none is near."""
    import difflib  # imported here: sound content needs no suggestion

    close = difflib.get_close_matches(typed, sorted(known), n=1)
    return f"; did you mean `{close[0]}`?" if close else ""
