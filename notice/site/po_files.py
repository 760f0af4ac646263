"""Catalogs of the site's own texts as files: read, checked, compiled.

A catalog is a gettext `.po` file, read as it is. What would break a page (a placeholder that the
text has not, a plural form too few) is an error at its line; what only looks odd is a warning.
"""

from __future__ import annotations

import gettext
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog as Messages
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, PoFileParser, read_po

from notice.content.model import Language
from notice.problems import ContentError, Problem, Severity

MOST_TOLD = 5
"""Texts without a translation that are told one by one; more are told in one line."""

_LINE = re.compile(
    r"""(\#.* | ((?P<keyword>msgctxt|msgid_plural|msgid|msgstr)(?P<form>\[\d\])?\s*)?
    "([^"\\]|\\.)*")?""",
    re.VERBOSE,
)

_BELOW = {
    "msgid_plural": ("msgid",),
    "msgstr": ("msgid",),
    "msgstr[]": ("msgid_plural", "msgstr[]"),
}
"""What a line of a `.po` file may stand below, other texts in quotes aside."""

_PLACEHOLDER = re.compile(r"%\((\w+)\)([ds])")

_TAG = re.compile(r"</?[a-z]+>")

_HEADER = re.compile(r'"(?P<name>[A-Za-z-]+):\s*(?P<value>.*?)\s*(\\n)?"')

_COUNTS = range(1001)
"""Numbers in which two plural rules are held against each other."""


def template(locales: Sequence[Path]) -> Messages:
    """Return all texts that a catalog needs: those of the program's own `messages.pot`."""
    with (locales[-1] / "messages.pot").open("rb") as file:
        return read_po(file)


def compiled(path: Path, raw: bytes, language: Language) -> bytes:
    """Compile a catalog to what `gettext` reads; raises ContentError with all that is wrong in
    it. A text that is not translated in full is left out: it comes from the next catalog.
    """
    messages = read(path, raw, language)
    if wrong := list(errors(path, raw, messages)):
        raise ContentError(wrong)
    for message in list(messages):
        if message.id and not is_translated(message):
            messages.delete(message.id, message.context)
    stream = io.BytesIO()
    write_mo(stream, messages)
    return stream.getvalue()


class CatalogFile(Messages):
    """A catalog that remembers which messages stand in it twice, where Babel takes the last."""

    def __init__(self, locale: str) -> None:
        self.repeated: list[Message] = []
        super().__init__(locale)

    def __setitem__(self, key: str | tuple[str, ...] | list[str], message: Message) -> None:
        if key in self:
            self.repeated.append(message)
        super().__setitem__(key, message)


def read(path: Path, raw: bytes, language: Language) -> CatalogFile:
    """Read a catalog; raises ContentError where it is no `.po` file."""
    if raw.startswith(b"\xef\xbb\xbf"):
        message = "this file begins with a byte order mark; save it as UTF-8 without one (no BOM)"
        raise ContentError([_problem(path, 1, message)])
    if wrong := next(_misplaced(path, raw), None):
        raise ContentError([wrong])
    messages = CatalogFile(language.replace("-", "_"))
    at = [1]
    try:
        PoFileParser(messages, abort_invalid=True).parse(_counted(io.BytesIO(raw), at))
    except UnicodeDecodeError:
        message = f"this line is not written in {messages.charset}, which the header promises"
    except LookupError as error:
        at = [_header(raw, "content-type")[0]]
        message = f"{error}; write `charset=utf-8`"
    except PoFileError as error:
        at = [error.lineno + 1]
        message = str(error).removesuffix(f" on {error.lineno}")
    except (ValueError, TypeError, AttributeError) as error:  # Babel's words for an odd header
        at = [_odd_header(raw)]
        message = f"the header cannot be read: {error}"
    else:
        return messages
    raise ContentError([_problem(path, at[0], message)])


