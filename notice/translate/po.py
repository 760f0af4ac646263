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
from babel.messages.pofile import PoFileError, read_po, write_po

from notice.content.model import Language
from notice.content.yaml_mistakes import no_text, not_utf8
from notice.problems import ContentError, Problem, Severity, whole_file
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
    if problem := no_text(path, raw, "name the PO file"):
        raise ContentError([problem])
    for number, line in enumerate(raw.split(b"\n"), 1):
        # Babel would take a text whose closing mark is missing without its last letter.
        if line.startswith((b"msg", b'"')) and not line.rstrip().endswith(b'"'):
            message = "a text that is not closed: a quotation mark is missing at the end"
            raise ContentError([Problem(path, number, 1, Severity.ERROR, message)])
    try:
        # Some editors put a byte order mark first, which gettext itself would refuse.
        catalog = read_po(io.BytesIO(raw.removeprefix(b"\xef\xbb\xbf")), abort_invalid=True)
    except PoFileError as error:
        place = (error.lineno or 0) + 1
        raise ContentError([Problem(path, place, 1, Severity.ERROR, _no_line(error))]) from None
    except UnicodeDecodeError:
        raise ContentError([not_utf8(path, raw, _valid_bytes(raw))]) from None
    except (LookupError, ValueError) as error:
        message = f"this PO file cannot be read: {error}"
        raise ContentError([whole_file(path, message)]) from None
    translations = {
        str(message.context): Translation(_text(message.id), _text(message.string), message.fuzzy)
        for message in catalog
        if message.id and message.context
    }
    return PoFile(catalog.locale_identifier or "", translations)


def _no_line(error: PoFileError) -> str:
    """Say what is wrong with a line that no PO file has."""
    line = error.line.decode(errors="replace") if isinstance(error.line, bytes) else error.line
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        return "a merge conflict: choose one of the two texts, and delete the marks around them"
    return 'this is no line of a PO file: a text stands in double quotes, as msgstr "…"'


def _valid_bytes(raw: bytes) -> int:
    """Return how many bytes from the beginning are UTF-8."""
    try:
        return len(raw.decode().encode())
    except UnicodeDecodeError as error:
        return error.start


def _text(value: object) -> str:
    """Return a message's text with line breaks as YAML has them; of plural forms, the first."""
    text = value[0] if isinstance(value, (list, tuple)) and value else value or ""
    return str(text).replace("\r\n", "\n").replace("\r", "\n").strip(" \n")
