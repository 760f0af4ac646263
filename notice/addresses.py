"""The table of addresses: where everything stands below the site's root. They never change and never vanish.

A page's address ends in a slash and is written as `index.html` there; every other address is a file.
"""

from __future__ import annotations

from notice.model import Language

CHOICE = ""
VERSIONS = "versions.json"
LINKED_DATA = "notice.jsonld"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
NOT_FOUND = "404.html"
HEADERS = "_headers"
SUMS = "SHA256SUMS"


def current(language: Language) -> str:
    """Give the notice in force."""
    return f"{language}/"


def version(language: Language, version_id: str) -> str:
    """Give one version, for ever."""
    return f"{language}/{version_id}/"


def data(language: Language, version_id: str) -> str:
    """Give one version as data."""
    return f"{language}/{version_id}/notice.json"


def text(language: Language, version_id: str) -> str:
    """Give one version as the plain text that its digest is of."""
    return f"{language}/{version_id}/notice.txt"


def changes(language: Language) -> str:
    """Give what changed, version by version."""
    return f"{language}/changes/"


def redline(language: Language, old_id: str, new_id: str) -> str:
    """Give two versions compared."""
    return f"{language}/changes/{old_id}-{new_id}/"


def history(language: Language) -> str:
    """Give all versions with the days they were in force."""
    return f"{language}/history/"


def feed(language: Language) -> str:
    """Give the Atom feed of the changes."""
    return f"{language}/feed.xml"


def file(address: str) -> str:
    """Give the file that is written for an address."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def relative(start: str, target: str) -> str:
    """Give a link from one address to another that works wherever the site is mounted; a fragment may follow the target."""
    path, separator, fragment = target.partition("#")
    if path == start and separator:
        return f"#{fragment}"
    return ("../" * start.count("/") + path or "./") + separator + fragment
