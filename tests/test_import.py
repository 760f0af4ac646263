"""An existing notice taken over: its words in their order, its versions, its languages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from conftest import DATA, Run

from notice.commands.import_notes import note
from notice.markup.parse import parse
from notice.markup.tree import resolve
from notice.redline.compare import compare
from notice.redline.result import Part
from notice.site.i18n import load

FILES = DATA / "import"
OLD = """\
# Privacy

Some words first.

## Names and addresses

We keep names and addresses of all who buy something from us.

## How long

Six years.
"""
TODAY = OLD.replace("## Names and addresses", "## What we keep").replace("Six", "Ten")
FINNISH = """\
# Tietosuoja

Ensin jotain.

## Nimet ja osoitteet

Säilytämme ostajien nimet ja osoitteet.

## Kuinka kauan

Kuusi vuotta.
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Write two revisions of a notice, and one of its translation."""
    for name, text in (("old.md", OLD), ("new.md", TODAY), ("fi.md", FINNISH)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def section(content: Path, inside: str, language: str = "en") -> Mapping[str, str]:
    """Return a section's texts in a language."""
    data = yaml.load((content / inside).read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - it makes texts alone
    texts: Mapping[str, str] = data[language]
    return texts


def test_a_revision_without_another_word_is_editorial(files: Path, run: Run) -> None:
    """A file that says the same again is a version all the same, which changed no meaning."""
    assert run("import", "old.md@2018-05-24", "old.md@2020-01-01").returncode == 0
    version = (files / "content" / "v2" / "version.yaml").read_text(encoding="utf-8")
    assert "change: editorial\n" in version
    assert "No word was changed." in version


def test_versions_hold_what_changed(files: Path, run: Run) -> None:
    """Each file is a version, sealed, with a note in words; a section that was renamed is not new,
    and one that stayed stands in no second folder.
    """
    done = run("import", "old.md@2018-05-24", "new.md@2020-01-01")
    assert done.returncode == 0, done.stderr
    content = files / "content"
    assert {path.name for path in (content / "v1").iterdir()} == {
        "version.yaml",
        "preamble.yaml",
        "names-and-addresses.yaml",
        "how-long.yaml",
    }
    assert {path.name for path in (content / "v2").iterdir()} == {
        "version.yaml",
        "names-and-addresses.yaml",
        "how-long.yaml",
    }
    assert section(content, "v2/names-and-addresses.yaml")["title"] == "What we keep"
    assert section(content, "v1/preamble.yaml")["body"] == "Some words first.\n"
    note = section(content, "v2/version.yaml", "note")
    assert note["en"] == (
        "The section “What we keep” has a new title. The section “How long” was changed."
    )
    assert run("check").returncode in (0, 1)
    assert run("verify").returncode == 0
    assert run("build").returncode == 0
    page = (files / "site" / "en" / "v1" / "index.html").read_text(encoding="utf-8")
    assert "We keep names and addresses of all who buy something from us." in page


def test_another_language_beside_it(files: Path, run: Run) -> None:
    """A language taken over later stands beside the versions, pinned and sealed; what it does not
    have, or has too much, is told.
    """
    assert run("import", "old.md@2018-05-24", "new.md@2020-01-01").returncode == 0
    extra = (files / "fi.md").read_text(encoding="utf-8") + "\n## Vielä\n\nJotain muuta.\n"
    (files / "fi.md").write_text(extra, encoding="utf-8")
    done = run("import", "fi.md@2018-06-01", "--lang", "fi", "--into", "content")
    assert done.returncode == 0, done.stderr
    content = files / "content"
    texts = section(content, "v1/how-long.yaml", "fi")
    assert texts["title"] == "Kuinka kauan"
    assert re.fullmatch("[0-9a-f]{8}", texts["of"])
    assert "fi" not in yaml.safe_load((content / "v2" / "how-long.yaml").read_text("utf-8"))
    assert "fi.md:13:1: warning: not taken: “Vielä” has no place in v1" in done.stderr
    notice = yaml.safe_load((content / "notice.yaml").read_text(encoding="utf-8"))
    assert notice["languages"] == ["en", "fi"]
    assert notice["title"] == {"en": "Privacy", "fi": "Tietosuoja"}
    assert run("verify").returncode == 0
    assert run("build").returncode == 0


def test_a_language_that_was_published_is_not_imported_anew(files: Path, run: Run) -> None:
    """A sealed translation stays: what is told names the files of the content, and nothing is left
    of the copy that was to take their place.
    """
    assert run("import", "old.md@2018-05-24").returncode == 0
    assert run("import", "fi.md@2018-06-01", "--lang", "fi").returncode == 0
    other = (files / "fi.md").read_text(encoding="utf-8").replace("vuotta", "päivää")
    (files / "fi.md").write_text(other.replace("nim", "katunim"), encoding="utf-8")
    done = run("import", "fi.md@2018-06-01", "--lang", "fi")
    assert done.returncode == 1
    assert done.stderr.startswith("content/v1/")
    assert ".new" not in done.stderr
    assert "so nothing was imported" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["old.md"], "old.md: of which day is it?"),
        (["old.md@2018-02-31"], "'2018-02-31' is no day"),
        (["old.md@2018-05-24", "new.md@2018-05-24"], "are both of 2018-05-24"),
        (["gone.md@2018-05-24"], "gone.md: No such file"),
        (["old.md@2018-05-24", "--timezone", "Mars/X"], "'Mars/X' is no time zone"),
        (["empty.md@2018-05-24"], "empty.md: there is no text in it"),
        (["x.pdf@2018-05-24"], "a file to import ends in .md, .html or .docx"),
        (["bad.docx@2018-05-24"], "this Word file cannot be read"),
        (["page.html@2018-05-24", "--select", "#nowhere"], "nothing in the page is `#nowhere`"),
        (["latin.md@2018-05-24"], "latin.md:2: this is not UTF-8"),
    ],
)
def test_wrong_use(files: Path, run: Run, arguments: list[str], said: str) -> None:
    """What cannot be imported is told, exits with 2, and leaves nothing behind."""
    (files / "x.pdf").write_bytes(b"")
    (files / "empty.md").write_text("\n  \n", encoding="utf-8")
    (files / "bad.docx").write_bytes(b"PK nothing")
    (files / "page.html").write_text("<p>Text.</p>", encoding="utf-8")
    (files / "latin.md").write_bytes(b"One\ntw\xf6\n")
    before = sorted(path.name for path in files.iterdir())
    done = run("import", *arguments)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert sorted(path.name for path in files.iterdir()) == before


