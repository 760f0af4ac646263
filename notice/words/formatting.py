"""What changed around words that stayed: their emphasis, and their links."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from notice.markup.tree import UNSAFE
from notice.words.hunks import Hunk, kept_words
from notice.words.tokens import Inline, Token

_Key: TypeAlias = tuple[object, ...]
"""What tells a link apart from others; empty for none."""


class LinkChange(NamedTuple):
    """A link that leads elsewhere now, or has another title; an empty target is no link at all.

    `text` is the whole text of the link now, `old_text` what it was where that differs.
    """

    text: str
    old: str
    new: str
    old_text: str = ""
    old_title: str = ""
    new_title: str = ""


def is_restyled(old: Sequence[Token], new: Sequence[Token], hunks: Sequence[Hunk]) -> bool:
    """Tell whether kept words changed their emphasis, or stand in a link that was there, or
    is there, around other words.
    """
    altered = [(one, other) for one, other in kept_words(old, new, hunks) if one != other]
    if any(_styles(one) != _styles(other) for one, other in altered):
        return True
    is_wider = any(bool(_link(one)) != bool(_link(other)) for one, other in altered)
    return is_wider and not any(link_changes(old, new, hunks))


def link_changes(
    old: Sequence[Token], new: Sequence[Token], hunks: Sequence[Hunk]
) -> Iterator[LinkChange]:
    """Yield the links that lead elsewhere, or are called otherwise, or came to old words or
    left them; not those whose text says where they lead.
    """
    before, after = _links(old), _links(new)
    if not before and not after:
        return
    pairs = Counter((_link(one), _link(other)) for one, other in kept_words(old, new, hunks))
    in_place = [(old[hunk.i0 : hunk.i1], new[hunk.j0 : hunk.j1]) for hunk in hunks]
    partner = _same_links(before, after, pairs, in_place)
    taken = set(partner.values())
    changes = [(before[one], after[other]) for one, other in partner.items()]
    # Of links that were joined or divided, each that is no other one's partner.
    changes += [
        (before.get(one, _NO_LINK), after.get(other, _NO_LINK))
        for one, other in pairs
        if (one and one not in partner) or (other and other not in taken)
    ]
    for was, now in dict.fromkeys(changes):
        same = (was.target, was.title) == (now.target, now.title)
        if not same and not (was.text != now.text and was.is_visible and now.is_visible):
            old_text = was.text if was.text != now.text and now.target else ""
            text = now.text or was.text
            yield LinkChange(text, was.target, now.target, old_text, was.title, now.title)


def _same_links(
    before: Mapping[_Key, _LinkText],
    after: Mapping[_Key, _LinkText],
    pairs: Counter[tuple[_Key, _Key]],
    in_place: Iterable[Sequence[Sequence[Token]]],
) -> dict[_Key, _Key]:
    """Return which old link is which new one: by the words that both hold, `pairs` of which are
    counted; by target and text, wherever they stand; by their place, where one gave way to another.
    """
    partner: dict[_Key, _Key] = {}
    taken: set[_Key] = set()

    def pair(one: _Key, other: _Key) -> None:
        if one and other and one not in partner and other not in taken:
            partner[one] = other
            taken.add(other)

    for (one, other), _ in pairs.most_common():
        pair(one, other)
    free: dict[_LinkText, list[_Key]] = defaultdict(list)
    for other, link in after.items():
        if other not in taken:
            free[link].append(other)
    for one, link in before.items():
        if one not in partner and free[link]:
            pair(one, free[link].pop(0))
    for sides in in_place:
        pair(*(next(filter(None, map(_link, side)), ()) for side in sides))
    return partner


class _LinkText(NamedTuple):
    text: str
    target: str
    title: str

    @property
    def is_visible(self) -> bool:
        """Tell whether the text says where the link leads."""
        scheme, _, target = self.target.partition("://" if "://" in self.target else ":")
        text = re.sub(r"[\s()/.-]", "", self.text) if scheme == "tel" else self.text
        return bool(self.text) and (target or self.target).strip("/#") in text


_NO_LINK = _LinkText("", "", "")


def _target(inline: Inline) -> str | None:
    """Return where a link leads, were it to an address that no page of ours leads to."""
    attributes = dict(inline.attributes)
    return attributes.get("href", attributes.get(UNSAFE))


def _link(token: Token) -> _Key:
    """Return the key of the link that a word stands in."""
    inlines = (inline for piece in token.pieces for inline in piece.stack)
    return next((inline.key for inline in inlines if _target(inline) is not None), ())


def _links(words: Sequence[Token]) -> dict[_Key, _LinkText]:
    result: dict[_Key, _LinkText] = {}
    for piece in (piece for token in words for piece in token.before + token.pieces if piece.stack):
        for inline in piece.stack:
            if (target := _target(inline)) is not None:
                text = result.get(inline.key, _NO_LINK).text + piece.text
                title = dict(inline.attributes).get("title", "")
                result[inline.key] = _LinkText(text, target, title)
    return result


def _styles(token: Token) -> list[tuple[str, frozenset[str]]]:
    return [
        (
            piece.text if len(token.pieces) > 1 else "",
            frozenset(inline.tag for inline in piece.stack if _target(inline) is None),
        )
        for piece in token.pieces
    ]
