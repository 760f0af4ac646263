"""What a static host and its visitors' programs need beside the pages: headers, rules for robots,
sums of all files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from notice import urls
from notice.site.site import Site

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
"""What a page may load and do (Content Security Policy Level 3): its own stylesheet and icon, and
nothing else.
"""


RESPONSE_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "public, max-age=300, must-revalidate",
}
"""What every response should carry. A version comes into force at midnight, so nothing is kept for
longer than minutes.
"""


CONTENT_TYPES: Mapping[str, str] = {
    "/*/feed.xml": "application/atom+xml; charset=utf-8",
    "/*/feed/*": "application/atom+xml; charset=utf-8",
    "/*.txt": "text/plain; charset=utf-8",
    "/notice.jsonld": "application/ld+json; charset=utf-8",
    "/SHA256SUMS": "text/plain; charset=utf-8",
    "/media/*.webp": "image/webp",
}
"""Types that a host may not know by a file's name."""


FOR_EVERYONE = "Access-Control-Allow-Origin", "*"
"""Lets scripts of other sites read what is made for programs (CORS)."""


NOT_LISTED = "X-Robots-Tag", "noindex"
"""Keeps what stands on a page already, and may be an old text, out of search engines."""


MORE_HEADERS: Mapping[str, Sequence[tuple[str, str]]] = {
    "/*/fragment.html": [FOR_EVERYONE, NOT_LISTED],
    "/*/notice.txt": [NOT_LISTED],
    "/*/notice.json": [NOT_LISTED],
    "/*.json": [FOR_EVERYONE],
    "/notice.jsonld": [FOR_EVERYONE],
}
"""What some responses carry besides."""


def hosting_files(site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield `_headers` (as Netlify and Cloudflare Pages read it) and `robots.txt` (RFC 9309)."""
    rules = ["/*", *(f"  {name}: {value}" for name, value in RESPONSE_HEADERS.items())]
    for place in dict.fromkeys((*CONTENT_TYPES, *MORE_HEADERS)):
        headers = list(MORE_HEADERS.get(place, ()))
        if place in CONTENT_TYPES:
            headers.insert(0, ("Content-Type", CONTENT_TYPES[place]))
        # Hosts take one star a rule: of two, the first stands for each language.
        languages = site.notice.languages if place.count("*") > 1 else ("*",)
        for language in languages:
            rules += [place.replace("*", language, 1)]
            rules += [f"  {name}: {value}" for name, value in headers]
    yield urls.HEADERS, _lines(rules)
    allowed = "Disallow: /" if site.shows_drafts else "Allow: /"
    yield urls.ROBOTS, _lines(["User-agent: *", allowed, f"Sitemap: {site.whole(urls.SITEMAP)}"])


def sums(digests: Mapping[str, str]) -> bytes:
    """Write the SHA-256 of every file of the site as `sha256sum -c` reads it, sorted by name."""
    return _lines(f"{digest}  {name}" for name, digest in sorted(digests.items()))


def _lines(lines: Iterator[str] | list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
