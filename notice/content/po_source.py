"""A gettext `.po` file read into a catalog of Babel's; what is wrong in it is told at its line.

Babel passes over some lines that no such file has, and takes others for something else.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, PoFileParser

from notice.content.yaml_mistakes import no_text, not_utf8
from notice.content.yaml_source import CONFLICT, MERGE_CONFLICT
from notice.problems import ContentError, Problem, Severity

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


_NO_LINE = (
    'this is no line of a .po file: a text stands in double quotes, as msgstr "…", and a quote '
    'within it is written \\"'
)


_HEADER = re.compile(r'"(?P<name>[A-Za-z-]+):\s*(?P<value>.*?)\s*(\\n)?"')


def read_po(path: str, raw: bytes, catalog: Catalog) -> None:
    """Read a file's bytes into a catalog; `path` is only shown. Raises ContentError where it is no
    `.po` file.
    """
    problem = no_text(path, raw, "name the PO file")
    if not problem and raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        problem = not_utf8(path, raw, 0)
    if problem := problem or next(_misplaced(path, raw), None):
        raise ContentError([problem])
    try:
        PoFileParser(catalog, abort_invalid=True).parse(io.BytesIO(raw))
    except UnicodeDecodeError as error:
        offset = raw.find(error.object) + error.start
        message = f"this line is not written in {catalog.charset}, which the header promises"
        problem = problem_at(path, raw.count(b"\n", 0, offset) + 1, message)
        if catalog.charset.lower() == "utf-8":
            problem = not_utf8(path, raw, offset)
    except LookupError as error:
        line, _ = header(raw, "content-type")
        problem = problem_at(path, line, f"{error}; write `charset=utf-8`")
    except PoFileError as error:
        message = str(error).removesuffix(f" on {error.lineno}")
        problem = problem_at(path, error.lineno + 1, message)
    except (ValueError, TypeError, AttributeError) as error:  # Babel's words for an odd header
        problem = problem_at(path, _odd_header(raw), f"the header cannot be read: {error}")
    else:
        return
    raise ContentError([problem])


def _misplaced(path: str, raw: bytes) -> Iterator[Problem]:
    """Yield the lines that no `.po` file has, or not there."""
    before = ""
    for number, line in enumerate(raw.splitlines(), 1):
        text = line.decode("latin-1").strip()
        match = _LINE.fullmatch(text)
        if not match:
            yield problem_at(path, number, MERGE_CONFLICT if CONFLICT.match(text) else _NO_LINE)
            continue
        keyword = (match["keyword"] or "") + ("[]" if match["form"] else "")
        if keyword in _BELOW and before not in _BELOW[keyword]:
            told = f"`{keyword}` belongs below `{_BELOW[keyword][0]}`, which does not stand here"
            yield problem_at(path, number, told)
        before = keyword or before


def header(raw: bytes, name: str) -> tuple[int, str]:
    """Return the line and the value of an entry of the header; 1 and nothing where it has none."""
    entries = ((number, value) for number, key, value in _headers(raw) if key.lower() == name)
    return next(entries, (1, ""))


def _odd_header(raw: bytes) -> int:
    """Return the line of the header entry that Babel cannot read; 1 where it is none of them."""
    for number, key, value in _headers(raw):
        try:
            Catalog().mime_headers = [(key, value)]
        except (ValueError, TypeError, AttributeError):
            return number
    return 1


def _headers(raw: bytes) -> Iterator[tuple[int, str, str]]:
    """Yield the lines that look like an entry of the header, each with its name and value."""
    for number, line in enumerate(raw.splitlines(), 1):
        if entry := _HEADER.search(line.decode(errors="replace")):
            yield number, entry["name"], entry["value"]


def problem_at(
    path: str, line: int | None, message: str, severity: Severity = Severity.ERROR
) -> Problem:
    """Return a problem at a line of a catalog, at the first where none is known."""
    return Problem(path, line or 1, 1, severity, message)
