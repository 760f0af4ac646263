"""The translator's day: what changed in the source, a PO file out and back, nothing else touched."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from conftest import DATA, MakeContent, Run, required, rows
from hypothesis import given
from hypothesis import strategies as st

from notice.checks import examine
from notice.content.files import read_tree
from notice.content.model import Notice
from notice.problems import ContentError
from notice.site.i18n import available
from notice.translate.blocks import replaced, split
from notice.translate.po import from_po
from notice.translate.since_pin import source_since_pin
from notice.versions.editions import editions

BLOCKS = rows("translate/blocks.yaml")
VERSION = """\
effective: 2035-01-01
published: 2034-12-01
draft: true
change: material
note: {fi: Muutoksia., en: Changes.}
sections: [preamble, controller, rights, purposes, transfers]
"""


def notice_of(content: Path) -> Notice:
    """Return the notice of a content folder."""
    notice = examine(read_tree(content), available()).notice
    assert notice
    return notice


def files_of(content: Path) -> dict[str, bytes]:
    """Return every file of a content folder."""
    return {
        file.relative_to(content).as_posix(): file.read_bytes()
        for file in sorted(content.rglob("*"))
        if file.is_file()
    }


def exported(run: Run, content: Path, *options: str) -> Catalog:
    """Export a language; returns the PO file's entries."""
    done = run("translate", "export", "--content", content, "--lang", "en", *options)
    assert done.returncode == 0, done.stderr
    return read_po(io.BytesIO(done.stdout.encode()), abort_invalid=True)


def imported(
    run: Run, content: Path, catalog: Catalog, file: Path, *, width: int = 76, sort: bool = False
) -> str:
    """Import a PO file; returns what was said."""
    stream = io.BytesIO()
    write_po(stream, catalog, width=width, sort_output=sort, no_location=True)
    file.write_bytes(stream.getvalue())
    done = run("translate", "import", file, "--content", content)
    assert done.returncode == 0, done.stderr
    return done.stdout


def fill(catalog: Catalog, section: str, edit: Callable[[str, str], str]) -> None:
    """Translate every entry of a section, and take its mark off."""
    for message in catalog:
        if message.id and str(message.context).startswith(f"{section}/"):
            message.string = edit(str(message.id), str(message.string))
            message.flags.discard("fuzzy")


@pytest.mark.parametrize("case", BLOCKS, ids=[case["body"].strip()[:20] for case in BLOCKS])
def test_blocks(case: dict[str, object]) -> None:
    """A body is a paragraph, a heading, an item or a whole table an entry, without its marker."""
    assert [block.text for block in split(str(case["body"]))] == case["blocks"]


@given(st.text(st.sampled_from("ab |-#>.1\\\n[^]:"), max_size=80))
def test_blocks_go_back_where_they_came_from(body: str) -> None:
    """Any text with its own blocks put back is the same text, and no letter is in no block."""
    blocks = split(body)
    assert replaced(body, blocks, [block.text for block in blocks]) == body
    assert re.sub(r"[^ab]", "", "".join(block.text for block in blocks)) == re.sub(
        r"[^ab]", "", re.sub(r"(?m)^ {0,3}\[\^[^\]\s]+\]: *(?=\S)", "", body)
    )


def test_nothing_changes_without_a_change(
    make_content: MakeContent, run: Run, tmp_path: Path
) -> None:
    """Exported and imported as it is, every byte of the content is as before."""
    content = make_content()
    before = files_of(content)
    said = imported(run, content, exported(run, content), tmp_path / "en.po")
    assert "transfers: left as it was; still to be translated: title, body/1" in said
    assert files_of(content) == before


def test_the_translators_day(make_content: MakeContent, run: Run, tmp_path: Path) -> None:
    """Of three sections that changed in the source two are translated: they are written and
    pinned, the third stays stale, and no other byte changes, whatever another tool did to the
    file's width and order.
    """
    changes: dict[str, str | bytes | None] = {"v3/version.yaml": VERSION}
    content = make_content(changes)
    for name, old, new in (
        ("v1/rights.yaml", "| poisto | 2 kk |", "| poisto | 3 kk |"),
        ("v2/purposes.yaml", "title: ", "title: Uusi "),
        ("v1/controller.yaml", "title: ", "title: Uusi "),
    ):
        text = (content / name).read_text(encoding="utf-8")
        assert old in text
        (content / "v3" / Path(name).name).write_text(text.replace(old, new, 1), encoding="utf-8")
    catalog = exported(run, content)
    entries = {message.context: message for message in catalog if message.id}
    assert entries["rights/body/1"].string == "Write to the address in section [](#controller)."
    assert not entries["rights/body/1"].fuzzy, "its source is as it was"
    assert entries["rights/body/2"].fuzzy
    assert "2 kk" in str(
        run("translate", "export", "--content", content, "--lang", "en").stdout.split("#| msgid")
    )
    assert entries["purposes/title"].fuzzy
    assert entries["transfers/title"].string == ""

    fill(catalog, "rights", lambda _, text: text.replace("2 months", "3 months"))
    fill(catalog, "purposes", lambda _, text: f"New {text}")
    before = files_of(content)
    said = imported(run, content, catalog, tmp_path / "en.po", width=0, sort=True)
    after = files_of(content)
    assert {name for name in after if after[name] != before.get(name)} == {
        "v3/rights.yaml",
        "v3/purposes.yaml",
    }
    assert "controller: left as it was; still to be translated: title is fuzzy" in said
    notice = notice_of(content)
    newest = editions(notice, date(2022, 1, 1), drafts=True)[-1]
    states = {
        section.id: source_since_pin(notice, section, "en").state.value
        for section in newest.sections
    }
    assert states["rights"] == states["purposes"] == "complete"
    assert states["controller"] == "stale"
    rights = newest.section("rights")
    assert rights
    assert "| erasure | 3 months |" in rights.texts["en"].body
    unpinned = re.sub(rb'of: "\w+"', b"of: -", after["v3/rights.yaml"])
    assert unpinned.replace(b"3 months", b"2 months").replace(b"3 kk", b"2 kk") == re.sub(
        rb'of: "\w+"', b"of: -", before["v1/rights.yaml"]
    )
    done = run("status", "--language", "en", "--content", content)
    assert done.stdout.startswith("v3 in en: 3 of 5 sections to translate")
    assert "Uusi" in done.stdout


