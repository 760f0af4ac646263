"""The only table of addresses: the notice to the pages of the site, each with its template and what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from markupsafe import Markup

from notice import markup, translation
from notice.catalog import Catalog
from notice.history import Edition, current_edition, editions, pairs
from notice.markup import Element, Node
from notice.model import Language, Notice, Section, Status
from notice.redline.changes import Kind, Part, Redline, SectionChange
from notice.redline.compare import compare
from notice.redline.marked import body, title
from notice.wording import counted, happened, redline_labels


@dataclass(frozen=True, slots=True)
class Page:
    """A page to render: its address below the site's root (`fi/v2/`, or empty), its template, and the template's values."""

    address: str
    template: str
    values: Mapping[str, Any]

    @property
    def file(self) -> str:
        """Where the page is written, below the output folder."""
        return f"{self.address}index.html"


@dataclass(frozen=True, slots=True)
class Site:
    """All that pages are made of: the notice resolved for a day, and a catalog for each of its languages."""

    notice: Notice
    editions: tuple[Edition, ...]
    catalogs: Mapping[Language, Catalog]
    base_url: str
    preview: bool = False
    """Whether the pages are for an editor's eyes: without the policy that would stop the preview's own script."""

    @property
    def shows_drafts(self) -> bool:
        """Whether any page speaks of a draft; no search engine should keep it then."""
        return any(edition.status is Status.DRAFT for edition in self.editions)

    @property
    def current(self) -> Edition | None:
        """The edition in force, or before the first one the first to come."""
        return current_edition(self.editions)


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section as a page shows it; `source` is the prevailing text where the translation is stale."""

    id: str
    number: str
    title: str
    gist: str
    body: Markup
    language: Language
    state: translation.State
    source: SectionView | None
    names: Mapping[Language, str]
    """What the section is called in each language, also where it has no title."""

    @property
    def name(self) -> str:
        """What the section is called where it is shown."""
        return self.title or self.names[self.language]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A section of a redline as a page shows it."""

    id: str
    name: str
    change: SectionChange
    what: str
    title: Markup
    body: Markup


def make_site(
    notice: Notice,
    day: date,
    catalogs: Mapping[Language, Catalog],
    *,
    drafts: bool = False,
    base_url: str = "",
    preview: bool = False,
) -> Site:
    """Resolve a notice for a day; `base_url` stands in for the notice's own where given."""
    address = f"{(base_url or notice.base_url).rstrip('/')}/"
    return Site(notice, editions(notice, day, drafts=drafts), catalogs, address, preview)


def pages(site: Site) -> Iterator[Page]:
    """Give every page of the site."""
    yield Page("", "index.html", {**_common(site, "", ""), "alternates": _alternates(site, ""), "default": ""})
    for language in site.notice.languages:
        redlines = _redlines(site, language)
        if site.current:
            yield _notice_page(site, language, site.current, f"{language}/")
        for edition in site.editions:
            yield _notice_page(site, language, edition, f"{language}/{edition.id}/")
        yield _changes_page(site, language, redlines)
        for old, new in pairs(site.editions):
            yield _redline_page(site, language, old, new, redlines(old, new))
        yield _history_page(site, language, redlines)


def parts(edition: Edition, language: Language, source_language: Language) -> list[Part]:
    """Give a version's sections as they are compared: in a language, or the source text where it is not translated."""
    result = []
    for section in edition.sections:
        text, used = translation.shown(section, language, source_language)
        gist: tuple[Node, ...] = (Element("p", (("class", "gist"),), (text.gist,)),) if text.gist else ()
        blocks = (*gist, *markup.resolve(markup.parse(text.body), edition.numbers))
        result.append(Part(section.id, edition.numbers.get(section.id, ""), text.title, used, blocks))
    return result


def _redlines(site: Site, language: Language) -> Any:
    """Give a function that compares two editions in a language, each pair once."""
    source_language = site.notice.source_language

    @cache
    def texts(number: int) -> list[Part]:
        edition = next(each for each in site.editions if each.version.number == number)
        return parts(edition, language, source_language)

    @cache
    def compared(old: int, new: int) -> Redline:
        return compare(texts(old), texts(new))

    def redline(old: Edition, new: Edition) -> Redline:
        return compared(old.version.number, new.version.number)

    return redline


