"""A long notice for tests of pages: forty-four versions in nine years, whose sections are added,
changed, moved, renamed and removed, in two languages.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import yaml

VERSIONS = 44
FIRST = date(2016, 3, 1)
DAY = date(2026, 11, 25)
LANGUAGES = ("fi", "en")
MOUNT = "/long/notice/"
BASE = f"https://example.org{MOUNT}"

NOTICE = {
    "languages": [*LANGUAGES],
    "timezone": "Europe/Helsinki",
    "base_url": BASE,
    "id": "tag:example.org,2016:privacy",
    "title": {"fi": "Tietosuojaseloste", "en": "Privacy notice"},
    "controller": {
        "name": "Testi Oy",
        "email": "tieto@example.org",
        "phone": "+358 9 123 456",
        "address": "Katu 1, Helsinki",
    },
}
TITLES = {
    "controller": ("Rekisterinpitäjä", "Controller"),
    "purposes": ("Henkilötietojen käsittelyn tarkoitukset", "Purposes of the processing"),
    "sources": ("Tietolähteet", "Sources"),
    "recipients": ("Tietojen vastaanottajat", "Recipients"),
    "transfers": ("Siirrot EU:n tai ETA:n ulkopuolelle", "Transfers outside the EU or the EEA"),
    "retention": ("Säilytysajat", "How long data are kept"),
    "cookies": ("Evästeet", "Cookies"),
    "rights": ("Rekisteröidyn oikeudet", "Rights of the data subject"),
    "sharing": ("Kenelle tietoja annetaan", "Who is given your data"),
}
RECIPIENTS = (
    "Annamme tietoja hotelleille, kuljettajille ja oppaille, joita matkasi tarvitsee.",
    "We give data to the hotels, drivers and guides that your journey needs.",
)
"""What the section on recipients says, under either of its two ids."""


def effective(number: int) -> date:
    """Return the day of a version: none in 2019, two on neighbouring days, the rest irregular."""
    day = FIRST + timedelta(days=83 * (number - 1) + (number * number) % 40)
    return day.replace(year=2020) if day.year == 2019 else day


def order(number: int) -> list[str]:
    """Return the sections of a version, in order: cookies come and go, and the recipients move,
    under another title and another id.
    """
    names = [name for name in TITLES if name != "cookies" or 10 <= number < 30]
    names.remove("sharing" if number < 25 else "recipients")
    if number >= 25:
        names.remove("sharing")
        names.insert(2, "sharing")
    return names


def write_content(folder: Path) -> None:
    """Write the content folder of the long notice."""
    _write(folder / "notice.yaml", NOTICE)
    names = [*TITLES]
    for number, day in enumerate(sorted(effective(n) for n in range(1, VERSIONS + 1)), 1):
        head = {
            "effective": day.isoformat(),
            "change": "first" if number == 1 else "material",
            "note": {"fi": f"Muutos numero {number}.", "en": f"Change number {number}."},
            "sections": order(number),
        }
        _write(folder / f"v{number}" / "version.yaml", head)
        changed = {names[number % 8], names[number * 3 % 8], "sources" if number % 5 else "rights"}
        for name in order(number):
            is_new = number == 1 or name not in order(number - 1)
            if is_new or name in changed:
                _write(folder / f"v{number}" / f"{name}.yaml", _section(name, number))


def _section(name: str, number: int) -> dict[str, dict[str, str]]:
    words = ("Tätä kohtaa muutettiin versiossa", "This section was changed in version")
    first = RECIPIENTS if name in ("recipients", "sharing") else [f"{one}." for one in TITLES[name]]
    return {
        language: {"title": title, "body": f"{says} {text} {number}.\n"}
        for language, title, says, text in zip(LANGUAGES, TITLES[name], first, words, strict=True)
    }


def _write(file: Path, data: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
