"""Targets as data: what is taken, and every sentence of what cannot be meant."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from service.rules.targets import ANY, LONGEST, MOST_TARGETS, Target, TargetsError, read

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = {"mon": ["09:00-12:00", "13:30-18:15"], "tue": "08:05-24:00"}
ALL = {"kind": ANY, "priority": ANY, "class": ANY, "response": 60, "completion": 480}
pytestmark = pytest.mark.req("Ni21")


def problems(**changes):
    """What is wrong with a body that is right but for these changes."""
    with pytest.raises(TargetsError) as refused:
        read({"hours": WEEK, "targets": [ALL]} | changes, SHANGHAI)
    return refused.value.problems


def targets(*rows):
    return read({"hours": WEEK, "targets": list(rows)}, SHANGHAI).targets


def test_what_is_not_said_is_the_usual():
    found = read({"hours": WEEK}, SHANGHAI)
    assert (found.remind_at, found.targets, found.hours.country) == (0.8, (), "")
    assert found.hours.blocks == {0: ((540, 720), (810, 1095)), 1: ((485, 1440),)}
    assert (found.hours.days_off, found.hours.days_on) == (frozenset(), frozenset())


def test_a_target_says_nothing_of_what_it_leaves_out():
    assert targets({"response": 1, "completion": LONGEST}) == (Target(ANY, ANY, ANY, 1, LONGEST),)
    assert targets(ALL | {"kind": "training", "priority": "low", "class": "vip"}) == (
        Target("training", "low", "vip", 60, 480),
    )


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        (("training", "low", ("core", "vip")), True),
        (("repair", "low", ("vip",)), False),
        (("training", "high", ("vip",)), False),
        (("training", "low", ("core",)), False),
    ],
)
def test_a_target_fits_where_all_three_do(asked, fits):
    (one,) = targets(ALL | {"kind": "training", "priority": "low", "class": "vip"})
    assert one.fits(*asked) is fits
    assert targets(ALL)[0].fits(*asked)


def test_the_first_that_fits_holds():
    found = read({"hours": WEEK, "targets": [ALL | {"kind": "training"}, ALL | {"response": 5}]}, SHANGHAI)
    assert found.of("training", "low", ()).response == 60
    assert found.of("repair", "low", ()).response == 5


def test_a_body_is_an_object_of_known_parts():
    with pytest.raises(TargetsError) as refused:
        read(["hours"], SHANGHAI)
    assert refused.value.problems == [("", "not_an_object", "")] and str(refused.value) == "not_an_object"
    assert problems(hour=1) == [("hour", "unknown", "")]
    assert str(TargetsError([("a", "b", "c"), ("d", "e", "")])) == "a b c; d e"


@pytest.mark.parametrize("share", [0, -0.1, 1.01, 2, True, "0.8", None])
def test_the_share_of_a_reminder_lies_within_the_target(share):
    assert problems(remind_at=share) == [("remind_at", "no_share", str(share))]


def test_a_reminder_may_come_with_the_due_time():
    assert read({"hours": WEEK, "remind_at": 1}, SHANGHAI).remind_at == 1


@pytest.mark.parametrize("country", ["Atlantis", 86, ["CN"]])
def test_a_country_is_known(country):
    assert problems(country=country) == [("country", "no_country", str(country))]
    assert read({"hours": WEEK, "country": "CN"}, SHANGHAI).hours.country == "CN"


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (["mon"], [("hours", "not_an_object", ""), ("hours", "nobody_works", "")]),
        ({}, [("hours", "nobody_works", "")]),
        ({"mon": []}, [("hours", "nobody_works", "")]),
        ({"monday": ["09:00-12:00"], "tue": ["09:00-12:00"]}, [("hours.monday", "no_weekday", "monday")]),
        ({"mon": ["12:00-09:00", "13:00-14:00"]}, [("hours.mon", "no_block", "12:00-09:00")]),
        ({"mon": ["09:00-09:00", "13:00-14:00"]}, [("hours.mon", "no_block", "09:00-09:00")]),
        ({"mon": ["9-12", "13:00-14:00"]}, [("hours.mon", "no_block", "9-12")]),
        (
            {"mon": ["24:00-25:00", 9, "13:00-14:00"]},
            [("hours.mon", "no_block", "24:00-25:00"), ("hours.mon", "no_block", "9")],
        ),
        ({"mon": ["09:00-12:00", "11:59-14:00"]}, [("hours.mon", "overlap", "11:59-14:00")]),
    ],
)
def test_hours_are_blocks_of_a_day(hours, expected):
    assert problems(hours=hours) == expected


def test_blocks_may_touch():
    assert read({"hours": {"sun": ["09:00-12:00", "12:00-12:01"]}}, SHANGHAI).hours.blocks == {
        6: ((540, 720), (720, 721))
    }


def test_days_are_dates():
    assert problems(days_off="2026-13-01") == [("days_off", "no_date", "2026-13-01")]
    assert problems(days_on=[20261001, "2026-10-01"]) == [("days_on", "no_date", "20261001")]
    found = read({"hours": WEEK, "days_off": ["2026-10-01"], "days_on": "2026-10-02"}, SHANGHAI).hours
    assert (found.days_off, found.days_on) == ({date(2026, 10, 1)}, {date(2026, 10, 2)})


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({}, [("targets", "no_list", "")]),
        ([ALL] * (MOST_TARGETS + 1), [("targets", "no_list", "")]),
        (
            ["all", ALL | {"class": "gold"}],
            [("targets.1", "not_an_object", ""), ("targets.2.class", "no_class", "gold")],
        ),
        ([ALL | {"sort": 1}], [("targets.1.sort", "unknown", "")]),
        ([ALL | {"priority": "soon"}], [("targets.1.priority", "no_priority", "soon")]),
        ([ALL | {"response": 0}], [("targets.1.response", "no_minutes", "0")]),
        ([ALL | {"response": True}], [("targets.1.response", "no_minutes", "True")]),
        ([ALL | {"completion": 1.5}], [("targets.1.completion", "no_minutes", "1.5")]),
        ([ALL | {"completion": LONGEST + 1}], [("targets.1.completion", "no_minutes", str(LONGEST + 1))]),
        ([{"response": 60}], [("targets.1.completion", "no_minutes", "None")]),
    ],
)
def test_targets_are_rows_of_minutes(rows, expected):
    assert problems(targets=rows) == expected


def test_as_many_targets_as_may_be_are_taken():
    assert len(targets(*[ALL] * MOST_TARGETS)) == MOST_TARGETS


def test_a_day_of_ones_own_has_its_own_hours_else_those_of_monday():
    hours = read({"hours": WEEK, "days_on": ["2026-10-06", "2026-10-07"]}, SHANGHAI).hours
    assert hours.of(date(2026, 10, 6)) == ((485, 1440),)
    assert hours.of(date(2026, 10, 7)) == ((540, 720), (810, 1095))
    assert hours.end_of(date(2026, 10, 7)) - hours.end_of(date(2026, 10, 6)) == timedelta(hours=18, minutes=15)
