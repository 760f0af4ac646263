"""What can be typed: the commands and their options."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from notice import console
from notice.commands import option_types

_MODULES = {"import": "import_notice"}
"""Modules of commands whose name is a word of Python's own."""


class _Command(NamedTuple):
    """What a command does, in a line, and what adds its options to its parser."""

    words: str
    add_options: Callable[[argparse.ArgumentParser], None]


def read(arguments: Sequence[str]) -> argparse.Namespace:
    """Read a command line; returns its options, `run` being the command and `typed` the words
    themselves.

    Exits with 2, as argparse does, where it cannot be read.
    """
    named = bool(arguments) and (
        not arguments[0].startswith("-") or arguments[0] in ("-h", "--help")
    )
    line = arguments if named else ["build", *arguments]
    command = line[0]
    if command not in _COMMANDS:
        _any_command().parse_args(line)  # prints the help, or that there is no such command
    parser = argparse.ArgumentParser(
        prog=f"{console.program()} {command}",
        description=_sentence(_COMMANDS[command].words),
        allow_abbrev=False,
    )
    _COMMANDS[command].add_options(parser)
    options = parser.parse_args(line[1:])
    options.run = import_module(f"notice.commands.{_MODULES.get(command, command)}").run
    options.typed = tuple(arguments)
    return options


def _any_command() -> argparse.ArgumentParser:
    """Return a parser that knows every command by name; their options would cost each start."""
    parser = argparse.ArgumentParser(
        prog=console.program(),
        description="Publish a privacy notice: versions, languages, and what changed.",
        allow_abbrev=False,
    )
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in _COMMANDS.items():
        subparsers.add_parser(name, help=command.words, allow_abbrev=False)
    return parser


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _add_content(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--content",
        type=Path,
        default=Path("content"),
        metavar="DIR",
        help="where the notice is (default: content)",
    )


def _add_day(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--date",
        type=option_types.day,
        metavar="YYYY-MM-DD",
        help="the day that it is taken to be (default: today where the notice is)",
    )


def _add_build(parser: argparse.ArgumentParser) -> None:
    _add_content(parser)
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("site"),
        metavar="DIR",
        help="where the site goes (default: site)",
    )
    _add_day(parser)
    parser.add_argument("--drafts", action="store_true", help="show drafts too")
    parser.add_argument(
        "--base-url",
        type=option_types.site_url,
        metavar="URL",
        help="where the site will stand, instead of notice.yaml's",
    )
    parser.add_argument(
        "--jobs",
        type=option_types.count,
        default=0,
        metavar="N",
        help="how many processes work side by side (default: as many as pay)",
    )
    parser.add_argument("--timings", action="store_true", help="say where the time went")


def _add_check(parser: argparse.ArgumentParser) -> None:
    _add_content(parser)
    parser.add_argument(
        "--format",
        choices=("text", "github", "json"),
        default="text",
        help="how to write it (default: text)",
    )
    _add_day(parser)


def _add_serve(parser: argparse.ArgumentParser) -> None:
    _add_content(parser)
    parser.add_argument(
        "--port",
        type=option_types.port,
        metavar="PORT",
        help="where to listen on 127.0.0.1 (default: 8000, or the next up to 8010 that is free)",
    )


def _add_new(parser: argparse.ArgumentParser) -> None:
    _add_content(parser)
    parser.add_argument(
        "sections", nargs="*", metavar="SECTION", help="a section to change, or a new one"
    )
    parser.add_argument(
        "--from",
        dest="base",
        type=option_types.version,
        default="",
        metavar="VERSION",
        help="the version that it is based on (default: the one that is in force before it)",
    )
    parser.add_argument(
        "--before",
        type=option_types.version,
        default="",
        metavar="DRAFT",
        help="take the number of a draft that waits; that one and those after it get the next",
    )
    parser.add_argument(
        "--version",
        type=option_types.version,
        default="",
        metavar="VERSION",
        help="the draft to add sections to, or the version to begin",
    )
    _add_day(parser)


def _add_pin(parser: argparse.ArgumentParser) -> None:
    _add_content(parser)
    parser.add_argument(
        "sections",
        nargs="+",
        metavar="SECTION",
        help="whose translations say what the source text says now",
    )
    parser.add_argument(
        "--lang", metavar="LANGUAGE", default="", help="this language alone (default: all)"
    )
    parser.add_argument(
        "--version",
        type=option_types.version,
        default="",
        metavar="VERSION",
        help="whose sections these are (default: the newest)",
    )


def _add_status(parser: argparse.ArgumentParser) -> None:
    _add_content(parser)
    parser.add_argument(
        "--language",
        default="",
        metavar="LANGUAGE",
        help="what is left to translate into this language, with what changed in its source",
    )
    parser.add_argument(
        "--from",
        dest="read_in",
        default="",
        metavar="LANGUAGE",
        help="with --language: what the translator reads (default: the language that prevails)",
    )
    parser.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text", help="(default: text)"
    )
    _add_day(parser)


def _add_diff(parser: argparse.ArgumentParser) -> None:
    _add_content(parser)
    parser.add_argument("old", help="a version (v1), or a Markdown file")
    parser.add_argument("new", help="another version, or another file")
    parser.add_argument(
        "--lang",
        default="",
        metavar="LANGUAGE",
        help="of which text (default: the language that prevails)",
    )
    parser.add_argument("--section", default="", metavar="ID", help="this section alone")
    parser.add_argument(
        "--standalone",
        action="store_true",
        help="with --format html: one file with its style, to be mailed",
    )
    parser.add_argument(
        "--format",
        choices=("terminal", "html", "markdown", "json"),
        default="terminal",
        help="(default: terminal)",
    )
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="(default: by terminal and NO_COLOR)",
    )
    parser.add_argument(
        "--exit-code", action="store_true", help="exit with 1 if the two differ, as git diff does"
    )


