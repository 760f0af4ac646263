"""Versions in time: status, days in force, carry-over, numbers, pairs."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from notice.content.model import Change, Controller, Notice, Section, Status, Text, Version
from notice.versions.editions import current_edition, editions, in_force, pairs


def section(name: str, title: str = "Title", number: str = "") -> Section:
    """Make a section in Finnish only."""
    return Section(
        name, f"v1/{name}.yaml", (), number, {"fi": Text(title, "", f"Text of {name}.\n")}
    )


def version(
    number: int, effective: date, contents: list[str], own: list[Section], *, draft: bool = False
) -> Version:
    """Make a version of some sections."""
    change = Change.FIRST if number == 1 else Change.MATERIAL
    owned = {each.id: each for each in own}
    return Version(
        number, effective, effective, draft, change, {"fi": "Muutos."}, tuple(contents), owned, {}
    )


def notice(*versions: Version) -> Notice:
    """Make a notice of some versions."""
    controller = Controller("Testi Oy", "", "", "", "")
    return Notice(
        ("fi",),
        "Europe/Helsinki",
        "https://example.com/",
        {"fi": "Seloste"},
        controller,
        0,
        versions,
    )


THREE = notice(
    version(
        1,
        date(2020, 1, 1),
        ["intro", "a", "b", "c"],
        [section("intro", ""), section("a"), section("b"), section("c")],
    ),
    version(2, date(2021, 1, 1), ["intro", "b", "a", "d"], [section("a", "New a"), section("d")]),
    version(3, date(2022, 1, 1), ["intro", "a", "b", "d"], [], draft=True),
)


def test_status_on_each_day() -> None:
    """Upcoming before its day, in force from its day, superseded from the next one's; a draft
    stays a draft.
    """
    expected = {
        date(2019, 12, 31): [Status.UPCOMING, Status.UPCOMING, Status.DRAFT],
        date(2020, 1, 1): [Status.IN_FORCE, Status.UPCOMING, Status.DRAFT],
        date(2020, 12, 31): [Status.IN_FORCE, Status.UPCOMING, Status.DRAFT],
        date(2021, 1, 1): [Status.SUPERSEDED, Status.IN_FORCE, Status.DRAFT],
        date(2030, 1, 1): [Status.SUPERSEDED, Status.IN_FORCE, Status.DRAFT],
    }
    for day, statuses in expected.items():
        assert [edition.status for edition in editions(THREE, day, drafts=True)] == statuses


def test_carry_over_removal_order_and_numbers() -> None:
    """What a version does not change is carried over; what it does not list is gone; numbers
    follow the order.
    """
    first, second, third = editions(THREE, date(2021, 6, 1), drafts=True)
    assert [each.id for each in first.sections] == ["intro", "a", "b", "c"]
    assert first.numbers == {"a": "1", "b": "2", "c": "3"}
    assert [each.id for each in second.sections] == ["intro", "b", "a", "d"]
    assert second.numbers == {"b": "1", "a": "2", "d": "3"}
    assert second.sections[2].texts["fi"].title == third.sections[1].texts["fi"].title == "New a"
    assert second.sections[1] is first.sections[2]


def test_what_was_dropped_does_not_come_back_by_itself() -> None:
    """A section that an older version had, and the one before has not, is not carried over."""
    texts = [section("a"), section("b")]
    found = editions(
        notice(
            version(1, date(2020, 1, 1), ["a", "b"], texts),
            version(2, date(2021, 1, 1), ["a"], []),
            version(3, date(2022, 1, 1), ["a", "b"], []),
        ),
        date(2023, 1, 1),
        drafts=False,
    )
    assert [each.id for each in found[2].sections] == ["a"]


def test_a_written_number_stands() -> None:
    """The number of the published text is shown, and the count goes on by place."""
    made = notice(
        version(
            1,
            date(2020, 1, 1),
            ["a", "b", "c"],
            [section("a"), section("b", number="1"), section("c")],
        )
    )
    assert editions(made, date(2020, 1, 1), drafts=False)[0].numbers == {
        "a": "1",
        "b": "1",
        "c": "3",
    }


def test_days_in_force_touch() -> None:
    """A version's last day is the day before the next one's first; a draft ends nothing."""
    first, second, _ = editions(THREE, date(2021, 6, 1), drafts=True)
    assert first.last_day == date(2020, 12, 31)
    assert second.last_day is None


def test_pairs() -> None:
    """Neighbours have a comparison, and so has each older version with the one in force."""
    versions = [
        version(n, date(2020 + n, 1, 1), ["a"], [section("a")] if n == 1 else [])
        for n in range(1, 6)
    ]
    shown = editions(notice(*versions), date(2024, 6, 1), drafts=False)
    assert [(old.id, new.id) for old, new in pairs(shown)] == [
        ("v1", "v2"),
        ("v2", "v3"),
        ("v3", "v4"),
        ("v4", "v5"),
        ("v1", "v4"),
        ("v2", "v4"),
    ]


def test_before_the_first_version_the_first_is_shown() -> None:
    """A notice whose first version is still to come shows that one, as upcoming."""
    shown = editions(THREE, date(2019, 1, 1), drafts=False)
    current = current_edition(shown)
    assert current is not None
    assert (current.id, current.status) == ("v1", Status.UPCOMING)
    only_draft = notice(version(1, date(2020, 1, 1), [], [], draft=True))
    shown = editions(only_draft, date(2021, 1, 1), drafts=True)
    assert current_edition(shown) is shown[0]
    assert editions(only_draft, date(2021, 1, 1), drafts=False) == ()


@given(st.lists(st.integers(1, 400), min_size=1, max_size=8), st.integers(-10, 3500))
def test_exactly_one_version_is_in_force(steps: list[int], offset: int) -> None:
    """On any day from the first on exactly one version is in force, and its days hold that day."""
    days = [date(2018, 5, 24)]
    for step in steps:
        days.append(days[-1] + timedelta(days=step))
    made = notice(
        *(version(n, day, ["a"], [section("a")] if n == 1 else []) for n, day in enumerate(days, 1))
    )
    day = days[0] + timedelta(days=offset)
    shown = editions(made, day, drafts=False)
    current = [edition for edition in shown if edition.status is Status.IN_FORCE]
    assert len(current) == (1 if offset >= 0 else 0)
    found = in_force(made.versions, day)
    assert (found.id if found else None) == (current[0].id if current else None)
    for edition in current:
        assert edition.first_day <= day <= (edition.last_day or date.max)