@pytest.mark.usefixtures("files")
def test_placeholders_that_are_sealed_are_told(run: Run) -> None:
    """What was not said of controller, address and time zone stands there as a placeholder, and is
    sealed with the texts: that is told where it can still be mended.
    """
    told = run("import", "old.md@2018-05-24", "--controller", "Oma Oy").stdout
    assert "content/notice.yaml: without --base-url, --timezone it has placeholders" in told
    given = ("--base-url", "https://oma.example/", "--timezone", "Europe/Helsinki")
    done = run("import", "old.md@2018-05-24", "--controller", "Oma", *given, "--into", "other")
    assert (done.returncode, "placeholders" in done.stdout) == (0, False)


def test_nothing_is_written_over(files: Path, run: Run) -> None:
    """A folder that has versions in the language already is left as it is."""
    assert run("import", "old.md@2018-05-24").returncode == 0
    before = {path: path.read_bytes() for path in (files / "content").rglob("*.yaml")}
    done = run("import", "new.md@2020-01-01")
    assert done.returncode == 2
    assert "has versions in `en` already" in done.stderr
    assert {path: path.read_bytes() for path in (files / "content").rglob("*.yaml")} == before


def test_word(run: Run, tmp_path: Path) -> None:
    """A Word file gives headings, lists, tables, its quotes as they are, and of tracked changes
    what they lead to.
    """
    shutil.copy(FILES / "notice.docx", tmp_path)
    done = run("import", "notice.docx@2019-04-01")
    assert done.returncode == 0, done.stderr
    content = tmp_path / "content"
    assert 'title: {en: "Privacy policy"}' in (content / "notice.yaml").read_text("utf-8")
    assert section(content, "v1/what-we-keep.yaml")["body"] == (
        "We keep “names” – and ‘orders’…\n\n- Names\n- Orders\n- paid\n\n"
        "| What | How long |\n| --- | --- |\n| Books | 6 years |\n"
    )
    assert section(content, "v1/for-how-long.yaml")["body"] == (
        "As long as **we must**.\n\nKept for six years.\n"
    )


