"""The whole site as files: pages, feeds, data, what hosts need, and the sums of all of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeAlias

from jinja2 import Environment

from notice import urls
from notice.content.model import Language
from notice.output.files import File, Part, digest_of
from notice.site.data import common_data, data_in
from notice.site.hosting import digest, hosting_files, sums
from notice.site.pages import (
    Page,
    common_pages,
    comparison_pages,
    current_comparison_pages,
    version_pages,
)
from notice.site.reader import LocalizedSite
from notice.site.render import Renderer, renderer, static_files
from notice.site.site import Site

LARGE = 150
"""Pages from which on a site is large: several processes are quicker then than they are to start,
and a person waits.
"""


_Plan: TypeAlias = Callable[[Site, Environment, Language], Iterator[File]]


def site_parts(site: Site, environment: Environment) -> list[Part]:
    """Return every file of the site but the sums, in parts that do not depend on each other."""
    kinds: dict[str, _Plan] = {
        "comparisons with the version in force": partial(_rendered, current_comparison_pages),
        "comparisons of neighbours": partial(_rendered, comparison_pages),
        "versions": _versions,
    }  # what takes longest is begun first, so that no process is left alone with it at the end
    parts = [
        Part(f"{kind} in {language}", partial(plan, site, environment, language))
        for kind, plan in kinds.items()
        for language in site.notice.languages
    ]
    return [Part("what is in no one language", partial(_common, site, environment)), *parts]


def sums_file(digests: Mapping[str, str]) -> tuple[str, bytes]:
    """Return the file that lists all others: its path below the output folder, and its bytes."""
    return urls.SUMS, sums(digests)


def site_files(site: Site, environment: Environment) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the site: its path below the output folder, and its bytes."""
    digests = {}
    for part in site_parts(site, environment):
        for file in part.files():
            raw = file.make()
            digests[file.name] = digest(raw)
            yield file.name, raw
    yield sums_file(digests)


def is_large(site: Site) -> bool:
    """Tell whether a site is large."""
    return len(site.notice.languages) * len(site.editions) * 3 >= LARGE


def fitting_jobs(site: Site) -> int:
    """Return how many processes pay for a site: one for a small site, one for each processor for a
    large one.
    """
    return (os.cpu_count() or 1) if is_large(site) else 1


def _common(site: Site, environment: Environment) -> Iterator[File]:
    """Plan what belongs to no language."""
    render = renderer(environment)
    yield from (
        File(name, partial(bytes, raw)) for name, raw in (*static_files(), *hosting_files(site))
    )
    yield from common_data(site)
    yield from (_planned(page, render) for page in common_pages(site))


def _versions(site: Site, environment: Environment, language: Language) -> Iterator[File]:
    """Plan the versions in a language, as pages and as data."""
    reader, render = LocalizedSite(site, language), renderer(environment)
    yield from (_planned(page, render) for page in version_pages(reader))
    yield from data_in(reader)


def _rendered(
    pages: Callable[[LocalizedSite], Iterator[Page]],
    site: Site,
    environment: Environment,
    language: Language,
) -> Iterator[File]:
    """Plan some pages of a language."""
    render = renderer(environment)
    yield from (_planned(page, render) for page in pages(LocalizedSite(site, language)))


def _planned(page: Page, render: Renderer) -> File:
    name, make = urls.file(page.address), partial(render, page)
    return File(name, make, partial(digest_of, page.made_of)) if page.made_of else File(name, make)
