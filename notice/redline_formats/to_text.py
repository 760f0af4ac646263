"""The redline for a terminal, as Markdown, and as plain data for JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from notice.markup.tree import html, plain
from notice.redline.result import Block, Kind, MarkedCell, Redline, SectionChange
from notice.redline_formats.elements import Frame
from notice.redline_formats.labels import Labels, block_labels, column_labels
from notice.redline_formats.to_html import body
from notice.redline_formats.words_to_html import inline
from notice.words.characters import Deception
from notice.words.hunks import Reason
from notice.words.runs import Mark, Run


@dataclass(frozen=True, slots=True)
class Style:
    """How a terminal shows marks: what goes before and after; plain brackets where it has no
    colours. What is `moved` came from elsewhere, what `left` is elsewhere now.
    """

    inserted: tuple[str, str] = ("{+", "+}")
    deleted: tuple[str, str] = ("[-", "-]")
    moved: tuple[str, str] = ("{>", "<}")
    left: tuple[str, str] = ("[>", "<]")
    strong: tuple[str, str] = ("", "")
    faint: tuple[str, str] = ("", "")


COLOURS = Style(
    inserted=("\x1b[4;34m", "\x1b[0m"),
    deleted=("\x1b[9;33m", "\x1b[0m"),
    moved=("\x1b[4;36m", "\x1b[0m"),
    left=("\x1b[9;36m", "\x1b[0m"),
    strong=("\x1b[1m", "\x1b[0m"),
    faint=("\x1b[2m", "\x1b[0m"),
)
"""Blue and underlined, yellow and struck through, moved text cyan and either: never red and green,
never colour alone.
"""


def to_terminal(
    redline: Redline,
    labels: Labels,
    names: Mapping[str, str],
    happened: Mapping[str, str],
    style: Style,
    width: int,
) -> Iterator[str]:
    """Yield the lines of a redline for a terminal: the sections that changed, with the blocks that
    did.
    """
    for section in redline.sections:
        if not section.touched:
            continue
        heading = _runs(section.title, style, style.strong) or names.get(section.id, "")
        yield _around(style.strong, f"{_number(section, style)}{heading}")
        yield _around(style.faint, happened[section.id])
        yield ""
        for block in section.blocks:
            if block.kind is Kind.KEPT and not (block.form_only or block.old_ordinal):
                continue
            label = " · ".join(_block_labels(block, labels, names))
            cells = block.cells if block.form_only else map(_as_respelled, block.cells)
            text = " | ".join(_cell(cell, style, block) for cell in cells)
            indent = "  " * sum(box.tag == "li" for box in block.boxes)
            yield _around(style.faint, f"{indent}[{label}]")
            yield from _wrapped(text, indent, width)
            yield ""


def to_markdown(
    redline: Redline, labels: Labels, names: Mapping[str, str], happened: Mapping[str, str]
) -> Iterator[str]:
    """Yield a redline as Markdown with `<ins>` and `<del>`, as GitHub shows it in summaries and
    comments.
    """
    # Nobody hears this instead of seeing it, so what marks show need not be said as well.
    labels = labels._replace(inserted="", deleted="")
    for section in redline.sections:
        if section.touched:
            number = section.new_number or section.old_number
            heading = html(inline(section.title, labels)) or names.get(section.id, "")
            yield f"## {f'{number}. ' if number else ''}{heading}"
            yield ""
            yield f"*{happened[section.id]}*"
            yield ""
            yield html(body(section, Frame(labels, names, bare=True)))
            yield ""


def to_data(redline: Redline) -> dict[str, Any]:
    """Return a redline as plain data for JSON."""
    return {
        "counts": redline.counts._asdict(),
        "sections": [_section_data(section) for section in redline.sections],
    }


def _section_data(section: SectionChange) -> dict[str, Any]:
    return {
        "id": section.id,
        "kind": section.kind.value,
        "moved": section.moved,
        "renamed": section.renamed,
        "divided": section.divided,
        "joined": section.joined,
        "old_id": section.old_id,
        "went_to": list(section.went_to),
        "came_from": list(section.came_from),
        "old": {"number": section.old_number, "language": section.old_language},
        "new": {"number": section.new_number, "language": section.new_language},
        "title": _run_data(section.title),
        "deceptions": _deception_data(section.deceptions),
        "counts": section.counts._asdict(),
        "blocks": [_block_data(block) for block in section.blocks],
        "unchanged": plain(section.same),
    }


def _block_data(block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind.value,
        "in": [box.tag for box in block.boxes],
        "tag": block.tag,
        "cells": [
            _run_data(cell.runs) if cell.runs else [{"mark": "", "text": plain(cell.content)}]
            for cell in block.cells
        ],
        "split": block.split,
        "joined": block.joined,
        "formatting": block.formatting,
        "punctuation": block.punctuation,
        "renumbered": block.renumbered,
        "border_moved": block.border_moved,
        "old_level": block.old_level,
        "old_ordinal": block.old_ordinal,
        "typography": [respelling._asdict() for respelling in block.typography],
        "deceptions": _deception_data(block.deceptions),
        "columns": [{**column._asdict(), "kind": column.kind.value} for column in block.columns],
        "links": [link._asdict() for link in block.links],
        "number": block.number,
        "partner": block.partner,
    }


def _deception_data(deceptions: Sequence[Deception]) -> list[dict[str, Any]]:
    return [{**one._asdict(), "danger": one.danger.value} for one in deceptions]


def _run_data(runs: Sequence[Run]) -> list[dict[str, str]]:
    """Return stretches of one mark, each with its reason where that is not a change of wording."""
    result = []
    for (mark, reason), same in groupby(runs, key=lambda run: (run.mark, run.reason)):
        why = {"reason": reason.value} if reason.value else {}
        result.append({"mark": mark.value, "text": "".join(map(_run_text, same)), **why})
    return result


def _run_text(run: Run) -> str:
    """Return the text of a run; that of an image is its alternative."""
    inlines = (*run.outside, *run.inside)
    if inlines and inlines[-1].tag == "img":
        return dict(inlines[-1].attributes).get("alt", "")
    return run.text


def _block_labels(block: Block, labels: Labels, names: Mapping[str, str]) -> Iterator[str]:
    yield from block_labels(block, labels, names)
    yield from column_labels(block, labels)
    if block.form_only and not block.typography:
        yield labels.same_words


def _number(section: SectionChange, style: Style) -> str:
    if section.renumbered:
        return (
            f"{_around(style.deleted, section.old_number + '.')} "
            f"{_around(style.inserted, section.new_number + '.')} "
        )
    number = section.new_number or section.old_number
    return f"{number}. " if number else ""


def _as_respelled(cell: MarkedCell) -> MarkedCell:
    """Return a cell with words that look the same as they are now: here they would hide the words
    that changed.
    """
    runs = (
        run._replace(mark=Mark.KEPT) if run.reason is Reason.TYPOGRAPHY else run
        for run in cell.runs
        if (run.mark, run.reason) != (Mark.DELETED, Reason.TYPOGRAPHY)
    )
    return cell._replace(runs=tuple(runs))


def _cell(cell: MarkedCell, style: Style, block: Block) -> str:
    around = style.moved if block.kind is Kind.MOVED_HERE else ("", "")
    if cell.content:
        return _around(around, plain(cell.content))
    if block.kind is Kind.MOVED_AWAY:
        return _around(style.left, "".join(map(_run_text, cell.runs)))
    return _around(around, _runs(cell.runs, style, around))


def _runs(runs: Sequence[Run], style: Style, around: tuple[str, str] = ("", "")) -> str:
    """Write marks; each ends with what is around it begun anew, since an end ends all colours."""
    marks = {
        (Mark.INSERTED, True): style.moved,
        (Mark.INSERTED, False): style.inserted,
        (Mark.DELETED, True): style.left,
        (Mark.DELETED, False): style.deleted,
    }
    again = around[0] if around[1] == style.inserted[1] else ""
    parts = []
    for part in _run_data(runs):
        is_moved = part.get("reason") == Reason.MOVED.value
        before, after = marks.get((Mark(part["mark"]), is_moved), ("", ""))
        parts.append(_around((before, f"{after}{again}" if after else ""), part["text"]))
    return "".join(parts)


def _around(style: tuple[str, str], text: str) -> str:
    return f"{style[0]}{text}{style[1]}" if text else ""


def _wrapped(text: str, indent: str, width: int) -> Iterator[str]:
    """Break lines at spaces; escapes count as nothing, so lines with colours come out a little
    short, never long.
    """
    for line in text.split("\n"):
        yield from textwrap.wrap(
            line,
            width=max(width, 20),
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
        ) or [""]
