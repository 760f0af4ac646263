"""What can be typed: the commands, each with its options from its own module."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module

import notice
from notice import console

_COMMANDS = {
    "build": "build the site (what happens without a command)",
    "check": "tell everything that is wrong, and where",
    "serve": "preview with drafts on this machine, with an editor's dashboard",
    "new": "begin the next version: its folder, and the sections that are to change",
    "pin": "write the pins of translations that were looked at",
    "status": "show sections by language, versions by date, and GDPR coverage",
    "diff": "show what changed, word by word",
    "seal": "record the digests of the versions that are published now",
    "unseal": "take the last seal back, for a slip that is seen before it is merged",
    "withdraw": "end a version that was announced, before it is in force",
    "verify": "hold the repository, a built site or a downloaded page against the seals",
    "catalog": "begin a language's texts of the site's own, or add what is new",
    "init": "begin a notice of your own, with a section for each thing that the GDPR asks for",
    "import": "take over versions of a notice from Markdown, HTML or Word files",
    "translate": "hand a language to a translator as a PO file, and back",
}
"""What each command does, in the order in which help names them."""

_MODULES = {"import": "import_notice"}
"""Modules of commands whose name is a word of Python's own."""


def read(arguments: Sequence[str]) -> argparse.Namespace:
    """Read a command line; returns its options, `run` being the command and `typed` the words
    themselves.

    Exits with 2, as argparse does, where it cannot be read.
    """
    named = bool(arguments) and (
        not arguments[0].startswith("-") or arguments[0] in ("-h", "--help", "--version")
    )
    line = arguments if named else ["build", *arguments]
    command = line[0]
    if command not in _COMMANDS:
        _any_command().parse_args(line)  # prints the help, the release, or what is wrong
    words = _COMMANDS[command]
    parser = argparse.ArgumentParser(
        prog=f"{console.program()} {command}",
        description=f"{words[0].upper()}{words[1:]}.",
        allow_abbrev=False,
    )
    module = import_module(f"notice.commands.{_MODULES.get(command, command)}")
    module.add_options(parser)
    options = parser.parse_args(line[1:])
    options.run = module.run
    options.typed = tuple(arguments)
    return options


def _any_command() -> argparse.ArgumentParser:
    """Return a parser that knows every command by name; their options would cost each start."""
    parser = argparse.ArgumentParser(
        prog=console.program(),
        description="Publish a privacy notice: versions, languages, and what changed.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"notice {notice.__version__}",
        help="show which release this is and exit",
    )
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, words in _COMMANDS.items():
        subparsers.add_parser(name, help=words, allow_abbrev=False)
    return parser
