"""What an editor can get wrong about addresses of the web: each check is a generator, its docstring
states the rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from notice import urls
from notice.checks.context import CheckContext
from notice.content.yaml_source import Source
from notice.problems import Problem, Severity


def base_url_is_an_address(context: CheckContext) -> Iterator[Problem]:
    """A site can stand at `base_url`; it is no placeholder once a version is published, and nor is
    the domain in `id`.
    """
    if "notice.yaml" in context.unsound:
        return
    source = context.source("notice.yaml")
    data: Any = source.data
    written = data["base_url"]
    try:
        host = urls.normalized_base(written).split("/")[2]
    except ValueError as error:
        yield source.problem(("base_url",), Severity.ERROR, f"`{written}`: {error}")
        return
    published = any(not version.draft for version in context.notice.versions)
    severity = Severity.ERROR if published else Severity.HINT
    if host.endswith(".invalid"):
        message = "a placeholder: write the address at which the site will stand"
        yield source.problem(("base_url",), severity, message)
    if ".invalid," in context.notice.id:
        message = "a placeholder: write a domain of yours here, which feeds know for ever"
        yield source.problem(("id",), severity, message)


def address_of_the_controller_is_one(context: CheckContext) -> Iterator[Problem]:
    """The controller's `url` is an address."""
    sources = [context.version_source(version) for version in context.versions()]
    if "notice.yaml" not in context.unsound:
        sources.insert(0, context.source("notice.yaml"))
    for source in sources:
        yield from _controller_url(source)


def _controller_url(source: Source) -> Iterator[Problem]:
    data: Any = source.data
    written = data.get("controller", {}).get("url")
    if written is None:
        return
    try:
        urls.normalized(written)
    except ValueError as error:
        yield source.problem(("controller", "url"), Severity.ERROR, f"`{written}`: {error}")


CHECKS = (base_url_is_an_address, address_of_the_controller_is_one)
