"""Where the catalogs of a language stand: a folder for each, in either spelling of its tag."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from notice.content.model import Language
from notice.problems import ContentError, Problem, Severity

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
            raise ContentError([Problem(wanted.as_posix(), 1, 1, Severity.ERROR, message)])
        result += files.values()
    return result
