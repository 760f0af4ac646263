"""The command line: the one place where exceptions become text."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from notice import unchanged
from notice.exits import BUG, FINE, INTERRUPTED, PROBLEMS
from notice.saying import begin, finish, say


def main(arguments: Sequence[str]) -> int:
    """Run a command; gives its exit code: 0 fine, 1 problems, 2 wrong use, 3 a bug of ours, 130 interrupted."""
    begin()
    try:
        return FINE if unchanged.tell_again(arguments) else _guarded(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        finish()


def _guarded(arguments: Sequence[str]) -> int:
    """Run a command, and turn exceptions into words and exit codes."""
    from notice import options  # not before it is known that there is something to do
    from notice.errors import ContentError
    from notice.report import print_problems

    try:
        found = options.read(arguments)
        return int(found.run(found))
    except ContentError as error:
        print_problems(error.problems)
        return PROBLEMS
    except OSError as error:
        say(f"{error.filename or 'error'}: {error.strerror or error}", sys.stderr)
        return PROBLEMS
    except Exception:  # noqa: BLE001 - the boundary: a bug must show itself, with a code of its own
        import traceback

        traceback.print_exc()
        print("This is a bug of the program, not of the content. Please report it with the lines above.", file=sys.stderr)
        return BUG
