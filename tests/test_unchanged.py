"""Nothing is done twice: a build that finds nothing changed ends early, and every path gives the
bytes of a cold build.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import editing
import pytest
from conftest import SMALL, MakeContent, Run
from editing import EDITS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from notice.cli import main
from notice.commands import build as building
from notice.output import last_build as unchanged
from notice.site import render
from notice.site.pages import Page
from notice.site.render import Renderer

DAY = ("--date", "2022-01-01")
SEQUENCES = int(os.environ.get("NOTICE_SEQUENCES", "5"))
"""How many sequences of edits are tried; `.ci/run` asks for more."""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the records of these tests apart from those of the project."""
    monkeypatch.setattr(unchanged, "CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def bytes_of(site: Path) -> dict[str, bytes]:
    """Return every file of a site."""
    return {
        file.relative_to(site).as_posix(): file.read_bytes()
        for file in site.rglob("*")
        if file.is_file()
    }


def built(content: Path, output: Path, *more: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Build in this process; returns what was printed."""
    assert main(["build", "--content", str(content), "--output", str(output), *(more or DAY)]) == 0
    printed = capsys.readouterr()
    return printed.out + printed.err


def test_nothing_changed(
    make_content: MakeContent, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second build says that nothing changed, tells the same warnings, and leaves every file as
    it is.
    """
    content, site = make_content(), tmp_path / "site"
    first = built(content, site, capsys=capsys)
    times = {file: file.stat().st_mtime_ns for file in site.rglob("*")}
    second = built(content, site, capsys=capsys)
    assert "nothing changed" not in first
    assert second.replace("; nothing changed", "") == first
    assert {file: file.stat().st_mtime_ns for file in site.rglob("*")} == times


@pytest.mark.parametrize(
    "change",
    [
        "a page",
        "a page of the same size",
        "a page gone",
        "a mode",
        "a file more",
        "content",
        "a folder",
        "drafts",
        "day",
        "record",
    ],
)
def test_any_change_is_seen(
    change: str,
    make_content: MakeContent,
    tmp_path: Path,
    cache: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whatever changed, of the site or of what it is made of, the build is done, and gives what a
    cold one gives.
    """
    content, site = make_content(), tmp_path / "site"
    built(content, site, capsys=capsys)
    page = site / "fi" / "index.html"
    more: tuple[str, ...] = DAY
    match change:
        case "a page":
            page.write_text("something else", encoding="utf-8")
        case "a page of the same size":
            page.write_bytes(page.read_bytes().replace(b"Oy", b"Ab"))
        case "a page gone":
            page.unlink()
        case "a mode":
            page.chmod(0o600)
        case "a folder":
            (content / "images").mkdir()
        case "a file more":
            (site / "more.html").write_text("more", encoding="utf-8")
        case "content":
            section = content / "v2" / "version.yaml"
            section.write_text(
                section.read_text(encoding="utf-8").replace("lyheni", "piteni"), encoding="utf-8"
            )
        case "drafts":
            more = (*DAY, "--drafts")
        case "day":
            more = ("--date", "2020-06-01")
        case _:
            for file in cache.iterdir():
                file.write_bytes(file.read_bytes()[:-20])
    assert "nothing changed" not in built(content, site, *more, capsys=capsys)
    built(content, tmp_path / "cold", *more, capsys=capsys)
    assert bytes_of(site) == bytes_of(tmp_path / "cold")


def test_nights_change_nothing(
    make_content: MakeContent,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Night after night nothing is done, until the midnight at which another version comes into
    force.
    """
    content, site = make_content(), tmp_path / "site"
    shutil.rmtree(content / "v3")
    midnight = datetime(2021, 3, 1, tzinfo=ZoneInfo("Europe/Helsinki"))

    def at(moment: datetime) -> str:
        monkeypatch.setattr("notice.output.last_build.time.time", moment.timestamp)
        monkeypatch.setattr(
            building, "today", lambda notice: moment.astimezone(ZoneInfo(notice.timezone)).date()
        )
        return built(content, site, "--jobs", "1", capsys=capsys)

    assert "nothing changed" not in at(midnight - timedelta(days=200))
    assert "nothing changed" in at(midnight - timedelta(days=2))
    assert "nothing changed" in at(midnight - timedelta(seconds=1))
    assert "nothing changed" not in at(midnight)
    built(content, tmp_path / "cold", "--date", "2021-03-01", capsys=capsys)
    assert bytes_of(site) == bytes_of(tmp_path / "cold")
    assert "as of 2021-03-01; nothing changed" in at(midnight + timedelta(days=400))


class Desk:
    """A notice that is edited and built again and again."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.content = shutil.copytree(SMALL, folder / "content")
        self.options = ("--content", str(self.content), *options)

    def build(self, output: str, *more: str) -> int:
        """Build into a folder beside the content; returns the exit code."""
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            return main(["--output", str(self.folder / output), *self.options, *more])

    def edit(self, change: Callable[[Path, int], None], number: int) -> None:
        """Edit, build again, and hold the site to one that is built from nothing."""
        before = shutil.copytree(self.content, self.folder / "before")
        change(self.content, number)
        code = self.build("warm")
        shutil.rmtree(self.folder / "cold", ignore_errors=True)
        assert self.build("cold") == code
        if code:  # refused: an editor would take the edit back
            shutil.rmtree(self.content)
            shutil.copytree(before, self.content)
        else:
            assert bytes_of(self.folder / "warm") == bytes_of(self.folder / "cold"), (
                change.__name__,
                number,
            )
        shutil.rmtree(before)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
@pytest.mark.parametrize("last", ["draft", "upcoming", "in force"])
def test_every_kind_of_edit_gives_the_bytes_of_a_cold_build(
    edit: Callable[[Path, int], None], last: str, tmp_path: Path
) -> None:
    """Whatever an editor changes, a site that is built again is to the byte what a cold build
    makes.
    """
    desk = Desk(
        tmp_path, "--date", "2030-06-01" if last == "in force" else "2022-01-01", "--drafts"
    )
    if last != "draft":
        editing.finished(desk.content, 0)
    assert desk.build("warm") == 0
    for number in (0, 1, 2, 6):
        if edit is editing.checked:
            desk.edit(editing.words, number)
        desk.edit(edit, number)


@settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from(EDITS), st.sampled_from([0, 0, 0, 1, 2, 4, 5])),
        min_size=3,
        max_size=12,
    ),
    st.sampled_from(
        [("2022-01-01",), ("2022-01-01", "--drafts"), ("2020-06-01",), ("2030-02-01", "--drafts")]
    ),
)
def test_every_path_gives_the_same_bytes(
    edits: list[tuple[Callable[[Path, int], None], int]], options: tuple[str, ...]
) -> None:
    """After any sequence of edits too, and however many processes make it."""
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(unchanged, "CACHE", str(Path(place) / "cache"))
        desk = Desk(Path(place), "--date", *options)
        assert desk.build("warm") == 0
        for edit, number in edits:
            desk.edit(edit, number)
        assert desk.build("side", "--jobs", "2") == desk.build("warm") == 0
        assert bytes_of(desk.folder / "side") == bytes_of(desk.folder / "warm")


def test_only_what_shows_a_change_is_made(
    make_content: MakeContent,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """After a change of one version's text in one language, no page is rendered that does not show
    it.
    """
    content, site = make_content(), tmp_path / "site"
    built(content, site, capsys=capsys)
    rendered: list[str] = []
    made_by = render.renderer

    def noting(made: Environment) -> Renderer:
        written = made_by(made)

        def noted(page: Page) -> bytes:
            rendered.append(page.address)
            return written(page)

        return noted

    monkeypatch.setattr("notice.site.all_files.renderer", noting)
    file = content / "v2" / "purposes.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("invoicing", "billing"), encoding="utf-8"
    )
    built(content, site, capsys=capsys)
    always = ["", "404.html"]
    assert sorted(rendered) == [
        *always,
        "en/",
        "en/changes/",
        "en/changes/v1-v2/",
        "en/feed.xml",
        "en/history/",
        "en/v2/",
    ]


def test_workers_give_the_same_bytes(
    make_content: MakeContent, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """However many processes work side by side, every byte is the same."""
    content = make_content()
    for jobs in ("1", "2", "3"):
        built(content, tmp_path / jobs, *DAY, "--jobs", jobs, capsys=capsys)
    assert bytes_of(tmp_path / "1") == bytes_of(tmp_path / "2") == bytes_of(tmp_path / "3")


def test_files_that_stay_are_taken_over(
    make_content: MakeContent, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After one change only the files that show it are written; the others are the very files that
    stood there.
    """
    content, site = make_content(), tmp_path / "site"
    built(content, site, capsys=capsys)
    before = {name: ((site / name).stat().st_ino, raw) for name, raw in bytes_of(site).items()}
    section = next(
        file for file in content.glob("v1/*.yaml") if "en:" in file.read_text(encoding="utf-8")
    )
    section.write_text(
        section.read_text(encoding="utf-8").rstrip("\n") + " More.\n", encoding="utf-8"
    )
    built(content, site, capsys=capsys)
    for name, raw in bytes_of(site).items():
        inode, old = before[name]
        if name != ".notice-site":
            assert ((site / name).stat().st_ino == inode) == (raw == old), name
    assert sum(raw == before[name][1] for name, raw in bytes_of(site).items()) > 10


@pytest.mark.skipif(sys.platform == "win32", reason="imports are listed by name")
def test_a_build_without_change_imports_little(
    make_content: MakeContent, tmp_path: Path, run: Run
) -> None:
    """Where nothing changed, none of the libraries that a build stands on is imported."""
    import subprocess

    from conftest import ROOT

    content = make_content()
    command = [
        str(ROOT / "build.py"),
        "--content",
        str(content),
        "--output",
        str(tmp_path / "site"),
        *DAY,
    ]
    assert run(*command[1:]).returncode == 0
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "nothing changed" in done.stdout
    imported = {
        line.rsplit("|", 1)[1].strip()
        for line in done.stderr.splitlines()
        if line.startswith("import time:")
    }
    assert {name for name in imported if name.startswith("notice")} == {
        "notice",
        "notice.cli",
        "notice.console",
        "notice.output",
        "notice.output.last_build",
    }
    assert not imported & {
        "jinja2",
        "markdown",
        "babel",
        "yaml",
        "jsonschema_rs",
        "argparse",
        "dataclasses",
        "json",
        "pathlib",
    }
