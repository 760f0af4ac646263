"""A small site, file by file: whatever changes in the output shows as a difference in review."""

from __future__ import annotations

from pathlib import Path

from conftest import DATA, ROOT, SMALL, Run

GOLDEN = DATA / "golden"


def test_golden_site(run: Run, tmp_path: Path) -> None:
    """The small notice gives exactly the kept site; `make golden` keeps a new one after a change
    that is meant.
    """
    done = run("--content", SMALL, "--drafts", "--date", "2022-01-01", "--output", "site")
    assert done.returncode == 0, done.stderr
    built = {
        file.relative_to(tmp_path / "site").as_posix(): file
        for file in (tmp_path / "site").rglob("*")
        if file.is_file()
    }
    kept = {
        file.relative_to(GOLDEN).as_posix(): file for file in GOLDEN.rglob("*") if file.is_file()
    }
    static = {file.name for file in (ROOT / "templates" / "static").iterdir()}
    assert sorted(set(built) - static - {".notice-site", "SHA256SUMS"}) == sorted(kept)
    for name, file in kept.items():
        assert built[name].read_text(encoding="utf-8") == file.read_text(encoding="utf-8"), name
