"""A file is gone through field by field: confirmed or corrected, by whom, when, when next; whoever owns the customer (M5, Nf2, M2)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from activities.models import Task
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.domain import records
from customers.domain.reviews.fields import REVIEWED
from customers.models import Customer, FileReview, ReviewDate
from tests.cast import NOW, customer, moment

from .files import page, review, ruled, typed

pytestmark = [pytest.mark.django_db, pytest.mark.req("M5"), pytest.mark.usefixtures("clock")]


@pytest.mark.req("M2")
def test_the_file_keeper_reviews_the_file_of_any_owner_and_the_page_says_so(cast, signed_in):
    row = customer(cast.rep, level="core", website="https://old.example.com")
    ruled(cast, core=90)
    client = signed_in(cast.file_keeper)
    answer = page(client, row)
    assert answer.status_code == 200 and "every 90 days" in answer.content.decode()
    sent = client.post(
        reverse("customers:review", args=[row.pk]),
        typed(answer, website="https://new.example.com", rest="on", note="Asked the front desk"),
    )
    assert sent.status_code == 302
    kept = FileReview.objects.get()
    assert (kept.reviewed_by, kept.corrected, kept.owner, kept.late) == (cast.file_keeper, ["website"], cast.rep, False)
    assert set(kept.confirmed) == set(REVIEWED) - {"website"}
    assert kept.next_on == date(2026, 5, 31) == ReviewDate.objects.get(pk=row.pk).due_on
    assert Customer.objects.get(pk=row.pk).website == "https://new.example.com"
    assert Entry.objects.get(action="customer.changed").changes == {
        "website": ["https://old.example.com", "https://new.example.com"]
    }
    assert Entry.objects.get(action="customer.reviewed").reason == "Asked the front desk"
    shown = client.get(f"/customers/{row.pk}/").content.decode()
    assert "2026-03-02 · File Keeper" in shown and "2026-05-31" in shown


def test_a_review_that_leaves_a_field_open_is_refused_and_changes_nothing(cast):
    row = customer(cast.rep)
    with pytest.raises(Refused) as refusal:
        review(row, cast.file_keeper, fields={"website": "https://new.example.com"}, confirmed=["name"])
    assert (refusal.value.code, refusal.value.field) == ("open", "rest")
    assert not FileReview.objects.exists() and Customer.objects.get(pk=row.pk).website == ""


def test_what_somebody_changed_meanwhile_is_not_confirmed_unseen(cast, signed_in):
    row = customer(cast.rep, website="https://old.example.com")
    client = signed_in(cast.file_keeper)
    sent = typed(page(client, row), rest="on")
    records.update_customer(
        customer_id=row.pk, by=cast.rep, at=NOW, fields={"website": "https://new.example.com"}, name_confirmed=True
    )
    answer = client.post(reverse("customers:review", args=[row.pk]), sent)
    assert answer.status_code == 422 and "look at the new value" in answer.content.decode()
    assert not FileReview.objects.exists()
    again = client.post(reverse("customers:review", args=[row.pk]), typed(answer, rest="on"))
    assert again.status_code == 302
    assert Customer.objects.get(pk=row.pk).website == "https://new.example.com"


@pytest.mark.req("Nf2")
def test_a_manager_who_reviews_sets_the_owner_a_task_with_a_date(cast):
    row = customer(cast.rep)
    review(row, cast.manager, task="Find out the second contact", task_due=date(2026, 3, 5))
    task = Task.objects.get()
    assert (task.assignee, task.customer, task.created_by) == (cast.rep, row, cast.manager)
    assert task.due_at == moment("2026-03-05 17:00")
    assert Notice.objects.get(kind="task_given").user == cast.rep


@pytest.mark.req("Nf2")
@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"task": "Call them"}, "task_due"),
        ({"task_due": date(2026, 3, 5)}, "task"),
        ({"task": "Call them", "task_due": date(2026, 3, 1)}, "task_due"),
    ],
)
def test_a_task_needs_its_text_and_a_day_to_come(cast, given, code):
    row = customer(cast.rep)
    with pytest.raises(Refused) as refusal:
        review(row, cast.manager, **given)
    assert refusal.value.field == code and not FileReview.objects.exists()


@pytest.mark.req("Nf2")
def test_there_is_no_task_where_nobody_owns_the_customer(cast):
    with pytest.raises(Refused) as refusal:
        review(customer(department=cast.rep.department), cast.manager, task="Call", task_due=date(2026, 3, 5))
    assert refusal.value.code == "task"


@pytest.mark.parametrize(
    ("day", "says"), [("2026-03-02", "lies in the future"), ("2026-06-01", "2026-05-31"), ("2026-04-01", "")]
)
def test_the_next_date_is_ahead_and_no_later_than_the_rules_ask(cast, day, says):
    row = customer(cast.rep, level="core")
    ruled(cast, core=90)
    if says:
        with pytest.raises(Refused, match=says):
            review(row, cast.file_keeper, next_on=date.fromisoformat(day))
    else:
        assert review(row, cast.file_keeper, next_on=date.fromisoformat(day)).next_on == date(2026, 4, 1)


def test_a_review_after_its_date_is_kept_as_late(cast):
    row = customer(cast.rep, level="core", since=NOW - timedelta(days=60))
    ruled(cast, core=30, at=NOW - timedelta(days=40))
    kept = review(row, cast.file_keeper)
    assert (kept.late, kept.due_on) == (True, date(2026, 2, 20))


@pytest.mark.parametrize("who", ["rep", "mate", "service", "finance", "auditor", "admin", "direct_manager"])
def test_nobody_else_reviews_it(cast, signed_in, who):
    row = customer(cast.rep)
    person = getattr(cast, who)
    assert page(signed_in(person), row).status_code in (403, 404)
    with pytest.raises(Refused) as refusal:
        review(row, person)
    assert refusal.value.code == "forbidden"


def test_masked_numbers_are_neither_shown_nor_confirmed_nor_lost(cast, signed_in):
    row = customer(cast.rep, vip=True, phone="0571-88886666", introduction="Ring 0571-88886666 first")
    role = cast.file_keeper.role
    role.masks = {**role.masks, "phone.vip": {}}
    role.save()
    client = signed_in(cast.file_keeper)
    answer = page(client, row)
    assert "88886666" not in answer.content.decode() and "phone" not in answer.context["form"].asked
    assert client.post(reverse("customers:review", args=[row.pk]), typed(answer, rest="on")).status_code == 302
    row.refresh_from_db()
    assert (row.phone, row.introduction) == ("0571-88886666", "Ring 0571-88886666 first")
    assert "phone" not in FileReview.objects.get().confirmed


def test_a_restricted_file_is_reviewed_for_a_reason_or_not_at_all(cast, signed_in):
    row = customer(cast.rep, restricted=True)
    answer = page(signed_in(cast.file_keeper), row)
    assert answer.status_code == 302 and "/look/" in answer.url


def test_the_page_costs_the_same_however_long_the_history(cast, signed_in, queries):
    row = customer(cast.rep, level="core")
    ruled(cast, core=90)
    signed_in(cast.file_keeper)
    url = reverse("customers:review", args=[row.pk])
    review(row, cast.file_keeper)
    few = queries(url)
    for n in range(12):
        records.update_customer(
            customer_id=row.pk, by=cast.rep, at=NOW, fields={"website": f"https://{n}.example.com"}, name_confirmed=True
        )
        review(row, cast.file_keeper)
    assert queries(url) <= few
