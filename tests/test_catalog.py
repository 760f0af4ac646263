"""The site's own texts: complete in every language, up to date, and as each language writes dates
and counts.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from babel.messages.catalog import Catalog as Messages
from babel.messages.pofile import read_po
from conftest import DATA, ROOT

from notice.problems import ContentError, Severity
from notice.site.catalog_places import place
from notice.site.i18n import LOCALES, available, catalog_problems, load

LANGUAGES = sorted(available() - {"sv", "de"})  # these two are filled in once the words settle


def messages(file: Path) -> Messages:
    """Read a `.po` or `.pot` file."""
    with file.open("rb") as stream:
        return read_po(stream)


def identity(message_id: object) -> object:
    """Return what a message is known by; plural forms by both."""
    return tuple(message_id) if isinstance(message_id, list | tuple) else message_id


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Messages:
    """Extract the texts from code and templates as `make messages` does."""
    pot = tmp_path_factory.mktemp("pot") / "messages.pot"
    command = [
        sys.executable,
        "-m",
        "babel.messages.frontend",
        "-q",
        "extract",
        "-F",
        "pyproject.toml",
        "-o",
        str(pot),
        ".",
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return messages(pot)


def test_the_three_are_there() -> None:
    """Finnish, English and Russian have texts."""
    assert {"fi", "en", "ru"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_complete_and_up_to_date(language: str, extracted: Messages) -> None:
    """Every text is translated, none is fuzzy, none is left over, and every plural form is
    there.
    """
    catalog = messages(LOCALES[-1] / language / "LC_MESSAGES" / "messages.po")
    wanted = {identity(message.id) for message in extracted if message.id}
    assert len(wanted) > 60
    assert {identity(message.id) for message in catalog if message.id} == wanted
    for message in catalog:
        if message.id:
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(forms), message.id
            assert not message.fuzzy, message.id
            assert len(forms) == (catalog.num_plurals if message.pluralizable else 1), message.id
            names = set(re.findall(r"%\((\w+)\)", str(message.id)))
            assert all(set(re.findall(r"%\((\w+)\)", str(form))) == names for form in forms), (
                message.id
            )


def test_template_is_up_to_date(extracted: Messages) -> None:
    """`locales/messages.pot` holds what is in code and templates today."""
    assert {identity(message.id) for message in messages(LOCALES[-1] / "messages.pot")} | {""} == {
        identity(message.id) for message in extracted
    } | {""}


def test_dates() -> None:
    """Each language writes a day its own way."""
    day = date(2025, 3, 1)
    assert [load(language).date(day) for language in ("fi", "en", "ru")] == [
        "1. maaliskuuta 2025",
        "1 March 2025",
        "1 марта 2025\u202fг.",
    ]


def test_names_of_languages() -> None:
    """A language is called by its own name in the list, and by the reader's in a sentence."""
    assert [load(language).own_name for language in ("fi", "en", "ru")] == [
        "Suomi",
        "English",
        "Русский",
    ]
    assert [load(language).name_of("fi") for language in ("fi", "en", "ru")] == [
        "suomi",
        "Finnish",
        "финский",
    ]


def test_russian_has_three_plurals() -> None:
    """Russian counts one, few and many."""
    forms = [
        load("ru").ngettext("%(num)d addition", "%(num)d additions", number) % {"num": number}
        for number in (1, 2, 5, 11, 21, 22)
    ]
    assert forms == [
        "1 добавление",
        "2 добавления",
        "5 добавлений",
        "11 добавлений",
        "21 добавление",
        "22 добавления",
    ]


BROKEN = yaml.safe_load((DATA / "broken-catalogs.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", BROKEN["cases"], ids=lambda case: case["name"])
def test_a_broken_catalog_is_told(case: dict[str, str], tmp_path: Path) -> None:
    """What is wrong in a catalog is told at its line in plain words, and what would break a page is
    refused; never a traceback.
    """
    text = case.get("po", BROKEN["header"] + "\n" + case.get("body", ""))
    path = place("sv", tmp_path)
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode(case.get("encoding", "utf-8")))
    lacks = "not translated"
    told = [
        f"{problem.line}: {problem.severity.value}: {problem.message}"
        for problem in catalog_problems(["sv"], (tmp_path, *LOCALES))
        if lacks not in problem.message
    ]
    assert [line[: len(case["says"])] for line in told] == ([case["says"]] if case["says"] else [])
    if "error" in case["says"]:
        with pytest.raises(ContentError):
            load("sv", (tmp_path,))
    else:
        load("sv", (tmp_path, *LOCALES)).gettext("Contents")


def test_swedish_needs_no_code(tmp_path: Path) -> None:
    """Another language is a `.po` file: its dates, names and plurals come with it."""
    folder = tmp_path / "sv" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    header = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: '
        'nplurals=2; plural=(n != 1);\\n"\n'
    )
    (folder / "messages.po").write_text(
        f'{header}\nmsgid "Contents"\nmsgstr "Innehåll"\n', encoding="utf-8"
    )
    assert available((tmp_path,)) == {"sv"}
    swedish = load("sv", (tmp_path,))
    assert (swedish.gettext("Contents"), swedish.own_name, swedish.date(date(2025, 3, 1))) == (
        "Innehåll",
        "Svenska",
        "1 mars 2025",
    )


def test_missing_texts_are_told(tmp_path: Path) -> None:
    """A text of the site that a language lacks, or has only begun, is told at its line; a complete
    language gives nothing.
    """
    shutil.copytree(LOCALES[-1], tmp_path / "locales")
    assert catalog_problems(["fi", "en", "ru"], (tmp_path / "locales",)) == []
    file = tmp_path / "locales" / "fi" / "LC_MESSAGES" / "messages.po"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace('msgid "Contents"\nmsgstr "Sisällys"', 'msgid "Contents"\nmsgstr ""'),
        encoding="utf-8",
    )
    (problem,) = catalog_problems(["fi", "en", "ru"], (tmp_path / "locales",))
    assert text.splitlines()[problem.line - 1] == 'msgid "Contents"'
    assert (problem.severity, "“Contents” is not translated yet" in problem.message) == (
        Severity.WARNING,
        True,
    )
    (tmp_path / "locales" / "sq" / "LC_MESSAGES").mkdir(parents=True)
    shutil.copy(
        LOCALES[-1] / "messages.pot", tmp_path / "locales" / "sq" / "LC_MESSAGES" / "messages.po"
    )
    (problem,) = catalog_problems(["sq"], (tmp_path / "locales",))
    assert re.match(r"\d+ of the \d+ texts of the site's own are not translated", problem.message)
