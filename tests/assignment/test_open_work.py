"""Whatever waits for somebody passes on when they leave or move, of every kind there is (rows Ne9, M9, Z16)."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils.translation import override

from activities.models import Reception, Task
from assignment.domain import collaborators
from assignment.domain.handover import leaving
from assignment.domain.handover import run as handover
from assignment.domain.ownership import give_up, release, transfer
from assignment.domain.policies import requests, versions
from assignment.domain.sweep import undo
from assignment.models import OwnershipEvent, PolicyVersion
from contracts.models import AfterSalesCustomer, Contract, Expense
from crm_project import catalogue
from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from crm_project.notices.models import Notice
from crm_project.rights.models import RightsReview
from crm_project.violations.models import Violation, ViolationKind
from deals.models import SalesPlan
from service.models import RemedialPlan
from tests.activities.receptions.plans import planned
from tests.cast import NOW, customer
from tests.customers.custody.filed import asked as asked_folder
from tests.customers.custody.filed import filed, lent
from tests.customers.feedback.test_feedback import entered
from tests.customers.matters.test_matters import reported
from tests.deals.world import deal
from tests.rights import told as rights
from tests.service.orders import order
from tests.service.visits.made import visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
APPS = ("crm_project.", "customers", "assignment", "activities", "deals", "contracts", "service", "reports")


def task(assignee, row=None, **fields):
    fields = {"title": "Call", "due_at": NOW + timedelta(days=2), "created_by": assignee, "created_at": NOW, **fields}
    return Task.objects.create(assignee=assignee, customer=row, **fields)


def asked(kind, by=None, decider=None, **fields):
    fields = {"asked_at": NOW, "due_at": NOW, "subject": "x", **fields}
    return Request.objects.create(kind=kind, asked_by=by, decider=decider, **fields)


def draft(row, owner):
    fields = {"signed_at": NOW, "amount": 1, "drawn": True, "signing_known": False, "recorded_at": NOW}
    return Contract.objects.create(customer=row, number=f"HT-{row.pk}", owner=owner, recorded_by=owner, **fields)


def _expense(cast):
    request = asked("expense", by=cast.rep, decider=cast.manager)
    row = Expense.objects.create(
        customer=customer(cast.mate),
        claimant=cast.rep,
        kind="visit",
        spent_on=NOW.date(),
        amount=1,
        what="x",
        file="x",
        file_name="x",
        claimed_at=NOW,
    )
    request.arguments = {"expense_id": row.pk}
    request.save()


def _plan(cast):
    row = SalesPlan.objects.create(
        person=cast.rep,
        department=cast.rep.department,
        span="month",
        starts_on=NOW.date().replace(day=1),
        amount=1,
        new_customers=1,
        visits=1,
        submitted_at=NOW,
    )
    asked("sales_plan", by=cast.rep, decider=cast.manager, arguments={"plan_id": row.pk})


def _received(cast):
    made = handover.start_handover(leaver=cast.east_rep, successors=[cast.rep], reason="", by=cast.manager, at=NOW)
    return made


def _introduction(cast):
    customer(cast.east_rep)
    handover.continue_handover(handover_id=_received(cast).pk, by=cast.manager, at=NOW)


def _coming(cast):
    customer(cast.east_rep)
    _received(cast)


def _reception(cast):
    made = planned(customer(cast.mate), cast.mate)
    Reception.objects.filter(pk=made.pk).update(host=cast.rep)


def _remedial_plan(cast, **fields):
    given = {"responsible": cast.rep, "holder": cast.rep, "step": "draft", **fields}
    row = customer(cast.mate)
    moments = {"step_since": NOW, "begun_at": NOW, "changed_at": NOW}
    return RemedialPlan.objects.create(
        number=f"R-{row.pk}", customer=row, origin="complaint", subject="x", **moments, **given
    )


# What makes one of each kind wait for the rep.
def violation_to_decide(cast):
    return Violation.objects.create(
        kind=ViolationKind.objects.first(),
        person=cast.stranger,
        day=NOW.date(),
        what="the password stood on a note",
        state="decision",
        opened_by=cast.auditor,
        opened_at=NOW,
        answer_by=NOW,
        remind_at=NOW,
        decider=cast.rep,
    )


WAITING = {
    "customers": lambda cast: customer(cast.rep),
    "tasks": lambda cast: (task(cast.rep), task(cast.rep, customer(cast.rep)), task(cast.rep, customer(cast.mate))),
    "deals": lambda cast: deal(customer(cast.rep), cast.rep),
    "contracts": lambda cast: draft(customer(cast.rep), cast.rep),
    "expenses": _expense,
    "plans": _plan,
    "seats": lambda cast: collaborators.register_collaborator(
        customer_id=customer(cast.mate).pk, user=cast.rep, note="", by=cast.mate, at=NOW
    ),
    "introductions": _introduction,
    "coming": _coming,
    "service_orders": lambda cast: order(customer(cast.mate), cast.mate, assigned_to=cast.rep),
    "remedial_plans": _remedial_plan,
    "remedial_decisions": lambda cast: _remedial_plan(
        cast, holder=cast.rep, responsible=cast.mate, step="draft_review"
    ),
    "remedial_tasks": lambda cast: _remedial_plan(cast, responsible=cast.mate).tasks.create(
        what="x", person=cast.rep, due_on=NOW.date(), set_at=NOW, handed_at=NOW
    ),
    "return_visits": lambda cast: visit(customer(cast.rep), cast.rep, person=cast.rep),
    "matters": lambda cast: reported(customer(cast.mate), cast.manager, cast, answerer=cast.rep),
    "confidential_matters": lambda cast: reported(
        customer(cast.mate), cast.manager, cast, answerer=cast.rep, confidential=True
    ),
    "receptions": lambda cast: _reception(cast),
    "folders": lambda cast: lent(cast, filed(cast), cast.rep),
    "customer_feedback": lambda cast: entered(customer(cast.rep), cast.rep),
    "after_sales": lambda cast: AfterSalesCustomer.objects.create(customer=customer(cast.mate), person=cast.rep),
    "decisions": lambda cast: asked("extension", by=cast.mate, decider=cast.rep, department=cast.rep.department),
    "requests": lambda cast: asked("extension", by=cast.rep, decider=cast.manager),
    "rights reviews": lambda cast: RightsReview.objects.create(
        reviewer=cast.rep, begun_on=NOW.date(), due_on=NOW.date()
    ),
    "violations": violation_to_decide,
    "reports": lambda cast: User.objects.filter(pk=cast.mate.pk).update(superior=cast.rep),
}


def test_every_column_that_names_somebody_says_whether_it_is_their_turn():
    """A new model that points at a person is declared in its app's open_work.py, or this fails."""
    declared = {column for work in catalogue.open_work() for column in work.covers}
    declared |= {column for rows in catalogue.declared("open_work", "SAYS_WHO") for column in rows}
    found = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith(APPS)
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.related_model is User and isinstance(field, (models.ForeignKey, models.ManyToManyField))
    }
    by_name = {c for c in found if c.rpartition(".")[2] in ("by", "author", "actor") or c.endswith("_by")}
    assert len(found) > 60
    assert sorted(found - by_name - declared) == [], "declare it in open_work.py: whose turn, or who it was"
    assert sorted(declared - found) == []


