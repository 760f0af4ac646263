"""Browsers that have some fonts and no others, since no test may depend on which fonts there are."""

from __future__ import annotations

import os
from pathlib import Path

EVERY = ("", "DejaVu", "Noto Liberation")
"""Which fonts a browser is to have: those of the system, and two sets that differ much, by the
beginnings of their files' names.
"""

CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<selectfont><rejectfont><glob>*.?t?</glob><glob>*.pf?</glob></rejectfont>
<acceptfont>{globs}</acceptfont></selectfont>
<cachedir>{cache}</cachedir>
</fontconfig>
"""


def missing(names: str) -> list[str]:
    """Return those of some fonts that are not installed."""
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path(data) / "fonts")
    return [name for name in names.split() if not any(_files(folder, name) for folder in folders)]


def _files(folder: Path, name: str) -> bool:
    return folder.is_dir() and any(folder.rglob(f"{name}*.?tf"))


def environment(names: str, folder: Path) -> dict[str, str | float | bool]:
    """Return the environment of a browser that has these fonts alone; its configuration is put into
    a folder.
    """
    if not names:
        return dict(os.environ)
    globs = "".join(f"<glob>*/{name}*</glob>" for name in names.split())
    file = folder / "fonts.conf"
    file.write_text(CONFIG.format(globs=globs, cache=folder / "cache"), encoding="utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(file)}
