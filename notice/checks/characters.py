"""Characters that are not what they look like, or do not show at all, in any text, title, note,
number, id or address.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from notice.checks.context import CheckContext, Finding, most
from notice.problems import Problem, Severity
from notice.words.characters import character_name, skeleton

_OVERRIDES = "\u202d\u202e"


_OPENING = {"\u202a": "\u202c", "\u202b": "\u202c"} | dict.fromkeys("\u2066\u2067\u2068", "\u2069")
"""What begins a stretch of text with a direction of its own, and what ends it (UAX #9)."""


_TOLD_BY_PAIRS = frozenset((*_OVERRIDES, *_OPENING.values()))


_TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"


_UNSEEN = (
    "\r\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\uffa0\ufff9-\ufffc\U000e0000-\U000e0fff"
)


_SPECIAL = re.compile(f"[{_TURNING}{_UNSEEN}\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""What does not show, turns the text round, or shows in one typeface only (private use)."""


_JOINING = re.compile(
    "ARABIC|SYRIAC|MANDAIC|NKO|MONGOLIAN|PHAGS-PA|ADLAM|HANIFI|MANICHAEAN|PSALTER|SOGDIAN|"
    "DEVANAGARI|BENGALI|GURMUKHI|GUJARATI|ORIYA|TAMIL|TELUGU|KANNADA|MALAYALAM|SINHALA|KHMER|"
    "MYANMAR|TIBETAN|BALINESE|JAVANESE|SUNDANESE|CHAKMA|MEETEI"
)
"""Scripts whose letters join, as the names of their letters begin: there a joiner or a non-joiner
is spelling.
"""


_LONE = re.compile(r"(?<=[Ѐ-ӿ] )[aceopxy](?= [Ѐ-ӿ])|(?<=[A-Za-z] )[асеорху](?= [A-Za-z])")
"""A word of one letter that belongs to another script than the words around it."""


_LETTERS = re.compile(r"[^\W\d_]+")


_TWINS = frozenset("aBCcEeHIiJjKkMOoPpSsTXxYydhlqwAZNuvn")
"""Latin letters that look like one of another script."""


_READ_AS = {
    "cp1252": re.compile(
        "[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]+"
    ),
    "cp1251": re.compile(
        "(?:[РС][\u0402-\u040f\u0452-\u045f\u0490\u0491\u00a0-\u00bb\u2013-\u203a\u20ac\u2122\u2116А-яЁё]){3,}"
    ),
}
"""What letters beyond ASCII look like where their UTF-8 is read as Windows-1252, or Cyrillic ones
as Windows-1251.
"""


def characters_are_what_they_look_like(context: CheckContext) -> Iterator[Problem]:
    """No character hides, turns the text round or looks like another one (Unicode UTS #39, UAX #9).

    Joiners where a script joins its letters, and marks and isolates of direction in a text of two
    directions, are spelling.
    """
    folders = {version.id: version for version in context.notice.versions}
    for inside, source in context.tree.sources.items():
        version = folders.get(inside.partition("/")[0])
        unfit = context.severity_if_unpublishable(version) if version else Severity.WARNING
        for where in source.values:
            text = source.at(where)
            if isinstance(text, str) and not (text.isascii() and "\r" not in text):
                yield from most(source, where, unfit, _findings(text))


CHECKS = (characters_are_what_they_look_like,)


@lru_cache(maxsize=8192)
def _findings(text: str) -> tuple[Finding, ...]:
    gravest: dict[int, Finding] = {}  # at each place, which comes first
    findings = (
        *_unbalanced(text),
        *_garbled(text),
        *_hidden(text),
        *_decomposed(text),
        *_look_alikes(text),
    )
    for finding in findings:
        gravest.setdefault(finding.offset, finding)
    return tuple(finding for _, finding in sorted(gravest.items()))


def _unbalanced(text: str) -> Iterator[Finding]:
    """Yield overrides, and marks of direction without their end or their beginning in the line."""
    open_at: list[tuple[int, str]] = []
    for match in re.finditer(f"[{_TURNING}\n]", text):
        character, at = match[0], match.start()
        if character == "\n":
            yield from (_turned(text, begun, "is never ended") for begun, _ in open_at)
            open_at = []
        elif character in _OVERRIDES:
            yield _turned(text, at, "turns the letters round")
            open_at.append((at, "\u202c"))
        elif character in _OPENING:
            open_at.append((at, _OPENING[character]))
        elif open_at and character == open_at[-1][1]:
            open_at.pop()
        elif character in _OPENING.values():
            yield _turned(text, at, "ends what never began")
    yield from (_turned(text, begun, "is never ended") for begun, _ in open_at)


def _turned(text: str, at: int, what: str) -> Finding:
    message = (
        f"{character_name(text[at])} {what}: what is read here is not what stands here; delete it"
    )
    return Finding(at, message, Severity.ERROR)


def _hidden(text: str) -> Iterator[Finding]:
    """Yield what does not show where it is no spelling."""
    matches = list(_SPECIAL.finditer(text))
    mixed = bool(matches) and any(map(_reads_from_the_right, text))
    for match in matches:
        character, at = match[0], match.start()
        if character in _TOLD_BY_PAIRS or _is_spelling(text, at, mixed=mixed):
            continue
        name = character_name(character) if character != "\r" else "U+000D CARRIAGE RETURN"
        if unicodedata.category(character) == "Co":
            yield Finding(at, f"{name}: a character of one typeface only; write it otherwise")
        else:
            yield Finding(at, f"{name}: a character that does not show; delete it")


def _reads_from_the_right(character: str) -> bool:
    return unicodedata.bidirectional(character) in ("R", "AL")


def _is_spelling(text: str, at: int, *, mixed: bool) -> bool:
    character = text[at]
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if re.match(f"[{_TURNING}]", character):
        return mixed
    if character in "\u200c\u200d":
        return _joins(before) or _is_emoji(before)
    if "\ufe00" <= character <= "\ufe0f" or character > "\U000e0000":
        # A variant of the sign before: an emoji, a Chinese character, a letter of Mongolian.
        return bool(before) and (_is_emoji(before) or unicodedata.category(before) in ("Lo", "No"))
    return "\u180b" <= character <= "\u180f" and _joins(before) and bool(after)


def _joins(character: str) -> bool:
    return bool(character) and _JOINING.match(unicodedata.name(character, "")) is not None


def _is_emoji(character: str) -> bool:
    """Tell whether a character can be part of a pictogram of several."""
    return bool(character) and (
        unicodedata.category(character) in ("So", "Sk")
        or character in "\ufe0f#*0123456789"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _garbled(text: str) -> Iterator[Finding]:
    """Yield letters that were lost or replaced by reading a file in another encoding."""
    if (at := text.find("\ufffd")) >= 0:
        yield Finding(at, "U+FFFD: a letter was lost when this was saved; write it again")
    for page, pattern in _READ_AS.items():
        for match in pattern.finditer(text):
            try:
                meant = match[0].encode(page).decode("utf-8")
            except UnicodeError:
                continue
            message = (
                f"`{match[0][:20]}` is `{meant[:20]}` read in another encoding; write it again"
            )
            yield Finding(match.start(), message)
            break  # where one letter was read so, all were


def _decomposed(text: str) -> Iterator[Finding]:
    """Yield the first letter that is written in two pieces, or as a sign that looks like it."""
    if unicodedata.is_normalized("NFC", text):
        return
    composed = unicodedata.normalize("NFC", text)
    at = next(
        (at for at, pair in enumerate(zip(text, composed, strict=False)) if pair[0] != pair[1]),
        len(composed) - 1,
    )
    pieces = " and ".join(character_name(piece) for piece in text[at : at + 2])
    if unicodedata.normalize("NFC", text[at]) != text[at]:
        pieces = character_name(text[at])
    yield Finding(at, f"{pieces} for “{composed[at]}”: it looks the same and is another character")


def _look_alikes(text: str) -> Iterator[Finding]:
    """Yield letters of another script that look like those of the words around them."""
    for match in _LONE.finditer(text):
        message = f"{character_name(match[0])}: the words around it are of another script"
        yield Finding(match.start(), message)
    for match in _LETTERS.finditer(text):
        word = match[0]
        if word.isascii():
            continue
        others = [letter for letter in word if letter.isalpha() and not _is_latin(letter)]
        latin = [letter for letter in word if _is_latin(letter)] if others else []
        if not latin:
            continue
        twins = [letter for letter in others if skeleton(letter) != letter]
        if len(twins) == len(others) and len(others) <= len(latin):
            strangers = others
        elif set(latin) <= _TWINS:
            strangers = latin
        else:
            continue
        names = ", ".join(dict.fromkeys(character_name(letter) for letter in strangers))
        yield Finding(
            match.start() + word.index(strangers[0]),
            f"{names} in “{word[:40]}”: it only looks like a letter of this word's script",
        )


@lru_cache(maxsize=4096)
def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN")