@pytest.mark.req("Ne9", "M9")
@pytest.mark.parametrize("key", sorted(WAITING))
def test_nothing_open_stays_with_a_closed_account(cast, key):
    WAITING[key](cast)
    work = next(w for w in catalogue.open_work() if w.key == key)
    assert work.of(cast.rep).exists(), "it waits for the rep before"
    named = {"taker": cast.mate} if work.named else {}
    _person, planned = leaving.close_account(
        person_id=cast.rep.pk, by=cast.admin, at=NOW, reason="left", successors=[cast.mate], **named
    )
    handover.continue_handover(handover_id=planned.pk, by=cast.admin, at=NOW)
    left = {w.key: w.of(cast.rep).count() for w in catalogue.open_work() if w.of(cast.rep).exists()}
    assert left == {}


def test_every_kind_of_open_work_is_tried(cast):
    assert set(WAITING) == {work.key for work in catalogue.open_work()}


@pytest.mark.req("M9", "Ne9")
def test_without_successors_only_the_customers_and_what_follows_them_wait_for_the_manager_who_is_told(cast):
    held = customer(cast.rep)
    for key in ("tasks", "seats", "decisions", "requests", "reports"):
        WAITING[key](cast)
    own, theirs = task(cast.rep), task(cast.rep, held)
    leaving.close_account(person_id=cast.rep.pk, by=cast.admin, at=NOW)
    left = {w.key for w in catalogue.open_work() if w.of(cast.rep).exists()}
    own.refresh_from_db(), theirs.refresh_from_db()
    assert left == {"customers", "tasks"} and (own.assignee, theirs.assignee) == (cast.manager, cast.rep)
    assert not Task.objects.filter(assignee=cast.rep).exclude(customer__ownership__owner=cast.rep).exists()
    assert Notice.objects.filter(user=cast.manager, kind="handover_suggested").exists()
    assert Notice.objects.get(user=cast.manager, kind="tasks_passed").params["n"] == 2
    assert Notice.objects.get(user=cast.mate, kind="tasks_passed").params["n"] == 1, "at their own customer"


@pytest.mark.req("Ne9")
@pytest.mark.parametrize("kind", catalogue.request_kinds())
def test_a_leavers_question_of_any_kind_waits_for_nobody(cast, kind):
    if catalogue.request_kinds()[kind].withdraw is None:
        asked(kind, by=cast.rep, decider=cast.manager)
    elif kind in ("expense", "sales_plan"):
        {"expense": _expense, "sales_plan": _plan}[kind](cast)
    elif kind == "trip":
        asked(kind, by=cast.rep, decider=cast.manager, arguments={"trip_id": 0})
    elif kind == "score_appeal":
        asked(kind, by=cast.rep, decider=cast.manager, arguments={"score_id": 0, "points": "1"})
    elif kind == "target_change":
        asked(kind, by=cast.rep, decider=cast.manager, arguments={"changes": []})
    elif kind == "policy":
        _submitted(cast.rep)
    elif kind in ("right", "right_admin"):
        _right(cast, kind)
    elif kind == "folder_loan":
        asked_folder(filed(cast), cast.rep)
    else:
        asked(kind, by=cast.rep, decider=cast.manager, arguments={"quote_id": 0})
    leaving.close_account(person_id=cast.rep.pk, by=cast.admin, at=NOW)
    assert Request.objects.get(kind=kind).status == Request.Status.WITHDRAWN


