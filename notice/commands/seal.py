"""The `seal` command: record the digests of the versions that are published now."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from notice.checks import name_of, open_problems
from notice.checks.seals import seals_are_there
from notice.commands.load import encoded, faultless, read_and_check
from notice.commands.shared_options import add_content, add_date
from notice.console import ExitCode, echo, program
from notice.content.files import SEALS
from notice.output.write import replace_file
from notice.problems import print_problems
from notice.versions.editions import editions
from notice.versions.seals import Seal, to_json, unsealed


def add_options(parser: ArgumentParser) -> None:
    """Add what can be typed behind the command."""
    add_content(parser)
    add_date(parser)


def run(options: Namespace) -> int:
    """Run the command; returns its exit code."""
    checked = read_and_check(options.content, day=options.date)
    not_sealed = name_of(seals_are_there)
    notice = faultless(checked, lambda problem: problem.rule == not_sealed)
    lacking = unsealed(notice, editions(notice, drafts=False), checked.seals)
    known = {seal.version for seal in checked.seals}
    new = {seal.version for seal in lacking} - known
    if unfit := open_problems(checked.tree, checked.problems, new):
        print_problems(unfit)
        message = (
            f"nothing was sealed: in a sealed version nothing of this can be mended any more. Mend "
            f"it now, or give the reason in `silence:`; then seal {', '.join(sorted(new))}"
        )
        echo(f"{options.content}: {message}", sys.stderr)
        return ExitCode.PROBLEMS
    if not lacking:
        echo("every published version has its seal", sys.stdout)
        return ExitCode.OK
    file = write_seals(options.content, [*checked.seals, *lacking])
    for seal in lacking:
        what = "withdrawn" if seal.withdrawn else f"in {', '.join(seal.texts)}"
        echo(f"{seal.version} {what}: sealed as {seal.digest}", sys.stdout)
    lines = (
        f"Commit {file}. What is sealed cannot be changed any more, only replaced by a new "
        f"version; until it is merged, `{program()} unseal` takes the last seal back."
    )
    echo(lines, sys.stdout)
    return ExitCode.OK


def write_seals(content: Path, seals: Sequence[Seal]) -> Path:
    """Write the seals of a content folder; returns their file."""
    file = content / SEALS
    replace_file(file, encoded(to_json(seals), content))
    return file
