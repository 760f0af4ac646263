"""What pages show of a notice: the notice resolved for a day, and sections in a language with what
a reader must know of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from notice.content.model import Language, Notice, Section, SectionId
from notice.markup import tree
from notice.markup.parse import parse
from notice.markup.tree import Element, Node
from notice.redline.result import Part
from notice.site.site import Site
from notice.versions import seals, translations
from notice.versions.editions import Edition


@dataclass(frozen=True, slots=True, eq=False)
class SectionView:
    """A section as a page shows it; `source` is the prevailing text where the translation is
    stale.
    """

    id: SectionId
    number: str
    name: str
    """What it is called, also where it has no title."""
    title: str
    gist: str
    body: Markup
    language: Language
    state: translations.State
    source: SectionView | None


class LocalizedSite:
    """A site as the readers of one language get it: each text is made once, however many versions
    and pages show it.
    """

    def __init__(self, site: Site, language: Language) -> None:
        self.site = site
        self.language = language
        self.catalog = site.catalogs[language]
        self._views: dict[tuple[str, int], SectionView] = {}
        self._parts: dict[tuple[str, int, Language], Part] = {}
        self._facts: dict[str, str] = {}

    def facts(self, edition: Edition) -> str:
        """Return a digest of all that a page of a version shows of it in this language."""
        if edition.id not in self._facts:
            self._facts[edition.id] = self._digest(edition)
        return self._facts[edition.id]

    def _digest(self, edition: Edition) -> str:
        source_language = self.site.notice.source_language
        digests = [
            self.site.digests[language, edition.id] for language in (self.language, source_language)
        ]
        states = [
            translations.state(section, self.language, source_language).value
            for section in edition.sections
        ]
        return seals.digest(repr((digests, states, self.head_facts(edition))))

    def head_facts(self, edition: Edition) -> tuple[object, ...]:
        """Return what pages show of a version besides its sections, as data."""
        note = in_language(edition.version.note, self.language, self.site.notice)
        version, last = edition.version, edition.last_day
        days = [
            version.published.isoformat(),
            edition.first_day.isoformat(),
            last.isoformat() if last else "",
        ]
        withdrawn = version.withdrawn.isoformat() if version.withdrawn else ""
        whose = (sorted(edition.title.items()), edition.controller)
        return (
            edition.id,
            edition.status.value,
            version.change.value,
            note,
            days,
            withdrawn,
            whose,
        )

    def view(self, section: Section, edition: Edition) -> SectionView:
        """Return a section as a reader sees it: translated, or in the language that prevails."""
        key = (section.file, id(edition.numbers))
        if key not in self._views:
            self._views[key] = self._view(section, edition, self.language)
        return self._views[key]

    def parts(self, edition: Edition, in_source: Collection[SectionId] = ()) -> list[Part]:
        """Return a version's sections as they are compared: in this language, or the source text
        where it is not translated.

        Those named by `in_source` are given in the source language in any case.
        """
        source_language = self.site.notice.source_language
        return [
            self._part(each, edition, source_language if each.id in in_source else self.language)
            for each in edition.sections
        ]

    def _part(self, section: Section, edition: Edition, language: Language) -> Part:
        key = (section.file, id(edition.numbers), language)
        if key not in self._parts:
            text, used = translations.shown(section, language, self.site.notice.source_language)
            gist: tuple[Node, ...] = (
                (Element("p", (("class", "gist"),), (text.gist,)),) if text.gist else ()
            )
            blocks = (*gist, *tree.resolve(parse(text.body), edition.numbers))
            self._parts[key] = Part(
                section.id, edition.numbers.get(section.id, ""), text.title, used, blocks
            )
        return self._parts[key]

    def _view(self, section: Section, edition: Edition, language: Language) -> SectionView:
        source_language = self.site.notice.source_language
        state = translations.state(section, language, source_language)
        text, used = translations.shown(section, language, source_language)
        source = (
            self._view(section, edition, source_language)
            if state is translations.State.STALE
            else None
        )
        body = Markup(tree.html(tree.resolve(parse(text.body), edition.numbers)))  # noqa: S704 - escaped there
        number = edition.numbers.get(section.id, "")
        name = section_name(self.site, edition, section, language)
        return SectionView(
            section.id, number, name, text.title, text.gist, body, used, state, source
        )


def section_name(site: Site, edition: Edition, section: Section, language: Language) -> str:
    """Name a section as readers know it: number and title, or for the unnumbered text a word of
    ours.
    """
    text, _ = translations.shown(section, language, site.notice.source_language)
    if not text.title:
        return site.catalogs[language].gettext("Introduction")
    number = edition.numbers.get(section.id)
    return f"{number}. {text.title}" if number else text.title


def in_language(
    texts: Mapping[Language, str], language: Language, notice: Notice
) -> tuple[str, Language]:
    """Return a text in a language, or in the one that prevails, and which of them it is."""
    used = language if language in texts else notice.source_language
    return texts[used], used
