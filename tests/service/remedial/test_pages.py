"""The pages of remedial plans, as service, its manager, the general manager and people of other departments see them (row M16)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm_project.accounts.models import User
from crm_project.lib.pdf import paragraph
from customers.domain import records
from service.models import PlanText, RemedialPlan
from service.presenters.remedial import document
from service.rules import remedial_steps as steps
from tests.cast import NOW, as_admin, customer
from tests.pdf_fonts import all_embedded
from tests.service.orders import order
from tests.service.visits.made import report, visit

from .plans import DAY, DRAFT, at_step, begun, fresh, task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def row(cast):
    return customer(cast.rep, since=NOW - timedelta(days=3))


def url(name, *keys):
    return reverse(f"service:remedial_{name}", args=keys)


def cost(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.req("M16")
def test_a_plan_is_begun_from_an_order_and_what_was_typed_stays_where_it_is_refused(cast, row, signed_in):
    made, client = order(row, cast.rep), signed_in(cast.service)
    assert f"?order={made.pk}" in client.get(reverse("service:order", args=[made.pk])).text
    page = client.get(f"{url('new')}?order={made.pk}")
    assert page.context["form"].initial["subject"] == made.subject
    given = {"customer": row.pk, "origin": "order", "subject": "寄错地址", "happened": "typed text"}
    refused = client.post(url("new"), given)
    assert refused.status_code == 422 and "typed text" in refused.text and "Choose the service order" in refused.text
    assert client.post(url("new"), given | {"order": made.pk}).status_code == 302
    plan = RemedialPlan.objects.get()
    assert (plan.order, plan.responsible, plan.texts.get().body["happened"]) == (made, cast.service, "typed text")
    assert plan.number in client.get(reverse("service:order", args=[made.pk])).text


@pytest.mark.req("M16")
def test_a_plan_is_begun_from_the_page_of_a_return_visit(cast, row, signed_in):
    made = visit(row, cast.rep, person=cast.service)
    report(made, cast.service, 2, 2, 2, 2, 2)
    client = signed_in(cast.service)
    assert f"?visit={made.pk}" in client.get(reverse("service:visit", args=[made.pk])).text
    initial = client.get(f"{url('new')}?visit={made.pk}").context["form"].initial
    assert (initial["customer"], initial["origin"]) == (row.pk, "visit")
    assert initial["reference"] == "2026-03-02"
    assert f"?visit={made.pk}" not in signed_in(cast.rep).get(reverse("service:visit", args=[made.pk])).text


@pytest.mark.req("M16")
def test_the_whole_way_on_the_pages(cast, row, signed_in):
    given = {"customer": row.pk, "origin": "complaint", "subject": "寄错地址", **DRAFT}
    assert signed_in(cast.service).post(url("new"), given).status_code == 302
    plan = RemedialPlan.objects.get()
    assert "Submit for review" in signed_in(cast.service).get(url("plan", plan.pk)).text
    signed_in(cast.service).post(url("submit", plan.pk))
    page = signed_in(cast.service_manager).get(url("plan", plan.pk)).text
    assert "Reviewed: to the general manager" in page and "Send back to an earlier step" in page
    signed_in(cast.service_manager).post(url("approve", plan.pk), {"seen": steps.DRAFT_REVIEW})
    signed_in(cast.general_manager).post(url("approve", plan.pk), {"seen": steps.DRAFT_APPROVAL, "reason": "go ahead"})
    given = {"what": "new invoice", "person": cast.finance.pk, "due_on": "2026-03-05"}
    assert signed_in(cast.service).post(url("task_new", plan.pk), given).status_code == 302
    signed_in(cast.service).post(url("hand_over", plan.pk))
    one = plan.tasks.get()
    assert "new invoice" in signed_in(cast.finance).get("/").text
    proof = {"proof": "sent", "files": [SimpleUploadedFile("copy.pdf", b"%PDF-1.4 copy")]}
    assert signed_in(cast.finance).post(url("task_done", one.pk), proof).status_code == 302
    file = one.files.get()
    for who in (cast.service, cast.finance):
        answer = signed_in(who).get(url("file", file.pk))
        assert (answer.status_code, answer.headers["Content-Disposition"]) == (200, 'attachment; filename="copy.pdf"')
    signed_in(cast.service).post(url("accept", plan.pk))
    given = {"done": "x", "result": "y", "prevention": "z", "submit": "1", "form_opened": ""}
    assert signed_in(cast.service).post(url("write", plan.pk), given).status_code == 302
    signed_in(cast.service_manager).post(url("approve", plan.pk), {"seen": steps.REPORT_REVIEW})
    signed_in(cast.general_manager).post(url("approve", plan.pk), {"seen": steps.REPORT_APPROVAL})
    assert fresh(plan).step == steps.CLOSED
    page = signed_in(cast.rep).get(f"{reverse('customers:detail', args=[row.pk])}?part=service").text
    assert "寄错地址" in page and "Closed, proving itself" in page


@pytest.mark.req("M16")
def test_the_map_says_where_it_is_who_has_it_since_when_and_who_is_late(cast, row, signed_in):
    at = NOW - 20 * DAY
    plan = at_step(cast, row, steps.EXECUTION, at=at, people=[cast.finance, cast.clerk])
    plan.tasks.filter(person=cast.clerk).update(due_at=NOW + DAY)
    stations = signed_in(cast.service).get(url("plan", plan.pk)).context["stations"]
    assert [station.state for station in stations] == ["done"] * 4 + ["now"] + [""] * 5
    here = stations[4]
    assert here.late and here.who == "Finance (late), Clerk" and here.when == "since 2026-02-10 09:00"
    assert (stations[0].who, stations[2].who) == ("Service", "General Manager")
    assert (stations[6].who, stations[6].when) == ("service staff", "3 working days")


@pytest.mark.req("M16")
def test_somebody_of_another_department_opens_their_task_and_nothing_else_of_the_plan(cast, row, signed_in):
    """HR sees no customers and no orders: only the task, the customer's name and whom to ask."""
    plan = at_step(cast, row, steps.EXECUTION, people=[cast.hr, cast.finance])
    own, other = plan.tasks.get(person=cast.hr), plan.tasks.get(person=cast.finance)
    client = signed_in(cast.hr)
    page = client.get(url("task", own.pk)).text
    assert own.what in page and row.name in page and str(cast.service) in page
    assert DRAFT["why"] not in page and url("plan", plan.pk) not in page
    assert reverse("customers:detail", args=[row.pk]) not in page
    assert own.what in client.get("/").text and own.what in client.get(url("tasks")).text
    for closed in (url("plan", plan.pk), url("task", other.pk), url("pdf", plan.pk), url("versions", plan.pk, "draft")):
        assert client.get(closed).status_code == 404
    assert client.get(url("file", 0)).status_code == 404 == client.post(url("task_done", other.pk)).status_code


