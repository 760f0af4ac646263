"""Build the site, or run another command: `python build.py --help`."""

import sys

from notice.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
