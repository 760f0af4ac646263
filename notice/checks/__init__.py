"""Everything an editor can get wrong beyond the shape of a file, told at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date

from notice.checks import changes, coverage, languages, past, phrases, structure, texts
from notice.checks.silence import silenced
from notice.checks.subject import Subject
from notice.errors import Problem
from notice.history import editions
from notice.model import Language, Notice
from notice.schema import read_notice
from notice.source import Tree

CHECKS: tuple[Callable[[Subject], Iterator[Problem]], ...] = (
    *structure.CHECKS,
    *texts.CHECKS,
    *coverage.CHECKS,
    *changes.CHECKS,
    *languages.CHECKS,
    *phrases.CHECKS,
    *past.CHECKS,
)


def name_of(check: Callable[[Subject], Iterator[Problem]]) -> str:
    """Give the name by which a check is silenced: its function's, with hyphens."""
    return check.__name__.replace("_", "-")


def examine(tree: Tree, catalogs: Collection[Language]) -> tuple[Notice | None, tuple[Problem, ...]]:
    """Make the notice of what was read and run every check over it.

    `catalogs` are the languages that the site has texts of its own for. Gives the notice, or none where too little
    of it can be used, and all problems, sorted.
    """
    reading = read_notice(tree)
    found = [*tree.problems, *reading.problems]
    if reading.notice:
        shown = editions(reading.notice, date.max, drafts=True)
        seals, unreadable = past.read_seals(tree)
        subject = Subject(reading.notice, tree, reading.unsound, shown, catalogs, seals)
        found += unreadable
        found += [replace(problem, rule=name_of(check)) for check in CHECKS for problem in check(subject)]
        found = list(silenced(tree, found, {name_of(check) for check in CHECKS}))
    return reading.notice, tuple(sorted(found, key=lambda problem: problem.order))
