"""Where links lead, and whether they say so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from notice.checks.context import CheckContext
from notice.content.model import Text
from notice.markup import tree
from notice.markup.parse import parse
from notice.problems import Problem, Severity

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


_SITE = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,})(?:[/?#:]\S*)?", re.IGNORECASE)


_FEWEST_DIGITS = 5
"""Digits of a telephone number; with fewer a text is about something else."""


def links_lead_somewhere(subject: CheckContext) -> Iterator[Problem]:
    """A link leads to the web, an e-mail address, a telephone number or a section; only a
    reference to a section has no text.
    """
    for _, _, source, language, text in subject.texts():
        if not _may_have_links(text):
            continue
        blocks = parse(text.body)
        for address in tree.unsafe_links(blocks):
            shown = address if len(address) <= 60 else f"{address[:60]}…"
            if re.search(r"\s", address.strip()):
                message = f"the address of a link has no spaces: `{shown}`"
            else:
                message = (
                    f"a link leads to https://…, mailto:…, tel:… or #section, not to `{shown}`"
                )
            yield source.problem_at(
                (language, "body"), f"]({address[:20]}", 0, Severity.ERROR, message
            )
        for link in tree.links(blocks):
            href = link.get("href") or ""
            if not link.children and not href.startswith("#") and tree.insert_of(link) is None:
                yield source.problem_at(
                    (language, "body"), href, 0, Severity.ERROR, "this link has no text to click on"
                )


def links_lead_where_they_say(subject: CheckContext) -> Iterator[Problem]:
    """A link whose text is a telephone number, an e-mail address or a site leads there."""
    for version, _, source, language, text in subject.texts():
        for link in tree.links(parse(text.body)) if "](" in text.body else ():
            href = link.get("href") or ""
            said = tree.plain(link.children)
            if _is_another(href, said):
                place = text.body.find(f"]({href[:40]}")
                message = f"this link reads “{said}” and leads to `{href}`"
                yield source.problem_in(
                    (language, "body"),
                    max(place, 0),
                    subject.severity_if_unpublishable(version),
                    message,
                )


CHECKS = (links_lead_somewhere, links_lead_where_they_say)


def _may_have_links(text: Text) -> bool:
    """Tell whether it is worth reading a text for its links."""
    return "](" in text.body or "<" in text.body


def _is_another(href: str, said: str) -> bool:
    """Tell whether a text names another place than the one that its link leads to."""
    kind, _, target = href.partition(":")
    if kind.lower() == "tel":
        return _is_another_number(target, said)
    if email := _EMAIL.fullmatch(said.strip()):
        meant = target.partition("?")[0] if kind.lower() == "mailto" else ""
        return email[0].casefold() != meant.casefold()
    there, here = _SITE.fullmatch(href), _SITE.fullmatch(said.strip())
    return bool(there and here and there[1].casefold() != here[1].casefold())


def _is_another_number(target: str, said: str) -> bool:
    """Tell whether a text has another number: in a country's own way of writing it begins with a 0
    where the other begins with the country.
    """
    digits = re.sub(r"\D", "", said.replace("(0)", ""))
    if len(digits) < _FEWEST_DIGITS:
        return False
    number = re.sub(r"\D", "", target)
    national = digits.removeprefix("00") if digits.startswith("00") else digits.removeprefix("0")
    is_same = digits == number or (digits != national and number.endswith(national))
    return not is_same and not (not said.strip().startswith("+") and number.endswith(digits))
