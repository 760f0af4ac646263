"""What a version changes besides its sections: the notice's title, and who is responsible."""

from __future__ import annotations

from typing import NamedTuple

from notice.site.reader import LocalizedSite, in_language
from notice.versions.editions import Edition


class HeadChange(NamedTuple):
    """One value that changed: its label, and what it was and is; empty where there was none."""

    label: str
    old: str
    new: str


def head_changes(old: Edition, new: Edition, reader: LocalizedSite) -> tuple[HeadChange, ...]:
    """Return what changed of title and controller between two versions."""
    _ = reader.catalog.gettext
    titles = [
        in_language(edition.title, reader.language, reader.site.notice)[0] for edition in (old, new)
    ]
    one, other = old.controller, new.controller
    if titles[0] == titles[1] and one == other:
        return ()
    values = (
        (_("Title"), *titles),
        (_("Controller"), one.name, other.name),
        (_("Address"), one.address, other.address),
        (_("Website"), one.url, other.url),
        (_("E-mail"), one.email, other.email),
        (_("Telephone"), one.phone, other.phone),
    )
    return tuple(
        HeadChange(label, before, after) for label, before, after in values if before != after
    )
