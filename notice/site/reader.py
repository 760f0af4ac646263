"""Sections as pages show them: in a language, with what a reader must know of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from notice.content.facts import REFERENCE
from notice.content.model import Language, Notice, Section, SectionId, Text
from notice.markup import tree
from notice.markup.parse import parse, section_blocks
from notice.markup.tree import MEDIA, Node
from notice.redline.result import Part
from notice.site.fact_tables import fact_inserts
from notice.site.i18n import Catalog
from notice.site.site import Site
from notice.versions import translations
from notice.versions.editions import Edition


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section as a page shows it; `source` is the prevailing text beside a stale one."""

    id: SectionId
    number: str
    name: str
    """What it is called, also where it has no title."""
    title: str
    gist: str
    markdown: str
    body: Markup
    language: Language
    state: translations.State
    source: SectionView | None
    blocks: tuple[Node, ...] = field(compare=False)  # follows from the rest, and is long
    """The text as a tree, where its links and images are not yet placed on a page."""


class LocalizedSite:
    """A site as the readers of one language get it.

    What is made of a section is made once for equal texts with equal numbers, however many versions
    and pages show them, and kept for as long as this lives, which is one build.
    """

    def __init__(self, site: Site, language: Language) -> None:
        self.site = site
        self.language = language
        self.catalog = site.catalogs[language]
        self._views: dict[tuple[object, ...], SectionView] = {}
        self._parts: dict[tuple[object, ...], Part] = {}
        self._parts_of: dict[tuple[str, frozenset[SectionId]], Sequence[Part]] = {}
        self._facts: dict[tuple[str, Language], Mapping[str, tuple[Node, ...]]] = {}
        self._references: dict[str, tuple[SectionId, ...]] = {}
        self._names: dict[str, dict[SectionId, tuple[str, Language]]] = {}

    def names(self, edition: Edition) -> Mapping[SectionId, tuple[str, Language]]:
        """Return what the sections of a version are called, each with the language of its name."""
        if edition.id not in self._names:
            self._names[edition.id] = {
                section.id: self._name(section, edition) for section in edition.sections
            }
        return self._names[edition.id]

    def _name(self, section: Section, edition: Edition) -> tuple[str, Language]:
        text, used = translations.shown(section, self.language, self.site.notice.source_language)
        number = edition.numbers.get(section.id, "")
        return (
            section_name(self.catalog, number, text.title),
            used if text.title else self.language,
        )

    def view(self, section: Section, edition: Edition, root: str, home: str = "") -> SectionView:
        """Return a section as a reader sees it: translated, or in the language that prevails.

        `root` is the address of the site, as seen from where it is shown: images stand below it.
        `home` is the address of its own page, where it is to be shown elsewhere: links from section
        to section lead there.
        """
        return self._view(section, edition, self.language, root, home)

    def parts(self, edition: Edition, in_source: frozenset[SectionId]) -> Sequence[Part]:
        """Return a version's sections as they are compared: in this language, or the source text
        where it is not translated.

        Those named by `in_source` are given in the source language in any case.
        """
        key = (edition.id, in_source)
        if key not in self._parts_of:
            source = self.site.notice.source_language
            self._parts_of[key] = [
                self._part(section, edition, source if section.id in in_source else self.language)
                for section in edition.sections
            ]
        return self._parts_of[key]

    def _part(self, section: Section, edition: Edition, language: Language) -> Part:
        text, used = translations.shown(section, language, self.site.notice.source_language)
        number = edition.numbers.get(section.id, "")
        key = (section.id, number, text, used, *self._taken_in(text, edition))
        if key not in self._parts:
            inserts = self._inserts(text, edition, used)
            blocks = section_blocks(
                text.gist, text.body, edition.numbers, inserts, self.site.images
            )
            source = f"{text.gist}\n\n{text.body}"
            self._parts[key] = Part(section.id, number, text.title, used, blocks, source)
        return self._parts[key]

    def _view(
        self, section: Section, edition: Edition, language: Language, root: str, home: str
    ) -> SectionView:
        source_language = self.site.notice.source_language
        state = translations.state(section, language, source_language)
        text, used = translations.shown(section, language, source_language)
        stale = state is translations.State.STALE
        source = self._view(section, edition, source_language, root, home) if stale else None
        number = edition.numbers.get(section.id, "")
        # The source beside a stale translation has footnotes too, and they need ids of their own.
        ids = section.id if language == self.language else f"{section.id}_{language}"
        around = (*self._taken_in(text, edition), home, root if MEDIA in text.body else "")
        key = (section.id, number, text, used, source, ids, around)
        if key not in self._views:
            inserts = self._inserts(text, edition, used)
            blocks = tree.resolve(parse(text.body), edition.numbers, inserts, self.site.images, ids)
            body = Markup(  # noqa: S704 - escaped there
                tree.fragment(blocks if home else tree.reachable(blocks)).linked(
                    lambda target: f"{home if target.startswith('#') else root}{target}"
                )
            )
            self._views[key] = SectionView(
                id=section.id,
                number=number,
                name=section_name(self.site.catalogs[language], number, text.title),
                title=text.title,
                gist=text.gist,
                markdown=text.body,
                body=body,
                language=used,
                state=state,
                source=source,
                blocks=blocks,
            )
        return self._views[key]

    def _inserts(
        self, text: Text, edition: Edition, language: Language
    ) -> Mapping[str, tuple[Node, ...]]:
        """Return what a text shows of a version's facts, in a language."""
        if edition.facts is None or not REFERENCE.search(text.body):
            return {}
        key = (edition.facts.file, language)
        if key not in self._facts:
            prevailing = self.site.notice.source_language
            catalog = self.site.catalogs[language]
            self._facts[key] = fact_inserts(edition.facts, prevailing, catalog)
        return self._facts[key]

    def _taken_in(self, text: Text, edition: Edition) -> tuple[object, ...]:
        """Return all that a text's tree takes from around it in a version: the numbers that its
        references read as, and the file of the facts that it shows.
        """
        facts = edition.facts
        shows = facts.file if facts and REFERENCE.search(text.body) else ""
        return (self._numbers_in(text, edition), shows)

    def _numbers_in(self, text: Text, edition: Edition) -> tuple[str, ...]:
        """Return the numbers that a text's references read as in a version."""
        if text.body not in self._references:
            self._references[text.body] = tuple(tree.references(parse(text.body)))
        return tuple(edition.numbers.get(target, "?") for target in self._references[text.body])


def section_name(catalog: Catalog, number: str, title: str) -> str:
    """Name a section by its number and title; one without a title is the introduction."""
    if not title:
        return catalog.gettext("Introduction")
    return f"{number}. {title}" if number else title


def in_language(
    texts: Mapping[Language, str], language: Language, notice: Notice
) -> tuple[str, Language]:
    """Return a text in a language, or in the one that prevails, and which of them it is."""
    used = language if language in texts else notice.source_language
    return texts[used], used
