"""The pages that tell what changed: the changelog, comparisons, the history."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from notice import urls
from notice.content.model import Language
from notice.redline.result import Counts, total
from notice.site import history_chart
from notice.site.change_labels import counted
from notice.site.comparisons import Comparisons
from notice.site.page import Page, at_language, values_in_languages
from notice.site.reader import LocalizedSite, in_language
from notice.versions.editions import Edition, neighbours

MOST_NOTES = 5
"""Of so many versions a comparison gives the notes; of those before them the changelog tells."""


def comparison_pages(compared: Comparisons) -> Iterator[Page]:
    """Yield the pages of a language that tell what changed."""
    reader, language = compared.reader, compared.reader.language
    yield Page(urls.changes(language), "changes.html", lambda: _changes(compared))
    yield from (_redline_page(compared, old, new) for old, new in neighbours(reader.site.editions))
    yield Page(urls.history(language), "history.html", lambda: _history(compared))


def since_pages(compared: Comparisons) -> Iterator[Page]:
    """Yield for each published version the page that compares it with the one in force."""
    yield from (_since_page(compared, edition) for edition in compared.reader.site.published)


def _changes(compared: Comparisons) -> Mapping[str, Any]:
    site, language = compared.reader.site, compared.reader.language
    entries = []
    for edition in reversed(site.editions):
        before = site.in_force_before(edition)
        changed = compared.views(before, edition) if before else []
        entries.append({**compared.entry_values(before, edition), "changed": changed})
    return {
        **values_in_languages(site, language, urls.changes),
        "entries": entries,
        "years": [year.year for year in history_chart.years(site.editions)],
        "is_long": len(entries) > history_chart.MANY,
    }


def _redline_page(compared: Comparisons, old: Edition, new: Edition) -> Page:
    reader = compared.reader
    place = at_language(urls.redline, old.id, new.id)

    def values() -> Mapping[str, Any]:
        return {**_compared(compared, old, new, place), "steps": _notes(reader, [new])}

    return Page(place(reader.language), "redline.html", values)


def _since_page(compared: Comparisons, old: Edition) -> Page:
    """Return the page for readers of a version: one address, whatever is in force."""
    place = at_language(urls.since, old.id)
    return Page(place(compared.reader.language), "since.html", lambda: _since(compared, old, place))


def _since(
    compared: Comparisons, old: Edition, place: Callable[[Language], str]
) -> Mapping[str, Any]:
    reader, site = compared.reader, compared.reader.site
    current = site.in_force
    between = [
        edition
        for edition in site.editions
        if current
        and old.version.number < edition.version.number <= current.version.number
        and not edition.withdrawn
    ]
    if current is None or not between:
        common = values_in_languages(site, reader.language, place, old)
        return {**common, "old": old, "new": current, "changed": []}
    return {
        **_compared(compared, old, current, place),
        "steps": _notes(reader, between[-MOST_NOTES:]),
        "others": between[:-MOST_NOTES],
    }


def _notes(
    reader: LocalizedSite, editions: Sequence[Edition]
) -> list[tuple[Edition, str, Language]]:
    """Return some versions, newest first, each with its note and the language of that."""
    return [
        (edition, *in_language(edition.version.note, reader.language, reader.site.notice))
        for edition in reversed(editions)
    ]


def _compared(
    compared: Comparisons, old: Edition, new: Edition, place: Callable[[Language], str]
) -> dict[str, Any]:
    """Return what a page shows of two versions that are compared, wherever it stands."""
    site, language = compared.reader.site, compared.reader.language
    common = values_in_languages(site, language, place, new)
    redline, names = compared.redline(old, new), compared.names(old, new)
    heads = compared.head_changes(old, new)
    of_heads = Counts(
        insertions=sum(bool(head.new) for head in heads),
        deletions=sum(bool(head.old) for head in heads),
    )
    counts = total((redline.counts, of_heads))
    return {
        **common,
        "old": old,
        "new": new,
        "counts": counted(
            counts,
            (block for section in redline.sections for block in section.blocks),
            site.catalogs[language],
        ),
        "fact_changes": compared.fact_changes(old, new),
        "head_changes": heads,
        "changed": compared.changed(old, new, common["link"], place(language)),
        "marks_used": _marks(counts),
        "unchanged": [
            (section.id, *names[section.id]) for section in redline.sections if not section.touched
        ],
    }


def _marks(counts: Counts) -> frozenset[str]:
    """Return the marks that occur in a comparison, for its legend."""
    marks = {"ins": counts.insertions, "del": counts.deletions, "moved": counts.moves}
    return frozenset(name for name, number in marks.items() if number)


def _history(compared: Comparisons) -> Mapping[str, Any]:
    site, language = compared.reader.site, compared.reader.language
    return {
        **values_in_languages(site, language, urls.history),
        "years": history_chart.years(site.editions),
        "is_long": len(site.editions) > history_chart.MANY,
        "durations": {
            edition.id: history_chart.duration(edition, site.catalogs[language])
            for edition in site.editions
        },
        "blocks": history_chart.blocks(compared),
    }