def _misplaced(path: Path, raw: bytes) -> Iterator[Problem]:
    """Yield the lines that no `.po` file has, or not there: Babel passes over some of them."""
    before = ""
    for number, line in enumerate(raw.splitlines(), 1):
        match = _LINE.fullmatch(line.decode("latin-1").strip())
        if not match:
            told = (
                'this is no line of a .po file: a text stands in double quotes, as msgstr "…", and '
                'a quote within it is written \\"'
            )
            yield _problem(path, number, told)
            continue
        keyword = (match["keyword"] or "") + ("[]" if match["form"] else "")
        if keyword in _BELOW and before not in _BELOW[keyword]:
            told = f"`{keyword}` belongs below `{_BELOW[keyword][0]}`, which does not stand here"
            yield _problem(path, number, told)
        before = keyword or before


def _counted(lines: Iterable[bytes], number: list[int]) -> Iterator[bytes]:
    """Yield lines, and keep the number of the last one where the caller sees it."""
    for count, line in enumerate(lines, 1):
        number[0] = count
        yield line


def is_translated(message: Message | None) -> bool:
    """Tell whether a text is translated in full: every plural form, and none a guess."""
    return message is not None and not message.fuzzy and all(_forms(message))


def errors(path: Path, raw: bytes, messages: CatalogFile) -> Iterator[Problem]:
    """Yield what would break a page, or leave something out of it without a word."""
    for message in messages.repeated:
        if message.id:
            yield _problem(path, message.lineno, f"“{_first(message)}” stands here a second time")
    try:
        choose = _plural_rule(messages.plural_expr)
        form_of = {n: choose(n) for n in _COUNTS}
        outside = [n for n, form in form_of.items() if form not in range(messages.num_plurals)]
    except (ValueError, ArithmeticError) as error:
        told = f"Plural-Forms has no formula that can be read ({error})"
        yield _problem(path, _header(raw, "plural-forms")[0], told)
        return
    if outside:
        told = f"Plural-Forms gives the number {outside[0]} a form that does not exist"
        yield _problem(path, _header(raw, "plural-forms")[0], told)
        return
    uses = Counter(form_of.values())
    for_one_number = frozenset(form for form, numbers in uses.items() if numbers == 1)
    for message in messages:
        if message.id and is_translated(message):
            for told in _wrong_in(message, messages, for_one_number):
                yield _problem(path, message.lineno, told)


class _Named(dict[str, int]):
    """Values by name, which cannot be written as a whole: `100 % sedan` asks for that."""

    def __str__(self) -> str:
        raise ValueError("a placeholder without a name")

    __repr__ = __str__


def _wrong_in(
    message: Message, messages: Messages, for_one_number: frozenset[int]
) -> Iterator[str]:
    """Say what is wrong in a translation: Babel's own checks, then each form put to use. A form
    that is for a single number need not show it.
    """
    forms = _forms(message)
    if told := [str(error) for error in message.check(messages)]:
        yield f"“{' / '.join(forms)}”: {'; '.join(told)}"
        return
    source = message.id if isinstance(message.id, str) else message.id[1]
    kinds = dict(_PLACEHOLDER.findall(source))
    values = _Named({name: 90210 + index for index, name in enumerate(kinds)})
    for index, form in enumerate(forms):
        try:
            written = form % values
        except KeyError as error:
            yield f"“{form}” has a %({error.args[0]})s that its text has not"
            continue
        except (ValueError, TypeError) as error:
            yield (
                f"“{form}” cannot be filled in ({error}): a placeholder is written as in the text "
                "itself, and a percent sign as %%"
            )
            continue
        lacking = [
            name
            for name, value in values.items()
            if str(value) not in written
            and not (name == "num" and message.pluralizable and index in for_one_number)
        ]
        if lacking:
            names = ", ".join(f"%({name}){kinds[name]}" for name in lacking)
            yield f"“{form}” lacks {names}, which its text has"
        if sorted(_TAG.findall(form)) != sorted(_TAG.findall(source)):
            yield f"“{form}” has other tags than its text: {', '.join(_TAG.findall(source))}"