@pytest.mark.req("M16")
def test_home_shows_each_what_waits_for_them_and_to_stand_ins_what_waits_for_others(cast, row, signed_in):
    def waits(who):
        return [one.key for _label, rows in signed_in(who).get("/").context["queue"] for one in rows]

    plan = at_step(cast, row, steps.DRAFT_APPROVAL)
    key = f"remedial-plan-{plan.pk}"
    assert key in waits(cast.general_manager)
    assert not [who for who in (cast.service, cast.service_manager, cast.director, cast.finance) if key in waits(who)]
    User.objects.filter(pk=cast.general_manager.pk).update(stand_in=cast.finance, away_from=NOW.date())
    assert key in waits(cast.finance)
    # Who stands in opens the plan, whatever their own rights say.
    assert "Your decision" in signed_in(cast.finance).get(url("plan", plan.pk)).text


@pytest.mark.req("M16")
def test_a_decision_stands_on_home_before_what_is_due_this_week(cast, row, signed_in):
    at_step(cast, row, steps.DRAFT_APPROVAL)
    label, rows = signed_in(cast.general_manager).get("/").context["queue"][0]
    assert (label, rows[0].key[:8]) == ("Now", "remedial")


@pytest.mark.req("M16")
def test_versions_are_compared_part_by_part(cast, row, signed_in):
    plan = begun(cast, row)
    client = signed_in(cast.service)
    assert client.get(url("versions", plan.pk, "draft")).status_code == 404
    for number, why in ((2, "second"), (3, "third")):
        PlanText.objects.create(plan=plan, kind="draft", number=number, body=DRAFT | {"why": why}, by=None, at=NOW)
    page = client.get(url("versions", plan.pk, "draft"))
    assert [(before, after) for _part, before, after in page.context["changes"]] == [("second", "third")]
    page = client.get(f"{url('versions', plan.pk, 'draft')}?from=3&to=1")
    assert [(before, after) for _part, before, after in page.context["changes"]] == [(DRAFT["why"], "third")]
    assert client.get(url("versions", plan.pk, "report")).status_code == 404


