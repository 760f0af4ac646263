"""Inline content cut into words, each with what it is compared by and the raw text it came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple
from unicodedata import category

from unicode_segmentation_rs import split_word_bounds

from notice.markup.tree import Node
from notice.words.characters import fold

_JOINERS = frozenset("-@")
"""What holds a compound together: `third-party`, `vo@mimino.fi` are read, and so compared, as one
word. Every hyphen within a word is this one once the text is folded.
"""

_INVISIBLE = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069]+")

IMAGE = "\ufffc"
"""What an image is in a text: an object."""

_MAY_BE_UNSPACED = re.compile("[^\0-\u05ff\u2000-\u20ff]")
"""What a text has where any of it can be unspaced."""


@cache
def _unspaced() -> re.Pattern[str]:
    """Return what a letter is of a script that puts no space between words: Thai, Lao, Burmese,
    Khmer, Chinese, Japanese. So large a set takes milliseconds to compile, and few texts need it.
    """
    return re.compile(
        "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\uaa60-\uaa7f"
        "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
    )


class Inline(NamedTuple):
    """One inline element around words; `key` tells two alike elements of a leaf apart."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    key: tuple[object, ...]


class Piece(NamedTuple):
    """A stretch of text inside the same inline elements, outermost first; a lone line feed is a
    hard break.
    """

    text: str
    stack: tuple[Inline, ...]


class Token(NamedTuple):
    """A word or a mark of punctuation (Unicode UAX #29), and the white space before it.

    `key` is how it looks, by which it is compared; the pieces are the text as it is.
    """

    key: str
    before: tuple[Piece, ...]
    pieces: tuple[Piece, ...]

    @property
    def space(self) -> str:
        """The white space before the word, as text."""
        return "".join(piece.text for piece in self.before)

    @property
    def text(self) -> str:
        """The word, as text."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def is_word(self) -> bool:
        """Tell a word from punctuation; a currency or a pictogram says as much as a word."""
        return is_word(self.key)


@lru_cache(maxsize=1 << 17)
def is_word(key: str) -> bool:
    """Tell a word from punctuation; a currency or a pictogram says as much as a word."""
    return any(category(character)[0] in "LNS" for character in key)


@dataclass(frozen=True)
class Words:
    """Inline content cut at its words: first as it looks, and only where needed with what it is."""

    content: tuple[Node, ...]
    key: tuple[object, ...]
    """What the keys of its inline elements begin with."""

    @cached_property
    def _pieces(self) -> list[Piece]:
        return list(spans(self.content, (), self.key))

    @cached_property
    def _folded(self) -> tuple[str, Sequence[int]]:
        return fold("".join(piece.text for piece in self._pieces))

    @property
    def look(self) -> str:
        """The text as it looks."""
        return self._folded[0]

    @property
    def size(self) -> int:
        """About how many words there are; no text need be cut for it but one without spaces."""
        text = "".join(piece.text for piece in self._pieces)
        if _MAY_BE_UNSPACED.search(text):
            return sum(map(is_word, self.parts))
        return text.count(" ") + 1

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The text as it looks, cut."""
        return tuple(_cut(self.look))

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words and the punctuation, with the text as it is."""
        origin = self._folded[1]
        cutter = _Cutter(self._pieces)
        result: list[Token] = []
        before: tuple[Piece, ...] = ()
        at = place = 0
        for word in self.parts:
            start, at = place, at + len(word)
            place = origin[at]
            taken = cutter.take(place - start)
            if word.isspace() and word != "\n":
                before += taken
                continue
            # Two images are one where their files and alternatives are.
            image = str(taken[0].stack[-1].attributes) if word == IMAGE and taken[0].stack else ""
            result.append(Token(word + image, before, taken))
            before = ()
        # Nothing is dropped: not what does not show behind the last word, or alone.
        rest = sum(len(piece.text) for piece in self._pieces) - place
        if left := before + (cutter.take(rest) if rest else ()):
            last = result.pop() if result else Token("", (), ())
            result.append(last._replace(pieces=(*last.pieces, *left)))
        return tuple(result)


def spans(
    nodes: Iterable[Node], stack: tuple[Inline, ...] = (), key: tuple[object, ...] = ()
) -> Iterator[Piece]:
    """Yield the text of inline content, each stretch with the elements around it."""
    for place, node in enumerate(nodes):
        if isinstance(node, str):
            yield Piece(node, stack)
        elif node.tag == "br":
            yield Piece("\n", stack)
        elif node.tag == "img":
            yield Piece(IMAGE, (*stack, Inline(node.tag, node.attributes, (*key, place))))
        else:
            inner = (*stack, Inline(node.tag, node.attributes, (*key, place)))
            yield from spans(node.children, inner, (*key, place))


def _cut(text: str) -> Iterator[str]:
    """Cut folded text at UAX #29 word boundaries; compounds, and words of a dictionary, whole."""
    parts = split_word_bounds(text)
    unspaced = _MAY_BE_UNSPACED.search(text) and _unspaced().search(text)
    if not (unspaced or "-" in text or "@" in text or _INVISIBLE.search(text)):
        yield from parts
        return
    dictionary = _dictionary_borders(text) if unspaced else frozenset(range(len(text)))
    held = ""
    at = 0
    for place, part in enumerate(parts):
        following = parts[place + 1][:1] if place + 1 < len(parts) else ""
        if held and not _belong_together(held, part, following, in_word=at not in dictionary):
            yield held
            held = ""
        at += len(part)
        shown = part.lstrip(" ")
        if shown and shown != part:
            # UAX #29 binds what does not show (a mark that turns the text round) to the space.
            yield held + part[: len(part) - len(shown)]
            held = shown
        else:
            held += part
    yield held


def _belong_together(held: str, part: str, following: str, *, in_word: bool) -> bool:
    if part in _JOINERS:
        return held[-1].isalnum() and following.isalnum()
    if held[-1] in _JOINERS:
        return len(held) > 1 and part[0].isalnum()
    if in_word and _unspaced().match(held[-1]) and _unspaced().match(part):
        return True
    # What does not show, and so is no word, belongs to the word behind it.
    return bool(_INVISIBLE.fullmatch(held))


def _dictionary_borders(text: str) -> frozenset[int]:
    # A library of 16 MB, imported only where there is such a text.
    from icu4py.breakers import WordBreaker  # noqa: PLC0415

    return frozenset(accumulate(len(word) for word in WordBreaker(text, "en")))


class _Cutter:
    """Cuts pieces from the front on, so that a long text is gone through once."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = iter(pieces)
        self._piece = Piece("", ())
        self._at = 0

    def take(self, count: int) -> tuple[Piece, ...]:
        """Return the next so many characters."""
        whole = self._piece.text[self._at : self._at + count]
        if len(whole) == count:  # nearly always: the next word is of one piece
            self._at += count
            return (Piece(whole, self._piece.stack),)
        result: list[Piece] = []
        while count:
            if self._at == len(self._piece.text):
                self._piece, self._at = next(self._pieces), 0
                continue
            text = self._piece.text[self._at : self._at + count]
            result.append(Piece(text, self._piece.stack))
            self._at += len(text)
            count -= len(text)
        return tuple(result)
