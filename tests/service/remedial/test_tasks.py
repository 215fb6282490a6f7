"""Tasks of a remedial plan: several departments, proof by words or files, given back, done again (row M16)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.models import Customer
from service.domain.remedial import deciding, tasks
from service.models import PlanFile, PlanTask
from service.rules import remedial_steps as steps
from tests.cast import NOW, customer

from .plans import DAY, at_step, decided, fresh, task

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def row(cast):
    return customer(cast.rep, since=NOW - timedelta(days=3))


def refused(verb, **arguments):
    with pytest.raises(Refused) as refusal:
        verb(**arguments)
    return refusal.value.code


def told(who, kind):
    return Notice.objects.filter(user=who, kind=kind).count()


@pytest.mark.req("M16")
def test_a_task_is_done_only_with_proof_in_words_or_files(cast, row):
    plan = at_step(cast, row, steps.EXECUTION, people=[cast.finance, cast.clerk])
    first, second = PlanTask.objects.filter(plan=plan).order_by("pk")
    assert refused(tasks.finish_task, task_id=first.pk, proof=" ", by=cast.finance, at=NOW) == "proof"
    for who in (cast.clerk, cast.service, cast.general_manager):
        assert refused(tasks.finish_task, task_id=first.pk, proof="x", by=who, at=NOW) == "yours"
    wrong = SimpleUploadedFile("proof.pdf", b"no pdf")
    assert refused(tasks.finish_task, task_id=first.pk, proof="", uploads=[wrong], by=cast.finance, at=NOW) == "file"
    photo = SimpleUploadedFile("receipt.pdf", b"%PDF-1.4 receipt")
    tasks.finish_task(task_id=first.pk, proof="", uploads=[photo], by=cast.finance, at=NOW)
    assert PlanFile.objects.get().name == "receipt.pdf" and fresh(plan).step == steps.EXECUTION
    assert refused(tasks.finish_task, task_id=first.pk, proof="again", by=cast.finance, at=NOW) == "done"
    tasks.finish_task(task_id=second.pk, proof="filed", by=cast.clerk, at=NOW)
    assert fresh(plan).step == steps.FEEDBACK and told(cast.service, "remedial_fed_back") == 1


@pytest.mark.req("M16")
def test_it_is_not_closed_while_a_task_has_no_proof(cast, row):
    plan = at_step(cast, row, steps.REPORT_APPROVAL)
    PlanTask.objects.filter(plan=plan).update(proof="")
    assert refused(decided, plan=plan, by=cast.general_manager) == "proof"
    assert fresh(plan).step == steps.REPORT_APPROVAL
    PlanTask.objects.filter(plan=plan).update(proof="done")
    assert decided(plan, cast.general_manager).step == steps.CLOSED


def test_the_feedback_is_not_accepted_without_proof_either(cast, row):
    plan = at_step(cast, row, steps.FEEDBACK)
    PlanTask.objects.filter(plan=plan).update(proof="")
    assert refused(tasks.accept, plan_id=plan.pk, by=cast.service, at=NOW) == "proof"


@pytest.mark.req("M16")
def test_a_task_that_was_not_done_well_goes_back_to_its_person_with_the_reason(cast, row):
    plan = at_step(cast, row, steps.FEEDBACK, people=[cast.finance, cast.clerk])
    first, second = PlanTask.objects.filter(plan=plan).order_by("pk")
    given = {"plan_id": plan.pk, "by": cast.service, "at": NOW, "seen": steps.FEEDBACK, "reason": "wrong month"}
    assert refused(deciding.send_back, to=steps.EXECUTION, **given) == "tasks"
    deciding.send_back(to=steps.EXECUTION, again=[first.pk], **given)
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.done_at, first.returned, first.proof, second.done_at) == (None, "wrong month", "done", NOW)
    assert (told(cast.finance, "remedial_task"), told(cast.clerk, "remedial_task")) == (2, 1)
    tasks.finish_task(task_id=first.pk, proof="right month", by=cast.finance, at=NOW)
    assert fresh(plan).step == steps.FEEDBACK


@pytest.mark.req("M16")
def test_whoever_cannot_do_a_task_gives_it_back_and_the_others_go_on(cast, row):
    plan = at_step(cast, row, steps.EXECUTION, people=[cast.finance, cast.clerk])
    first, second = PlanTask.objects.filter(plan=plan).order_by("pk")
    assert refused(tasks.return_task, task_id=first.pk, reason="", by=cast.finance, at=NOW) == "reason"
    tasks.return_task(task_id=first.pk, reason="not my customer", by=cast.finance, at=NOW)
    assert fresh(plan).step == steps.HANDING_OVER and told(cast.service, "remedial_sent_back") == 1
    tasks.finish_task(task_id=second.pk, proof="filed", by=cast.clerk, at=NOW)
    tasks.set_task(
        plan_id=plan.pk, task_id=first.pk, what=first.what, person=cast.hr, due_on=first.due_on, by=cast.service, at=NOW
    )
    tasks.hand_over(plan_id=plan.pk, by=cast.service, at=NOW)
    assert (fresh(plan).step, told(cast.hr, "remedial_task")) == (steps.EXECUTION, 1)
    tasks.finish_task(task_id=first.pk, proof="done", by=cast.hr, at=NOW)
    assert fresh(plan).step == steps.FEEDBACK


def test_a_stand_in_proves_the_task_of_somebody_who_is_away(cast, row):
    plan = at_step(cast, row, steps.EXECUTION)
    User.objects.filter(pk=cast.finance.pk).update(stand_in=cast.clerk, away_from=NOW.date())
    done = tasks.finish_task(task_id=plan.tasks.get().pk, proof="done", by=cast.clerk, at=NOW)
    assert (done.person, done.done_by) == (cast.finance, cast.clerk)


def test_what_cannot_be_handed_out_is_refused(cast, row):
    plan = at_step(cast, row, steps.HANDING_OVER)
    assert refused(tasks.hand_over, plan_id=plan.pk, by=cast.service, at=NOW) == "tasks"
    assert refused(task, cast=cast, plan=plan, due=(NOW - DAY).date()) == "past"
    assert refused(task, cast=cast, plan=plan, what=" ") == "what"
    assert refused(task, cast=cast, plan=plan, by=cast.service_manager) == "denied"
    User.objects.filter(pk=cast.hr.pk).update(is_active=False)
    assert refused(task, cast=cast, plan=plan, person=User.objects.get(pk=cast.hr.pk)) == "person"
    task(cast, plan)
    assert refused(tasks.hand_over, plan_id=plan.pk, by=cast.service, at=NOW + 9 * DAY) == "past"


@pytest.mark.req("M10")
def test_nobody_gets_a_task_about_a_file_that_stays_closed_to_them(cast, row):
    plan = at_step(cast, row, steps.HANDING_OVER)
    Customer.objects.filter(pk=row.pk).update(restricted=True)
    assert refused(task, cast=cast, plan=plan, person=cast.clerk) == "person"
    assert task(cast, plan, person=cast.finance).person == cast.finance


def test_a_task_changes_hands_and_both_are_told(cast, row):
    plan = at_step(cast, row, steps.EXECUTION, people=[cast.finance, cast.hr])
    first = PlanTask.objects.filter(plan=plan).order_by("pk").first()
    given = {"plan_id": plan.pk, "by": cast.service, "at": NOW}
    tasks.set_task(task_id=first.pk, what="new words", person=cast.clerk, due_on=first.due_on, **given)
    assert (told(cast.finance, "remedial_task_withdrawn"), told(cast.clerk, "remedial_task")) == (1, 1)
    tasks.drop_task(task_id=first.pk, **given)
    assert told(cast.clerk, "remedial_task_withdrawn") == 1
    last = PlanTask.objects.get(plan=plan)
    assert refused(tasks.drop_task, task_id=last.pk, **given) == "last"


@pytest.mark.req("Ne2")
def test_a_task_that_was_done_once_is_not_removed_with_its_proof(cast, row, signed_in):
    plan = at_step(cast, row, steps.EXECUTION, people=[cast.finance, cast.clerk])
    one = plan.tasks.get(person=cast.finance)
    tasks.finish_task(task_id=one.pk, proof="invoice checked", by=cast.finance, at=NOW)
    tasks.finish_task(task_id=plan.tasks.get(person=cast.clerk).pk, proof="x", by=cast.clerk, at=NOW)
    back = {"plan_id": plan.pk, "by": cast.service, "at": NOW, "reason": "one is missing"}
    deciding.send_back(to=steps.EXECUTION, again=[one.pk], seen=steps.FEEDBACK, **back)
    assert refused(tasks.drop_task, plan_id=plan.pk, task_id=one.pk, by=cast.service, at=NOW) == "proof"
    page = signed_in(cast.service).get(reverse("service:remedial_plan", args=[plan.pk])).text
    assert "invoice checked" in page and f"/tasks/{one.pk}/remove/" not in page and f"/tasks/{one.pk}/edit/" in page


def test_sent_back_before_the_departments_nobody_has_a_task_until_it_is_handed_out_again(cast, row):
    plan = at_step(cast, row, steps.EXECUTION)
    deciding.send_back(
        plan_id=plan.pk, to=steps.DRAFT, reason="wrong plan", by=cast.service, at=NOW, seen=steps.EXECUTION
    )
    one = plan.tasks.get()
    assert (one.handed_at, one.next_at) == (None, None) and told(cast.finance, "remedial_task_withdrawn") == 1
    assert refused(tasks.finish_task, task_id=one.pk, proof="x", by=cast.finance, at=NOW) == "status"


@pytest.mark.req("M16")
def test_the_proof_of_a_task_that_was_taken_back_meanwhile_comes_back_with_a_sentence(cast, row, signed_in):
    plan = at_step(cast, row, steps.EXECUTION, people=[cast.finance, cast.clerk])
    one = plan.tasks.get(person=cast.finance)
    tasks.drop_task(plan_id=plan.pk, task_id=one.pk, by=cast.service, at=NOW)
    client = signed_in(cast.finance)
    for verb, typed in (("task_done", {"proof": "half a page"}), ("task_back", {"reason": "half a page"})):
        for key in (one.pk, plan.tasks.get().pk, 10**6):  # somebody else's and none at all: the same answer
            late = client.post(reverse(f"service:remedial_{verb}", args=[key]), typed)
            assert late.status_code == 404 and "This task is not yours any more" in late.text
            assert "half a page" in late.text and plan.number not in late.text
    assert client.get(reverse("service:remedial_task", args=[one.pk])).status_code == 404
