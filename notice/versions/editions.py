"""Versions in time: what is carried over, what is in force on a day, what stands beside what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from notice.content.facts import Facts
from notice.content.model import (
    Controller,
    Language,
    Notice,
    Section,
    SectionId,
    Status,
    Version,
)


@dataclass(frozen=True, slots=True)
class Edition:
    """A version as one whole text: its sections in order, carried over where it does not change
    them, with their numbers, its title and its controller.

    `numbers` holds what a reader sees before a heading, and nothing for a section without a title;
    `status` is that of the day that the editions were made for. `last_day` is the day before the
    next version that came or will come into force, where one follows.
    """

    version: Version
    sections: tuple[Section, ...]
    numbers: Mapping[SectionId, str]
    status: Status
    last_day: date | None
    title: Mapping[Language, str]
    controller: Controller
    facts: Facts | None

    def __hash__(self) -> int:
        """Hash what tells most editions apart; some of the rest cannot be hashed."""
        return hash((self.version.number, self.status, self.first_day))

    @property
    def id(self) -> str:
        """The version's name in addresses and on pages."""
        return self.version.id

    @property
    def first_day(self) -> date:
        """The day on which it came or will come into force, or was to."""
        return self.version.effective

    @property
    def withdrawn(self) -> date | None:
        """The day on which it was withdrawn, where that has come."""
        return self.version.withdrawn if self.status is Status.WITHDRAWN else None

    def days(self) -> dict[str, str | None]:
        """Return its days as data has them; `until` is None where no end is known."""
        return {
            "effective": self.first_day.isoformat(),
            "until": self.last_day.isoformat() if self.last_day else None,
            "published": self.version.published.isoformat(),
        }

    def section(self, section_id: SectionId) -> Section | None:
        """Return one section, or None where this version has none of that id."""
        return next((section for section in self.sections if section.id == section_id), None)


class _Resolved(NamedTuple):
    """What a version says once all that it carries over from its base is put in."""

    sections: Mapping[SectionId, Section]
    title: Mapping[Language, str]
    controller: Controller
    facts: Facts | None = None


def editions(notice: Notice, day: date = date.max, *, drafts: bool) -> tuple[Edition, ...]:
    """Resolve every version for a day, oldest first; drafts, and what is withheld until a later
    day, only where asked for. Where no day is given, every day has come.

    A section that is listed but stands in no folder so far is passed over: the checks tell of it.
    """
    current = in_force(notice.versions, day)
    resolved = _resolve(notice)
    statuses = {version.id: status(version, current, day) for version in notice.versions}
    shown = [version for version in notice.versions if drafts or statuses[version.id].is_public]
    result: list[Edition] = []
    for place, version in enumerate(shown):
        whole = resolved[version.number]
        sections = tuple(whole.sections.values())
        numbers = numbered(sections, notice.source_language)
        result.append(
            Edition(
                version,
                sections,
                numbers,
                statuses[version.id],
                _last_day(version, shown[place + 1 :], statuses),
                whole.title,
                whole.controller,
                whole.facts,
            )
        )
    return tuple(result)


def _resolve(notice: Notice) -> dict[int, _Resolved]:
    """Put into every version what it carries over, by its number.

    What a version does not list does not come back by itself in one that is based on it. In place
    of a base that is not there, or is no earlier version, stands the version before: the checks
    tell of it.
    """
    base = _Resolved({}, notice.title, notice.controller)
    resolved = {0: base}
    for version in notice.versions:
        base = resolved.get(version.base_number, base)
        known = {**base.sections, **version.own}
        base = resolved[version.number] = _Resolved(
            {
                section_id: known[section_id]
                for section_id in version.contents
                if section_id in known
            },
            version.title or base.title,
            version.controller or base.controller,
            version.facts or base.facts,
        )
    return resolved


_HAS_DAYS = frozenset({Status.UPCOMING, Status.IN_FORCE, Status.SUPERSEDED})
"""What a version is that came or will come into force, as the public knows it."""


