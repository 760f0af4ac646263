"""The translator's page: a version's sections, source and translation side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from notice.content.files import Tree
from notice.content.model import Language, Notice
from notice.preview.dashboard import Editor, Link
from notice.redline_formats.to_html import to_html
from notice.site.change_labels import redline_labels
from notice.site.i18n import Catalog
from notice.translate.source_redline import source_redline
from notice.translate.work import SectionWork, work_on
from notice.versions.editions import Edition
from notice.versions.places import Place, place_of
from notice.versions.translations import State


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section as the page shows it: where to change it, and its source since the pin."""

    work: SectionWork
    place: Place
    url: str
    redline: Markup
    """The source from then to now; empty where nothing changed, or where it is not known what it
    was.
    """


def translator_page(
    editor: Editor,
    notice: Notice,
    edition: Edition,
    language: Language,
    read_in: Language,
    catalog: Catalog,
    tree: Tree,
) -> str:
    """Write the page of one language; `read_in` is the language that the translator reads.

    `catalog` has the words around marks.
    """
    rows = [
        _row(section, edition, catalog, tree, editor.link)
        for section in work_on(notice, edition, language, read_in)
    ]
    return editor.page(
        "translator",
        notice=notice,
        edition=edition,
        language=language,
        read_in=read_in or notice.source_language,
        others=[other for other in notice.languages if other != language],
        rows=rows,
        counts=_counts(rows),
        states=State,
    )


def _row(
    work: SectionWork, edition: Edition, catalog: Catalog, tree: Tree, link: Link
) -> SectionRow:
    change = work.change
    near = change.language if change.translation else change.source_language
    place = place_of(tree, change.section.file, (near,))
    redline, names = source_redline(change, edition.numbers), {work.id: work.heading}
    lines = to_html(redline, redline_labels(catalog), names) if redline else ()
    written = Markup("\n".join(lines))  # noqa: S704 - to_html escapes every text and attribute
    return SectionRow(work, place, link(place), written)


def _counts(rows: Sequence[SectionRow]) -> dict[State, int]:
    """Count the sections by state, those to be worked on first."""
    order = (State.MISSING, State.STALE, State.COMPLETE)
    return {state: sum(row.work.change.state is state for row in rows) for state in order}
