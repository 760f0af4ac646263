"""The pages of the site: each address with its template and what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from notice import urls
from notice.content.model import Language, Status
from notice.redline.result import Redline
from notice.site import history_chart
from notice.site.change_labels import counted
from notice.site.comparisons import Comparisons
from notice.site.i18n import Catalog
from notice.site.reader import LocalizedSite, in_language
from notice.site.site import Site
from notice.versions.editions import (
    Edition,
    neighbours,
    with_since_page,
)

MOST_NOTES = 5
"""Of so many versions a comparison gives the notes; of those before them the changelog tells."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to render: its address below the site's root, its template, and what gives the
    template's values, which are not computed before the page is rendered.
    """

    address: str
    template: str
    values: Callable[[], Mapping[str, Any]]


def common_pages(site: Site) -> Iterator[Page]:
    """Yield the pages that belong to no language: the choice of one, what is said where nothing is,
    the site map.
    """
    shown = [edition for edition in site.editions if edition.status.is_public]
    yield Page(urls.CHOICE, "index.html", lambda: _choice(site))
    yield Page(urls.NOT_FOUND, "404.html", lambda: _not_found(site))
    yield Page(urls.SITEMAP, "sitemap.xml", lambda: _site_map(site, shown))


def version_pages(reader: LocalizedSite) -> Iterator[Page]:
    """Yield the page of the notice in force in a language, and of every version."""
    if page := current_page(reader):
        yield page
    yield from (version_page(reader, edition) for edition in reader.site.editions)


def comparison_pages(compared: Comparisons) -> Iterator[Page]:
    """Yield the pages of a language that tell what changed."""
    reader, language = compared.reader, compared.reader.language
    yield Page(urls.changes(language), "changes.html", lambda: _changes(compared))
    yield from (_redline_page(compared, old, new) for old, new in neighbours(reader.site.editions))
    yield Page(urls.history(language), "history.html", lambda: _history(compared))


def since_pages(compared: Comparisons) -> Iterator[Page]:
    """Yield for each published version the page that tells what changed from it to the one in
    force.
    """
    editions = with_since_page(compared.reader.site.editions)
    yield from (_since_page(compared, edition) for edition in editions)


def current_page(reader: LocalizedSite) -> Page | None:
    """Return the page of the notice in force in a language; before the first, of the one to
    come.
    """
    current = reader.site.current
    return _notice_page(reader, current, urls.current) if current else None


def version_page(reader: LocalizedSite, edition: Edition) -> Page:
    """Return the page of one version."""
    return _notice_page(reader, edition, _at(urls.version, edition.id))


def _notice_page(reader: LocalizedSite, edition: Edition, place: Callable[[Language], str]) -> Page:
    return Page(place(reader.language), "notice.html", lambda: _notice(reader, edition, place))


def _notice(
    reader: LocalizedSite, edition: Edition, place: Callable[[Language], str]
) -> Mapping[str, Any]:
    site, language = reader.site, reader.language
    current, upcoming = site.current, site.upcoming
    in_force_now = edition is current and edition.status is Status.IN_FORCE
    address = place(language)
    note, note_language = in_language(edition.version.note, language, site.notice)
    values = {
        **page_values(site, language, address, edition),
        **_elsewhere(site, place),
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
        "current_ids": {section.id for section in current.sections} if current else set(),
    }
    if place is urls.current:
        values["default"] = urls.CHOICE
    if in_force_now:  # one text at two addresses: to search engines it is the one without a version
        values["canonical"] = urls.current(language)
        values["same_page"] = _alternates(site, urls.current)
        values["default"] = urls.CHOICE
    return values


def _changes(compared: Comparisons) -> Mapping[str, Any]:
    site, language = compared.reader.site, compared.reader.language
    entries = []
    for edition in reversed(site.editions):
        before = site.in_force_before(edition)
        note, note_language = in_language(edition.version.note, language, site.notice)
        entries.append(
            {
                "edition": edition,
                "before": before,
                "note": note,
                "note_language": note_language,
                "changed": compared.views(before, edition) if before else [],
                "fact_changes": compared.fact_changes(before, edition) if before else (),
                "head_changes": compared.head_changes(before, edition) if before else (),
            }
        )
    return {
        **page_values(site, language, urls.changes(language)),
        **_elsewhere(site, urls.changes),
        "entries": entries,
        "years": [year.year for year in history_chart.years(site.editions)],
        "is_long": len(entries) > history_chart.MANY,
    }


def _redline_page(compared: Comparisons, old: Edition, new: Edition) -> Page:
    reader = compared.reader
    place = _at(urls.redline, old.id, new.id)

    def values() -> Mapping[str, Any]:
        return {**_compared(compared, old, new, place), "steps": _notes(reader, [new])}

    return Page(place(reader.language), "redline.html", values)


def _since_page(compared: Comparisons, old: Edition) -> Page:
    """Return the page for whoever accepted or last read a version: at one address, whatever is in
    force.
    """
    place = _at(urls.since, old.id)
    return Page(place(compared.reader.language), "since.html", lambda: _since(compared, old, place))


def _since(
    compared: Comparisons, old: Edition, place: Callable[[Language], str]
) -> Mapping[str, Any]:
    reader, site = compared.reader, compared.reader.site
    current = site.current if site.current and site.current.status is Status.IN_FORCE else None
    between = [
        edition
        for edition in site.editions
        if current
        and old.version.number < edition.version.number <= current.version.number
        and edition.status is not Status.WITHDRAWN
    ]
    if current is None or not between:
        common = page_values(site, reader.language, place(reader.language), old)
        return {**common, **_elsewhere(site, place), "old": old, "new": current, "changed": []}
    return {
        **_compared(compared, old, current, place),
        "steps": _notes(reader, between[-MOST_NOTES:]),
        "others": between[:-MOST_NOTES],
    }


def _notes(
    reader: LocalizedSite, editions: Sequence[Edition]
) -> list[tuple[Edition, str, Language]]:
    """Return some versions, newest first, each with its note and the language of that."""
    return [
        (edition, *in_language(edition.version.note, reader.language, reader.site.notice))
        for edition in reversed(editions)
    ]


def _compared(
    compared: Comparisons, old: Edition, new: Edition, place: Callable[[Language], str]
) -> dict[str, Any]:
    """Return what a page shows of two versions that are compared, wherever it stands."""
    site, language = compared.reader.site, compared.reader.language
    common = page_values(site, language, place(language), new)
    redline, names = compared.redline(old, new), compared.names(old, new)
    return {
        **common,
        **_elsewhere(site, place),
        "old": old,
        "new": new,
        "counts": counted(
            redline.counts,
            (block for section in redline.sections for block in section.blocks),
            site.catalogs[language],
        ),
        "fact_changes": compared.fact_changes(old, new),
        "head_changes": compared.head_changes(old, new),
        "changed": compared.changed(old, new, common["link"], place(language)),
        "marks_used": _marks(redline),
        "unchanged": [
            (section.id, *names[section.id]) for section in redline.sections if not section.touched
        ],
    }


def _marks(redline: Redline) -> frozenset[str]:
    """Return the marks that occur in a comparison, for its legend."""
    counts = redline.counts
    marks = {"ins": counts.insertions, "del": counts.deletions, "moved": counts.moves}
    return frozenset(name for name, number in marks.items() if number)


def _history(compared: Comparisons) -> Mapping[str, Any]:
    site, language = compared.reader.site, compared.reader.language
    return {
        **page_values(site, language, urls.history(language)),
        **_elsewhere(site, urls.history),
        "years": history_chart.years(site.editions),
        "is_long": len(site.editions) > history_chart.MANY,
        "durations": {
            edition.id: history_chart.duration(edition, site.catalogs[language])
            for edition in site.editions
        },
        "blocks": history_chart.blocks(compared),
    }


def _choice(site: Site) -> Mapping[str, Any]:
    alternates = _alternates(site, urls.current)
    return {**page_values(site, "", urls.CHOICE), "alternates": alternates, "default": urls.CHOICE}


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


def _site_map(site: Site, shown: Sequence[Edition]) -> Mapping[str, Any]:
    """Return the site map with every page in every language; a page of a version was last changed
    when it was published or withdrawn, and what tells of all when a status turned.
    """
    told = {edition.id: _last_told(edition).isoformat() for edition in shown}
    last = site.as_of.isoformat() if site.as_of else ""
    places: list[tuple[Callable[[Language], str], str]] = [(urls.current, last)]
    places += [
        (_at(urls.version, edition.id), told[edition.id])
        for edition in shown
        if edition.status is Status.UPCOMING and edition is not site.current
    ]
    places += [(urls.changes, last), (urls.history, last)]
    places += [
        (_at(urls.redline, old.id, new.id), max(told[old.id], told[new.id]))
        for old, new in neighbours(shown)
    ]
    places += [(_at(urls.since, edition.id), last) for edition in with_since_page(shown)]
    entries = [(_alternates(site, place), last_changed) for place, last_changed in places if shown]
    return {**page_values(site, "", urls.SITEMAP), "entries": entries}


def _last_told(edition: Edition) -> date:
    """Return the day on which readers were last told something of a version itself."""
    withdrawn = edition.version.withdrawn if edition.status is Status.WITHDRAWN else None
    return withdrawn or edition.version.published


def page_values(
    site: Site, language: Language, address: str, edition: Edition | None = None
) -> dict[str, Any]:
    """Return what every page needs: where it is, how to reach others from there, who publishes it,
    and which version it shows.
    """
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


def _elsewhere(site: Site, place: Callable[[Language], str]) -> dict[str, Any]:
    """Return the same page in every language, in the notice's own order, and which of them is
    nobody's in particular.
    """
    return {"alternates": _alternates(site, place), "default": place(site.notice.source_language)}


def _alternates(site: Site, place: Callable[[Language], str]) -> list[tuple[Catalog, str]]:
    return [(site.catalogs[language], place(language)) for language in site.notice.languages]


def _at(address: Callable[..., str], *rest: str) -> Callable[[Language], str]:
    """Return an address as a function of the language alone."""
    return lambda language: address(language, *rest)
