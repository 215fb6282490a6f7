"""The home page of clerks, finance, admins and everybody else; what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.domain import tasks
from activities.models import FollowUp
from assignment.domain.ownership.extend import ask_extension
from assignment.domain.sweep import run as sweep
from contracts.domain import lifecycle
from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from customers.models import Customer
from reports.presenters import home_company
from tests.activities.entries import SINCE
from tests.cast import NOW, ROLES, VALID, customer, moment
from tests.reports.pages import home

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.mark.req("D4")
def test_the_clerk_sees_the_changes_of_the_day(cast, signed_in):
    file = customer(cast.rep, since=moment("2026-02-10 09:00"))
    sweep.run(at=NOW)
    response = signed_in(cast.clerk).get(reverse("home"))
    assert [(k["label"], k["n"]) for k in response.context["changes"]["kinds"]] == [("Released", 1)]
    assert (
        file.name in response.content.decode() and reverse("assignment:ownership_changes") in response.content.decode()
    )
    assert home_company.changes(NOW + timedelta(days=1), cast.clerk)["n"] == 0


@pytest.mark.req("D4", "Nb3")
def test_a_change_of_the_day_leads_only_to_a_file_that_the_reader_may_open(cast, signed_in):
    file = customer(cast.rep, since=moment("2026-02-10 09:00"))
    sweep.run(at=NOW)
    page = reverse("customers:detail", args=[file.pk])
    of_hr, of_clerk = (signed_in(person).get(reverse("home")).text for person in (cast.hr, cast.clerk))
    assert file.name in of_hr and page not in of_hr and page in of_clerk


@pytest.mark.req("Nh1")
def test_the_admin_sees_the_system_and_who_waits_for_the_training(cast, signed_in):
    User.objects.filter(pk=cast.mate.pk).update(trained_at=None)
    page = home(signed_in, cast.admin)
    assert "Waiting for the training" in page and "Mate" in page and reverse("reports:system_state") in page
    assert "The system" not in home(signed_in, cast.rep)
    part = signed_in(cast.admin).get(reverse("reports:system_state")).content.decode()
    assert "Database" in part and "Scheduled jobs" in part
    for person in (cast.rep, cast.manager, cast.clerk):
        assert signed_in(person).get(reverse("reports:system_state")).status_code == 403


@pytest.mark.req("M3")
def test_the_file_keeper_sees_the_newest_files_and_which_lack_a_class(cast, signed_in):
    plain, classed = customer(cast.rep, since=SINCE), customer(cast.mate, since=SINCE, level="core")
    rows = signed_in(cast.file_keeper).get(reverse("home")).context["entered"]
    assert [(r["name"], r["classified"]) for r in rows] == [(classed.name, True), (plain.name, False)]
    assert reverse("customers:duplicates") in home(signed_in, cast.file_keeper)
    assert "Newest customer files" not in home(signed_in, cast.rep)


@pytest.mark.req("Ne7", "Nc5")
def test_who_decides_without_heading_people_has_the_requests_in_the_list(cast, signed_in):
    file = customer(cast.rep, since=SINCE)
    asked = ask_extension(customer_id=file.pk, days=3, reason="they sign next week", by=cast.rep, at=NOW)
    assert f"approval-{asked.pk}" not in home(signed_in, cast.finance)
    Request.objects.filter(pk=asked.pk).update(decider=cast.finance)
    page = home(signed_in, cast.finance)
    assert f"approval-{asked.pk}" in page and "Review requests" in page
    assert f"approval-{asked.pk}" in signed_in(cast.finance).get(reverse("reports:queue")).text
    assert f"approval-{asked.pk}" not in home(signed_in, cast.mate)


@pytest.mark.req("Nc13")
def test_finance_sees_contracts_that_nobody_has_confirmed(cast, signed_in):
    file = customer(cast.rep, since=SINCE)
    lifecycle.record_contract(
        customer_id=file.pk, by=cast.rep, at=NOW, fields={"number": "HT-7", "signed_at": SINCE, "amount": 1200}
    )
    assert "HT-7" in home(signed_in, cast.finance) and "¥1,200.00" in home(signed_in, cast.finance)
    assert "HT-7" not in home(signed_in, cast.hr)


def test_a_new_company_is_told_its_first_steps(cast, signed_in):
    response = signed_in(cast.admin).get(reverse("home"))
    assert [(s["title"], s["done"]) for s in response.context["steps"]] == [
        ("Set up the departments", True),
        ("Add your people", True),
        ("Choose a policy for each department", True),
        ("Import your customers", False),
    ]
    customer(cast.rep, since=SINCE)
    assert signed_in(cast.admin).get(reverse("home")).context["steps"] == []


@pytest.mark.req("Nb3")
@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_home_with_something_to_do(cast, signed_in, role):
    customer(cast.rep, since=SINCE)
    page = home(signed_in, cast.people[role])
    assert "Hello, " in page and ('class="tile' in page or 'class="card"' in page)


@pytest.mark.req("Nb3")
def test_a_stranger_is_led_to_the_sign_in(client, db):
    assert "login" in client.get(reverse("home")).url


@pytest.mark.embedded
@pytest.mark.req("Nc5")
@pytest.mark.parametrize(
    ("who", "most"), [("rep", 19), ("stranger", 21), ("manager", 26), ("clerk", 15), ("admin", 15), ("finance", 15)]
)
def test_the_page_costs_the_same_for_one_and_for_thirty(cast, signed_in, who, most):
    client, counts = signed_in(cast.people[who]), []
    for n in (1, 30):
        while Customer.objects.count() < 3 * n:
            for owner in (cast.rep, cast.mate, cast.stranger):
                file = customer(owner, since=SINCE, level="core")
                tasks.plan_task(
                    by=owner, at=NOW, fields={"title": "x", "due_at": NOW, "assignee": owner, "customer": file}
                )
                fields = {
                    "kind": "call_out",
                    "counterpart": "王",
                    "content": VALID,
                    "occurred_at": moment("2026-02-24 10:00"),
                    "late_reason": "ill",
                }
                FollowUp.objects.create(customer=file, author=owner, recorded_at=NOW, late=True, **fields)
        client.get(reverse("home"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("home"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= most, [q["sql"][:120] for q in queries.captured_queries]
