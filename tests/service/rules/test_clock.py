"""Working minutes and targets: counted minute by minute as a check, over nights, holidays and a change of the clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.rules.clock import LATE, NONE, REMIND, OrderFacts, judge
from service.rules.hours import Hours
from service.rules.targets import TargetsError, read

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
WEEK = {day: ["09:00-12:00", "13:30-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
BODY = {
    "hours": WEEK,
    "country": "CN",
    "remind_at": 0.8,
    "targets": [
        {"kind": "repair_in_warranty", "priority": "high", "class": "*", "response": 120, "completion": 960},
        {"kind": "*", "priority": "*", "class": "key", "response": 60, "completion": 480},
        {"kind": "*", "priority": "*", "class": "*", "response": 240, "completion": 2400},
    ],
}
MINUTE = timedelta(minutes=1)


def at(text, zone=SHANGHAI):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def order(**fields):
    fields = {
        "kind": "repair_in_warranty",
        "priority": "high",
        "levels": (),
        "reported_at": at("2026-11-30T09:00"),
    } | fields
    return OrderFacts(**fields)


# --- hours ----------------------------------------------------------------------------------------------------------------
def test_lunch_the_night_and_sunday_do_not_count():
    hours = read(BODY, SHANGHAI).hours
    friday = at("2026-11-27T11:30")
    assert hours.worked(friday, at("2026-11-27T14:00")) == timedelta(hours=1)
    assert hours.worked(friday, at("2026-11-30T09:30")) == timedelta(minutes=30 + 270 + 30)
    assert hours.after(friday, timedelta(hours=6)) == at("2026-11-30T10:00")


def test_public_holidays_and_days_of_ones_own():
    hours = read(BODY | {"days_off": ["2026-11-30"], "days_on": ["2026-11-28"]}, SHANGHAI).hours
    assert hours.of(date(2026, 10, 1)) == ()  # National Day
    assert hours.of(date(2026, 11, 30)) == ()
    # A Saturday that is worked has no hours of its own: those of Monday hold.
    assert hours.of(date(2026, 11, 28)) == ((540, 720), (810, 1080))


def test_a_night_in_which_the_clocks_change_has_the_minutes_that_pass():
    hours = Hours({6: ((0, 240),)}, NEW_YORK)
    spring, autumn = date(2026, 3, 8), date(2026, 11, 1)
    assert sum((b - a for a, b in hours.spans(spring)), timedelta(0)) == timedelta(hours=3)
    assert sum((b - a for a, b in hours.spans(autumn)), timedelta(0)) == timedelta(hours=5)


blocks = st.lists(st.integers(0, 96), min_size=2, max_size=6, unique=True).map(
    lambda quarters: tuple(
        (a * 15, b * 15) for a, b in zip(sorted(quarters)[::2], sorted(quarters)[1::2], strict=False)
    )
)
weeks = st.dictionaries(st.integers(0, 6), blocks, min_size=1)
starts = st.datetimes(datetime(2026, 2, 20), datetime(2026, 3, 20)) | st.datetimes(
    datetime(2026, 10, 20), datetime(2026, 11, 10)
)


def by_minutes(hours, start, end, stopped=()):
    """The same, one minute after another."""
    count, moment = 0, start
    while moment < end:
        local = moment.astimezone(hours.zone)
        minute = local.hour * 60 + local.minute
        works = any(begin <= minute < last for begin, last in hours.of(local.date()))
        if works and not any(a <= moment and (b is None or moment < b) for a, b in stopped):
            count += 1
        moment += MINUTE
    return count


@settings(max_examples=60, deadline=None)
@given(
    weeks,
    starts,
    st.integers(0, 4000),
    st.sampled_from([SHANGHAI, NEW_YORK]),
    st.lists(st.integers(0, 4000), max_size=4),
)
def test_working_time_is_what_a_count_of_minutes_gives(week, start, length, zone, cuts):
    hours = Hours(week, zone, "US" if zone == NEW_YORK else "CN")
    start = start.replace(second=0, microsecond=0, tzinfo=UTC)
    end = start + length * MINUTE
    cuts = sorted({start + n * MINUTE for n in cuts})
    stopped = list(zip(cuts[::2], cuts[1::2], strict=False))
    assert hours.worked(start, end, stopped) == by_minutes(hours, start, end, stopped) * MINUTE
    needed = hours.worked(start, end, stopped)
    if needed:
        due = hours.after(start, needed, stopped)
        assert due is not None and due <= end
        assert hours.worked(start, due, stopped) == needed
        assert hours.worked(start, due - MINUTE, stopped) < needed


# --- one order -------------------------------------------------------------------------------------------------------------
def test_the_first_target_that_fits_holds():
    targets = read(BODY, SHANGHAI)
    assert targets.of("repair_in_warranty", "high", ("key",)).response == 120
    assert targets.of("training", "low", ("vip", "key")).response == 60
    assert targets.of("training", "low", ()).completion == 2400
    assert read(BODY | {"targets": []}, SHANGHAI).of("training", "low", ()) is None


def test_response_ends_with_acceptance_and_completion_stops_while_it_waits():
    targets = read(BODY, SHANGHAI)
    facts = order(accepted_at=at("2026-11-30T10:00"), waits=[(at("2026-11-30T11:00"), at("2026-12-01T14:00"))])
    now = at("2026-12-01T15:00")
    standing = judge(facts, targets, now)
    assert (standing.response.used, standing.response.runs) == (60, False)
    assert standing.completion.used == 120 + 60 and standing.paused == 60 + 270 + 180 + 30
    assert standing.completion.due == at("2026-12-03T11:30")
    waiting = judge(order(waits=[(at("2026-11-30T11:00"), None)]), targets, now)
    assert waiting.completion.due is None and waiting.completion.used == 120
    # An order that nobody accepted goes on being late, although it waits.
    assert waiting.outcome == LATE and waiting.response.due == at("2026-11-30T11:00")


@pytest.mark.parametrize(
    ("moment", "outcome"),
    [
        ("2026-11-30T10:35", NONE),
        ("2026-11-30T10:36", REMIND),
        ("2026-11-30T10:59", REMIND),
        ("2026-11-30T11:00", LATE),
    ],
)
def test_reminded_from_a_share_of_the_target_and_late_from_the_due_moment(moment, outcome):
    assert judge(order(), read(BODY, SHANGHAI), at(moment)).outcome == outcome


def test_what_is_done_is_never_late_again():
    facts = order(accepted_at=at("2026-11-30T09:10"), done_at=at("2026-11-30T11:00"))
    standing = judge(facts, read(BODY, SHANGHAI), at("2027-01-10T11:00"))
    assert (standing.outcome, standing.completion.used, standing.paused) == (NONE, 120, 0)


def test_what_is_cancelled_is_late_for_nobody_and_was_until_then():
    given = order(cancelled_at=at("2026-12-03T10:00"))
    before = judge(given, read(BODY, SHANGHAI), at("2026-12-03T09:59"))
    after = judge(given, read(BODY, SHANGHAI), at("2026-12-03T10:00"))
    assert before.outcome == LATE and after.outcome == NONE
    assert (after.response, after.completion, after.next_at(at("2026-12-03T10:00"))) == (None, None, None)


@settings(max_examples=60, deadline=None)
@given(starts, st.lists(st.integers(1, 6000), min_size=0, max_size=5, unique=True), st.integers(0, 9000), st.booleans())
def test_the_stored_time_nominates_and_nothing_changes_before_it(start, cuts, passed, accepted):
    """Page, reminder and list ask at different moments: between two stored times all of them say the same."""
    targets = read(BODY, NEW_YORK)
    start = start.replace(second=0, microsecond=0, tzinfo=UTC)
    moments = [start + n * MINUTE for n in sorted(cuts)]
    pairs = [*zip(moments[::2], [*moments[1::2], None], strict=False)]
    now = start + passed * MINUTE
    waits = [(a, b if b and b <= now else None) for a, b in pairs if a <= now]
    facts = order(
        reported_at=start, waits=waits, accepted_at=start + 90 * MINUTE if accepted and passed >= 90 else None
    )
    standing = judge(facts, targets, now)
    coming = standing.next_at(now)
    if coming is None:
        assert judge(facts, targets, now + timedelta(days=3)).outcome == standing.outcome or standing.completion.due
        return
    assert judge(facts, targets, coming - timedelta(seconds=1)).outcome == standing.outcome
    for reading in (standing.response, standing.completion):
        if reading.due and reading.runs and reading.due >= now:
            assert judge(facts, targets, reading.due).outcome == LATE


# --- what cannot be meant --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"hours": {}}, "hours"),
        ({"hours": {"mon": ["18:00-09:00"]}}, "hours.mon"),
        ({"hours": WEEK | {"sat": ["09:00-12:00", "11:00-13:00"]}}, "hours.sat"),
        ({"hours": {"monday": ["09:00-12:00"]}}, "hours.monday"),
        ({"country": "Atlantis"}, "country"),
        ({"days_off": ["2026-02-30"]}, "days_off"),
        ({"remind_at": 0}, "remind_at"),
        ({"remind": 0.5}, "remind"),
        (
            {"targets": [{"kind": "*", "priority": "*", "class": "*", "response": 0, "completion": 10}]},
            "targets.1.response",
        ),
        ({"targets": [{"kind": "*", "priority": "soon", "response": 1, "completion": 10}]}, "targets.1.priority"),
        ({"targets": ["x"]}, "targets.1"),
    ],
)
def test_what_cannot_be_meant_is_named(change, where):
    with pytest.raises(TargetsError) as reason:
        read(BODY | change, SHANGHAI)
    assert where in [place for place, _code, _value in reason.value.problems]
