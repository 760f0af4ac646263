"""The pages that could have been saved: of a version, for every day on which a page became another,
in the languages that there were, and as translations stood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias
from urllib.parse import urljoin

from notice.content.model import Language, Notice, Section, SectionId
from notice.site.page import Page
from notice.site.pages import current_page, version_page
from notice.site.reader import LocalizedSite
from notice.site.render import Renderer
from notice.site.site import Site
from notice.verification.page_matching import normal
from notice.verification.page_source import Node, read_page
from notice.versions import translations
from notice.versions.sealed_text import NOTE, TITLE, SealedText
from notice.versions.seals import Seal

_UNFIT_PIN = "00000000"

MakeSite: TypeAlias = Callable[[Notice, date], Site]
"""Resolves a notice for a day, with the catalogs and the address of the site."""


@dataclass(frozen=True, slots=True)
class Renderings:
    """What pages can be made with: the content, its seals, the days on which a page became another
    (newest first), and the site's files that are published as they are.
    """

    notice: Notice
    seals: Sequence[Seal]
    days: Sequence[date]
    make_site: MakeSite
    render: Renderer
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class SealedPage:
    """What a page says that it is: a version in a language, as one seal has it."""

    version: str
    language: Language
    text: SealedText


def occasions(sealed: SealedPage, renderings: Renderings) -> Iterator[tuple[Notice, date]]:
    """Yield the notice in the languages that there were, and each day on which a page became
    another: all languages first, then what was left of them before each was sealed.
    """
    order = list(dict.fromkeys(name for seal in renderings.seals for name in seal.texts))
    every = renderings.notice.languages
    known = [
        tuple(name for name in every if name in order[:count]) for count in range(len(order), 0, -1)
    ]
    for languages in dict.fromkeys([every, *known]):
        if sealed.language in languages:
            for day in renderings.days:
                yield replace(renderings.notice, languages=languages), day


def pages_of(
    notice: Notice, day: date, sealed: SealedPage, renderings: Renderings
) -> list[tuple[str, Node]]:
    """Return the pages at which a version stands on a day, by address: its own, and that of the
    notice in force where it is that.
    """
    site = renderings.make_site(notice, day)
    edition = next((known for known in site.editions if known.id == sealed.version), None)
    if edition is None:
        return []
    reader = LocalizedSite(site, sealed.language)
    pages: list[Page | None] = [version_page(reader, edition)]
    pages += [current_page(reader)] if site.current is edition else []
    return [
        (page.address, normal_page(page, site, renderings)) for page in pages if page is not None
    ]


def normal_page(page: Page, site: Site, renderings: Renderings) -> Node:
    """Return a page of a site as it is rendered, in the form in which pages are compared."""
    here = urljoin(site.base_url, page.address)
    return normal(read_page(renderings.render(page).decode()), here, lambda _: "")


def notice_as_sealed(
    notice: Notice, sealed: SealedPage, is_stale: Callable[[SectionId], bool]
) -> Notice:
    """Return a notice without the translations that came after a text was sealed, and with every
    other translation of its language stale or not: pins are not sealed.
    """
    versions = []
    for version in notice.versions:
        own = {
            name: _as_sealed(section, sealed, notice.source_language, stale=is_stale(name))
            for name, section in version.own.items()
        }
        note, title = version.note, version.title
        if version.id == sealed.version:
            note = _lacking(note, sealed, NOTE)
            title = _lacking(title, sealed, TITLE)
        versions.append(replace(version, own=own, note=note, title=title))
    title = _lacking(notice.title, sealed, TITLE)
    return replace(notice, versions=tuple(versions), title=title)


def _lacking(
    texts: Mapping[Language, str], sealed: SealedPage, part: str
) -> Mapping[Language, str]:
    """Return texts without the one in the language of a page that lacked it."""
    if part not in sealed.text.untranslated:
        return texts
    return {name: text for name, text in texts.items() if name != sealed.language}


def _as_sealed(
    section: Section, sealed: SealedPage, prevailing: Language, *, stale: bool
) -> Section:
    """Return a section without a translation that came after it was sealed; one that was there has
    the pin of its source, or where it is stale another.
    """
    texts = dict(section.texts)
    if section.id in sealed.text.untranslated:
        texts.pop(sealed.language, None)
    if text := texts.get(sealed.language):
        source = texts.get(prevailing)
        pin = translations.pin(source) if source else ""
        texts[sealed.language] = text._replace(of=_UNFIT_PIN if stale else pin)
    return replace(section, texts=texts)
