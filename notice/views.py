"""What pages show of a notice: the notice resolved for a day, and sections in a language with what a reader must know of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from notice import markup, seal, translation
from notice.catalog import Catalog
from notice.history import Edition, current_edition, editions
from notice.markup import Element, Node
from notice.model import Language, Notice, Section, SectionId, Status
from notice.redline.changes import Part, SectionChange


@dataclass(frozen=True, slots=True)
class Site:
    """All that pages are made of: the notice resolved for a day, and a catalog for each of its languages."""

    notice: Notice
    editions: tuple[Edition, ...]
    catalogs: Mapping[Language, Catalog]
    base_url: str
    digests: Mapping[tuple[Language, str], str]
    """The digest of each version's canonical text, by language and the version's id."""
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

    @property
    def upcoming(self) -> Edition | None:
        """The next edition that is to come into force, where one is published."""
        return next((edition for edition in self.editions if edition.status is Status.UPCOMING), None)

    def before(self, edition: Edition) -> Edition | None:
        """Give the edition before another."""
        number = edition.version.number
        return next((each for each in reversed(self.editions) if each.version.number < number), None)


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
    shown = editions(notice, day, drafts=drafts)
    digests = {
        (language, edition.id): seal.digest(seal.canonical(edition, language, notice.source_language))
        for language in notice.languages
        for edition in shown
    }
    return Site(notice, shown, catalogs, address, digests, preview)


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section as a page shows it; `source` is the prevailing text where the translation is stale."""

    id: SectionId
    number: str
    name: str
    """What it is called, also where it has no title."""
    title: str
    gist: str
    body: Markup
    language: Language
    state: translation.State
    source: SectionView | None


def parts(edition: Edition, language: Language, source_language: Language, in_source: Collection[SectionId] = ()) -> list[Part]:
    """Give a version's sections as they are compared: in a language, or the source text where it is not translated.

    Those named by `in_source` are given in the source language in any case.
    """
    result = []
    for section in edition.sections:
        text, used = translation.shown(section, source_language if section.id in in_source else language, source_language)
        gist: tuple[Node, ...] = (Element("p", (("class", "gist"),), (text.gist,)),) if text.gist else ()
        blocks = (*gist, *markup.resolve(markup.parse(text.body), edition.numbers))
        result.append(Part(section.id, edition.numbers.get(section.id, ""), text.title, used, blocks))
    return result


def section_view(site: Site, section: Section, language: Language, edition: Edition, home: str = "") -> SectionView:
    """Give a section as a reader of a language sees it: translated, or in the language that prevails.

    `home` is the address of the page that its references lead to, where it does not stand on that page itself.
    """
    source_language = site.notice.source_language
    state = translation.state(section, language, source_language)
    text, used = translation.shown(section, language, source_language)
    source = section_view(site, section, source_language, edition, home) if state is translation.State.STALE else None
    blocks = markup.resolve(markup.parse(text.body), edition.numbers)
    if home:
        blocks = markup.redirect(blocks, {f"#{each.id}": f"{home}#{each.id}" for each in edition.sections})
    body = Markup(markup.html(blocks))  # noqa: S704 - escaped there
    number = edition.numbers.get(section.id, "")
    name = section_name(site, edition, section, language)
    return SectionView(section.id, number, name, text.title, text.gist, body, used, state, source)


def name_in_either(site: Site, change: SectionChange, new: Edition, old: Edition, language: Language) -> tuple[str, Language]:
    """Name a section of a comparison, and the language of its name: as the new version does, or the old one where it is gone."""
    edition = new if new.section(change.id) else old
    section = {each.id: each for each in edition.sections}[change.id]
    text, used = translation.shown(section, language, site.notice.source_language)
    return section_name(site, edition, section, language), used if text.title else language


def section_name(site: Site, edition: Edition, section: Section, language: Language) -> str:
    """Name a section as readers know it: number and title, or for the unnumbered text a word of ours."""
    text, _ = translation.shown(section, language, site.notice.source_language)
    if not text.title:
        return site.catalogs[language].gettext("Introduction")
    number = edition.numbers.get(section.id)
    return f"{number}. {text.title}" if number else text.title


def in_language(texts: Mapping[Language, str], language: Language, notice: Notice) -> tuple[str, Language]:
    """Give a text in a language, or in the one that prevails, and which of them it is."""
    used = language if language in texts else notice.source_language
    return texts[used], used