def test_what_changed_in_the_source(make_content: MakeContent, run: Run) -> None:
    """A stale section shows its source from the pinned text to that of now; where the pinned text
    stands in no version, that is said.
    """
    content = make_content({"v3/version.yaml": VERSION})
    text = (content / "v1" / "rights.yaml").read_text(encoding="utf-8")
    file = content / "v3" / "rights.yaml"
    file.write_text(text.replace("2 kk", "3 kk"), encoding="utf-8")
    for form in ("text", "markdown"):
        shown = run("status", "--language", "en", "--content", content, "--format", form).stdout
        assert re.search("2.*3", shown.replace("\n", " ")), shown
        assert "what changed in `fi` since it was translated" in shown
    file.write_text(text.replace("2 kk", "3 kk").replace("bebe1505", "00000000"), encoding="utf-8")
    shown = run("status", "--language", "en", "--content", content).stdout
    assert "the text that it was translated from (00000000) stands in no version" in shown
    assert "poisto" in shown


def test_through_another_language(make_content: MakeContent, run: Run, tmp_path: Path) -> None:
    """Who does not read the source language works from a translation; the pin is the source's."""
    content = make_content(
        {
            "notice.yaml": (DATA / "small" / "notice.yaml")
            .read_text()
            .replace("[fi, en]", "[fi, en, ru]")
        }
    )
    file = content / "v1" / "rights.yaml"
    before = file.read_text(encoding="utf-8")
    done = run("translate", "export", "--content", content, "--lang", "ru", "--from", "en")
    catalog = read_po(io.BytesIO(done.stdout.encode()))
    fill(catalog, "rights", lambda source, _: f"ru {source}" if "|" not in source else source)
    said = imported(run, content, catalog, tmp_path / "ru.po")
    assert "ru written and pinned to bebe1505" in said
    assert file.read_text(encoding="utf-8").startswith(before)
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert data["ru"]["title"] == "ru Rights"
    assert data["ru"]["body"].startswith(
        "ru Write to the address in section [](#controller).\n\n| Right"
    )


def test_a_sealed_translation_stays(make_content: MakeContent, run: Run, tmp_path: Path) -> None:
    """A sealed file gains a language that it lacked and nothing else: a better translation goes
    into the draft, as a copy.
    """
    content = make_content()
    assert run("seal", "--content", content).returncode == 0
    before = files_of(content)
    catalog = exported(run, content)
    fill(catalog, "rights", lambda _, text: text.replace("Write", "Please write"))
    said = imported(run, content, catalog, tmp_path / "en.po")
    after = files_of(content)
    assert {name for name in after if after[name] != before.get(name)} == {"v3/rights.yaml"}
    assert "as a copy of" in said
    assert after["v3/rights.yaml"] == before["v1/rights.yaml"].replace(b"Write", b"Please write")
    (content / "v3" / "rights.yaml").unlink()
    shutil.rmtree(content / "v3")
    said = imported(run, content, catalog, tmp_path / "en.po")
    assert "begin a draft with `new rights` first" in said
    assert files_of(content) == {
        name: raw for name, raw in before.items() if not name.startswith("v3/")
    }


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda text: f"{text}\n\nmore", "rights/body/1 would not"),
        (lambda _: "- an item", "rights/body/1 would not"),
        (lambda _: "", "still to be translated: body/1"),
    ],
    ids=["a blank line", "an item", "emptied"],
)
def test_what_would_not_fit_is_left(
    make_content: MakeContent,
    run: Run,
    tmp_path: Path,
    edit: Callable[[str], str],
    said: str,
) -> None:
    """An entry that would not stand as it was typed leaves its section as it was, and is named."""
    content = make_content()
    before = files_of(content)
    catalog = exported(run, content)
    for message in catalog:
        if message.context == "rights/body/1":
            message.string = edit(str(message.string))
    assert said.replace("rights/", "") in imported(run, content, catalog, tmp_path / "en.po")
    assert files_of(content) == before


