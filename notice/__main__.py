"""The command `notice`, and `python -m notice`."""

import sys

from notice.cli import main


def run() -> int:
    """Run the command that was typed; returns its exit code."""
    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(run())
