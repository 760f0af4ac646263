"""What can be typed: the commands and their options."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from importlib import import_module
from pathlib import Path

from notice import console, urls

_MODULES = {"import": "import_notice"}
"""Modules of commands whose name is a word of Python's own."""


def read(arguments: Sequence[str]) -> argparse.Namespace:
    """Read a command line; returns its options, `run` being the command and `typed` the words
    themselves.

    Exits with 2, as argparse does, where it cannot be read.
    """
    named = bool(arguments) and (
        not arguments[0].startswith("-") or arguments[0] in ("-h", "--help")
    )
    options = _parser().parse_args(arguments if named else ["build", *arguments])
    options.run = import_module(
        f"notice.commands.{_MODULES.get(options.command, options.command)}"
    ).run
    options.typed = tuple(arguments)
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=console.program(),
        description="Publish a privacy notice: versions, languages, and what changed.",
        allow_abbrev=False,
    )
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, words: str) -> argparse.ArgumentParser:
        subparser = subparsers.add_parser(
            name, help=words, description=f"{words[0].upper()}{words[1:]}.", allow_abbrev=False
        )
        subparser.add_argument(
            "--content",
            type=Path,
            default=Path("content"),
            metavar="DIR",
            help="where the notice is (default: content)",
        )
        return subparser

    def dated(subparser: argparse.ArgumentParser) -> None:
        subparser.add_argument(
            "--date",
            type=_day,
            metavar="YYYY-MM-DD",
            help="the day that it is taken to be (default: today where the notice is)",
        )

    build = command("build", "build the site (what happens without a command)")
    build.add_argument(
        "--output",
        type=Path,
        default=Path("site"),
        metavar="DIR",
        help="where the site goes (default: site)",
    )
    dated(build)
    build.add_argument("--drafts", action="store_true", help="show drafts too")
    build.add_argument(
        "--base-url",
        type=_url,
        metavar="URL",
        help="where the site will stand, instead of notice.yaml's",
    )
    build.add_argument(
        "--jobs",
        type=_count,
        default=0,
        metavar="N",
        help="how many processes work side by side (default: as many as pay)",
    )
    build.add_argument("--timings", action="store_true", help="say where the time went")
    check = command("check", "tell everything that is wrong, and where")
    check.add_argument(
        "--format",
        choices=("text", "github", "json"),
        default="text",
        help="how to write it (default: text)",
    )
    dated(check)
    serve = command("serve", "preview with drafts on this machine, with an editor's dashboard")
    serve.add_argument(
        "--port",
        type=_port,
        metavar="PORT",
        help="where to listen on 127.0.0.1 (default: 8000, or the next up to 8010 that is free)",
    )
    new = command("new", "begin the next version: its folder, and the sections that are to change")
    new.add_argument(
        "sections", nargs="*", metavar="SECTION", help="a section to change, or a new one"
    )
    new.add_argument(
        "--from",
        dest="base",
        type=_version,
        default="",
        metavar="VERSION",
        help="the version that it is based on (default: the one that is in force before it)",
    )
    new.add_argument(
        "--before",
        type=_version,
        default="",
        metavar="DRAFT",
        help="take the number of a draft that waits; that one and those after it get the next",
    )
    new.add_argument(
        "--version",
        type=_version,
        default="",
        metavar="VERSION",
        help="the draft to add sections to, or the version to begin",
    )
    dated(new)
    pin = command("pin", "write the pins of translations that were looked at")
    pin.add_argument(
        "sections",
        nargs="+",
        metavar="SECTION",
        help="whose translations say what the source text says now",
    )
    pin.add_argument(
        "--lang", metavar="LANGUAGE", default="", help="this language alone (default: all)"
    )
    pin.add_argument(
        "--version",
        type=_version,
        default="",
        metavar="VERSION",
        help="whose sections these are (default: the newest)",
    )
    status = command("status", "show sections by language, versions by date, and GDPR coverage")
    status.add_argument(
        "--language",
        default="",
        metavar="LANGUAGE",
        help="what is left to translate into this language, with what changed in its source",
    )
    status.add_argument(
        "--from",
        dest="read_in",
        default="",
        metavar="LANGUAGE",
        help="with --language: what the translator reads (default: the language that prevails)",
    )
    status.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text", help="(default: text)"
    )
    diff = command("diff", "show what changed, word by word")
    diff.add_argument("old", help="a version (v1), or a Markdown file")
    diff.add_argument("new", help="another version, or another file")
    diff.add_argument(
        "--lang",
        default="",
        metavar="LANGUAGE",
        help="of which text (default: the language that prevails)",
    )
    diff.add_argument("--section", default="", metavar="ID", help="this section alone")
    diff.add_argument(
        "--standalone",
        action="store_true",
        help="with --format html: one file with its style, to be mailed",
    )
    diff.add_argument(
        "--format",
        choices=("terminal", "html", "markdown", "json"),
        default="terminal",
        help="(default: terminal)",
    )
    diff.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="(default: by terminal and NO_COLOR)",
    )
    diff.add_argument(
        "--exit-code", action="store_true", help="exit with 1 if the two differ, as git diff does"
    )
    dated(status)
    _add_seals(command, dated)
    _add_verify(command, dated)
    _add_init(
        subparsers.add_parser(
            "init", help=_INIT, description=f"{_INIT[0].upper()}{_INIT[1:]}.", allow_abbrev=False
        )
    )
    _add_import(
        command("import", "take over versions of a notice from Markdown, HTML or Word files")
    )
    _add_translate(command("translate", "hand a language to a translator as a PO file, and back"))
    return parser


