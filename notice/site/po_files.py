"""Catalogs of the site's own texts as files: read, checked, compiled.

A catalog is a gettext `.po` file, read as it is; `po_checks` tells what its texts lack.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.core import Locale
from babel.messages.catalog import Catalog as Messages
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, PoFileParser, read_po

from notice.content.model import Language
from notice.problems import ContentError, Problem, Severity
from notice.site.catalog_places import TEMPLATE, nearest_locale

_LINE = re.compile(
    r"""(\#.* | ((?P<keyword>msgctxt|msgid_plural|msgid|msgstr)(?P<form>\[\d\])?\s*)?
    "([^"\\]|\\.)*")?""",
    re.VERBOSE,
)

_BELOW = {
    "msgid_plural": ("msgid",),
    "msgstr": ("msgid",),
    "msgstr[]": ("msgid_plural", "msgstr[]"),
}
"""What a line of a `.po` file may stand below, other texts in quotes aside."""


_HEADER = re.compile(r'"(?P<name>[A-Za-z-]+):\s*(?P<value>.*?)\s*(\\n)?"')


def template(locales: Sequence[Path]) -> Messages:
    """Return all texts that a catalog needs: those of the program's own `messages.pot`."""
    with (locales[-1] / TEMPLATE).open("rb") as file:
        return read_po(file)


def compiled(messages: CatalogFile) -> bytes:
    """Compile a catalog to what `gettext` reads. A text that is not translated in full is left
    out: it comes from the next catalog.
    """
    for message in list(messages):
        if message.id and not is_translated(message):
            messages.delete(message.id, message.context)
    stream = io.BytesIO()
    write_mo(stream, messages)
    return stream.getvalue()


class CatalogFile(Messages):
    """A catalog that remembers which messages stand in it twice, where Babel takes the last."""

    def __init__(self, locale: Locale | None) -> None:
        self.repeated: list[Message] = []
        super().__init__(locale)

    def __setitem__(self, key: str | tuple[str, ...] | list[str], message: Message) -> None:
        if key in self:
            self.repeated.append(message)
        super().__setitem__(key, message)


def read(path: Path, raw: bytes, language: Language) -> CatalogFile:
    """Read a catalog; raises ContentError where it is no `.po` file."""
    if raw.startswith(b"\xef\xbb\xbf"):
        message = "this file begins with a byte order mark; save it as UTF-8 without one (no BOM)"
        raise ContentError([problem_at(path, 1, message)])
    if wrong := next(_misplaced(path, raw), None):
        raise ContentError([wrong])
    messages = CatalogFile(nearest_locale(language))
    try:
        PoFileParser(messages, abort_invalid=True).parse(io.BytesIO(raw))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, raw.find(error.object)) + 1
        message = f"this line is not written in {messages.charset}, which the header promises"
    except LookupError as error:
        line, _ = header(raw, "content-type")
        message = f"{error}; write `charset=utf-8`"
    except PoFileError as error:
        line = error.lineno + 1
        message = str(error).removesuffix(f" on {error.lineno}")
    except (ValueError, TypeError, AttributeError) as error:  # Babel's words for an odd header
        line = _odd_header(raw)
        message = f"the header cannot be read: {error}"
    else:
        return messages
    raise ContentError([problem_at(path, line, message)])


def _misplaced(path: Path, raw: bytes) -> Iterator[Problem]:
    """Yield the lines that no `.po` file has, or not there: Babel passes over some of them."""
    before = ""
    for number, line in enumerate(raw.splitlines(), 1):
        match = _LINE.fullmatch(line.decode("latin-1").strip())
        if not match:
            told = (
                'this is no line of a .po file: a text stands in double quotes, as msgstr "…", and '
                'a quote within it is written \\"'
            )
            yield problem_at(path, number, told)
            continue
        keyword = (match["keyword"] or "") + ("[]" if match["form"] else "")
        if keyword in _BELOW and before not in _BELOW[keyword]:
            told = f"`{keyword}` belongs below `{_BELOW[keyword][0]}`, which does not stand here"
            yield problem_at(path, number, told)
        before = keyword or before


def is_translated(message: Message | None) -> bool:
    """Tell whether a text is translated in full: every plural form, and none a guess."""
    return message is not None and not message.fuzzy and all(forms_of(message))


def header(raw: bytes, name: str) -> tuple[int, str]:
    """Return the line and the value of an entry of the header; 1 and nothing where it has none."""
    for number, line in enumerate(raw.splitlines(), 1):
        entry = _HEADER.search(line.decode(errors="replace"))
        if entry and entry["name"].lower() == name:
            return number, entry["value"]
    return 1, ""


def forms_of(message: Message) -> tuple[str, ...]:
    """Return a translation, or each plural form of it; what is missing is empty."""
    forms = message.string
    return (forms or "",) if not isinstance(forms, tuple | list) else tuple(forms)


def _odd_header(raw: bytes) -> int:
    """Return the line of the header's entry that Babel cannot read; 1 where it is none in
    particular.
    """
    for number, line in enumerate(raw.splitlines(), 1):
        if entry := _HEADER.search(line.decode(errors="replace")):
            try:
                Messages().mime_headers = [(entry["name"], entry["value"])]
            except (ValueError, TypeError, AttributeError):
                return number
    return 1


def problem_at(
    path: Path, line: int | None, message: str, severity: Severity = Severity.ERROR
) -> Problem:
    """Return a problem at a line of a catalog, at the first where none is known."""
    return Problem(path.as_posix(), line or 1, 1, severity, message)
