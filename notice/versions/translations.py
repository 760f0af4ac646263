"""Pins: which source text a translation was made from, and whether it still is."""

from __future__ import annotations

import hashlib
import unicodedata
from enum import Enum
from functools import lru_cache

from notice.content.model import Language, Section, Text


class State(Enum):
    """How a section stands in a language."""

    SOURCE = "source"
    COMPLETE = "complete"
    STALE = "stale"
    MISSING = "missing"


@lru_cache(maxsize=8192)
def pin(text: Text) -> str:
    """Return the pin of a source text: the first 8 hex digits of SHA-256 over title, gist and body.

    The three are joined by an empty line, after Unicode NFC, without trailing blanks on any line
    and without blank lines at either end of each.
    """
    joined = "\n\n".join(map(_normal, text.parts().values()))
    return hashlib.sha256(joined.encode()).hexdigest()[:8]


def state(section: Section, language: Language, source_language: Language) -> State:
    """Tell whether a section's text in a language is there and was made from the source text of
    today.

    A translation that carries no pin counts as stale: nobody has said what it was made from.
    """
    if language == source_language:
        return State.SOURCE
    if language not in section.texts:
        return State.MISSING
    is_current = section.texts[language].of == pin(section.texts[source_language])
    return State.COMPLETE if is_current else State.STALE


def shown(section: Section, language: Language, source_language: Language) -> tuple[Text, Language]:
    """Return the text that readers of a language get, if need be the source, and its language."""
    used = language if language in section.texts else source_language
    return section.texts[used], used


def _normal(text: str) -> str:
    lines = (line.rstrip(" \t") for line in unicodedata.normalize("NFC", text).split("\n"))
    return "\n".join(lines).strip("\n")
