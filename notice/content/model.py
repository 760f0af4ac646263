"""The notice as values: no I/O, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import Enum
from typing import NamedTuple, TypeAlias

from notice.content.facts import Facts

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
    WITHHELD = "withheld"
    """Its `published` day has not come: no public page knows of it."""
    UPCOMING = "upcoming"
    IN_FORCE = "in-force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    """It was announced and taken back: it never came into force, and its address stays."""

    @property
    def is_public(self) -> bool:
        """Tell whether a site without drafts shows such a version."""
        return self not in (Status.DRAFT, Status.WITHHELD)


class Text(NamedTuple):
    """One section in one language; `of` is the pin of a translation, empty where there is none."""

    title: str
    gist: str
    body: str
    of: str = ""

    def parts(self) -> dict[str, str]:
        """Return what readers read of it, by key: all but the pin."""
        return {"title": self.title, "gist": self.gist, "body": self.body}


@dataclass(frozen=True, slots=True)
class Section:
    """One titled part of the notice in all languages; `file` is its path in the content folder."""

    id: SectionId
    file: str
    covers: tuple[str, ...]
    number: str
    texts: Mapping[Language, Text]


@dataclass(frozen=True, slots=True)
class Controller:
    """Who is responsible for the processing (GDPR Art. 4(7)); what is not known is empty."""

    name: str
    email: str
    phone: str
    address: str
    url: str

    def known(self) -> dict[str, str]:
        """Return what is known, by its key."""
        return {key.name: value for key in fields(self) if (value := getattr(self, key.name))}


@dataclass(frozen=True, slots=True)
class Version:
    """One version as its folder has it: the table of contents in order, and only what it changes.

    `published` is the effective day where none is written. `base` is the version that it says it
    is based on (`v1`), empty where that is the number before. `title` and `controller` are empty
    where they are those of its base.
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
    base: str = ""
    withdrawn: date | None = None
    title: Mapping[Language, str] = field(default_factory=dict)
    controller: Controller | None = None
    facts: Facts | None = None
    """What is done with data, as data, where this version says it anew."""
    silence: Mapping[str, str] = field(default_factory=dict)
    """Reasons by the checks that are not to speak of its `version.yaml`."""
    imported: bool = False
    """Whether it was taken from an existing notice, so that its words are not ours to mend."""

    @property
    def id(self) -> str:
        """The version's name in addresses and on pages: `v2`."""
        return f"v{self.number}"

    @property
    def base_number(self) -> int:
        """The number of the version that this one is based on; 0 for the first, based on none."""
        return int(self.base[1:]) if self.base else self.number - 1


@dataclass(frozen=True, slots=True)
class Media:
    """An image in `media/`: its name there, the SHA-256 of its bytes as 64 hex digits, and its
    size on a page, in CSS pixels.
    """

    name: str
    sha256: str
    width: int
    height: int
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Notice:
    """The whole document over time, versions oldest first.

    `title` and `controller` are those of version 1; an `Edition` has those of its version. `id` is
    what feeds are known by, empty where that is the site's address. `media` has the images by
    name, those that no text shows included.
    """

    languages: tuple[Language, ...]
    timezone: str
    base_url: str
    title: Mapping[Language, str]
    controller: Controller
    minimum_notice_days: int
    versions: tuple[Version, ...]
    id: str = ""
    media: Mapping[str, Media] = field(default_factory=dict)

    @property
    def source_language(self) -> Language:
        """The language that prevails."""
        return self.languages[0]
