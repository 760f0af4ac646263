"""The site's own texts: complete in every language, up to date, and as each language writes dates
and counts.
"""

from __future__ import annotations

import ast
import gettext
import re
import shutil
from contextlib import chdir
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog as Messages
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from conftest import ROOT, SMALL, MakeContent, Run, rows

from notice.problems import ContentError, Severity
from notice.site.catalog_places import is_known, nearest_locale, place
from notice.site.i18n import (
    LOCALES,
    Catalog,
    available,
    catalog_problems,
    direction_of,
    load,
    own_name_of,
)

LANGUAGES = sorted(available())


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
    command = ["pybabel", "-q", "extract", "-F", "pyproject.toml", "-o", str(pot), "."]
    with chdir(ROOT):
        CommandLineInterface().run(command)  # type: ignore[no-untyped-call]
    return messages(pot)


def test_the_three_are_there() -> None:
    """Finnish, English and Russian have texts."""
    assert {"fi", "en", "ru"} <= set(LANGUAGES)


@pytest.mark.campaign
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


def test_every_text_of_the_code_is_found(extracted: Messages) -> None:
    """No text is asked for where its extraction overlooks it: in an f-string, before Python 3.12."""
    calls = [
        call
        for file in (ROOT / "notice").rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).rpartition(".")[2] in {"_", "gettext", "ngettext"}
    ]
    texts = {
        call.args[0].value for call in calls if call.args and isinstance(call.args[0], ast.Constant)
    }
    known = {message.id[0] if message.pluralizable else message.id for message in extracted}
    assert len(texts) > 60
    assert texts <= known


def test_template_is_up_to_date(extracted: Messages) -> None:
    """`locales/messages.pot` holds what is in code and templates today."""
    assert {identity(message.id) for message in messages(LOCALES[-1] / "messages.pot")} | {""} == {
        identity(message.id) for message in extracted
    } | {""}


UNREVIEWED = ("de", "sv")


def test_what_nobody_reviewed_says_so() -> None:
    """The header of a catalog that nobody whose language it is has read says that."""
    for language in LANGUAGES:
        head = place(language, LOCALES[-1]).read_text(encoding="utf-8").partition("msgid")[0]
        assert ("# Unreviewed: " in head) == (language in UNREVIEWED), language


TAGS = [
    "ar",
    "ar-001",
    "az-Latn",
    "be-tarask",
    "bg",
    "ca",
    "ca-valencia",
    "ckb",
    "cs",
    "cy",
    "da",
    "de",
    "de-1996",
    "de-AT",
    "de-CH-1996",
    "el",
    "el-polyton",
    "en",
    "en-GB",
    "en-US",
    "en-x-private",
    "eo",
    "es",
    "es-419",
    "et",
    "eu",
    "fa",
    "fi",
    "fil",
    "fr",
    "fr-CA",
    "ga",
    "gl",
    "he",
    "hi",
    "hr",
    "hu",
    "hy",
    "id",
    "is",
    "it",
    "ja",
    "ka",
    "kl",
    "kn",
    "ko",
    "lt",
    "lv",
    "mt",
    "nb",
    "nl",
    "nn",
    "olo",
    "pl",
    "pt",
    "pt-BR",
    "pt-PT",
    "ro",
    "rm",
    "ru",
    "se",
    "sh",
    "sk",
    "sl",
    "smn",
    "smj",
    "sms",
    "sq",
    "sr",
    "sr-Latn",
    "sr-Latn-RS",
    "sv",
    "sv-FI",
    "sw",
    "th",
    "tl",
    "tlh",
    "tr",
    "uk",
    "ur",
    "uz-Cyrl",
    "vi",
    "vro",
    "wa",
    "yi",
    "yue-Hant-HK",
    "zh",
    "zh-Hans",
    "zh-Hant-TW",
    "zh-cmn-Hans",
    "zu",
]


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        *[
            ("ku", "ltr"),
            ("ku-Arab", "rtl"),
            ("ar", "rtl"),
            ("ar-Latn", "ltr"),
            ("az-Arab-IR", "rtl"),
        ],
        *[
            ("ur", "rtl"),
            ("he-IL", "rtl"),
            ("zh-Hans", "ltr"),
            ("sr-Latn-RS", "ltr"),
            ("xx", "ltr"),
        ],
    ],
)
def test_a_language_runs_as_its_script_does(tag: str, direction: str) -> None:
    """Where a tag names a script, that decides; else what is known of the language."""
    assert direction_of(tag) == direction


@pytest.mark.parametrize(
    ("tag", "locale"), [("fi", "fi_FI"), ("en", "en_GB"), ("ru", "ru_RU"), ("de-AT", "de_AT")]
)
def test_a_language_has_a_country_where_one_is_asked_for(tag: str, locale: str) -> None:
    """Open Graph knows languages by the country that they are first of all written in."""
    catalog = Catalog(tag, tag, "ltr", gettext.GNUTranslations(), nearest_locale(locale))  # type: ignore[arg-type] # known
    assert catalog.territory_locale == locale


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("en", "English"),
        ("ru", "Русский"),
        ("ku-Arab", "Kurdî (kurmancî)"),
        ("sr-Latn", "Srpski (latinica)"),
        ("de-AT", "Deutsch (Österreich)"),
        ("pt-BR", "Português (Brasil)"),
        ("xx", "Xx"),
    ],
)
def test_a_language_is_named_with_a_country_only_where_its_tag_has_one(tag: str, name: str) -> None:
    """Its own name says no more than its tag: no country is added that nobody named."""
    assert own_name_of(tag) == name


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (date(2020, 8, 10), date(2020, 8, 20), "10–20 Aug 2020"),
        (date(2019, 12, 30), date(2020, 8, 20), "30 Dec 2019\N{NO-BREAK SPACE}– 20 Aug 2020"),
    ],
)
def test_days_are_short_and_no_line_begins_with_a_dash(
    first: date, last: date, written: str
) -> None:
    """What two days have in common is said once."""
    catalog = Catalog("en", "English", "ltr", gettext.GNUTranslations(), nearest_locale("en_GB"))  # type: ignore[arg-type] # known
    assert catalog.days(first, last) == written


