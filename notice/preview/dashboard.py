"""What the preview shows beside the site: a bar and the problems on every page, and the editor's
dashboard.

These texts are for the editor alone and are in English only, as the messages of the checks are: no
catalog has them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment

from notice.problems import Problem, Severity, for_a_page, sealed_line, shown_line, summary
from notice.site import render
from notice.site.theme import TEMPLATES
from notice.versions.overview import (
    MARKS,
    MEANINGS,
    STATE_WORDS,
    STATUS_WORDS,
    Overview,
    VersionStatus,
)
from notice.versions.places import Place

HOME = "_editor/"
"""Where the dashboard stands; no language is named so."""


STYLE = "_editor/editor.css"


FOLLOWS = "_editor/editor.js"
"""Our own script: it scrolls to what was saved, and says when the preview has ended."""


RELOADS = "livereload.js"


_LONG = 280
"""Letters of a message that are shown at once."""


Link = Callable[[Place], str]
"""Returns the address that opens a place in the editor's program, or nothing."""


class Editor(NamedTuple):
    """What the editor's own pages need: their templates, and links into the editor's program."""

    environment: Environment
    link: Link

    def page(self, name: str, **values: object) -> str:
        """Write one of the pages, or a part of one."""
        return self.environment.get_template(f"editor/{name}.html").render(values)

    def placeholder(self) -> str:
        """Write the page that stands where no page of the site could be built so far."""
        return self.page("alone")


@dataclass(frozen=True, slots=True)
class Shown:
    """A problem as a page shows it: its message, the rest of a long one, its line cut in three."""

    severity: str
    place: Place
    url: str
    message: str
    rest: str
    rule: str
    line: tuple[str, str, str] | None


@dataclass(frozen=True, slots=True)
class Saved:
    """Which section was saved last, and in which build that was seen; no section at first."""

    section: str = ""
    build: int = 0


def editor_files() -> dict[str, bytes]:
    """Read what the preview shows of its own, once: whatever becomes of the folder of templates,
    mistakes can be told.
    """
    folder = TEMPLATES / "editor"
    return {name: (folder / Path(name).name).read_bytes() for name in (STYLE, FOLLOWS)}


def editor_with(link: Link) -> Editor:
    """Make ready the editor's own templates, all of them read, for the same reason."""
    environment = render.environment(cached=False)
    environment.globals |= {
        "home": f"/{HOME}",
        "marks": MARKS,
        "state_words": STATE_WORDS,
        "status_words": STATUS_WORDS,
        "meanings": MEANINGS,
    }
    for name in ("alone", "dashboard", "frame", "problems", "translator"):
        environment.get_template(f"editor/{name}.html")
    return Editor(environment, link)


def frame_html(
    editor: Editor,
    problems: Sequence[Problem],
    *,
    below: str,
    failure: str,
    build: int,
    saved: Saved,
) -> str:
    """Write what stands on every page of the preview: a bar, and the problems.

    `below` says what the page below is while there are errors; `failure`, where a bug of ours was
    in the way.
    """
    shown = [_shown(problem, editor.link) for problem in for_a_page(problems)]
    return editor.page(
        "frame",
        errors=[problem for problem in shown if problem.severity == Severity.ERROR.value],
        others=[problem for problem in shown if problem.severity != Severity.ERROR.value],
        sealed=sealed_line(problems),
        words=summary([one for one in problems if one.severity is not Severity.ERROR]),
        below=below,
        failure=failure,
        build=build,
        saved=saved,
    )


def dashboard(
    editor: Editor, overview: Overview | None, problems: Sequence[Problem], version_id: str
) -> str | None:
    """Write the dashboard with the tables of one version (of the newest, where none is named);
    None where there is no such version.
    """
    version: VersionStatus | None = None
    if overview:
        version = overview.version(version_id) if version_id else overview.newest
    if version_id and not version:
        return None
    return editor.page(
        "dashboard",
        overview=overview,
        version=version,
        problems=[_shown(problem, editor.link) for problem in for_a_page(problems)],
        sealed=sealed_line(problems),
        words=summary(problems) or "no problems",
        link=editor.link,
    )


def with_frame(page: bytes, inside: str) -> bytes:
    """Put our style and the script that reloads into a page's head, and what we have to say at the
    beginning of its body.

    It stands there, after the link that skips what is on every page, so that the keyboard and a
    screen reader meet a mistake before the text that is not mended yet.
    """
    head = (
        f'<link rel="stylesheet" href="/{STYLE}">\n<script src="/{FOLLOWS}" defer></script>\n'
        f'<script src="/{RELOADS}?maxdelay=2000" defer></script>\n'
    ).encode()
    text = page.replace(b"</head>", head + b"</head>", 1) if b"</head>" in page else head + page
    body = re.search(rb'<body\b[^>]*>(\s*<a class="skip"[^>]*>[^<]*</a>)?', text)
    place = body.end() if body else len(text)
    return text[:place] + inside.encode() + text[place:]


def _shown(problem: Problem, link: Link) -> Shown:
    place = Place(problem.path, problem.line, problem.column)
    message, rest = problem.message, ""
    if len(message) > _LONG:
        cut = message.rfind(" ", 0, _LONG)
        cut = cut if cut > 0 else _LONG
        message, rest = message[:cut], message[cut:].lstrip()
    line = shown_line(problem) if problem.excerpt else None
    return Shown(problem.severity.value, place, link(place), message, rest, problem.rule, line)
