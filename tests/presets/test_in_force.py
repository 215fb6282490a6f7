"""Each rule book once it holds: what a person meets who works under it, from the tick of the admin to the page (the table of ten presets)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from activities.domain import tasks
from activities.domain.followup_corrections import check_followup
from activities.models import FollowUp, Task
from assignment.domain.policies import versions
from contracts.models import Contract
from contracts.ratings.domain.scorecards import Cards
from contracts.ratings.rules.quarters import Quarter
from crm_project.accounts.models import Department, Role
from crm_project.approvals.domain import requests
from crm_project.lib.time import local_date
from crm_project.presets.domain.apply import apply_presets
from crm_project.presets.domain.plan import chosen, plan
from customers.models import Customer, Ownership
from deals.domain.stages import pipeline_for
from reports.domain.work_reports.demanded import open_demands
from tests.activities.entries import deadline, new_url, typed
from tests.cast import NOW, customer
from tests.contracts.test_pages import typed as contract_typed
from tests.customers.test_entry import NEW, known
from tests.customers.test_entry import typed as file_typed

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=8)  # the notice of a policy has passed
WHOLE = {"position": "Buyer", "purpose": "Samples", "result": "An offer is wanted", "next_step": "Send the offer"}


@pytest.fixture
def living_by(cast, clock):
    """living_by("Z") -> Sales live by this book, as the general manager approved it; the clock stands a week later."""

    def live(*keys):
        department = Department.objects.get(pk=cast.departments["sales"].pk)
        token = plan(presets=chosen(keys), department=department, by=cast.admin, at=NOW).token
        sent = apply_presets(presets=chosen(keys), department_id=department.pk, token=token, by=cast.admin, at=NOW)[1]
        for request in sent:
            requests.decide(request_id=request.pk, by=cast.general_manager, approve=True, decision="", at=NOW)
        clock.move_to(LATER)
        versions.take_effect(at=LATER)
        for person in cast.people.values():
            person.refresh_from_db()
        # Whom a book asks for two-step sign-in sets it up first: that is shown by its own tests.
        Role.objects.update(second_factor=False)
        return cast

    return live


@pytest.mark.req("Z13")
def test_z_a_task_that_was_done_is_contact(living_by):
    cast = living_by("Z")
    row = customer(cast.rep, since=LATER - timedelta(days=80))
    task = Task.objects.create(
        customer=row, kind="task", title="Ask", due_at=LATER, assignee=cast.rep, created_by=cast.rep, created_at=LATER
    )
    tasks.complete_task(task_id=task.pk, by=cast.rep, at=LATER, result="plan received")
    assert local_date(deadline(row)) == local_date(LATER) + timedelta(days=90)


@pytest.mark.req("M4")
def test_m_the_file_says_what_is_missing(living_by, signed_in):
    cast = living_by("M")
    row = customer(cast.rep, vip=True)
    page = signed_in(cast.rep).get(f"/customers/{row.pk}/").text
    assert "registered capital" in page and "legal representative" in page
    assert "a second colleague should be in contact" in page
    signed_in(cast.rep).post(new_url(row), typed())
    assert FollowUp.objects.get().customer == row
    assert row.name in signed_in(cast.rep).get(reverse("activities:contact_reports")).text


@pytest.mark.req("Na4", "Nb4")
def test_na_a_clerk_sees_no_number_and_a_file_is_marked_and_cut(living_by, signed_in):
    cast = living_by("Na-Nb")
    row = customer(cast.rep, phone="0571-88001234")
    assert "0571-88001234" not in signed_in(cast.clerk).get(f"/customers/{row.pk}/").text
    assert "0571-88001234" in signed_in(cast.rep).get(f"/customers/{row.pk}/").text
    assert "2,000" in signed_in(cast.admin).get(reverse("accounts:company_settings")).text.replace("2000", "2,000")


@pytest.mark.req("Nc3", "Nc14", "Nc17")
def test_nc_a_first_entry_needs_its_fields_and_the_pool_a_first_contact(living_by, signed_in):
    cast = living_by("Nc")
    answer = signed_in(cast.rep).post(NEW, file_typed(introduction=""))
    assert answer.status_code == 422 and not Customer.objects.exists()
    row = known(customer(department=cast.departments["sales"]))
    answer = signed_in(cast.rep).post(reverse("assignment:claim", args=[row.pk]))
    assert not Ownership.objects.exists(), "claiming takes a contact and a follow-up"
    row = customer(cast.rep)
    answer = signed_in(cast.rep).post("/contracts/new/", contract_typed(row))
    assert answer.status_code == 422 and not Contract.objects.exists(), "a potential customer signs nothing"


@pytest.mark.req("Nd7")
def test_nd_a_follow_up_without_content_does_not_count(living_by, signed_in):
    cast = living_by("Nd")
    row = customer(cast.rep, since=LATER - timedelta(days=3))
    before = deadline(row)
    signed_in(cast.rep).post(new_url(row), typed(content="没找到人"))
    assert FollowUp.objects.exists() and deadline(row) == before


@pytest.mark.req("Ng3")
def test_ne_whoever_is_away_for_half_an_hour_is_signed_out(living_by, signed_in, clock):
    cast = living_by("Ne-Ng-Nh")
    client = signed_in(cast.rep)
    assert client.get("/").status_code == 200
    clock.move_to(LATER + timedelta(minutes=29))
    assert client.get("/").status_code == 200
    clock.move_to(LATER + timedelta(minutes=61))
    assert "login" in client.get("/").headers.get("Location", "")


@pytest.mark.req("Nf10", "Nf11", "Nf13")
def test_nf_a_late_entry_asks_for_its_reason_and_counts_after_the_check(living_by, signed_in):
    cast = living_by("Nf")
    row = customer(cast.rep, since=LATER - timedelta(days=10))
    late = typed(occurred_at=(LATER - timedelta(days=4)).strftime("%Y-%m-%dT%H:%M"), next_when="")
    answer = signed_in(cast.rep).post(new_url(row), late)
    assert answer.status_code == 422 and not FollowUp.objects.exists()
    signed_in(cast.rep).post(new_url(row), late | {"late_reason": "ill"})
    made, before = FollowUp.objects.get(), deadline(row)
    check_followup(followup_id=made.pk, by=cast.manager, at=LATER, confirm=True)
    assert deadline(row) - before == timedelta(days=6)
    page = signed_in(cast.rep).get(f"/customers/{row.pk}/", headers={"accept-language": "zh-hans"}).text
    assert "待开发" in page
    answer = signed_in(cast.rep).post(NEW, file_typed())
    assert answer.status_code == 422, "no product category, contact or mobile"


@pytest.mark.req("Ni1", "Ni8", "Ni11")
def test_ni_a_visit_needs_its_parts_a_class_its_fields_and_reports_are_due(living_by, signed_in):
    cast = living_by("Ni")
    row, client = customer(cast.rep), signed_in(cast.rep)
    assert client.post(new_url(row), typed(kind="visit_out")).status_code == 422 and not FollowUp.objects.exists()
    assert client.post(new_url(row), typed(kind="visit_out", **WHOLE)).status_code == 302
    answer = client.post(f"/customers/{row.pk}/edit/", file_typed(name=row.name, segment="direct", level="core"))
    assert answer.status_code == 422
    stages = pipeline_for(cast.rep.department).stages.values_list("number", flat=True)
    assert sorted(stages) == list(range(11))
    kinds = {demand.period.kind for demand in open_demands(cast.rep, LATER + timedelta(days=56))}
    assert {"weekly", "monthly"} <= kinds


@pytest.mark.req("T8")
def test_t_grading_asks_for_the_papers_from_this_quarter_on(living_by):
    living_by("T")
    cards = Cards(Quarter.of(local_date(LATER)))
    assert cards["direct"].papers and cards["distributor"].papers


@pytest.mark.req("D1", "D7")
def test_d_the_sixteenth_customer_asks_which_to_give_up(living_by, signed_in):
    cast = living_by("D")
    for _n in range(15):
        customer(cast.rep, since=LATER)
    answer = signed_in(cast.rep).post(NEW, file_typed())
    assert "slots" in answer.text and Customer.objects.count() == 15
    assert pipeline_for(cast.rep.department).key == "d7"
    assert local_date(deadline(Customer.objects.first())) == local_date(LATER) + timedelta(days=15)
