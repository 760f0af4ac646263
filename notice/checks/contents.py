"""What a version lists as its contents, and the files that it has: each check is a generator, its
docstring states the rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from notice.checks.context import CheckContext
from notice.console import program
from notice.content.model import Change, SectionId, Version
from notice.content.wordings import meant_section
from notice.content.yaml_source import MOST_OF_A_KIND
from notice.problems import Problem, Severity, did_you_mean, whole_file


def contents_and_files_agree(context: CheckContext) -> Iterator[Problem]:
    """Every listed section has a text, here or in the version that this one is based on; every
    section's file is listed.
    """
    before: frozenset[str] = frozenset()
    complete = {0: before}
    for version in context.notice.versions:
        here = set(version.own) | _unusable(context, version)
        before = complete.get(version.base_number, before)
        named = f"v{version.base_number}, which it is based on,"
        base = named if version.base else "the version before"
        listed = version.contents if f"{version.id}/version.yaml" in context.tree.sources else ()
        known = before | here
        yield from _unknown_sections(context, version, listed, known, base)
        unknown = [name for name in listed if name not in known][:MOST_OF_A_KIND]
        yield from _unlisted_sections(context, version, unknown)
        # What this version lists and has not is told of it, once.
        before = complete[version.number] = frozenset(version.contents)


def sections_do_not_vanish(context: CheckContext) -> Iterator[Problem]:
    """A section that the base of a version had and this one has not is told of: it may have been
    forgotten in the list.
    """
    versions = {version.number: version for version in context.versions()}
    for version in versions.values():
        base = versions.get(version.base_number)
        listed = base.contents if base and base is not version else ()
        here = frozenset(version.contents)
        unknown = [name for name in here.difference(listed) if name not in version.own]
        gone = [
            section_id
            for section_id in listed
            if section_id not in here
            # A slip in the list is told by contents_and_files_agree.
            and not any(did_you_mean(name, (section_id,)) for name in unknown)
        ]
        if not gone:
            continue
        severity, message = Severity.HINT, f"{version.id} no longer has {', '.join(gone)}"
        if version.change is Change.EDITORIAL:
            severity = context.severity_if_unpublishable(version)
            message += "; an editorial change takes no section away"
        yield context.version_source(version).problem(("sections",), severity, message, key=True)


CHECKS = (contents_and_files_agree, sections_do_not_vanish)


def _unknown_sections(
    context: CheckContext,
    version: Version,
    listed: Sequence[SectionId],
    known: Collection[SectionId],
    base: str,
) -> Iterator[Problem]:
    """Yield what a version lists and cannot have; `base` names the version that it is based on."""
    unknown = [(at, section_id) for at, section_id in enumerate(listed) if section_id not in known]
    if not unknown or context.lost_its_base(version):
        return  # what it carried over went away with the version that had it
    source = context.version_source(version)
    for at, section_id in unknown[:MOST_OF_A_KIND]:
        if context.is_sealed(version):
            if _went_from_base(context, version, section_id):
                continue  # told of the base, by sealed_versions_stay_as_they_were
            # Its list cannot be what is wrong: nobody may change it.
            path = context.tree.shown(f"{version.id}/{section_id}.yaml")
            message = (
                f"this file is missing, and {version.id} is sealed with it: put it back "
                f"(`git log -p {path}` shows it)"
            )
            yield whole_file(path, message)
            continue
        older = [
            other.id
            for other in context.notice.versions
            if other.number < version.number and section_id in other.own
        ]
        message = (
            f"unknown section `{section_id}`: neither {version.id} nor {base} has "
            f"{section_id}.yaml{did_you_mean(section_id, known) or _instead(version, section_id)}"
        )
        if older:
            message = (
                f"{base} no longer has `{section_id}`: to have it again, "
                f"`{program()} new {section_id}` copies it from {older[-1]} into {version.id}"
            )
        yield source.problem(("sections", at), Severity.ERROR, message)
    if len(unknown) > MOST_OF_A_KIND:
        at, _ = unknown[MOST_OF_A_KIND]
        message = f"and {len(unknown) - MOST_OF_A_KIND} more unknown sections"
        yield source.problem(("sections", at), Severity.ERROR, message)


def _went_from_base(context: CheckContext, version: Version, section_id: SectionId) -> bool:
    """Tell whether the base of a version was sealed with a section that it lists no more."""
    base = next((v for v in context.notice.versions if v.number == version.base_number), None)
    return (
        base is not None
        and section_id not in base.contents
        and any(
            seal.version == base.id and section_id in text.parts
            for seal in context.seals
            for text in seal.texts.values()
        )
    )


def _instead(version: Version, section_id: SectionId) -> str:
    """Say what to do about a name in the list that no section is near to."""
    if not version.draft:
        return f"; write {version.id}/{section_id}.yaml, or take the name out"
    command = f"`{program()} new {section_id} --version {version.id}`"
    return f"; {command} begins that file, or take the name out"


def _unlisted_sections(
    context: CheckContext, version: Version, unknown: Collection[SectionId]
) -> Iterator[Problem]:
    """Yield the sections whose file a version has and does not list; not for slips in `unknown`."""
    listed = frozenset(version.contents)
    for section in version.own.values():
        is_told = any(did_you_mean(name, (section.id,)) for name in unknown)
        if section.id not in listed and not is_told:
            message = (
                f"`{section.id}` is not in the sections of {version.id}/version.yaml, so nobody "
                f"would read it; add it there{did_you_mean(section.id, listed)}"
            )
            yield context.source(section.file).problem((), Severity.ERROR, message)


def _unusable(context: CheckContext, version: Version) -> set[str]:
    """Return the sections whose file is there but is unsound or wrongly named, which is told."""
    folder = f"{version.id}/"
    files = {
        inside
        for inside in context.unsound
        if inside.startswith(folder) and inside != f"{folder}version.yaml"
    }
    return {meant_section(inside.removeprefix(folder)) for inside in files}