def _notice_page(site: Site, language: Language, edition: Edition, address: str) -> Page:
    place = site.editions.index(edition)
    before = site.editions[place - 1] if place else None
    current = site.current
    upcoming = next((each for each in site.editions if each.status is Status.UPCOMING), None)
    rest = address.removeprefix(f"{language}/")
    canonical = f"{language}/" if edition is current and edition.status is Status.IN_FORCE else address
    values = {
        **_common(site, language, address),
        "edition": edition,
        "before": before,
        "current": current,
        "upcoming": upcoming if upcoming is not edition else None,
        "next_edition": site.editions[place + 1] if place + 1 < len(site.editions) else None,
        "sections": [_section_view(site, section, language, edition) for section in edition.sections],
        "current_ids": {section.id for section in current.sections} if current else set(),
        "alternates": _alternates(site, rest),
        "default": "" if not rest else f"{site.notice.source_language}/{rest}",
        "canonical": canonical,
    }
    return Page(address, "notice.html", values)


def _changes_page(site: Site, language: Language, redlines: Any) -> Page:
    entries = []
    for place, edition in enumerate(site.editions):
        before = site.editions[place - 1] if place else None
        changed: Sequence[SectionChange] = [each for each in redlines(before, edition).sections if each.touched] if before else []
        note, note_language = _text(edition.version.note, language, site.notice)
        entries.append(
            {
                "edition": edition,
                "before": before,
                "note": note,
                "note_language": note_language,
                "changed": [
                    {
                        "id": each.id,
                        "name": _name(site, each, edition, before, language),
                        "what": happened(each, site.catalogs[language]),
                    }
                    for each in changed
                    if before
                ],
            }
        )
    values = {**_common(site, language, f"{language}/changes/"), **_same(site, "changes/"), "entries": entries[::-1]}
    return Page(f"{language}/changes/", "changes.html", values)


def _redline_page(site: Site, language: Language, old: Edition, new: Edition, redline: Redline) -> Page:
    rest = f"changes/{old.id}-{new.id}/"
    labels = redline_labels(site.catalogs[language])
    names = {change.id: _name(site, change, new, old, language) for change in redline.sections}
    homes = {section.id: edition for edition in (old, new) for section in edition.sections}
    here = f"{language}/{rest}"
    elsewhere = {
        f"#{change.id}": _relative(here, f"{language}/{homes[change.id].id}/#{change.id}")
        for change in redline.sections
        if not change.touched
    }
    shown = []
    for change in redline.sections:
        if change.touched:
            drawn = body(change, labels, names) if change.kind is not Kind.KEPT else ()
            drawn = markup.redirect(drawn, elsewhere)
            view = ChangeView(
                change.id,
                names[change.id],
                change,
                happened(change, site.catalogs[language]),
                Markup(markup.html(title(change, labels))),  # noqa: S704 - markup.html escapes every text and attribute
                Markup(markup.html(drawn)),  # noqa: S704 - the same
            )
            shown.append(view)
    note, note_language = _text(new.version.note, language, site.notice)
    values = {
        **_common(site, language, here),
        **_same(site, rest),
        "old": old,
        "new": new,
        "neighbours": new.version.number - old.version.number == 1,
        "note": note,
        "note_language": note_language,
        "counts": counted(redline.counts, site.catalogs[language]),
        "changed": shown,
        "unchanged": [names[each.id] for each in redline.sections if not each.touched],
    }
    return Page(here, "redline.html", values)


