"""What is wrong in a catalog of the site's own texts, and what it lacks, each at its line.

What would break a page (a placeholder that the text has not, a plural form too few) is an error;
what only looks odd is a warning.
"""

from __future__ import annotations

import gettext
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from babel.messages.catalog import Catalog as Messages
from babel.messages.catalog import Message
from babel.messages.plurals import get_plural

from notice.content.model import Language
from notice.content.po_source import header, problem_at
from notice.problems import Problem, Severity
from notice.site.catalog_places import nearest_locale
from notice.site.po_files import CatalogFile, forms_of, is_translated

MOST_TOLD = 5
"""Texts without a translation that are told one by one; more are told in one line."""

_PLACEHOLDER = re.compile(r"%\((\w+)\)([ds])")

_TAG = re.compile(r"</?[a-z]+>")

_COUNTS = range(1001)
"""Numbers in which two plural rules are held against each other."""


def errors(path: str, raw: bytes, messages: CatalogFile) -> Iterator[Problem]:
    """Yield what would break a page, or leave something out of it without a word."""
    for message in messages.repeated:
        if message.id:
            yield problem_at(path, message.lineno, f"“{_first(message)}” stands here a second time")
    try:
        choose = gettext.c2py(messages.plural_expr)
        form_of = {n: choose(n) for n in _COUNTS}
        outside = [n for n, form in form_of.items() if form not in range(messages.num_plurals)]
    except (ValueError, ArithmeticError) as error:
        told = f"Plural-Forms has no formula that can be read ({error})"
        yield problem_at(path, header(raw, "plural-forms")[0], told)
        return
    if outside:
        told = f"Plural-Forms gives the number {outside[0]} a form that does not exist"
        yield problem_at(path, header(raw, "plural-forms")[0], told)
        return
    uses = Counter(form_of.values())
    for_one_number = frozenset(form for form, numbers in uses.items() if numbers == 1)
    for message in messages:
        if message.id and is_translated(message):
            for told in _wrong_in(message, messages, for_one_number):
                yield problem_at(path, message.lineno, told)


def oddities(path: str, raw: bytes, messages: CatalogFile, language: Language) -> Iterator[Problem]:
    """Yield what looks like a mistake in a catalog that can be used."""
    line, value = header(raw, "plural-forms")
    if line and not _counts_as(language, messages):
        wanted = "nplurals={}; plural={};".format(*get_plural(nearest_locale(language)))
        told = f"`{value}` is not how {language} counts; its Plural-Forms are `{wanted}`"
        yield problem_at(path, line, told, Severity.WARNING)
    line, value = header(raw, "language")
    if value and value.replace("_", "-").split("-")[0].lower() != language.split("-")[0]:
        told = f"the header says that this is in `{value}`, and it stands where `{language}` does"
        yield problem_at(path, line, told, Severity.WARNING)


def missing(path: str, known: Sequence[Messages], wanted: Messages) -> Iterator[Problem]:
    """Yield the texts that no catalog of a language has, each at its line in the first catalog;
    many of them as one problem. Readers get them in English.
    """
    texts = [message for message in wanted if message.id]
    lacking = [
        message
        for message in texts
        if not any(is_translated(catalog.get(message.id, message.context)) for catalog in known)
    ]
    places = [known[0].get(message.id, message.context) for message in lacking]
    if len(lacking) > MOST_TOLD:
        told = (
            f"{len(lacking)} of the {len(texts)} texts of the site's own are not translated yet, "
            f"“{_first(lacking[0])}” the first"
        )
        yield problem_at(path, places[0].lineno if places[0] else 1, told, Severity.WARNING)
        return
    for message, here in zip(lacking, places, strict=True):
        told = f"the site's own text “{_first(message)}” is not translated yet"
        yield problem_at(path, here.lineno if here else 1, told, Severity.WARNING)


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
    forms = forms_of(message)
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


def _counts_as(language: Language, messages: Messages) -> bool:
    """Tell whether a catalog's plural forms are those that gettext or the Unicode CLDR has for its
    language; nothing is known of some languages.
    """
    locale = nearest_locale(language)
    if locale is None:
        return True
    formula = get_plural(locale)[1]
    if messages.plural_expr == formula:
        return True
    chosen = _grouped(gettext.c2py(messages.plural_expr))
    return chosen in (_grouped(gettext.c2py(formula)), _grouped(locale.plural_form))


def _grouped(choose: Callable[[int], object]) -> frozenset[frozenset[int]]:
    """Return which numbers share a form."""
    groups: dict[object, set[int]] = {}
    for number in _COUNTS:
        groups.setdefault(choose(number), set()).add(number)
    return frozenset(map(frozenset, groups.values()))


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]