def _last_day(
    version: Version, later: Sequence[Version], statuses: Mapping[str, Status]
) -> date | None:
    """Return the day before the next version that came or will come into force, where both do."""
    following = next((other for other in later if statuses[other.id] in _HAS_DAYS), None)
    if not following or statuses[version.id] not in _HAS_DAYS:
        return None
    rising = following.effective > version.effective  # otherwise a check refuses both
    return following.effective - timedelta(days=1) if rising else None


def in_force(versions: Sequence[Version], day: date) -> Version | None:
    """Return the version in force on a day: the last that is no draft, not withdrawn, and begun."""
    begun = [
        version
        for version in versions
        if not version.draft and not version.withdrawn and version.effective <= day
    ]
    return begun[-1] if begun else None


def status(version: Version, current: Version | None, day: date) -> Status:
    """Return what a version is on a day, given the one in force then.

    Before its `withdrawn` day a withdrawn version was upcoming.
    """
    if version.draft:
        return Status.DRAFT
    if version.published > day:
        return Status.WITHHELD
    if version.withdrawn and version.withdrawn <= day:
        return Status.WITHDRAWN
    if version is current:
        return Status.IN_FORCE
    return Status.UPCOMING if version.effective > day else Status.SUPERSEDED


def standing_before(versions: Sequence[Version], number: int) -> Version | None:
    """Return the last published version before a number that was not withdrawn."""
    standing = [
        version
        for version in versions
        if version.number < number and not version.draft and not version.withdrawn
    ]
    return standing[-1] if standing else None


def lasting(version: Version, versions: Mapping[int, Version]) -> Version:
    """Return a version, or the nearest of those that it is based on that was not withdrawn: no
    version is based on what never came into force.
    """
    while version.withdrawn and version.base_number in versions:
        version = versions[version.base_number]
    return version


def turns(notice: Notice) -> set[date]:
    """Return the days on which the status of a version turns for the public."""
    return {
        turn
        for version in notice.versions
        if not version.draft
        for turn in (version.published, version.withdrawn or version.effective)
    }


def last_turn(notice: Notice, day: date) -> date | None:
    """Return the last day up to a day on which a status turned for the public, if there is one."""
    return max((turn for turn in turns(notice) if turn <= day), default=None)


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
    """Return the edition in force; before the first, the first to come, even a draft."""
    for wanted in (Status.IN_FORCE, Status.UPCOMING, Status.WITHHELD, Status.DRAFT):
        for edition in shown:
            if edition.status is wanted:
                return edition
    return None


def in_force_before(shown: Sequence[Edition], edition: Edition) -> Edition | None:
    """Return the edition that is, was or will be in force before another comes into force: the
    last with a lower number that was not withdrawn.
    """
    earlier = [
        other
        for other in shown
        if other.version.number < edition.version.number and not other.withdrawn
    ]
    return earlier[-1] if earlier else None


def announced_after(shown: Sequence[Edition], edition: Edition) -> Edition | None:
    """Return the edition that was to be in force before another on the day that this one was
    published: what its announcement compares it with, whatever is withdrawn later.
    """
    published = edition.version.published
    earlier = [
        other
        for other in shown
        if other.version.number < edition.version.number
        and not (other.version.withdrawn and other.version.withdrawn <= published)
    ]
    return earlier[-1] if earlier else None


def neighbours(shown: Sequence[Edition]) -> list[tuple[Edition, Edition]]:
    """Return the pairs whose comparison stands for ever: each version with the number before it
    and, where that is another, with the version in force before it.

    Where versions were withdrawn after it was published, another was to be in force before it
    until then; that comparison has been public, and stays.
    """
    return [(old, edition) for edition in shown for old in _ever_before(shown, edition)]


def _ever_before(shown: Sequence[Edition], edition: Edition) -> list[Edition]:
    """Return the number before a version, and every version that was to be in force before it on
    some day since it was published.
    """
    earlier = [other for other in shown if other.version.number < edition.version.number]
    since = edition.version.published  # the first day on which all that follow were withdrawn
    result = []
    for other in reversed(earlier):
        if other is earlier[-1] or not (other.withdrawn and other.withdrawn <= since):
            result.append(other)
        if not other.withdrawn:
            break
        since = max(since, other.withdrawn)
    return result
