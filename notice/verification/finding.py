"""What was held against something, and what is wrong with it."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

_TOKEN = re.compile(r"<[^<>]*>|[^\s<>]+|[<>]")
_MOST_TOKENS = 4000
"""So many words are compared at most: what lies beyond them is not named."""
_MOST_CHANGES = 3
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was held against another: what it is, and what is wrong with it, or nothing.

    `right` says what it is where nothing is wrong.
    """

    what: str
    wrong: str = ""
    right: str = "as it was sealed"


def words_that_differ(expected: str, actual: str) -> str:
    """Return in words where two texts differ: the first few places, with what stood there."""
    old, new = _TOKEN.findall(expected), _TOKEN.findall(actual)
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    if not old and not new:
        return "only blanks and line breaks differ"
    matcher = difflib.SequenceMatcher(None, old[:_MOST_TOKENS], new[:_MOST_TOKENS], autojunk=False)
    changes = [
        _change(old[old_start:old_end], new[new_start:new_end])
        for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes()
        if tag != "equal"
    ]
    more = f", and {len(changes) - _MOST_CHANGES} more" if len(changes) > _MOST_CHANGES else ""
    return "; ".join(changes[:_MOST_CHANGES]) + more


def _change(old: list[str], new: list[str]) -> str:
    if not old:
        return f"{_quoted(new)} was put in"
    if not new:
        return f"{_quoted(old)} is missing"
    return f"{_quoted(old)} became {_quoted(new)}"


def _quoted(words: list[str]) -> str:
    text = " ".join(words[:_MOST_WORDS])
    printable = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text
    )
    return f"“{printable[:200]}{' …' if len(words) > _MOST_WORDS or len(printable) > 200 else ''}”"
