"""A page, and what every page shows: where it is, how to reach others, who publishes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from notice import urls
from notice.content.model import Language
from notice.site.i18n import Catalog
from notice.site.reader import in_language
from notice.site.site import Site
from notice.versions.editions import Edition


class Page(NamedTuple):
    """A page to render: its address below the site's root, its template, and what gives the
    template's values, which are not computed before the page is rendered.
    """

    address: str
    template: str
    values: Callable[[], Mapping[str, Any]]


def page_values(
    site: Site, language: Language, address: str, edition: Edition | None = None
) -> dict[str, Any]:
    """Return what every page needs: its place, links from there, its publisher and version."""
    notice = site.notice
    shown_language = language or notice.source_language
    shown = edition or site.current
    titles = shown.title if shown else notice.title
    name, name_language = in_language(titles, shown_language, notice)
    return {
        "site": site,
        "notice": notice,
        "language": language,
        "catalog": site.catalogs[shown_language],
        "address": address,
        "canonical": address,
        "titles": titles,
        "controller": shown.controller if shown else notice.controller,
        "notice_title": name,
        "notice_title_language": name_language,
        "edition": shown,
        "digest": site.digests[shown_language, shown.id] if shown else "",
        "is_past": False,
        "same_page": (),
        "paper": "",
        "link": lambda target: urls.relative(address, target),
    }


def values_in_languages(
    site: Site, language: Language, place: Callable[[Language], str], edition: Edition | None = None
) -> dict[str, Any]:
    """Return what a page needs that stands in every language: beside `page_values` where it is in
    each, in the notice's own order, and which of them is nobody's in particular.
    """
    return {
        **page_values(site, language, place(language), edition),
        "alternates": alternates(site, place),
        "default": place(site.notice.source_language),
    }


def alternates(site: Site, place: Callable[[Language], str]) -> list[tuple[Catalog, str]]:
    """Return the addresses of a page in every language."""
    return [(site.catalogs[language], place(language)) for language in site.notice.languages]


def at_language(address: Callable[..., str], *rest: str) -> Callable[[Language], str]:
    """Return an address as a function of the language alone."""
    return lambda language: address(language, *rest)
