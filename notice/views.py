"""What pages show of a notice: sections in a language, with what a reader must know about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from notice import markup, translation
from notice.catalog import Catalog
from notice.history import Edition, current_edition
from notice.markup import Element, Node
from notice.model import Language, Notice, Section, Status
from notice.redline.changes import Part, SectionChange


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


def parts(edition: Edition, language: Language, source_language: Language) -> list[Part]:
    """Give a version's sections as they are compared: in a language, or the source text where it is not translated."""
    result = []
    for section in edition.sections:
        text, used = translation.shown(section, language, source_language)
        gist: tuple[Node, ...] = (Element("p", (("class", "gist"),), (text.gist,)),) if text.gist else ()
        blocks = (*gist, *markup.resolve(markup.parse(text.body), edition.numbers))
        result.append(Part(section.id, edition.numbers.get(section.id, ""), text.title, used, blocks))
    return result


def section_view(site: Site, section: Section, language: Language, edition: Edition) -> SectionView:
    """Give a section as a reader of a language sees it: translated, or in the language that prevails."""
    source_language = site.notice.source_language
    state = translation.state(section, language, source_language)
    text, used = translation.shown(section, language, source_language)
    source = section_view(site, section, source_language, edition) if state is translation.State.STALE else None
    html = markup.html(markup.resolve(markup.parse(text.body), edition.numbers))
    number = edition.numbers.get(section.id, "")
    names = {each: section_name(site, edition, section.id, each) for each in site.notice.languages}
    return SectionView(section.id, number, text.title, text.gist, Markup(html), used, state, source, names)  # noqa: S704 - escaped there


def name_in_either(site: Site, change: SectionChange, new: Edition, old: Edition | None, language: Language) -> str:
    """Name a section of a comparison: as the new version does, or the old one where it is gone."""
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


def in_language(texts: Mapping[Language, str], language: Language, notice: Notice) -> tuple[str, Language]:
    """Give a text in a language, or in the one that prevails, and which of them it is."""
    used = language if language in texts else notice.source_language
    return texts[used], used
