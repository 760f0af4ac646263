"""Versions compared, as pages and feeds show them: each pair once, each changed section with its
marks and its words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from markupsafe import Markup

from notice import urls
from notice.content.model import Language, SectionId
from notice.markup import tree
from notice.redline.compare import compare
from notice.redline.result import Kind, Redline, SectionChange
from notice.redline.to_html import AFTER, BEFORE, Frame, body, chain, title
from notice.site.change_labels import describe_change, redline_labels
from notice.site.reader import LocalizedSite, section_name
from notice.versions import translations
from notice.versions.editions import Edition

Link: TypeAlias = Callable[[str], str]
"""Gives the link to an address: relative on a page, whole in a feed."""


@dataclass(frozen=True, slots=True, eq=False)
class ChangeView:
    """A section of a redline as it is shown, on whatever page: links within the text begin with
    `#`.
    """

    id: SectionId
    name: str
    name_language: Language
    change: SectionChange
    what: str
    title: Markup
    body: Markup
    lags: bool
    """Whether it is shown in the source language because the translation has not been checked
    against the change.
    """


class Comparisons:
    """The versions compared for the readers of one language: each pair once, each changed section
    drawn once.
    """

    def __init__(self, reader: LocalizedSite) -> None:
        self.reader = reader
        self._labels = redline_labels(reader.catalog)
        self._redlines: dict[tuple[str, str], Redline] = {}
        self._views: dict[tuple[object, ...], ChangeView] = {}

    def redline(self, old: Edition, new: Edition) -> Redline:
        """Compare two editions."""
        key = (old.id, new.id)
        if key not in self._redlines:
            behind = self.lagging(old, new)
            self._redlines[key] = compare(
                self.reader.parts(old, behind), self.reader.parts(new, behind)
            )
        return self._redlines[key]

    def lagging(self, old: Edition, new: Edition) -> frozenset[SectionId]:
        """Name the sections whose translation is stale and whose source text changed: only the
        source can tell what changed.
        """
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

    def name(self, change: SectionChange, old: Edition, new: Edition) -> tuple[str, Language]:
        """Name a section of a comparison, and the language of its name: as the new version does,
        or the old one where it is gone.
        """
        edition, section = new, new.section(change.id)
        if section is None:
            edition, section = old, next(each for each in old.sections if each.id == change.id)
        text, used = translations.shown(
            section, self.reader.language, self.reader.site.notice.source_language
        )
        return section_name(
            self.reader.site, edition, section, self.reader.language
        ), used if text.title else self.reader.language

    def changed(
        self, old: Edition, new: Edition, link: Link, here: str = "", *, bare: bool = False
    ) -> list[tuple[ChangeView, Link]]:
        """Return the sections that changed, old and new as one text, each with what gives the
        target of a link in it.

        `here`: the address of the page that shows them, where it is not that of the two versions
        compared. `bare`: for readers that have neither our stylesheet nor the whole page, so
        without links from each change to the next.
        """
        redline = self.redline(old, new)
        behind = self.lagging(old, new)
        here = here or urls.redline(self.reader.language, old.id, new.id)
        homes = {section.id: edition for edition in (old, new) for section in edition.sections}
        elsewhere = {
            f"#{each.id}": f"{urls.version(self.reader.language, homes[each.id].id)}#{each.id}"
            for each in redline.sections
            if not each.touched
        }
        shown = []
        for change, ends in chain(redline.sections):
            if change.touched:
                view = self._view(change, old, new, ends, lags=change.id in behind, bare=bare)
                shown.append(
                    (
                        view,
                        _leads(
                            here,
                            link,
                            {
                                **elsewhere,
                                **{end: f"{here}{target}" for end, target in ends.items()},
                            },
                        ),
                    )
                )
        return shown

    def _view(
        self,
        change: SectionChange,
        old: Edition,
        new: Edition,
        ends: Mapping[str, str],
        *,
        lags: bool,
        bare: bool,
    ) -> ChangeView:
        first, last = BEFORE not in ends, AFTER not in ends
        name, name_language = self.name(change, old, new)
        about = {
            target[1:]
            for block in change.blocks
            for each in block.links
            for target in (each.old, each.new)
        }
        names = {
            each.id: self.name(each, old, new)[0]
            for each in self.redline(old, new).sections
            if each.id in about
        }
        key = (change, name, tuple(names.items()), first, last, lags, bare)
        if key not in self._views:
            frame = Frame(
                self._labels, names, self.reader.language, first, last, chained=not bare, bare=bare
            )
            drawn = tree.html(body(change, frame) if change.kind is not Kind.KEPT else ())
            heading = tree.html(title(change, self._labels))
            texts = Markup(heading), Markup(drawn)  # noqa: S704 - markup.html escapes every text and attribute
            what = describe_change(change, self.reader.catalog)
            self._views[key] = ChangeView(
                change.id, name, name_language, change, what, *texts, lags
            )
        return self._views[key]


def _leads(here: str, link: Link, targets: Mapping[str, str]) -> Link:
    """Return what says where a link of a text leads, from its target within that text."""
    return lambda target: link(targets.get(target) or f"{here}{target}")