def test_markdown(run: Run, tmp_path: Path) -> None:
    """A Markdown file gives its day and title from its front matter, nested lists, tables, images,
    footnotes, emphasis and links to its own sections; what has no place is told with its line.
    """
    shutil.copytree(FILES, tmp_path / "old")
    done = run("import", "old/notice.md", "--base", "https://old.example/x/")
    assert done.returncode == 0, done.stderr
    content = tmp_path / "content"
    assert "effective: 2019-04-01" in (content / "v1" / "version.yaml").read_text("utf-8")
    assert "Our privacy notice" in (content / "notice.yaml").read_text("utf-8")
    assert section(content, "v1/what-we-keep.yaml")["body"] == (
        "We keep:\n\n- names and *addresses*\n- orders\n    - paid\n    - unpaid\n\n"
        "See section [](#for-how-long), the [rules](https://old.example/x/rules.html), "
        "https://example.org/a_b and codes[^1].\n\n"
        "| What | How long |\n| --- | --- |\n| books \\| ledgers | 6 years |\n\n"
        "![A map of the offices](media/map.svg)\n\n[^1]: Short ones.\n"
    )
    assert (content / "media" / "map.svg").read_bytes() == (FILES / "map.svg").read_bytes()
    assert section(content, "v1/for-how-long.yaml")["body"] == (
        "As long as **we must**, not forever longer. 2 \\* 3 = 6 \\[sic\\]; snake_case. "
        "1. is no item here.\n"
    )
    changes = yaml.safe_load((content / "v1" / "changes.yaml").read_text(encoding="utf-8"))
    assert changes["number"] == "4", "computed it would be 3"
    assert changes["en"]["body"] == "Told by **e-mail**.\n\n### Nothing under it\n"
    assert "old/notice.md:28:1: hint: struck text" in done.stderr