def _history_page(site: Site, language: Language, redlines: Any) -> Page:
    columns: list[Mapping[str, SectionChange]] = [{}]
    columns += [
        {each.id: each for each in redlines(old, new).sections} for old, new in zip(site.editions, site.editions[1:], strict=False)
    ]
    ids: list[str] = []
    for edition in site.editions:
        after = -1
        for section in edition.sections:
            if section.id in ids:
                after = ids.index(section.id)
            else:
                after += 1
                ids.insert(after, section.id)
    rows = []
    for section_id in ids:
        last = next(edition for edition in reversed(site.editions) if edition.section(section_id))
        cells = [_mark(column.get(section_id), edition, section_id) for column, edition in zip(columns, site.editions, strict=True)]
        rows.append({"id": section_id, "name": section_name(site, last, section_id, language), "last": last, "cells": cells})
    values = {**_common(site, language, f"{language}/history/"), **_same(site, "history/"), "rows": rows, "marks": _MARKS}
    return Page(f"{language}/history/", "history.html", values)


_MARKS = {"added": "+", "changed": "●", "moved": "↕", "renumbered": "№", "removed": "×", "same": "·", "absent": ""}
"""What the chart shows for each thing that can happen to a section; the words beside it are the templates'."""


def _mark(change: SectionChange | None, edition: Edition, section_id: str) -> list[str]:
    """Name what happened to a section in a version, for the chart."""
    if change is None:
        return ["added"] if edition.section(section_id) else ["absent"]
    if change.kind in (Kind.ADDED, Kind.REMOVED):
        return [change.kind.value]
    found = ["changed"] if change.kind is Kind.CHANGED else []
    found += ["moved"] if change.moved else []
    found += ["renumbered"] if change.renumbered and not change.moved else []
    return found or ["same"]


def _common(site: Site, language: Language, address: str) -> dict[str, Any]:
    """Give what every page needs: where it is, how to reach others from there, who publishes it."""
    notice = site.notice
    name, name_language = _text(notice.title, language or notice.source_language, notice)
    return {
        "site": site,
        "notice": notice,
        "language": language,
        "catalog": site.catalogs[language or notice.source_language],
        "address": address,
        "canonical": address,
        "notice_title": name,
        "notice_title_language": name_language,
        "link": lambda target: _relative(address, target),
    }


def _same(site: Site, rest: str) -> dict[str, Any]:
    return {"alternates": _alternates(site, rest), "default": f"{site.notice.source_language}/{rest}"}


def _alternates(site: Site, rest: str) -> list[tuple[Catalog, str]]:
    """Give the same page in every language, in the notice's own order."""
    return [(site.catalogs[language], f"{language}/{rest}") for language in site.notice.languages]


def _relative(from_address: str, target: str) -> str:
    """Give a relative link between two addresses below the root, so that the site works wherever it is mounted."""
    path, separator, fragment = target.partition("#")
    if path == from_address and separator:
        return f"#{fragment}"
    return ("../" * from_address.count("/") + path or "./") + separator + fragment


def _section_view(site: Site, section: Section, language: Language, edition: Edition) -> SectionView:
    source_language = site.notice.source_language
    state = translation.state(section, language, source_language)
    text, used = translation.shown(section, language, source_language)
    source = _section_view(site, section, source_language, edition) if state is translation.State.STALE else None
    html = markup.html(markup.resolve(markup.parse(text.body), edition.numbers))
    number = edition.numbers.get(section.id, "")
    names = {each: section_name(site, edition, section.id, each) for each in site.notice.languages}
    return SectionView(section.id, number, text.title, text.gist, Markup(html), used, state, source, names)  # noqa: S704 - escaped there


def _name(site: Site, change: SectionChange, new: Edition, old: Edition | None, language: Language) -> str:
    edition = new if new.section(change.id) or old is None else old
    return section_name(site, edition, change.id, language)


def section_name(site: Site, edition: Edition, section_id: str, language: Language) -> str:
    """Name a section as readers know it: number and title, or for the unnumbered text a word of ours."""
    section = {each.id: each for each in edition.sections}[section_id]
    text, _ = translation.shown(section, language, site.notice.source_language)
    if not text.title:
        return site.catalogs[language].gettext("Introduction")
    number = edition.numbers.get(section_id)
    return f"{number}. {text.title}" if number else text.title


def _text(texts: Mapping[Language, str], language: Language, notice: Notice) -> tuple[str, Language]:
    used = language if language in texts else notice.source_language
    return texts[used], used
