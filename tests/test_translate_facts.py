"""The texts of facts.yaml in a translator's PO file: out, back, pinned, nothing else touched."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from conftest import DATA, Run, seal_as_it_is
from stage import files_of

from notice.content.yaml_edit import with_texts_at
from notice.problems import ContentError

CARRIER = "facts/recipients/carrier/name"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Copy a notice whose only version states facts, with a draft after it."""
    folder = tmp_path / "content"
    shutil.copytree(DATA / "facts" / "notice", folder)
    return folder


def exported(run: Run, content: Path, language: str, *options: str) -> Catalog:
    """Export a language; returns the PO file's entries."""
    done = run("translate", "export", "--content", content, "--lang", language, *options)
    assert done.returncode == 0, done.stderr
    return read_po(io.BytesIO(done.stdout.encode()), abort_invalid=True)


def entry(catalog: Catalog, context: str) -> Message:
    """Return the entry of a place."""
    (message,) = (message for message in catalog if message.context == context)
    return message


def imported(run: Run, content: Path, catalog: Catalog) -> str:
    """Import a PO file; returns what was said."""
    stream = io.BytesIO()
    write_po(stream, catalog, sort_output=True)
    file = content.parent / "back.po"
    file.write_bytes(stream.getvalue())
    done = run("translate", "import", file, "--content", content)
    assert done.returncode == 0, done.stderr
    return done.stdout


def draft(content: Path, name: str, old: str, new: str) -> None:
    """Begin a draft with its own facts, one text of which is another."""
    text = (content / "v1" / "facts.yaml").read_text(encoding="utf-8")
    assert old in text
    sections = re.search(
        r"^sections: .*$", (content / "v1/version.yaml").read_text("utf-8"), re.MULTILINE
    )
    assert sections
    (content / name).mkdir()
    (content / name / "facts.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    (content / name / "version.yaml").write_text(
        "effective: 2035-01-01\npublished: 2034-12-01\ndraft: true\nchange: material\n"
        f"note: {{fi: Muutos., en: A change., ru: Изменение.}}\n{sections[0]}\n",
        encoding="utf-8",
    )


@pytest.mark.parametrize("language", ["en", "ru"])
def test_nothing_changes_without_a_change(content: Path, run: Run, language: str) -> None:
    """Every text of the facts is an entry, by its way in the file; imported as they are, every byte
    of the content is as before.
    """
    before = files_of(content)
    catalog = exported(run, content, language)
    contexts = {str(message.context) for message in catalog if message.id}
    assert {CARRIER, "facts/retention/accounting/law"} <= contexts
    assert not any(message.fuzzy for message in catalog if message.id)
    assert imported(run, content, catalog).endswith("back.po: nothing in it is new\n")
    assert files_of(content) == before


def test_a_translator_settles_all_facts_together(content: Path, run: Run) -> None:
    """What changed in the source is fuzzy, with what it was; until that is settled the facts stay
    as they were, and then the language is written and pinned, and no other line changes.
    """
    draft(content, "v2", "fi: kuljetusyhtiö", "fi: kuriiri")
    catalog = exported(run, content, "en")
    changed = entry(catalog, CARRIER)
    assert (changed.id, changed.string, changed.fuzzy) == ("kuriiri", "carrier", True)
    raw = run("translate", "export", "--content", content, "--lang", "en").stdout
    assert '#| msgid "kuljetusyhtiö"' in raw
    assert [message.context for message in catalog if message.id and message.fuzzy] == [CARRIER]
    said = imported(run, content, catalog)
    assert "facts: left as they were; still to be translated: recipients/carrier/name" in said
    changed.string = "courier"
    changed.flags.discard("fuzzy")
    before = (content / "v2" / "facts.yaml").read_text(encoding="utf-8")
    assert "v2/facts.yaml: en written and pinned to" in imported(run, content, catalog)
    after = (content / "v2" / "facts.yaml").read_text(encoding="utf-8")
    lines = [
        (one, other)
        for one, other in zip(before.splitlines(), after.splitlines(), strict=True)
        if one != other
    ]
    assert ["courier" in other or other.startswith("of:") for _, other in lines] == [True, True]
    done = run("check", "--content", content, "--date", "2030-01-01", "--format", "json")
    stale = [line for line in done.stdout.splitlines() if "facts-are-translated" in line]
    assert stale, "the other translation is still to be looked at"
    assert not entry(exported(run, content, "en"), CARRIER).fuzzy


