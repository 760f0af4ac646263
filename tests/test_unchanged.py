"""A build that finds nothing changed ends early, and sees whatever did change; however many
processes work, every byte is the same.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from conftest import MakeContent, Run

from notice.cli import main
from notice.commands import load
from notice.output import last_build as unchanged

DAY = ("--date", "2022-01-01")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the records of these tests apart from those of the project."""
    monkeypatch.setattr(unchanged, "CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """Let every test begin with the same umask, and leave the one that was there."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def bytes_of(site: Path) -> dict[str, bytes]:
    """Return every file of a site."""
    return {
        file.relative_to(site).as_posix(): file.read_bytes()
        for file in site.rglob("*")
        if file.is_file()
    }


def modes_of(site: Path) -> dict[str, int]:
    """Return the mode of a site and of everything below it."""
    return {
        place.relative_to(site).as_posix(): place.stat().st_mode
        for place in (site, *site.rglob("*"))
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


def rewrite(file: Path, old: bytes, new: bytes) -> None:
    """Put something else in the place of some bytes that a file has."""
    raw = file.read_bytes()
    assert old in raw
    file.write_bytes(raw.replace(old, new))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a page": lambda here: rewrite(here / "site/fi/index.html", b"<main", b"<p>more</p><main"),
    "a page of the same size": lambda here: rewrite(here / "site/fi/index.html", b"Oy", b"Ab"),
    "a page gone": lambda here: (here / "site/fi/index.html").unlink(),
    "the mode of a page": lambda here: (here / "site/fi/index.html").chmod(0o600),
    "a file more": lambda here: (here / "site/more.html").write_bytes(b"more"),
    "a folder more": lambda here: (here / "site/more").mkdir(),
    "a folder gone": lambda here: shutil.rmtree(here / "site/en/history"),
    "the mode of a folder": lambda here: (here / "site/fi").chmod(0),
    "the mode of the site": lambda here: (here / "site").chmod(0o700),
    "the umask": lambda here: os.umask(0o077),  # noqa: ARG005 - a setting of the process
    "content": lambda here: rewrite(here / "content/notice.yaml", b"/privacy", b"/another"),
    "a folder of the content": lambda here: (here / "content/images").mkdir(),
    "the record": lambda here: [
        file.write_bytes(file.read_bytes()[:-20]) for file in (here / "cache").iterdir()
    ],
}
"""What may change between two builds, in the folder that the content, the site and the records
stand in.
"""


@pytest.mark.campaign
@pytest.mark.parametrize("change", CHANGES)
def test_any_change_is_seen(
    change: str, make_content: MakeContent, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever changed, of the site or of what it is made of, the build is done, and gives what a
    cold one gives, with the same modes.
    """
    content, site = make_content(), tmp_path / "site"
    built(content, site, capsys=capsys)
    CHANGES[change](tmp_path)
    assert "nothing changed" not in built(content, site, capsys=capsys)
    built(content, tmp_path / "cold", capsys=capsys)
    assert bytes_of(site) == bytes_of(tmp_path / "cold")
    assert modes_of(site) == modes_of(tmp_path / "cold")


@pytest.mark.campaign
@pytest.mark.parametrize("options", [(*DAY, "--drafts"), ("--date", "2020-06-01")])
def test_another_command_line_is_another_build(
    options: tuple[str, ...],
    make_content: MakeContent,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A build with other options is done, and so is the first one again after it: the site is not
    as that one left it.
    """
    content, site = make_content(), tmp_path / "site"
    built(content, site, capsys=capsys)
    first = bytes_of(site)
    assert "nothing changed" not in built(content, site, *options, capsys=capsys)
    assert bytes_of(site) != first
    assert "nothing changed" not in built(content, site, capsys=capsys)
    assert bytes_of(site) == first


def test_nights_change_nothing(
    make_content: MakeContent,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Night after night nothing is done, until the midnight at which another version is shown, and
    the one at which it comes into force.
    """
    content, site = make_content(), tmp_path / "site"
    shutil.rmtree(content / "v3")
    midnight = datetime(2021, 3, 1, tzinfo=ZoneInfo("Europe/Helsinki"))

    def at(moment: datetime) -> str:
        monkeypatch.setattr("notice.output.last_build.time.time", moment.timestamp)
        monkeypatch.setattr(
            load, "today", lambda notice: moment.astimezone(ZoneInfo(notice.timezone)).date()
        )
        return built(content, site, "--jobs", "1", capsys=capsys)

    assert "nothing changed" not in at(midnight - timedelta(days=200))
    assert "nothing changed" in at(midnight - timedelta(days=28, seconds=1))
    assert "nothing changed" not in at(midnight - timedelta(days=28))
    assert "nothing changed" in at(midnight - timedelta(days=2))
    assert "nothing changed" in at(midnight - timedelta(seconds=1))
    assert "nothing changed" not in at(midnight)
    built(content, tmp_path / "cold", "--date", "2021-03-01", capsys=capsys)
    assert bytes_of(site) == bytes_of(tmp_path / "cold")
    assert "as of 2021-03-01; nothing changed" in at(midnight + timedelta(days=400))


def test_workers_give_the_same_bytes(
    make_content: MakeContent, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """However many processes work side by side, every byte is the same."""
    content = make_content()
    for jobs in ("1", "2", "3"):
        built(content, tmp_path / jobs, *DAY, "--jobs", jobs, capsys=capsys)
    assert bytes_of(tmp_path / "1") == bytes_of(tmp_path / "2") == bytes_of(tmp_path / "3")


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
    # Of this process another would not know that it is the same program: `sys.path` differs.
    assert run(*command[1:], env=os.environ).returncode == 0
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
        "notice.__main__",
        "notice.cli",
        "notice.console",
        "notice.output",
        "notice.output.last_build",
        "notice.resources",
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
