"""The notice as commands need it: read, checked, and refused where it is wrong. Only here is the
clock read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from textwrap import shorten
from typing import TypeAlias

from notice.checks import Checked, examine
from notice.checks.structure import zone_named
from notice.console import echo_lines
from notice.content.files import read_tree
from notice.content.model import Notice
from notice.problems import (
    ContentError,
    Problem,
    Severity,
    for_the_screen,
    lines_of,
    refused,
    summary,
)
from notice.site.i18n import available, locale_folders

Step: TypeAlias = Callable[[str], object]
"""Hears of what was done, for `--timings`."""


def today(notice: Notice) -> date:
    """Return the day where the notice is; in UTC where its time zone is not known."""
    return day_in(notice.timezone)


def day_in(timezone: str) -> date:
    """Return the day that it is in a time zone; in UTC where that is not known."""
    return datetime.now(zone_named(timezone) or UTC).date()


def encoded(text: str, content: Path) -> bytes:
    """Return a text as a file of a content folder has it: lines end as in its `notice.yaml`, which
    git may have checked out as Windows has them.
    """
    first = b""
    with suppress(FileNotFoundError):
        first = (content / "notice.yaml").read_bytes().partition(b"\n")[0]
    return text.replace("\n", "\r\n" if first.endswith(b"\r") else "\n").encode()


def read_and_check(
    content: Path, step: Step = str, *, day: date | None = None, preview: bool = False
) -> Checked:
    """Read a content folder once and check it for a day, or today; a `preview` needs no seals."""
    step("imports for reading")
    tree = read_tree(content)
    step("reading the content")
    languages = available(locale_folders(content))
    checked = examine(tree, languages, lambda notice: day or today(notice), preview=preview)
    step("checking it")
    return checked


def sound_notice(content: Path) -> Notice:
    """Return the notice and print its warnings; raises ContentError where it has errors."""
    checked = read_and_check(content, preview=True)
    notice = without_errors(checked)
    echo_lines(warning_lines(checked), sys.stderr)
    return notice


def warning_lines(checked: Checked) -> list[str]:
    """Return the lines that tell of warnings, in brief."""
    shown = [
        replace(problem, message=shorten(problem.message, 300, placeholder=" …"))
        for problem in for_the_screen(checked.problems)
        if problem.severity is not Severity.HINT
    ]
    return [*lines_of(shown), summary(shown)] if shown else []


def without_errors(checked: Checked) -> Notice:
    """Return the notice; raises ContentError with all problems where it has errors."""
    if checked.notice is None or refused(checked.problems, Severity.ERROR):
        raise ContentError(checked.problems)
    return checked.notice


def faultless(checked: Checked, is_excused: Callable[[Problem], bool] = lambda _: False) -> Notice:
    """Return the notice of what was checked; raises ContentError with its errors alone, for what
    has nothing to say of warnings and goes on where all errors are excused.
    """
    errors = [
        problem
        for problem in checked.problems
        if problem.severity is Severity.ERROR and not is_excused(problem)
    ]
    if errors or checked.notice is None:
        raise ContentError(errors or checked.problems)
    return checked.notice
