"""Everything an editor can get wrong beyond the shape of a file, told at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from notice.checks import structure, texts
from notice.checks.subject import Subject
from notice.errors import Problem
from notice.history import editions
from notice.model import Language, Notice
from notice.schema import read_notice
from notice.source import Tree

CHECKS = (*structure.CHECKS, *texts.CHECKS)


def examine(tree: Tree, catalogs: Collection[Language]) -> tuple[Notice | None, tuple[Problem, ...]]:
    """Make the notice of what was read and run every check over it.

    `catalogs` are the languages that the site has texts of its own for. Gives the notice, or none where too little
    of it can be used, and all problems, sorted.
    """
    reading = read_notice(tree)
    found = [*tree.problems, *reading.problems]
    if reading.notice:
        subject = Subject(reading.notice, tree, reading.unsound, editions(reading.notice, date.max, drafts=True), catalogs)
        found += [problem for rule in CHECKS for problem in rule(subject)]
    return reading.notice, tuple(sorted(found, key=lambda problem: problem.order))
