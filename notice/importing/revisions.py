"""The files to import: which they are, of which day each is, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from notice.console import UsageError
from notice.content.media import UnusableImageError, read_image
from notice.content.model import SectionId
from notice.importing.main_text import main_text, words_in
from notice.importing.markdown_writer import Remarks
from notice.importing.outline import ImportedSection, counted, outline
from notice.importing.section_ids import identified
from notice.importing.to_html import front_matter, html_of, text_of
from notice.markup.parse import parse
from notice.markup.tree import plain, resolve
from notice.problems import ContentError, Problem, Severity, whole_file

_DATES = ("effective", "effective_date", "effective-date", "date", "updated", "last_updated")
"""Keys of a front matter that name a day, the most telling first."""
_IMAGES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".svg"})


@dataclass(frozen=True, slots=True)
class Revision:
    """A file read: its day, its sections with their ids, and the pictures that it shows.

    `problems` are remarks on what is kept in another form or left out, each at its line.
    """

    file: str
    day: date
    how: str
    title: str
    sections: tuple[tuple[SectionId, ImportedSection], ...]
    images: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def read_revisions(wanted: Sequence[str], base: str, select: str) -> list[Revision]:
    """Read files named as `FILE@YYYY-MM-DD`, or with a day in their front matter, oldest first.

    Raises UsageError where a file cannot be read or has no day, where two are of one day, and
    where what was read would not say the same words as the file.
    """
    files = sorted((_named(name) for name in wanted), key=lambda pair: pair[1])
    for (one, day), (other, following) in pairwise(files):
        if day == following:
            raise UsageError(f"{one} and {other} are both of {day}: a day has one version")
    revisions: list[Revision] = []
    for file, day in files:
        before = revisions[-1].sections if revisions else ()
        revisions.append(_read(file, day, base, select, before))
    return revisions


def _named(name: str) -> tuple[Path, date]:
    path, at, written = name.rpartition("@")
    file = Path(path if at else name)
    if at:
        return file, _day(written, name)
    values = front_matter(text_of(name, _bytes(file)))[0] if file.suffix != ".docx" else {}
    for key in _DATES:
        if match := re.match(r"\d{4}-\d{2}-\d{2}", values.get(key, "")):
            return file, _day(match.group(), name)
    raise UsageError(f"{name}: of which day is it? Write it as {name}@2018-05-24")


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{name}: {text!r} is no day; write it as 2018-05-24") from None


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from None


def _read(
    file: Path,
    day: date,
    base: str,
    select: str,
    before: Sequence[tuple[SectionId, ImportedSection]],
) -> Revision:
    name, raw = file.as_posix(), _bytes(file)
    images: dict[str, bytes] = {}

    def image(source: str) -> str:
        picture = file.parent / source
        if re.match(r"[a-z]+:|/", source) or picture.suffix.lower() not in _IMAGES:
            return ""
        if not picture.is_file():
            return ""
        kept = re.sub(r"[^a-z0-9.-]+", "-", picture.name.lower())
        images[kept] = picture.read_bytes()
        try:
            read_image(kept, images[kept])
        except UnusableImageError as error:
            problem = whole_file(picture.as_posix(), str(error))
            raise ContentError([problem]) from None
        return kept

    main = main_text(html_of(name, raw), select)
    remarks = Remarks()
    values = front_matter(text_of(name, raw))[0] if file.suffix in (".md", ".markdown") else {}
    read = outline(main.element, values.get("title", ""), base, image, remarks)
    words = [*words_in(main.element)]  # without footnotes, which stand at the end of a section
    if not words and not images:
        raise UsageError(f"{name}: there is no text in it that could be imported")
    ids = identified(read.sections, before)
    sections = tuple(zip(ids, _linked(read.sections, ids), strict=True))
    _hold_against(name, words, read.title, sections)
    problems = tuple(
        Problem(name, line, 1, Severity.HINT, message) for line, message in sorted(remarks.entries)
    )
    return Revision(name, day, main.how, read.title, sections, images, problems)


def _linked(
    sections: Sequence[ImportedSection], ids: Sequence[SectionId]
) -> Iterator[ImportedSection]:
    """Yield the sections with their links to each other, now that each has an id."""
    for section in sections:
        body = re.sub(r"\0(\d+)\0", lambda place: ids[int(place[1])], section.body)
        yield replace(section, body=body)


def _hold_against(
    name: str,
    words: Sequence[str],
    title: str,
    sections: Sequence[tuple[SectionId, ImportedSection]],
) -> None:
    """Raise UsageError where the sections do not say the words of the file, one after another."""
    source = [_bare(word) for word in words if _bare(word)]
    titles = [_bare(word) for word in title.split()]
    shown_numbers = counted([section for _, section in sections])
    numbers = {
        name: section.number or number
        for (name, section), number in zip(sections, shown_numbers, strict=True)
    }
    result: list[str] = []
    for _, section in sections:
        heading = f"{section.number} {section.title}"
        body = re.sub(
            r"(?m)^\[\^[^\]]+\]: .*$|\[\^[^\]]+\]|!\[.*?\]\(media/[^)]*\)", "", section.body
        )
        shown = plain(resolve(parse(body), numbers))
        result += map(_bare, f"{heading} {shown}".split())
    result = [word for word in result if word]
    if source[: len(titles)] == titles and result[: len(titles)] != titles:
        source = source[len(titles) :]
    if source == result:
        return
    place = next(
        (
            place
            for place, pair in enumerate(zip(source, result, strict=False))
            if pair[0] != pair[1]
        ),
        min(len(source), len(result)),
    )
    near = " ".join(source[max(place - 5, 0) : place + 8])
    raise UsageError(
        f"{name}: its words would not all be there, or not in their order: “… {near} …”. Nothing "
        "was written; please report it with the file"
    )


def _bare(word: str) -> str:
    """Return a word without what numbers of headings and marks of footnotes have around them."""
    return re.sub(r"^\[|[.)\]]+$", "", word)
