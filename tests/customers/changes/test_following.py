"""Some kinds propose what follows: the review of the file, and tasks for the people who decide (row M6)."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from activities.models import Task
from crm_project.notices.models import Notice
from customers.domain.access.masking import mask_for
from customers.domain.changes import recording
from customers.models import ReviewDate
from customers.presenters.changes import panel
from tests.cast import NOW, customer
from tests.customers.reviews.files import review, ruled

from .entries import record

pytestmark = [pytest.mark.django_db, pytest.mark.req("M6"), pytest.mark.usefixtures("clock")]
TODAY = NOW.date()


def due(row):
    return ReviewDate.objects.filter(pk=row.pk).values_list("due_on", flat=True).first()


@pytest.mark.req("M5")
def test_the_review_of_the_file_is_due_today_until_it_is_made(cast):
    row = customer(cast.rep, level="core", since=NOW - timedelta(days=10))
    ruled(cast, core=90)
    assert due(row) > TODAY
    record(row, cast.rep, follows=["review"])
    assert due(row) == TODAY
    review(row, cast.file_keeper)
    assert due(row) == TODAY + timedelta(days=90)


def test_without_rules_it_is_due_all_the_same_and_an_overdue_one_stays_so(cast):
    row, late = customer(cast.rep), customer(cast.rep)
    ReviewDate.objects.create(customer=late, chosen_on=date(2026, 2, 3), due_on=date(2026, 2, 3))
    for one in (row, late):
        record(one, cast.rep, follows=["review"])
    assert (due(row), due(late)) == (TODAY, date(2026, 2, 3))


def test_the_people_who_decide_get_the_rest_as_tasks(cast):
    row = customer(cast.rep)
    change = record(row, cast.rep, "Bankruptcy or insolvency", follows=["grade", "key", "hold"])
    tasks = {task.title.partition(":")[0]: (task.assignee, task.about) for task in Task.objects.all()}
    assert tasks == {
        "Check the credit grade": (cast.general_manager, f"grade:{change.pk}"),
        "Decide on the key-customer status": (cast.manager, f"key:{change.pk}"),
        "Decide on holding deliveries and collection": (cast.finance, f"hold:{change.pk}"),
    }
    assert Notice.objects.filter(kind="task_given").count() == 3
    assert Task.objects.first().due_at.date() == TODAY + timedelta(days=7)
    assert not ReviewDate.objects.exists()


def test_nothing_follows_that_was_not_chosen(cast):
    record(customer(cast.rep), cast.rep, "Bankruptcy or insolvency", follows=[])
    assert not Task.objects.exists() and not ReviewDate.objects.exists()


def test_a_correction_asks_for_nothing_twice_and_takes_the_tasks_along(cast):
    row = customer(cast.rep)
    old = record(row, cast.rep, follows=["hold"])
    new = record(row, cast.rep, follows=["hold", "key"], corrects_id=old.pk)
    new.kept_files = []
    assert [task.about for task in Task.objects.order_by("pk")] == [f"hold:{new.pk}", f"key:{new.pk}"]
    with translation.override("zh-hans"):
        (row,) = panel([new], mask_for(cast.rep, row, row.ownership, NOW), lambda row: True)
    # In the language of the reader, whatever the title of the task is written in.
    assert row["follows"] == [
        f"决定重点客户资格: {cast.manager} · 2026-03-09",
        f"决定是否暂停发货和收款: {cast.finance} · 2026-03-09",
    ]


def test_open_tasks_of_a_void_entry_are_closed_and_their_people_told(cast):
    change = record(customer(cast.rep), cast.rep, follows=["hold", "key"])
    done = Task.objects.get(assignee=cast.manager)
    Task.objects.filter(pk=done.pk).update(done_at=NOW - timedelta(hours=1))
    recording.void_change(change_id=change.pk, reason="It was another company", by=cast.rep, at=NOW)
    task = Task.objects.get(assignee=cast.finance)
    assert (task.done_at, task.closed_because) == (NOW, "void")
    done.refresh_from_db()
    assert done.closed_because == ""
    assert cast.finance in {n.user for n in Notice.objects.filter(kind="major_change_voided")}
