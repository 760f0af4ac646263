"""The `serve` command: show the site with drafts, anew after every change, until interrupted."""

from __future__ import annotations

import gc
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from notice.commands import option_types
from notice.commands.load import today
from notice.commands.shared_options import add_content
from notice.console import ExitCode, echo
from notice.preview.run import EDITOR, serve
from notice.problems import Problem, Severity, print_problems


def add_options(parser: ArgumentParser) -> None:
    """Add what can be typed behind the command."""
    add_content(parser)
    parser.add_argument(
        "--port",
        type=option_types.port,
        metavar="PORT",
        help="where to listen on 127.0.0.1 (default: 8000, or the next up to 8010 that is free)",
    )


def run(options: Namespace) -> int:
    """Run the command; returns its exit code."""
    if not options.content.is_dir():
        message = "there is no such folder; name the one where the notice is with --content"
        echo(f"{options.content}: {message}", sys.stderr)
        return ExitCode.PROBLEMS
    editor = os.environ.get("NOTICE_EDITOR", EDITOR)
    gc.enable()  # commands that end do without (`notice.__main__`)
    serve(options.content, today, _tell, options.port, editor)
    return ExitCode.OK


def _tell(problems: Sequence[Problem]) -> None:
    print_problems([problem for problem in problems if problem.severity is not Severity.HINT])
