"""Publishing: the old site or the new, never between, and nothing that is not ours is touched."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, MakeContent, Run, required

from notice.console import UsageError
from notice.output import swap as module
from notice.output.files import File, Part
from notice.output.swap import MARKER, refuse_foreign
from notice.output.write import publish

AS_ROOT = (
    ()
    if sys.platform != "win32" and os.getuid() == 0
    else ("sudo", "-n")
    if shutil.which("sudo")
    else None
)
"""What a command begins with that only root may run; None where nobody can become root."""
SILENT: Mapping[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def parts(**files: bytes) -> list[Part]:
    """Return files as one part of a site; a low line in a name stands for a slash."""
    planned = [
        File(f"{name.replace('_', '/')}.html", partial(bytes, raw)) for name, raw in files.items()
    ]
    return [Part("test", lambda: planned)]


def failing(**files: bytes) -> list[Part]:
    """Return some files, then fail as a full disk does."""

    def fail() -> Iterator[File]:
        yield from parts(**files)[0].files()
        raise OSError(28, "No space left on device")

    return [Part("test", fail)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="several processes need fork")
def test_a_killed_process_ends_the_build(tmp_path: Path) -> None:
    """Where one of several processes is killed, for want of memory say, the build fails, and
    leaves the old site as it was.
    """
    publish(parts(index=b"old"), tmp_path / "site")

    def die() -> Iterator[File]:
        os.kill(os.getpid(), signal.SIGKILL)
        yield File("never", bytes)

    with pytest.raises(OSError, match="killed"):
        publish([*parts(index=b"new"), Part("killed", die)], tmp_path / "site", jobs=2)
    assert tree(tmp_path / "site")["index.html"] == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("exchange", [True, False])
def test_replaces_the_site_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, exchange: bool
) -> None:
    """A new site takes the old one's place, files that are gone included, with and without the
    system's own swap.
    """
    if not exchange:
        monkeypatch.setattr(module, "_exchange", lambda _one, _other: False)
    site = tmp_path / "site"
    publish(parts(a_index=b"old", gone=b"x"), site)
    assert publish(parts(a_index=b"new", b=b"y"), site).files == 2
    assert set(tree(site)) == {"a/index.html", "b.html", MARKER}
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_failure_leaves_the_old_site(tmp_path: Path) -> None:
    """A build that fails while it writes leaves the old site as it was, and nothing beside it."""
    site = tmp_path / "site"
    publish(parts(index=b"old"), site)
    before = tree(site)
    with pytest.raises(OSError, match="No space"):
        publish(failing(index=b"new"), site)
    assert tree(site) == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_failed_swap_puts_the_old_site_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the new site cannot be moved in, the old one stands where it stood."""
    site = tmp_path / "site"
    publish(parts(index=b"old"), site)
    monkeypatch.setattr(module, "_exchange", lambda _one, _other: False)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="Permission"):
        publish(parts(index=b"new"), site)
    assert tree(site)["index.html"] == b"old"


def test_cleans_up_after_a_killed_build(tmp_path: Path) -> None:
    """Folders that a killed build left are removed; a site that it had put aside comes back."""
    site = tmp_path / "site"
    publish(parts(index=b"old"), site)
    site.rename(tmp_path / ".site.0123456789ab.old")
    (tmp_path / ".site.0123456789ac.new").mkdir()
    (tmp_path / ".site.0123456789ad.new").mkdir()
    for name in ("half", MARKER):
        (tmp_path / ".site.0123456789ad.new" / name).write_bytes(b"x")
    with pytest.raises(OSError, match="No space"):
        publish(failing(), site)
    assert tree(site)["index.html"] == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_leaves_alone_what_only_looks_like_ours(tmp_path: Path) -> None:
    """Folders of other names, or without our marker, are never cleaned away; a dangling link does
    not stop a build.
    """
    names = [
        ".site.backup.old",
        ".site.2024.new",
        ".site.en.0123456789ab.old",
        ".site.0123456789ab.new",
    ]
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "thesis.txt").write_text("years of work")
    (tmp_path / ".site.0123456789ac.new").symlink_to("nowhere")
    publish(parts(index=b"x"), tmp_path / "site")
    assert all((tmp_path / name / "thesis.txt").is_file() for name in names)


