"""Mistakes of one line, each typed into a file of the small notice: what is told, and where.

What takes several files is in `tests/data/invalid/`.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import SMALL, rows
from test_invalid import problems_of

CASES: list[dict[str, Any]] = rows("mistakes.yaml")
FOLLOWS = "[translations-are-there-and-fit]"
"""The check that speaks of nearly every change of a text: not what these cases are about."""


def spoil(case: dict[str, Any], content: Path) -> None:
    """Do to a copy of the small notice what a case tells: other words, another name, another
    encoding.
    """
    shutil.copytree(SMALL, content)
    file = content / case["file"]
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    if "typed" in case:
        sound, typed = case["typed"]
        assert text.count(sound) >= 1, "there is no such text to be mistyped"
        text = text.replace(sound, typed, 1) if sound else typed
    if "renamed" in case:
        file.unlink()
        file = content / case["renamed"]
    file.write_bytes(text.encode(case.get("encoding", "utf-8")))


@pytest.mark.campaign
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_mistake_is_told_at_its_place(case: dict[str, Any], tmp_path: Path) -> None:
    """A mistake is told once, at its line and column, in words that name it and say what to type;
    what is no mistake is not.
    """
    sound = {line.replace(SMALL.as_posix(), "content") for line in problems_of(SMALL)}
    spoil(case, tmp_path / "content")
    told = [
        line
        for line in problems_of(tmp_path / "content")
        if line not in sound and FOLLOWS not in line
    ]
    file = case.get("renamed", case["file"])
    expected = [
        line if line.startswith("content/") else f"content/{file}:{line}" for line in case["told"]
    ]
    assert [line[: len(part)] for line, part in zip(told, expected, strict=False)] == expected, told
    assert len(told) == len(expected), told


def test_there_are_mistakes_and_what_is_none() -> None:
    """The table has both, so that a program which always speaks, or never does, fails."""
    assert sum(bool(case["told"]) for case in CASES) > 60
    assert sum(not case["told"] for case in CASES) > 5
