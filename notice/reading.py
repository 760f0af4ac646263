"""The notice as commands need it: read, checked, and refused where it is wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from textwrap import shorten
from typing import TypeAlias

from notice.errors import ContentError, Problem, Severity, excerpt, refused
from notice.model import Notice
from notice.report import summary
from notice.saying import say_all

Step: TypeAlias = Callable[[str], object]
"""Hears of what was done, for `--timings`."""


def examined(content: Path, step: Step = str) -> tuple[Notice | None, tuple[Problem, ...]]:
    """Read a content folder and check it: gives the notice, as far as there is one, and all problems."""
    from notice.catalog import available
    from notice.checks import examine
    from notice.source import read_tree

    step("imports for reading")
    tree = read_tree(content)
    step("reading the content")
    found = examine(tree, available())
    step("checking it")
    return found


def sound_notice(content: Path) -> Notice:
    """Give the notice; raises ContentError where it has errors, and tells of warnings."""
    notice, said = sound(content)
    say_all(said, sys.stderr)
    return notice


def sound(content: Path, step: Step = str) -> tuple[Notice, list[str]]:
    """Give the notice and the lines that tell of its warnings, in brief; raises ContentError where it has errors."""
    notice, problems = examined(content, step)
    if notice is None or refused(problems, Severity.ERROR):
        raise ContentError(problems)
    shown = [
        replace(problem, message=shorten(problem.message, 300, placeholder=" …"))
        for problem in problems
        if problem.severity is not Severity.HINT
    ]
    said = [line for problem in shown for line in (str(problem), *excerpt(problem))]
    return notice, [*said, summary(shown)] if shown else []


def faultless_notice(content: Path) -> Notice:
    """Give the notice; raises ContentError with its errors alone, for commands that have nothing to say of warnings."""
    notice, problems = examined(content)
    if notice is None or refused(problems, Severity.ERROR):
        raise ContentError(problem for problem in problems if problem.severity is Severity.ERROR)
    return notice
