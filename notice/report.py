"""What the commands say of problems: in a terminal, as JSON, as annotations on the lines of a pull request."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence

from notice.errors import Problem, Severity, excerpt
from notice.saying import say, say_all


def print_problems(problems: Sequence[Problem], *, to_stdout: bool = False) -> None:
    """Print problems, each with its line, and how many there are."""
    say_all([line for problem in problems for line in (str(problem), *excerpt(problem))], sys.stdout if to_stdout else sys.stderr)
    if counted := summary(problems) or ("no problems" if to_stdout else ""):
        say(counted, sys.stderr)


def summary(problems: Sequence[Problem]) -> str:
    """Say how many problems there are of each severity; nothing where there are none."""
    words = [f"{number} {word}{'' if number == 1 else 's'}" for word, number in _counts(problems).items() if number]
    return ", ".join(words)


def _counts(problems: Sequence[Problem]) -> dict[str, int]:
    counts = Counter(problem.severity for problem in problems)
    return {severity.value: counts[severity] for severity in Severity}


def annotation(problem: Problem) -> str:
    """Write a problem as a GitHub workflow command, which shows it at the line."""
    level = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}[problem.severity]
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
    return json.dumps({"problems": found, "counts": _counts(problems)}, ensure_ascii=False, indent=2)
