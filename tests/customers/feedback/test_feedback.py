"""Feedback of a customer goes to the person responsible, with a due time, and is answered to the customer (row Nh8)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from activities.domain.feedback_files import record_with_files
from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from crm_project.notices.models import Notice
from customers.domain.feedback import access, answering, kinds, recording, reminding
from customers.domain.feedback.listing import by_department, by_month, in_state, narrowed
from customers.models import Contact, Customer, CustomerFeedback, FeedbackKind
from tests.cast import NOW, customer, moment

from ..matters.test_matters import refused

pytestmark = [pytest.mark.django_db, pytest.mark.req("Nh8"), pytest.mark.usefixtures("clock")]
SAID = "They wait for the invoice since a week"
TOLD = "The invoice went out today"


def entered(row, by, kind="Question", **more):
    given = {"channel": "phone", "text": SAID, "received_at": NOW, "at": NOW, "kind": kind_of(kind)}
    return recording.record_feedback(customer_id=row.pk, by=by, **given | more)


def kind_of(name):
    return FeedbackKind.objects.get(name=name)


def answered(row, by, at=NOW, **more):
    given = {"text": TOLD, "how": "phone", "told_at": at, "at": at, "by": by}
    return answering.answer_feedback(feedback_id=row.pk, **given | more)


def told(person, kind):
    return Notice.objects.filter(user=person, kind=f"customer_feedback_{kind}").count()


def test_the_kind_says_who_answers_and_until_when(cast):
    held, pooled = customer(cast.rep), customer(None, department=cast.departments["sales"])
    assert entered(held, cast.manager).answerer == cast.rep
    assert entered(held, cast.rep, "Complaint").answerer == cast.manager, "a complaint is not the owner's own"
    assert entered(pooled, cast.manager).answerer == cast.manager, "nobody owns it"
    assert told(cast.rep, "received") == 1
    given = {"name": "Question", "name_zh": "咨询", "days": 3, "by": cast.admin, "at": NOW}
    question = kind_of("Question")
    kinds.save_kind(kind_id=question.pk, goes_to="person", person=cast.service, **given)
    row = entered(held, cast.rep)
    assert row.answerer == cast.service and row.due_at == moment("2026-03-05 17:00")
    User.objects.filter(pk=cast.service.pk).update(is_active=False)
    assert entered(held, cast.rep).answerer == cast.manager
    kinds.save_kind(kind_id=question.pk, goes_to="department", department=cast.departments["east"], **given)
    assert entered(held, cast.rep).answerer == access._head(cast.departments["east"])


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"text": "no"}, "text"),
        ({"received_at": NOW + timedelta(hours=1)}, "received_at"),
        ({"source": "order", "source_id": 1}, None),
        ({"kind": "off"}, "kind"),
        ({"contact": "other"}, "contact"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(cast, more, field):
    FeedbackKind.objects.filter(name="Other").update(active=False)
    if "kind" in more:
        more = {"kind": kind_of("Other")}
    if "contact" in more:
        more = {"contact": Contact.objects.create(customer=customer(cast.mate), name="Wu", created_at=NOW)}
    with pytest.raises(Exception) as refusal:  # noqa: B017, PT011 - its field says which
        entered(customer(cast.rep), cast.rep, **more)
    assert refusal.value.field == field and not CustomerFeedback.objects.exists()


def test_who_does_not_open_the_page_enters_nothing(cast):
    row = customer(cast.rep)
    given = {"customer_id": row.pk, "channel": "phone", "text": SAID, "received_at": NOW, "at": NOW}
    assert refused(recording.record_feedback, by=cast.stranger, kind=kind_of("Wish"), **given) == "forbidden"
    Customer.objects.filter(pk=row.pk).update(removed_at=NOW)
    assert refused(recording.record_feedback, by=cast.rep, kind=kind_of("Wish"), **given) == "removed"


def test_answered_closed_and_reopened(cast):
    row = entered(customer(cast.rep), cast.manager)
    given = {"feedback_id": row.pk, "at": NOW}
    late = {"text": TOLD, "how": "phone", **given}
    assert refused(answering.answer_feedback, by=cast.mate, told_at=NOW, **late) == "status"
    assert refused(answering.answer_feedback, by=cast.rep, told_at=NOW + timedelta(days=1), **late) == "told_at"
    assert refused(answering.answer_feedback, by=cast.rep, told_at=NOW - timedelta(days=1), **late) == "told_at"
    assert refused(answering.close_feedback, by=cast.rep, **given) == "text", "without an answer it needs a reason"
    answered(row, cast.rep)
    row.refresh_from_db()
    assert (row.status, row.answered_by, row.late, row.next_at) == ("answered", cast.rep, False, None)
    assert told(cast.manager, "answered") == 1
    assert refused(answering.reopen_feedback, by=cast.mate, text="Still not there", **given) == "status"
    answering.reopen_feedback(by=cast.manager, text="Still not there", **given)
    row.refresh_from_db()
    assert (row.status, row.answer, row.due_at) == ("open", "", moment("2026-03-03 17:00"))
    answered(row, cast.rep)
    answering.close_feedback(by=cast.manager, **given)
    history = list(row.entries.values_list("kind", flat=True))
    assert history == ["recorded", "answered", "reopened", "answered", "closed"]
    assert Entry.objects.filter(action__startswith="customer_feedback.", customer_id=row.customer_id).count() == 5


def test_what_is_late_stays_late_and_is_told_of(cast):
    User.objects.filter(pk=cast.rep.pk).update(superior=cast.manager)
    row = entered(customer(cast.rep), cast.rep)
    assert row.due_at == moment("2026-03-03 17:00")
    assert reminding.remind(at=moment("2026-03-02 16:59")) == 0
    assert reminding.remind(at=moment("2026-03-02 17:00")) == 1 and told(cast.rep, "due") == 1
    late = moment("2026-03-03 17:00")
    assert reminding.remind(at=late) == 1 and (told(cast.rep, "overdue"), told(cast.manager, "overdue")) == (1, 1)
    assert reminding.remind(at=late + timedelta(days=6)) == 0 and reminding.remind(at=late + timedelta(days=7)) == 1
    after = late + timedelta(hours=1)
    answered(row, cast.rep, at=after)
    answering.reopen_feedback(feedback_id=row.pk, text="Once more please", by=cast.rep, at=after)
    answered(row, cast.rep, at=after)
    assert CustomerFeedback.objects.get().late, "opening it again wipes nothing out"
    assert reminding.remind(at=late + timedelta(days=30)) == 0


def test_an_answer_that_is_entered_days_later_counts_from_its_entry(cast):
    first, second = (entered(customer(cast.rep), cast.rep) for _n in range(2))
    said = NOW + timedelta(hours=2)
    answered(first, cast.rep, at=said + timedelta(hours=23), told_at=said)
    answered(second, cast.rep, at=said + timedelta(days=4), told_at=said)
    assert list(CustomerFeedback.objects.order_by("pk").values_list("late", flat=True)) == [False, True]


def test_it_is_passed_on_with_a_reason_and_its_time_stays(cast):
    row = entered(customer(cast.rep), cast.rep)
    given = {"feedback_id": row.pk, "at": NOW, "text": "Finance knows it"}
    for to in (None, cast.rep):
        assert refused(answering.pass_on, by=cast.rep, to=to, **given) == "to"
    answering.pass_on(by=cast.rep, to=cast.finance, **given)
    passed = CustomerFeedback.objects.get()
    assert (passed.answerer, passed.due_at) == (cast.finance, row.due_at)
    assert list(access.visible(cast.finance, NOW)) == [row], "although finance may not open the customer"
    answered(row, cast.finance)


def test_a_stand_in_and_the_superior_answer_too_but_nothing_of_a_restricted_file(cast):
    User.objects.filter(pk=cast.rep.pk).update(
        away_from=NOW.date(), away_until=NOW.date(), stand_in=cast.mate, superior=cast.director
    )
    row = entered(customer(cast.rep), cast.rep)
    assert access.may_answer(cast.mate, row, NOW) and access.may_answer(cast.director, row, NOW)
    assert not access.may_answer(cast.stranger, row, NOW)
    Customer.objects.filter(pk=row.customer_id).update(restricted=True)
    assert not access.may_answer(cast.mate, row, NOW) and not access.visible(cast.mate, NOW).exists()
    assert access.may_answer(cast.rep, row, NOW)


def test_figures_count_each_row_once_and_open_their_rows(cast, signed_in):
    held = customer(cast.rep)
    rows = [entered(held, cast.rep) for _n in range(4)]
    answered(rows[0], cast.rep)
    answered(rows[1], cast.rep, at=NOW + timedelta(days=3))
    answering.close_feedback(feedback_id=rows[2].pk, text="It was a mistake", by=cast.rep, at=NOW)
    at = NOW + timedelta(days=5)
    found = narrowed(access.visible(cast.manager, at), first=NOW.date(), last=NOW.date())
    (line,) = by_department(found, at)
    assert line.figures == {"all": 4, "in_time": 1, "late": 1, "open": 1, "overdue": 1, "unanswered": 1}
    assert by_month(found, at) == [(NOW.date().replace(day=1), line.figures)]
    for name, n in line.figures.items():
        assert found.filter(in_state(name, at)).count() == n
    page = signed_in(cast.manager).get(reverse("customers:feedback_figures"))
    (group,) = page.context["groups"]
    for number, url in group["cells"]:
        shown = page.client.get(url).context["rows"] if url else []
        assert len(shown) == number


def test_in_the_browser_from_the_customer_to_the_answer(cast, signed_in):
    row = customer(cast.rep)
    client, new = signed_in(cast.rep), reverse("customers:feedback_new", args=[row.pk])
    assert new in client.get(reverse("customers:detail", args=[row.pk])).text
    said = {"kind": kind_of("Wish").pk, "text": SAID, "channel": "phone", "received_at": "2026-03-02T08:30"}
    wrong = client.post(new, said | {"received_at": "2026-03-12T08:30"})
    assert wrong.status_code == 422 and SAID in wrong.text
    sent = client.post(new, said)
    url = reverse("customers:feedback_one", args=[CustomerFeedback.objects.get().pk])
    assert sent.url == url
    assert SAID in client.get(reverse("customers:feedback")).text
    short = client.post(f"{url}answer/", {"text": "no", "how": "phone", "told_at": "2026-03-02T09:00"})
    assert short.status_code == 422 and "Write what the customer was told." in short.text
    client.post(f"{url}answer/", {"text": TOLD, "how": "email", "told_at": "2026-03-02T09:00"})
    assert TOLD in client.get(url).text
    listed = reverse("activities:timeline", args=[row.pk])
    for page in (f"{reverse('customers:detail', args=[row.pk])}?part=file", listed, f"{listed}?kind=feedback"):
        shown = client.get(page).text
        assert TOLD in shown and SAID in shown, page
    assert signed_in(cast.stranger).get(url).status_code == 404


def test_files_come_with_it_and_are_handed_out(cast, signed_in, upload_text):
    row = customer(cast.rep)
    given = {"channel": "email", "text": SAID, "received_at": NOW, "at": NOW, "kind": kind_of("Wish")}
    made = record_with_files(customer_id=row.pk, by=cast.rep, uploads=[upload_text], **given)
    page = signed_in(cast.rep).get(reverse("customers:feedback_one", args=[made.pk])).text
    assert "letter.txt" in page and made.files.get().customer_id == row.pk


def test_lists_take_the_same_queries_however_many_there_are(cast, signed_in, queries):
    row = customer(cast.rep)
    signed_in(cast.rep)
    entered(row, cast.rep)
    urls = [
        reverse("customers:feedback"),
        reverse("customers:feedback_of", args=[row.pk]),
        reverse("customers:feedback_figures"),
        f"{reverse('customers:detail', args=[row.pk])}?part=file",
    ]
    few = [queries(url) for url in urls]
    for _n in range(8):
        entered(row, cast.rep)
        entered(customer(cast.rep), cast.rep)
    assert [queries(url) for url in urls] == few
