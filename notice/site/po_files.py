"""Catalogs of the site's own texts as files: read and compiled.

A catalog is a gettext `.po` file, read as it is; `po_checks` tells what its texts lack.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from babel.core import Locale
from babel.messages.catalog import Catalog as Messages
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo

from notice.content.model import Language
from notice.content.po_source import read_po
from notice.problems import ContentError, whole_file
from notice.site.catalog_places import TEMPLATE, nearest_locale


def template(locales: Sequence[Path]) -> Messages:
    """Return all texts that a catalog needs: those of the program's own `messages.pot`."""
    file, messages = locales[-1] / TEMPLATE, Messages()
    read_po(file.as_posix(), file.read_bytes(), messages)
    return messages


def compiled(messages: CatalogFile) -> bytes:
    """Compile a catalog to what `gettext` reads. A text that is not translated in full is left
    out: it comes from the next catalog.
    """
    for message in list(messages):
        if message.id and not is_translated(message):
            messages.delete(message.id, message.context)
    stream = io.BytesIO()
    write_mo(stream, messages)
    return stream.getvalue()


class CatalogFile(Messages):
    """A catalog that remembers which messages stand in it twice, where Babel takes the last."""

    def __init__(self, locale: Locale | None) -> None:
        self.repeated: list[Message] = []
        super().__init__(locale)

    def __setitem__(self, key: str | tuple[str, ...] | list[str], message: Message) -> None:
        if key in self:
            self.repeated.append(message)
        super().__setitem__(key, message)


def read(path: Path, raw: bytes, language: Language) -> CatalogFile:
    """Read a catalog; raises ContentError where it is no `.po` file."""
    if raw.startswith(b"\xef\xbb\xbf"):
        message = "this file begins with a byte order mark; save it as UTF-8 without one (no BOM)"
        raise ContentError([whole_file(path.as_posix(), message)])
    messages = CatalogFile(nearest_locale(language))
    read_po(path.as_posix(), raw, messages)
    return messages


def is_translated(message: Message | None) -> bool:
    """Tell whether a text is translated in full: every plural form, and none a guess."""
    return message is not None and not message.fuzzy and all(forms_of(message))


def forms_of(message: Message) -> tuple[str, ...]:
    """Return a translation, or each plural form of it; what is missing is empty."""
    forms = message.string
    return (forms or "",) if not isinstance(forms, tuple | list) else tuple(forms)
