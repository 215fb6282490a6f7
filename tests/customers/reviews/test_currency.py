"""How current the files are: by department and owner, each figure equal to the rows behind it (row T2)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from crm_project.accounts.models import Department
from customers.domain import records
from customers.domain.reviews.currency import currency
from customers.models import Customer, Ownership
from tests.cast import NOW, customer

from .files import review, ruled

pytestmark = [pytest.mark.django_db, pytest.mark.req("T2"), pytest.mark.usefixtures("clock")]
AGO = NOW - timedelta(days=100)
TODAY = NOW.date()
FIRST = TODAY - timedelta(days=30)


def told(cast, who="file_keeper"):
    return {
        (line.department.name, str(line.owner or "")): line.figures
        for line in currency(getattr(cast, who), NOW, FIRST, TODAY)
    }


def company(cast):
    """Of rep: one overdue, one reviewed late, one reviewed in time and changed; of stranger one; one in the pool of Sales."""
    overdue = customer(cast.rep, level="core", since=AGO)
    late = customer(cast.rep, level="core", since=AGO)
    kept = customer(cast.rep, level="growth", since=AGO)
    customer(cast.stranger, level="core", since=AGO)
    customer(department=cast.departments["sales"], level="growth", since=AGO)
    ruled(cast, core=50, growth=200, at=AGO)
    review(late, cast.file_keeper)
    review(kept, cast.manager)
    records.update_customer(customer_id=kept.pk, by=cast.rep, at=NOW, fields={"fax": "1"}, name_confirmed=True)
    return overdue, late, kept


def test_files_overdue_gaps_changes_and_reviews_are_counted_by_department_and_owner(cast):
    company(cast)
    found = told(cast)
    assert found["Sales", "Rep"] == {
        "files": 3,
        "overdue": 1,
        "incomplete": 3,
        "old_needs": 0,
        "changed": 1,
        "in_time": 1,
        "late": 1,
    }
    assert found["Sales", ""]["files"] == 1 and found["Direct", "Stranger"]["overdue"] == 1
    assert set(told(cast, "manager")) == {("Sales", "Rep"), ("Sales", "")}


def opened(client):
    """{(department, owner, heading)} of the figures that lead on, each with as many rows as it says."""
    found = set()
    for group in client.get(reverse("customers:review_figures")).context["groups"]:
        for person in group["people"]:
            for number, url, heading in person["cells"]:
                if url:
                    rows = client.get(url)
                    assert len(rows.context["rows"]) == number, (group["name"], person["name"], heading)
                    assert not rows.context["form"].errors
                    found.add((group["name"], person["name"], heading))
    return found


def test_each_figure_opens_as_many_rows_as_it_says(cast, signed_in):
    company(cast)
    assert len(opened(signed_in(cast.file_keeper))) >= 10


def test_a_figure_of_a_department_opens_its_own_rows_and_not_those_of_the_departments_below(cast, signed_in):
    for name in ("sales", "east"):
        customer(department=cast.departments[name], since=AGO)
        review(customer(cast.east_rep if name == "east" else cast.rep, since=AGO), cast.file_keeper)
    client = signed_in(cast.file_keeper)
    found = opened(client)
    assert {("Sales", "Public pool", "Files"), ("East", "Public pool", "Files")} <= found
    below = client.get(reverse("customers:reviews"), {"tab": "all", "department": cast.departments["sales"].pk})
    assert len(below.context["rows"]) == 4


def test_a_figure_of_a_closed_department_or_of_somebody_who_owns_nothing_any_more_opens_their_rows(cast, signed_in):
    for person in (cast.rep, cast.mate, cast.stranger):
        review(customer(person, since=AGO), cast.file_keeper)
    Ownership.objects.exclude(owner=cast.rep).delete()
    Customer.objects.update(department=cast.departments["sales"])
    Department.objects.filter(pk=cast.departments["direct"].pk).update(closed_at=NOW)
    found = opened(signed_in(cast.file_keeper))
    assert {("Sales", "Mate", "Reviewed in time"), ("Direct", "Stranger", "Reviewed in time")} <= found


def test_days_outside_the_period_are_left_out(cast, signed_in):
    company(cast)
    client = signed_in(cast.file_keeper)
    answer = client.get(reverse("customers:review_figures"), {"first": "2026-01-01", "last": "2026-02-28"})
    sums = [cell[0] for group in answer.context["groups"] for person in group["people"] for cell in person["cells"][3:]]
    assert sum(sums) == 0


def test_it_takes_as_many_queries_for_many_people_as_for_one(cast, signed_in, queries):
    company(cast)
    signed_in(cast.file_keeper)
    url = reverse("customers:review_figures")
    few = queries(url)
    for person in (cast.mate, cast.east_rep, cast.solar_rep, cast.stages_rep):
        for _n in range(3):
            review(customer(person, level="core", since=AGO), cast.file_keeper)
    assert queries(url) <= few