def _add_import(importing: argparse.ArgumentParser) -> None:
    importing.add_argument(
        "files",
        nargs="+",
        metavar="FILE@YYYY-MM-DD",
        help="a file, and the day from which its text was in force",
    )
    importing.add_argument(
        "--lang", default="en", metavar="LANGUAGE", help="what the files are in (default: en)"
    )
    importing.add_argument(
        "--into",
        dest="content",
        type=Path,
        metavar="DIR",
        help="where the notice goes, as --content",
    )
    importing.add_argument(
        "--select",
        default="",
        metavar="ELEMENT",
        help="the main text of a page: main, #id, div.class",
    )
    importing.add_argument(
        "--base", default="", metavar="URL", help="where the old page stood, for its relative links"
    )
    importing.add_argument(
        "--base-url",
        type=_url,
        default="https://example.com/privacy/",
        metavar="URL",
        help="where the new site will stand",
    )
    importing.add_argument(
        "--title",
        default="",
        metavar="TEXT",
        help="what the notice is called (default: its heading)",
    )
    importing.add_argument("--timezone", default="UTC", metavar="ZONE", help="(default: UTC)")
    importing.add_argument("--controller", default="", metavar="NAME", help="who is responsible")


_INIT = "begin a notice of your own, with a section for each thing that the GDPR asks for"


def _add_init(init: argparse.ArgumentParser) -> None:
    init.add_argument(
        "directory",
        nargs="?",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the folder of the project (default: this one); nothing there is written over",
    )
    init.add_argument(
        "--languages",
        type=_languages,
        default=["en"],
        metavar="fi,en",
        help="the languages of the notice, the one that prevails first (default: en)",
    )
    init.add_argument("--controller", default="", metavar="NAME", help="who is responsible")
    init.add_argument("--email", type=_email, help="where to write about personal data")
    init.add_argument("--base-url", type=_url, metavar="URL", help="where the site will stand")
    init.add_argument(
        "--timezone",
        type=_zone,
        metavar="ZONE",
        help="where a day begins, as Europe/Helsinki (default: that of the first language)",
    )


def _add_translate(translate: argparse.ArgumentParser) -> None:
    actions = translate.add_subparsers(dest="action", metavar="ACTION", required=True)
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


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-12-31") from None


def _add_seals(
    command: Callable[[str, str], argparse.ArgumentParser],
    dated: Callable[[argparse.ArgumentParser], None],
) -> None:
    dated(command("seal", "record the digests of the versions that are published now"))
    command("unseal", "take the last seal back, for a slip that is seen before it is merged")
    withdraw = command("withdraw", "end a version that was announced, before it is in force")
    withdraw.add_argument("version", type=_version, metavar="VERSION", help="which one: v2")
    dated(withdraw)


def _add_verify(
    command: Callable[[str, str], argparse.ArgumentParser],
    dated: Callable[[argparse.ArgumentParser], None],
) -> None:
    verify = command(
        "verify", "hold the repository, a built site or a downloaded page against the seals"
    )
    verify.add_argument(
        "place",
        nargs="?",
        type=Path,
        metavar="PLACE",
        help="a site's folder, or a page (default: the repository)",
    )
    dated(verify)
    verify.add_argument(
        "--text-only",
        action="store_true",
        help="of a page, the sealed text alone and not what stands around it",
    )
    verify.add_argument(
        "--published",
        type=Path,
        metavar="SHA256SUMS",
        help="the sums of the site that is online: nothing in them may vanish or be rewritten",
    )
    verify.add_argument(
        "--seals-before",
        type=Path,
        metavar="FILE",
        help="the seals.json of the branch to be merged into: the present one must go on from it",
    )
    catalog = command("catalog", "begin a language's texts of the site's own, or add what is new")
    catalog.add_argument(
        "language", metavar="LANGUAGE", help="as languages are written: sv, zh-Hans"
    )


def _version(text: str) -> str:
    if text and not re.fullmatch("v[1-9][0-9]{0,4}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no version; write it as its folder: v2")
    return text


def _count(text: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,2}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes; write it as 2")
    return int(text)


def _port(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text) or int(text) > 65535:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no port; write a number up to 65535 (0: any that is free)"
        )
    return int(text)


def _url(text: str) -> str:
    try:
        return urls.normalized_base(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no address of a site: {error}") from None


def _languages(text: str) -> list[str]:
    return [language for language in re.split(r"[\s,]+", text) if language]


def _email(text: str) -> str:
    if not re.fullmatch(r"[^\s@]+@[^\s@]+", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no e-mail address")
    return text


def _zone(text: str) -> str:
    import zoneinfo  # noqa: PLC0415 - one option of one command

    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no time zone; write it as Europe/Helsinki"
        ) from None
    return text
