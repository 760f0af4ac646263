"""What the site says of its own in each language: gettext texts, dates, names of languages,
direction of writing.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from babel import Locale
from babel import __version__ as babel_version
from babel.core import get_global
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from notice.content.model import Language
from notice.output.cache import cached
from notice.problems import ContentError, Problem
from notice.resources import PACKAGE, folders, packaged
from notice.site.catalog_places import TEMPLATE, catalogs_of, languages_in, nearest_locale

LOCALES = (Path(packaged("locales")),)
"""Where the program's own catalogs stand; a project's come before them."""


_EUROPEAN = {"en": "en_GB"}
"""Where a bare language would give dates as no European writes them."""


_UNITS = {
    "Y": "duration-year",
    "M": "duration-month",
    "W": "duration-week",
    "D": "duration-day",
}
"""What CLDR calls the units of a period."""


_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})
"""The scripts (ISO 15924) that run from right to left."""


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

    def day_and_month(self, year: int) -> str:
        """Write the first day of a year without the year: 1 January."""
        return format_skeleton("MMMMd", date(year, 1, 1), locale=self.locale)

    def days(self, first: date, last: date) -> str:
        """Write the days from a first to a last one, short: 10–20 Aug 2020."""
        written = format_interval(first, last, "yMMMd", locale=self.locale)
        return re.sub(r"\s–\s", "\N{NO-BREAK SPACE}– ", str(written))  # no line begins with it

    def date(self, day: date) -> str:
        """Write a day in words: 1. maaliskuuta 2025, 1 March 2025, 1 марта 2025 г."""
        return _date(day, self.locale)

    def number(self, number: int) -> str:
        """Write a number as this language groups its digits."""
        return format_decimal(number, locale=self.locale)

    @property
    def territory_locale(self) -> str:
        """The language with the country that it is first of all written in, as Open Graph wants
        it: `fi_FI`, `en_GB`.
        """
        likely = get_global("likely_subtags").get(self.locale.language, "")
        territory = self.locale.territory or likely.rpartition("_")[2]
        return f"{self.locale.language}_{territory}" if territory else self.locale.language

    def listed(self, words: Sequence[str]) -> str:
        """Write words one after another as in a sentence: one, another and a third."""
        return format_list(words, locale=self.locale)

    def country(self, code: str) -> str:
        """Name a country (ISO 3166-1) in this language; the code itself where CLDR has no name."""
        return str(self.locale.territories.get(code, code))

    def period(self, written: str) -> str:
        """Write a period of ISO 8601 in words, in the nominative: 6 vuotta, 1 year, 6 months."""
        parts = [
            format_unit(int(number), _UNITS[unit], length="long", locale=self.locale)
            for number, unit in re.findall("([0-9]+)([YMWD])", written)
        ]
        return format_list(parts, style="unit", locale=self.locale) if parts else written

    def name_of(self, language: Language) -> str:
        """Name another language in this one, as inside a sentence."""
        locale = nearest_locale(language)
        return (locale and locale.get_display_name(self.locale)) or language


def locale_folders(content: Path) -> tuple[Path, ...]:
    """Return where the catalogs of a notice stand: a project's own, then the program's."""
    return folders(content, "locales")


def available(locales: Sequence[Path] = LOCALES) -> frozenset[Language]:
    """Return the languages that the site has texts for."""
    return frozenset(language for folder in locales for language in languages_in(folder))


def catalog_problems(
    languages: Iterable[Language], locales: Sequence[Path] = LOCALES
) -> list[Problem]:
    """Tell what is wrong in the catalogs of some languages, and what they lack, each at its line.

    Readers get a text that is missing in English. A language without any catalog is told of by a
    check. That all are sound is found out once for the same files.
    """
    known = sorted(available(locales) & set(languages))

    def make() -> bytes:
        if problems := list(_problems(known, locales)):
            raise ContentError(problems)
        return b""

    paths = [path for language in known for path in catalogs_of(language, locales)]
    raw = b"".join(path.read_bytes() for path in (*paths, locales[-1] / TEMPLATE))
    try:
        cached("sound catalogs", _checked_by(*known, *map(str, paths)) + raw, make)
    except ContentError as error:
        return list(error.problems)
    return []


def _problems(languages: Iterable[Language], locales: Sequence[Path]) -> Iterator[Problem]:
    from notice.site import po_checks, po_files  # noqa: PLC0415 - Babel's reader, which a build seldom needs

    wanted = po_files.template(locales)
    for language in languages:
        try:
            files = [
                (path.as_posix(), raw := path.read_bytes(), po_files.read(path, raw, language))
                for path in catalogs_of(language, locales)
            ]
        except ContentError as error:
            yield from error.problems
            continue
        if errors := [problem for file in files for problem in po_checks.errors(*file)]:
            yield from errors
            continue
        for file in files:
            yield from po_checks.oddities(*file, language)
        yield from po_checks.missing(files[0][0], [messages for *_, messages in files], wanted)


def load(language: Language, locales: tuple[Path, ...] = LOCALES) -> Catalog:
    """Read a language's texts from its `.po` files as they are; no compiled file is needed.

    Raises ContentError where one cannot be read, or would break a page.
    """
    translations: list[gettext.GNUTranslations] = []
    for path in catalogs_of(language, locales):
        compiled = _compiled(path, path.read_bytes(), language)
        translations.append(gettext.GNUTranslations(io.BytesIO(compiled)))
    for first, second in pairwise(translations):
        first.add_fallback(second)
    locale = _locale(language)
    return Catalog(language, own_name_of(language), direction_of(language), translations[0], locale)


def own_name_of(language: Language) -> str:
    """Return what a language calls itself, as it begins an entry of a list; with a country or a
    script only where its tag names one.
    """
    known = nearest_locale(language)
    name = (known and known.get_display_name()) or language
    return name[0].upper() + name[1:]


def direction_of(language: Language) -> str:
    """Return how a language runs: as the script does that its tag names (`ku-Arab`, `ar-Latn`),
    else as the Unicode CLDR says of the language.
    """
    named = re.search("(?<=-)[A-Za-z]{4}(?=-|$)", language)
    if named:
        return "rtl" if named[0].title() in _RIGHT_TO_LEFT else "ltr"
    known = nearest_locale(language)
    return known.text_direction if known else "ltr"


def _compiled(path: Path, raw: bytes, language: Language) -> bytes:
    """Compile a `.po` file, or take what was compiled of the same before."""

    def make() -> bytes:
        from notice.site import po_checks, po_files  # noqa: PLC0415 - Babel's reader, which a build seldom needs

        messages = po_files.read(path, raw, language)
        if wrong := list(po_checks.errors(path.as_posix(), raw, messages)):
            raise ContentError(wrong)
        return po_files.compiled(messages)

    # Compiled as Babel does it, and only if it passes the checks.
    return cached("catalogs", _checked_by(str(path)) + raw, make)


def _checked_by(*files: str) -> bytes:
    """Return what a result on catalogs depends on besides their text: names, Babel, our checks."""
    modules = ("site/po_files.py", "site/po_checks.py", "content/po_source.py")
    program = b"".join(Path(PACKAGE, name).read_bytes() for name in modules)
    return "\0".join((babel_version, *files, "")).encode() + program


def _locale(language: Language) -> Locale:
    return nearest_locale(_EUROPEAN.get(language, language)) or Locale("root")


@lru_cache(maxsize=4096)
def _date(day: date, locale: Locale) -> str:
    if locale.months["format"]["wide"][1] == "M01":  # of some languages the CLDR has no months
        return day.isoformat()
    return format_date(day, format="long", locale=locale)