def oddities(path: Path, raw: bytes, language: Language) -> Iterator[Problem]:
    """Yield what looks like a mistake in a catalog that can be used."""
    messages = read(path, raw, language)
    line, value = _header(raw, "plural-forms")
    if line and not _counts_as(language, messages):
        wanted = "nplurals={}; plural={};".format(*get_plural(_locale(language)))
        told = f"`{value}` is not how {language} counts; its Plural-Forms are `{wanted}`"
        yield _problem(path, line, told, Severity.WARNING)
    line, value = _header(raw, "language")
    if value and value.replace("_", "-").split("-")[0].lower() != language.split("-")[0]:
        told = f"the header says that this is in `{value}`, and it stands where `{language}` does"
        yield _problem(path, line, told, Severity.WARNING)


def _counts_as(language: Language, messages: Messages) -> bool:
    """Tell whether a catalog's plural forms are those that gettext or the Unicode CLDR has for its
    language; nothing is known of some languages.
    """
    try:
        locale = Locale.parse(_locale(language))
    except (UnknownLocaleError, ValueError):
        return True
    chosen = _grouped(_plural_rule(messages.plural_expr))
    known = _plural_rule(get_plural(_locale(language))[1])
    return chosen in (_grouped(known), _grouped(locale.plural_form))


def _locale(language: Language) -> str:
    return language.replace("-", "_")


def _grouped(choose: Callable[[int], object]) -> frozenset[frozenset[int]]:
    """Return which numbers share a form."""
    groups: dict[object, set[int]] = {}
    for number in _COUNTS:
        groups.setdefault(choose(number), set()).add(number)
    return frozenset(map(frozenset, groups.values()))


def _plural_rule(formula: str) -> Callable[[int], int]:
    """Return a C formula of `n` as a function, as gettext itself reads it."""
    return gettext.c2py(formula)


def _header(raw: bytes, name: str) -> tuple[int, str]:
    """Return the line and the value of an entry of the header; 1 and nothing where it has none."""
    for number, line in enumerate(raw.splitlines(), 1):
        entry = _HEADER.search(line.decode(errors="replace"))
        if entry and entry["name"].lower() == name:
            return number, entry["value"]
    return 1, ""


def _forms(message: Message) -> tuple[str, ...]:
    """Return a translation, or each plural form of it; what is missing is empty."""
    forms = message.string
    return (forms or "",) if not isinstance(forms, tuple | list) else tuple(forms)


def _odd_header(raw: bytes) -> int:
    """Return the line of the header's entry that Babel cannot read; 1 where it is none in
    particular.
    """
    for number, line in enumerate(raw.splitlines(), 1):
        if entry := _HEADER.search(line.decode(errors="replace")):
            try:
                Messages().mime_headers = [(entry["name"], entry["value"])]
            except (ValueError, TypeError, AttributeError):
                return number
    return 1


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def missing(
    language: Language, files: Sequence[tuple[Path, bytes]], wanted: Messages
) -> Iterator[Problem]:
    """Yield the texts that no catalog of a language has, each at its line in the first catalog;
    many of them as one problem. Readers get them in English.
    """
    known = [read(path, raw, language) for path, raw in files]
    texts = [message for message in wanted if message.id]
    lacking = [
        message
        for message in texts
        if not any(is_translated(each.get(message.id, message.context)) for each in known)
    ]
    path = files[0][0]
    places = [known[0].get(message.id, message.context) for message in lacking]
    if len(lacking) > MOST_TOLD:
        told = (
            f"{len(lacking)} of the {len(texts)} texts of the site's own are not translated yet, "
            f"“{_first(lacking[0])}” the first"
        )
        yield _problem(path, places[0].lineno if places[0] else 1, told, Severity.WARNING)
        return
    for message, here in zip(lacking, places, strict=True):
        told = f"the site's own text “{_first(message)}” is not translated yet"
        yield _problem(path, here.lineno if here else 1, told, Severity.WARNING)


def _problem(
    path: Path, line: int | None, message: str, severity: Severity = Severity.ERROR
) -> Problem:
    return Problem(path.as_posix(), line or 1, 1, severity, message)
