"""Publishing: the old site or the new, never between, and nothing that is not ours is touched."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, MakeContent, Run

from notice import publish as module
from notice.publish import MARKER, RefusedError, publish, refuse_foreign


def tree(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def failing(files: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Give some files, then fail as a full disk does."""
    yield from files.items()
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("exchange", [True, False])
def test_replaces_the_site_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, exchange: bool) -> None:
    """A new site takes the old one's place, files that are gone included, with and without the system's own swap."""
    if not exchange:
        monkeypatch.setattr(module, "_exchange", lambda _one, _other: False)
    site = tmp_path / "site"
    publish([("a/index.html", b"old"), ("gone.html", b"x")], site)
    assert publish([("a/index.html", b"new"), ("b.html", b"y")], site) == 2
    assert set(tree(site)) == {"a/index.html", "b.html", MARKER}
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_failure_leaves_the_old_site(tmp_path: Path) -> None:
    """A build that fails while it writes leaves the old site as it was, and nothing beside it."""
    site = tmp_path / "site"
    publish([("index.html", b"old")], site)
    before = tree(site)
    with pytest.raises(OSError, match="No space"):
        publish(failing({"index.html": b"new"}), site)
    assert tree(site) == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_failed_swap_puts_the_old_site_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the new site cannot be moved in, the old one stands where it stood."""
    site = tmp_path / "site"
    publish([("index.html", b"old")], site)
    monkeypatch.setattr(module, "_exchange", lambda _one, _other: False)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="Permission"):
        publish([("index.html", b"new")], site)
    assert tree(site)["index.html"] == b"old"


def test_cleans_up_after_a_killed_build(tmp_path: Path) -> None:
    """Folders that a killed build left are removed; a site that it had put aside comes back."""
    site = tmp_path / "site"
    publish([("index.html", b"old")], site)
    site.rename(tmp_path / ".site.0123456789ab.old")
    (tmp_path / ".site.0123456789ac.new").mkdir()
    (tmp_path / ".site.0123456789ad.new").mkdir()
    for name in ("half", MARKER):
        (tmp_path / ".site.0123456789ad.new" / name).write_bytes(b"x")
    with pytest.raises(OSError, match="No space"):
        publish(failing({}), site)
    assert tree(site)["index.html"] == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_leaves_alone_what_only_looks_like_ours(tmp_path: Path) -> None:
    """Folders of other names, or without our marker, are never cleaned away; a dangling link does not stop a build."""
    names = [".site.backup.old", ".site.2024.new", ".site.en.0123456789ab.old", ".site.0123456789ab.new"]
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "thesis.txt").write_text("years of work")
    (tmp_path / ".site.0123456789ac.new").symlink_to("nowhere")
    publish([("index.html", b"x")], tmp_path / "site")
    assert all((tmp_path / name / "thesis.txt").is_file() for name in names)


def test_builds_at_the_same_time(tmp_path: Path) -> None:
    """Many builds at once into one place all succeed, and the last one's site is whole."""
    site = tmp_path / "site"

    def build(number: int) -> None:
        for _ in range(10):
            publish([("a", bytes([number])), ("b", bytes([number]))], site)

    threads = [threading.Thread(target=build, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = tree(site)
    assert found["a"] == found["b"]
    publish([("a", b"z")], site)
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_refuses_what_it_did_not_make(tmp_path: Path) -> None:
    """A folder with other files in it, a file, and the content folder are never replaced; an empty folder is fine."""
    foreign = tmp_path / "documents"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("years of work")
    content = tmp_path / "content"
    content.mkdir()
    for output in (foreign, foreign / "thesis.txt", content, content / "site"):
        with pytest.raises(RefusedError):
            refuse_foreign(output, content)
    publish([("index.html", b"x")], tmp_path / "site")
    refuse_foreign(tmp_path / "site", content)
    (tmp_path / "site" / ".git").mkdir()
    (tmp_path / "site" / "inner").mkdir()
    for inner in (content, tmp_path / "site" / "inner"):
        with pytest.raises(RefusedError):
            refuse_foreign(tmp_path / "site", inner)
    (tmp_path / "empty").mkdir()
    refuse_foreign(tmp_path / "empty", content)
    refuse_foreign(tmp_path / "new", content)


def test_refusal_is_told(make_content: MakeContent, run: Run, tmp_path: Path) -> None:
    """The command names the folder, exits with 2, and touches nothing."""
    foreign = tmp_path / "documents"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("years of work")
    done = run("--content", make_content(), "--output", foreign)
    assert (done.returncode, "not made by this program" in done.stderr) == (2, True)
    assert (foreign / "thesis.txt").read_text() == "years of work"
    assert [entry.name for entry in foreign.iterdir()] == ["thesis.txt"]


def test_same_content_and_day_same_bytes(make_content: MakeContent, run: Run, tmp_path: Path) -> None:
    """Two builds of the same content for the same day are byte for byte the same, wherever they are made."""
    content = make_content()
    for output, seed in (("one", "1"), ("deeper/two", "2")):
        done = run("--content", content, "--output", output, "--date", "2022-01-01", env={**os.environ, "PYTHONHASHSEED": seed})
        assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "one") == tree(tmp_path / "deeper" / "two")


def test_readable_by_a_web_server(make_content: MakeContent, run: Run, tmp_path: Path) -> None:
    """Folders and files have the rights that any new ones get, not those of a private temporary folder."""
    run("--content", make_content(), "--output", "site")
    (tmp_path / "plain").mkdir()
    assert (tmp_path / "site").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.skipif(sys.platform == "win32", reason="kills processes as POSIX does")
def test_killed_builds(make_content: MakeContent, run: Run, tmp_path: Path) -> None:
    """Builds killed at random moments leave the old site or the new, and the next build cleans up."""
    kills = int(os.environ.get("NOTICE_KILLS", "6"))
    content = make_content()
    command = [sys.executable, str(ROOT / "build.py"), "--content", str(content), "--output", "site", "--date"]
    run("--content", content, "--output", "site", "--date", "2020-06-01")
    old = tree(tmp_path / "site")
    run("--content", content, "--output", "other", "--date", "2022-06-01")
    new = tree(tmp_path / "other")
    assert old != new
    chance = random.Random(4)  # noqa: S311 - moments to kill at, no secrets
    started = time.monotonic()
    subprocess.run([*command, "2020-06-01"], cwd=tmp_path, check=True, capture_output=True)
    usual = time.monotonic() - started
    for _ in range(kills):
        process = subprocess.Popen([*command, "2022-06-01"], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(usual * chance.uniform(0.5, 1.1))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert tree(tmp_path / "site") in (old, new)
    assert run("--content", content, "--output", "site", "--date", "2020-06-01").returncode == 0
    assert tree(tmp_path / "site") == old
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["content", "other", "site"]
