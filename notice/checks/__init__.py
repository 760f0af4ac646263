"""Everything an editor can get wrong beyond the shape of a file, told at once.

Others call `examine`, which returns a `Checked`, and `name_of`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from notice.checks import (
    addresses,
    changes,
    characters,
    contents,
    dialect,
    fact_denials,
    fact_rules,
    facts,
    gdpr,
    images,
    language_changes,
    languages,
    links,
    phrases,
    references,
    seals,
    structure,
    texts,
    timeline,
    translations,
)
from notice.checks.context import CheckContext
from notice.checks.silencing import silenced
from notice.content.files import SEALS, Tree
from notice.content.load import read_notice
from notice.content.model import Language, Notice, Version
from notice.problems import Problem, Severity
from notice.versions.editions import editions
from notice.versions.seals import Seal, read_seals

CHECKS: tuple[Callable[[CheckContext], Iterator[Problem]], ...] = (
    *structure.CHECKS,
    *contents.CHECKS,
    *timeline.CHECKS,
    *addresses.CHECKS,
    *texts.CHECKS,
    *references.CHECKS,
    *characters.CHECKS,
    *dialect.CHECKS,
    *images.CHECKS,
    *links.CHECKS,
    *languages.CHECKS,
    *language_changes.CHECKS,
    *gdpr.CHECKS,
    *changes.CHECKS,
    *translations.CHECKS,
    *phrases.CHECKS,
    *facts.CHECKS,
    *fact_rules.CHECKS,
    *fact_denials.CHECKS,
    *seals.CHECKS,
)


class Checked(NamedTuple):
    """A content folder after every check: what was read, the notice made of it, its seals, the
    problems.

    There is no notice where too little of it can be used. `problems` are sorted by place. `day` is
    the day that it was checked for.
    """

    tree: Tree
    notice: Notice | None
    seals: tuple[Seal, ...]
    problems: tuple[Problem, ...]
    day: date = date.max


def name_of(check: Callable[[CheckContext], Iterator[Problem]]) -> str:
    """Return the name by which a check is silenced: its function's, with hyphens."""
    return check.__name__.replace("_", "-")


def examine(
    tree: Tree,
    catalogs: Collection[Language],
    day_of: Callable[[Notice], date] = lambda _: date.max,
    *,
    preview: bool = False,
) -> Checked:
    """Make the notice of what was read and run every check over it.

    `catalogs` are the languages that the site has texts of its own for. `day_of` tells which day
    it is where a notice is; without it, every day has come. In a `preview` nobody is told what is
    lacking of the seals.
    """
    reading = read_notice(tree)
    problems = [*tree.problems, *reading.problems]
    known_seals, unreadable = read_seals(tree)
    day = date.max
    if reading.notice:
        day = day_of(reading.notice)
        resolved = editions(reading.notice, drafts=True)
        context = CheckContext(
            reading.notice,
            tree,
            reading.unsound,
            resolved,
            catalogs,
            known_seals,
            seals_are_readable=not unreadable and not _seals_are_damaged(tree),
            day=day,
            preview=preview,
        )
        problems += unreadable
        problems += [
            replace(problem, rule=name_of(check)) for check in CHECKS for problem in check(context)
        ]
        rules = {name_of(check): check not in seals.CHECKS for check in CHECKS}
        problems = [
            _marked_if_sealed(context, problem)
            for problem in _sealed_last(context, list(silenced(tree, problems, rules)))
        ]
    if preview:  # what is damaged of the seals must not keep a draft from being seen
        problems = [_told_softly(tree, problem) for problem in problems]
    ordered = tuple(sorted(problems, key=lambda problem: problem.order))
    return Checked(tree, reading.notice, known_seals, ordered, day)


def version_of(tree: Tree, notice: Notice, problem: Problem) -> Version | None:
    """Return the version whose folder a problem is in; None where it is in no version's."""
    folder = problem.path.removeprefix(f"{tree.root}/").partition("/")[0]
    return next((version for version in notice.versions if version.id == folder), None)


def open_problems(
    tree: Tree, problems: Iterable[Problem], versions: Collection[str]
) -> list[Problem]:
    """Return what makes some versions unfit to be sealed: the errors and warnings of their folders
    and of what holds for all, but for that they have no seal.
    """
    folders = tuple(tree.shown(f"{version}/") for version in versions)
    return [
        problem
        for problem in problems
        if versions
        and problem.severity is not Severity.HINT
        and problem.rule != name_of(seals.published_versions_are_sealed)
        and (problem.path.startswith(folders) or problem.path == tree.shown("notice.yaml"))
    ]


def _sealed_last(context: CheckContext, problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield the problems, with no seal to copy where `seal` refuses, nor behind such a seal."""
    unfit = ""
    for problem in problems:
        if problem.rule != name_of(seals.published_versions_are_sealed):
            yield problem
            continue
        version = version_of(context.tree, context.notice, problem)
        if version and not unfit and not context.is_sealed(version):
            unfit = version.id if open_problems(context.tree, problems, [version.id]) else ""
        yield seals.held_back(problem, unfit) if unfit else problem


def _seals_are_damaged(tree: Tree) -> bool:
    """Tell whether `seals.json` could not be read, or only with an error, as with a key that stands
    there twice: what was read of it may not be all.
    """
    return SEALS in tree.unreadable or any(
        problem.path == tree.shown(SEALS) and problem.severity is Severity.ERROR
        for problem in tree.problems
    )


def _told_softly(tree: Tree, problem: Problem) -> Problem:
    """Return a problem of reading `seals.json` as a warning, any other as it is."""
    unreadable = problem.path == tree.shown(SEALS) and not problem.rule
    grave = problem.severity is Severity.ERROR
    return replace(problem, severity=Severity.WARNING) if unreadable and grave else problem


_MAY_BE_ADDED = frozenset(
    name_of(check)
    for check in (
        structure.titles_and_notes_in_every_language,
        structure.translations_are_there_and_fit,
    )
)
"""Checks of what may still come to a sealed version: a translation, a pin."""


def _marked_if_sealed(context: CheckContext, problem: Problem) -> Problem:
    """Mark a hint about a sealed text: nobody can act on it any more."""
    version = version_of(context.tree, context.notice, problem)
    sealed = (
        version is not None
        and problem.severity is Severity.HINT
        and problem.rule not in _MAY_BE_ADDED
        and context.is_sealed(version)
    )
    return replace(problem, sealed=True) if sealed else problem
