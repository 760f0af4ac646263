"""What an editor types in a body that its Markdown does not have: told with what to write instead.

It is judged on what is left as text once the Markdown was read, never on the text as it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from notice.checks.context import CheckContext, Finding
from notice.checks.dialect_rules import AT_START, BEGINS, IN_TEXT, ITEMS, SIGN, TAG, UNDER
from notice.content.lines import Lines
from notice.markup import tree
from notice.markup.lines import DEEPEST_QUOTE, is_table_rule, typed_number
from notice.markup.parse import parse
from notice.markup.typed import BORDER, MARKED, Line, Passage, passages
from notice.problems import Problem, Severity

_SIGNS = re.compile(r"[][*_`|>~=^{}<&@¦｜│┃║\\]")


_LOOKS = re.compile(rf"www\.| {{2}}$|\S {{3,}}\S|^ *(?:{BEGINS})", re.MULTILINE)
"""What else a body has where there can be anything to tell: looked for where no sign was found,
since it takes long.
"""


_BEGINS = re.compile(BEGINS)


_TAG = re.compile(TAG)


_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]{2,8}\d*);")


_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


_HIGH_HEADING = re.compile(r" *#{1,2} +\S")


_TABLE = "this is no table: put a line like `| --- | --- |` under its head, with as many cells"


_BARS = "this is no table: between its cells stands `|`, and under its head `| --- | --- |`"


_OTHER_BAR = re.compile("[¦｜│┃║]")


_GAP = "a table has no empty line in it; take it out"


_UNKNOWN = re.compile(f"[{MARKED}{BORDER}]")


_NOTE = re.compile(r"[ >]*\[\^[^]]+\]:")


_COLUMNS = re.compile(r"\S {3,}\S")


_TOO_DEEP = re.compile(rf" *(> ?){{{DEEPEST_QUOTE + 1},}}")


_TWO_MARKERS = re.compile(r" *(?:> ?)*[*+-] +[*+-] ")


def no_accidental_markup(context: CheckContext) -> Iterator[Problem]:
    """HTML is shown as it is typed, and a heading inside a section begins with `###`: both are
    hardly ever meant otherwise.
    """
    yield from _problems(context, _accidental)


def markdown_is_understood(context: CheckContext) -> Iterator[Problem]:
    """What looks like Markdown and is shown as it is typed was hardly meant so."""
    yield from _problems(context, _misunderstood)


CHECKS = (no_accidental_markup, markdown_is_understood)


class _Finding(NamedTuple):
    """Something in a line of a body, counted from 0: the characters that it is about, and what to
    say of them. `is_hint`: it may well be meant.
    """

    line: int
    snippet: str
    message: str
    is_hint: bool = False


def _problems(
    context: CheckContext, find: Callable[[str], tuple[_Finding, ...]]
) -> Iterator[Problem]:
    for placed in context.texts():
        body = placed.text.body
        if not (_SIGNS.search(body) or _LOOKS.search(body)):
            continue  # most texts have nothing to tell of: they are not even read
        lines = Lines.of("", body)
        findings = (
            Finding(
                _offset(lines, finding),
                finding.message,
                Severity.HINT if finding.is_hint else None,
            )
            for finding in find(body)
        )
        yield from placed.problems("body", findings)


def _offset(lines: Lines, finding: _Finding) -> int:
    start = lines.starts[finding.line]
    part = max(_UNKNOWN.split(finding.snippet), key=len).strip()
    return start + max(lines.line(finding.line + 1).find(part), 0)


@lru_cache(maxsize=8192)
def _accidental(body: str) -> tuple[_Finding, ...]:
    """Return the HTML in a body, and its headings that stand too high."""
    findings = []
    opened: set[str] = set()
    for passage in passages(body):
        for line in passage.lines:
            if high := _HIGH_HEADING.match(line.text):
                message = "a heading inside a section begins with `### `"
                findings.append(_Finding(line.number, high[0].strip(), message))
            for tag in _TAG.finditer(line.text):
                if tag[0].startswith("</") and f"<{tag[0][2:-1]}" in opened:
                    continue  # told with what it closes
                opened.add(re.split(r"[\s/>]", tag[0], maxsplit=1)[0])
                is_break = _BREAK.fullmatch(tag[0])
                instead = "end the line before it with a backslash" if is_break else "use Markdown"
                shown = tag[0].replace(MARKED, "…")
                message = f"`{shown}` is HTML and would be shown as it stands; {instead}"
                findings.append(_Finding(line.number, tag[0], message))
            for entity in _ENTITY.finditer(line.text):
                message = (
                    f"`{entity[0]}` is HTML and would be shown as it stands; type the character "
                    "itself"
                )
                findings.append(_Finding(line.number, entity[0], message))
    return tuple(findings)


@lru_cache(maxsize=8192)
def _misunderstood(body: str) -> tuple[_Finding, ...]:
    """Return what looks like Markdown and was not read as such: each thing once in a passage."""
    typed = body.split("\n")
    findings = [*_numbers(body, typed), *_hidden(body, typed)]
    for passage in passages(body):
        once: dict[str, _Finding] = {}
        for finding in (*_in_lines(passage), *_of_blocks(passage, typed)):
            once.setdefault(finding.message, finding)
        findings += once.values()
    return tuple(sorted(findings, key=lambda finding: finding.line))


def _in_lines(passage: Passage) -> Iterator[_Finding]:
    for place, line in enumerate(passage.lines):
        for rule in IN_TEXT if SIGN.search(line.text) else ():
            if match := re.search(rule.pattern, line.text):
                yield _Finding(line.number, match[0], rule.message)
        text = line.text.strip()
        if not _BEGINS.match(text):
            continue
        for rule in (*UNDER, *AT_START) if place else AT_START:
            if match := re.match(rule.pattern, text):
                yield _Finding(line.number, match[0], rule.message)
                break


def _of_blocks(passage: Passage, typed: Sequence[str]) -> Iterator[_Finding]:
    """Yield what was meant to be a list, a table or a quotation, or the end of one."""
    lines, own = passage.lines, passage.blocks[-1]
    if own in ("td", "th"):
        return
    if own in ("p", "li"):
        yield from _items(lines)
    yield from _tables(lines, typed)
    columns = [line for line in lines if _COLUMNS.search(line.text)]
    if len(columns) > 1:
        message = "columns that spaces keep apart run together; write a table with `|` between them"
        yield _Finding(columns[0].number, columns[0].text, message)
    if own == "li" and _TWO_MARKERS.match(typed[lines[0].number]):
        message = "only one list begins in a line; write the inner one on its own line, indented"
        yield _Finding(lines[0].number, lines[0].text, message)
    if deep := _TOO_DEEP.match(typed[lines[0].number]):
        message = f"quotations stand at most {DEEPEST_QUOTE} deep"
        yield _Finding(lines[0].number, deep[0], message)
    yield from _in_typed(passage, typed)


def _in_typed(passage: Passage, typed: Sequence[str]) -> Iterator[_Finding]:
    """Yield what a line as it was typed has and its block does not show."""
    lines = passage.lines
    for line in lines:
        if "blockquote" in passage.blocks and ">" not in typed[line.number]:
            message = (
                "this line goes on with the quotation above it; leave a line empty before it, or "
                "begin it with `> `"
            )
            yield _Finding(line.number, line.text, message)
    for line in lines:
        if not (passage.note and line is lines[0]) and (note := _NOTE.match(typed[line.number])):
            message = "a footnote's text begins at the left edge, and each label has one text"
            yield _Finding(line.number, note[0], message)
    for line in lines[:-1]:
        if typed[line.number].endswith("  "):
            message = "spaces at the end of a line do not break it; a backslash does"
            yield _Finding(line.number, line.text, message, is_hint=True)


def _tables(lines: Sequence[Line], typed: Sequence[str]) -> Iterator[_Finding]:
    """Yield what was meant to be a table, or a part of the one above or below."""
    if any(line.text.lstrip().startswith("|") or is_table_rule(line.text) for line in lines) or (
        sum(line.text.count("|") > 1 or " | " in line.text for line in lines) > 1
    ):
        line = next(line for line in lines if "|" in line.text or is_table_rule(line.text))
        above = typed[max(line.number - 2, 0) : line.number][::-1]
        below = typed[line.number + 1 : line.number + 3]
        goes_on = any(
            len(near) > 1 and not near[0].strip() and near[1].lstrip().startswith("|")
            for near in (above, below)
        )
        yield _Finding(line.number, line.text, _GAP if goes_on else _TABLE)
    barred = [line for line in lines if _OTHER_BAR.search(line.text)]
    if len(barred) > 1:
        yield _Finding(barred[0].number, barred[0].text, _BARS)


def _items(lines: Sequence[Line]) -> Iterator[_Finding]:
    """Yield what looks like an item; inside a paragraph only beside others or under a colon."""
    texts = [(place, line.text.strip()) for place, line in enumerate(lines)]
    texts = [(place, text) for place, text in texts if _BEGINS.match(text)]
    for rule in ITEMS if texts else ():
        begun = [(place, match) for place, text in texts if (match := re.match(rule.pattern, text))]
        if not begun or not re.match(rule.begins, begun[0][1][0]):
            continue
        kinds = Counter(match["kind"] for _, match in begun)
        for place, match in begun:
            under_colon = place > 0 and lines[place - 1].text.rstrip().endswith(":")
            first = place == 0 and not rule.needs_others
            if first or under_colon or kinds[match["kind"]] > 1:
                yield _Finding(lines[place].number, match[0], rule.message)


def _numbers(body: str, typed: Sequence[str]) -> Iterator[_Finding]:
    """Yield the items that readers see under another number, unless all were typed alike."""
    before: dict[int, int] = {}
    for passage in passages(body):
        number = typed_number(typed[passage.lines[0].number]) if passage.shown else None
        if number is None:
            continue
        depth = passage.blocks.count("ol")
        if number not in (passage.shown, before.get(depth)):
            message = f"readers see this item as {passage.shown}, not as {number}"
            yield _Finding(passage.lines[0].number, str(number), message)
        before[depth] = number


def _hidden(body: str, typed: Sequence[str]) -> Iterator[_Finding]:
    """Yield what few readers would see: titles of links, and footnotes without a reference."""
    for element in tree.elements(parse(body)):
        title, label = element.get("title"), element.get(tree.UNREFERRED)
        if title:
            message = "a link's title is seen only under a mouse; write it in the text"
            yield _Finding(_line_of(typed, title), title, message)
        if label:
            message = f"nothing refers to this footnote; write `[^{label}]` where it belongs"
            yield _Finding(_line_of(typed, f"[^{label}]:"), f"[^{label}]", message)


def _line_of(typed: Sequence[str], snippet: str) -> int:
    return next((number for number, line in enumerate(typed) if snippet in line), 0)
