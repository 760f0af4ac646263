"""The whole site as files: pages, feeds, data, what hosts need, and the sums of all of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import TypeAlias

from jinja2 import Environment

from notice import urls
from notice.content.media import media_digests
from notice.output.files import File, Part, digest
from notice.site.comparison_pages import comparison_pages, since_pages
from notice.site.comparisons import Comparisons
from notice.site.data import common_data, data_in
from notice.site.embedding import current_version, fragment_pages
from notice.site.feed import feed_files
from notice.site.hosting import hosting_files, sums
from notice.site.page import Page
from notice.site.pages import common_pages, version_pages
from notice.site.reader import LocalizedSite
from notice.site.render import Renderer, renderer
from notice.site.site import Site

LARGE = 150
"""Pages from which on a site is large: several processes are quicker then than they are to start,
and a person waits.
"""


Static: TypeAlias = Sequence[tuple[str, bytes]]
"""Files that are published as they are: name and bytes."""


def site_parts(site: Site, environment: Environment, static: Static) -> list[Part]:
    """Return every file of the site but the sums, in parts that do not depend on each other.

    `static` are the files published as they are.
    """
    render = renderer(environment)

    def rendered(pages: Iterable[Page]) -> Iterator[File]:
        return (_file(page, render) for page in pages)

    kinds: dict[str, Callable[[Comparisons], Iterable[File]]] = {
        "comparisons with the version in force": lambda compared: rendered(since_pages(compared)),
        # Feeds show the same comparisons, which another process would make anew.
        "comparisons of neighbours, and feeds": lambda compared: chain(
            rendered(comparison_pages(compared)), feed_files(compared, render)
        ),
        "versions": lambda compared: chain(
            rendered(version_pages(compared.reader)),
            rendered(fragment_pages(compared.reader)),
            data_in(compared.reader),
        ),
    }  # what takes longest is begun first, so that no process is left alone with it at the end
    languages = [Comparisons(LocalizedSite(site, language)) for language in site.notice.languages]
    parts = [
        Part(f"{kind} in {compared.reader.language}", partial(plan, compared))
        for kind, plan in kinds.items()
        for compared in languages
    ]
    return [Part("what is in no one language", partial(_common, site, render, static)), *parts]


def sums_file(digests: Mapping[str, str]) -> tuple[str, bytes]:
    """Return the file that lists all others that can be fetched, so that a mirror can be held
    against it: its path below the output folder, and its bytes.
    """
    served = {name: digest for name, digest in digests.items() if name not in urls.NOT_SERVED}
    return urls.SUMS, sums(served)


def site_files(site: Site, environment: Environment, static: Static) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the site: its path below the output folder, and its bytes."""
    digests = {}
    for part in site_parts(site, environment, static):
        for file in part.files():
            raw = file.make()
            digests[file.name] = digest(raw)
            yield file.name, raw
    yield sums_file(digests)


def is_large(site: Site) -> bool:
    """Tell whether a site is large."""
    return len(site.notice.languages) * len(site.editions) * 3 >= LARGE


def fitting_jobs(site: Site) -> int:
    """Return how many processes pay: one for a small site, else one for each processor."""
    return (os.cpu_count() or 1) if is_large(site) else 1


def _common(site: Site, render: Renderer, static: Static) -> Iterator[File]:
    """Plan what belongs to no language."""
    yield from (File(name, partial(bytes, raw)) for name, raw in (*static, *hosting_files(site)))
    yield from _images(site)
    yield from common_data(site)
    yield from current_version(site)
    yield from (_file(page, render) for page in common_pages(site))


def _images(site: Site) -> Iterator[File]:
    """Plan the images that a version which is shown has in any language, and no others."""
    media = site.notice.media
    shown = {
        name: digest
        for edition in site.editions
        for section in edition.sections
        for text in section.texts.values()
        for name, digest in media_digests(text.body, media).items()
    }
    for name, sha256 in sorted(shown.items()):
        yield File(urls.media(name, sha256), partial(bytes, media[name].raw))


def _file(page: Page, render: Renderer) -> File:
    return File(urls.file(page.address), partial(render, page))
