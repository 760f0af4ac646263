"""Versions compared, as pages and feeds show them: each pair once, each changed section with its
marks and its words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from markupsafe import Markup

from notice import urls
from notice.content.model import Language, SectionId
from notice.markup import tree
from notice.markup.tree import Fragment, fragment
from notice.redline.compare import compare
from notice.redline.result import Kind, Redline, SectionChange
from notice.redline_formats.elements import Frame
from notice.redline_formats.to_html import body, heading, old_heading
from notice.site.change_labels import describe_change, redline_labels
from notice.site.fact_labels import describe_fact_change
from notice.site.head_changes import HeadChange, head_changes
from notice.site.reader import LocalizedSite, in_language
from notice.versions import translations
from notice.versions.editions import Edition
from notice.versions.fact_changes import fact_changes

Link: TypeAlias = Callable[[str], str]
"""Returns the link to an address: relative on a page, whole in a feed."""


class ChangeView(NamedTuple):
    """A section of a redline as pages and feeds show it, but for its text."""

    name: str
    name_language: Language
    change: SectionChange
    what: str
    title: Markup
    """Number and title as they are now, with those of before hidden beside them."""
    formerly: str
    """Number and title as they were, where they were others."""
    lags: bool
    """Whether it is shown in the source language because the translation has not been checked
    against the change.
    """
    is_half_translated: bool
    """Whether it is shown in the source language because only one of the versions has it in the
    reader's.
    """

    @property
    def id(self) -> SectionId:
        """The section's id."""
        return self.change.id


