"""The site's files made one by one, each when it is asked for: whoever edits a section looks at one page, not at fifty."""

from __future__ import annotations

from threading import Lock

from jinja2 import Environment

from notice import addresses
from notice.output import site_files, site_parts
from notice.planned import File
from notice.views import Site


class OnDemand:
    """The files of one site. Several threads may ask; one file is made at a time."""

    def __init__(self, site: Site, made: Environment) -> None:
        self._site = site
        self._environment = made
        self._made: dict[str, bytes] = {}
        self._planned: dict[str, File] = {}
        self._rest = iter(site_parts(site, made))
        self._lock = Lock()

    def file(self, name: str) -> bytes | None:
        """Give a file by its path below the output folder, or None where the site has none of that name."""
        with self._lock:
            if name not in self._made:
                if name == addresses.SUMS:
                    self._made.update(site_files(self._site, self._environment))
                elif file := self._file(name):
                    self._made[name] = file.make()
            return self._made.get(name)

    def _file(self, name: str) -> File | None:
        """Find a file among those that were planned, going on with the site's parts from where that was left."""
        while name not in self._planned and (part := next(self._rest, None)):
            self._planned.update((file.name, file) for file in part.files())
        return self._planned.get(name)
