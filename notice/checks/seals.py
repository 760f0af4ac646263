"""What an editor cannot change any more: each check holds the content against the seals of what
was published.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from notice import urls
from notice.checks.context import CheckContext
from notice.content.files import SEALS
from notice.content.model import Language
from notice.problems import Problem, Severity
from notice.versions import seals
from notice.versions.editions import Edition
from notice.versions.seals import HEAD


def seals_are_a_chain(subject: CheckContext) -> Iterator[Problem]:
    """Each seal is as it was written and names the one before it: whoever changes one has to
    change all that follow.
    """
    source = subject.tree.seals
    if source is None:
        return
    before = ""
    for place, each in enumerate(subject.seals):
        advice = (
            f"put the file back as it was (`git log -p {source.path}` shows it); only "
            "`python build.py seal` writes it"
        )
        if not seals.is_intact(each):
            yield source.problem(
                ("seals", place),
                Severity.ERROR,
                f"the seal of {each.version} was changed; {advice}",
            )
        elif each.before != before:
            message = (
                f"the seal of {each.version} does not follow the one before it: one was "
                f"taken out, put in or moved; {advice}"
            )
            yield source.problem(("seals", place), Severity.ERROR, message)
        before = each.digest


def sealed_versions_stay_as_they_were(subject: CheckContext) -> Iterator[Problem]:
    """A sealed version keeps its text, its dates, its class and its note in every language in
    which it was published.
    """
    notice = subject.notice
    told: set[tuple[str, str]] = set()
    for edition in subject.editions:
        if not subject.is_whole(edition) or notice.source_language not in edition.version.note:
            continue
        for language, sealed in seals.latest(subject.seals, edition.id).items():
            if language not in notice.languages:
                continue  # told by nothing_published_vanishes
            now = seals.sealed_text(edition, language, notice.source_language, sealed.untranslated)
            for part in seals.changed_parts(sealed, now):
                if (_place(edition, part), language) not in told:
                    told.add((_place(edition, part), language))
                    yield _changed(subject, edition, part, language)


def published_versions_are_sealed(subject: CheckContext) -> Iterator[Problem]:
    """A version that is no draft has a seal, and so has a translation that came after the
    version's own.
    """
    notice = subject.notice
    shown = [
        edition
        for edition in subject.editions
        if not edition.version.draft and subject.is_whole(edition)
    ]
    if any(notice.source_language not in edition.version.note for edition in shown):
        return  # told by another check, and nothing can be sealed before
    for lacking in seals.unsealed(shown, notice.languages, notice.source_language, subject.seals):
        known = seals.latest(subject.seals, lacking.version)
        what = (
            (
                f"the {'translation' if len(lacking.texts) == 1 else 'translations'} "
                f"{', '.join(lacking.texts)}"
            )
            if known
            else "it"
        )
        lines = json.dumps(seals.entry(lacking), separators=(", ", ": "))
        message = (
            f"{lacking.version} is published and {what} has no seal: run `python build.py seal`, "
            f"or add this to the end of the list in {subject.tree.shown(SEALS)}: {lines}"
        )
        source = subject.source(f"{lacking.version}/version.yaml")
        yield source.problem(("effective",), Severity.WARNING, message, key=True)


def nothing_published_vanishes(subject: CheckContext) -> Iterator[Problem]:
    """Every address of a sealed version is still built: no version, language or comparison goes
    away, and none becomes a draft.
    """
    source = subject.tree.seals
    if source is None:
        return
    built = set(
        urls.built(
            subject.notice.languages,
            [each.id for each in subject.editions if not each.version.draft],
        )
    )
    sealed = list(dict.fromkeys(each.version for each in subject.seals))
    for place, each in enumerate(subject.seals):
        here = sealed[: sealed.index(each.version) + 1]
        expected = [
            address for language in each.texts for address in urls.of_version(language, here)
        ]
        if gone := [f"/{address}" for address in expected if address not in built]:
            message = (
                f"{each.version} is sealed, and {', '.join(gone)} would vanish: a "
                "version or language that was published stays"
            )
            yield source.problem(("seals", place), Severity.ERROR, message)


CHECKS = (
    seals_are_a_chain,
    sealed_versions_stay_as_they_were,
    published_versions_are_sealed,
    nothing_published_vanishes,
)


def _place(edition: Edition, part: str) -> str:
    """Return the file that a part of a version stands in; `version.yaml` too where it is not there
    any more.
    """
    section = edition.section(part)
    return section.file if section else f"{edition.id}/version.yaml"


def _changed(subject: CheckContext, edition: Edition, part: str, language: Language) -> Problem:
    source = subject.source(_place(edition, part))
    where: tuple[str, ...]
    if part == HEAD:
        what, where = "its dates, its class or its note", ("note", language)
        new = (
            f"put it back (`git checkout {source.path}`), and make a new version: `python "
            "build.py new`"
        )
    elif edition.section(part):
        what, where = f"section `{part}`", (language, "body")
        new = (
            f"put it back (`git checkout {source.path}`), and change it in a new version: "
            f"`python build.py new {part}`"
        )
    else:
        what, where = f"section `{part}`", ("sections",)
        new = "put it back, and take it out in a new version: `python build.py new`"
    message = (
        f"{edition.id} is sealed, and {what} in `{language}` is no longer as it was "
        f"published. The past cannot be rewritten: {new}"
    )
    return source.problem(where, Severity.ERROR, message)
