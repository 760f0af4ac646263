"""What the values of options may be, as argparse calls them: each returns the value, or says in one
line how to write it.
"""

from __future__ import annotations

import argparse
import re
from datetime import date, datetime

from notice import urls


def day(text: str) -> date:
    """Return a day of the calendar."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-12-31") from None


def version(text: str) -> str:
    """Return the name of a version; empty for none."""
    if text and not re.fullmatch("v[1-9][0-9]{0,4}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no version; write it as its folder: v2")
    return text


def count(text: str) -> int:
    """Return a number of processes."""
    if not re.fullmatch("[1-9][0-9]{0,2}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes; write it as 2")
    return int(text)


def port(text: str) -> int:
    """Return a port of this machine."""
    if not re.fullmatch("[0-9]{1,5}", text) or int(text) > 65535:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no port; write a number up to 65535 (0: any that is free)"
        )
    return int(text)


def site_url(text: str) -> str:
    """Return the address of a site, normalised."""
    try:
        return urls.normalized_base(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no address of a site: {error}") from None


def languages(text: str) -> list[str]:
    """Return languages that commas or spaces part."""
    return [language for language in re.split(r"[\s,]+", text) if language]


def email(text: str) -> str:
    """Return an e-mail address."""
    if not re.fullmatch(r"[^\s@]+@[^\s@]+", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no e-mail address")
    return text


def zone(text: str) -> str:
    """Return the name of a time zone."""
    from notice.checks.structure import zone_named  # noqa: PLC0415 - one option of one command

    if zone_named(text) is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no time zone; write it as Europe/Helsinki")
    return text
