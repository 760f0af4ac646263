"""Where data may go without more: the EEA, and the Commission's decisions by day (GDPR Art. 45)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def _adequacy() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yaml.load(
        Path(__file__).with_name("adequacy.yaml").read_bytes(), Loader=yaml.CSafeLoader
    )
    return read


def in_eea(country: str, day: date) -> bool:
    """Tell whether a country (ISO 3166-1) is in the EEA on a day, or treated as if it were."""
    return any(country in span["countries"] and _holds(span, day) for span in _adequacy()["eea"])


def is_adequate(country: str, day: date) -> bool:
    """Tell whether an adequacy decision for a country is in force on a day."""
    return any(
        decision["country"] == country and _holds(decision, day)
        for decision in _adequacy()["decisions"]
    )


def _holds(span: Mapping[str, Any], day: date) -> bool:
    return bool(span["from"] <= day <= span.get("until", date.max))


_OTHERWISE = {"UK": "GB", "EL": "GR"}
"""Codes that are used for countries and are none of ISO 3166, with those that are."""


def no_country(code: str) -> str:
    """Say what to write for a code that is no country's; empty where it is one."""
    if meant := _OTHERWISE.get(code):
        return f"{code} is no code of ISO 3166: write {meant}"
    return f"{code} is no country: name the countries that data go to" if code == "EU" else ""


def no_ground(country: str, day: date) -> str:
    """Say why data cannot simply go to a country on a day, and what to write."""
    decisions = [entry for entry in _adequacy()["decisions"] if entry["country"] == country]
    ended = [entry for entry in decisions if "until" in entry and entry["until"] < day]
    why = "there is no adequacy decision"
    if ended:
        why = f"the decision {ended[-1]['decision']} ended on {ended[-1]['until']}"
    return (
        f"data go to {country}, and {why} (on {day}): name under `transfer` what they go on, "
        "as 46.2.c or 49.1.b"
    )
