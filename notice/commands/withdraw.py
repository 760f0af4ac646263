"""The `withdraw` command: end a version that was announced, before it comes into force."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date

from notice.commands import option_types
from notice.commands.load import faultless, read_and_check
from notice.commands.seal import write_seals
from notice.commands.shared_options import add_content, add_date
from notice.console import ExitCode, UsageError, echo, echo_lines, program
from notice.content.model import Notice, Version
from notice.content.yaml_edit import with_value
from notice.output.write import replace_file
from notice.problems import did_you_mean
from notice.versions.editions import lasting
from notice.versions.seals import Seal, withdrawal_seal


def add_options(parser: ArgumentParser) -> None:
    """Add what can be typed behind the command."""
    add_content(parser)
    parser.add_argument(
        "version", type=option_types.version, metavar="VERSION", help="which one: v2"
    )
    add_date(parser)


def run(options: Namespace) -> int:
    """Run the command; returns its exit code."""
    checked = read_and_check(options.content, day=options.date)
    notice, day = faultless(checked), checked.day
    version = upcoming(notice, checked.seals, options.version, day)
    file = options.content / version.id / "version.yaml"
    before = file.read_bytes()
    edited = with_value(
        file.as_posix(), before, "withdrawn", day.isoformat(), ("effective", "published")
    )
    replace_file(file.resolve(), edited)
    # Second, so that where this is interrupted `seal` can still add it.
    seal = withdrawal_seal(version, day, checked.seals)
    try:
        seals_file = write_seals(options.content, [*checked.seals, seal])
    except OSError:
        replace_file(file.resolve(), before)
        raise
    echo(f"{file}: withdrawn on {day}; sealed as {seal.digest}", sys.stdout)
    waiting = [other for other in notice.versions if other.draft]
    in_front = f" --before {waiting[0].id}" if waiting else ""
    lines = [
        "Its address and its text stay, and say that it never came into force.",
        f"Commit {file} and {seals_file}.",
        (
            f"To postpone it: `{program()} new --from {version.id}{in_front}` begins a version "
            "with its text."
        ),
    ]
    numbers = {other.number: other for other in notice.versions}
    base = lasting(numbers.get(version.base_number, version), numbers)
    lines += [
        (
            f"{other.id} is based on it: if it is not postponed, write "
            f"`from: {base.id}` in its version.yaml, and copy into its folder the files of "
            f"{version.id} that are to stay."
        )
        for other in waiting
        if other.base_number == version.number
    ]
    lines += [
        (
            f"{other.id} is based on it, and comes into force with its text on {other.effective}: "
            f"if that is not to be, `{program()} withdraw {other.id}`."
        )
        for other in notice.versions
        if not other.draft and not other.withdrawn and other.base_number == version.number
    ]
    echo_lines(lines, sys.stdout)
    return ExitCode.OK


def upcoming(notice: Notice, seals: Sequence[Seal], wanted: str, day: date) -> Version:
    """Return the version to be withdrawn on a day. Raises UsageError where that cannot be."""
    versions = {version.id: version for version in notice.versions}
    if wanted not in versions:
        raise UsageError(f"there is no version `{wanted}`{did_you_mean(wanted, versions)}")
    version = versions[wanted]
    sealed = any(seal.version == wanted for seal in seals)
    unseal = f"take its seal back (`{program()} unseal`) and write `draft: true`"
    reasons = (
        (version.draft, "is a draft, and nobody was told of it: delete its folder, or leave it"),
        (version.withdrawn, f"was withdrawn on {version.withdrawn} already"),
        (
            version.effective <= day,
            f"came into force on {version.effective}: replace it (`{program()} new`)",
        ),
        (not sealed, "has no seal, so nobody was told of it: write `draft: true` in version.yaml"),
        (
            version.published > day,
            f"is withheld until {version.published}, and nobody was told of it: {unseal}",
        ),
    )
    for is_so, words in reasons:
        if is_so:
            raise UsageError(f"{wanted} cannot be withdrawn: it {words}")
    return version
