"""The whole site as files: pages, feeds, data, what hosts need, and the sums of all of them."""

from __future__ import annotations

import os
from collections.abc import Iterator

from jinja2 import Environment

from notice import addresses
from notice.data import common_data, data_in
from notice.hosting import digest, hosting_files, sums
from notice.model import Language
from notice.pages import common_pages, pages_in
from notice.render import renderer, static_files
from notice.views import Reader, Site

WORTH_WORKERS = 300
"""From so many pages on, workers are quicker than they are to start."""


def site_files(site: Site, environment: Environment, jobs: int = 1) -> Iterator[tuple[str, bytes]]:
    """Give every file of the site: its path below the output folder, and its bytes. The sums come last.

    `jobs` is how many processes work side by side, each at a language; the files and their order are the same for any.
    """
    digests = {}
    for name, raw in _files(site, environment, jobs):
        digests[name] = digest(raw)
        yield name, raw
    yield addresses.SUMS, sums(digests)


def fitting_jobs(site: Site) -> int:
    """Give how many processes pay for a site: one for a small site, one for each processor for a large one."""
    pages = len(site.notice.languages) * len(site.editions) * 3
    return min(os.cpu_count() or 1, len(site.notice.languages)) if pages >= WORTH_WORKERS else 1


def _files(site: Site, environment: Environment, jobs: int) -> Iterator[tuple[str, bytes]]:
    yield from static_files()
    render = renderer(environment)
    yield from ((addresses.file(page.address), render(page)) for page in common_pages(site))
    if jobs > 1 and hasattr(os, "fork"):
        yield from _side_by_side(site, environment, jobs)
    else:
        for language in site.notice.languages:
            yield from _in_language(site, environment, language)
    yield from common_data(site)
    yield from hosting_files(site)


def _in_language(site: Site, environment: Environment, language: Language) -> Iterator[tuple[str, bytes]]:
    reader, render = Reader(site, language), renderer(environment)
    yield from ((addresses.file(page.address), render(page)) for page in pages_in(reader))
    yield from data_in(reader)


def _side_by_side(site: Site, environment: Environment, jobs: int) -> Iterator[tuple[str, bytes]]:
    """Give the files of all languages, in order, each made by one of some forked processes, which share what was read so far."""
    import multiprocessing
    import signal

    def start() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is the parent's to answer

    _shared.append((site, environment))
    try:
        with multiprocessing.get_context("fork").Pool(jobs, start) as pool:
            for files in pool.imap(_work, site.notice.languages):
                yield from files
    finally:
        _shared.clear()


_shared: list[tuple[Site, Environment]] = []
"""What a forked process inherits: a catalog cannot be sent to it."""


def _work(language: Language) -> list[tuple[str, bytes]]:
    return list(_in_language(*_shared[0], language))
