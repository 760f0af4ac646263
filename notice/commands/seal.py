"""The `seal` command: record the digests of the versions that are published now."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import date

from notice.commands.load import read_and_check, told_of_warnings
from notice.console import ExitCode, echo
from notice.content.files import SEALS
from notice.output.write import replace_file
from notice.versions.editions import editions
from notice.versions.seals import to_json, unsealed


def run(options: Namespace) -> int:
    """Run the command; returns its exit code."""
    checked = read_and_check(options.content)
    notice = told_of_warnings(checked)
    published = editions(notice, date.max, drafts=False)
    lacking = unsealed(published, notice.languages, notice.source_language, checked.seals)
    for seal in lacking:
        echo(f"{seal.version} in {', '.join(seal.texts)}: sealed as {seal.digest}", sys.stdout)
    if not lacking:
        echo("every published version has its seal", sys.stdout)
        return ExitCode.OK
    file = options.content / SEALS
    replace_file(file, to_json([*checked.seals, *lacking]).encode())
    echo(
        f"Commit {file}. What is sealed cannot be changed any more, "
        "only replaced by a new version.",
        sys.stdout,
    )
    return ExitCode.OK
