"""The `diff` command: versions and files, formats, exit codes."""

from __future__ import annotations

import json
import os
import random
import re
from itertools import pairwise
from pathlib import Path

import html5lib
import pytest
from conftest import DATA, MakeContent, Run
from documents import page, visible
from test_redline_cases import texts

from notice.redline.markdown_files import parts_of_files

TERMINAL = sorted((DATA / "redline" / "terminal").glob("*.md"))
OLD = (
    "# Policy\n\nIntro stays.\n\n## Data we collect\n\nWe collect names.\n\n## Rights\n\nAsk us.\n"
)
NEW = (
    "# Policy\n\nIntro stays.\n\n## Data that we collect\n\nWe collect names and "
    "addresses.\n\n## Transfers\n\nNone.\n\n## Rights\n\nAsk us.\n"
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Write two Markdown files."""
    (tmp_path / "old.md").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.md").write_text(NEW, encoding="utf-8")
    return tmp_path / "old.md", tmp_path / "new.md"


def test_files_as_html(files: tuple[Path, Path], run: Run) -> None:
    """Two files give an HTML fragment in which both stand whole; a reworded heading keeps its
    section.
    """
    done = run("diff", *files, "--format", "html")
    assert done.returncode == 0, done.stderr
    before, after = parts_of_files(OLD, NEW)
    assert visible(done.stdout, without="ins") == visible(page(before))
    assert visible(done.stdout, without="del") == visible(page(after))
    assert "Data <ins>" in done.stdout.replace(
        '<span class="hidden" data-redline="label">[added: </span>', ""
    )


def test_versions_in_a_terminal(make_content: MakeContent, run: Run) -> None:
    """Two versions give what changed, in the language that prevails or the one asked for, without
    colours in a pipe.
    """
    content = make_content()
    done = run("diff", "v1", "v2", "--content", content, "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "invoicing, [-24-]{+12+} months" in done.stdout
    assert "\x1b" not in done.stdout
    assert (
        "laskutukseen [-24-]{+12+} kuukautta"
        in run("diff", "v1", "v2", "--content", content).stdout
    )
    assert "[-12-]{+24+}" in run("diff", "v2", "v1", "--content", content).stdout


def test_colours(make_content: MakeContent, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours come when asked for."""
    monkeypatch.setenv("NO_COLOR", "")
    done = run("diff", "v1", "v2", "--content", make_content(), "--color", "always")
    assert "\x1b[9;33m24\x1b[0m\x1b[4;34m12\x1b[0m" in done.stdout


def test_a_moved_sentence_is_no_new_one(tmp_path: Path, run: Run) -> None:
    """A sentence that stands elsewhere in its paragraph is marked as moved, at both ends."""
    one, other = "The list is deleted every night.", "Late books cost ten cents for each day."
    (tmp_path / "old.md").write_text(f"The desk is open. {one} {other}")
    (tmp_path / "new.md").write_text(f"The desk is open. {other} {one}")
    files = tmp_path / "old.md", tmp_path / "new.md"
    plain = run("diff", *files).stdout
    assert "{>" in plain
    assert "[>" in plain
    assert "{+" not in plain
    assert "[-" not in plain
    assert "\x1b[4;36m" in run("diff", *files, "--color", "always").stdout


@pytest.mark.parametrize("case", TERMINAL, ids=lambda case: case.stem)
def test_what_a_terminal_shows(case: Path, run: Run, tmp_path: Path) -> None:
    """A pair of files gives what stands beside it: what is said of each section and block, how much
    is counted, and the marks.
    """
    old, new, expected = texts(case.read_text(encoding="utf-8"))
    (tmp_path / "old.md").write_text(old, encoding="utf-8")
    (tmp_path / "new.md").write_text(new, encoding="utf-8")
    assert run("diff", "old.md", "new.md").stdout.strip() == expected.strip()


def test_one_section(make_content: MakeContent, run: Run) -> None:
    """One section alone, and a clear word where there is none of that name."""
    content = make_content()
    done = run("diff", "v1", "v2", "--content", content, "--section", "purposes")
    assert "Tarkoitukset" in done.stdout
    assert "Siirrot" not in done.stdout
    wrong = run("diff", "v1", "v2", "--content", content, "--section", "purpose")
    assert (wrong.returncode, "there is no section `purpose`" in wrong.stderr) == (2, True)


def test_json(make_content: MakeContent, run: Run) -> None:
    """JSON has the same comparison as data."""
    done = run("diff", "v1", "v2", "--content", make_content(), "--lang", "en", "--format", "json")
    data = json.loads(done.stdout)
    purposes = next(section for section in data["sections"] if section["id"] == "purposes")
    assert purposes["kind"] == "changed"
    marks = [
        run
        for block in purposes["blocks"]
        for cell in block["cells"]
        for run in cell
        if run["mark"]
    ]
    assert {"mark": "del", "text": "24"} in marks
    assert data["counts"]["deletions"] >= 2


def test_markdown(make_content: MakeContent, run: Run) -> None:
    """Markdown has a heading for each section that changed, and marks that GitHub shows."""
    done = run(
        "diff", "v1", "v2", "--content", make_content(), "--lang", "en", "--format", "markdown"
    )
    assert "## 3. Purposes" in done.stdout
    assert "<del>24</del><ins>12</ins>" in done.stdout


def test_markdown_closes_what_it_says_of_a_sentence_that_moved(tmp_path: Path, run: Run) -> None:
    """Where a sentence moved, words and a bracket on either side of it say so."""
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    first, second = "We keep your orders for six years.", "You may object to marketing at any time."
    old.write_text(f"{first} {second} Write to us.\n", encoding="utf-8")
    new.write_text(f"{second} {first} Write to us.\n", encoding="utf-8")
    text = re.sub(r"<[^>]*>", "", run("diff", old, new, "--format", "markdown").stdout)
    assert "[moved here: " in text
    assert text.count("[") == text.count("]")


def test_exit_codes(files: tuple[Path, Path], make_content: MakeContent, run: Run) -> None:
    """0 whether or not they differ; 1 with --exit-code where they do; 2 for what is not there."""
    content = make_content()
    assert run("diff", *files).returncode == 0
    assert run("diff", *files, "--exit-code").returncode == 1
    assert run("diff", files[0], files[0], "--exit-code").returncode == 0
    assert run("diff", "v1", "v9", "--content", content).returncode == 2
    assert run("diff", "v1", "v2", "--content", content, "--lang", "sv").returncode == 2
    assert run("diff", files[0], "nowhere.md").returncode == 2


def test_a_version_by_its_number_alone(run: Run) -> None:
    """A number that names no file is taken for a slip for the version."""
    done = run("diff", "1", "V2")
    assert (done.returncode, "did you mean `v1`?" in done.stderr) == (2, True)


def test_standalone(files: tuple[Path, Path], run: Run) -> None:
    """One file with its style, to be mailed: valid, whole, and nothing in it is fetched or run."""
    done = run("diff", *files, "--format", "html", "--standalone")
    assert done.returncode == 0, done.stderr
    html5lib.HTMLParser(strict=True).parse(done.stdout)
    assert "<ins" in done.stdout
    assert f"<h1>{files[0].name} – {files[1].name}</h1>" in done.stdout
    assert not re.search(r"<(script|link|img)|url\(|@import|src=", done.stdout)
    assert run("diff", *files, "--standalone").returncode == 2


def test_section_of_files(files: tuple[Path, Path], run: Run) -> None:
    """One section of two files, by its heading; without one, all of both."""
    assert "Transfers" not in run("diff", *files, "--section", "Data that we collect").stdout
    assert "Transfers" in run("diff", *files).stdout


def test_the_same_at_every_run(run: Run, tmp_path: Path) -> None:
    """Of many leaves that are as much alike the same are taken at every run, whatever the order in
    which this run of Python keeps its sets.
    """
    chance = random.Random(1)  # noqa: S311 - words for a test
    words = [f"word{number}" for number in range(60)]
    old = [chance.choices(words, k=8) for _ in range(60)]
    new = [
        chance.choices(leaf, k=4) + chance.choices(words, k=4) for leaf in chance.sample(old, 60)
    ]
    for name, leaves in (("old.md", old), ("new.md", new)):
        (tmp_path / name).write_text("\n\n".join(map(" ".join, leaves)), encoding="utf-8")
    shown = {
        run(
            *("diff", "old.md", "new.md", "--format", "html"),
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1")
    }
    assert len(shown) == 1
    assert "<ins>" in shown.pop()


def test_what_is_said_of_the_sections_of_files(run: Run, files: tuple[Path, Path]) -> None:
    """Of each section that changed it is said what happened to it: a section that was there before is
    not new, and one that is still there is not gone.
    """
    told = run("diff", *files).stdout.splitlines()
    said = {line: after for line, after in pairwise(told) if after}
    assert said["Data {+that +}we collect"] == "Renamed; 2\N{NO-BREAK SPACE}additions"
    assert said["{+Transfers+}"] == "New section"
    assert "Section removed" not in said.values()
    told = run("diff", *reversed(files)).stdout.splitlines()
    said = {line: after for line, after in pairwise(told) if after}
    assert said["[-Transfers-]"] == "Section removed"
    assert "New section" not in said.values()
