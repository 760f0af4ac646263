"""What is checked, and how a check finds its way about it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from notice.content.files import Tree
from notice.content.model import Language, Notice, Section, Text, Version
from notice.content.yaml_source import Source, Where
from notice.problems import Problem, Severity
from notice.versions import sealed_text
from notice.versions.editions import Edition
from notice.versions.seals import Seal

MOST = 20
"""Problems of a kind that are told of one text: a text in a wrong format has thousands."""


class Finding(NamedTuple):
    """Something at a character of a text, what to say of it, and its own severity, if any."""

    offset: int
    message: str
    severity: Severity | None = None


def most(
    source: Source, where: Where, severity: Severity, findings: Iterable[Finding]
) -> Iterator[Problem]:
    """Yield problems of the first findings of a kind in one text; the last says how many more there
    are, of which no problem is made: each has its place to be looked up, and its line.
    """
    first = list(islice(iterator := iter(findings), MOST))
    more = sum(1 for _ in iterator)
    for number, finding in enumerate(first, 1):
        and_more = (
            f" (and {more} more of this kind in this text)" if more and number == MOST else ""
        )
        message = finding.message + and_more
        yield source.problem_in(where, finding.offset, finding.severity or severity, message)


class PlacedText(NamedTuple):
    """A section's text in a language, its file, and the severity of what is unfit in it."""

    version: Version
    section: Section
    source: Source
    language: Language
    text: Text
    severity: Severity

    def problems(
        self, part: str, findings: Iterable[Finding], severity: Severity | None = None
    ) -> Iterator[Problem]:
        """Yield problems of what was found in its `title`, `gist` or `body`, as `most` does."""
        return most(self.source, (self.language, part), severity or self.severity, findings)


@dataclass(frozen=True)
class CheckContext:
    """What is checked: the notice, the files that it was made from, every version resolved, and
    the languages with a catalog.

    Of `unsound` files, named below the content folder, nothing is said that a check of their shape
    has not said. `seals` are the seals of published versions, oldest first, as `seals.json` has
    them; `seals_are_readable` is whether that file could be read, were it only that it is not
    there. `day` is today where the notice is. A `preview` is for an editor's eyes alone.
    """

    notice: Notice
    tree: Tree
    unsound: frozenset[str]
    editions: tuple[Edition, ...]
    catalogs: Collection[Language]
    seals: tuple[Seal, ...]
    seals_are_readable: bool
    day: date
    preview: bool

    def is_sealed(self, version: Version) -> bool:
        """Tell whether a version has a seal, so that nobody can change it any more."""
        return version.id in self._sealed

    @cached_property
    def vanished(self) -> tuple[str, ...]:
        """The sealed versions whose folder is not there: it is told once that they are gone, and
        nothing of what follows from it.
        """
        there = {version.id for version in self.notice.versions}
        sealed = dict.fromkeys(seal.version for seal in self.seals)
        return tuple(version_id for version_id in sealed if version_id not in there)

    @cached_property
    def another_prevails(self) -> bool:
        """Whether another language prevails than the first seal says: that is told, and nothing of
        translations, which were made from another text.
        """
        editions = {edition.id: edition for edition in self.editions}
        return any(
            sealed_text.PREVAILS
            in sealed_text.changed_frame(self.notice, editions[seal.version], language, text)
            for seal in self.seals[:1]
            if seal.version in editions
            for language, text in seal.texts.items()
            if language in self.notice.languages
        )

    def lost_its_base(self, version: Version) -> bool:
        """Tell whether a version goes on from one that vanished, so that nobody knows its text."""
        versions = {other.number: other for other in self.notice.versions}
        before: Version | None = version
        while before and before.base_number < before.number:
            if f"v{before.base_number}" in self.vanished:
                return True
            before = versions.get(before.base_number)
        return False

    @cached_property
    def _sealed(self) -> frozenset[str]:
        return frozenset(seal.version for seal in self.seals)

    @cached_property
    def _first_sealed(self) -> dict[str, frozenset[Language]]:
        """The languages in which each version was first sealed."""
        first: dict[str, frozenset[Language]] = {}
        for seal in self.seals:
            first.setdefault(seal.version, frozenset(seal.texts))
        return first

    def came_late(self, version: Version, language: Language) -> bool:
        """Tell whether a language was added when a version was sealed already."""
        first = self._first_sealed.get(version.id)
        return first is not None and language not in first

    def was_published_in(self, language: Language) -> bool:
        """Tell whether a version has a seal in a language."""
        return any(language in seal.texts for seal in self.seals)

    def severity_if_unpublishable(self, version: Version) -> Severity:
        """Return how much it matters that a version cannot be published: less while it waits."""
        waits = version.draft or version.imported or self.is_sealed(version)
        return Severity.HINT if waits or not self.seals_are_readable else Severity.WARNING

    def is_whole(self, edition: Edition) -> bool:
        """Tell whether every file that a version is made of was usable, so that it is known."""
        version = edition.version
        complete = all(self.notice.source_language in section.texts for section in edition.sections)
        if not complete or len(edition.sections) != len(version.contents):
            return False
        if not self.unsound and not self.lost_facts:
            return True
        if not self.knows_facts(edition):
            return False
        folders = [other.id for other in self.notice.versions if other.number <= version.number]
        files = {
            f"{version.id}/version.yaml",
            *(f"{folder}/{section}.yaml" for folder in folders for section in version.contents),
        }
        return not files & self.unsound

    def knows_facts(self, edition: Edition) -> bool:
        """Tell whether every `facts.yaml` that a version may go on from is there and usable."""
        versions = {f"v{number}" for number in range(1, edition.version.number + 1)}
        unsound = self.unsound & {f"{version}/facts.yaml" for version in versions}
        return not unsound and not versions & self.lost_facts

    @cached_property
    def lost_facts(self) -> frozenset[str]:
        """The sealed versions whose `facts.yaml` is not there: the facts that they were sealed with
        were not those of their base.
        """
        source = self.notice.source_language
        told = {
            seal.version: text.parts.get(sealed_text.FACTS)
            for seal in self.seals
            if (text := seal.texts.get(source))
        }
        return frozenset(
            version.id
            for version in self.notice.versions
            if version.facts is None
            and f"{version.id}/facts.yaml" not in self.unsound
            and told.get(version.id)
            and told[version.id] != told.get(f"v{version.base_number}")
        )

    def source(self, inside: str) -> Source:
        """Return the file that a part of the notice was read from."""
        return self.tree.sources[inside]

    def version_source(self, version: Version) -> Source:
        """Return a version's `version.yaml`."""
        return self.tree.sources[f"{version.id}/version.yaml"]

    def versions(self) -> list[Version]:
        """Return the versions whose `version.yaml` is sound."""
        return [
            version
            for version in self.notice.versions
            if f"{version.id}/version.yaml" not in self.unsound
        ]

    def sections(self) -> Iterator[tuple[Version, Section, Source]]:
        """Go through every section's file once, with the version that it belongs to."""
        for version in self.notice.versions:
            for section in version.own.values():
                yield version, section, self.source(section.file)

    def texts(self) -> Iterator[PlacedText]:
        """Go through every section's text in every language."""
        for version, section, source in self.sections():
            severity = self.severity_if_unpublishable(version)
            for language, text in section.texts.items():
                yield PlacedText(version, section, source, language, text, severity)
