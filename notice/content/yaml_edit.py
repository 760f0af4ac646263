"""Texts put into a section's file, every other byte of which stays as it is.

No YAML writer that is well kept leaves quotes, indents and comments alone; so a value is replaced
where the reader says that it stands, and the result is read again and held against what is meant.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import reduce
from operator import getitem
from typing import Any, NamedTuple, cast

from notice.content.model import Language
from notice.content.yaml_source import Source, parse
from notice.problems import ContentError, Problem, Severity

_ORDER = ("of", "title", "gist", "body")
_INDENT = "  "
_NEWLINE = re.compile(r"\r\n|\r|\n")


def quoted(text: str) -> str:
    """Return a text in double quotes, which YAML reads as JSON does."""
    return json.dumps(text, ensure_ascii=False)


class _Edit(NamedTuple):
    """What stands from one offset to another, and what is to stand there."""

    start: int
    end: int
    text: str


def with_texts(path: str, raw: bytes, language: Language, texts: Mapping[str, str]) -> bytes:
    """Return a section's file with some texts of one language: `of`, `title`, `gist`, `body`.

    A language that is not there yet is added at the end. Raises ContentError where the file cannot
    be read, or is written in a way that a text cannot be put into.
    """
    source, data = _read(path, raw)
    names = ", ".join(f"`{key}`" for key in texts)
    message = f"this YAML is written in a way that {names} cannot be put into by command"
    if "of" in texts:
        message += f'; write `of: "{texts["of"]}"` there yourself'
    refusal = source.problem((language,), Severity.ERROR, message, key=True)
    wanted = {**data, language: {**data.get(language, {}), **texts}}
    return _edited(raw, _edits(source, language, texts), wanted, refusal)


def with_texts_at(path: str, raw: bytes, texts: Mapping[tuple[str, ...], str]) -> bytes:
    """Return a file with some texts, each by the way to it: in the place of the one that is there,
    or behind the last of the same mapping.

    Raises ContentError where the file cannot be read, or is written in a way that a text cannot be
    put into.
    """
    source, data = _read(path, raw)
    edits = [
        _replacement(source, where, text, flow=_is_flow(source, where[:-1]))
        if where in source.values
        else _addition(source, where, text)
        for where, text in texts.items()
    ]
    wanted = deepcopy(data)
    for where, text in texts.items():
        reduce(getitem, where[:-1], cast("Any", wanted))[where[-1]] = text
    names = ", ".join(f"`{'.'.join(where)}`" for where in texts)
    message = f"this YAML is written in a way that {names} cannot be put into by command"
    return _edited(raw, edits, wanted, source.problem((), Severity.ERROR, message))


def _addition(source: Source, where: tuple[str, ...], text: str) -> _Edit:
    """Put a key behind the last of its mapping."""
    others = [known for known in source.keys if known[:-1] == where[:-1]]
    last = max(others, key=lambda known: source.values[known])
    end = source.values[last][1]
    if _is_flow(source, where[:-1]):
        return _Edit(end, end, f", {where[-1]}: {quoted(text)}")
    indent = _indent_of(source, source.keys[last])
    return _below(source, end, f"{indent}{where[-1]}: {_written(text, indent)}")


def _below(source: Source, end: int, line: str) -> _Edit:
    """Put a line below the one on which a value ends."""
    if source.text[end - 1] == "\n":  # a block ends below its last line
        return _Edit(end, end, f"{line}\n")
    line_end = source.text.find("\n", end)  # a comment may stand behind the value
    at = line_end if line_end >= 0 else len(source.text)
    return _Edit(at, at, f"\n{line}")


def _indent_of(source: Source, key: int) -> str:
    """Return what stands before a key on its line."""
    return source.text[source.text.rfind("\n", 0, key) + 1 : key]


def _is_flow(source: Source, where: tuple[str, ...]) -> bool:
    return source.text[source.values[where][0]] == "{"


def with_value(path: str, raw: bytes, key: str, value: str, after: Sequence[str]) -> bytes:
    """Return a file with one value of its top level, written on one line: in the place of the one
    that is there, or on a line of its own below the last of the keys `after`, or first where it has
    none of them.

    Raises ContentError where the file cannot be read, or is written in a way that a line cannot be
    put into.
    """
    source, data = _read(path, raw)
    line, _ = parse(path, f"{key}: {value}".encode())
    added = line.data if line and isinstance(line.data, dict) else {}
    message = (
        "this YAML is written in a way that a line cannot be put into by command; "
        f"write `{key}: {value}` there yourself"
    )
    refusal = source.problem((), Severity.ERROR, message)
    edits = [_line(source, key, value, after)]
    return _edited(raw, edits, {**data, **added}, refusal)


def _read(path: str, raw: bytes) -> tuple[Source, dict[str, Any]]:
    """Read a file, which holds keys and values; raises ContentError where it does not."""
    source, problems = parse(path, raw)
    if source is None or not isinstance(source.data, dict):
        raise ContentError(problems)
    return source, source.data


def _edited(raw: bytes, edits: list[_Edit], wanted: object, refusal: Problem) -> bytes:
    """Make edits; raises ContentError with the refusal where what is read then is not wanted."""
    edited = _applied(raw.decode(), edits).encode()
    read, _ = parse(refusal.path, edited)
    if read is None or read.data != wanted:
        raise ContentError([refusal])
    return edited


def _line(source: Source, key: str, value: str, after: Sequence[str]) -> _Edit:
    if (key,) in source.values:
        return _Edit(*source.values[key,], value)
    ends = [source.values[known,][1] for known in after if (known,) in source.values]
    if not ends:
        first = min(place for where, place in source.keys.items() if len(where) == 1)
        return _Edit(first, first, f"{key}: {value}\n")
    return _below(source, max(ends), f"{key}: {value}")


def language_block(language: Language, texts: Mapping[str, str]) -> str:
    """Return a section's texts in one language as its file has them."""
    lines = [f"{key}: {_written(texts[key], _INDENT)}\n" for key in _keys(texts)]
    return f"{language}:\n" + "".join(f"{_INDENT}{line}" for line in lines)


