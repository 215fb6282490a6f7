"""Late entry by the company's working days, and who may change them."""

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.domain import follow_ups, lateness
from assignment.domain.policies.lookup import policy_for
from crm_project.accounts.domain import working_days
from crm_project.accounts.models import DayOverride
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from tests.cast import NOW, VALID, as_admin, customer, moment

pytestmark = pytest.mark.django_db

URL = "activities:days"


def late(cast, happened, entered):
    policy = policy_for(cast.departments["sales"], NOW)
    return lateness.is_late(policy, moment(happened), moment(entered))


@pytest.mark.req("Nf13", "Nf7")
@pytest.mark.parametrize(
    ("happened", "in_time", "too_late"),
    [
        # A Tuesday: 24 hours.
        ("2026-03-10 10:00", "2026-03-11 10:00", "2026-03-11 10:01"),
        # Friday's by Monday, to the end of the day; Saturday's and Sunday's as well.
        ("2026-03-13 10:00", "2026-03-16 23:59", "2026-03-17 00:01"),
        ("2026-03-14 10:00", "2026-03-16 23:59", "2026-03-17 00:01"),
        ("2026-03-15 23:00", "2026-03-16 23:59", "2026-03-17 00:01"),
        # Sunday evening's 24 hours end before Monday does; Friday evening's too.
        ("2026-03-13 23:50", "2026-03-16 23:59", "2026-03-17 00:01"),
        # National Day 2026: 1 to 7 October are off, 10 October (a Saturday) is worked.
        ("2026-09-30 15:00", "2026-10-08 23:59", "2026-10-09 00:01"),
        ("2026-10-03 15:00", "2026-10-08 23:59", "2026-10-09 00:01"),
        ("2026-10-09 15:00", "2026-10-10 15:00", "2026-10-10 15:01"),
        ("2026-10-10 15:00", "2026-10-12 23:59", "2026-10-13 00:01"),
    ],
)
def test_until_when_an_entry_counts_by_itself(cast, happened, in_time, too_late):
    assert not late(cast, happened, in_time)
    assert late(cast, happened, too_late)


@pytest.mark.req("Nf13")
def test_a_saturday_that_the_company_works_and_a_monday_that_it_does_not(cast):
    assert not late(cast, "2026-03-13 10:00", "2026-03-16 09:00")
    working_days.set_day(day=date(2026, 3, 14), working=True, note="Stocktaking", by=cast.admin, at=NOW)
    assert late(cast, "2026-03-13 10:00", "2026-03-16 09:00"), "Friday's is due within 24 hours, as Saturday is worked"
    working_days.set_day(day=date(2026, 3, 16), working=False, note="", by=cast.admin, at=NOW)
    assert not late(cast, "2026-03-14 10:00", "2026-03-17 23:59"), "Saturday's until the end of Tuesday"
    working_days.clear_day(day=date(2026, 3, 14), by=cast.admin, at=NOW)
    assert not late(cast, "2026-03-13 10:00", "2026-03-17 23:59")


@pytest.mark.req("Nf13")
def test_the_verb_stores_it_by_the_calendar_of_the_moment(cast):
    file = customer(cast.rep, since=moment("2026-03-10 09:00"))
    fields = {
        "kind": "call_out",
        "counterpart": "王经理",
        "content": VALID,
        "occurred_at": moment("2026-03-13 10:00"),
        "late_reason": "ill",
    }
    row = follow_ups.record_followup(customer_id=file.pk, by=cast.rep, at=moment("2026-03-16 20:00"), fields=fields)
    assert not row.late
    row = follow_ups.record_followup(customer_id=file.pk, by=cast.rep, at=moment("2026-03-17 08:00"), fields=fields)
    assert row.late


@pytest.mark.req("Nf13")
def test_where_the_standard_knows_no_late_entry_nothing_is_late(cast):
    policy = policy_for(cast.departments["solar"], NOW)
    assert not lateness.is_late(policy, NOW - timedelta(days=60), NOW)
    assert not lateness.is_late(None, NOW - timedelta(days=60), NOW)


