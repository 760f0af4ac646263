"""Inline content cut into words, each with what it is compared by and the raw text it came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple
from unicodedata import category

from unicode_segmentation_rs import split_word_bounds

from notice.markup.tree import Node
from notice.redline.words.characters import fold

_NO_BORDER = re.compile(
    r"(?<=[^\W_])(?=[-@][^\W_])|(?<=[^\W_][-@])(?=[^\W_])"
    r"|(?<!\S)[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069]+(?!\Z)"
)
"""What has no border between words at its end: `third-party`, `vo@mimino.fi` are read, and so
compared, as one word; and what does not show, and so is no word, belongs to the word behind it.
Every hyphen within a word is this one once the text is folded.
"""

IMAGE = "\ufffc"
"""What an image is in a text: an object."""

_MAY_BE_UNSPACED = re.compile("[^\0-\u05ff\u2000-\u20ff]")
"""What a text has where any of it can be unspaced."""

_UNSPACED = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\uaa60-\uaa7f"
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
)
"""What a letter is of a script that puts no space between words: Thai, Lao, Burmese, Khmer,
Chinese, Japanese. So large a set takes milliseconds to compile, and few texts need it.
"""


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
        """Tell a word from punctuation."""
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
        return list(_spans(self.content, (), self.key))

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
        """The text as it looks, cut at UAX #29 word boundaries; compounds, and words of a
        dictionary, whole.
        """
        text = self.look
        borders = set(accumulate(map(len, split_word_bounds(text))))
        # UAX #29 binds what does not show (a mark that turns the text round) to the space.
        borders |= {spaces.end() for spaces in re.finditer(r" ++(?=\W)", text)}
        borders -= {match.end() for match in _NO_BORDER.finditer(text)}
        if _MAY_BE_UNSPACED.search(text):
            borders -= _inside_words(text)
        return tuple(text[start:end] for start, end in pairwise([0, *sorted(borders)]))

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words and the punctuation, with the text as it is."""
        places = self._folded[1]
        result: list[Token] = []
        before: tuple[Piece, ...] = ()
        at = 0
        for word in self.parts:
            start, at = at, at + len(word)
            taken = self._between(places[start], places[at])
            if word.isspace() and word != "\n":
                before += taken
                continue
            # Two images are one where their files and alternatives are.
            image = str(taken[0].stack[-1].attributes) if word == IMAGE and taken[0].stack else ""
            result.append(Token(word + image, before, taken))
            before = ()
        # Nothing is dropped: not what does not show behind the last word, or alone.
        if left := before + self._between(places[at], self._begins[-1]):
            last = result.pop() if result else Token("", (), ())
            result.append(last._replace(pieces=(*last.pieces, *left)))
        return tuple(result)

    @cached_property
    def _begins(self) -> Sequence[int]:
        """Where in the text as it is each piece begins, and where the last ends."""
        return list(accumulate((len(piece.text) for piece in self._pieces), initial=0))

    def _between(self, start: int, end: int) -> tuple[Piece, ...]:
        """Return what stands between two places of the text as it is."""
        if len(self._pieces) == 1:  # most texts
            ((text, stack),) = self._pieces
            return (Piece(text[start:end], stack),) if start < end else ()
        first = bisect_right(self._begins, start) - 1
        last = bisect_right(self._begins, max(end - 1, start))
        return tuple(
            Piece(piece.text[max(start - begin, 0) : end - begin], piece.stack)
            for begin, piece in zip(
                self._begins[first:last], self._pieces[first:last], strict=False
            )
        )


def _spans(
    nodes: Iterable[Node], stack: tuple[Inline, ...], key: tuple[object, ...]
) -> Iterator[Piece]:
    """Yield the text of inline content, each stretch with the elements around it."""
    for place, node in enumerate(nodes):
        if isinstance(node, str):
            yield Piece(node, stack)
        elif node.tag == "br":
            yield Piece("\n", stack)
        else:
            own_key = (*key, place)
            inner = (*stack, Inline(node.tag, node.attributes, own_key))
            yield from _spans((IMAGE,) if node.tag == "img" else node.children, inner, own_key)


def _inside_words(text: str) -> set[int]:
    """Return the places inside the words of a dictionary, in scripts without spaces."""
    places = {
        place
        for letters in re.finditer(f"{_UNSPACED}+", text)
        for place in range(letters.start() + 1, letters.end())
    }
    if places:
        # A library of 16 MB, imported only where there is such a text.
        from icu4py.breakers import WordBreaker  # noqa: PLC0415

        places.difference_update(accumulate(len(word) for word in WordBreaker(text, "en")))
    return places
