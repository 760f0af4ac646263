"""What a name or value that is written otherwise should be, as far as it can be guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from textwrap import shorten

from notice.content.facts import SAID
from notice.problems import as_latin, did_you_mean

SECTION_ID = re.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*")


SECTION_SHAPE = (
    "a section is named in lower-case English letters, digits and hyphens: `data-transfers`"
)


LANGUAGE = re.compile("[a-z]{2,3}(-[A-Za-z0-9]+)*")


SHAPES = {
    "array": "a list is expected here, as `[one, two]` or as lines that begin with “- ”",
    "object": "lines of `key: value` are expected here, indented under the key",
    "string": "one text is expected here, not a list and not a group of keys",
}
"""What a value is expected to be, by its type in JSON Schema."""


_MEANT = {
    "basis": re.compile(r"6\.1\.[a-f]|9\.2\.[a-j]"),
    "countries": re.compile("[A-Z]{2}"),
    "period": re.compile(r"P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?"),
    "of": re.compile("[0-9a-f]{8}"),
    "from": re.compile("v[1-9][0-9]{0,4}"),
}
"""What some values look like, so that one written otherwise can be told as it is to be."""


PATTERNS = {
    "basis": "a legal basis is written as 6.1.b or 9.2.a, several as [6.1.a, 9.2.a]; a transfer's "
    "as adequacy, 46.2.c or 49.1.b",
    "countries": "a country is written as FI or RU, several as [FI, RU]",
    "transfer": "a country is followed by adequacy, 46.2.c, 49.1.b, or by `basis` and `copy`",
    "period": "a time is written as ISO 8601 has it: P6Y, P1Y6M, P30D",
    **dict.fromkeys(SAID, "true, false or TODO(…) is expected here"),
    "base_url": "an address like https://example.com/privacy/ is expected here",
    "url": "an address like https://example.com is expected here",
    "email": "an e-mail address is expected here",
    "minimum_notice_days": "a number of days is expected here: 0, 14, 30",
    "id": "an address of its own kind is expected here, as tag:example.com,2026:privacy",
    "from": "a version is named as its folder: v1",
    "number": "a short number without spaces is expected here, as “10” or “4.2”",
    "of": (
        "a pin is eight digits and letters from a to f; leave the line out, and `check` "
        "prints the right one"
    ),
    "languages": "a language is written as fi, en, ru, sv or zh-Hans",
    "silence": "a check is named as in the brackets behind its message",
    "sections": SECTION_SHAPE,
}
"""What the values of some keys look like, in words."""


_COPY = (
    r"(?i)(?:copy of )?(?P<name>[a-z0-9-]+?)[ _.-]*"
    r"(?:\(\d+\)| \d+|\(?(?:copy|kopio|kopia|kopie|копия)\)?(?: ?\(?\d+\)?)?"
    r"|\([^)]*\b(?:copy|kopio|kopia|kopie|копия)\b[^)]*\)|sync-conflict-.*)"
)
"""What browsers, file managers and shared folders call a second copy: `contact (1)`,
`contact - Copy`, `contact (Anna's conflicted copy 2026-07-01)`.
"""


_DASH = r"[\s_\u2010-\u2015\u2212-]+"


def as_section_id(name: str) -> str:
    """Return the section id that a name was meant to be; empty where it is one or can be none."""
    bare = name.strip().rpartition("/")[2]
    bare = re.sub(r"^\d+[.)]\s+|\.ya?ml(\.txt)?$", "", as_latin(bare.lower()))
    bare = re.sub(r"\W+$|^\W+", "", re.sub(_DASH, "-", bare))
    letters = unicodedata.normalize("NFKD", bare)
    meant = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return meant if meant != name and SECTION_ID.fullmatch(meant) else ""


def wrong_section(value: str) -> str:
    """Say what is wrong with an item of a list of sections, as far as that can be seen."""
    if item := re.search(r"\s(- \S+)", value):
        return f"“{item[1]}” begins an item: indent it as the one above it"
    parts = re.split(r"[\s;，、،]+", value)
    if len(parts) > 1 and all(map(SECTION_ID.fullmatch, parts)):
        return f"put a comma between `{parts[0]}` and `{parts[1]}`"
    name = as_section_id(value)
    return f"write `{name}`, not `{shortened(value)}`" if name else ""


def _copied(name: str) -> str:
    """Return the section that a file is a second copy of; empty where it is none."""
    copied = re.fullmatch(_COPY, name)
    return copied["name"] if copied and SECTION_ID.fullmatch(copied["name"]) else ""


def meant_section(file: str) -> str:
    """Return the section that a file is of, by its name as it is or was to be."""
    name = file.removesuffix(".yaml")
    return _copied(name) or as_section_id(name) or name


def wrong_file_name(name: str) -> str:
    """Say what is wrong with the name of a section's file."""
    if copied := _copied(name):
        return (
            f"this looks like a second copy of {copied}.yaml: keep one of the two, under that name"
        )
    right = as_section_id(name)
    rename = f"; rename it to {right}.yaml" if right else ""
    return f"the file's name is the section's id: {SECTION_SHAPE}{rename}"