def test_what_is_read_in_a_stale_translation_is_not_settled(content: Path, run: Run) -> None:
    """Whoever reads the facts in English cannot settle the Russian ones before the English are up to
    date themselves.
    """
    draft(content, "v2", "fi: kuljetusyhtiö", "fi: kuriiri")
    catalog = exported(run, content, "ru", "--from", "en")
    for message in catalog:
        message.flags.discard("fuzzy")
    entry(catalog, CARRIER).string = "курьер"
    before = files_of(content)
    said = imported(run, content, catalog)
    assert "facts: left as they were; its text in `en`" in said
    assert "is itself not up to date" in said
    assert files_of(content) == before


def test_a_language_that_is_not_there_yet(content: Path, run: Run) -> None:
    """A language that the facts lack is put behind the others, in either style of YAML."""
    file = content / "v1" / "facts.yaml"
    text = re.sub(r", ru: [^,}]*(?=\})", "", file.read_text(encoding="utf-8"))
    text = re.sub(
        r"^of: .*$",
        lambda mapping: re.sub(r', ru: "\w+"', "", mapping[0]),
        text,
        flags=re.MULTILINE,
    )
    file.write_text(text, encoding="utf-8")
    catalog = exported(run, content, "ru")
    for message in catalog:
        if message.id and str(message.context).startswith("facts/"):
            assert message.string == ""
            message.string = f"«{message.id}»"
    assert "v1/facts.yaml: ru written and pinned to" in imported(run, content, catalog)
    assert 'ru: "«kuljetusyhtiö»"' in file.read_text(encoding="utf-8")
    assert "facts-are-translated" not in run("check", "--content", content).stdout


def test_sealed_facts_stay(content: Path, run: Run) -> None:
    """A better translation of sealed facts goes into the draft, as a copy; without a draft they
    stay as they are.
    """
    seal_as_it_is(content)
    catalog = exported(run, content, "en")
    entry(catalog, CARRIER).string = "courier"
    said = imported(run, content, catalog)
    assert "facts: left as they were; v1/facts.yaml is sealed in `en`: begin a draft with" in said
    sealed = (content / "v1" / "facts.yaml").read_bytes()
    draft(content, "v2", "fi: kuljetusyhtiö", "fi: kuljetusyhtiö")
    (content / "v2" / "facts.yaml").unlink()
    assert "v2/facts.yaml: en written and pinned to" in imported(run, content, catalog)
    assert (content / "v1" / "facts.yaml").read_bytes() == sealed
    assert "en: courier" in (content / "v2" / "facts.yaml").read_text(encoding="utf-8").replace(
        '"', ""
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:\n  b: {fi: x}\n", 'a:\n  b: {fi: x, en: "new: words"}\n'),
        (
            "a:\n  b:\n    fi: x # why\nc: 1\n",
            'a:\n  b:\n    fi: x # why\n    en: "new: words"\nc: 1\n',
        ),
        ("a:\n  b:\n    fi: x", 'a:\n  b:\n    fi: x\n    en: "new: words"'),
        (
            "a:\n  b:\n    fi: |\n      x\nc: 1\n",
            'a:\n  b:\n    fi: |\n      x\n    en: "new: words"\nc: 1\n',
        ),
        ("a:\r\n  b:\r\n    fi: x\r\n", 'a:\r\n  b:\r\n    fi: x\r\n    en: "new: words"\r\n'),
        ("a:\n  b: {en: old, fi: x}\n", 'a:\n  b: {en: "new: words", fi: x}\n'),
        ("a:\n  b:\n    en: old\n    fi: x\n", 'a:\n  b:\n    en: "new: words"\n    fi: x\n'),
    ],
)
def test_a_text_is_put_where_it_belongs(before: str, after: str) -> None:
    """A text goes into the place of the old one, or behind its neighbours, in the file's style."""
    assert with_texts_at("f", before.encode(), {("a", "b", "en"): "new: words"}).decode() == after


def test_what_cannot_be_written_is_said() -> None:
    """YAML that a text cannot be put into by command is left alone, with a reason."""
    with pytest.raises(ContentError, match=r"a\.b\.en"):
        with_texts_at("f", b"z: &t {fi: x}\na:\n  b: *t\n", {("a", "b", "en"): "x"})