def _edits(source: Source, language: Language, texts: Mapping[str, str]) -> list[_Edit]:
    data: Any = source.data
    if (language,) not in source.values:
        ending = "" if source.text.endswith("\n") else "\n"
        end = len(source.text)
        return [_Edit(end, end, ending + language_block(language, texts))]
    flow = _is_flow(source, (language,))
    known = {key: source.keys[language, key] for key in data[language]}
    edits = []
    for key in _keys(texts):
        if key in known:
            if data[language][key] != texts[key]:
                edits.append(_replacement(source, (language, key), texts[key], flow=flow))
            continue
        following = [name for name in _ORDER[_ORDER.index(key) :] if name in known]
        at = known[following[0]] if key != "of" and following else min(known.values())
        indent = _indent_of(source, at)
        written = quoted(texts[key]) if flow else _written(texts[key], indent)
        edits.append(_Edit(at, at, f"{key}: {written}{', ' if flow else f'{chr(10)}{indent}'}"))
    return edits


def _keys(texts: Mapping[str, str]) -> list[str]:
    return [key for key in _ORDER if key in texts]


def _replacement(source: Source, where: tuple[str, ...], value: str, *, flow: bool) -> _Edit:
    start, end = source.values[where]
    old = source.text[start:end]
    if where[-1] == "of" and old.startswith(("|", ">")):
        # A comment behind the bar, and the line's end, would belong to what is replaced.
        message = f'a pin stands in one line; write `of: "{value}"` here'
        raise ContentError([source.problem(where, Severity.ERROR, message)])
    if flow or old.startswith('"') or where[-1] == "of":
        return _Edit(start, end, quoted(value))
    if old.startswith("'") and "\n" not in value:
        return _Edit(start, end, f"'{value.replace(chr(39), chr(39) * 2)}'")
    if old.startswith(("|", ">")):
        # Blank lines behind a block belong to it for YAML, and to the file for who wrote them.
        end = start + len(old.rstrip())
    indent = _indent_of(source, source.keys[where])
    inner = next((row for row in old.split("\n")[1:] if row.strip()), "")
    own = inner[: len(inner) - len(inner.lstrip(" "))] if old.startswith("|") else ""
    return _Edit(start, end, _written(value, indent, own or indent + _INDENT))


def _written(value: str, indent: str, inner: str = "") -> str:
    """Return a value as YAML: a line where that is plain, in quotes where not, a literal block."""
    if "\n" not in value:
        read, problems = parse("", f"key: {value}".encode())
        plain = read is not None and not problems and read.data == {"key": value}
        # A pin of digits alone is text all the same, and quotes say so to every other reader.
        pin = re.fullmatch("[0-9a-f]{8}", value) is not None
        return value if plain and not pin else quoted(value)
    inner = inner or indent + _INDENT
    ending = {0: "-", 1: ""}.get(len(value) - len(value.rstrip("\n")), "+")
    leading = str(len(inner) - len(indent)) if value[0] in " \n" else ""
    lines = value.rstrip("\n").split("\n") + [""] * (len(value) - len(value.rstrip("\n")) - 1)
    rows = (f"{inner}{line}" if line else "" for line in lines)
    return f"|{leading}{ending}\n" + "\n".join(rows)


def _applied(text: str, edits: list[_Edit]) -> str:
    """Make edits whose places are those of a text in which every line break is one character."""
    places = [*(match.start() for match in re.finditer(r"\r\n|.", text, re.DOTALL)), len(text)]
    breaks = _NEWLINE.search(text)
    newline = breaks.group() if breaks else "\n"
    for edit in sorted(edits, reverse=True):
        written = edit.text.replace("\n", newline)
        text = text[: places[edit.start]] + written + text[places[edit.end] :]
    return text
