"""The pages of the notice: in force, of each version, and those that belong to no language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from notice import urls
from notice.content.model import Language, Status
from notice.site.page import Page, alternates, at_language, page_values, values_in_languages
from notice.site.reader import LocalizedSite, in_language
from notice.site.site import Site
from notice.versions.editions import Edition, neighbours


def common_pages(site: Site) -> Iterator[Page]:
    """Yield the pages of no language: the choice of one, the error page, the site map."""
    yield Page(urls.CHOICE, "index.html", lambda: _choice(site))
    yield Page(urls.NOT_FOUND, "404.html", lambda: _not_found(site))
    yield Page(urls.SITEMAP, "sitemap.xml", lambda: _site_map(site))


def version_pages(reader: LocalizedSite) -> Iterator[Page]:
    """Yield the page of the notice in force in a language, and of every version."""
    if page := current_page(reader):
        yield page
    yield from (version_page(reader, edition) for edition in reader.site.editions)


def current_page(reader: LocalizedSite) -> Page | None:
    """Return the page of the notice in force, or before the first of the one to come."""
    current = reader.site.current
    return _notice_page(reader, current, urls.current) if current else None


def version_page(reader: LocalizedSite, edition: Edition) -> Page:
    """Return the page of one version."""
    return _notice_page(reader, edition, at_language(urls.version, edition.id))


def _notice_page(reader: LocalizedSite, edition: Edition, place: Callable[[Language], str]) -> Page:
    return Page(place(reader.language), "notice.html", lambda: _notice(reader, edition, place))


def _notice(
    reader: LocalizedSite, edition: Edition, place: Callable[[Language], str]
) -> Mapping[str, Any]:
    site, language = reader.site, reader.language
    current, upcoming = site.current, site.upcoming
    address = place(language)
    note, note_language = in_language(edition.version.note, language, site.notice)
    values = {
        **values_in_languages(site, language, place, edition),
        "paper": urls.version(language, edition.id),
        "is_past": edition.status in (Status.SUPERSEDED, Status.WITHDRAWN),
        "before": site.in_force_before(edition),
        "current": current,
        "upcoming": upcoming if upcoming is not edition else None,
        "note": note,
        "note_language": note_language,
        "sections": [
            reader.view(section, edition, urls.relative(address, ""))
            for section in edition.sections
        ],
        "counterparts": [
            (other, urls.relative(address, target))
            for other, target in alternates(site, place)
            if other.language != language
        ],
        "current_ids": {section.id for section in current.sections} if current else set(),
    }
    if place is urls.current:
        values["default"] = urls.CHOICE
    if edition is site.in_force:
        # One text at two addresses: to search engines it is the one without a version.
        values["canonical"] = urls.current(language)
        values["same_page"] = alternates(site, urls.current)
        values["default"] = urls.CHOICE
    return values


def _choice(site: Site) -> Mapping[str, Any]:
    return {
        **page_values(site, "", urls.CHOICE),
        "alternates": alternates(site, urls.current),
        "default": urls.CHOICE,
    }


def _not_found(site: Site) -> Mapping[str, Any]:
    """Return the page for addresses where nothing is. It is served for any of them, so its links
    begin at the host's root.
    """
    root = "/" + site.base_url.split("/", 3)[3]
    texts = []
    for language in site.notice.languages:
        catalog = site.catalogs[language]
        links = [
            (urls.current(language), catalog.gettext("The notice")),
            (urls.changes(language), catalog.gettext("What changed, version by version")),
            (urls.history(language), catalog.gettext("All versions and their dates")),
        ]
        heading = catalog.gettext("Page not found")
        texts.append({"catalog": catalog, "heading": heading, "links": links})
    values = {
        **page_values(site, "", urls.NOT_FOUND),
        "texts": texts,
        "link": lambda target: f"{root}{target}",
    }
    return {**values, "alternates": [], "default": "", "canonical": ""}


def _site_map(site: Site) -> Mapping[str, Any]:
    """Return the site map with every page in every language; a page of a version was last changed
    when it was published or withdrawn, and what tells of all when a status turned.
    """
    shown = site.published
    told = {edition.id: _last_told(edition).isoformat() for edition in shown}
    last = site.as_of.isoformat() if site.as_of else ""
    places: list[tuple[Callable[[Language], str], str]] = [(urls.current, last)]
    places += [
        (at_language(urls.version, edition.id), told[edition.id])
        for edition in shown
        if edition.status is Status.UPCOMING and edition is not site.current
    ]
    places += [(urls.changes, last), (urls.history, last)]
    places += [
        (at_language(urls.redline, old.id, new.id), max(told[old.id], told[new.id]))
        for old, new in neighbours(shown)
    ]
    places += [(at_language(urls.since, edition.id), last) for edition in shown]
    entries = [(alternates(site, place), last_changed) for place, last_changed in places if shown]
    return {**page_values(site, "", urls.SITEMAP), "entries": entries}


def _last_told(edition: Edition) -> date:
    """Return the day on which readers were last told something of a version itself."""
    return edition.withdrawn or edition.version.published
