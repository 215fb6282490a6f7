"""Remedial plans of those who leave, and of customers that are merged and taken apart again (rows M9, Ne9, Ni7, M16)."""

from datetime import timedelta

import pytest

from crm_project.accounts.models import User
from crm_project.notices.models import Notice
from customers.domain.duplicates import merge, unmerge
from service.domain.remedial import access, leaving
from service.models import PlanTask
from service.rules import remedial_steps as steps
from tests.cast import NOW, customer, person

from .plans import at_step, begun, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(cast):
    return customer(cast.rep, since=NOW - timedelta(days=3))


def told(who, kind):
    return Notice.objects.filter(user=who, kind=kind).count()


@pytest.mark.req("M16", "M9")
def test_plans_go_to_whoever_takes_over_and_drafts_else_to_nobody_and_the_manager_hears_of_it(cast, row):
    plan, given = begun(cast, row), {"leaver": cast.service, "by": cast.admin, "at": NOW}
    other = person("service_two", "service", cast.service.department)
    assert leaving.pass_plans(to=other, **given) == 1 and fresh(plan).holder == other
    assert leaving.give_plans_back(ids=[plan.pk], moment=NOW, **given) == {plan.pk}
    assert fresh(plan).responsible == cast.service
    assert leaving.pass_plans(to=cast.rep, **given) == 0
    assert (fresh(plan).responsible, fresh(plan).holder) == (None, None)
    assert told(cast.service_manager, "remedial_left") == 1
    assert "assign" in access.verbs_of(cast.service_manager, fresh(plan), NOW)


@pytest.mark.req("M16", "M9")
def test_a_decision_goes_to_the_next_who_may_and_stays_with_who_only_moved(cast, row):
    plan = at_step(cast, row, steps.DRAFT_REVIEW)
    other = person("second_manager", "service_manager", cast.service.department)
    given = {"leaver": cast.service_manager, "to": cast.rep, "by": cast.admin, "at": NOW}
    assert leaving.pass_decisions(**given) == 0 and fresh(plan).holder == cast.service_manager
    User.objects.filter(pk=cast.service_manager.pk).update(is_active=False)
    gone = User.objects.get(pk=cast.service_manager.pk)
    assert leaving.pass_decisions(**given | {"leaver": gone}) == 1 and fresh(plan).holder == other
    assert told(other, "remedial_to_review") == 1


@pytest.mark.req("M16", "M9")
def test_tasks_go_to_whoever_takes_over_and_of_a_closed_file_to_the_responsible_person(cast, row):
    plan = at_step(cast, row, steps.EXECUTION)
    given = {"by": cast.admin, "at": NOW}
    leaving.pass_tasks(leaver=cast.finance, to=cast.clerk, **given)
    assert PlanTask.objects.get(plan=plan).person == cast.clerk and told(cast.clerk, "remedial_task") == 1
    row.restricted = True
    row.save(update_fields=["restricted"])
    leaving.pass_tasks(leaver=cast.clerk, to=cast.hr, **given)
    assert PlanTask.objects.get(plan=plan).person == cast.service


@pytest.mark.req("M16", "Ni7")
def test_plans_move_with_a_merged_customer_and_back(cast, row):
    later = customer(cast.rep)
    plan = begun(cast, later)
    record = merge.merge_customers(one_id=row.pk, other_id=later.pk, by=cast.manager, at=NOW, reason="same")
    assert fresh(plan).customer_id == row.pk
    unmerge.undo_merge(record_id=record.pk, by=cast.manager, at=NOW)
    assert fresh(plan).customer_id == later.pk
