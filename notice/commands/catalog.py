"""The `catalog` command: a language's texts of the site's own begun, or what is new added."""

from __future__ import annotations

import io
import sys
from argparse import ArgumentParser, Namespace

from babel.messages.catalog import Catalog as Messages
from babel.messages.pofile import write_po

from notice.commands.shared_options import add_content
from notice.console import ExitCode, UsageError, echo
from notice.content.wordings import LANGUAGE, meant_language
from notice.output.write import replace_file
from notice.site.catalog_places import (
    catalogs_of,
    is_known,
    main_language_of,
    nearest_locale,
    place,
)
from notice.site.i18n import LOCALES, locale_folders
from notice.site.po_files import is_translated, read, template
from notice.site.theme import shown


def add_options(parser: ArgumentParser) -> None:
    """Add what can be typed behind the command."""
    add_content(parser)
    parser.add_argument(
        "language", metavar="LANGUAGE", help="as languages are written: sv, zh-Hans"
    )


def run(options: Namespace) -> int:
    """Run the command; returns its exit code. What is translated already stays."""
    language: str = options.language
    if not LANGUAGE.fullmatch(language):
        meant = meant_language(language)
        shape = f"write `{meant}`" if meant else "one is written as fi, en, ru, sv or zh-Hans"
        raise UsageError(f"`{language}` is no language; {shape}")
    if not is_known(language):
        country = language.partition("-")[0].upper()
        meant = main_language_of(country)
        raise UsageError(
            f"`{language}` is the tag of no language that the Unicode CLDR knows"
            + (f"; the main language of the country {country} is `{meant}`" if meant else "")
        )
    own = options.content.absolute().parent / "locales"
    folders = locale_folders(options.content)
    here = catalogs_of(language, (own,))
    if not here and (ours := catalogs_of(language, LOCALES)) and ours[0].parents[2] != own:
        known = read(ours[0], ours[0].read_bytes(), language)
        if all(
            is_translated(known.get(text.id, text.context)) for text in template(LOCALES) if text.id
        ):
            line = f"the site has all its texts in {language}; to change one, write it alone into"
            echo(f"{line} {shown(place(language, own))}", sys.stdout)
            return ExitCode.OK
    path = here[0] if here else place(language, own)
    messages = Messages(nearest_locale(language), charset="utf-8", fuzzy=False)
    if here:
        messages = read(path, path.read_bytes(), language)
    messages.update(template(folders), no_fuzzy_matching=True)
    texts = [message for message in messages if message.id]
    lacking = [message for message in texts if not is_translated(message)]
    stream = io.BytesIO()
    write_po(stream, messages, width=100, omit_header=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, stream.getvalue())
    done = f"{len(lacking)} of {len(texts)} texts are to be translated"
    echo(f"{shown(path)}: {done if lacking else 'all texts are translated'}", sys.stdout)
    return ExitCode.OK