def test_a_source_that_changed_after_the_export(
    make_content: MakeContent, run: Run, tmp_path: Path
) -> None:
    """Nothing is pinned to a text that the translator never saw."""
    content = make_content(sealed=False)
    catalog = exported(run, content)
    fill(catalog, "rights", lambda _, text: text.replace("Write", "Please write"))
    file = content / "v1" / "rights.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("tarkastus", "katselu"), "utf-8")
    before = files_of(content)
    assert "its source was changed after the export (body/2)" in imported(
        run, content, catalog, tmp_path / "en.po"
    )
    assert files_of(content) == before


def test_unequal_blocks_are_one_entry(make_content: MakeContent, run: Run, tmp_path: Path) -> None:
    """Where a translation has other blocks than its source, its body is one entry."""
    content = make_content(sealed=False)
    file = content / "v1" / "rights.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "    Write to", "    An extra one.\n\n    Write to"
    )
    file.write_text(text, encoding="utf-8")
    catalog = exported(run, content)
    places = [str(message.context) for message in catalog if message.id]
    assert [place for place in places if place.startswith("rights/")] == [
        "rights/title",
        "rights/body",
    ]
    before = files_of(content)
    imported(run, content, catalog, tmp_path / "en.po")
    assert files_of(content) == before
    fill(catalog, "rights", lambda _, text: text.replace("extra", "other"))
    imported(run, content, catalog, tmp_path / "en.po")
    assert file.read_text(encoding="utf-8") == text.replace("extra", "other")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["export", "--lang", "fi"], "it is translated from"),
        (["export", "--lang", "em"], "there is no language `em` here"),
        (["export", "--lang", "en", "--from", "en"], "cannot be translated from itself"),
        (["export", "--lang", "en", "--from", "xx"], "there is no language `xx` here"),
    ],
)
def test_wrong_use(make_content: MakeContent, run: Run, arguments: list[str], said: str) -> None:
    """A language that cannot be meant exits with 2."""
    done = run("translate", *arguments, "--content", make_content())
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b'msgid "a"\nmsgstr "b\n', "x.po:2"),
        (b"\xff\xfe", "x.po:1:1: error: this is UTF-16, not UTF-8"),
        ('msgid "a"\n'.encode("utf-16-le"), "x.po:1:1: error: this is UTF-16, not UTF-8"),
        (
            'msgid "a"\nmsgstr "Текст"\n'.encode("cp1251"),
            "x.po:2:9: error: this is not UTF-8 (“Т” in Windows-1251)",
        ),
        (b'msgid "a"\n<<<<<<< HEAD\nmsgstr "b"\n', "x.po:2:1: error: a merge conflict"),
        (b"languages: [fi]\n", "x.po:1:1: error: this is no line of a .po file"),
        (b"PK\x03\x04", "no text; name the PO file"),
    ],
)
def test_what_is_no_po_file(raw: bytes, place: str) -> None:
    """A file that cannot be read is told of with its line, in words that need no programmer."""
    with pytest.raises(ContentError) as caught:
        from_po("x.po", raw)
    assert place in str(caught.value)


@pytest.mark.parametrize(
    ("head", "said"),
    [("", 'it has no line `"Language: '), ("sv", "its header says `Language: sv`")],
)
def test_a_file_of_no_language_of_the_notice(
    make_content: MakeContent, run: Run, tmp_path: Path, head: str, said: str
) -> None:
    """A file that does not say its language, or says another, is refused in words that say so."""
    file = tmp_path / "x.po"
    file.write_text(f'msgid ""\nmsgstr "Language: {head}\\n"\n' if head else "", encoding="utf-8")
    done = run("translate", "import", file, "--content", make_content())
    assert (done.returncode, said in done.stderr) == (2, True)


def test_a_file_that_cannot_be_written_is_named(
    make_content: MakeContent, run: Run, tmp_path: Path
) -> None:
    """What cannot be written is told by the name that was typed, and nothing is left beside it."""
    (tmp_path / "out").mkdir()
    done = run(
        "translate", "export", "--lang", "en", "--output", "out", "--content", make_content()
    )
    assert (done.returncode, done.stderr) == (1, "out: Is a directory\n")
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".new")] == []


def test_gettext_accepts_it(make_content: MakeContent, run: Run, tmp_path: Path) -> None:
    """`msgfmt --check` finds nothing."""
    program = required(shutil.which("msgfmt"), "msgfmt")
    done = run("translate", "export", "--content", make_content(), "--lang", "en")
    file = tmp_path / "en.po"
    file.write_text(done.stdout, encoding="utf-8")
    checked = subprocess.run(
        [program, "--check", "-o", "/dev/null", str(file)], check=False, capture_output=True
    )
    assert checked.returncode == 0, checked.stderr
