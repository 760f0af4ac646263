"""A page that somebody saved, today or years ago: is its text what was sealed, and is the rest of
it what this program writes?

What a page shows besides the words of a text depends on the day, on the languages that there were,
and on how translations stood. All of that is tried, and nothing of it is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import urljoin

from notice.verification.finding import Finding
from notice.verification.page_matching import NOT_THERE, frame_differs, match_text, normal
from notice.verification.page_source import SAVE_AS_HTML, Node, NotOursError, read_page
from notice.verification.past_pages import (
    Renderings,
    SealedPage,
    notice_as_sealed,
    occasions,
    pages_of,
)
from notice.versions.seals import Seal

_LARGEST = 32 << 20


def verify_page(file: Path, renderings: Renderings, *, text_only: bool) -> Iterator[Finding]:
    """Hold a saved page against the seal whose digest it carries: its text and, unless only that
    is asked for, its frame. Raises OSError where it cannot be read.
    """
    try:
        page = read_page(_read(file))
        sealed = _identify(page, renderings.seals)
    except (ValueError, NotOursError) as error:
        yield Finding(str(file), f"this is no page of a version that was sealed: {error}")
        return
    name = f"{sealed.version} in {sealed.language}, {sealed.text.digest[:16]}…"
    text, frame = _judge(file, page, sealed, renderings)
    yield Finding(f"Text of {file}: {name}", text)
    if not text_only:
        yield Finding(f"Frame of {file}", frame, "as this program writes it")


def _read(file: Path) -> str:
    """Return the source of a page. Raises ValueError where it can be none."""
    if not file.is_file() or file.stat().st_size > _LARGEST:
        raise ValueError("it is no file, or larger than a page can be")
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError:
        raise ValueError(f"it is no text in UTF-8: {SAVE_AS_HTML}") from None


def _identify(page: Node, seals: Sequence[Seal]) -> SealedPage:
    """Return the sealed text whose digest a page has. Raises NotOursError where it has none."""
    digests = [node.get("value") for node in page.elements() if node.tag == "data"]
    if len(digests) != 1:
        raise NotOursError("it names no digest")
    language = page.get("lang")
    for seal in seals:
        text = seal.texts.get(language)
        if text and text.digest == digests[0]:
            return SealedPage(seal.version, language, text)
    raise NotOursError(f"its digest, {digests[0][:16]}…, was never sealed in `{language[:12]}`")


def _judge(file: Path, page: Node, sealed: SealedPage, renderings: Renderings) -> tuple[str, str]:
    """Hold a page against every page that could have been saved; return how its text and its frame
    differ from the one that is most like it, in words, empty where they do not.
    """
    best = ("no page of this version could have been saved", "nor could its frame")
    nearest: tuple[bool, int, int] | None = None
    for text, frame in _verdicts(file, page, sealed, renderings):
        distance = (text == NOT_THERE, len(text), len(frame))
        if nearest is None or distance < nearest:
            nearest, best = distance, (text, frame)
        if not text and not frame:
            break
    return best


def _verdicts(
    file: Path, page: Node, sealed: SealedPage, renderings: Renderings
) -> Iterator[tuple[str, str]]:
    """Yield how text and frame of a page differ from each that could have been saved."""
    for notice, day in occasions(sealed, renderings):
        fitting = notice_as_sealed(notice, sealed, lambda _: False)
        stale = notice_as_sealed(notice, sealed, lambda _: True)
        stale_pages = dict(pages_of(stale, day, sealed, renderings))
        for address, fits in pages_of(fitting, day, sealed, renderings):
            here = urljoin(renderings.notice.base_url, address)
            saved = normal(page, here, partial(_local_file, file, renderings))
            states, text = match_text(saved, fits, stale_pages[address])
            expected = fits
            if not text and states:
                mixed = notice_as_sealed(notice, sealed, states.__contains__)
                expected = dict(pages_of(mixed, day, sealed, renderings))[address]
            yield text, frame_differs(expected, saved)


def _local_file(page: Path, renderings: Renderings, value: str) -> str:
    """Return the whole address of a file of the site that a browser saved beside a page, where it
    is that file byte for byte.
    """
    if not value.startswith("./"):
        return ""
    place = page.parent / value
    for name, raw in renderings.files.items():
        if name.rpartition("/")[2] == place.name:
            same = place.is_file() and place.stat().st_size == len(raw)
            if same and place.read_bytes() == raw:
                return urljoin(renderings.notice.base_url, name)
    return ""