@pytest.mark.req("M16", "Nb4")
def test_customer_data_that_it_corrected_is_linked_with_what_stood_there_before(cast, row, signed_in):
    plan, client = begun(cast, row), signed_in(cast.service)
    given = {"customer_id": row.pk, "by": cast.rep, "at": NOW}
    records.update_customer(fields={"address": "12 Old Road"}, **given)
    page = client.get(url("plan", plan.pk))
    entry = page.context["link_form"].fields["entry"].choices[0][0]
    assert "12 Old Road" in page.text
    assert client.post(url("link", plan.pk), {"entry": entry}).status_code == 302
    linked = client.get(url("plan", plan.pk)).context["corrections"]
    assert [row["changes"] for row in linked] == [[("address", "", "12 Old Road")]]
    assert client.post(url("link", plan.pk), {"entry": entry}).status_code == 422
    client.post(url("unlink", plan.pk, entry))
    assert client.get(url("plan", plan.pk)).context["corrections"] == []


@pytest.mark.req("M16")
def test_the_document_has_the_texts_tasks_corrections_and_every_decision(cast, row, signed_in, monkeypatch):
    plan = at_step(cast, row, steps.CLOSED)
    words = []
    monkeypatch.setattr(document, "paragraph", lambda text, *style: words.append(text) or paragraph(text, *style))
    tables = []
    real = document.table
    monkeypatch.setattr(document, "table", lambda rows, *rest: tables.append(rows) or real(rows, *rest))
    answer = signed_in(cast.service).get(url("pdf", plan.pk))
    assert all_embedded(answer.content) and answer.headers["Content-Type"] == "application/pdf"
    assert DRAFT["measures"] in words and "客户已确认" in words
    assert tables[1][1][3].endswith("done") and len(tables[-1]) == 1 + plan.moves.count()


@pytest.mark.req("M16")
def test_the_list_by_turn_late_step_and_person(cast, signed_in):
    late = at_step(cast, customer(cast.rep), steps.EXECUTION, at=NOW - 9 * DAY, subject="late one")
    mine = begun(cast, customer(cast.rep), subject="mine")
    waits = at_step(cast, customer(cast.rep), steps.DRAFT_REVIEW, subject="in review")
    closed = at_step(cast, customer(cast.rep), steps.CLOSED, subject="closed")

    def listed(who, query=""):
        rows = signed_in(who).get(f"{reverse('service:remedial')}?{query}").context["rows"]
        return {row["plan"] for row in rows}

    assert listed(cast.service) == {late, mine, waits}
    assert listed(cast.service, "tab=mine") == {mine} and listed(cast.service_manager, "tab=mine") == {waits}
    assert listed(cast.service, "tab=late") == listed(cast.service, "late=on") == {late}
    assert listed(cast.service, "tab=closed") == {closed} and listed(cast.service, "tab=proven") == set()
    assert listed(cast.service, f"step={steps.DRAFT}") == {mine}
    assert listed(cast.service, f"person={cast.finance.pk}") == {late}
    assert listed(cast.service, f"tab=all&q={closed.number}") == {closed} and listed(cast.stranger) == set()


