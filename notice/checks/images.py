"""What an editor can get wrong with an image; what kind of file it is was told when it was read."""

from __future__ import annotations

from collections.abc import Iterator

from notice.checks.context import CheckContext
from notice.content.media import FOLDER
from notice.markup import tree
from notice.markup.parse import parse
from notice.problems import Problem, Severity, did_you_mean, whole_file

LARGE = 1 << 20
"""Bytes from which on an image is slow to load where the network is."""


def images_can_be_shown(context: CheckContext) -> Iterator[Problem]:
    """An image stands in content/media, and says in words what it shows (WCAG 2.2, 1.1.1)."""
    media = context.notice.media
    for placed in context.texts():
        body = placed.text.body
        if "![" not in body:
            continue
        start = 0
        for element in tree.elements(parse(body)):
            address = element.get("src") or element.get(tree.UNSAFE_IMAGE)
            if address is None:
                continue
            place = body.find(f"]({address[:20]}", start)
            start = max(place + 1, start)
            name = address.removeprefix(tree.MEDIA)
            if element.tag != "img":
                message = (
                    f"an image stands in content/media, under a name of the letters a to z, digits "
                    f"and hyphens: `![what it shows](media/name.png)`, not `{address[:60]}`"
                )
            elif name not in media and f"{FOLDER}/{name}" not in context.unsound:
                near = did_you_mean(name, media)
                message = f"there is no image `{address}`{near}"
            elif not (element.get("alt") or "").strip():
                message = (
                    "an image needs a text alternative, for those who cannot see it: "
                    f"`![what it shows]({address})`"
                )
            else:
                continue
            where = (placed.language, "body")
            yield placed.source.problem_in(where, max(place, 0), Severity.ERROR, message)


def images_are_used(context: CheckContext) -> Iterator[Problem]:
    """An image that no text shows is not published."""
    shown = {
        name
        for placed in context.texts()
        if FOLDER in placed.text.body
        for name in tree.images(parse(placed.text.body))
    }
    for name in sorted(context.notice.media.keys() - shown):
        message = "no text shows this image, so it is not published"
        yield whole_file(context.tree.shown(f"{FOLDER}/{name}"), message, Severity.HINT)


def images_are_small(context: CheckContext) -> Iterator[Problem]:
    """An image of more than a megabyte makes a page slow that is mostly read on telephones."""
    for name, image in sorted(context.notice.media.items()):
        if len(image.raw) > LARGE:
            message = (
                f"{len(image.raw) / LARGE:.1f} MiB: a page with this image is slow; save it "
                "smaller, or as WebP"
            )
            yield whole_file(context.tree.shown(f"{FOLDER}/{name}"), message, Severity.WARNING)


CHECKS = (images_can_be_shown, images_are_used, images_are_small)
