"""Progress is shown to a person who waits, and to nobody else."""

from __future__ import annotations

import io
import sys

import pytest

from notice.output import progress


class Terminal(io.StringIO):
    """A terminal that remembers what it showed."""

    def isatty(self) -> bool:
        """Tell that a person sees it."""
        return True


def written(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, *, long: bool) -> str:
    """Go through four parts; returns what was written meanwhile."""
    monkeypatch.setattr(sys, "stderr", stream)
    with progress.shown(4, long=long) as advance:
        for _ in range(4):
            advance()
    return stream.getvalue()


def test_shown_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal a long build shows how many parts are done, and takes the line away at the
    end.
    """
    monkeypatch.setattr(progress, "PATIENCE", 0)
    shown = written(Terminal(), monkeypatch, long=True)
    assert "making the site" in shown
    assert "0/4" in shown
    assert shown.endswith("\r")


@pytest.mark.parametrize(("stream", "long"), [(Terminal, False), (io.StringIO, True)])
def test_shown_to_nobody_else(
    stream: type[io.StringIO], monkeypatch: pytest.MonkeyPatch, *, long: bool
) -> None:
    """A short build, or one that nobody looks at, shows nothing and does not even import the
    library.
    """
    monkeypatch.setitem(sys.modules, "tqdm", None)
    assert written(stream(), monkeypatch, long=long) == ""


def test_nothing_before_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is over before a person would wonder shows nothing."""
    monkeypatch.setattr(progress, "PATIENCE", 60)
    assert "making" not in written(Terminal(), monkeypatch, long=True)
