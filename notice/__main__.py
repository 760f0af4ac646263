"""The command `notice`, and `python -m notice`."""

import gc
import os
import sys

from notice.cli import main


def run() -> None:
    """Run the command that was typed, and end with its exit code.

    Nearly all that a command makes lives until it ends, so that looking for garbage would find
    nothing, and take a seventh of a build; `serve`, which goes on, looks for it all the same. Nor
    is it taken apart at the end, which would take a fortieth: the system takes it back as a whole.
    """
    gc.disable()
    code = main(sys.argv[1:])
    os._exit(code)  # what was printed is written out by then (`console.finish`)


if __name__ == "__main__":
    run()
