"""The whole site as files: pages, feeds, data, what hosts need, and the sums of all of them."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import Environment

from notice import addresses
from notice.comparison import comparisons
from notice.data import common_data, data_in
from notice.hosting import digest, hosting_files, sums
from notice.pages import common_pages, pages_in
from notice.render import render, static_files
from notice.views import Site


def site_files(site: Site, environment: Environment) -> Iterator[tuple[str, bytes]]:
    """Give every file of the site: its path below the output folder, and its bytes. The sums come last."""
    digests = {}
    for name, raw in _files(site, environment):
        digests[name] = digest(raw)
        yield name, raw
    yield addresses.SUMS, sums(digests)


def _files(site: Site, environment: Environment) -> Iterator[tuple[str, bytes]]:
    yield from static_files()
    yield from render(common_pages(site), environment)
    for language in site.notice.languages:
        yield from render(pages_in(site, language, comparisons(site, language)), environment)
        yield from data_in(site, language)
    yield from common_data(site)
    yield from hosting_files(site)
