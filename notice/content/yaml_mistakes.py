"""What an editor did, where a parser only says that it cannot go on.

YAML's parser stops where a text no longer makes sense, often lines below the slip, and in its own
words. Where the lines above show what was done (`slips`), that is told; else the parser's place
stands, with its words made plain.
"""

from __future__ import annotations

import json
import re

import yaml

from notice.content.lines import Lines
from notice.content.slips import first_slip
from notice.problems import Problem, whole_file

_PLAIN_WORDS = {
    "mapping values are not allowed in this context": (
        "a second “: ” in one line; put the text in quotes, or on the lines below after `|`"
    ),
    "could not find expected ':'": (
        "a key and its colon were expected; is a line indented too little, or a colon missing?"
    ),
    "did not find expected key": (
        "this line does not fit the lines above it: look at its indentation; and put a text "
        "that begins with a quotation mark or a bracket in quotes as a whole"
    ),
    "did not find expected comment or line break": (
        "nothing may stand after `|` or `>`; begin the text on the next line, or put it in quotes"
    ),
    "mapping keys are not allowed in this context": (
        "a text cannot begin with “?” here; put it in quotes"
    ),
    "did not find expected alphabetic or numeric character": (
        "a text cannot begin with “&” or “*” here; put it in quotes"
    ),
    "found invalid Unicode character escape code": (
        "a backslash has a meaning in double quotes; use single quotes, or write it twice"
    ),
    "did not find expected '-' indicator": (
        "this line does not fit the list above it: indent it as the other items, beginning "
        "with “- ”"
    ),
    "did not find expected ',' or ']'": "a list in [ ] lacks a comma or its closing bracket",
    "did not find expected ',' or '}'": (
        "a group in { } lacks a comma or its closing brace; a text in it that has a comma or a "
        "colon must stand in quotes"
    ),
    "did not find expected node content": (
        "a value was expected here; is there one comma too many, or a bracket of the wrong kind?"
    ),
    "found unexpected end of stream": "the quotation mark that opens here is never closed",
    "found unknown escape character": (
        "a backslash has a meaning in double quotes; use single quotes, or write it twice"
    ),
    "block sequence entries are not allowed in this context": (
        "a list item “- ” cannot stand here; begin it on a line of its own"
    ),
    "but found another document": (
        "a line of three hyphens begins a second document; one file holds one"
    ),
    "found undefined alias": "a text cannot begin with “*” here; put it in quotes",
    **dict.fromkeys(
        (
            "found undefined tag handle",
            "did not find expected whitespace or line break",
            "did not find expected tag URI",
            "did not find expected '!'",
            "did not find URI escaped octet",
        ),
        "a text cannot begin with “!” here; put it in quotes",
    ),
    **dict.fromkeys(
        (
            "could not find expected directive name",
            "found unknown directive name",
            "found unexpected non-alphabetical character",
            "did not find expected digit or '.' character",
        ),
        "a line cannot begin with “%”; put the text in quotes, or indent it",
    ),
    "found duplicate anchor": "a text cannot begin with “&” here; put it in quotes",
    "found an indentation indicator equal to 0": "nothing stands behind `|`; take the 0 out",
    "found unexpected document indicator": (
        "the quotation mark that opens here is not closed before a line of three hyphens"
    ),
    "found unexpected ':'": "a text with a colon in brackets must stand in quotes",
    "did not find expected <document start>": "nothing may stand after the end of the document",
}


_AT_OPENING = frozenset(
    {
        "could not find expected ':'",
        "found unexpected end of stream",
        "found unexpected document indicator",
        "did not find expected whitespace or line break",
        "did not find expected ',' or ']'",
        "did not find expected ',' or '}'",
    }
)
"""What the parser notices at the end of something, and an editor mends at its beginning."""


def forbidden_character(character: str, offset: int) -> str:
    """Say what a character is that may stand nowhere in a file."""
    if character.endswith("\u00a0"):
        return "a no-break space as indentation; it looks like a space and is none"
    if character == "\t":
        return "a tab; indent and separate with spaces"
    if character == "\ufeff":
        where = "at the beginning (a byte order mark)" if offset == 0 else "(a byte order mark)"
        return f"an invisible character {where}; save the file as UTF-8 without BOM"
    if character in "\u0085\u2028\u2029":
        return (
            f"an invisible line break (U+{ord(character):04X}); delete it and press Enter instead"
        )
    return f"a control character (U+{ord(character):04X}); delete it"