@pytest.mark.embedded
def test_the_list_and_a_plan_take_the_same_queries_however_many_there_are(cast, row, signed_in):
    client, address = signed_in(cast.service), reverse("service:remedial")
    at_step(cast, customer(cast.rep), steps.EXECUTION)
    plan = at_step(cast, row, steps.HANDING_OVER)
    task(cast, plan)
    few, one = cost(client, address), cost(client, url("plan", plan.pk))
    for n in range(6):
        at_step(cast, customer(cast.rep), steps.EXECUTION if n % 2 else steps.DRAFT_REVIEW)
        task(cast, plan, person=cast.clerk)
    assert cost(client, address) == few <= 14
    assert cost(client, url("plan", plan.pk)) == one <= 26


@pytest.mark.embedded
def test_home_takes_the_same_queries_for_one_task_and_eight(cast, signed_in):
    client = signed_in(cast.finance)
    at_step(cast, customer(cast.rep), steps.EXECUTION)
    one = cost(client, "/")
    at_step(cast, customer(cast.rep), steps.EXECUTION, people=[cast.finance] * 7)
    assert cost(client, "/") == one


@pytest.mark.req("M16")
def test_the_days_are_changed_on_a_page_and_each_version_stands_below(cast, signed_in):
    client = signed_in(as_admin(cast.service_manager))
    page = client.get(url("days_edit"))
    given = {step: page.context["form"].initial[step] for step in steps.OPEN} | {"note": "faster"}
    given["form_opened"] = page.context["form"].opened
    refused = client.post(url("days_edit"), given | {"draft": 0})
    assert refused.status_code == 422
    assert client.post(url("days_edit"), given | {"draft": 1}).status_code == 302
    page = client.get(url("days")).text
    assert "1 working day" in page and "faster" in page


def test_somebody_who_was_faster_is_told_of_in_words(cast, row, signed_in):
    plan = at_step(cast, row, steps.DRAFT_APPROVAL)
    answer = signed_in(cast.service_manager).post(url("approve", plan.pk), {"seen": steps.DRAFT_REVIEW})
    assert answer.status_code == 403
    answer = signed_in(cast.general_manager).post(url("approve", plan.pk), {"seen": steps.DRAFT_REVIEW})
    assert answer.status_code == 422 and "by now: reload the page" in answer.text


@pytest.mark.req("M16")
def test_what_is_written_for_a_plan_that_went_on_comes_back_with_a_sentence(cast, row, signed_in):
    plan, client = at_step(cast, row, steps.HANDING_OVER), signed_in(cast.service)
    assert client.get(url("write", plan.pk)).url == url("plan", plan.pk)
    late = client.post(url("write", plan.pk), DRAFT | {"why": "typed too late"})
    assert late.status_code == 422 and "typed too late" in late.text and "by now: reload the page" in late.text
    gone = client.post(url("cancel", plan.pk), {"reason": "not needed"})
    assert gone.status_code == 422 and "by now: reload the page" in gone.text
    done = at_step(cast, row, steps.FEEDBACK).tasks.get()
    address = url("task_edit", done.plan_id, done.pk)
    given = {"what": "typed too late", "person": cast.finance.pk, "due_on": "2026-03-05"}
    for page in (address, url("task_new", done.plan_id)):
        assert client.get(page).url == url("plan", done.plan_id)
        late = client.post(page, given)
        assert late.status_code == 422 and "typed too late" in late.text and "by now: reload the page" in late.text
    assert signed_in(cast.mate).post(url("write", plan.pk), DRAFT).status_code in (403, 404)


@pytest.mark.req("M16")
def test_whoever_stood_in_is_led_home_where_the_plan_is_no_longer_theirs(cast, row, signed_in):
    plan = at_step(cast, row, steps.DRAFT_APPROVAL)
    User.objects.filter(pk=cast.general_manager.pk).update(stand_in=cast.finance, away_from=NOW.date())
    answer = signed_in(cast.finance).post(url("approve", plan.pk), {"seen": steps.DRAFT_APPROVAL}, follow=True)
    assert answer.status_code == 200 and f"{plan.number} is approved" in answer.text
