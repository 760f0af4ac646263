"""The `status` command: the overview as text for a terminal, as Markdown, as JSON for programs."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from typing import Any

from notice.commands.load import read_and_check
from notice.commands.shared_options import add_content, add_date
from notice.commands.translation_status import translation_lines
from notice.console import ExitCode, program, visible
from notice.content.model import Status
from notice.problems import (
    Problem,
    Severity,
    amount,
    as_markdown_text,
    counts,
    for_a_page,
    print_problems,
    refused,
    sealed_line,
    summary,
    to_data,
)
from notice.versions.overview import (
    MARKS,
    STATE_WORDS,
    STATUS_WORDS,
    Overview,
    VersionStatus,
    overview,
)


def add_options(parser: ArgumentParser) -> None:
    """Add what can be typed behind the command."""
    add_content(parser)
    parser.add_argument(
        "--language",
        default="",
        metavar="LANGUAGE",
        help="what is left to translate into this language, with what changed in its source",
    )
    parser.add_argument(
        "--from",
        dest="read_in",
        default="",
        metavar="LANGUAGE",
        help="with --language: what the translator reads (default: the language that prevails)",
    )
    parser.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text", help="(default: text)"
    )
    add_date(parser)


def run(options: Namespace) -> int:
    """Run the command; returns its exit code."""
    checked = read_and_check(options.content, day=options.date)
    notice = checked.notice
    if notice and options.language:
        lines = translation_lines(notice, options)
        print("\n".join(lines))
    elif notice:
        state = overview(notice, checked.tree, checked.seals, checked.problems, checked.day)
        write = {"text": text, "json": to_json, "markdown": markdown}[options.format]
        print(write(state), end="")
    if refused(checked.problems, Severity.ERROR):
        print_problems(checked.problems)
        return ExitCode.PROBLEMS
    return ExitCode.OK


def _told_by_check(problems: Sequence[Problem]) -> str:
    """Say how many problems there are, and what tells them."""
    counted = summary(problems)
    return f"{counted}; `{program()} check` tells them" if counted else "no problems"


def text(overview: Overview) -> str:
    """Write the overview as tables of plain text."""
    lines = [f"{visible(overview.title)}, as of {overview.day}"]
    for heading, table in _tables(overview):
        lines += ["", heading, *_aligned(table)]
    for heading, items in _open_items(overview):
        lines += ["", heading, *(f"  {line}" for line in items)]
    return "\n".join([*lines, "", _told_by_check(overview.problems), ""])


def markdown(overview: Overview) -> str:
    """Write the overview as Markdown, as GitHub shows it in a job's summary."""
    lines = [f"## {as_markdown_text(overview.title)}, as of {overview.day}"]
    for heading, table in _tables(overview):
        head, *rows = [[as_markdown_text(cell) for cell in row] for row in table]
        lines += [
            "",
            f"### {as_markdown_text(heading)}",
            "",
            _piped(head),
            _piped(["---"] * len(head)),
            *map(_piped, rows),
        ]
    for heading, items in _open_items(overview):
        lines += [
            "",
            f"### {as_markdown_text(heading)}",
            "",
            *(f"- {as_markdown_text(line)}" for line in items),
        ]
    lines += ["", f"### Problems: {summary(overview.problems) or 'no problems'}", ""]
    told = [*filter(None, [sealed_line(overview.problems)])]
    told += map(str, for_a_page(overview.problems))
    lines += [f"- {as_markdown_text(line)}" for line in told]
    return "\n".join(lines).rstrip("\n") + "\n"


def to_json(overview: Overview) -> str:
    """Write the overview as JSON."""
    data = {
        "title": overview.title,
        "day": overview.day.isoformat(),
        "languages": list(overview.languages),
        "versions": [_version_data(version) for version in overview.versions],
        "problems": [to_data(problem) for problem in overview.problems],
        "counts": counts(overview.problems),
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _tables(overview: Overview) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield the tables, each with its heading; the first row of each names its columns."""
    source, *others = overview.languages
    head = ["version", "status", "from", "until", "published", "change", "sealed"]
    rows = [[*head, *others, "GDPR items"]]
    for version in overview.versions:
        translated = [
            f"{version.translated(language)} of {len(version.rows)}" for language in others
        ]
        asked = len(version.answers)
        rows.append(
            [
                version.id,
                STATUS_WORDS[version.edition.status],
                *(day or "" for day in version.edition.days().values()),
                version.edition.version.change.value,
                "yes" if version.sealed else "no",
                *translated,
                f"{asked - len(version.open)} of {asked}",
            ]
        )
    yield f"Versions ({source} prevails)", rows
    if overview.newest:
        matrix = [["section", *overview.languages, "file"]]
        for row in overview.newest.rows:
            states = [f"{MARKS[cell.state]} {STATE_WORDS[cell.state]}" for cell in row.cells]
            matrix.append([row.id, *states, row.cells[0].place.path])
        yield f"{overview.newest.id}: sections by language", matrix
        if purposes := overview.newest.purposes:
            table = [["purpose", *(cell.key for cell in purposes[0].cells)]]
            for purpose in purposes:
                cells = [
                    f"{cell.words or '–'}{f' ! {cell.place}' if cell.is_open else ''}"
                    for cell in purpose.cells
                ]
                table.append([purpose.id, *cells])
            yield f"{overview.newest.id}: what is done with data", table


def _open_items(overview: Overview) -> Iterator[tuple[str, list[str]]]:
    """Yield, newest version first, what nothing in it answers; of past ones the names alone."""
    for version in reversed(overview.versions):
        if version.open:
            items = [str(answer.item) for answer in version.open]
            if version.edition.status is Status.SUPERSEDED:
                items = [", ".join(answer.item.id for answer in version.open)]
            number = amount(len(version.open), "GDPR item")
            yield f"{version.id}: {number} open ({version.open[0].place})", items


def _version_data(version: VersionStatus) -> dict[str, Any]:
    purposes = [
        {
            "id": row.id,
            **{cell.key: cell.words for cell in row.cells},
            "open": {cell.key: str(cell.place) for cell in row.cells if cell.is_open},
        }
        for row in version.purposes
    ]
    return {
        "id": version.id,
        "status": version.edition.status.value,
        "change": version.edition.version.change.value,
        **version.edition.days(),
        "sealed": version.sealed,
        "place": str(version.place),
        "sections": [
            {
                "id": row.id,
                "number": row.number,
                "title": row.title,
                "changed": row.own,
                "languages": {
                    cell.language: {"state": cell.state.value, "place": str(cell.place)}
                    for cell in row.cells
                },
            }
            for row in version.rows
        ],
        **({"purposes": purposes} if purposes else {}),
        "gdpr": [
            {
                "item": answer.item.id,
                "says": answer.item.says,
                "state": answer.state,
                "sections": list(answer.places),
                "reason": answer.reason or None,
                "place": str(answer.place),
            }
            for answer in version.answers
        ],
    }


def _aligned(table: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(cells).rstrip()}"


def _piped(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
