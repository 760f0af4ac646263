"""What a version leaves out of what GDPR Articles 13 and 14 ask for: each check is a generator,
its docstring states the rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from notice.checks.context import CheckContext
from notice.content.model import Change
from notice.problems import Problem, Severity
from notice.versions import gdpr
from notice.versions.editions import Edition
from notice.versions.gdpr import Answer, answers

_ALWAYS_TRUE = frozenset({"13.1.a", "13.1.c", "13.2.a", "13.2.b.access", "13.2.d"})
"""What there is wherever personal data are processed: a controller, a purpose, an end, a right of
access, an authority.
"""


def gdpr_items_are_answered(context: CheckContext) -> Iterator[Problem]:
    """Every item that GDPR Articles 13 and 14 ask for is told by a section, or it is said why it
    does not apply. What an editorial version leaves open as its base did can wait: it changes no
    meaning.
    """
    bases = {edition.version.number: edition for edition in context.editions}
    for edition in context.editions:
        if not context.is_whole(edition):
            continue
        # An item of Article 14 that asks what Article 13 asks is open only where that is, and is
        # answered with it.
        missing = [
            answer
            for answer in answers(edition).values()
            if answer.is_open and not answer.item.same
        ]
        source = context.version_source(edition.version)
        if context.severity_if_unpublishable(edition.version) is Severity.WARNING:
            known = _open_before(edition, bases.get(edition.version.base_number))
            for answer in missing:
                severity = Severity.HINT if answer.item.id in known else Severity.WARNING
                yield source.problem(("sections",), severity, _advice(edition.id, answer), key=True)
        elif missing:
            listed = "; ".join(str(answer.item) for answer in missing)
            message = f"{edition.id} does not say what GDPR Articles 13 and 14 ask for: {listed}"
            yield source.problem(("sections",), Severity.HINT, message, key=True)


def not_applicable_is_true(context: CheckContext) -> Iterator[Problem]:
    """What is said not to apply is told by no section, and is nothing that always applies."""
    for edition in context.editions:
        version = edition.version
        if f"{edition.id}/version.yaml" in context.unsound:
            continue
        for item in version.not_applicable:
            telling = [section.id for section in edition.sections if item in section.covers]
            if telling:
                message = (
                    f"{item} is said not to apply, and covered by {_names(telling)}: "
                    "take it out here, or out of `covers` there"
                )
            elif _always(item):
                message = (
                    f"{item} ({gdpr.ITEMS[item].says}) always applies; say in `covers` "
                    "of a section that it tells it"
                )
            else:
                continue
            place = ("not_applicable", item)
            yield context.version_source(version).problem(
                place, context.severity_if_unpublishable(version), message, key=True
            )


def covered_items_are_asked(context: CheckContext) -> Iterator[Problem]:
    """A section covers items of information, not a manner or a time of telling them."""
    for version, section, source in context.sections():
        for index, covered in enumerate(section.covers):
            item = gdpr.ITEMS[covered]
            if not item.asked:
                message = (
                    f"{covered} ({item.says}; {item.when}) is nothing that a section can "
                    "tell; take it out"
                )
                yield source.problem(
                    ("covers", index), context.severity_if_unpublishable(version), message
                )


CHECKS = (gdpr_items_are_answered, not_applicable_is_true, covered_items_are_asked)


def _open_before(edition: Edition, base: Edition | None) -> set[str]:
    """Name the items that an editorial version may leave open: those that its base did."""
    if base is None or base is edition or edition.version.change is not Change.EDITORIAL:
        return set()
    return {name for name, answer in answers(base).items() if answer.is_open}


def _advice(version: str, answer: Answer) -> str:
    item = answer.item
    write = f"write `covers: [{item.id}]` in the section that tells it"
    if not _always(item.id):
        write += f", or `not_applicable: {{{item.id}: reason}}` here"
    return f"{version} does not say what GDPR Article {item.id[:2]} asks for: {item}; {write}"


def _always(item: str) -> bool:
    return item in _ALWAYS_TRUE or (
        bool(same := gdpr.ITEMS[item].same) and _ALWAYS_TRUE.issuperset(same)
    )


def _names(sections: list[str]) -> str:
    return ", ".join(f"`{section}`" for section in sections)
