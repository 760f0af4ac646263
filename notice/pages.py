"""The only table of addresses: the notice to the pages of the site, each with its template and what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from markupsafe import Markup

from notice import markup
from notice.catalog import Catalog
from notice.history import Edition, editions, pairs
from notice.model import Language, Notice, Status
from notice.redline.changes import Kind, Part, Redline, SectionChange
from notice.redline.compare import compare
from notice.redline.marked import Frame, body, title
from notice.views import ChangeView, Site, in_language, name_in_either, parts, section_name, section_view
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
        "sections": [section_view(site, section, language, edition) for section in edition.sections],
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
        note, note_language = in_language(edition.version.note, language, site.notice)
        entries.append(
            {
                "edition": edition,
                "before": before,
                "note": note,
                "note_language": note_language,
                "changed": [
                    {
                        "id": each.id,
                        "name": name_in_either(site, each, edition, before, language),
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
    names = {change.id: name_in_either(site, change, new, old, language) for change in redline.sections}
    homes = {section.id: edition for edition in (old, new) for section in edition.sections}
    here = f"{language}/{rest}"
    elsewhere = {
        f"#{change.id}": _relative(here, f"{language}/{homes[change.id].id}/#{change.id}")
        for change in redline.sections
        if not change.touched
    }
    frame = Frame(labels, names, redline.changes)
    shown = []
    for change in redline.sections:
        if change.touched:
            drawn = body(change, frame) if change.kind is not Kind.KEPT else ()
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
    note, note_language = in_language(new.version.note, language, site.notice)
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
    name, name_language = in_language(notice.title, language or notice.source_language, notice)
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