class Comparisons:
    """The versions compared in one language: each pair once, each changed section drawn once."""

    def __init__(self, reader: LocalizedSite) -> None:
        self.reader = reader
        self._labels = redline_labels(reader.catalog)
        self._redlines: dict[tuple[str, str], Redline] = {}
        self._changed: dict[tuple[str, str], Sequence[ChangeView]] = {}
        self._views: dict[tuple[object, ...], ChangeView] = {}
        self._drawn: dict[tuple[object, ...], Fragment] = {}

    def redline(self, old: Edition, new: Edition) -> Redline:
        """Compare two editions."""
        key = (old.id, new.id)
        if key not in self._redlines:
            in_source = self.stale_sections(old, new) | self.half_translated(old, new)
            self._redlines[key] = compare(
                self.reader.parts(old, in_source), self.reader.parts(new, in_source)
            )
        return self._redlines[key]

    def half_translated(self, old: Edition, new: Edition) -> frozenset[SectionId]:
        """Name the sections that only one of two versions has in the reader's language: a text held
        against one of another language would be another text in every word.
        """
        translated = {section.id: self.reader.language in section.texts for section in old.sections}
        return frozenset(
            section.id
            for section in new.sections
            if translated.get(section.id, self.reader.language in section.texts)
            is not (self.reader.language in section.texts)
        )

    def stale_sections(self, old: Edition, new: Edition) -> frozenset[SectionId]:
        """Name the stale sections whose source text changed: only that can tell what changed."""
        source_language = self.reader.site.notice.source_language
        if self.reader.language == source_language:
            return frozenset()
        before = {section.id: section for section in old.sections}
        return frozenset(
            section.id
            for section in new.sections
            if section.id in before
            and section is not before[section.id]
            and translations.state(section, self.reader.language, source_language)
            is translations.State.STALE
            and translations.pin(section.texts[source_language])
            != translations.pin(before[section.id].texts[source_language])
        )

    def fact_changes(self, old: Edition, new: Edition) -> tuple[str, ...]:
        """Return what changed in what is done with data, in words, the gravest first."""
        prevailing = self.reader.site.notice.source_language
        return tuple(
            describe_fact_change(change, prevailing, self.reader.catalog)
            for change in fact_changes(old.facts, new.facts)
        )

    def head_changes(self, old: Edition, new: Edition) -> tuple[HeadChange, ...]:
        """Return what changed of the notice's title and of who is responsible."""
        return head_changes(old, new, self.reader)

    def entry_values(self, before: Edition | None, edition: Edition) -> dict[str, Any]:
        """Return what is told of a version beside the sections that changed: its note and the
        language of that, and what changed in its facts and its head.
        """
        reader = self.reader
        note, language = in_language(edition.version.note, reader.language, reader.site.notice)
        return {
            "edition": edition,
            "before": before,
            "note": note,
            "note_language": language,
            "fact_changes": self.fact_changes(before, edition) if before else (),
            "head_changes": self.head_changes(before, edition) if before else (),
        }

    def names(self, old: Edition, new: Edition) -> Mapping[SectionId, tuple[str, Language]]:
        """Return what the sections of a comparison are called, each with the language of its name:
        as the new version does, or the old one where a section is gone.
        """
        former = self.reader.names(old)
        gone = {
            section.id: former[section.old_id]
            for section in self.redline(old, new).sections
            if section.is_gone
        }
        return {**former, **self.reader.names(new), **gone}

    def views(self, old: Edition, new: Edition) -> Sequence[ChangeView]:
        """Return the sections that changed."""
        key = (old.id, new.id)
        if key not in self._changed:
            names, stale = self.names(old, new), self.stale_sections(old, new)
            half = self.half_translated(old, new)
            self._changed[key] = [
                self._view(
                    change,
                    names,
                    self.reader.names(old),
                    is_stale=change.id in stale,
                    is_half_translated=change.id in half,
                )
                for change in self.redline(old, new).sections
                if change.touched
            ]
        return self._changed[key]

    def changed(
        self, old: Edition, new: Edition, link: Link, here: str = "", *, bare: bool = False
    ) -> list[tuple[ChangeView, Markup]]:
        """Return the sections that changed, each with its text, old and new as one.

        `link` gives the target of each link in a text; `here` is the address of the page that shows
        them, where it is not that of the two versions compared. `bare`: for readers that have
        not our stylesheet.
        """
        redline, views, names = self.redline(old, new), self.views(old, new), self.names(old, new)
        here = here or urls.redline(self.reader.language, old.id, new.id)
        homes = {section.id: edition for edition in (old, new) for section in edition.sections}
        elsewhere = {
            f"#{section.id}": urls.version(self.reader.language, homes[section.id].id)
            for section in redline.sections
            if not section.touched
        }
        called = {section_id: name for section_id, (name, _) in names.items()}
        before = {
            section_id: old.numbers.get(section_id) or name
            for section_id, (name, _) in self.reader.names(old).items()
        }

        def target_of(target: str) -> str:
            if target.startswith(tree.MEDIA):
                return link(target)
            return link(f"{elsewhere.get(target, here)}{target}")

        texts = [
            Markup(self._text(view.change, called, before, bare=bare).linked(target_of))  # noqa: S704 - every text and attribute is escaped there
            for view in views
        ]
        return list(zip(views, texts, strict=True))

    def _view(
        self,
        change: SectionChange,
        names: Mapping[SectionId, tuple[str, Language]],
        former: Mapping[SectionId, tuple[str, Language]],
        *,
        is_stale: bool,
        is_half_translated: bool,
    ) -> ChangeView:
        name, name_language = names[change.id]
        into = {section_id: names[section_id][0] for section_id in change.went_to}
        source = {section_id: former[section_id][0] for section_id in change.came_from}
        was = former[change.old_id][0] if change.old_id else ""
        called = (name, name_language, was, tuple(into.items()), tuple(source.items()))
        key = (change, called, is_stale, is_half_translated)
        if key not in self._views:
            before = old_heading(change)
            if change.moved and not before:  # its title stands where it was
                before = was
            is_other = before != name
            if name_language != change.old_language:  # a title in another language is no other one
                is_other = change.renamed or change.renumbered
            renamed = not (change.is_new or change.is_gone) and is_other
            self._views[key] = ChangeView(
                name=name,
                name_language=name_language,
                change=change,
                what=describe_change(change, self.reader.catalog, into, source),
                title=Markup(tree.html(heading(change))),  # noqa: S704 - escaped there
                formerly=before if renamed else "",
                lags=is_stale,
                is_half_translated=is_half_translated,
            )
        return self._views[key]

    def _text(
        self,
        change: SectionChange,
        names: Mapping[SectionId, str],
        before: Mapping[SectionId, str],
        *,
        bare: bool,
    ) -> Fragment:
        """Draw the text of a changed section, once however many pages show it."""
        if change.kind is Kind.KEPT:
            return fragment(())
        links = (link for block in change.blocks for link in block.links)
        about = {target[1:] for link in links for target in (link.old, link.new)}
        about |= {block.partner.rpartition("_")[0] for block in change.blocks if block.partner}
        called, was = (
            {section_id: side[section_id] for section_id in sorted(about) if section_id in side}
            for side in (names, before)
        )
        key = (change, tuple(called.items()), tuple(was.items()), bare)
        if key not in self._drawn:
            language = self.reader.language
            frame = Frame(self._labels, called, was, language, folds=not bare, bare=bare)
            drawn = body(change, frame)
            self._drawn[key] = fragment(drawn if bare else tree.reachable(drawn))
        return self._drawn[key]
