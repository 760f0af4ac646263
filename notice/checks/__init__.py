"""Everything an editor can get wrong beyond the shape of a file, told at once.

Others call `examine`, which returns a `Checked`, and `name_of`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from notice.checks import (
    changes,
    fact_denials,
    fact_rules,
    facts,
    gdpr,
    phrases,
    seals,
    structure,
    texts,
    translations,
)
from notice.checks.context import CheckContext
from notice.checks.silencing import silenced
from notice.content.files import Tree
from notice.content.load import read_notice
from notice.content.model import Language, Notice
from notice.problems import Problem
from notice.versions.editions import editions
from notice.versions.seals import Seal, read_seals

CHECKS: tuple[Callable[[CheckContext], Iterator[Problem]], ...] = (
    *structure.CHECKS,
    *texts.CHECKS,
    *gdpr.CHECKS,
    *changes.CHECKS,
    *translations.CHECKS,
    *phrases.CHECKS,
    *facts.CHECKS,
    *fact_rules.CHECKS,
    *fact_denials.CHECKS,
    *seals.CHECKS,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A content folder after every check: what was read, the notice made of it, its seals, the
    problems.

    There is no notice where too little of it can be used. `problems` are sorted by place.
    """

    tree: Tree
    notice: Notice | None
    seals: tuple[Seal, ...]
    problems: tuple[Problem, ...]


def name_of(check: Callable[[CheckContext], Iterator[Problem]]) -> str:
    """Return the name by which a check is silenced: its function's, with hyphens."""
    return check.__name__.replace("_", "-")


def examine(tree: Tree, catalogs: Collection[Language]) -> Checked:
    """Make the notice of what was read and run every check over it.

    `catalogs` are the languages that the site has texts of its own for.
    """
    reading = read_notice(tree)
    problems = [*tree.problems, *reading.problems]
    known_seals, unreadable = read_seals(tree)
    if reading.notice:
        resolved = editions(reading.notice, date.max, drafts=True)
        context = CheckContext(
            reading.notice, tree, reading.unsound, resolved, catalogs, known_seals
        )
        problems += unreadable
        problems += [
            replace(problem, rule=name_of(check)) for check in CHECKS for problem in check(context)
        ]
        problems = list(silenced(tree, problems, {name_of(check) for check in CHECKS}))
    ordered = tuple(sorted(problems, key=lambda problem: problem.order))
    return Checked(tree, reading.notice, known_seals, ordered)
