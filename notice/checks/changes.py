"""What the class of a change promises and the change does not keep: each check is a generator, its
docstring states the rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from notice.checks.context import CheckContext
from notice.console import program
from notice.content.model import Change, Language, Section, SectionId, Text
from notice.markup import tree
from notice.markup.parse import section_blocks
from notice.markup.tree import Node
from notice.problems import Problem, Severity
from notice.versions.editions import Edition, in_force_before

_MEANT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("the purposes", ("13.1.c", "13.1.d", "14.1.c", "14.2.b")),
    ("the controller", ("13.1.a", "14.1.a")),
    ("the recipients", ("13.1.e", "14.1.e")),
    ("transfers", ("13.1.f", "14.1.f")),
    ("people's rights", ("13.2.b.", "13.2.c", "13.2.d", "14.2.c", "14.2.d", "14.2.e")),
)
"""What people are always told of when it changes (WP260 rev.01 §§29-30), and the items that are
about it.
"""


def editorial_changes_no_meaning(context: CheckContext) -> Iterator[Problem]:
    """An editorial change leaves the words as they are where purposes, controller, recipients,
    transfers or rights are told.
    """
    language = context.notice.source_language
    for old, new in _editorial_changes(context):
        if not (context.is_whole(old) and context.is_whole(new)):
            continue
        touched = changed_sections(old, new)
        if not any(
            _about(old, new, name) and _words(old, name, language) != _words(new, name, language)
            for name in touched
        ):
            continue  # the comparison need not even be imported
        for section, inserted, deleted in word_changes(old, new, touched, language):
            if not (meant := _about(old, new, section)):
                continue
            message = (
                f"{new.id} is `editorial`, and changes the words on {' and '.join(meant)} in "
                f"`{section}` ({inserted} in, {deleted} "
                "out): people are always told of such a change (WP260 rev.01 §§29–30). Write "
                "`change: material` in "
                f"{new.id}/version.yaml, or here why no meaning changed: `silence: "
                f"{{editorial-changes-no-meaning: reason}}`"
            )
            here = new.version.own.get(section)
            source = context.source(here.file) if here else context.version_source(new.version)
            place = (language,) if here else ("change",)
            yield source.problem(
                place, context.severity_if_unpublishable(new.version), message, key=bool(here)
            )


def material_changes_are_announced(context: CheckContext) -> Iterator[Problem]:
    """A material change is published as long before it is in force as `minimum_notice_days`
    says.
    """
    days = context.notice.minimum_notice_days
    for version in context.versions():
        between = version.effective - version.published
        # What is published after it is in force is told by days_of_publication_are_said.
        is_too_late = timedelta(0) <= between < timedelta(days=days)
        if version.change is not Change.MATERIAL or not is_too_late:
            continue
        earliest = date.fromordinal(min(version.published.toordinal() + days, date.max.toordinal()))
        message = (
            f"{version.id} is a material change, published {version.published}; with "
            f"`minimum_notice_days: {days}` it can take "
            f"effect on {earliest} at the earliest (WP260 rev.01 §30: well in advance)"
        )
        yield context.version_source(version).problem(
            ("effective",), context.severity_if_unpublishable(version), message
        )


def editorial_changes_no_controller(context: CheckContext) -> Iterator[Problem]:
    """An editorial change leaves who is responsible, and how to reach them, as it was."""
    for old, new in _editorial_changes(context):
        if f"{new.id}/version.yaml" in context.unsound or old.controller == new.controller:
            continue
        sides = old.controller.known(), new.controller.known()
        keys = [key for key in {**sides[0], **sides[1]} if sides[0].get(key) != sides[1].get(key)]
        message = (
            f"{new.id} is `editorial`, and says something else of the controller "
            f"({', '.join(keys)}): people are told of such a change (WP260 rev.01 §§29–30), "
            "unless no meaning changed. Is it `material`?"
        )
        place = ("controller",) if new.version.controller else ("change",)
        # No more than a hint: a telephone number may be written otherwise, or an address mended.
        yield context.version_source(new.version).problem(place, Severity.HINT, message, key=True)


def new_controllers_are_named(context: CheckContext) -> Iterator[Problem]:
    """Where a version has another controller than those before it, the sections that tell who the
    controller is (GDPR Art. 13(1)(a)) no longer name the old one alone.
    """
    earlier: set[str] = set()
    for edition in context.editions:
        name, version = edition.controller.name, edition.version
        others = earlier - {name}
        earlier.add(name)
        for section in edition.sections if others else ():
            is_touched = version.controller or section.id in version.own
            if not is_touched or not {"13.1.a", "14.1.a"} & set(section.covers):
                continue
            named = {
                language: next((other for other in others if _names(text, other)), "")
                for language, text in section.texts.items()
                if not _names(text, name)
            }
            if not (still := {language: other for language, other in named.items() if other}):
                continue
            message = (
                f"the controller of {version.id} is “{name}”, and `{section.id}` still names "
                f"“{next(iter(still.values()))}” in {', '.join(f'`{key}`' for key in still)}"
            )
            source = context.version_source(version)
            if section.id in version.own:
                source = context.source(section.file)
            else:
                message += f": `{program()} new {section.id}` copies it into {version.id}"
            where = (next(iter(still)), "body") if section.id in version.own else ("controller",)
            yield source.problem(where, Severity.HINT, message, key=True)


def versions_change_something(context: CheckContext) -> Iterator[Problem]:
    """A version that is to be published says something else than the one in force before it, were
    it in one language: the change may have been forgotten in a copy.
    """
    for new in context.editions:
        old, version = in_force_before(context.editions, new), new.version
        if old is None or version.draft or version.withdrawn or context.is_sealed(version):
            continue
        if context.is_whole(old) and context.is_whole(new) and _said(old) == _said(new):
            message = (
                f"{version.id} says word for word what {old.id} says, in every language: was the "
                "change forgotten?"
            )
            source = context.version_source(version)
            yield source.problem(("sections",), Severity.HINT, message, key=True)


CHECKS = (
    versions_change_something,
    editorial_changes_no_meaning,
    editorial_changes_no_controller,
    new_controllers_are_named,
    material_changes_are_announced,
)


def _said(edition: Edition) -> tuple[object, ...]:
    """Return all that a version says to its readers, but for its days, its class and its note."""
    facts = edition.facts and replace(edition.facts, file="", of={})
    texts = [
        (section.id, {language: text.parts() for language, text in section.texts.items()})
        for section in edition.sections
    ]
    return edition.title, edition.controller, facts, edition.numbers, texts


def _editorial_changes(context: CheckContext) -> Iterator[tuple[Edition, Edition]]:
    """Yield each editorial version behind the one that is in force before it."""
    for new in context.editions:
        old = in_force_before(context.editions, new)
        if old is not None and new.version.change is Change.EDITORIAL:
            yield old, new


def _names(text: Text, name: str) -> bool:
    """Tell whether a text names somebody, by the whole name, whatever its capitals and what stands
    between its words.
    """
    words = r"\W+".join(re.findall(r"\w+", name))
    whole = "\n".join(text.parts().values())
    return re.search(rf"(?<!\w){words}(?!\w)", whole, re.IGNORECASE) is not None


def _about(old: Edition, new: Edition, section: SectionId) -> list[str]:
    """Name the matters of `_MEANT` that a section tells of in either version."""
    sides = [side for edition in (old, new) if (side := edition.section(section))]
    covered = [item for side in sides for item in side.covers]
    return [words for words, items in _MEANT if any(item.startswith(items) for item in covered)]


def _words(edition: Edition, section: SectionId, language: Language) -> list[str]:
    """Return the words of a section, none where the version has no such section."""
    side = edition.section(section)
    if side is None:
        return []
    text = tree.plain(_blocks(edition, side, language))
    return re.findall(r"\w+", f"{side.texts[language].title}\n{text}")


def changed_sections(old: Edition, new: Edition) -> list[SectionId]:
    """Name the sections that stand in one of two versions only, or in another file in each."""
    files = [{section.id: section.file for section in side.sections} for side in (old, new)]
    names = dict.fromkeys([*files[1], *files[0]])
    return [name for name in names if files[0].get(name) != files[1].get(name)]


def word_changes(
    old: Edition, new: Edition, touched: list[SectionId], language: Language
) -> Iterator[tuple[SectionId, int, int]]:
    """Yield the sections whose words changed, with how many came and how many went.

    All that a version touches is compared at once: a paragraph that only moved to another section
    has not changed its words.
    """
    from notice.redline.compare import compare  # noqa: PLC0415 - only a notice of several versions compares
    from notice.redline.result import Part  # noqa: PLC0415 - only a notice of several versions compares

    sides = [
        [
            Part(
                section.id,
                "",
                section.texts[language].title,
                language,
                _blocks(edition, section, language),
            )
            for section in edition.sections
            if section.id in touched
        ]
        for edition in (old, new)
    ]
    for change in compare(*sides).sections:
        inserted, deleted = change.counts.words_inserted, change.counts.words_deleted
        if inserted or deleted:
            yield change.id, inserted, deleted


def _blocks(edition: Edition, section: Section, language: Language) -> tuple[Node, ...]:
    text = section.texts[language]
    return section_blocks(text.gist, text.body, edition.numbers)