def _add_seal(parser: argparse.ArgumentParser) -> None:
    _add_content(parser)
    _add_day(parser)


def _add_withdraw(parser: argparse.ArgumentParser) -> None:
    _add_content(parser)
    parser.add_argument(
        "version", type=option_types.version, metavar="VERSION", help="which one: v2"
    )
    _add_day(parser)


def _add_verify(parser: argparse.ArgumentParser) -> None:
    _add_content(parser)
    parser.add_argument(
        "place",
        nargs="?",
        type=Path,
        metavar="PLACE",
        help="a site's folder, or a page (default: the repository)",
    )
    _add_day(parser)
    parser.add_argument(
        "--text-only",
        action="store_true",
        help="of a page, the sealed text alone and not what stands around it",
    )
    parser.add_argument(
        "--published",
        type=Path,
        metavar="SHA256SUMS",
        help="the sums of the site that is online: nothing in them may vanish or be rewritten",
    )
    parser.add_argument(
        "--seals-before",
        type=Path,
        metavar="FILE",
        help="the seals.json of the branch to be merged into: the present one must go on from it",
    )


def _add_catalog(parser: argparse.ArgumentParser) -> None:
    _add_content(parser)
    parser.add_argument(
        "language", metavar="LANGUAGE", help="as languages are written: sv, zh-Hans"
    )


def _add_init(parser: argparse.ArgumentParser) -> None:
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


def _add_import(parser: argparse.ArgumentParser) -> None:
    _add_content(parser)
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE@YYYY-MM-DD",
        help="a file, and the day from which its text was in force",
    )
    parser.add_argument(
        "--lang", default="en", metavar="LANGUAGE", help="what the files are in (default: en)"
    )
    parser.add_argument(
        "--into",
        dest="content",
        type=Path,
        metavar="DIR",
        help="where the notice goes, as --content",
    )
    parser.add_argument(
        "--select",
        default="",
        metavar="ELEMENT",
        help="the main text of a page: main, #id, div.class",
    )
    parser.add_argument(
        "--base", default="", metavar="URL", help="where the old page stood, for its relative links"
    )
    parser.add_argument(
        "--base-url",
        type=option_types.site_url,
        default="https://example.com/privacy/",
        metavar="URL",
        help="where the new site will stand",
    )
    parser.add_argument(
        "--title",
        default="",
        metavar="TEXT",
        help="what the notice is called (default: its heading)",
    )
    parser.add_argument("--timezone", default="UTC", metavar="ZONE", help="(default: UTC)")
    parser.add_argument("--controller", default="", metavar="NAME", help="who is responsible")


def _add_translate(parser: argparse.ArgumentParser) -> None:
    _add_content(parser)
    actions = parser.add_subparsers(dest="action", metavar="export|import", required=True)
    export = actions.add_parser(
        "export", help="write the texts to translate as gettext PO", allow_abbrev=False
    )
    export.add_argument("--lang", required=True, metavar="LANGUAGE", help="to translate into")
    export.add_argument(
        "--from",
        dest="read_in",
        default="",
        metavar="LANGUAGE",
        help="what the translator reads (default: the language that prevails)",
    )
    export.add_argument(
        "--output", type=Path, metavar="FILE", help="where to (default: standard output)"
    )
    importing = actions.add_parser(
        "import", help="write what a PO file has settled into the content", allow_abbrev=False
    )
    for action in (export, importing):  # as behind every other command
        action.add_argument(
            "--content", type=Path, default=argparse.SUPPRESS, metavar="DIR", help=argparse.SUPPRESS
        )
    importing.add_argument("file", type=Path, metavar="FILE", help="a PO file of an export")


_COMMANDS = {
    "build": _Command("build the site (what happens without a command)", _add_build),
    "check": _Command("tell everything that is wrong, and where", _add_check),
    "serve": _Command(
        "preview with drafts on this machine, with an editor's dashboard", _add_serve
    ),
    "new": _Command(
        "begin the next version: its folder, and the sections that are to change", _add_new
    ),
    "pin": _Command("write the pins of translations that were looked at", _add_pin),
    "status": _Command(
        "show sections by language, versions by date, and GDPR coverage", _add_status
    ),
    "diff": _Command("show what changed, word by word", _add_diff),
    "seal": _Command("record the digests of the versions that are published now", _add_seal),
    "unseal": _Command(
        "take the last seal back, for a slip that is seen before it is merged", _add_content
    ),
    "withdraw": _Command("end a version that was announced, before it is in force", _add_withdraw),
    "verify": _Command(
        "hold the repository, a built site or a downloaded page against the seals", _add_verify
    ),
    "catalog": _Command(
        "begin a language's texts of the site's own, or add what is new", _add_catalog
    ),
    "init": _Command(
        "begin a notice of your own, with a section for each thing that the GDPR asks for",
        _add_init,
    ),
    "import": _Command(
        "take over versions of a notice from Markdown, HTML or Word files", _add_import
    ),
    "translate": _Command("hand a language to a translator as a PO file, and back", _add_translate),
}
"""Every command, in the order in which help names them."""
