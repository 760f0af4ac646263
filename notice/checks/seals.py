"""What an editor cannot change any more: each check holds the content against the seals of what
was published.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from notice import urls
from notice.checks.context import CheckContext
from notice.console import program
from notice.content.files import SEALS
from notice.content.model import Language, Version
from notice.content.yaml_source import Where
from notice.problems import Problem, Severity, whole_file
from notice.versions import sealed_text, seals
from notice.versions.editions import Edition
from notice.versions.sealed_text import SealedText
from notice.versions.seals import Seal

_RUN = ": run"
"""What a seal that is lacking is followed by, where it can be added at once."""


def seals_are_there(context: CheckContext) -> Iterator[Problem]:
    """While a version is published there are seals: a file that is gone would let the past be
    written anew. A preview needs none.
    """
    published = [
        version.id
        for version in context.versions()
        if not version.draft and version.published <= context.day
    ]
    told_already = not context.seals_are_readable
    if context.preview or not published or context.seals or told_already:
        return
    path = context.tree.shown(SEALS)
    message = (
        f"{published[-1]} is published, and there are no seals: put this file back "
        f"(`git log -p {path}` shows it); where nothing was ever sealed, `{program()} seal` "
        "writes it"
    )
    yield whole_file(path, message)


def seals_are_a_chain(context: CheckContext) -> Iterator[Problem]:
    """Each seal is as it was written, names the one before it, and adds only what a later seal
    may: whoever changes one has to change all that follow.
    """
    source = context.tree.seals
    if source is None:
        return
    advice = (
        f"put the file back as it was (`git log -p {source.path}` shows it); only "
        f"`{program()} seal` writes it"
    )
    for place, seal in enumerate(context.seals):
        if wrong := seals.flaw(context.seals, place):
            message = f"the seal of {seal.version} {wrong}; {advice}"
            yield source.problem(("seals", place), Severity.ERROR, message)


def sealed_versions_stay_as_they_were(context: CheckContext) -> Iterator[Problem]:
    """A sealed version keeps what its readers were told, in every language in which it was
    published: its text, title, controller, days, class and note, and which language prevails. It
    keeps its base, and stays withdrawn; the notice keeps the `id` by which feeds know it.
    """
    editions = {edition.id: edition for edition in context.editions}
    told: set[tuple[str, Where]] = set()
    for seal in context.seals:
        edition = editions.get(seal.version)
        if edition is None or not seals.is_intact(seal):
            continue  # told by nothing_published_vanishes, or by seals_are_a_chain
        if context.lost_its_base(edition.version):
            continue  # it would be held against the text of another version
        for problem, where in (
            *_texts_changed(context, edition, seal),
            *_life_changed(context, edition, seal),
        ):
            if (problem.path, where) not in told:
                told.add((problem.path, where))
                yield problem


def published_versions_are_sealed(context: CheckContext) -> Iterator[Problem]:
    """A version that is no draft has a seal, and so have a translation that came after the
    version's own, and a withdrawal.
    """
    if not context.seals_are_readable:
        return  # what is wrong with seals.json is told, and to seal again would forget the past
    notice = context.notice
    shown = [
        edition
        for edition in context.editions
        if not edition.version.draft and context.is_whole(edition)
    ]
    if any(notice.source_language not in edition.version.note for edition in shown):
        return  # told by another check, and nothing can be sealed before
    for lacking in seals.unsealed(notice, shown, context.seals):
        what, has = "it", "has"
        if lacking.withdrawn:
            what = "its withdrawal"
        elif seals.latest(context.seals, lacking.version):
            what = f"the translation {', '.join(lacking.texts)}"
            if len(lacking.texts) > 1:
                what, has = what.replace("translation", "translations", 1), "have"
        lines = json.dumps(seals.entry(lacking), separators=(", ", ": "))
        message = (
            f"{lacking.version} is published and {what} {has} no seal{_RUN} `{program()} seal`, "
            f"or add this to the end of the list in {context.tree.shown(SEALS)}: {lines}"
        )
        source = context.source(f"{lacking.version}/version.yaml")
        key = "withdrawn" if lacking.withdrawn else "effective"
        yield source.problem((key,), Severity.WARNING, message, key=True)


def held_back(problem: Problem, unfit: str) -> Problem:
    """Return what is told in the place of a seal to copy while a version, the one to be sealed or
    one before it in the chain, is not fit to be sealed: `seal` refuses that, and so would whoever
    copied the seal if they knew.
    """
    what, _, _ = problem.message.partition(_RUN)
    message = (
        f"{what}: first mend what else is told of {unfit}, since in a sealed version nothing of "
        f"that can be mended any more; then `{program()} seal`, or add the seal that stands here"
    )
    return replace(problem, message=message)


def nothing_published_vanishes(context: CheckContext) -> Iterator[Problem]:
    """Every address of a sealed version is still built: no version or comparison goes away, and
    none becomes a draft.
    """
    source = context.tree.seals
    if source is None:
        return
    for version_id in context.vanished:
        folder = context.tree.shown(version_id)
        message = f"{version_id} is sealed, and is not there: put it back (`git log -- {folder}`)"
        yield whole_file(f"{folder}/version.yaml", message)
    for version_id in sorted(context.lost_facts):
        path = context.tree.shown(f"{version_id}/facts.yaml")
        message = (
            f"this file is missing, and {version_id} is sealed with it: put it back "
            f"(`git log -p {path}` shows it)"
        )
        yield whole_file(path, message)
    sealed = list(dict.fromkeys(seal.version for seal in context.seals))
    untold = {name for name in sealed if f"{name}/version.yaml" not in context.unsound}
    kept = {edition.id for edition in context.editions if not edition.version.draft}
    # Of a version that is gone, or whose file is wrong, that is told and not what follows from it.
    known = kept | set(context.vanished) | (set(sealed) - untold)
    versions = sorted(known, key=lambda name: int(name[1:]))
    built = set(urls.built(context.notice.languages, versions))
    for place, seal in enumerate(context.seals):
        here = sealed[: sealed.index(seal.version) + 1]
        expected = [
            address
            for language in seal.texts
            if language in context.notice.languages  # else told by published_languages_stay
            for address in urls.of_version(language, here)
        ]
        if gone := [f"/{address}" for address in expected if address not in built]:
            message = (
                f"{seal.version} is sealed, and {', '.join(gone)} would vanish: a "
                "version or language that was published stays"
            )
            yield source.problem(("seals", place), Severity.ERROR, message)


CHECKS = (
    seals_are_there,
    seals_are_a_chain,
    sealed_versions_stay_as_they_were,
    published_versions_are_sealed,
    nothing_published_vanishes,
)


def _texts_changed(
    context: CheckContext, edition: Edition, seal: Seal
) -> Iterator[tuple[Problem, Where]]:
    """Yield what is no longer as one seal has it, each with its place in its file."""
    notice = context.notice
    readable = context.is_whole(edition) and notice.source_language in edition.version.note
    for language, sealed in seal.texts.items():
        if language not in notice.languages:
            continue  # told by published_languages_stay
        find = sealed_text.changed_since if readable else sealed_text.changed_frame
        changed = find(notice, edition, language, sealed)
        if sealed_text.PREVAILS in changed:
            changed = [sealed_text.PREVAILS]  # what is not translated reads otherwise for that
        elif readable:
            changed = _without_renumbered(changed, edition, sealed)
        for part in changed:
            yield _changed(context, edition, part, language)


def _without_renumbered(changed: list[str], edition: Edition, sealed: SealedText) -> list[str]:
    """Leave out the sections that only may have another number, since others came, went or moved:
    where they moved, the order is what changed.
    """
    now = [section.id for section in edition.sections]
    then = [part for part in sealed.parts if not part.startswith(sealed_text.HEAD)]
    if now == then:
        return changed
    came_or_went = {*now} ^ {*then}
    left = [part for part in changed if part not in {*now, *then} - came_or_went]
    return left if came_or_went else [*dict.fromkeys([*left, sealed_text.ORDER])]


def _life_changed(
    context: CheckContext, edition: Edition, seal: Seal
) -> Iterator[tuple[Problem, Where]]:
    """Yield what else a seal records and is not so any more: base, days, withdrawal, `id`."""
    version = edition.version
    if f"{version.id}/version.yaml" in context.unsound:
        return
    for key, words in seals.no_longer_so(seal, context.notice, edition).items():
        is_version = key != "id"
        source = context.version_source(version) if is_version else context.source("notice.yaml")
        message = (
            f"{version.id} is sealed, and {words}. The past cannot be rewritten: write "
            f"`{key}` as it was"
        )
        yield source.problem((key,), Severity.ERROR, message), (key,)


_IN_NOTICE = {
    sealed_text.PREVAILS: (("languages", 0), "the language that prevails"),
    sealed_text.TIMEZONE: (("timezone",), "the time zone"),
}
"""Parts of the head that stand in notice.yaml for all versions: their place, and what they are."""


_IN_VERSION = {
    sealed_text.TITLE: ("title", "the title"),
    sealed_text.CONTROLLER: ("controller", "the controller"),
    sealed_text.DAYS: ("effective", "its days"),
    sealed_text.CHANGE: ("change", "its class"),
    sealed_text.NOTE: ("note", "its note"),
    sealed_text.ORDER: ("sections", "the order of its sections"),
}
"""Parts of the head that a version.yaml has: their key, and what they are."""


def _changed(
    context: CheckContext, edition: Edition, part: str, language: Language
) -> tuple[Problem, Where]:
    """Return the problem of a part that is not as it was sealed, and its place in its file."""
    where: Where
    later = f"a new version: `{program()} new`"
    if part in _IN_NOTICE:
        inside, (where, what) = "notice.yaml", _IN_NOTICE[part]
        later = ""
    elif part in _IN_VERSION:
        key, what = _IN_VERSION[part]
        inside = _told_by(context, edition.version, key)
        where = (key, language) if key in ("title", "note") else (key,)
        if key in ("title", "controller"):
            later = f"`{key}:` in the version.yaml of a new version: `{program()} new`"
    elif part == sealed_text.FACTS and edition.facts:
        inside, where, what = edition.facts.file, (), "what is done with data"
        later = f"`facts.yaml` of a new version: `{program()} new`"
    elif section := edition.section(part):
        inside, where, what = section.file, (language, "body"), f"section `{part}`"
        later = f"a new version: `{program()} new {part}`"
    else:
        inside, where, what = f"{edition.id}/version.yaml", ("sections",), f"section `{part}`"
    source = context.source(inside)
    instead = f", and change it in {later}" if later else "; it holds for ever"
    stayed = "are no longer as they were" if what == "its days" else "is no longer as it was"
    message = (
        f"{edition.id} is sealed, and {what} in `{language}` {stayed} published. The past cannot "
        f"be rewritten: put it back (`git checkout {source.path}`){instead}"
    )
    return source.problem(where, Severity.ERROR, message), where


def _told_by(context: CheckContext, version: Version, key: str) -> str:
    """Return the file that tells a part of a version's head: for a title or a controller the last
    version that changed it, or the notice's own.
    """
    if key not in ("title", "controller"):
        return f"{version.id}/version.yaml"
    versions = {other.number: other for other in context.notice.versions}
    teller: Version | None = version
    while teller and not getattr(teller, key):
        base = teller.base_number
        teller = versions.get(base) if base < teller.number else None
    return f"{teller.id}/version.yaml" if teller else "notice.yaml"
