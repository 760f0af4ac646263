"""A section as the entries of a PO file: a text to translate, what it was, and its translation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from notice.content.model import Text
from notice.translate.blocks import replaced, split
from notice.translate.since_pin import SourceChange
from notice.versions.translations import State

WHOLE = "body"
"""The place of a body that is one entry, its blocks not being those of the source."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text to translate: its place in the section, the source, and what is known of it.

    `previous` is the source that the translation was made from, where it is another. A `fuzzy`
    translation is one that nobody has held against the source of now.
    """

    place: str
    source: str
    translation: str
    previous: str
    fuzzy: bool

    @property
    def is_settled(self) -> bool:
        """Tell whether nothing is left to do."""
        return bool(self.translation) and not self.fuzzy


def section_entries(change: SourceChange) -> list[Entry]:
    """Return the entries of a section: title, gist, and its body block by block.

    Where the source and its translation have unequal numbers of blocks, the body is one entry.
    """
    target = change.translation
    entries = []
    for place in ("title", "gist"):
        if source := getattr(change.now, place):
            translation = getattr(target, place) if target else ""
            then = getattr(change.then, place) if change.then else None
            entries.append(_entry(change, place, source, translation, then))
    entries += _body_entries(change)
    if change.state is State.STALE and all(entry.is_settled for entry in entries):
        # The source changed in something that no entry shows: a translator must say that it fits.
        entries = [replace(entry, fuzzy=True) for entry in entries]
    return entries


def translated(change: SourceChange, texts: Mapping[str, str], pin: str) -> Text:
    """Return the translation that a section's entries make; `texts` by place, all of them there.

    What was translated before keeps its layout, and a new translation gets that of the source.
    """
    target = change.translation
    title = texts.get("title", target.title if target else "")
    gist = texts.get("gist", target.gist if target else "")
    if WHOLE in texts:
        body = target.body if target else ""
        if texts[WHOLE] != body.strip("\n"):
            body = texts[WHOLE] + "\n"
        return Text(title, gist, body, pin)
    blocks = split(change.now.body)
    values = [texts[_place(number)] for number in range(1, len(blocks) + 1)]
    layout = change.now.body
    if target and (own := split(target.body)) and _same_order(change):
        layout, blocks = target.body, own
    return Text(title, gist, replaced(layout, blocks, values), pin)


def _body_entries(change: SourceChange) -> list[Entry]:
    now, target = change.now.body, change.translation
    sources = [block.text for block in split(now)]
    translations = [block.text for block in split(target.body)] if target else [""] * len(sources)
    if len(translations) != len(sources):
        then = change.then.body.strip("\n") if change.then else None
        body = target.body.strip("\n") if target else ""
        return [_entry(change, WHOLE, now.strip("\n"), body, then)]
    before = [block.text for block in split(change.then.body)] if change.then else []
    if len(before) == len(translations):
        # The translation's blocks are those of the text that it was made from.
        origins = _origins(before, sources)
        pairs = [("", "") if at is None else (translations[at], before[at]) for at in origins]
    else:
        pairs = [(translation, "") for translation in translations]
    # Where it is not known what a block was, that is empty, and no block is.
    return [
        _entry(change, _place(number), source, translation, then)
        for number, (source, (translation, then)) in enumerate(zip(sources, pairs, strict=True), 1)
    ]


def _same_order(change: SourceChange) -> bool:
    """Tell whether each block of the translation stands where its source does now."""
    blocks = [block.text for block in split(change.now.body)]
    if change.translation and len(split(change.translation.body)) != len(blocks):
        return False
    before = [block.text for block in split(change.then.body)] if change.then else []
    if len(before) != len(blocks):
        return True
    return _origins(before, blocks) == list(range(len(blocks)))


def _origins(before: Sequence[str], now: Sequence[str]) -> list[int | None]:
    """Return for each block of now the place of the block that it was, or None for a new one."""
    origins: list[int | None] = [None] * len(now)
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        for step in range(min(end - start, new_end - new_start)):
            origins[new_start + step] = start + step
    return origins


def _entry(
    change: SourceChange, place: str, source: str, translation: str, then: str | None
) -> Entry:
    return entry_of(place, source, translation, then, is_stale=change.state is State.STALE)


def entry_of(
    place: str, source: str, translation: str, then: str | None, *, is_stale: bool
) -> Entry:
    """Return an entry: fuzzy where its text is stale, unless its own source is what it was `then`;
    that is None where it is not known.
    """
    fuzzy = is_stale and bool(translation) and then != source
    return Entry(place, source, translation, (then or "") if fuzzy else "", fuzzy)


def _place(number: int) -> str:
    return f"{WHOLE}/{number}"
