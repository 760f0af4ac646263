"""The files of one site, made when they are asked for."""

from __future__ import annotations

from threading import Lock

from jinja2 import Environment

from notice import urls
from notice.output.files import File
from notice.site.all_files import Static, site_files, site_parts
from notice.site.site import Site


class OnDemand:
    """The files of one site. Several threads may ask; one file is made at a time."""

    def __init__(self, site: Site, environment: Environment, static: Static) -> None:
        self._site = site
        self._environment = environment
        self._static = static
        self._files: dict[str, bytes] = {}
        self._planned: dict[str, File] = {}
        self._rest = iter(site_parts(site, environment, static))
        self._lock = Lock()

    def file(self, name: str) -> bytes | None:
        """Return a file by its path below the output folder; None where there is none."""
        with self._lock:
            if name not in self._files:
                if name == urls.SUMS:
                    self._files.update(site_files(self._site, self._environment, self._static))
                elif file := self._file(name):
                    self._files[name] = file.make()
            return self._files.get(name)

    def _file(self, name: str) -> File | None:
        """Return a planned file; plan the parts of the site one by one until it is found."""
        while name not in self._planned and (part := next(self._rest, None)):
            self._planned.update((file.name, file) for file in part.files())
        return self._planned.get(name)