def test_builds_at_the_same_time(tmp_path: Path) -> None:
    """Many builds at once into one place all succeed, and the last one's site is whole."""
    site = tmp_path / "site"

    def build(number: int) -> None:
        for _ in range(10):
            publish(parts(a=bytes([number]), b=bytes([number])), site)

    threads = [threading.Thread(target=build, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    files = tree(site)
    assert files["a.html"] == files["b.html"]
    publish(parts(a=b"z"), site)
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_refuses_what_it_did_not_make(tmp_path: Path) -> None:
    """A folder with other files in it, a file, and the content folder are never replaced; an empty
    folder is fine.
    """
    foreign = tmp_path / "documents"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("years of work")
    content = tmp_path / "content"
    content.mkdir()
    for output in (foreign, foreign / "thesis.txt", content, content / "site"):
        with pytest.raises(UsageError):
            refuse_foreign(output, content)
    publish(parts(index=b"x"), tmp_path / "site")
    refuse_foreign(tmp_path / "site", content)
    (tmp_path / "site" / ".git").mkdir()
    (tmp_path / "site" / "inner").mkdir()
    for inner in (content, tmp_path / "site" / "inner"):
        with pytest.raises(UsageError):
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


def test_same_content_and_day_same_bytes(
    make_content: MakeContent, run: Run, tmp_path: Path
) -> None:
    """Two builds of the same content for the same day are byte for byte the same, wherever they
    are made.
    """
    content = make_content()
    for output, seed in (("one", "1"), ("deeper/two", "2")):
        done = run(
            "--content",
            content,
            "--output",
            output,
            "--date",
            "2022-01-01",
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "one") == tree(tmp_path / "deeper" / "two")


def test_readable_by_a_web_server(make_content: MakeContent, run: Run, tmp_path: Path) -> None:
    """Folders and files have the rights that any new ones get, not those of a private temporary
    folder.
    """
    run("--content", make_content(), "--output", "site")
    (tmp_path / "plain").mkdir()
    assert (tmp_path / "site").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.skipif(sys.platform == "win32", reason="kills processes as POSIX does")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_killed_builds(make_content: MakeContent, run: Run, tmp_path: Path, jobs: str) -> None:
    """Builds killed at random moments leave the old site or the new, and the next build works and
    cleans up.

    Half are killed at any moment of their life, half within the moment in which they write and
    swap.
    """
    kills = int(os.environ.get("NOTICE_KILLS", "6"))
    content = make_content()
    days = ("2020-06-01", "2022-06-01")
    sites = []
    for day in days:
        started = time.monotonic()
        assert run("--content", content, "--output", day, "--date", day).returncode == 0
        usual = time.monotonic() - started
        sites.append(tree(tmp_path / day))
    assert sites[0] != sites[1]
    assert run("--content", content, "--output", "site", "--date", days[0]).returncode == 0
    beside = sorted(tmp_path.iterdir())
    chance = random.Random(4)  # noqa: S311 - moments to kill at, no secrets
    half_written = 0
    for number in range(kills):
        here = sites.index(tree(tmp_path / "site"))
        command = [
            "--content",
            str(content),
            "--output",
            "site",
            "--date",
            days[1 - here],
            "--jobs",
            jobs,
        ]
        process = subprocess.Popen(
            [sys.executable, ROOT / "build.py", *command], cwd=tmp_path, **SILENT
        )
        if number % 2:
            while process.poll() is None and sorted(tmp_path.iterdir()) == beside:
                time.sleep(0.0005)
            if number > 1:  # the first at once, so that one at least is half written
                time.sleep(usual * chance.uniform(0, 0.1))
        else:
            time.sleep(usual * chance.uniform(0.5, 1.1))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert tree(tmp_path / "site") in sites, f"kill {number}"
        half_written += sorted(tmp_path.iterdir()) != beside
        if number % 3 == 2:
            assert run(*command).returncode == 0
            assert tree(tmp_path / "site") == sites[1 - here]
            assert sorted(tmp_path.iterdir()) == beside, f"after kill {number}"
    print(f"{half_written} of {kills} left something half written")
    assert half_written
    assert run(*command).returncode == 0
    assert sorted(tmp_path.iterdir()) == beside


BUSY_BUILD = """
import os, sys, time
from pathlib import Path
from notice.output.files import File, Part
from notice.output.write import publish

def make():
    os.write(1, b"working\\n")  # in one piece, however Python buffers
    if sys.platform.startswith("linux"):
        sum(range(10**18))  # lets no other thread of the process have its turn
    time.sleep(600)

publish([Part(name, lambda: [File(name, make)]) for name in ("one", "two")], Path("site"), jobs=2)
"""
"""A build of which each of two workers is busy for ever."""


@pytest.mark.skipif(sys.platform == "win32", reason="kills processes as POSIX does")
def test_workers_end_with_their_build(tmp_path: Path) -> None:
    """A build that is killed leaves no worker behind, however busy, and nothing that the next one
    could not clean up.
    """
    process = subprocess.Popen(
        [sys.executable, "-c", BUSY_BUILD],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        assert process.stdout
        assert [process.stdout.readline() for _ in range(2)] == [b"working\n"] * 2
        process.kill()
        # The pipe ends when nobody is left who could write into it: that tells of children whose
        # parent is gone.
        process.communicate(timeout=20)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    assert [entry.suffix for entry in tmp_path.iterdir()] == [".new"]
    publish(parts(index=b"new"), tmp_path / "site")
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a small disk of memory; that takes root, or sudo without a password, as CI's machines
    have it.
    """
    place = tmp_path / "disk"
    place.mkdir()
    options = f"size=1m,nr_inodes=500,mode=0700,uid={os.getuid()},gid={os.getgid()}"
    mounted = (
        AS_ROOT is not None
        and subprocess.run(
            [*AS_ROOT, "mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)],
            check=False,
            capture_output=True,
        ).returncode
        == 0
    )
    required(place if mounted else None, "right to mount a disk")
    yield place
    subprocess.run([*(AS_ROOT or ()), "umount", "--lazy", str(place)], check=True)


def assert_told_and_whole(
    done: subprocess.CompletedProcess[str], site: Path, before: dict[str, bytes], words: str
) -> None:
    """Assert that a build exited with 1 and one plain sentence, with the old site whole and
    nothing beside it.
    """
    told = done.stderr.splitlines()[-1]
    assert (done.returncode, words in told, "the old site is as it was" in told) == (
        1,
        True,
        True,
    ), done.stderr
    assert "Traceback" not in done.stderr
    assert tree(site) == before
    assert [entry.name for entry in site.parent.iterdir() if entry.name.startswith(".")] == []


@pytest.mark.campaign
@pytest.mark.parametrize("room", [0, 8, 24, 64, 96, 128])
def test_disk_full(make_content: MakeContent, run: Run, disk: Path, room: int) -> None:
    """A disk that fills up, with so many KiB left, stops a build in a plain sentence; with room
    again, it works.
    """
    content, site = make_content(), disk / "site"
    assert run("--content", content, "--output", site, "--date", "2020-06-01").returncode == 0
    before = tree(site)
    left = os.statvfs(disk)
    (disk / "filler").write_bytes(bytes(left.f_bavail * left.f_bsize - room * 1024))
    assert_told_and_whole(
        run("--content", content, "--output", site, "--date", "2022-06-01"),
        site,
        before,
        "No space left",
    )
    (disk / "filler").unlink()
    assert run("--content", content, "--output", site, "--date", "2022-06-01").returncode == 0
    assert tree(site) != before
    assert [entry.name for entry in disk.iterdir()] == ["site"]


@pytest.mark.campaign
@pytest.mark.parametrize("room", [0, 1, 5, 20])
def test_no_more_files(make_content: MakeContent, run: Run, disk: Path, room: int) -> None:
    """A disk that has bytes left but takes only so many files more stops a build in the same
    way.
    """
    content, site = make_content(), disk / "site"
    assert run("--content", content, "--output", site, "--date", "2020-06-01").returncode == 0
    before = tree(site)
    fillers = [disk / f"filler-{number}" for number in range(os.statvfs(disk).f_favail - room)]
    for filler in fillers:
        filler.touch()
    assert_told_and_whole(
        run("--content", content, "--output", site, "--date", "2022-06-01"),
        site,
        before,
        "No space left",
    )
    for filler in fillers:
        filler.unlink()
    assert run("--content", content, "--output", site, "--date", "2022-06-01").returncode == 0
    assert [entry.name for entry in disk.iterdir()] == ["site"]


def test_disk_that_takes_no_writing(make_content: MakeContent, run: Run, disk: Path) -> None:
    """A disk that can only be read, with a site on it or none, stops a build in a plain
    sentence.
    """
    content, site = make_content(), disk / "site"
    run("--content", content, "--output", site, "--date", "2020-06-01")
    before = tree(site)
    subprocess.run([*(AS_ROOT or ()), "mount", "-o", "remount,ro", str(disk)], check=True)
    assert_told_and_whole(
        run("--content", content, "--output", site, "--date", "2022-06-01"),
        site,
        before,
        "Read-only",
    )
    assert_told_and_whole(
        run("--content", content, "--output", disk / "a" / "b" / "site"), site, before, "Read-only"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="limits processes as POSIX does")
def test_files_that_may_not_grow(make_content: MakeContent, run: Run, tmp_path: Path) -> None:
    """A system that lets no file grow beyond a size, as quotas do, stops a build in a plain
    sentence.
    """
    content = make_content()
    run("--content", content, "--output", "site", "--date", "2020-06-01")
    before = tree(tmp_path / "site")
    command = [
        required(shutil.which("bash"), "bash"),
        "-c",
        'ulimit -f 4; exec "$@"',
        "bash",
        sys.executable,
        str(ROOT / "build.py"),
        "--content",
        str(content),
    ]
    done = subprocess.run(
        command, cwd=tmp_path, check=False, capture_output=True, text=True, timeout=60
    )
    assert_told_and_whole(done, tmp_path / "site", before, "File too large")


def test_parent_of_the_site(make_content: MakeContent, run: Run, tmp_path: Path) -> None:
    """Folders above the site are made where they are missing; a file in the place of one is
    told.
    """
    content = make_content()
    assert run("--content", content, "--output", "a/b/site", "--date", "2020-06-01").returncode == 0
    assert (tmp_path / "a" / "b" / "site" / "index.html").is_file()
    (tmp_path / "file").write_text("years of work")
    done = run("--content", content, "--output", "file/b/site")
    assert (done.returncode, "file" in done.stderr, "Traceback" in done.stderr) == (
        1,
        True,
        False,
    ), done.stderr
    assert (tmp_path / "file").read_text() == "years of work"
