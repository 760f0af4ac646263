"""Where links lead, and whether they say so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from urllib.parse import unquote

from notice.checks.context import CheckContext, Finding
from notice.content.wordings import shortened
from notice.markup import tree
from notice.markup.parse import parse
from notice.problems import Problem, Severity
from notice.words.characters import character_name

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


_SITE = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,})(?:[/?#:]\S*)?", re.IGNORECASE)


_HOST = re.compile(
    r"(?:[\w-]+\.)+[^\W\d_][\w-]+\.?(?::\d+)?|localhost(?::\d+)?|[\d.]+|\[[\da-f:]+\]",
    re.IGNORECASE,
)
"""A site's name, as a name or a number; letters of any script."""


_FILE = re.compile(r"^[^/]+\.(?:pdf|docx?|odt|html?|md|txt|png|jpe?g|svg|ya?ml)$", re.IGNORECASE)
"""A file beside a page, whose ending could be that of a site."""


_ODD_IN_SITE = re.compile("[\u2010-\u2015\u2212“”„«»‘’]")


_ODD = re.compile("[\u2010\u2011\u00a0]")
"""Characters that word processors put into addresses, where they lead elsewhere."""


_FEWEST_DIGITS = 5
"""Digits of a telephone number; with fewer a text is about something else."""


def links_lead_somewhere(context: CheckContext) -> Iterator[Problem]:
    """A link leads to the web, an e-mail address, a telephone number or a section; only a
    reference to a section has no text.
    """
    for placed in context.texts():
        body = placed.text.body
        if "](" in body or "<" in body or "://" in body:  # others are not even read
            yield from placed.problems("body", _astray(body, placed.version.contents))


def links_lead_where_they_say(context: CheckContext) -> Iterator[Problem]:
    """A link whose text is a telephone number, an e-mail address or a site leads there."""
    for placed in context.texts():
        if "](" in placed.text.body:
            yield from placed.problems("body", _unlike_their_text(placed.text.body))


CHECKS = (links_lead_somewhere, links_lead_where_they_say)


def _unlike_their_text(body: str) -> Iterator[Finding]:
    """Yield the links of a text that read as another place than the one that they lead to."""
    at = -1
    for link in tree.links(parse(body)):
        href, said = link.get("href") or "", tree.plain(link.children)
        if _is_another(href, said):
            at = max(body.find(f"]({href[:40]}", at + 1), at)
            yield Finding(max(at, 0), f"this link reads “{said}” and leads to `{href}`")


def _astray(body: str, section_ids: Collection[str]) -> Iterator[Finding]:
    """Yield the links of a text that lead nowhere, or have nothing to click on."""
    blocks = parse(body)
    at = 0
    for element in tree.elements(blocks):
        if (address := element.get(tree.UNSAFE)) is None:
            continue
        # The same address may stand there again, and its line may be broken in it.
        typed = r"\s+".join(map(re.escape, address[:20].split()))
        match = re.compile(rf"\]\(<?\s*{typed}").search(body, at)
        at = match.start() + 1 if match else at
        place = match.start() if match else 0
        yield Finding(place, _says_where(address, section_ids), Severity.ERROR)
    after: dict[str, int] = {}
    for link in tree.links(blocks):
        href = link.get("href") or ""
        is_empty = not link.children and not href.startswith("#") and tree.insert_of(link) is None
        wrong = "this link has no text to click on" if is_empty else _wrong_address(href)
        if wrong:
            typed = href if href in body else href.partition(":")[2]
            after[typed] = place = body.find(typed, after.get(typed, -1) + 1)
            yield Finding(max(place, 0), wrong, Severity.ERROR if is_empty else None)


def _says_where(address: str, section_ids: Collection[str]) -> str:
    """Say what is wrong with an address that leads nowhere a notice may lead."""
    shown = address if len(address) <= 60 else f"{address[:60]}…"
    if not address.strip():
        return "this link leads nowhere: write its address in the round brackets"
    if address.startswith("media/"):
        return f"an image begins with a `!`: `![what it shows]({shown})`"
    meant = _meant_address(address, section_ids)
    instead = f"; write `{meant}`" if meant else ""
    if re.search(r"\s", address.strip()):
        return f"the address of a link has no spaces: `{shown}`{instead}"
    return f"a link leads to https://…, mailto:…, tel:… or #section, not to `{shown}`{instead}"


def _meant_address(address: str, section_ids: Collection[str]) -> str:
    """Return the address that was meant, as far as it can be guessed; else nothing."""
    bare = address.strip().strip("“”„«»‘’\"'<>").replace("\\", "/")
    name = re.sub(r"\.ya?ml$", "", bare.rpartition("/")[2].rpartition("#")[2].lower())
    if name in section_ids:
        return f"#{name}"
    if match := re.fullmatch(r"(?i)(?:tel|puh|phone)[:;.]\s*(\+?[\d\s().-]{5,})", bare):
        return "tel:" + re.sub(r"[^\d+]", "", match[1])
    _, _, mailbox = bare.rpartition(":")
    if EMAIL.fullmatch(mailbox.strip().lstrip("/")):
        return f"mailto:{mailbox.strip().lstrip('/')}"
    match = re.fullmatch(r"(?i)(?:[htps]{3,7}[:;.]?/{1,3}|https?:|/{2})?([^\s/:]+(?:/\S*)?)", bare)
    is_site = (
        match
        and not _FILE.search(match[1])
        and _SITE.fullmatch(match[1])
        and _HOST.fullmatch(match[1].partition("/")[0])
    )
    return f"https://{match[1]}" if match and is_site else ""


def _wrong_address(href: str) -> str:
    """Say what is wrong with an address that looks like one and leads nowhere; else nothing."""
    kind, _, target = href.partition(":")
    if href.startswith("http") and re.search("[][{}]", href):  # a bare one in brackets: told there
        return ""
    site = "/".join(href.split("/")[:3])  # a page may be called so
    if odd := _ODD_IN_SITE.search(site) or _ODD.search(href):
        return f"{character_name(odd[0])} in the address of a link: type it with the keys"
    if kind.lower() in ("http", "https"):
        host = re.split(r"[/?#]", target.removeprefix("//"), maxsplit=1)[0].rpartition("@")[2]
        if not _HOST.fullmatch(host):
            return f"`{shortened(href)}` names no site; one reads https://example.com"
    if kind.lower() == "mailto":
        boxes = unquote(target.partition("?")[0]).split(",")
        if not all(EMAIL.fullmatch(box.strip()) for box in boxes):
            return f"`{shortened(href)}` has no e-mail address; one reads mailto:name@example.com"
    if kind.lower() == "tel" and not re.fullmatch(r"\+?[\d().,*#-]{3,}(?:;.*)?", unquote(target)):
        return f"`{shortened(href)}` is no telephone number; one reads tel:+358401234567"
    return ""


def _is_another(href: str, said: str) -> bool:
    """Tell whether a text names another place than the one that its link leads to."""
    kind, _, target = href.partition(":")
    if kind.lower() == "tel":
        return _is_another_number(target, said)
    if email := EMAIL.fullmatch(said.strip()):
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
