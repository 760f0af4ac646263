"""Languages by their tags: where their catalogs stand, in either spelling, and what the Unicode
CLDR knows of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from babel.core import Locale, UnknownLocaleError, get_global

from notice.content.model import Language
from notice.problems import ContentError, whole_file

TEMPLATE = "messages.pot"
"""What all catalogs are begun from: the texts of the program's own."""

_FILE = Path("LC_MESSAGES") / "messages.po"


def place(language: Language, folder: Path) -> Path:
    """Return where a catalog belongs: `zh-Hans` stands in `zh_Hans`, as gettext writes it."""
    return folder / language.replace("-", "_") / _FILE


def languages_in(folder: Path) -> Iterator[Language]:
    """Yield the languages that a folder has catalogs for."""
    for file in folder.glob(f"*/{_FILE.as_posix()}"):
        yield file.parent.parent.name.replace("_", "-")


def catalogs_of(language: Language, locales: Sequence[Path]) -> list[Path]:
    """Return the catalogs of a language, a project's own first. Both spellings of a folder are
    read; raises ContentError where a folder has both.
    """
    result: list[Path] = []
    for folder in locales:
        wanted = place(language, folder)
        files = {
            file.resolve(): file for file in (wanted, folder / language / _FILE) if file.is_file()
        }
        if len(files) > 1:
            message = f"there is a catalog in {folder / language} too: keep one of them"
            raise ContentError([whole_file(wanted.as_posix(), message)])
        result += files.values()
    return result


@cache
def nearest_locale(language: Language) -> Locale | None:
    """Return the CLDR's locale of a language or the nearest known one; None where there is none."""
    parts = language.replace("-", "_").split("_")
    for length in range(len(parts), 0, -1):
        with suppress(UnknownLocaleError, ValueError):
            return Locale.parse("_".join(parts[:length]))
    return None


def is_known(language: Language) -> bool:
    """Tell whether the Unicode CLDR knows a language, be it only in which script it is written: of
    most languages it has no more than that.
    """
    return bool(nearest_locale(language)) or language.partition("-")[0] in _likely()


def main_language_of(country: str) -> Language:
    """Return the CLDR's most likely language of a country (ISO 3166-1); nothing where unknown."""
    return _likely().get(f"und_{country}", "").partition("_")[0]


def _likely() -> Mapping[str, str]:
    """Return the most likely full tag of each language and country (UTS #35, Likely Subtags)."""
    known: Mapping[str, str] = get_global("likely_subtags")
    return known
