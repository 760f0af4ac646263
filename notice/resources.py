"""Where the program's own data files stand, what a project has in their place, and where results
are cached.

Imports nothing that takes longer than what a build without any change does.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # importing `typing` for it would take longer than all that is done here
if TYPE_CHECKING:
    from pathlib import Path

OWN = ("templates", "locales", "static")
"""Folders of a project's own beside its content, which the site is made of too: a build looks for
changes in them, and the preview watches them.
"""

PACKAGE = os.path.dirname(os.path.abspath(__file__))


def packaged(name: str) -> str:
    """Return a data folder of the program: inside the package, or beside it in the repository."""
    inside = os.path.join(PACKAGE, name)
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(PACKAGE), name)


def own(content: str, name: str) -> str:
    """Return a project's own folder beside its content; nothing where it has only the program's."""
    folder = os.path.join(os.path.dirname(os.path.abspath(content)), name)
    if not os.path.isdir(folder) or os.path.realpath(folder) == os.path.realpath(packaged(name)):
        return ""
    return folder


def folders(content: Path, name: str) -> tuple[Path, ...]:
    """Return the folders in which a file is looked for: the project's own, then the program's."""
    from pathlib import Path  # noqa: PLC0415 - it takes longer than a build without any change

    return tuple(Path(folder) for folder in (own(str(content), name), packaged(name)) if folder)


def cache_folder() -> str:
    """Return the program's folder in the user's cache, on Linux as the XDG Base Directory
    Specification has it.

    It is no folder of the project: compiled templates are code, and a repository from elsewhere
    could bring its own.
    """
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        base = base if os.path.isabs(base) else os.path.join(home, ".cache")
    return os.path.join(base, "notice")
