"""The `init` command: a repository of one's own, with a first version to fill in."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import yaml

from notice.commands import option_types
from notice.commands.load import day_in
from notice.commands.version_file import SOON
from notice.console import ExitCode, UsageError, echo_lines, program
from notice.content.model import Language, Text
from notice.content.yaml_edit import quoted, with_texts
from notice.output.write import create_files
from notice.versions import translations

_STARTER = Path(__file__).parents[1] / "starter"

_CONTENT = {"notice.yaml": "content/notice.yaml", "version.yaml": "content/v1/version.yaml"}
_PLACES = {
    "README.md": "README.md",
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
    "notice.yml": ".github/workflows/notice.yml",
}
"""Files of a project: their names among our data, where none is to be hidden or run, and in the
project.
"""

PLACEHOLDER = "https://privacy.invalid/"
"""An address that nothing will ever stand at (RFC 2606), until the real one is written."""


def add_options(parser: ArgumentParser) -> None:
    """Add what can be typed behind the command."""
    parser.add_argument(
        "directory",
        nargs="?",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the folder of the project (default: this one); nothing there is written over",
    )
    parser.add_argument(
        "--languages",
        type=option_types.languages,
        default=["en"],
        metavar="fi,en",
        help="the languages of the notice, the one that prevails first (default: en)",
    )
    parser.add_argument("--controller", default="", metavar="NAME", help="who is responsible")
    parser.add_argument(
        "--email", type=option_types.email, help="where to write about personal data"
    )
    parser.add_argument(
        "--base-url", type=option_types.site_url, metavar="URL", help="where the site will stand"
    )
    parser.add_argument(
        "--timezone",
        type=option_types.zone,
        metavar="ZONE",
        help="where a day begins, as Europe/Helsinki (default: that of the first language)",
    )


def run(options: Namespace) -> int:
    """Run the command; returns its exit code. Nothing that is there is written over."""
    files = _project_files(options)
    folder: Path = options.directory
    content = folder / "content"
    if content.exists() or content.is_symlink():
        raise UsageError(f"{content} is there already; nothing was written")
    places = {folder / name: text.encode() for name, text in files.items()}
    standing = [file for file in places if file.exists() or file.is_symlink()]
    create_files({file: raw for file, raw in places.items() if file not in standing})
    lines = [
        f"{file}: is there already, and stays as it is" if file in standing else str(file)
        for file in places
    ]
    into = "" if folder == Path() else f"cd {folder}, then "
    lines += [
        (
            f"Now {into}`{program()} serve` shows the pages while you fill in what says "
            f"TODO(…), and `{program()} check` tells what is wrong."
        ),
        f"{content / 'notice.yaml'} has the controller and the address: look at it first.",
    ]
    echo_lines(lines, sys.stdout)
    return ExitCode.OK


def installed_from() -> tuple[str, str]:
    """Return the address of this program's repository, and the commit or tag that is installed.

    pip records the commit where it installed from a repository (PEP 610); otherwise the release is
    named.
    """
    try:
        package = distribution("notice")
    except PackageNotFoundError:
        raise UsageError("this program is not installed, so it cannot be named: use pip") from None
    with suppress(KeyError, TypeError, ValueError):
        origin = json.loads(package.read_text("direct_url.json") or "")
        return origin["url"].removesuffix(".git"), origin["vcs_info"]["commit_id"]
    links = dict(link.split(", ", 1) for link in package.metadata.get_all("Project-URL") or ())
    return links["Source"], f"v{package.version}"


def _starters(languages: Sequence[Language]) -> dict[Language, Any]:
    """Read the texts of some languages; raises UsageError where there are none."""
    known = sorted(file.stem for file in _STARTER.glob("??.yaml"))
    if not languages:
        raise UsageError("name a language: --languages en")
    for language in languages:
        if languages.count(language) > 1:
            raise UsageError(f"`{language}` is named twice")
        if language not in known:
            raise UsageError(
                f"there are no texts to begin with in `{language}`, only in {', '.join(known)}: "
                f"begin with one of those, and add `{language}` to `languages` in notice.yaml then"
            )
    return {language: _data(f"{language}.yaml") for language in languages}


def _data(name: str) -> Any:
    return yaml.load((_STARTER / name).read_bytes(), Loader=yaml.CSafeLoader)


def _project_files(options: Namespace) -> dict[str, str]:
    """Return the files of a new project by their paths below its folder."""
    sections, starters = _data("sections.yaml"), _starters(options.languages)
    first = starters[options.languages[0]]
    timezone = options.timezone or first["timezone"]
    base_url = options.base_url or PLACEHOLDER
    told = {"name": options.controller or first["controller"], "email": options.email}
    day = day_in(timezone)
    url, pin = installed_from()
    values = {
        "languages": ", ".join(options.languages),
        "timezone": timezone,
        "base_url": base_url,
        "host": urlsplit(base_url).hostname,
        "year": day.year,
        "titles": _lines({name: starter["title"] for name, starter in starters.items()}),
        "controller": _lines({key: quoted(value) for key, value in told.items() if value}),
        "effective": day + timedelta(days=SOON),
        "notes": _lines({name: starter["note"] for name, starter in starters.items()}),
        "sections": ", ".join(sections),
        "source": url,
        "action": f"{url.removeprefix('https://github.com/')}/.github/actions/notice",
        "pin": pin,
        "schedule": _schedule(timezone),
    }

    def filled_in(places: Mapping[str, str]) -> dict[str, str]:
        folder = _STARTER / "project"
        return {
            place: (folder / name).read_text(encoding="utf-8").format(**values)
            for name, place in places.items()
        }

    texts = {
        f"content/v1/{name}.yaml": _section_file(
            covers, {language: starter["sections"][name] for language, starter in starters.items()}
        )
        for name, covers in sections.items()
    }
    return {**filled_in(_CONTENT), **texts, **filled_in(_PLACES)}


def _lines(values: Mapping[str, str]) -> str:
    return "\n".join(f"  {key}: {value}" for key, value in values.items())


def _section_file(covers: Sequence[str], texts: Mapping[Language, Mapping[str, str]]) -> str:
    raw = f"covers: [{', '.join(covers)}]\n".encode()
    source = ""
    for language, text in texts.items():
        pin = translations.pin(Text(**text))
        of = {"of": source} if source else {}
        source = source or pin
        raw = with_texts("", raw, language, {**of, **text})
    return raw.decode()


def _schedule(timezone: str) -> str:
    """Return the times in UTC just after midnight in a zone, winter and summer, as cron lines."""
    zone = ZoneInfo(timezone)
    hours = set()
    for month in (1, 7):
        offset = datetime(2026, month, 1, tzinfo=zone).utcoffset() or timedelta()
        minutes = (5 - int(offset.total_seconds()) // 60) % (24 * 60)
        hours.add(f'    - cron: "{minutes % 60} {minutes // 60} * * *"')
    return "\n".join(sorted(hours))
