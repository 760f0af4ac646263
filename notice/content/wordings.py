"""What a name or value that is written otherwise should be, as far as it can be guessed."""

from __future__ import annotations

import re
from collections.abc import Collection
from textwrap import shorten

from notice.problems import did_you_mean

SECTION_ID = re.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*")


SECTION_SHAPE = (
    "a section is named in lower-case English letters, digits and hyphens: `data-transfers`"
)


_COPY = re.compile(
    r"(?:copy of )?(?P<name>[a-z0-9-]+?)[ _-]*"
    r"(?:\(\d+\)| \d+|\(?(?:copy|kopio|kopia|kopie|копия)\)?(?: ?\(?\d+\)?)?)",
    re.IGNORECASE,
)
"""What browsers and file managers call a second copy: `contact (1)`, `contact - Copy`."""


def wrong_file_name(name: str) -> str:
    """Say what is wrong with the name of a section's file."""
    copied = _COPY.fullmatch(name)
    if copied and SECTION_ID.fullmatch(copied["name"]):
        return (
            f"this looks like a second copy of {copied['name']}.yaml: keep one of the two, under "
            "that name"
        )
    right = re.sub(r"[\s_]+", "-", name.strip().lower())
    rename = f"; rename it to {right}.yaml" if SECTION_ID.fullmatch(right) else ""
    return f"the file's name is the section's id: {SECTION_SHAPE}{rename}"


def sentence_as_key(key: str) -> str:
    """Say of a key that is a sentence what it is; empty for any other."""
    if len(key.split()) < 2:
        return ""
    return "this is no key; a line that goes on a text is indented deeper than the key of the text"


def no_item(value: str, items: Collection[str]) -> str:
    """Say what is wrong with what should name an item of the GDPR."""
    parts = re.split(r"[\s;]+", value)
    if len(parts) > 1 and _are_items(parts, items):
        return f"put a comma between `{parts[0]}` and `{parts[1]}`"
    # Article 13(2)(d), as lawyers write it
    as_id = ".".join(re.findall(r"\d+|[a-z]+", re.sub(r"(?i)art[a-z.]*", "", value).lower()))
    if as_id in items:
        return f"unknown GDPR item `{value}`; write `{as_id}`"
    return f"unknown GDPR item `{shortened(value)}`{did_you_mean(value, items)}"


def _are_items(parts: Collection[str], items: Collection[str]) -> bool:
    """Tell whether every part names an item."""
    return all(part in items for part in parts)


def as_day(value: str) -> str:
    """Return a day as it is to be written, where what stands there can only mean one; else an
    example.
    """
    patterns = (
        r"(?P<y>\d{4})\D(?P<m>\d\d?)\D(?P<d>\d\d?)(?:\D.*)?",
        r"(?P<d>\d\d?)\. ?(?P<m>\d\d?)\. ?(?P<y>\d{4})",  # as Finns and Russians write it
    )
    for pattern in patterns:
        if match := re.fullmatch(pattern, value):
            return f"{match['y']}-{match['m']:0>2}-{match['d']:0>2}"
    return "2026-12-31"


def shortened(value: str) -> str:
    """Return a value as a message quotes it."""
    return shorten(value, 60, placeholder="…")
