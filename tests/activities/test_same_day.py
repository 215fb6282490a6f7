"""How many contacts are entered on the day on which they happened, per rep and period."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.domain import same_day
from activities.domain.followup_corrections import correct_followup, void_followup
from tests.cast import NOW, customer, followup, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SINCE = moment("2026-01-05 09:00")


def entered(file, by, happened, recorded):
    return followup(file, by, moment(happened), recorded_at=moment(recorded))


def told(user, days=30):
    return [(row["name"], row["same"], row["n"], row["share"]) for row in same_day.shares(user, NOW, days)]


@pytest.fixture
def worked(cast):
    """The rep entered two of three on the day, the mate one of two; East's rep all."""
    file, other, east = (customer(p, since=SINCE) for p in (cast.rep, cast.mate, cast.east_rep))
    entered(file, cast.rep, "2026-02-26 10:00", "2026-02-26 23:59")
    entered(file, cast.rep, "2026-02-26 23:30", "2026-02-27 00:10")
    entered(file, cast.rep, "2026-02-27 00:10", "2026-02-27 09:00")
    entered(other, cast.mate, "2026-02-10 10:00", "2026-02-10 11:00")
    entered(other, cast.mate, "2026-02-25 10:00", "2026-03-01 11:00")
    entered(east, cast.east_rep, "2026-03-01 10:00", "2026-03-01 11:00")
    return file


@pytest.mark.req("Nf7")
def test_the_share_is_of_company_days_per_rep_the_lowest_first(cast, worked):
    assert told(cast.manager) == [("Mate", 1, 2, 50), ("Rep", 2, 3, 66), ("East Rep", 1, 1, 100)]
    assert same_day.total(same_day.shares(cast.manager, NOW)) == {"n": 6, "same": 4, "share": 66}


@pytest.mark.req("Nf7")
def test_the_period_begins_with_its_first_day_and_others_departments_are_left_out(cast, worked):
    elsewhere = customer(cast.stranger, since=SINCE)
    entered(elsewhere, cast.stranger, "2026-02-26 10:00", "2026-02-26 11:00")
    assert told(cast.manager, days=7) == [("Mate", 0, 1, 0), ("Rep", 2, 3, 66), ("East Rep", 1, 1, 100)]
    assert told(cast.manager, days=1) == []
    assert told(cast.direct_manager) == [("Stranger", 1, 1, 100)] and told(cast.rep) == []


@pytest.mark.req("Nf7")
def test_a_correction_counts_as_its_first_entry_and_a_void_one_not_at_all(cast):
    file = customer(cast.rep, since=SINCE)
    row = entered(file, cast.rep, "2026-02-24 10:00", "2026-02-24 11:00")
    correct_followup(followup_id=row.pk, by=cast.rep, at=NOW, fields={"result": "agreed"})
    assert told(cast.manager) == [("Rep", 1, 1, 100)]
    gone = entered(file, cast.rep, "2026-02-25 10:00", "2026-02-27 11:00")
    void_followup(followup_id=gone.pk, by=cast.rep, at=NOW, reason="wrong")
    assert told(cast.manager) == [("Rep", 1, 1, 100)]


@pytest.mark.req("Nf7")
def test_it_stands_on_the_managers_home_and_beside_the_review_list(cast, worked, signed_in):
    client, url = signed_in(cast.manager), reverse("activities:same_day")
    home = client.get(reverse("home")).content.decode()
    assert "Entered on the same day" in home and "1 of 2 contacts" in home and "50 %" in home and url in home
    assert url in client.get(reverse("activities:review_list")).content.decode()
    page = client.get(url, {"days": "7"}).content.decode()
    assert "Mate" in page and "0 %" in page and "66 %" in page
    assert client.get(url, {"days": "99999999"}).status_code == 200
    assert signed_in(cast.rep).get(url).status_code == 403
    assert "Entered on the same day" not in signed_in(cast.rep).get(reverse("home")).content.decode()


@pytest.mark.embedded
@pytest.mark.req("Nf7")
def test_it_costs_one_query_for_one_and_for_thirty(cast):
    file = customer(cast.rep, since=SINCE)
    for n in (1, 30):
        for m in range(n):
            entered(file, cast.rep, "2026-02-26 10:00", "2026-02-26 11:00").occurred_at += timedelta(minutes=m)
        with CaptureQueriesContext(connection) as queries:
            same_day.shares(cast.manager, NOW)
        assert len(queries) <= 2
