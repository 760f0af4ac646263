"""Nothing is done twice: a build that finds nothing changed ends early, and every path gives the bytes of a cold build."""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path

import pytest
from conftest import MakeContent, Run

from notice import unchanged

DAY = ("--date", "2022-01-01")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the records of these tests apart from those of the project."""
    monkeypatch.setattr(unchanged, "CACHE", tmp_path / "cache")
    return tmp_path / "cache"


def bytes_of(site: Path) -> dict[str, bytes]:
    """Give every file of a site."""
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def built(content: Path, output: Path, *more: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Build in this process; gives what was printed."""
    from notice.cli import main

    assert main(["build", "--content", str(content), "--output", str(output), *(more or DAY)]) == 0
    printed = capsys.readouterr()
    return printed.out + printed.err


def test_nothing_changed(make_content: MakeContent, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second build says that nothing changed, tells the same warnings, and leaves every file as it is."""
    content, site = make_content(), tmp_path / "site"
    first = built(content, site, capsys=capsys)
    times = {file: file.stat().st_mtime_ns for file in site.rglob("*")}
    second = built(content, site, capsys=capsys)
    assert "nothing changed" not in first
    assert second.replace("; nothing changed", "") == first
    assert {file: file.stat().st_mtime_ns for file in site.rglob("*")} == times


@pytest.mark.parametrize(
    "change", ["a page", "a page of the same size", "a page gone", "a file more", "content", "drafts", "day", "record"]
)
def test_any_change_is_seen(
    change: str, make_content: MakeContent, tmp_path: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever changed, of the site or of what it is made of, the build is done, and gives what a cold one gives."""
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
        case "a file more":
            (site / "more.html").write_text("more", encoding="utf-8")
        case "content":
            section = content / "v2" / "version.yaml"
            section.write_text(section.read_text(encoding="utf-8").replace("lyheni", "piteni"), encoding="utf-8")
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


def test_another_day_of_the_same_versions_is_no_change(
    make_content: MakeContent, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Night after night nothing is done, until the day on which another version comes into force."""
    content, site = make_content(), tmp_path / "site"
    built(content, site, "--date", "2020-06-01", capsys=capsys)
    assert "nothing changed" in built(content, site, "--date", "2020-07-01", capsys=capsys)
    assert "nothing changed" not in built(content, site, "--date", "2022-01-01", capsys=capsys)
    assert "nothing changed" not in built(content, site, "--date", "2020-07-01", capsys=capsys)


def test_warm_builds_are_cold_builds(make_content: MakeContent, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After any sequence of edits a site that was built again and again has the bytes of one that is built anew."""
    content, site = make_content(), tmp_path / "site"
    chance = random.Random(22)  # noqa: S311 - the same edits every time
    for step in range(8):
        file = chance.choice(sorted(content.glob("v*/*.yaml")))
        text = file.read_text(encoding="utf-8")
        if file.name != "version.yaml" and chance.random() < 0.7:
            file.write_text(text.rstrip("\n") + f" Lisäys {step}.\n", encoding="utf-8")
        else:
            file.write_text(f"# {step}\n{text}", encoding="utf-8")
        day = chance.choice(["2020-06-01", "2022-01-01", "2022-01-02"])
        drafts = ["--drafts"] if chance.random() < 0.3 else []
        built(content, site, "--date", day, *drafts, capsys=capsys)
        shutil.rmtree(tmp_path / "cold", ignore_errors=True)
        built(content, tmp_path / "cold", "--date", day, *drafts, capsys=capsys)
        assert bytes_of(site) == bytes_of(tmp_path / "cold"), step


def test_workers_give_the_same_bytes(make_content: MakeContent, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """However many processes work side by side, every byte is the same."""
    content = make_content()
    for jobs in ("1", "2", "3"):
        built(content, tmp_path / jobs, *DAY, "--jobs", jobs, capsys=capsys)
    assert bytes_of(tmp_path / "1") == bytes_of(tmp_path / "2") == bytes_of(tmp_path / "3")


def test_files_that_stay_are_taken_over(make_content: MakeContent, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After one change only the files that show it are written; the others are the very files that stood there."""
    content, site = make_content(), tmp_path / "site"
    built(content, site, capsys=capsys)
    before = {name: ((site / name).stat().st_ino, raw) for name, raw in bytes_of(site).items()}
    section = next(file for file in content.glob("v1/*.yaml") if "en:" in file.read_text(encoding="utf-8"))
    section.write_text(section.read_text(encoding="utf-8").rstrip("\n") + " More.\n", encoding="utf-8")
    built(content, site, capsys=capsys)
    for name, raw in bytes_of(site).items():
        inode, old = before[name]
        if name != ".notice-site":
            assert ((site / name).stat().st_ino == inode) == (raw == old), name
    assert sum(raw == before[name][1] for name, raw in bytes_of(site).items()) > 10


@pytest.mark.skipif(sys.platform == "win32", reason="imports are listed by name")
def test_a_build_without_change_imports_little(make_content: MakeContent, tmp_path: Path, run: Run) -> None:
    """Where nothing changed, none of the libraries that a build stands on is imported."""
    import subprocess

    from conftest import ROOT

    content = make_content()
    command = ["build.py", "--content", str(content), "--output", str(tmp_path / "site"), *DAY]
    assert run(*command[1:]).returncode == 0
    done = subprocess.run([sys.executable, "-X", "importtime", *command], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "nothing changed" in done.stdout
    imported = {line.rsplit("|", 1)[1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert not imported & {"jinja2", "markdown", "babel", "yaml", "jsonschema_rs", "notice.pages", "notice.markup"}
