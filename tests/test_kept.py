"""What is kept from build to build: the same as what would be made, or made again."""

from __future__ import annotations

import os
import shutil
from functools import partial
from pathlib import Path

import pytest
from conftest import MakeContent, run_in

from notice.output import cache as module
from notice.output.cache import cached


def test_made_once(tmp_path: Path) -> None:
    """What was made of the same is not made again; what is made of something else is."""
    results: list[bytes] = []

    def make(result: bytes) -> bytes:
        results.append(result)
        return result

    for source in (b"a", b"b", b"a", b"b"):
        result = cached("things", source, partial(make, source.upper()), tmp_path)
        assert result == source.upper()
    assert results == [b"A", b"B"]


@pytest.mark.parametrize("damage", [b"", b"x", None])
def test_damaged(damage: bytes | None, tmp_path: Path) -> None:
    """A result that is cut off, written over or changed in one byte is not believed, and is made
    whole again.
    """
    cached("things", b"a", lambda: b"result", tmp_path)
    (file,) = (tmp_path / "things").iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"result", b"rasult") if damage is None else damage)
    assert cached("things", b"a", lambda: b"result", tmp_path) == b"result"
    assert file.read_bytes() == whole


def test_nowhere_to_keep(tmp_path: Path) -> None:
    """Where nothing can be written a result is made every time."""
    (tmp_path / "things").write_bytes(b"in the way")
    assert cached("things", b"a", lambda: b"result", tmp_path) == b"result"


def test_only_so_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest results go."""
    monkeypatch.setattr(module, "MOST", 3)
    for number in range(9):
        cached("things", bytes([number]), lambda: b"result", tmp_path)
    assert len(list((tmp_path / "things").iterdir())) == 3


@pytest.mark.campaign
@pytest.mark.parametrize("first", ["plain", "own"])
def test_code_for_the_sandbox_is_compiled_apart(
    first: str, make_content: MakeContent, tmp_path: Path
) -> None:
    """A project with templates of its own runs all of them in a sandbox, one without does not; both
    build with one cache, in either order.
    """
    content = make_content()
    shutil.copytree(content, tmp_path / "own" / "content")
    shutil.copytree(content, tmp_path / "plain" / "content")
    (tmp_path / "own" / "templates").mkdir()
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    for project in (first, *({"plain", "own"} - {first})):
        folder = tmp_path / project
        command = ("--date", "2022-01-01", "--output", "site")
        done = run_in(folder, *command, "--content", "content", env=environment)
        assert done.returncode == 0, done.stderr
