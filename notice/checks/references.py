"""Cross-references: each names a section of the same version.

A version carries over sections of older ones, and an older text cannot follow what a newer version
takes out: then the newer one needs a text of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from notice.checks.context import CheckContext, Finding, most
from notice.console import program
from notice.content.model import Section, SectionId
from notice.markup import tree
from notice.markup.parse import parse
from notice.problems import Problem, Severity, did_you_mean
from notice.versions.editions import Edition


def references_exist(context: CheckContext) -> Iterator[Problem]:
    """A cross-reference names a section of the same version; one that reads as a number names a
    section that has one.
    """
    looked_at: set[tuple[object, ...]] = set()  # a text among the same sections says the same again
    told: set[tuple[str, SectionId]] = set()
    for edition in context.editions:
        listed = frozenset(edition.version.contents)
        around = (tuple(edition.numbers.items()), edition.version.contents)
        for section in edition.sections:
            if (section.file, around) in looked_at:
                continue
            looked_at.add((section.file, around))
            broken = list(_broken(context, edition, section, listed))
            yield from (problem for target, problem in broken if (section.file, target) not in told)
            told |= {(section.file, target) for target, _ in broken}


def _broken(
    context: CheckContext, edition: Edition, section: Section, listed: Collection[SectionId]
) -> Iterator[tuple[SectionId, Problem]]:
    """Yield the references of a section that lead nowhere: the target, and the problem.

    Where the section is an older version's, one problem for each target.
    """
    older: set[SectionId] = set()
    is_own = section.id in edition.version.own
    for language, text in section.texts.items():
        if "](#" not in text.body and "][" not in text.body and "]:" not in text.body:
            continue  # most texts have no reference: they are not even parsed
        at: dict[SectionId, int] = {}
        findings: list[tuple[SectionId, Finding]] = []
        for link in tree.links(parse(text.body)):
            if not tree.is_reference(link):
                continue
            target = (link.get("href") or "")[1:]
            at[target] = text.body.find(f"(#{target})", at.get(target, -1) + 1)
            words = _wrong_target(edition, listed, target, reads_as_number=not link.children)
            if words and is_own:
                findings.append((target, Finding(max(at[target], 0), words)))
            elif words and target not in older:
                older.add(target)
                yield target, _of_older_text(context, edition, section, target, words)
        source, told = context.source(section.file), (finding for _, finding in findings)
        problems = most(source, (language, "body"), Severity.ERROR, told)
        yield from zip((target for target, _ in findings), problems, strict=False)


def _wrong_target(
    edition: Edition, listed: Collection[SectionId], target: SectionId, *, reads_as_number: bool
) -> str:
    """Say what is wrong with the section that a reference names; empty where nothing is."""
    if not target.strip():
        return "the name of a section is missing behind the `#`"
    if target not in listed:
        return f"{edition.id} has no section `{target}`{did_you_mean(target, listed)}"
    is_there = any(section.id == target for section in edition.sections)
    if reads_as_number and is_there and target not in edition.numbers:
        return (
            f"the section `{target}` has no number to refer to; give the link a text: "
            f"`[text](#{target})`"
        )
    return ""


def _of_older_text(
    context: CheckContext, edition: Edition, section: Section, target: SectionId, words: str
) -> Problem:
    """Return the problem where the version lists the section, since its text cannot be changed."""
    older = section.file.partition("/")[0]
    message = (
        f"`{section.id}`, carried over from {older}, refers to `{target}`: {words}"
        f"{'' if words.endswith('?') else '.'} `{program()} new {section.id}` copies it into "
        f"{edition.id}; change it there"
    )
    place = edition.version.contents.index(section.id)
    return context.version_source(edition.version).problem(
        ("sections", place), Severity.ERROR, message
    )


CHECKS = (references_exist,)