def test_a_saved_page(run: Run, tmp_path: Path) -> None:
    """Of a page the main text alone is taken, without navigation, footer and script; how it was
    found is said, and `--select` names another.
    """
    shutil.copy(FILES / "notice.html", tmp_path)
    done = run("import", "notice.html@2019-04-01")
    assert done.returncode == 0, done.stderr
    assert "(the div with most of the words)" in done.stdout
    content = tmp_path / "content"
    body = section(content, "v1/for-how-long.yaml")["body"]
    assert body == (
        "Until [the end](https://example.org/)[^1]; see [What we keep](#what-we-keep).\\\n"
        "Or longer.\n\n> “Quoted”\n\n**Term**\n\nWhat it means.\n\nline one\\\nline two\n\n"
        "### Sub-heading\n\nUnder it.\n\n[^1]: A footnote.\n"
    )
    preamble = section(content, "v1/preamble.yaml")["body"]
    assert preamble == "Last updated on **1\N{NO-BREAK SPACE}April 2019**.\n"
    everything = "".join(file.read_text("utf-8") for file in content.rglob("*.yaml"))
    for word in ("Home", "Imprint", "never", "color"):
        assert word not in everything
    assert "notice.html:23:1: hint: `iframe` has no place in a notice" in done.stderr
    shutil.rmtree(content)
    done = run("import", "notice.html@2019-04-01", "--select", "footer")
    assert done.returncode == 0, done.stderr
    assert section(content, "v1/preamble.yaml")["body"] == "Imprint\n"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "The sections “What 0” and “What 1” are new. The section “Old” was removed. "
                "The sections “Part 0”, “Part 1” and 38 others were changed."
            ),
        ),
        (
            "fi",
            (
                "Kohdat ”What 0” ja ”What 1” ovat uusia. Kohta ”Old” on poistettu. "
                "Kohdat ”Part 0”, ”Part 1” ja 38 muuta ovat muuttuneet."
            ),
        ),
        (
            "ru",
            (
                "Добавлены пункты «What 0» и «What 1». Исключён пункт «Old». "
                "Изменены пункты «Part 0», «Part 1» и ещё 38."
            ),
        ),
        (
            "sv",
            (
                "Avsnitten ”What 0” och ”What 1” är nya. Avsnittet ”Old” har tagits bort. "
                "Avsnitten ”Part 0”, ”Part 1” och 38 till har ändrats."
            ),
        ),
        (
            "de",
            (
                "Die Abschnitte „What 0“ und „What 1“ sind neu. Der Abschnitt „Old“ wurde entfernt. "
                "Die Abschnitte „Part 0“, „Part 1“ und 38 weitere wurden geändert."
            ),
        ),
    ],
)
def test_a_note_is_short_and_in_words(language: str, said: str) -> None:
    """A note says in sentences what happened to which sections, of many only to how many."""
    titles = {f"part-{place}": f"Part {place}" for place in range(40)}
    new = {"what-0": "What 0", "what-1": "What 1"}

    def parts(names: Mapping[str, str], body: str) -> list[Part]:
        return [
            Part(name, "", title, "en", resolve(parse(body.format(title)), {}))
            for name, title in names.items()
        ]

    gone = parts({"old": "Old"}, "Of this nothing is left to be read by anybody.")
    came = parts(new, "{} was never written before.")
    redline = compare(
        [*parts(titles, "About {}, once."), *gone], [*parts(titles, "About {}, now."), *came]
    )
    names = {**titles, **new, "old": "Old"}
    assert note(load(language), redline, names, retitled=False) == said


def test_a_note_tells_of_another_title_of_the_notice() -> None:
    """Where nothing but the title of the notice is another, the note says no less."""
    assert note(load("en"), compare([], []), {}, retitled=True) == "The notice has a new title."


def test_a_table_has_its_caption_before_it(tmp_path: Path, run: Run) -> None:
    """The caption of an HTML table is a paragraph before it, whatever stands in it."""
    table = "<table><caption>{}</caption><tr><th>A<th>B<tr><td>1<td>2</table>"
    tables = "".join(map(table.format, ("Plain words", "Some <b>bold</b> words")))
    page = f"<!doctype html><main><h1>Notice</h1><p>Words.</p>{tables}</main>"
    (tmp_path / "old.html").write_text(page, encoding="utf-8")
    done = run("import", "old.html@2020-01-01")
    assert done.returncode == 0, done.stderr
    (section_file,) = (tmp_path / "content" / "v1").glob("[!v]*.yaml")
    text = section_file.read_text(encoding="utf-8")
    assert "    Plain words\n\n    | A | B |" in text
    assert "    Some **bold** words\n\n    | A | B |" in text


def test_an_image_that_is_none_is_told_where_it_stands(tmp_path: Path, run: Run) -> None:
    """A file that only calls itself an image stops the import by its own name; nothing is left."""
    (tmp_path / "old.md").write_text("# Notice\n\nWords.\n\n![Logo](logo.png)\n", encoding="utf-8")
    (tmp_path / "logo.png").write_text("no image")
    done = run("import", "old.md@2020-01-01")
    assert done.returncode == 1
    assert "logo.png:1:1: error: this is no PNG, JPEG, WebP or SVG image" in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"old.md", "logo.png"}
