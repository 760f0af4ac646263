"""The Atom feed of a language (RFC 4287), of a size that a reader takes, with archive pages of what
is older (RFC 5005).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from markupsafe import Markup

from notice import urls
from notice.content.model import Language
from notice.output.files import File
from notice.site.comparisons import Comparisons
from notice.site.page import Page, page_values
from notice.site.render import Renderer
from notice.site.site import Site
from notice.versions.editions import Edition, announced_after

LARGEST = 500_000
"""Bytes that no feed or archive page is larger than: more than many readers fetch."""

HEAD = 10_000
"""Bytes of them that are kept for all that is not an entry."""


class _Entry(NamedTuple):
    """A rendered entry, and the moment that it tells of (RFC 3339)."""

    edition: Edition
    time: str
    text: Markup

    @property
    def size(self) -> int:
        return len(self.text.encode())


def feed_files(compared: Comparisons, render: Renderer) -> Iterator[File]:
    """Plan the feed of a language and its archive pages.

    The feed has the newest entries that fit. Archive pages are filled oldest first, and one that is
    full never changes again, so that a reader who has it need not fetch it anew.
    """
    language = compared.reader.language
    entries = [_rendered(compared, render, entry) for entry in reversed(_entries(compared))]
    archives = archive_pages([entry.size for entry in entries], LARGEST - HEAD)
    newest = newest_that_fit([entry.size for entry in entries], LARGEST - HEAD)

    def file(address: str, number: int, shown: Sequence[_Entry]) -> File:
        def values() -> Mapping[str, Any]:
            return _feed_values(compared, len(archives), address, number, shown[::-1])

        return File(urls.file(address), partial(render, Page(address, "feed.xml", values)))

    yield file(urls.feed(language), 0, entries[newest:])
    for number, places in enumerate(archives, 1):
        shown = entries[places.start : places.stop]
        yield file(urls.feed_archive(language, number), number, shown)


def archive_pages(sizes: Sequence[int], room: int) -> list[range]:
    """Return which entries, oldest first, stand on each full archive page: those that fit, where
    the next one does not.

    The last entries are on no page yet. What is on a page depends on nothing that comes later.
    """
    pages: list[range] = []
    start = filled = 0
    for place, size in enumerate(sizes):
        if filled and filled + size > room:
            pages.append(range(start, place))
            start, filled = place, 0
        filled += size
    return pages


def newest_that_fit(sizes: Sequence[int], room: int) -> int:
    """Return the place of the oldest entry that fits with all newer ones; one always does."""
    place = len(sizes)
    while place and (place == len(sizes) or sum(sizes[place - 1 :]) <= room):
        place -= 1
    return place


def _rendered(compared: Comparisons, render: Renderer, entry: Mapping[str, Any]) -> _Entry:
    """Render an entry; one that is too large for any page without its comparison."""
    reader = compared.reader
    common = page_values(reader.site, reader.language, urls.feed(reader.language))

    def text(*, short: bool) -> Markup:
        values = {**common, "entry": entry, "edition": entry["edition"], "short": short}
        page = Page("", "feed_entry.xml", lambda: {**values, "link": reader.site.whole})
        return Markup(render(page).decode())  # noqa: S704 - the template escapes all that is in it

    whole = _Entry(entry["edition"], entry["time"], text(short=False))
    return whole if whole.size <= LARGEST - HEAD else whole._replace(text=text(short=True))


def _feed_values(
    compared: Comparisons, archives: int, address: str, number: int, shown: Sequence[_Entry]
) -> Mapping[str, Any]:
    """Return what a document of the feed shows; its number is that of an archive page, 0 for the
    feed itself. An archive page has the title and the publisher of its own last version, so that it
    stays as it is.
    """
    site, language = compared.reader.site, compared.reader.language
    before = number - 1 if number else archives
    return {
        **page_values(site, language, address, shown[0].edition if number else None),
        "feed_id": _feed_id(site, language),
        "entries": shown,
        "is_archive": number > 0,
        "prev_archive": urls.feed_archive(language, before) if before else "",
        "link": site.whole,
    }


def _entries(compared: Comparisons) -> list[dict[str, Any]]:
    """Return an entry for each published version and one for each withdrawal, newest first, with
    times from the data alone.

    An entry stays as it was when the version was published, whatever becomes of others later.
    """
    site = compared.reader.site
    entries: list[dict[str, Any]] = []
    for edition in reversed(site.published):
        entry_id = _entry_id(site, compared.reader.language, edition)
        if edition.withdrawn:
            entries.append(
                {
                    "edition": edition,
                    "withdrawal": True,
                    "id": f"{entry_id}{'/' if site.notice.id else ''}withdrawn",
                    "day": edition.withdrawn,
                }
            )
        entries.append(_entry(compared, edition, entry_id))
    entries.sort(key=lambda entry: entry["day"], reverse=True)
    for entry in entries:
        entry["time"] = midnight(entry["day"], site.notice.timezone)
    return entries


def _entry(compared: Comparisons, edition: Edition, entry_id: str) -> dict[str, Any]:
    """Return the entry of a version: what it changed, or for a first one its text."""
    reader, site = compared.reader, compared.reader.site
    before = announced_after(site.editions, edition)
    home = site.whole(urls.version(reader.language, edition.id))
    sections = edition.sections if before is None else ()
    return {
        **compared.entry_values(before, edition),
        "withdrawal": False,
        "id": entry_id,
        "changed": compared.changed(before, edition, site.whole, bare=True) if before else [],
        "sections": [reader.view(section, edition, site.base_url, home) for section in sections],
        "day": edition.version.published,
    }


def _feed_id(site: Site, language: Language) -> str:
    """Return the id of a feed (RFC 4287 §4.2.6): of the notice's id, or else of its address."""
    notice = site.notice
    return f"{notice.id}/{language}" if notice.id else f"{notice.base_url}{urls.feed(language)}"


def _entry_id(site: Site, language: Language, edition: Edition) -> str:
    """Return the id of a version's entry, made in the same way."""
    if site.notice.id:
        return f"{_feed_id(site, language)}/{edition.id}"
    return f"{site.notice.base_url}{urls.version(language, edition.id)}"


def midnight(day: date, timezone: str) -> str:
    """Return the moment at which a day begins in a time zone (RFC 3339).

    Before there were time zones offsets had seconds, which the format has not; such a moment is
    told in UTC.
    """
    moment = datetime.combine(day, datetime.min.time(), ZoneInfo(timezone))
    offset = moment.utcoffset()
    if offset and offset.seconds % 60:
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return moment.isoformat()
