"""The rule is read aloud in the department's own words for stages (row Nf6)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assignment.domain.sweep import run as sweep
from assignment.models import OwnershipEvent
from assignment.presenters.rule_text import sentence
from assignment.rules.policy import RELEASE, Rule
from crm_project.accounts.models import Department
from crm_project.approvals.models import Request
from tests.cast import NOW, customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TERM = Rule("stage_term", 30, RELEASE, 1, "potential")


@pytest.mark.req("Nf6")
def test_a_rule_about_a_stage_names_it_as_the_department_does(cast, signed_in):
    own = cast.stages_rep.department_id
    assert "in the stage “potential”" in sentence(TERM, own)
    Department.objects.filter(pk=own).update(stage_potential="to develop")
    assert "in the stage “to develop”" in sentence(TERM, own)
    assert "in the stage “potential”" in sentence(TERM), "of a policy, which holds for many departments"
    held, lost = customer(cast.stages_rep), customer(cast.stages_rep, since=NOW - timedelta(days=40))
    sweep.run(at=NOW)
    client, event = signed_in(cast.stages_rep), OwnershipEvent.objects.get(customer=lost, kind="released")
    for address in (
        reverse("customers:detail", args=[held.pk]),
        reverse("assignment:why", args=[held.pk]),
        reverse("assignment:loss", args=[event.pk]),
    ):
        page = client.get(address).content.decode()
        assert "in the stage “to develop”" in page and "in the stage “potential”" not in page, address


@pytest.mark.req("Nf6")
def test_whoever_applies_for_the_next_stage_and_whoever_decides_read_that_word(cast, signed_in):
    Department.objects.filter(pk=cast.stages_rep.department_id).update(stage_potential="to develop")
    row = customer(cast.stages_rep)
    form = reverse("assignment:intent", args=[row.pk])
    client = signed_in(cast.stages_rep)
    assert "to develop (" in client.get(form).content.decode()
    client.post(form, {"reason": "They asked for a quotation and named the person who signs"})
    request = Request.objects.get(customer_id=row.pk)
    page = signed_in(request.decider).get(reverse("approvals:request", args=[request.pk])).content.decode()
    assert f"{row.code} · to develop" in page
