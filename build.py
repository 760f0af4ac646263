"""Build the site, or run another command: `python build.py --help`."""

from notice.__main__ import run

if __name__ == "__main__":
    run()
