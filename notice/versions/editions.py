"""Versions in time: what is carried over, what is in force on a day, what stands beside what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from notice.content.model import Notice, Section, SectionId, Status, Version


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """A version as one whole text: its sections in order, carried over where it does not change
    them, with their numbers.

    `numbers` holds what a reader sees before a heading, and nothing for a section without a title;
    `status`, `first_day` and `last_day` are those of the day that the editions were made for. A
    version that is upcoming or a draft has a first day all the same; `last_day` is the day before
    the next version, where one follows.
    """

    version: Version
    sections: tuple[Section, ...]
    numbers: Mapping[SectionId, str]
    status: Status
    first_day: date
    last_day: date | None

    @property
    def id(self) -> str:
        """The version's name in addresses and on pages."""
        return self.version.id

    def section(self, section_id: SectionId) -> Section | None:
        """Return one section, or None where this version has none of that id."""
        return next((section for section in self.sections if section.id == section_id), None)


def editions(notice: Notice, day: date, *, drafts: bool) -> tuple[Edition, ...]:
    """Resolve every version for a day, oldest first; drafts only where asked for.

    A section that is listed but stands in no folder so far is passed over: the checks tell of it.
    """
    current = in_force(notice.versions, day)
    known: dict[SectionId, Section] = {}
    result: list[Edition] = []
    shown = [version for version in notice.versions if drafts or not version.draft]
    for place, version in enumerate(shown):
        following = shown[place + 1] if place + 1 < len(shown) else None
        known |= version.own
        sections = tuple(
            known[section_id] for section_id in version.contents if section_id in known
        )
        known = {
            section.id: section for section in sections
        }  # what is dropped does not come back by itself
        ends = (
            following is not None
            and not following.draft
            and following.effective > version.effective
        )
        last = following.effective - timedelta(days=1) if following and ends else None
        numbers: Mapping[SectionId, str] = numbered(sections, notice.source_language)
        if result and result[-1].numbers == numbers:
            numbers = result[
                -1
            ].numbers  # the very same, by which texts with these numbers are known again
        result.append(
            Edition(
                version, sections, numbers, status(version, current, day), version.effective, last
            )
        )
    return tuple(result)


def in_force(versions: Sequence[Version], day: date) -> Version | None:
    """Return the version in force on a day: the last that is no draft and whose effective day has
    come.
    """
    begun = [version for version in versions if not version.draft and version.effective <= day]
    return begun[-1] if begun else None


def status(version: Version, current: Version | None, day: date) -> Status:
    """Tell what a version is on a day, given the one in force then."""
    if version.draft:
        return Status.DRAFT
    if version is current:
        return Status.IN_FORCE
    return Status.UPCOMING if version.effective > day else Status.SUPERSEDED


def numbered(sections: Sequence[Section], source_language: str) -> dict[SectionId, str]:
    """Return the numbers of the sections that have a title, in order: 1, 2, 3; `number` stands
    where the published text had another.
    """
    titled = [
        section
        for section in sections
        if source_language in section.texts and section.texts[source_language].title
    ]
    return {section.id: section.number or str(place) for place, section in enumerate(titled, 1)}


def current_edition(shown: Sequence[Edition]) -> Edition | None:
    """Return the edition in force; before the first version, the first that is to come, were
    it only a draft.
    """
    for wanted in (Status.IN_FORCE, Status.UPCOMING, Status.DRAFT):
        for edition in shown:
            if edition.status is wanted:
                return edition
    return None


def pairs(shown: Sequence[Edition]) -> list[tuple[Edition, Edition]]:
    """Return the pairs whose comparison has an address: neighbours, and each older version with the
    one in force.
    """
    return [*pairwise(shown), *with_current(shown)]


def with_current(shown: Sequence[Edition]) -> list[tuple[Edition, Edition]]:
    """Return each older version with the one in force, but for the neighbour of that."""
    current = current_edition(shown)
    return (
        [(edition, current) for edition in shown[: max(shown.index(current) - 1, 0)]]
        if current
        else []
    )