@pytest.mark.campaign
@pytest.mark.parametrize("spelled", ["underscore", "hyphen"])
@pytest.mark.parametrize("tag", TAGS)
def test_any_language_can_have_a_catalog(tag: str, spelled: str, tmp_path: Path) -> None:
    """Whatever the tag, and however its folder is spelled, the texts are read, the language has a
    name and a direction, and a day is written in words or as 2026-05-01.
    """
    folder = tmp_path / (tag.replace("-", "_") if spelled == "underscore" else tag)
    (folder / "LC_MESSAGES").mkdir(parents=True)
    (folder / "LC_MESSAGES" / "messages.po").write_text('msgid "Contents"\nmsgstr "X"\n', "utf-8")
    assert available((tmp_path,)) == {tag}
    catalog = load(tag, (tmp_path, *LOCALES))
    day = catalog.date(date(2026, 5, 1))
    assert catalog.gettext("Contents") == "X"
    assert catalog.own_name
    assert catalog.direction == ("rtl" if tag in RIGHT_TO_LEFT else "ltr")
    assert "M05" not in day
    assert day == "2026-05-01" or len(day) > 6


RIGHT_TO_LEFT = {"ar", "ar-001", "ckb", "fa", "he", "ur", "yi"}


def test_a_language_without_months_has_its_days_in_figures(tmp_path: Path) -> None:
    """Skolt and Lule Sámi have no months in the Unicode CLDR, Karelian is not there at all."""
    for tag in ("sms", "smj", "olo"):
        place(tag, tmp_path).parent.mkdir(parents=True)
        place(tag, tmp_path).write_text("", encoding="utf-8")
        assert load(tag, (tmp_path,)).date(date(2026, 5, 1)) == "2026-05-01"


def test_two_catalogs_of_one_language_are_told(tmp_path: Path) -> None:
    """A folder with both spellings of a language is refused: one of them would not be read."""
    for name in ("zh_Hans", "zh-Hans"):
        (tmp_path / name / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / name / "LC_MESSAGES" / "messages.po").write_text("", encoding="utf-8")
    with pytest.raises(ContentError, match="keep one of them"):
        load("zh-Hans", (tmp_path,))


def test_catalog_begins_a_language(make_content: MakeContent, run: Run, tmp_path: Path) -> None:
    """`catalog` writes the texts of a language with the plural forms that it has, in the folder that
    gettext names; what is translated stays when it is asked again; a complete language of ours is
    left alone.
    """
    content = make_content(
        {
            "notice.yaml": (SMALL / "notice.yaml")
            .read_text("utf-8")
            .replace("[fi, en]", "[fi, sr-Latn]")
        }
    )
    asked = run("check", "--content", content).stdout
    assert (
        "locales/sr_Latn/LC_MESSAGES/messages.po is missing; `python build.py catalog sr-Latn`"
        in asked
    )
    begun = run("catalog", "sr-Latn", "--content", content)
    file = tmp_path / "locales" / "sr_Latn" / "LC_MESSAGES" / "messages.po"
    assert re.fullmatch(
        r"locales/sr_Latn/.*: (\d+) of \1 texts are to be translated\n", begun.stdout
    )
    text = file.read_text("utf-8")
    assert "nplurals=3;" in text
    assert "msgstr[2]" in text
    lacking = [
        line
        for line in run("check", "--content", content).stdout.splitlines()
        if "of the site's own" in line
    ]
    assert len(lacking) == 1
    file.write_text(
        text.replace('msgid "Contents"\nmsgstr ""', 'msgid "Contents"\nmsgstr "Sadržaj"'), "utf-8"
    )
    run("catalog", "sr-Latn", "--content", content)
    assert 'msgid "Contents"\nmsgstr "Sadržaj"' in file.read_text("utf-8")
    assert "has all its texts in sv" in run("catalog", "sv", "--content", content).stdout
    assert not (tmp_path / "locales" / "sv").exists()
    refused = run("catalog", "../x", "--content", content)
    assert (refused.returncode, "is no language" in refused.stderr) == (2, True)


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("pt_BR", "`pt_BR` is no language; write `pt-BR`"),
        ("FI", "write `fi`"),
        ("xx-yy-zz", "`xx-yy-zz` is the tag of no language"),
        ("zzz", "`zzz` is the tag of no language"),
        ("jp", "the main language of the country JP is `ja`"),
        ("cz-CZ", "the main language of the country CZ is `cs`"),
    ],
)
def test_no_catalog_is_begun_for_what_is_no_language(
    make_content: MakeContent, run: Run, tmp_path: Path, tag: str, told: str
) -> None:
    """A tag that is well formed and of no language is refused, and nothing is written."""
    refused = run("catalog", tag, "--content", make_content())
    assert (refused.returncode, told in refused.stderr) == (2, True)
    assert not (tmp_path / "locales").exists()


@pytest.mark.parametrize("tag", ["olo", "krl", "pt-BR", "sr-Latn", "ar", "sms", "rmf", "yue"])
def test_a_language_of_which_little_is_known_is_one(tag: str) -> None:
    """Livvi-Karelian and Finnish Kalo have no locale in the CLDR, which knows them all the same."""
    assert is_known(tag)


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


BROKEN = rows("broken-catalogs.yaml")


@pytest.mark.campaign
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
