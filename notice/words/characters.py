"""What characters look like: texts folded so that what looks the same is the same, and words that
deceive the eye.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple


class Respelling(NamedTuple):
    """A word that looks the same and is made of other characters, which are named."""

    old: str
    new: str
    old_characters: tuple[str, ...]
    new_characters: tuple[str, ...]


class Danger(Enum):
    """How a text can deceive the eye."""

    LOOK_ALIKE = "look-alike"
    DIRECTION = "direction"
    INVISIBLE = "invisible"


class Deception(NamedTuple):
    """A word with letters that look like those of another script, turn the text round, or do not
    show; the characters are named, as in "U+043E CYRILLIC SMALL LETTER O".
    """

    danger: Danger
    word: str
    characters: tuple[str, ...]


_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_DOUBLE_QUOTES = "“”„‟″«»"
_SINGLE_QUOTES = "‘’‚‛′ʼ‹›"
_HYPHENS = "\u2010\u2011-"
_DASHES = "‒–—―−"

_FOLDED = re.compile(
    # A look at the first character is all that most of a text needs.
    rf"(?=[\u00ad\u200b-\u200d\u2060\ufeff\ufb00-\ufb06.{_SPACES}{_DOUBLE_QUOTES}{_SINGLE_QUOTES}"
    rf"{_DASHES}{_HYPHENS}])(?:"
    r"(?P<gone>[\u00ad\u200b\u2060\ufeff]+|"
    # ZWNJ and ZWJ are spelling where a script joins its letters, and nothing between these:
    r"(?<=[A-Za-z\u00c0-\u058f])[\u200c\u200d](?=[A-Za-z\u00c0-\u058f]))"
    rf"|(?P<space>[{_SPACES}])|(?P<double>[{_DOUBLE_QUOTES}])|(?P<single>[{_SINGLE_QUOTES}])"
    rf"|(?P<ligature>[\ufb00-\ufb06])|(?P<ellipsis>\.\.\.)"
    rf"|(?P<compound>(?<=[^\W_])[{_HYPHENS}](?=[^\W_])|(?<=\d)–(?=\d))"
    rf"|(?P<dash>--|[{_DASHES}{_HYPHENS}]))"
)
_REPLACEMENTS = {
    "gone": "",
    "space": " ",
    "double": '"',
    "single": "'",
    "ellipsis": "…",
    "compound": "-",
    "dash": "–",
}


def fold(raw: str) -> tuple[str, Sequence[int]]:
    """Return a text as it looks, and for each of its characters (and its end) where in the raw
    text that begins.

    A character that does not show belongs to the word before it, after white space to the next.
    """
    text, origin = _composed(raw)
    places = list(origin)
    parts: list[str] = []
    starts: list[int] = []
    at = 0
    for match in _FOLDED.finditer(text):
        start, end = match.span()
        new = _REPLACEMENTS.get(str(match.lastgroup), unicodedata.normalize("NFKC", match[0]))
        if not new and (start == 0 or text[start - 1].isspace()):
            places[end] = places[start]
        parts += text[at:start], new
        starts += places[at:start] + places[start : start + 1] * len(new)
        at = end
    return "".join([*parts, text[at:]]), starts + places[at:]


def _composed(raw: str) -> tuple[str, Sequence[int]]:
    """Return a text in normal form C, and where each of its characters begins in the raw one."""
    if unicodedata.is_normalized("NFC", raw):
        return raw, range(len(raw) + 1)
    parts, places, at = [], [], 0
    from unicode_segmentation_rs import graphemes  # noqa: PLC0415 - most texts are composed

    for cluster in graphemes(raw, is_extended=True):
        parts.append(unicodedata.normalize("NFC", cluster))
        places += [at] * len(parts[-1])
        at += len(cluster)
    return "".join(parts), [*places, at]


def respelling(old: str, new: str) -> Respelling:
    """Name the characters by which two words differ that look the same."""
    before, after = Counter(old), Counter(new)
    return Respelling(
        old, new, _names((before - after).elements()), _names((after - before).elements())
    )


def _names(characters: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(character_name(character) for character in characters))


def character_name(character: str) -> str:
    """Return the code point and the Unicode name of a character."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0\u2061\u2062\u2063\u2064")

_LOOK_LATIN = {
    "АаВСсЕеНІіЈјКкМОоРрЅѕТХхУуԁһӏԛԝ": "AaBCcEeHIiJjKkMOoPpSsTXxYydhlqw",  # Cyrillic
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυα": "ABEZHIKMNOPTYXovua",  # Greek
    "օսո": "oun",  # Armenian
}
_SKELETON = str.maketrans("".join(_LOOK_LATIN), "".join(_LOOK_LATIN.values()))
_LETTERS = re.compile(r"[^\W\d_]+")


def skeleton(word: str) -> str:
    """Return a word with every letter that looks like a Latin one as that one."""
    return word.translate(_SKELETON)


def deceptions(gone: Sequence[str], come: Sequence[str]) -> Iterator[Deception]:
    """Yield what deceives the eye where some words gave way to others."""
    if all(word.isascii() for word in (*gone, *come)):
        return  # each of these characters is seen, and looks like no other
    known = {skeleton(word): word for word in gone}
    for word in come:
        twin = known.get(skeleton(word), word)
        letters = [one for one, other in zip(word, twin, strict=True) if one != other]
        if letters := letters or _foreign_letters(word):
            yield Deception(Danger.LOOK_ALIKE, word, _names(letters))
    before, after = Counter("".join(gone)), Counter("".join(come))
    for danger, characters in ((Danger.DIRECTION, _TURNING), (Danger.INVISIBLE, _BLANK)):
        for words, extra in ((gone, before - after), (come, after - before)):
            for word in words:
                if here := [one for one in word if one in characters and one in extra]:
                    yield Deception(danger, word, _names(here))


def _foreign_letters(word: str) -> list[str]:
    """Return the letters of a word that look like those of the script of the others."""
    for part in _LETTERS.findall(word):
        latin = [letter for letter in part if unicodedata.name(letter, "").startswith("LATIN")]
        other = [letter for letter in part if letter.translate(_SKELETON) != letter]
        if latin and other:
            # The fewer are the strangers; Latin letters among others are those with a twin there.
            return other if len(other) <= len(latin) else latin
    return []
