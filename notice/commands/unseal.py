"""The `unseal` command: take the last seal back, for a slip that is seen before it is merged."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from notice.commands.load import encoded
from notice.commands.shared_options import add_content
from notice.console import ExitCode, UsageError, echo, echo_lines, program
from notice.content.files import SEALS, read_tree
from notice.output.write import replace_file
from notice.problems import ContentError
from notice.versions.seals import read_seals, to_json


def add_options(parser: ArgumentParser) -> None:
    """Add what can be typed behind the command."""
    add_content(parser)


def run(options: Namespace) -> int:
    """Run the command; returns its exit code. The rest of the content may be wrong: the slip may
    be mended already.
    """
    tree = read_tree(options.content)
    known, problems = read_seals(tree)
    unreadable = [problem for problem in tree.problems if problem.path == tree.shown(SEALS)]
    if problems or unreadable:
        raise ContentError([*problems, *unreadable])
    if not known:
        raise UsageError(f"{tree.shown(SEALS)}: there is no seal that could be taken back")
    file, last = options.content / SEALS, known[-1]
    replace_file(file, encoded(to_json(known[:-1]), options.content))
    if last.withdrawn:
        what = f"{last.version} withdrawn on {last.withdrawn}"
        then = f"Take `withdrawn` out of {options.content / last.version / 'version.yaml'} too."
    else:
        what = f"{last.version} in {', '.join(last.texts)}"
        then = f"Mend what is to be mended, and then: `{program()} seal`."
    lines = (
        f"{what}: the seal {last.digest[:16]}… was taken back",
        then,
        "What was merged and shown already stays sealed: the check of the pull request refuses.",
    )
    echo(lines[0], sys.stdout)
    echo_lines(lines[1:], sys.stdout)
    return ExitCode.OK
