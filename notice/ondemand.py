"""The site's files made one by one, each when it is asked for: whoever edits a section looks at one page, not at fifty."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock

from jinja2 import Environment

from notice import addresses
from notice.output import site_files
from notice.pages import Page, common_pages, pages_in
from notice.render import renderer
from notice.views import Reader, Site


class OnDemand:
    """The files of one site. Several threads may ask; one file is made at a time."""

    def __init__(self, site: Site, made: Environment) -> None:
        self._site = site
        self._environment = made
        self._render = renderer(made)
        self._made: dict[str, bytes] = {}
        self._pages: dict[str, Page] = {}
        self._rest: dict[str, Iterator[Page]] = {}
        self._lock = Lock()

    def file(self, name: str) -> bytes | None:
        """Give a file by its path below the output folder, or None where the site has none of that name."""
        with self._lock:
            if name not in self._made:
                if page := self._page(name):
                    self._made[name] = self._render(page)
                elif not name.endswith(".html"):  # what programs read: rarely looked at, and made all at once
                    self._made.update(site_files(self._site, self._environment))
            return self._made.get(name)

    def _page(self, name: str) -> Page | None:
        """Give the page that a file is made of, going on through the pages of its language from where that was left."""
        part = name.partition("/")[0]
        language = part if part in self._site.notice.languages else ""
        if language not in self._rest:
            site = self._site
            self._rest[language] = pages_in(Reader(site, language)) if language else common_pages(site)
        while name not in self._pages:
            page = next(self._rest[language], None)
            if page is None:
                return None
            self._pages[addresses.file(page.address)] = page
        return self._pages[name]
