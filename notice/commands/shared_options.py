"""Options that several commands have."""

from __future__ import annotations

import argparse
from pathlib import Path

from notice.commands import option_types


def add_content(parser: argparse.ArgumentParser) -> None:
    """Add `--content`: the folder of the notice."""
    parser.add_argument(
        "--content",
        type=Path,
        default=Path("content"),
        metavar="DIR",
        help="where the notice is (default: content)",
    )


def add_date(parser: argparse.ArgumentParser) -> None:
    """Add `--date`: the day that is built or checked for."""
    parser.add_argument(
        "--date",
        type=option_types.day,
        metavar="YYYY-MM-DD",
        help="the day that it is taken to be (default: today where the notice is)",
    )
