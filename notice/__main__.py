"""The command `notice`, and `python -m notice`."""

import gc
import sys

from notice.cli import main


def run() -> int:
    """Run the command that was typed; returns its exit code.

    Nearly all that a command makes lives until it ends, so that looking for garbage would find
    nothing, and take a seventh of a build; `serve`, which goes on, looks for it all the same.
    """
    gc.disable()
    code = main(sys.argv[1:])
    gc.freeze()  # nor is it worth looking at the end
    return code


if __name__ == "__main__":
    sys.exit(run())
