"""What day it is where the notice is. Nothing else asks: everywhere the day is an argument."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from notice.model import Notice


def today(notice: Notice) -> date:
    """Give the day that it is where the notice is."""
    return datetime.now(ZoneInfo(notice.timezone)).date()
