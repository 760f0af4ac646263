"""What the site says of its own in each language: gettext texts, dates, names of languages,
direction of writing.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel import __version__ as babel_version
from babel.dates import format_date
from babel.numbers import format_decimal

from notice.content.model import Language
from notice.output.cache import cached
from notice.problems import ContentError, Problem, Severity

LOCALES = Path(__file__).parents[2] / "locales"


_NAMES = re.compile(r"%\((\w+)\)")


_EUROPEAN = {"en": "en_GB"}
"""Where a bare language would give dates as no European writes them."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """One language of the site: its tag, its name for itself, `ltr` or `rtl`, its texts, and how
    it writes dates.
    """

    language: Language
    own_name: str
    direction: str
    translations: gettext.GNUTranslations
    locale: Locale

    def gettext(self, message: str) -> str:
        """Return a text in this language."""
        return self.translations.gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return a text that counts, in the plural form that this language has for the number."""
        return self.translations.ngettext(singular, plural, number)

    def date(self, day: date) -> str:
        """Write a day in words: 1. maaliskuuta 2025, 1 March 2025, 1 марта 2025 г."""
        return _date(day, self.locale)

    def number(self, number: int) -> str:
        """Write a number as this language groups its digits."""
        return format_decimal(number, locale=self.locale)

    def name_of(self, language: Language) -> str:
        """Name another language in this one, as inside a sentence."""
        return _locale(language).get_display_name(self.locale) or language


def available(locales: Path = LOCALES) -> frozenset[Language]:
    """Return the languages that the site has texts for, and whose dates and names are known."""
    folders = (file.parent.parent.name for file in locales.glob("*/LC_MESSAGES/messages.po"))
    return frozenset(tag for folder in folders if is_language(tag := folder.replace("_", "-")))


def unfinished(languages: Iterable[Language], locales: Path = LOCALES) -> list[Problem]:
    """Tell which of the site's own texts are missing or not translated yet in some languages, each
    at its line.

    Readers get such a text in English. A catalog that cannot be read is told of by `load`.
    """
    from babel.messages.pofile import read_po  # noqa: PLC0415 - only where a catalog has changed, or `check` asks

    with (locales / "messages.pot").open("rb") as file:
        wanted = [message for message in read_po(file) if message.id]
    found = []
    for language in sorted(available(locales) & set(languages)):
        path = _path(language, locales)
        with path.open("rb") as file:
            known = read_po(file)
        for message in wanted:
            here = known.get(message.id, message.context)
            said = here.string if here else ""
            if not here or here.fuzzy or not all(said if isinstance(said, tuple) else (said,)):
                first = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
                line = (here.lineno if here else 0) or 1
                found.append(
                    Problem(
                        path.as_posix(),
                        line,
                        1,
                        Severity.WARNING,
                        f"the site's own text “{first}” is not translated yet",
                    )
                )
    return found


def _path(language: Language, locales: Path) -> Path:
    return locales / language.replace("-", "_") / "LC_MESSAGES" / "messages.po"


@cache
def load(language: Language, locales: Path = LOCALES) -> Catalog:
    """Read a language's texts from its `.po` file as it is; no compiled file is needed.

    Raises ContentError where it cannot be read, or where a translation has other `%(names)s` than
    its text.
    """
    path = _path(language, locales)
    raw = path.read_bytes()
    compiled = cached(
        "catalogs",
        f"{babel_version}\0{path}\0".encode() + Path(__file__).read_bytes() + raw,
        lambda: _compiled(path, raw),
    )
    locale = _locale(language)
    name = Locale.parse(language, sep="-").get_display_name() or language
    own_name = name[0].upper() + name[1:]  # as it begins an entry of a list
    return Catalog(
        language,
        own_name,
        locale.text_direction,
        gettext.GNUTranslations(io.BytesIO(compiled)),
        locale,
    )


def _compiled(path: Path, raw: bytes) -> bytes:
    """Compile a `.po` file; raises ContentError as `load` does."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - only where a catalog has changed, or `check` asks
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415 - only where a catalog has changed, or `check` asks

    try:
        messages = read_po(io.BytesIO(raw), abort_invalid=True)
    except (UnicodeDecodeError, PoFileError) as error:
        raise ContentError(
            [Problem(str(path), 1, 1, Severity.ERROR, f"this catalog cannot be read: {error}")]
        ) from None
    wrong = [
        Problem(
            str(path),
            message.lineno or 1,
            1,
            Severity.ERROR,
            f"“{message.string}” has a %(name)s that its text has not",
        )
        for message in messages
        if message.id
        and not set(_NAMES.findall(str(message.string))) <= set(_NAMES.findall(str(message.id)))
    ]
    if wrong:
        raise ContentError(wrong)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    return compiled.getvalue()


def is_language(tag: Language) -> bool:
    """Tell whether dates and names are known for a language."""
    try:
        _locale(tag)
    except (UnknownLocaleError, ValueError):
        return False
    return True


@cache
def _locale(language: Language) -> Locale:
    return Locale.parse(_EUROPEAN.get(language, language.replace("-", "_")))


@cache
def _date(day: date, locale: Locale) -> str:
    return format_date(day, format="long", locale=locale)
