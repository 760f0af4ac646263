"""The notice resolved for a day, with a catalog for each of its languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from notice import urls
from notice.content.model import Language, Notice, Status
from notice.markup.tree import Image
from notice.site.i18n import Catalog
from notice.versions import sealed_text
from notice.versions.editions import (
    Edition,
    current_edition,
    editions,
    in_force_before,
    last_turn,
)


@dataclass(frozen=True)
class Site:
    """All that pages are made of: the notice resolved for a day, and its catalogs."""

    notice: Notice
    editions: tuple[Edition, ...]
    catalogs: Mapping[Language, Catalog]
    base_url: str
    digests: Mapping[tuple[Language, str], str]
    """The digest of each version's canonical text, by language and the version's id."""
    as_of: date | None
    """The last day, up to the day of the build, on which the status of a version changed."""
    images: Mapping[str, Image]
    """Every image by its name in `media/`, also those that no version shows."""
    preview: bool = False
    """Whether the pages are for an editor's eyes: without the policy that would stop the preview's
    own script.
    """

    @cached_property
    def shows_drafts(self) -> bool:
        """Whether any page speaks of what is not public; no search engine should keep it then."""
        return any(not edition.status.is_public for edition in self.editions)

    @cached_property
    def current(self) -> Edition | None:
        """The edition in force, or before the first one the first to come."""
        return current_edition(self.editions)

    @cached_property
    def in_force(self) -> Edition | None:
        """The edition in force, where one is."""
        return self.current if self.current and self.current.status is Status.IN_FORCE else None

    @cached_property
    def published(self) -> tuple[Edition, ...]:
        """The editions that the public sees: of each a page tells what changed since."""
        return tuple(edition for edition in self.editions if edition.status.is_public)

    @cached_property
    def upcoming(self) -> Edition | None:
        """The next edition that is to come into force, where one is published."""
        return next(
            (edition for edition in self.editions if edition.status is Status.UPCOMING), None
        )

    def whole(self, address: str) -> str:
        """Return an address of the site as it is written where nothing is relative."""
        return f"{self.base_url}{address}"

    def in_force_before(self, edition: Edition) -> Edition | None:
        """Return the edition that is in force before another: the last not withdrawn."""
        return self._before[edition.id]

    @cached_property
    def _before(self) -> Mapping[str, Edition | None]:
        return {edition.id: in_force_before(self.editions, edition) for edition in self.editions}


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
        (language, edition.id): sealed_text.digest(sealed_text.canonical(notice, edition, language))
        for language in notice.languages
        for edition in shown
    }
    images = {
        name: Image(urls.media(name, image.sha256), image.width, image.height)
        for name, image in notice.media.items()
    }
    turn = last_turn(notice, day)
    return Site(notice, shown, catalogs, address, digests, turn, images, preview)
