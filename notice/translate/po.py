"""A translator's work as a gettext PO file, and such a file read again.

The file is Babel's: `#|` has the source that a translation was made from, `fuzzy` says that nobody
has held it against the source of now, `msgctxt` names the section and the place in it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from notice.content.model import Language
from notice.content.po_source import read_po
from notice.translate.entries import Entry


class Work(Protocol):
    """What is translated together: a section, or the facts of a version."""

    @property
    def id(self) -> str:
        """What the contexts of its entries begin with."""

    @property
    def heading(self) -> str:
        """What the translator knows it by."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Its texts."""

    @property
    def source_language(self) -> Language:
        """The language that the translator reads."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What a PO file says of one place: the source that it had, and its text."""

    source: str
    text: str
    fuzzy: bool


@dataclass(frozen=True, slots=True)
class PoFile:
    """A PO file as it was read: its language as gettext writes it, and its entries by context."""

    language: str
    translations: Mapping[str, Translation]


def context(work: Work, entry: Entry) -> str:
    """Return what names an entry among all others of its file."""
    return f"{work.id}/{entry.place}"


def translations_of(work: Work, po: PoFile) -> dict[str, Translation]:
    """Return what a PO file says of the entries of some work, by their place."""
    return {
        entry.place: po.translations[name]
        for entry in work.entries
        if (name := context(work, entry)) in po.translations
    }


def agreeing(work: Work, po: PoFile) -> int:
    """Count the entries whose source is the text that the translator read."""
    known = translations_of(work, po)
    return sum(
        entry.place in known and known[entry.place].source == entry.source for entry in work.entries
    )


def to_po(
    title: str,
    version: str,
    language: Language,
    day: date,
    work: Sequence[Work],
    address: Callable[[Work], str],
) -> bytes:
    """Write the entries of sections and of facts; `address` is where their page will stand."""
    midnight = datetime.combine(day, datetime.min.time(), UTC)
    catalog = Catalog(
        locale=language.replace("-", "_"),
        project=title,
        version=version,
        msgid_bugs_address="-",
        creation_date=midnight,
        revision_date=midnight,
        last_translator="-",
        language_team="-",
        charset="utf-8",
        fuzzy=False,
        header_comment="# Entries left fuzzy or empty leave their section as it is.",
    )
    for section in work:
        for entry in section.entries:
            catalog.add(
                entry.source,
                entry.translation,
                flags=("fuzzy",) if entry.fuzzy else (),
                auto_comments=(section.heading, address(section)),
                previous_id=entry.previous or (),
                context=context(section, entry),
            )
    stream = io.BytesIO()
    write_po(stream, catalog, include_previous=True, ignore_obsolete=True)
    return stream.getvalue()


def from_po(path: str, raw: bytes) -> PoFile:
    """Read a PO file, in whatever order and width another tool left it.

    Raises ContentError with the line where it cannot be read.
    """
    catalog = Catalog()
    # Some editors put a byte order mark first, which gettext itself would refuse.
    read_po(path, raw.removeprefix(b"\xef\xbb\xbf"), catalog)
    translations = {
        str(message.context): Translation(_text(message.id), _text(message.string), message.fuzzy)
        for message in catalog
        if message.id and message.context
    }
    return PoFile(catalog.locale_identifier or "", translations)


def _text(value: object) -> str:
    """Return a message's text with line breaks as YAML has them; of plural forms, the first."""
    text = value[0] if isinstance(value, (list, tuple)) and value else value or ""
    return str(text).replace("\r\n", "\n").replace("\r", "\n").strip(" \n")