def _right(cast, kind):
    row = rights.asked(cast.rep)
    if kind == "right_admin":
        rights.decided(row.first, cast.manager)


def _submitted(by):
    policy = versions.preset("solar", at=NOW)
    body = PolicyVersion.objects.filter(policy=policy).first().body
    version = versions.save_draft(policy=policy, body=body, note="shorter", by=by, at=NOW)
    versions.submit_draft(
        version_id=version.pk, holds_from=(NOW + timedelta(days=30)).date(), reason="x", by=by, at=NOW
    )
    return version


@pytest.mark.req("Ne9", "M15")
def test_a_leavers_submitted_policy_version_is_a_draft_again_or_gives_way_to_a_newer_one(cast):
    version = _submitted(cast.manager)
    leaving.close_account(person_id=cast.manager.pk, by=cast.admin, at=NOW)
    version.refresh_from_db()
    assert (version.status, version.holds_from) == ("draft", None)
    assert Entry.objects.filter(action="policy.taken_back").exists()
    other = _submitted(cast.director)
    assert other.pk == version.pk, "whoever drafts goes on from it"
    newer = versions.save_draft(policy=other.policy, body=other.body, note="", by=cast.general_manager, at=NOW)
    requests.withdraw_request(version_id=other.pk, by=cast.admin, at=NOW)
    other.refresh_from_db(), newer.refresh_from_db()
    assert (other.status, newer.status) == ("refused", "draft")


# --- what follows a customer ---------------------------------------------------------------------------------------------


@pytest.mark.req("Z5")
def test_open_tasks_and_deals_follow_a_transferred_customer_and_both_are_told_and_an_undo_brings_them_back(cast):
    row = customer(cast.rep)
    theirs, done, colleague = task(cast.rep, row), task(cast.rep, row, done_at=NOW), task(cast.manager, row)
    sold = deal(row, cast.rep)
    transfer(customer_id=row.pk, to=cast.mate, by=cast.manager, reason="ill", at=NOW)
    for one in (theirs, done, colleague, sold):
        one.refresh_from_db()
    assert [t.assignee for t in (theirs, done, colleague)] == [cast.mate, cast.rep, cast.manager]
    assert sold.owner == cast.mate
    assert {n.params["tasks"] for n in Notice.objects.filter(kind__in=("transferred_to", "transferred_away"))} == {1}
    entry = OwnershipEvent.objects.get(kind="transferred")
    assert entry.evidence["followed"] == {"tasks": [theirs.pk], "deals": [sold.pk]}
    undo.undo_event(event_id=entry.pk, by=cast.manager, at=NOW + timedelta(hours=1))
    theirs.refresh_from_db(), sold.refresh_from_db()
    assert (theirs.assignee, sold.owner) == (cast.rep, cast.rep)


@pytest.mark.req("Z5", "D1")
@pytest.mark.parametrize("way", ["release", "give_up"])
def test_a_customer_that_goes_to_the_pool_closes_its_tasks_with_the_reason_and_an_undo_opens_them(cast, way):
    row = customer(cast.rep)
    theirs, foreign = task(cast.rep, row, remind_at=NOW + timedelta(days=1)), task(cast.manager, row)
    if way == "release":
        release(customer_id=row.pk, by=cast.manager, reason="idle", at=NOW)
    else:
        give_up(customer_id=row.pk, by=cast.rep, reason="idle", at=NOW)
    theirs.refresh_from_db(), foreign.refresh_from_db()
    assert (theirs.done_at, theirs.closed_because, foreign.done_at) == (NOW, "released", None)
    entry = OwnershipEvent.objects.get(closes_owner=cast.rep)
    undo.undo_event(event_id=entry.pk, by=cast.manager, at=NOW + timedelta(hours=1))
    theirs.refresh_from_db()
    assert (theirs.done_at, theirs.closed_because, theirs.reminded_at) == (None, "", None)


def test_a_question_about_a_departments_policy_is_read_in_every_language(cast, signed_in):
    with override("en"):
        solar = versions.preset("solar", at=NOW)
        asked_for = requests.ask_approval(department=cast.departments["sales"], policy=solar, by=cast.manager, at=NOW)
    client, page = signed_in(cast.general_manager), reverse("approvals:request", args=[asked_for.pk])
    english = client.get(page, headers={"accept-language": "en"}).content.decode()
    chinese = client.get(page, headers={"accept-language": "zh-hans"}).content.decode()
    assert f"Sales: {solar.name}" in english and "The department is assigned this policy of the rule book." in english
    assert f"Sales: {solar.name_zh}" in chinese and "规则手册中的这一政策" in chinese and "under_policy" not in chinese
