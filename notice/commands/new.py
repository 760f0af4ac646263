"""The `new` command: the folder of the next version, or sections copied into the draft that is
there.
"""

from __future__ import annotations

import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from notice.checks import name_of, version_of
from notice.checks.contents import contents_and_files_agree
from notice.checks.references import references_exist
from notice.checks.timeline import bases_were_not_withdrawn, versions_follow_each_other
from notice.commands import option_types
from notice.commands.load import encoded, faultless, read_and_check
from notice.commands.next_version import Plan, Wanted, plan
from notice.commands.shared_options import add_content, add_date
from notice.console import ExitCode, UsageError, echo, echo_lines, program
from notice.content.model import Notice
from notice.content.yaml_edit import with_value
from notice.output.files import staged
from notice.output.write import create_files, replace_file
from notice.problems import Problem

_MENDED_BY_NEW = frozenset(
    map(name_of, (bases_were_not_withdrawn, contents_and_files_agree, references_exist))
)
"""Checks of which what they tell about a draft may be what `new` is called for."""


def add_options(parser: ArgumentParser) -> None:
    """Add what can be typed behind the command."""
    add_content(parser)
    parser.add_argument(
        "sections", nargs="*", metavar="SECTION", help="a section to change, or a new one"
    )
    parser.add_argument(
        "--from",
        dest="base",
        type=option_types.version,
        default="",
        metavar="VERSION",
        help="the version that it is based on (default: the one that is in force before it)",
    )
    parser.add_argument(
        "--before",
        type=option_types.version,
        default="",
        metavar="DRAFT",
        help="take the number of a draft that waits; that one and those after it get the next",
    )
    parser.add_argument(
        "--version",
        type=option_types.version,
        default="",
        metavar="VERSION",
        help="the draft to add sections to, or the version to begin",
    )
    add_date(parser)


def run(options: Namespace) -> int:
    """Run the command; returns its exit code. Nothing that is there is written over."""
    content: Path = options.content
    notice, day = _notice_to_go_on_from(content, options)
    where = Wanted(options.base, options.before, options.version)
    planned = plan(notice, options.sections, day, where)
    standing = make(planned, content)
    for old, new in planned.moved.items():
        echo(f"{content / old}: is now {content / new}", sys.stdout)
    for inside in sorted({*planned.copied, *planned.written}):
        if inside in standing:
            echo(f"{content / inside}: is there already, and stays as it is", sys.stdout)
            continue
        copied = inside in planned.copied
        origin = f"copied from {content / planned.copied[inside]}" if copied else "to be filled in"
        remark = f"; {planned.remarks[inside]}" if inside in planned.remarks else ""
        echo(f"{content / inside}: {origin}{remark}", sys.stdout)
    folder = content / planned.version
    lines = [
        (
            f"Now edit the files. `{program()} check` tells what is wrong, "
            f"`{program()} serve` shows the pages."
        ),
        f"Once a translation says what the source text says: `{program()} pin SECTION`.",
        (
            f"Once all is ready: take `draft: true` out of {folder / 'version.yaml'}, "
            "and look at its days."
        ),
    ]
    if not options.sections:
        copies = f"`{program()} new SECTION` copies a section to be changed into {folder}."
        lines.insert(1, copies)
    if planned.moved:
        old, new = list(planned.moved.items())[-1]  # the one that is next
        lines.append(
            f"{new} goes on from {planned.version}, which says again what it was based on."
            if planned.bases.get(old) == planned.version
            else f"{new} is based on what it was based on; `{program()} check` tells what it must "
            f"take over once {planned.version} is published."
        )
    echo_lines(lines, sys.stdout)
    return ExitCode.OK


def _notice_to_go_on_from(content: Path, options: Namespace) -> tuple[Notice, date]:
    """Return the notice and the day; raises ContentError where it has errors, but for a gap in the
    numbers that the version to be begun fills, and for those of drafts that it may mend: what is
    begun may be what they are to be based on, or an emergency that comes before them, and what is
    copied the text that a draft lists, or in which a link is to be changed.
    """
    checked = read_and_check(content, day=options.date, preview=True)
    gap = f"{options.version or 'nothing'} is missing"
    follow = name_of(versions_follow_each_other)

    def is_mended(problem: Problem) -> bool:
        fills_gap = problem.rule == follow and problem.message.startswith(gap)
        version = version_of(checked.tree, checked.notice, problem) if checked.notice else None
        is_of_a_draft = version is not None and version.draft
        return fills_gap or (problem.rule in _MENDED_BY_NEW and is_of_a_draft)

    return faultless(checked, is_mended), checked.day


def make(planned: Plan, content: Path) -> set[str]:
    """Make what was planned: all of it or nothing, and nothing over what is there. Returns the
    files that a draft has already, which stay as they are. Raises UsageError, ContentError or
    OSError.
    """
    standing = {
        inside
        for inside in (*planned.copied, *planned.written)
        if not planned.begun
        and (content / inside).is_file()
        and not (content / inside).is_symlink()
    }
    files = {inside: (content / source).read_bytes() for inside, source in planned.copied.items()}
    files |= {inside: encoded(text, content) for inside, text in planned.written.items()}
    files = {inside: raw for inside, raw in files.items() if inside not in standing}
    leaving = {content / old for old in planned.moved}
    in_the_way = [content / new for new in planned.moved.values()]
    in_the_way += (
        [content / planned.version] if planned.begun else [content / inside for inside in files]
    )
    for place in in_the_way:
        if place not in leaving and (place.exists() or place.is_symlink()):
            raise UsageError(f"{place} is there already; nothing was written")
    rebased = {}
    for old, base in planned.bases.items():
        file = content / old / "version.yaml"
        rebased[old] = with_value(file.as_posix(), file.read_bytes(), "from", base, after=())
    if planned.begun:
        with _moved(planned, content, rebased):
            named = {inside.partition("/")[2]: raw for inside, raw in files.items()}
            _make_folder(content / planned.version, named)
    else:
        create_files({content / inside: raw for inside, raw in files.items()})
    return standing


@contextmanager
def _moved(planned: Plan, content: Path, rebased: Mapping[str, bytes]) -> Iterator[None]:
    """Write the new numbers and bases of waiting drafts; undo that where what follows fails."""
    before = {old: (content / old / "version.yaml").read_bytes() for old in rebased}
    done: list[tuple[Path, Path]] = []
    try:
        for old, raw in rebased.items():
            replace_file(content / old / "version.yaml", raw)
        for old, new in planned.moved.items():
            (content / old).rename(content / new)
            done.append((content / old, content / new))
        yield
    except BaseException:
        for source, target in reversed(done):
            target.rename(source)
        for old, raw in before.items():
            replace_file(content / old / "version.yaml", raw)
        raise


def _make_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder with files in one step, so that nobody reads half of it."""
    staging = staged(folder)
    try:
        staging.mkdir()
        for name, raw in files.items():
            (staging / name).write_bytes(raw)
        staging.rename(folder)
    except OSError as error:  # told of the folder that is begun, not of one nobody knows
        error.filename, error.filename2 = str(folder), None
        raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)
