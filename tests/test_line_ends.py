"""Files as git gives them: the same notice with line ends of Unix and of Windows."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import MIMINO, ROOT, MakeContent, Run


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path there."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def as_windows_has_it(content: Path) -> None:
    """Write every line of a content folder with the end that Windows has."""
    for file in content.rglob("*.*"):
        if file.is_file():
            file.write_bytes(file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


@pytest.fixture
def both(make_content: MakeContent, tmp_path: Path) -> tuple[Path, Path]:
    """Return the small notice twice: as Unix has it, and as Windows has it."""
    unix = make_content()
    windows = unix.rename(tmp_path / "windows")
    unix = make_content()
    as_windows_has_it(windows)
    return unix, windows


def test_a_site_is_the_same(both: tuple[Path, Path], run: Run, tmp_path: Path) -> None:
    """The bytes of the site do not depend on the line ends of its content."""
    for content in both:
        day = ("--date", "2022-01-01", "--drafts")
        assert run("--content", content, "--output", f"{content.name}-site", *day).returncode == 0
    assert files(tmp_path / "content-site") == files(tmp_path / "windows-site")


@pytest.mark.parametrize(
    "command",
    [["new", "rights"], ["new", "cookies"], ["pin", "preamble"]],
    ids=" ".join,
)
def test_what_is_written_ends_as_the_rest(
    command: list[str], both: tuple[Path, Path], run: Run
) -> None:
    """What `new` and `pin` write has the line ends of the folder, and is the same
    otherwise.
    """
    unix, windows = both
    before = files(unix)
    for content in both:
        assert run(*command, "--content", content).returncode == 0
    assert files(unix) != before
    assert b"\r" not in b"".join(files(unix).values())
    as_windows_has_it(unix)
    assert files(unix) == files(windows)


def test_seals_end_as_the_rest(run: Run, tmp_path: Path) -> None:
    """Seals are written with the ends of lines that the folder has, and the same bytes otherwise."""
    for name in ("unix", "windows"):
        shutil.copytree(MIMINO, tmp_path / name)
    as_windows_has_it(tmp_path / "windows")
    for name in ("unix", "windows"):
        before = (tmp_path / name / "seals.json").read_bytes()
        assert run("unseal", "--content", name).returncode == 0
        assert (tmp_path / name / "seals.json").read_bytes() != before
    unix = (tmp_path / "unix" / "seals.json").read_bytes()
    assert unix.replace(b"\n", b"\r\n") == (tmp_path / "windows" / "seals.json").read_bytes()


def test_a_checkout_has_the_bytes_of_the_repository() -> None:
    """Git gives every published file, template and catalog the same bytes on any system."""
    command = [
        "git",
        "check-attr",
        "eol",
        "--",
        "templates/base.html",
        "templates/static/style.css",
    ]
    told = subprocess.run(
        [*command, "locales/fi/LC_MESSAGES/messages.po", "content/v1/version.yaml"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    assert {line.rpartition(": ")[2] for line in told} == {"lf"}
