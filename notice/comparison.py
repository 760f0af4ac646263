"""Versions compared, as pages and feeds show them: each pair once, each changed section with its marks and its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from markupsafe import Markup

from notice import addresses, markup, translation
from notice.history import Edition
from notice.model import Language, SectionId
from notice.redline.changes import Kind, Part, Redline, SectionChange
from notice.redline.compare import compare
from notice.redline.marked import Frame, body, title
from notice.views import Site, name_in_either, parts
from notice.wording import happened, redline_labels

Compared: TypeAlias = Callable[[Edition, Edition], Redline]
"""Gives the redline of two editions in one language."""

Link: TypeAlias = Callable[[str], str]
"""Gives the link to an address: relative on a page, whole in a feed."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A section of a redline as it is shown."""

    id: SectionId
    name: str
    name_language: Language
    change: SectionChange
    what: str
    title: Markup
    body: Markup
    lags: bool
    """Whether it is shown in the source language because the translation has not been checked against the change."""


def comparisons(site: Site, language: Language) -> Compared:
    """Give a function that compares two editions in a language, each pair once."""
    by_number = {edition.version.number: edition for edition in site.editions}

    @cache
    def texts(number: int, in_source: frozenset[SectionId]) -> list[Part]:
        return parts(by_number[number], language, site.notice.source_language, in_source)

    @cache
    def compared(old: int, new: int) -> Redline:
        in_source = lagging(site, language, by_number[old], by_number[new])
        return compare(texts(old, in_source), texts(new, in_source))

    return lambda old, new: compared(old.version.number, new.version.number)


def lagging(site: Site, language: Language, old: Edition, new: Edition) -> frozenset[SectionId]:
    """Name the sections whose translation is stale and whose source text changed: only the source can tell what changed."""
    source_language = site.notice.source_language
    before = {section.id: section for section in old.sections}
    return frozenset(
        section.id
        for section in new.sections
        if section.id in before
        and translation.state(section, language, source_language) is translation.State.STALE
        and translation.pin(section.texts[source_language]) != translation.pin(before[section.id].texts[source_language])
    )


def change_views(
    site: Site, language: Language, old: Edition, new: Edition, redline: Redline, link: Link, *, bare: bool = False
) -> list[ChangeView]:
    """Give the sections that changed, old and new as one text.

    `bare`: for readers that have neither our stylesheet nor the whole page, so without links from each change to the next.
    """
    labels = redline_labels(site.catalogs[language])
    here = addresses.redline(language, old.id, new.id)
    homes = {section.id: edition for edition in (old, new) for section in edition.sections}
    named = {change.id: name_in_either(site, change, new, old, language) for change in redline.sections}
    names = {name: text for name, (text, _) in named.items()}
    behind = lagging(site, language, old, new)
    targets = {}
    for change in redline.sections:
        place = here if change.touched else addresses.version(language, homes[change.id].id)
        targets[f"#{change.id}"] = link(f"{place}#{change.id}")
    frame = Frame(labels, names, 0 if bare else redline.changes, language, start=link(f"{here}#"), bare=bare)
    shown = []
    for change in redline.sections:
        if change.touched:
            drawn = markup.redirect(body(change, frame) if change.kind is not Kind.KEPT else (), targets)
            heading = markup.html(title(change, labels))
            what = happened(change, site.catalogs[language])
            texts = Markup(heading), Markup(markup.html(drawn))  # noqa: S704 - markup.html escapes every text and attribute
            shown.append(ChangeView(change.id, *named[change.id], change, what, *texts, lags=change.id in behind))
    return shown
