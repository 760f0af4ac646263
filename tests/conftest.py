"""What several tests need: content folders made of the small notice, and the browser of the system."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data"
SMALL = DATA / "small"

Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]
MakeContent: TypeAlias = Callable[..., Path]


@pytest.fixture
def make_content(tmp_path: Path) -> MakeContent:
    """Give a function that copies the small notice, with some files replaced (None: removed)."""

    def make(changes: Mapping[str, str | bytes | None] | None = None) -> Path:
        content = tmp_path / "content"
        shutil.copytree(SMALL, content)
        for inside, text in (changes or {}).items():
            file = content / inside
            if text is None:
                file.unlink()
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(text.encode() if isinstance(text, str) else text)
        return content

    return make


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Give a function that runs `build.py` as an editor would, in a folder of its own."""

    def run_it(*arguments: str | Path, **more: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "build.py"), *map(str, arguments)]
        environment = {**os.environ, "PYTHONUTF8": "1"}
        options: dict[str, object] = {"cwd": tmp_path, "env": environment, "timeout": 60, **more}
        return subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload,no-any-return]

    return run_it


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the real notice once, with drafts, for a fixed day."""
    output = tmp_path_factory.mktemp("real") / "site"
    command = [sys.executable, "build.py", "--drafts", "--date", "2026-12-01", "--output", str(output)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return output
