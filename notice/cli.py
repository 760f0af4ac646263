"""The command line: the one place where exceptions become text and exit codes."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from notice.console import ExitCode, UsageError, begin, echo, finish, visible
from notice.output import last_build


def main(arguments: Sequence[str]) -> int:
    """Run a command; returns its exit code.

    0 fine, 1 problems, 2 wrong use, 3 a bug of ours, 130 interrupted.
    """
    begin()
    try:
        return ExitCode.OK if last_build.report_unchanged(arguments) else _run(arguments)
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    finally:
        finish()


def _run(arguments: Sequence[str]) -> int:
    """Run a command, and turn exceptions into words and exit codes."""
    # Not imported before it is known that there is something to do: most builds find nothing.
    from notice.commands import arguments as command_line  # noqa: PLC0415
    from notice.problems import ContentError, print_problems  # noqa: PLC0415

    try:
        options = command_line.read(arguments)
        return int(options.run(options))
    except UsageError as error:
        echo(str(error), sys.stderr)
        return ExitCode.USAGE
    except ContentError as error:
        print_problems(error.problems)
        return ExitCode.PROBLEMS
    except ModuleNotFoundError as error:
        if (error.name or "notice").split(".")[0] == "notice":
            raise
        echo(_lacking(error.name or ""), sys.stderr)
        return ExitCode.USAGE
    except OSError as error:
        echo(visible(f"{error.filename or 'error'}: {error.strerror or error}"), sys.stderr)
        return ExitCode.PROBLEMS
    except Exception:  # noqa: BLE001 - the boundary: a bug must show itself, with a code of its own
        import traceback  # noqa: PLC0415 - it takes as long as all that an unchanged build does

        traceback.print_exc()
        message = (
            "This is a bug of the program, not of the content. Please report it with "
            "the lines above."
        )
        print(message, file=sys.stderr)
        return ExitCode.BUG


def _lacking(library: str) -> str:
    """Say what to do where a library is missing, which is no bug of ours."""
    return (
        f"{sys.executable} lacks the library {library}: activate the environment that has it "
        "(`. .venv/bin/activate`; on Windows `.venv\\Scripts\\activate`), or make it (`make site`)"
    )