_FORMATS = {
    b"PK\x03\x04": "a ZIP archive, as Word's files are",
    b"%PDF": "a PDF",
    b"{\\rtf": "RTF, as WordPad writes it",
    b"\xd0\xcf\x11\xe0": "a file of an old Word",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
}
"""What the first bytes say that a file is."""


def no_text(path: str, raw: bytes, instead: str = "write YAML in its place") -> Problem | None:
    """Return what a file is that is no text at all; None where it may be one."""
    kind = next((kind for head, kind in _FORMATS.items() if raw.startswith(head)), "")
    words = f"this is {kind}, and no text; {instead}"
    zeros = raw.count(0) / max(len(raw), 1)
    if not kind and zeros > 1 / 4:  # letters of ASCII, each with such bytes beside it
        kind = "UTF-32" if zeros > 5 / 8 else "UTF-16"
        words = f"this is {kind}, not UTF-8; save the file as UTF-8"
    return whole_file(path, words) if kind else None


def not_utf8(path: str, raw: bytes, offset: int) -> Problem:
    """Return the problem of a file in another encoding, at the first byte that says so."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        words = "this is UTF-16, not UTF-8; save the file as UTF-8"
    else:
        # A guess for the eyes only: whoever sees their own letter knows what is meant. Words all
        # of letters beyond ASCII are Cyrillic.
        page = 1251 if re.match(rb"[\xc0-\xff]{3}", raw[offset:]) else 1252
        letter = raw[offset : offset + 1].decode(f"cp{page}", errors="ignore")
        guess = f" (“{letter}” in Windows-{page})" if letter.isalpha() else ""
        words = f"this is not UTF-8{guess}; save the file as UTF-8"
    lines = Lines.of(path, raw.decode("utf-8", errors="replace"))
    return lines.problem(len(raw[:offset].decode("utf-8")), words)


def yaml_problem(lines: Lines, error: yaml.MarkedYAMLError) -> Problem:
    """Return what is wrong in a text that YAML's parser refused, at the place to mend it."""
    problem = error.problem or error.context or "this is not YAML"
    mark = (
        error.context_mark if problem in _AT_OPENING and error.context_mark else error.problem_mark
    )
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    last = len(lines.text.removesuffix("\n").split("\n"))
    if line > last:  # a file that breaks off: the end of what is there
        line, column = last, len(lines.line(last)) + 1
    if slip := first_slip(lines, error.problem_mark.line + 1 if error.problem_mark else last):
        return lines.problem_at(slip.line, slip.column, slip.words)
    before, after = lines.line(line)[: column - 1], lines.line(line)[column - 1 :]
    if problem == "found character that cannot start any token":
        words = f"a text cannot begin with “{after[:1]}”; put it in quotes"
    elif problem == "mapping values are not allowed in this context" and ": " not in before:
        words = "this line does not fit the one above it: indent both by the same number of spaces"
    else:
        words = _PLAIN_WORDS.get(problem, f"this is not YAML: {problem}")
    return lines.problem_at(line, column, words)


def json_problem(lines: Lines) -> Problem | None:
    """Return the first place at which a text is not JSON; None where it is."""
    try:
        json.loads(lines.text)
    except json.JSONDecodeError as error:
        return lines.problem(*_json_slip(lines.text, error.pos, error.msg))
    except RecursionError:
        return lines.problem(0, "nested too deeply: nothing in a notice goes this deep")
    return None


_JSON_WORDS = {
    "Extra data": "nothing may stand after the closing bracket",
    "Unterminated string starting at": "the quotation mark that opens here is never closed",
    "Expecting ':' delimiter": "a colon is missing here",
    "Expecting property name enclosed in double quotes": "a name in double quotes is expected here",
    "Expecting value": (
        "a value is expected here: a text in double quotes, or a list or group in brackets"
    ),
}


def _json_slip(text: str, met: int, parsers_words: str) -> tuple[int, str]:
    """Return where a text has a slip, and what it is; `met` is what Python's parser met first that
    made no sense.
    """
    end = len(text[:met].rstrip())  # behind the last thing that was right
    if met >= len(text.rstrip()):
        return end, "the file breaks off here: a closing bracket is missing"
    if parsers_words.startswith("Expecting ','"):
        return end, "a comma is missing here"
    if parsers_words.startswith("Illegal trailing comma"):
        return met, "a comma too many: nothing follows it"
    if text[end - 1 : end] == "," and text[met] in "]}":
        return end - 1, "a comma too many: nothing follows it"
    return met, _JSON_WORDS.get(parsers_words, f"this is not JSON: {parsers_words}")
