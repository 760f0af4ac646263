"""A problem is a value; one exception carries many."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from notice.console import echo, echo_lines


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

    `line` and `column` count from 1, and are 1 for a whole file. `excerpt` is that line of the
    file, empty where the file could not be read. `rule` names the check that found it, where a
    check did: by that name it can be silenced.
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
        return (
            f"{self.path}:{self.line}:{self.column}: {self.severity.value}: {self.message}{named}"
        )

    @property
    def order(self) -> tuple[str, int, int, int, str]:
        """The key by which problems are sorted: file, place, gravity."""
        return self.path, self.line, self.column, _RANK[self.severity], self.message


class ContentError(Exception):
    """The content, or the place to publish to, has problems; it carries them all, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.order))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[ContentError], tuple[tuple[Problem, ...]]]:
        """Travel from another process with the problems, not with their text."""
        return ContentError, (self.problems,)


def refused(problems: Iterable[Problem], *severities: Severity) -> bool:
    """Tell whether any of the problems has one of the severities."""
    return any(problem.severity in severities for problem in problems)


def shown_line(problem: Problem, width: int = 96) -> tuple[str, str, str]:
    """Return as much as fits of the line that a problem is about: before the place, the
    character at it, and what follows.
    """
    line = problem.excerpt
    start = max(0, min(problem.column - 1 - width // 2, len(line) - width))
    shown = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for character in line[start : start + width]
    )
    place = problem.column - 1 - start
    return shown[:place], shown[place : place + 1], shown[place + 1 :]


def excerpt(problem: Problem, width: int = 96) -> list[str]:
    """Return the line that a problem is about, as much as fits, and a caret under the place."""
    if not problem.excerpt:
        return []
    before, at, after = shown_line(problem, width)
    return [f"    {before}{at}{after}", f"    {' ' * len(before)}^"]


def did_you_mean(typed: str, known: Collection[str]) -> str:
    """Return the end of a sentence that names the nearest known word, or nothing where none is
    near.
    """
    import difflib  # noqa: PLC0415 - sound content needs no suggestion

    close = difflib.get_close_matches(typed, sorted(known), n=1)
    return f"; did you mean `{close[0]}`?" if close else ""


def print_problems(problems: Sequence[Problem], *, to_stdout: bool = False) -> None:
    """Print problems, each with its line, and how many there are."""
    echo_lines(
        [line for problem in problems for line in (str(problem), *excerpt(problem))],
        sys.stdout if to_stdout else sys.stderr,
    )
    if counted := summary(problems) or ("no problems" if to_stdout else ""):
        echo(counted, sys.stderr)


def summary(problems: Sequence[Problem]) -> str:
    """Say how many problems there are of each severity; nothing where there are none."""
    words = [
        f"{number} {word}{'' if number == 1 else 's'}"
        for word, number in _counts(problems).items()
        if number
    ]
    return ", ".join(words)


def _counts(problems: Sequence[Problem]) -> dict[str, int]:
    counts = Counter(problem.severity for problem in problems)
    return {severity.value: counts[severity] for severity in Severity}


def annotation(problem: Problem) -> str:
    """Write a problem as a GitHub workflow command, which shows it at the line."""
    level = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}[
        problem.severity
    ]
    place = f"file={_property(problem.path)},line={problem.line},col={problem.column}"
    title = f",title={_property(problem.rule)}" if problem.rule else ""
    return f"::{level} {place}{title}::{_escaped(problem.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def as_json(problems: Sequence[Problem]) -> str:
    """Write problems as JSON: a list of them, and how many there are of each severity."""
    found = [
        {
            "path": each.path,
            "line": each.line,
            "column": each.column,
            "severity": each.severity.value,
            "rule": each.rule,
            "message": each.message,
        }
        for each in problems
    ]
    return json.dumps(
        {"problems": found, "counts": _counts(problems)}, ensure_ascii=False, indent=2
    )
