"""Pins: which source text a translation was made from."""

from __future__ import annotations

import hashlib
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from notice.content.model import Section, Text
from notice.versions.translations import State, pin, shown, state


def section(**texts: Text) -> Section:
    """Make a section of some texts."""
    return Section("a", "v1/a.yaml", (), "", texts)


def test_pin_is_what_the_format_says() -> None:
    """A pin is the first 8 hex digits of SHA-256 over title, gist and body, joined by empty
    lines.
    """
    expected = hashlib.sha256(b"Otsikko\n\n\n\nRivi yksi\n\nRivi kaksi").hexdigest()[:8]
    assert pin(Text("Otsikko", "", "\n\nRivi yksi  \n \t\nRivi kaksi\t\n\n")) == expected
    with_gist = hashlib.sha256(b"Otsikko\n\nLyhyesti.\n\nRivi").hexdigest()[:8]
    assert pin(Text("Otsikko", "Lyhyesti.", "Rivi\n")) == with_gist


@given(st.text(max_size=40), st.text(max_size=200))
def test_pin_does_not_see_what_readers_do_not(title: str, body: str) -> None:
    """How accents are composed, and blanks at line ends, change no pin."""
    spaced = "\n".join(f"{line} \t" for line in unicodedata.normalize("NFD", body).split("\n"))
    assert pin(Text(title, "", body)) == pin(Text(title, "", f"\n{spaced}\n\n"))


def test_state() -> None:
    """A translation is complete while its pin fits, stale after, missing without a text, and stale
    without a pin.
    """
    source = Text("Otsikko", "", "Teksti\n")
    other = Text("Title", "", "Text\n", of=pin(source))
    assert state(section(fi=source, en=other), "en", "fi") is State.COMPLETE
    assert (
        state(section(fi=Text("Otsikko", "", "Uusi teksti\n"), en=other), "en", "fi") is State.STALE
    )
    assert state(section(fi=source, en=Text("Title", "", "Text\n")), "en", "fi") is State.STALE
    assert state(section(fi=source), "en", "fi") is State.MISSING
    assert state(section(fi=source), "fi", "fi") is State.SOURCE


def test_untranslated_shows_the_source() -> None:
    """Where there is no translation the reader gets the source text, and is told which language it
    is in.
    """
    source = Text("Otsikko", "", "Teksti\n")
    assert shown(section(fi=source), "ru", "fi") == (source, "fi")
