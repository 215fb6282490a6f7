"""Lists of files that are overdue and come due, reminders and what follows, rules per department (rows M5, Nf2)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers import tasks
from customers.domain import records
from customers.domain.reviews import reminding, setting, stored
from customers.models import Customer, ReviewDate, ReviewRules
from tests.cast import NOW, as_admin, customer, moment

from .files import review, ruled

pytestmark = [pytest.mark.django_db, pytest.mark.req("M5"), pytest.mark.usefixtures("clock")]
AGO = NOW - timedelta(days=100)


def due(row):
    return ReviewDate.objects.filter(pk=row.pk).values_list("due_on", flat=True).first()


def names(client, **query):
    answer = client.get(reverse("customers:reviews"), query)
    assert answer.status_code == 200
    return {row["name"] for row in answer.context["rows"]}


def test_without_rules_nothing_is_due_and_nobody_is_told(cast):
    customer(cast.rep, level="core", since=AGO)
    assert reminding.remind(at=NOW) == (0, 0)
    assert not ReviewDate.objects.exists() and not Notice.objects.filter(kind__startswith="review").exists()


def test_the_nearest_department_sets_the_days_of_each_class(cast):
    core, pooled, elsewhere, ordinary = (
        customer(cast.east_rep, level="core", since=AGO),
        customer(department=cast.departments["sales"], level="core", since=AGO),
        customer(cast.stranger, level="core", since=AGO),
        customer(cast.rep, level="ordinary", since=AGO),
    )
    ruled(cast, core=200, at=AGO)
    ruled(cast, cast.departments["sales"], core=50, at=AGO)
    first = AGO.date()
    assert due(core) == due(pooled) == first + timedelta(days=50)
    assert due(elsewhere) == first + timedelta(days=200) and due(ordinary) is None


def test_another_class_moves_the_date_at_once_and_another_owner_at_night(cast):
    row = customer(cast.rep, level="core", since=AGO)
    ruled(cast, core=50, growth=150, at=AGO)
    records.update_customer(customer_id=row.pk, by=cast.rep, at=NOW, fields={"level": "growth"}, name_confirmed=True)
    assert due(row) == AGO.date() + timedelta(days=150)
    ruled(cast, cast.departments["direct"], growth=30, at=AGO)
    ownership = row.ownership
    ownership.owner, ownership.department = cast.stranger, cast.stranger.department
    ownership.save()
    reminding.remind(at=NOW)
    assert due(row) == AGO.date() + timedelta(days=30)


def test_versions_are_followed_by_newer_ones_and_begin_on_their_day(cast):
    row = customer(cast.rep, level="core", since=AGO)
    ruled(cast, core=50, at=AGO)
    setting.set_rules(
        department=None, holds_from=date(2026, 3, 10), core=120, by=cast.admin, at=NOW, remind_days=7, escalate_days=7
    )
    assert due(row) == AGO.date() + timedelta(days=50)
    stored.refresh_all(at=moment("2026-03-10 05:00"))
    assert due(row) == AGO.date() + timedelta(days=120)
    assert [r.number for r in ReviewRules.objects.all()] == [2, 1]


def test_only_who_manages_lists_sets_them_and_numbers_have_bounds(cast):
    with pytest.raises(Refused) as refusal:
        setting.set_rules(department=None, holds_from=NOW.date(), core=10, by=cast.manager, at=NOW)
    assert refusal.value.code == "forbidden"
    with pytest.raises(Refused) as refusal:
        ruled(cast, core=setting.LONGEST + 1)
    assert refusal.value.field == "core"


def test_the_form_forecasts_before_it_saves_and_a_worker_renews_the_dates(
    cast, signed_in, monkeypatch, django_capture_on_commit_callbacks
):
    sent = []
    monkeypatch.setattr(tasks.renew_review_dates, "delay", lambda: sent.append("dates"))
    row = customer(cast.rep, level="core", since=AGO)
    client = signed_in(as_admin(cast.file_keeper))
    numbers = {"vip": 0, "core": 20, "growth": 0, "ordinary": 0, "other": 0, "remind_days": 7, "escalate_days": 7}
    url = reverse("customers:review_rules_new")
    seen = client.post(url, {**numbers, "holds_from": "2026-03-02", "preview": "1"})
    assert "1 files would have a review date; 0 would be overdue at once, 1 due" in seen.content.decode()
    assert not ReviewRules.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url, {**numbers, "holds_from": "2026-03-02"}).status_code == 302
    assert (len(sent), due(row)) == (1, None), "the request does not go through all files itself"
    assert "Core: every 20 days" in client.get(reverse("customers:review_rules")).content.decode()
    tasks.renew_review_dates()
    assert due(row) == NOW.date() + timedelta(days=20)


def test_keepers_are_reminded_before_and_the_manager_is_told_after_each_date_once(cast, clock):
    row = customer(cast.east_rep, level="core")
    ruled(cast, core=30)
    for day, expected in [
        ("2026-03-24", (0, 0)),
        ("2026-03-25", (1, 0)),
        ("2026-03-26", (0, 0)),
        ("2026-04-08", (0, 1)),
        ("2026-04-09", (0, 0)),
    ]:
        assert reminding.remind(at=moment(f"{day} 08:15")) == expected, day
    coming, late = Notice.objects.get(kind="review_due"), Notice.objects.get(kind="review_overdue")
    assert (coming.user, late.user) == (cast.file_keeper, cast.manager)
    assert coming.params["names"] == [row.name] and late.url.endswith("?tab=overdue")
    review(row, cast.file_keeper, at=moment("2026-04-10 09:00"))
    assert reminding.remind(at=moment("2026-05-03 08:15")) == (1, 0)


def test_the_list_shows_what_is_overdue_then_what_comes_due(cast, signed_in, clock):
    late, soon, far = (customer(cast.rep, level=level, since=AGO) for level in ("core", "growth", "ordinary"))
    ruled(cast, core=50, growth=110, ordinary=300, at=AGO)
    client = signed_in(cast.file_keeper)
    assert (names(client), names(client, tab="soon")) == ({late.name}, {soon.name})
    assert names(client, tab="all") == {late.name, soon.name, far.name}
    review(late, cast.file_keeper)
    assert names(client) == set()


@pytest.mark.req("Nf2", "M2")
def test_a_manager_sees_the_files_of_the_department_and_nothing_that_is_closed(cast, signed_in):
    mine, theirs = customer(cast.east_rep, level="core", since=AGO), customer(cast.stranger, level="core", since=AGO)
    closed = customer(cast.rep, level="core", since=AGO, restricted=True)
    gone = customer(cast.rep, level="core", since=AGO)
    Customer.objects.filter(pk=gone.pk).update(removed_at=NOW)
    ruled(cast, core=50, at=AGO)
    role = cast.manager.role
    role.grants = {key: value for key, value in role.grants.items() if key != "customer.restricted"}
    role.save()
    assert names(signed_in(cast.manager)) == {mine.name}
    assert names(signed_in(cast.file_keeper)) == {mine.name, theirs.name, closed.name}


def test_the_list_narrows_by_department_and_owner(cast, signed_in):
    mine, other = customer(cast.rep, level="core", since=AGO), customer(cast.stranger, level="core", since=AGO)
    free = customer(department=cast.departments["sales"], level="core", since=AGO)
    ruled(cast, core=50, at=AGO)
    client = signed_in(cast.file_keeper)
    assert names(client, owner=cast.rep.pk) == {mine.name}
    assert names(client, owner="none") == {free.name}
    assert names(client, department=cast.departments["direct"].pk) == {other.name}


def test_the_list_takes_as_many_queries_for_thirty_rows_as_for_one(cast, signed_in, queries):
    signed_in(cast.file_keeper)
    customer(cast.rep, level="core", since=AGO)
    ruled(cast, core=50, at=AGO)
    one = queries(reverse("customers:reviews"))
    for _n in range(30):
        customer(cast.rep, level="core", since=AGO)
    stored.refresh_all(at=NOW)
    assert queries(reverse("customers:reviews")) <= one + 1


def test_all_dates_are_worked_out_in_a_handful_of_queries(cast, django_assert_max_num_queries):
    ruled(cast, core=50, at=AGO)
    for _n in range(20):
        customer(cast.rep, level="core", since=AGO)
    with django_assert_max_num_queries(8):
        assert stored.refresh_all(at=NOW) == 20
    assert stored.refresh_all(at=NOW) == 0


def test_what_is_worked_out_is_kept_batch_by_batch(cast, monkeypatch):
    first, second = (customer(cast.rep, level="core", since=AGO) for _n in range(2))
    ruled(cast, core=50, at=AGO)
    ReviewDate.objects.update(due_on=None)
    monkeypatch.setattr(stored, "BATCH", 1)
    review_of = stored.review_of

    def failing(row, book):
        if row["pk"] == second.pk:
            raise OSError
        return review_of(row, book)

    monkeypatch.setattr(stored, "review_of", failing)
    with pytest.raises(OSError):
        stored.refresh_all(at=NOW)
    assert due(first) == AGO.date() + timedelta(days=50) and due(second) is None
