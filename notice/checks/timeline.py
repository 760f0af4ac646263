"""What an editor can get wrong about a version's place in time: its number, its days, what it is
based on, and how it ends. Each check is a generator, its docstring states the rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from notice.checks.changes import changed_sections, word_changes
from notice.checks.context import CheckContext
from notice.console import program
from notice.content.model import Change, Language, Section
from notice.problems import Problem, Severity, amount, whole_file
from notice.versions.editions import Edition, lasting, standing_before


def versions_follow_each_other(context: CheckContext) -> Iterator[Problem]:
    """Versions are numbered without gaps, drafts last; only the first is `first`; each takes
    effect after the one before that was not withdrawn.
    """
    for place, version in enumerate(context.notice.versions, 1):
        if version.number != place:
            if f"v{place}" in context.vanished:
                break  # told by nothing_published_vanishes
            path = context.tree.shown(f"{version.id}/version.yaml")
            message = f"v{place} is missing: versions are numbered without gaps"
            yield whole_file(path, message)
            break
    versions = context.versions()
    for version in versions:
        if (version.number == 1) != (version.change is Change.FIRST):
            word = "`first`" if version.number == 1 else "`editorial` or `material`"
            message = f"the change of {version.id} is {word}, not `{version.change.value}`"
            yield context.version_source(version).problem(("change",), Severity.ERROR, message)
    for before, version in pairwise(versions):
        if before.draft and not version.draft:
            message = (
                f"{version.id} is no draft, but {before.id} before it is; publish or "
                f"remove {before.id} first"
            )
            yield context.version_source(version).problem(("draft",), Severity.ERROR, message)
    for before, version in pairwise(version for version in versions if not version.withdrawn):
        if version.effective <= before.effective and not (before.draft and not version.draft):
            # The day of a draft is a placeholder, and must not hold up what is published.
            severity = Severity.HINT if version.draft else Severity.ERROR
            message = f"{version.id} must take effect after {before.id} ({before.effective})"
            yield context.version_source(version).problem(("effective",), severity, message)


def days_of_publication_are_said(context: CheckContext) -> Iterator[Problem]:
    """A version is shown from its `published` day: that is said where the day in force is yet to
    come, is not after that day, and never before the version with the number before is shown.
    """
    versions = context.versions()
    for version in versions:
        source = context.version_source(version)
        if version.published > version.effective:
            message = (
                f"published {version.published} is after effective {version.effective}: "
                "nothing is in force before it was made public"
            )
            yield source.problem(("published",), Severity.ERROR, message)
        if ("published",) not in source.values and version.effective > context.day:
            message = (
                f"{version.id} is in force from {version.effective}, and it is not said from which "
                f"day it is shown: write `published: {context.day}`, or the day on which it is to "
                "be announced; until then it is withheld"
            )
            severity = Severity.HINT if version.draft else Severity.WARNING
            yield source.problem(("effective",), severity, message, key=True)
    public = [version for version in versions if not version.draft]
    for before, version in pairwise(public):
        if not (version.withdrawn or before.withdrawn) and version.effective <= before.effective:
            continue  # told by versions_follow_each_other
        if version.published < before.published:
            message = (
                f"{version.id} is shown from {version.published}, and {before.id} before it only "
                f"from {before.published}: numbers are shown in their order"
            )
            yield context.version_source(version).problem(("published",), Severity.ERROR, message)


def nothing_is_shown_before_it_was(context: CheckContext) -> Iterator[Problem]:
    """A version that comes after sealed ones is shown from the day on which it is sealed, or later:
    no reader saw it before, so it cannot have been in force. What is sealed first of all may have
    stood elsewhere.
    """
    for version in context.versions():
        if version.draft or version.imported or version.withdrawn or context.is_sealed(version):
            continue
        if not context.seals or version.published >= context.day:
            continue
        key = "published" if version.published != version.effective else "effective"
        message = (
            f"{version.id} is not sealed yet, and says that it was shown from {version.published}, "
            f"when nobody could read it here: is {context.day} or a later day meant?"
        )
        yield context.version_source(version).problem((key,), Severity.HINT, message)


_FAR = 10
"""Years from which on a day is more likely a slip than a plan."""


def days_are_not_far_off(context: CheckContext) -> Iterator[Problem]:
    """The day of what can still be changed is not so far off that its year must be a slip: once
    sealed it stays.
    """
    for version in context.versions():
        years = version.effective.year - context.day.year
        if years > _FAR and not context.is_sealed(version):
            message = f"in force only {years} years from now: is {version.effective.year} meant?"
            yield context.version_source(version).problem(("effective",), Severity.HINT, message)


def withdrawals_come_before_the_day(context: CheckContext) -> Iterator[Problem]:
    """A version can be withdrawn from the day on which it was shown until the day before it is in
    force; a draft was never announced.
    """
    for version in context.versions():
        if not version.withdrawn:
            continue
        if version.draft:
            message = (
                f"{version.id} is a draft, and nobody was told of it: take `withdrawn` out, and "
                f"delete the folder {version.id} if it is not wanted any more"
            )
        elif version.withdrawn >= version.effective:
            message = (
                f"{version.id} came into force on {version.effective} and cannot be withdrawn on "
                f"{version.withdrawn}: replace it by a new version"
            )
        elif version.withdrawn < version.published:
            message = (
                f"{version.id} is withdrawn on {version.withdrawn}, before it was shown "
                f"({version.published}): take `withdrawn` out, and take its seal back "
                f"(`{program()} unseal`)"
            )
        else:
            continue
        yield context.version_source(version).problem(("withdrawn",), Severity.ERROR, message)


def bases_are_earlier_versions(context: CheckContext) -> Iterator[Problem]:
    """A version is based on one with a lower number that is there."""
    numbers = {version.number for version in context.notice.versions}
    for version in context.versions():
        is_there = version.base_number in numbers or version.base in context.vanished
        if not version.base or (is_there and version.base_number < version.number):
            continue
        instead = [number for number in numbers if number < version.number]
        message = f"{version.id} cannot be based on {version.base}: " + (
            "a base has a lower number" if is_there else f"there is no {version.base}"
        )
        if instead:
            message += f"; write `from: v{max(instead)}`, or what else it is to go on from"
        else:
            message += f"; {version.id} is based on no other: take this line out"
        yield context.version_source(version).problem(("from",), Severity.ERROR, message)


def bases_were_not_withdrawn(context: CheckContext) -> Iterator[Problem]:
    """What is not sealed yet is based on no version that was withdrawn."""
    versions = {version.number: version for version in context.notice.versions}
    for version in context.versions():
        base = versions.get(version.base_number)
        if not base or base.number >= version.number or not base.withdrawn:
            continue
        if context.is_sealed(version):
            continue
        message = (
            f"{version.id} is based on {base.id}, which was withdrawn and never came into force: "
            f"write `from: {lasting(base, versions).id}`, and copy into {version.id} the files of "
            f"{base.id} that are to stay"
        )
        if version.draft:
            message += (
                f"; or, if the text of {base.id} is to come first, "
                f"`{program()} new --from {base.id} --before {version.id}` begins it anew"
            )
        yield context.version_source(version).problem(("from",), Severity.ERROR, message, key=True)


def bases_are_not_overtaken(context: CheckContext) -> Iterator[Problem]:
    """What is not sealed yet is based on the version that will be in force before it: what that
    one changed since would be undone otherwise.
    """
    editions = {edition.version.number: edition for edition in context.editions}
    for edition in context.editions:
        version = edition.version
        base = editions.get(version.base_number)
        standing = standing_before(context.notice.versions, version.number)
        if not base or not standing or context.is_sealed(version) or base.version.withdrawn:
            continue
        before = editions[standing.number]
        are_whole = all(map(context.is_whole, (base, before, edition)))
        if standing.number <= base.version.number or not are_whole:
            continue
        between = "; ".join(_between(context, base, before, edition))
        undone = f"This came in between: {between}. " if between else ""
        message = (
            f"{version.id} is based on {base.id}, and {before.id} will be in force before it. "
            f"{undone}See `{program()} diff {before.id} {version.id}`; take over what is to "
            f"stay, then write `from: {before.id}`"
        )
        yield context.version_source(version).problem(
            ("from",), Severity.WARNING, message, key=True
        )


CHECKS = (
    versions_follow_each_other,
    days_of_publication_are_said,
    nothing_is_shown_before_it_was,
    days_are_not_far_off,
    withdrawals_come_before_the_day,
    bases_are_earlier_versions,
    bases_were_not_withdrawn,
    bases_are_not_overtaken,
)


def _between(
    context: CheckContext, base: Edition, before: Edition, edition: Edition
) -> Iterator[str]:
    """Yield what changed from the base of a version to the one that will be in force before it,
    section by section, with what the version itself does to it.
    """
    language = context.notice.source_language
    touched = [
        name
        for name in changed_sections(base, before)
        if _texts(before.section(name)) != _texts(base.section(name))
    ]
    words = {
        name: _counted(inserted, deleted)
        for name, inserted, deleted in word_changes(base, before, touched, language)
    }
    for name in touched:
        old, new = base.section(name), before.section(name)
        if old is None:
            what = "a new section"
        elif new is None:
            what = "taken out"
        else:
            what = words.get(name) or f"in {', '.join(_languages_that_differ(old, new))}"
        own = f"; {edition.id} changes it too" if name in edition.version.own else ""
        yield f"`{name}` ({what}{own})"
    yield from (
        f"the {key}"
        for key in ("title", "controller", "facts")
        if getattr(base, key) != getattr(before, key)
    )


def _counted(inserted: int, deleted: int) -> str:
    """Return how many words came and went, in words."""
    counts = [(inserted, "in"), (deleted, "out")]
    return ", ".join(f"{amount(count, 'word')} {way}" for count, way in counts if count)


def _texts(section: Section | None) -> dict[Language, dict[str, str]]:
    """Return what readers read of a section, by language."""
    return {name: text.parts() for name, text in section.texts.items()} if section else {}


def _languages_that_differ(old: Section, new: Section) -> list[str]:
    sides = _texts(old), _texts(new)
    return [
        language
        for language in dict.fromkeys([*sides[0], *sides[1]])
        if sides[0].get(language) != sides[1].get(language)
    ]
