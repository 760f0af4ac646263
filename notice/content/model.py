"""The notice as values: no I/O, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TypeAlias

Language: TypeAlias = str
"""A BCP 47 tag as the content writes it: `fi`, `zh-Hans`."""


SectionId: TypeAlias = str


class Change(Enum):
    """What kind of change a version makes (WP260 rev.01 §29)."""

    FIRST = "first"
    EDITORIAL = "editorial"
    MATERIAL = "material"


class Status(Enum):
    """What a version is on a day; only `draft` is written down, the rest is computed."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    IN_FORCE = "in-force"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Text:
    """One section in one language; `of` is the pin of a translation, empty where there is none."""

    title: str
    gist: str
    body: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One titled part of the notice, all languages side by side; `file` is where in the content
    folder it stands.
    """

    id: SectionId
    file: str
    covers: tuple[str, ...]
    number: str
    texts: Mapping[Language, Text]


@dataclass(frozen=True, slots=True)
class Version:
    """One version as its folder has it: the table of contents in order, and only the sections that
    it changes.
    """

    number: int
    effective: date
    published: date
    draft: bool
    change: Change
    note: Mapping[Language, str]
    contents: tuple[SectionId, ...]
    own: Mapping[SectionId, Section]
    not_applicable: Mapping[str, str]

    @property
    def id(self) -> str:
        """The version's name in addresses and on pages: `v2`."""
        return f"v{self.number}"


@dataclass(frozen=True, slots=True)
class Controller:
    """Who is responsible for the processing (GDPR Art. 4(7)); what is not known is empty."""

    name: str
    email: str
    phone: str
    address: str
    url: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The whole document over time, versions oldest first."""

    languages: tuple[Language, ...]
    timezone: str
    base_url: str
    title: Mapping[Language, str]
    controller: Controller
    minimum_notice_days: int
    versions: tuple[Version, ...]

    @property
    def source_language(self) -> Language:
        """The language that prevails."""
        return self.languages[0]
