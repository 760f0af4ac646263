"""The notice for pages and programs of others: its text as a fragment of HTML, and which version is
in force.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any

from markupsafe import Markup

from notice import urls
from notice.content.model import Language
from notice.markup import tree
from notice.markup.tree import Element, Node
from notice.output.files import File
from notice.site.page import Page, page_values
from notice.site.reader import LocalizedSite, SectionView
from notice.site.site import Site
from notice.versions.editions import Edition

PREFIX = "notice-"
"""What every id of a fragment begins with, so that none is one of the page that it is put into."""

_IDS = frozenset({"id", "aria-labelledby", "aria-describedby", "headers"})
"""The attributes that name ids of the same page, besides links."""


def fragment_pages(reader: LocalizedSite) -> Iterator[Page]:
    """Yield the notice in force and every version as a fragment for pages of others."""
    site = reader.site

    @cache  # each section is written once, however many versions have it
    def section(view: SectionView) -> SectionView:
        body = Markup(tree.html(embedded(view.blocks, site.base_url)))  # noqa: S704 - escaped there
        return replace(view, body=body, source=view.source and section(view.source))

    def page(edition: Edition, address: str) -> Page:
        return Page(address, "fragment.html", partial(_fragment, reader, edition, address, section))

    if site.current:
        yield page(site.current, urls.current_fragment(reader.language))
    for edition in site.editions:
        yield page(edition, urls.fragment(reader.language, edition.id))


def current_version(site: Site) -> Iterator[File]:
    """Plan `current.json`: the version in force on the day that the site is built for."""
    yield File(urls.CURRENT, lambda: _json(site))


def embedded(nodes: Iterable[Node], root: str) -> tuple[Node, ...]:
    """Return markup as it stands in a foreign page: its ids and the links to them with our prefix,
    images below the whole address of the site, `root`. All other addresses are whole already.
    """
    return tuple(
        node
        if isinstance(node, str)
        else Element(
            node.tag,
            tuple((name, _embedded(name, value, root)) for name, value in node.attributes),
            embedded(node.children, root),
        )
        for node in nodes
    )


def _embedded(name: str, value: str, root: str) -> str:
    if name in _IDS:
        return " ".join(PREFIX + one for one in value.split())
    if name == "src":
        return f"{root}{value}"
    if name == "href" and value.startswith("#"):
        return f"#{PREFIX}{value[1:]}"
    return value


def _fragment(
    reader: LocalizedSite,
    edition: Edition,
    address: str,
    section: Callable[[SectionView], SectionView],
) -> Mapping[str, Any]:
    site = reader.site
    return {
        **page_values(site, reader.language, address, edition),
        "link": site.whole,
        "prefix": PREFIX,
        "sections": [
            section(reader.view(text, edition, site.base_url)) for text in edition.sections
        ],
    }


def _json(site: Site) -> bytes:
    return f"{json.dumps(_current(site), indent=1)}\n".encode()


def _current(site: Site) -> dict[str, Any]:
    """Return what `current.json` says, also before the first version is in force."""
    edition = site.in_force
    head = {
        "$schema": "current.schema.json",
        "as_of": site.as_of.isoformat() if site.as_of else None,
        "version": edition.id if edition else None,
    }
    if edition is None:
        return {**head, "effective": None, "until": None, "published": None, "texts": {}}
    return {
        **head,
        **edition.days(),
        "texts": {language: _text(site, language, edition) for language in site.notice.languages},
    }


def _text(site: Site, language: Language, edition: Edition) -> dict[str, Any]:
    """Return where a version stands in a language, in every shape that it has, and its digest."""
    places = {
        "url": urls.version(language, edition.id),
        "data": urls.data(language, edition.id),
        "text": urls.text(language, edition.id),
        "fragment": urls.fragment(language, edition.id),
        "since": urls.since(language, edition.id),
    }
    return {
        **{name: site.whole(place) for name, place in places.items()},
        "digest": {"algorithm": "SHA-256", "value": site.digests[language, edition.id]},
    }
