"""The `unseal` command: take the last seal back, for a slip that is seen before it is merged."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from notice.commands.seal import write_seals
from notice.commands.shared_options import add_content
from notice.console import ExitCode, UsageError, echo_lines, program
from notice.content.files import SEALS, read_tree
from notice.problems import ContentError
from notice.versions.seals import read_seals


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
    last = known[-1]
    write_seals(options.content, known[:-1])
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
    echo_lines(lines, sys.stdout)
    return ExitCode.OK
