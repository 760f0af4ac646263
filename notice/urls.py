"""The table of addresses: where everything stands below the site's root. They never change and
never vanish.

A page's address ends in a slash and is written as `index.html` there; every other address is a
file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

CHOICE = ""


VERSIONS = "versions.json"


CURRENT = "current.json"


LINKED_DATA = "notice.jsonld"


SITEMAP = "sitemap.xml"


ROBOTS = "robots.txt"


NOT_FOUND = "404.html"


HEADERS = "_headers"


NOT_SERVED = frozenset({HEADERS})
"""What is for the host alone: no visitor can fetch it, and no mirror has it."""


SUMS = "SHA256SUMS"


def current(language: str) -> str:
    """Return the address of the notice in force."""
    return f"{language}/"


def version(language: str, version_id: str) -> str:
    """Return the address of a version."""
    return f"{language}/{version_id}/"


def data(language: str, version_id: str) -> str:
    """Return the address of a version as JSON."""
    return f"{language}/{version_id}/notice.json"


def text(language: str, version_id: str) -> str:
    """Return the address of the plain text of a version, which its digest is of."""
    return f"{language}/{version_id}/notice.txt"


def current_fragment(language: str) -> str:
    """Return the address of the notice in force as a fragment of HTML, for pages of others."""
    return f"{language}/fragment.html"


def fragment(language: str, version_id: str) -> str:
    """Return the address of a version as a fragment of HTML, for pages of others."""
    return f"{language}/{version_id}/fragment.html"


def changes(language: str) -> str:
    """Return the address of the changelog."""
    return f"{language}/changes/"


def redline(language: str, old_id: str, new_id: str) -> str:
    """Return the address of the comparison of two versions."""
    return f"{language}/changes/{old_id}-{new_id}/"


def since(language: str, version_id: str) -> str:
    """Return the address of what changed from a version to the one in force, whichever that is."""
    return f"{language}/since/{version_id}/"


def history(language: str) -> str:
    """Return the address of the history: all versions and their days."""
    return f"{language}/history/"


def feed(language: str) -> str:
    """Return the address of the Atom feed."""
    return f"{language}/feed.xml"


def media(name: str, sha256: str) -> str:
    """Return the address of an image; its name tells its bytes, so that they never change."""
    stem, dot, kind = name.rpartition(".")
    return f"media/{stem}.{sha256[:8]}{dot}{kind}"


def feed_archive(language: str, number: int) -> str:
    """Return the address of an archive page of the feed; 1 is the oldest."""
    return f"{language}/feed/{number}.xml"


def file(address: str) -> str:
    """Return the file that is written for an address."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def relative(start: str, target: str) -> str:
    """Return a relative link from one address to another, which may end in a fragment."""
    path, separator, fragment = target.partition("#")
    if path == start and separator:
        return f"#{fragment}"
    return ("../" * start.count("/") + path or "./") + separator + fragment


def of_version(language: str, version_ids: Sequence[str]) -> list[str]:
    """Return the lasting addresses of the last of some versions in a language."""
    last = version_ids[-1]
    result = [
        version(language, last),
        data(language, last),
        text(language, last),
        fragment(language, last),
        since(language, last),
    ]
    return [*result, redline(language, version_ids[-2], last)] if len(version_ids) > 1 else result


def built(languages: Iterable[str], version_ids: Sequence[str]) -> Iterator[str]:
    """Yield every address that a build of published versions, oldest first, always has."""
    yield from (CHOICE, CURRENT)
    for language in languages:
        yield from (current(language), current_fragment(language))
        yield from (changes(language), history(language), feed(language))
        for place in range(len(version_ids)):
            yield from of_version(language, version_ids[: place + 1])


def normalized(url: str) -> str:
    """Return an address as programs write it (RFC 3986): the host in ASCII (IDNA 2008), everything
    else percent-encoded where that is needed. Raises ValueError with the reason where it is none.
    """
    from urllib.parse import quote, urlsplit  # noqa: PLC0415 - a build without any change has none

    if match := re.search(r"[\s\\<>\"{}|^`\x00-\x1f\x7f]", url):
        raise ValueError(f"`{match[0]}` cannot stand in an address")
    if match := re.search("%(?![0-9A-Fa-f]{2})", url):
        raise ValueError("a `%` in an address begins two hexadecimal digits")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("write it as https://example.com/privacy/")
    if "@" in parts.netloc:
        raise ValueError("a name or password has no place in a public address")
    port = f":{parts.port}" if parts.port else ""  # raises ValueError where it is no number
    rest = quote(parts.path, _ALLOWED)
    rest += f"?{quote(parts.query, _ALLOWED + '?')}" if parts.query else ""
    rest += f"#{quote(parts.fragment, _ALLOWED + '?')}" if parts.fragment else ""
    return f"{parts.scheme}://{_ascii_host(parts.hostname or '')}{port}{rest}"


def normalized_base(url: str) -> str:
    """Return the address of a site, with a slash at the end. Raises ValueError with the reason
    where no site can stand there.
    """
    address = normalized(url)
    if "?" in url or "#" in url:
        raise ValueError("no `?` and no `#` can stand in the address of a site")
    path = address.split("/", 3)[3:]
    segments = path[0].rstrip("/").split("/") if path and path[0].strip("/") else []
    if "//" in "".join(path) or (path and path[0].startswith("/")):
        raise ValueError("two slashes in a row: many hosts make one of them, and links break")
    if {".", ".."} & set(segments):
        raise ValueError("`.` and `..` are resolved before anyone asks a host for them")
    return f"{address.rstrip('/')}/"


_ALLOWED = "/%:@!$&'()*+,;=-._~"
"""What a path has as it is (RFC 3986, 3.3), its encoded characters included."""


def _ascii_host(host: str) -> str:
    if host.isascii():
        valid = re.fullmatch(
            r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\.?|[0-9a-f:.]*:[0-9a-f:.]*", host
        )
        if not valid or ".." in host:
            raise ValueError(f"`{host}` is no name of a host")
        return f"[{host}]" if ":" in host else host
    import idna  # noqa: PLC0415 - for few addresses

    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError as error:
        raise ValueError(f"`{host}` is no name of a host: {error}") from None
