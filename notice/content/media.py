"""Images of a notice: what kind of file each is and how large it is shown, read from its header."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from notice.content.model import Media
from notice.markup import tree
from notice.markup.parse import parse

FOLDER = "media"
"""Where images stand in the content folder, and what their addresses in a text begin with."""


LARGEST = 16 << 20
"""Bytes in one image; nothing on a page is larger."""


NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*\.(png|jpe?g|webp|svg)")
"""A name that needs no escaping in an address, and says which of the four kinds the file is."""


_SIGNATURES = {
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpeg": re.compile(rb"\xff\xd8\xff"),
    "webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "svg": re.compile(rb"(\xef\xbb\xbf)?\s*<(\?xml|!--|svg)"),
}


_NAMES = {"png": "PNG", "jpeg": "JPEG", "webp": "WebP", "svg": "SVG"}


_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(px|pt|pc|mm|cm|in)?\s*")


_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


_PIXELS = {"px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
"""CSS pixels in each absolute unit (CSS Values and Units Level 4, §6.2)."""


_HANDLER = re.compile(r"on[a-z]+")


class UnusableImageError(ValueError):
    """A file that cannot be shown as an image; the message says why, to an editor."""


@lru_cache(maxsize=64)
def read_image(name: str, raw: bytes) -> Media:
    """Return what is known of an image: the preview reads the same files again and again.

    Raises UnusableImageError where the file is none of the four kinds, or not the one that its name
    says, or has no size.
    """
    kind = PurePosixPath(name).suffix.removeprefix(".").replace("jpg", "jpeg")
    real_kind = next((name for name, start in _SIGNATURES.items() if start.match(raw)), None)
    if real_kind is None:
        raise UnusableImageError("this is no PNG, JPEG, WebP or SVG image, whatever its name says")
    if real_kind != kind:
        raise UnusableImageError(
            f"this is a {_NAMES[real_kind]} image, and its name says {_NAMES[kind]}; rename it"
        )
    width, height = _svg_size(raw) if kind == "svg" else _size(raw)
    return Media(name, hashlib.sha256(raw).hexdigest(), width, height, raw)


def _size(raw: bytes) -> tuple[int, int]:
    """Return width and height in pixels, turned as EXIF says, which is what browsers do."""
    import imagesize  # noqa: PLC0415 - it takes long to import, and most notices have no image

    width, height = imagesize.get(io.BytesIO(raw))
    if width <= 0 or height <= 0:
        raise UnusableImageError("the image breaks off: no width and height can be read")
    return int(width), int(height)


def _svg_size(raw: bytes) -> tuple[int, int]:
    """Return the width and height that an SVG names, or else those of its view box."""
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise UnusableImageError("an SVG with a document type; save it as plain SVG without one")
    try:
        root = ET.fromstring(raw)  # noqa: S314 - no document type, so no entities
    except (ET.ParseError, ValueError, LookupError) as error:
        raise UnusableImageError(f"this SVG is not well-formed: {error}") from None
    if more := next(_more_than_drawn(root), ""):
        message = f"an SVG with `{more}`; it may only draw, run nothing and fetch nothing"
        raise UnusableImageError(message)
    lengths = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
    box = [_NUMBER.fullmatch(part) for part in root.get("viewBox", "").replace(",", " ").split()]
    if all(lengths):
        sizes = [float(length[1]) * _PIXELS[length[2] or "px"] for length in lengths if length]
    elif len(box) == 4 and all(box):
        sizes = [float(part[0]) for part in box[2:] if part]
    else:
        raise UnusableImageError("an SVG needs `width` and `height`, or a `viewBox`")
    return max(1, round(sizes[0])), max(1, round(sizes[1]))


def _more_than_drawn(root: ET.Element) -> Iterator[str]:
    """Yield what of an SVG would run or fetch something where its address is opened by itself."""
    for element in root.iter():
        if _local(element.tag) in ("script", "foreignObject"):
            yield _local(element.tag)
        for name, value in element.attrib.items():
            fetches = _local(name) == "href" and not value.startswith(("#", "data:image/"))
            if fetches or _HANDLER.fullmatch(name):
                yield f"{_local(name)}={value[:40]}"


def _local(name: object) -> str:
    """Return a name without its namespace; comments have none."""
    return str(name).rpartition("}")[2]


def media_digests(text: str, media: Mapping[str, Media]) -> dict[str, str]:
    """Return the SHA-256 of each image that stands in a Markdown text, by its name, in order.

    An image whose file is not there has none.
    """
    if FOLDER not in text:
        return {}
    names = dict.fromkeys(tree.images(parse(text)))
    return {name: media[name].sha256 for name in names if name in media}