def sentence_as_key(key: str) -> str:
    """Say of a key that is a sentence what it is; empty for any other."""
    if len(key.split()) < 2:
        return ""
    return "this is no key; a line that goes on a text is indented deeper than the key of the text"


def no_item(value: str, items: Collection[str]) -> str:
    """Say what is wrong with what should name an item of the GDPR."""
    parts = re.split(r"[\s;]+", value)
    if len(parts) > 1 and all(part in items for part in parts):
        return f"put a comma between `{parts[0]}` and `{parts[1]}`"
    if (item := _as_item(value)) in items:
        return f"unknown GDPR item `{value}`; write `{item}`"
    return f"unknown GDPR item `{shortened(value)}`{did_you_mean(value, items)}"


def _as_item(value: str) -> str:
    """Return the id of an item that is written as lawyers do: `Article 13(2)(d)` is `13.2.d`."""
    return ".".join(re.findall(r"\d+|[a-z]+", re.sub(r"(?i)art[a-z.]*", "", value).lower()))


def as_day(value: str) -> str:
    """Return a day as it is to be written where only one can be meant; else an example."""
    seen = (sign for sign in value if unicodedata.category(sign) != "Cf")
    digits = "".join(str(unicodedata.digit(sign, sign)) for sign in seen)
    patterns = (
        r"\D?(?P<y>\d{4})\D(?P<m>\d\d?)\D(?P<d>\d\d?)(?:\D.*)?",
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)",
        r"(?P<d>\d\d?)\. ?(?P<m>\d\d?)\. ?(?P<y>\d{4})",  # as Finns and Russians write it
        # With slashes Britons begin with the day and Americans with the month: only one may fit.
        r"(?P<d>1[3-9]|[23]\d)[/-](?P<m>\d\d?)[/-](?P<y>\d{4})",
        r"(?P<m>\d\d?)[/-](?P<d>1[3-9]|[23]\d)[/-](?P<y>\d{4})",
    )
    for pattern in patterns:
        if match := re.fullmatch(pattern, digits):
            try:
                return date(*(int(match[part]) for part in "ymd")).isoformat()
            except ValueError:
                continue
    return "2026-12-31"


def unseen(value: str) -> str:
    """Name a character in a value that nobody sees there; empty where there is none."""
    odd = (sign for sign in value if sign != " " and unicodedata.category(sign) in ("Zs", "Cf"))
    sign = next(odd, "")
    return f"; it has {unicodedata.name(sign, 'a character')} in it" if sign else ""


def shortened(value: str) -> str:
    """Return a value as a message quotes it."""
    return shorten(value, 60, placeholder="…")


def meant_language(value: str) -> str:
    """Return the tag that a language was meant by (`pt-BR` for `pt_BR`), or nothing."""
    first, *rest = value.strip().replace("_", "-").split("-")
    tag = "-".join((first.lower(), *rest))
    return tag if LANGUAGE.fullmatch(tag) else ""


_BASES = {
    "consent": "6.1.a",
    "contract": "6.1.b",
    "legal obligation": "6.1.c",
    "vital interests": "6.1.d",
    "public task": "6.1.e",
    "legitimate interest": "6.1.f",
    "legitimate interests": "6.1.f",
}
"""The legal bases of Article 6(1) GDPR by their usual names."""


_PERIOD = r"(?i)p?\s*(?P<number>\d+)\s*(?P<unit>years?|months?|weeks?|days?|[ymwd])"


def meant_value(key: str, value: str) -> str:
    """Return the value of a key as it is to be written where only one is meant; else nothing."""
    forms = {
        "basis": _BASES.get(value.lower()) or _as_item(value),
        "countries": value.upper(),
        "period": _as_period(value),
        "of": value.lower(),
        "from": f"v{value.lower().removeprefix('v')}",
    }
    shape, meant = _MEANT.get(key), forms.get(key, "")
    return meant if shape and meant != value and shape.fullmatch(meant) else ""


def _as_period(value: str) -> str:
    """Return a time as ISO 8601 has it: `6 years` is `P6Y`."""
    if match := re.fullmatch(_PERIOD, value):
        return f"P{match['number']}{match['unit'][0].upper()}"
    return f"P{value.upper().removeprefix('P')}"