@pytest.mark.req("Nf13", "Na8")
def test_every_change_of_a_day_is_audited(cast):
    working_days.set_day(day=date(2026, 3, 14), working=True, note="Stocktaking", by=cast.admin, at=NOW)
    working_days.set_day(day=date(2026, 3, 14), working=False, note="Stocktaking", by=cast.file_keeper, at=NOW)
    working_days.set_day(day=date(2026, 3, 14), working=False, note="Stocktaking", by=cast.file_keeper, at=NOW)
    working_days.clear_day(day=date(2026, 3, 14), by=cast.admin, at=NOW)
    entries = (
        Entry.objects.filter(action__startswith="day.")
        .order_by("pk")
        .values_list("actor__username", "action", "changes")
    )
    assert list(entries) == [
        ("admin", "day.set", {"working": [None, "working"], "note": [None, "Stocktaking"]}),
        ("file_keeper", "day.set", {"working": ["working", "off"]}),
        ("admin", "day.cleared", {"working": ["off", None]}),
    ]
    with pytest.raises(Refused, match="No exception on this day: the public calendar applies."):
        working_days.clear_day(day=date(2026, 3, 14), by=cast.admin, at=NOW)


@pytest.mark.req("Nf13")
def test_a_day_far_away_is_refused(cast):
    with pytest.raises(Refused, match="Choose a day within 3 years."):
        working_days.set_day(day=date(2036, 3, 14), working=True, note="", by=cast.admin, at=NOW)


# --- the page --------------------------------------------------------------------------------------------------------------


@pytest.mark.req("Nf13")
def test_the_page_shows_the_year_and_takes_an_exception(cast, signed_in, clock):
    client = signed_in(as_admin(cast.file_keeper))
    page = client.get(reverse(URL)).content.decode()
    assert "1–3 · National Day" in page and "10 · working day" in page and "No exceptions" in page
    response = client.post(reverse(URL), {"day": "2026-12-24", "working": "0", "note": "Party"})
    assert [str(m) for m in get_messages(response.wsgi_request)] == ["2026-12-24: the company is closed."]
    page = client.get(response.url).content.decode()
    assert "24 · Party" in page
    row = DayOverride.objects.get()
    response = client.post(reverse("activities:day_clear", args=[row.pk]))
    assert [str(m) for m in get_messages(response.wsgi_request)][-1] == "2026-12-24 follows the public calendar again."
    assert not DayOverride.objects.exists()


@pytest.mark.req("Nf13")
@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "This field is required."),
        ("2026-02-30", "Enter a valid date."),
        ("2030-01-01", "Choose a day within 3 years."),
        ("2036-01-01", "is out of range: enter a date from"),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_the_field(cast, signed_in, clock, day, sentence):
    page = signed_in(cast.admin).post(reverse(URL), {"day": day, "working": "1", "note": "kept"}).content.decode()
    assert sentence in page and "kept" in page and not DayOverride.objects.exists()


@pytest.mark.req("Nf13", "Nb3")
def test_only_those_who_manage_lists_open_the_page(cast, signed_in):
    row = DayOverride.objects.create(day=date(2026, 3, 14), working=True)
    for person in (cast.rep, cast.manager, cast.general_manager, cast.clerk):
        client = signed_in(person)
        assert client.get(reverse(URL)).status_code == 403
        assert client.post(reverse(URL), {"day": "2026-12-24", "working": "0"}).status_code == 403
        assert client.post(reverse("activities:day_clear", args=[row.pk])).status_code == 403
    assert DayOverride.objects.count() == 1


@pytest.mark.req("Nf13")
def test_a_year_that_is_none_shows_this_one_and_the_page_costs_the_same(cast, signed_in, clock):
    client, counts = signed_in(cast.admin), []
    assert client.get(reverse(URL), {"year": "x"}).context["year"] == 2026
    assert client.get(reverse(URL), {"year": "1999"}).context["year"] == 2026
    for n in (1, 30):
        for day in range(n):
            DayOverride.objects.get_or_create(day=date(2026, 5, 1) + timedelta(days=day), defaults={"working": True})
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(URL))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9
